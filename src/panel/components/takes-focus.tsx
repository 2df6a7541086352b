import { useEffect, useRef, type ReactNode } from 'react';

/** Takes the focus whenever `of` is another one, so that whoever does not see the page change hears what was done. */
export const TakesFocus = ({ of, children }: { of: unknown; children: ReactNode }) => {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [of]);
  return (
    <div ref={box} tabIndex={-1}>
      {children}
    </div>
  );
};
