import { Fragment, type ReactNode } from 'react';
import type { PageContext } from '../page-context.js';
import { words } from '../words.js';

/** Something a person typed: its direction must not spill into the sentence around it. */
export const Said = ({ children }: { children: ReactNode }) => <bdi>{children}</bdi>;

/** A text with `{places}` filled in by elements. */
export function Rich({ text, values }: { text: string; values: Record<string, ReactNode> }) {
  const parts = text.split(/\{(\w+)\}/);
  return (
    <>
      {parts.map((part, index) => (
        <Fragment key={index}>{index % 2 === 0 ? part : values[part]}</Fragment>
      ))}
    </>
  );
}

/** An instant, with the name of its time zone. */
export const When = ({ ctx, at, exact = false }: { ctx: PageContext; at: string; exact?: boolean }) => {
  const { f } = words(ctx);
  return <time dateTime={at}>{exact ? f.dateTimeToTheSecond(at) : f.dateTime(at)}</time>;
};

/** A day, in a column. */
export const Day = ({ ctx, on }: { ctx: PageContext; on: string }) => (
  <time dateTime={on}>{words(ctx).f.shortDay(on)}</time>
);

export const Hidden = ({ children }: { children: ReactNode }) => <span className="visually-hidden">{children}</span>;
