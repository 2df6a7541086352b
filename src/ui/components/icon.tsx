const shapes = {
  check: 'M5 12.5l4.5 4.5L19 7.5',
  warning: 'M12 4l9 16H3zM12 10v4.5M12 17.2v.3',
  info: 'M12 3a9 9 0 100 18 9 9 0 000-18zM12 11v5.5M12 7.6v.3',
  undo: 'M8 5L4 9l4 4M4.5 9H14a5.5 5.5 0 010 11h-4',
  refresh: 'M19.5 12a7.5 7.5 0 11-2.2-5.3L19.5 9M19.5 4.5V9H15',
  print: 'M7 9V4h10v5M7 17H4v-7h16v7h-3M7 14h10v6H7z',
  download: 'M12 4v11M7.5 11l4.5 4.5L16.5 11M5 20h14',
  copy: 'M9 9h11v11H9zM6 15H4V4h11v2',
  look: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.2a2.8 2.8 0 100 5.6 2.8 2.8 0 000-5.6z',
  person: 'M12 4a4 4 0 100 8 4 4 0 000-8zM4.5 20.5c.6-4 3.6-6 7.5-6s6.9 2 7.5 6',
  next: 'M9 5.5l6.5 6.5L9 18.5',
  bank: 'M3.5 10L12 4.5 20.5 10zM6 10v8M10 10v8M14 10v8M18 10v8M3.5 20h17',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 017 0v3',
  close: 'M6 6l12 12M18 6L6 18',
  keep: 'M4 7.5l8-4 8 4v9l-8 4-8-4zM4 7.5l8 4 8-4M12 11.5v9',
};

export type IconName = keyof typeof shapes;

/** A drawing beside a word; never instead of one. */
export const Icon = ({ name }: { name: IconName }) => (
  <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={shapes[name]} />
  </svg>
);

export const BrandMark = () => (
  <svg className="brand-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <rect className="brand-frame" x="2" y="2" width="28" height="28" rx="5" />
    <rect className="brand-slate" x="5.5" y="5.5" width="21" height="21" rx="2" />
    <path className="brand-chalk" d="M9.5 21.5c3-1 5.2-10.5 7-10.5s-.6 9.2 1.4 9.2c1.400 0 2.600-1.200 4.600-3.400" />
  </svg>
);
