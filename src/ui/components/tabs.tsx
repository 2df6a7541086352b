import type { ComponentType, ReactNode } from 'react';

export interface Tab {
  to: string;
  text: string;
  /** Behind the text. */
  more?: ReactNode;
  /** Whether it is this page, or the part in which this page lies. */
  current?: 'page' | 'true';
}

export interface TabLinkProps {
  to: string;
  className?: string;
  'aria-current'?: 'page' | 'true';
  children: ReactNode;
}

/** A plain link: the page is loaded. */
export const PlainLink = ({ to, ...rest }: TabLinkProps) => <a href={to} {...rest} />;

interface TabsProps {
  label: string;
  /** What opens the others where there is no room for all; none where all are `always` there. */
  more?: string;
  tabs: readonly Tab[];
  /** How many there is always room for, on a phone of 320 pixels, in French. */
  always: number;
  LinkTo?: ComponentType<TabLinkProps>;
}

/**
 * The main menu in one row. Where there is no room for all, the first stay and the others lie under *More*, which needs no
 * script; the style sheet shows one of the two.
 */
export const Tabs = ({ label, more, tabs, always, LinkTo = PlainLink }: TabsProps) => {
  const [first, rest] = [tabs.slice(0, always), tabs.slice(always)];
  const link = ({ to, text, more: behind, current }: Tab) => (
    <LinkTo to={to} aria-current={current}>
      {text}
      {behind}
    </LinkTo>
  );
  const isInRest = rest.some(({ current }) => current !== undefined);
  return (
    <nav className={`tabs ${rest.length > 0 ? 'tabs-many' : ''}`} aria-label={label}>
      <ul>
        {first.map((tab) => (
          <li key={tab.to}>{link(tab)}</li>
        ))}
        {rest.map((tab) => (
          <li key={tab.to} className="tab-wide">
            {link(tab)}
          </li>
        ))}
        {rest.length > 0 && (
          <li className="tab-more">
            <details data-menu="">
              <summary className={isInRest ? 'is-current' : undefined}>{more}</summary>
              <ul>
                {rest.map((tab) => (
                  <li key={tab.to}>{link(tab)}</li>
                ))}
              </ul>
            </details>
          </li>
        )}
      </ul>
    </nav>
  );
};
