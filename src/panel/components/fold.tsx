import { useEffect, useState, type ReactNode } from 'react';

/** What is wanted now and then: a word in the row of tools, and below it the whole once it is asked for. */
export const Fold = ({
  id,
  title,
  mustOpen = false,
  children,
}: {
  id: string;
  title: ReactNode;
  /** There is something in it that must be seen. */
  mustOpen?: boolean;
  children: ReactNode;
}) => {
  const [isOpen, setOpen] = useState(mustOpen);
  useEffect(() => {
    if (mustOpen) setOpen(true);
  }, [mustOpen]);
  return (
    <details id={id} className="fold" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="button button-secondary">{title}</summary>
      <div className="fold-body">{children}</div>
    </details>
  );
};
