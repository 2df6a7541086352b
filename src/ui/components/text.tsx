import { Fragment, isValidElement, type ReactNode } from 'react';
import { isElidedBefore } from '../../platform/kernel/elision.js';
import type { PageContext } from '../page-context.js';
import { words } from '../words.js';

/** Something a person typed: its direction must not spill into the sentence around it. */
export const UserText = ({ children }: { children: ReactNode }) => <bdi>{children}</bdi>;

/** A text with `{places}` filled in by elements. */
export function Template({ text, values }: { text: string; values: Record<string, ReactNode> }) {
  const parts = text.split(/\{(\w+)\}/);
  return (
    <>
      {parts.map((part, index) => (
        <Fragment key={index}>{index % 2 === 0 ? elide(part, values[parts[index + 1] ?? '']) : values[part]}</Fragment>
      ))}
    </>
  );
}

/** French texts end in `de ` or `que ` before a name, which is known only here. */
function elide(before: string, value: ReactNode): string {
  return isElidedBefore(textOf(value)) ? before.replace(/(?<=(?:^|[\s(])(?:d|qu))e $/i, '’') : before;
}

/** The words of a value, where it is a text or a single one in an element, as a name is. */
function textOf(value: ReactNode): string {
  if (typeof value === 'string') return value;
  return isValidElement<{ children?: ReactNode }>(value) ? textOf(value.props.children) : '';
}

/** An instant, with the name of its time zone. */
export const Instant = ({ ctx, at, exact = false }: { ctx: PageContext; at: string; exact?: boolean }) => {
  const { f } = words(ctx);
  return <time dateTime={at}>{exact ? f.dateTimeToTheSecond(at) : f.dateTime(at)}</time>;
};

/** A day, in a column. */
export const Day = ({ ctx, on }: { ctx: PageContext; on: string }) => (
  <time dateTime={on}>{words(ctx).f.shortDay(on)}</time>
);

export const Hidden = ({ children }: { children: ReactNode }) => <span className="visually-hidden">{children}</span>;
