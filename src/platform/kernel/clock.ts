/** The one source of the present time, UTC, in milliseconds; a test may set it forward. */
let offsetMs = 0;

export function now(): Date {
  return new Date(Date.now() + offsetMs);
}

/** `now` plus a span, for expiry dates and leases. */
export function later(spanMs: number): Date {
  return new Date(now().getTime() + spanMs);
}

/** For tests only: moves this process's clock; 0 puts it back. */
export function shiftClock(ms: number): void {
  offsetMs = ms;
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
