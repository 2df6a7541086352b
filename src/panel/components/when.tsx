import { useEffect, useState } from 'react';
import { formatsFor } from '../../ui/format.js';
import { ctx } from './locale.js';

const MINUTE_MS = 60_000;

/** The time by the reader's clock, told again every minute, so that a page that stays open does not say "now" for an hour. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** How long ago, with the exact time, zone and all, for whoever points at it. */
export const Ago = ({ at }: { at: string }) => {
  const now = useNow();
  const f = formatsFor(ctx);
  return (
    <time className="ago" dateTime={at} title={f.dateTimeToTheSecond(at)}>
      {f.ago(at, now)}
    </time>
  );
};

/** In a column: the exact time, and how long ago that is. */
export const When = ({ at }: { at: string }) => (
  <span className="when">
    <time dateTime={at} title={formatsFor(ctx).dateTimeToTheSecond(at)}>
      {formatsFor(ctx).stamp(at)}
    </time>{' '}
    <span className="quiet">
      <Ago at={at} />
    </span>
  </span>
);
