import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.js';

export type NoticeKind = 'success' | 'error' | 'info' | 'warning';

const icons: Record<NoticeKind, IconName> = { success: 'check', error: 'warning', info: 'info', warning: 'warning' };

/** A calm box that says one thing. With a title it is a heading of the page. */
export const Notice = ({
  kind,
  title,
  role,
  children,
}: {
  kind: NoticeKind;
  title?: ReactNode;
  role?: 'status' | 'alert';
  children?: ReactNode;
}) => (
  <div className={`notice notice-${kind}`} role={role}>
    <Icon name={icons[kind]} />
    <div className="notice-body">
      {title !== undefined && <h2 className="notice-title">{title}</h2>}
      {children}
    </div>
  </div>
);

/** What went wrong with a form, first on the page and focused, with or without script. */
export const ProblemSummary = ({
  title,
  problems,
  children,
}: {
  title: string;
  problems: { href?: string; text: ReactNode }[];
  children?: ReactNode;
}) => (
  <div className="notice notice-error" role="alert" tabIndex={-1} autoFocus data-problem="">
    <Icon name="warning" />
    <div className="notice-body">
      <h2 className="notice-title">{title}</h2>
      <ul className="plain">
        {problems.map((problem, index) => (
          <li key={index}>{problem.href ? <a href={problem.href}>{problem.text}</a> : problem.text}</li>
        ))}
      </ul>
      {children}
    </div>
  </div>
);
