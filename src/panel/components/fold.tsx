import { useEffect, useState, type ReactNode } from 'react';

/**
 * What is wanted now and then: a word in the row of tools, and below it the whole once it is asked for. In this tab it stays
 * as it was left.
 */
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
  const [isOpen, setOpen] = useState(mustOpen || sessionStorage.getItem(`fold ${id}`) === 'open');
  useEffect(() => {
    if (mustOpen) setOpen(true);
  }, [mustOpen]);
  const toggle = (open: boolean) => {
    sessionStorage.setItem(`fold ${id}`, open ? 'open' : 'closed');
    setOpen(open);
  };
  return (
    <details id={id} className="fold" open={isOpen} onToggle={({ currentTarget }) => toggle(currentTarget.open)}>
      <summary className="button button-secondary">{title}</summary>
      <div className="fold-body">{children}</div>
    </details>
  );
};
