import { selectOne, type Tx } from '../../platform/database/transaction.js';
import { AppError } from '../../platform/kernel/app-error.js';
import { MINUTE_MS, now, SECOND_MS } from '../../platform/kernel/clock.js';
import type { Computed } from '../../platform/database/rows.js';
import type { audit_events } from '../tables.generated.js';

/** What a clock is held against: the newest event's time of recording and the present time, both by the database's clock. */
export interface ClockFacts {
  readonly newestEventAt: Date | null;
  readonly databaseNow: Date;
}

/** Half of what a verifier forgives: an event that it would call back-dated is back-dated for good. */
const APART_MS_MAX = 5 * MINUTE_MS;
const LOOK_EVERY_MS = SECOND_MS;

/** Columns for a SELECT, as {@link ClockFacts} wants them. */
export const CLOCK_COLUMNS = `(SELECT recorded_at FROM audit_events ORDER BY id DESC LIMIT 1) AS newest_event_at,
  UTC_TIMESTAMP(6) AS database_now`;

export type ClockRow = { newest_event_at: audit_events['recorded_at'] | null } & Computed<{ database_now: Date }>;

/** Why no event may be written by this process's clock, in a sentence; null while it may. */
export function clockFault({ newestEventAt, databaseNow }: ClockFacts): string | null {
  const behindMs = (newestEventAt?.getTime() ?? -Infinity) - now().getTime();
  if (behindMs > APART_MS_MAX) {
    return `The clock here is ${minutes(behindMs)} behind the newest event of ${newestEventAt!.toISOString()}: was it set back?`;
  }
  // Not `now()`, which a test may move.
  const apartMs = Math.abs(Date.now() - databaseNow.getTime());
  return apartMs > APART_MS_MAX
    ? `The clocks of this machine and of the database are ${minutes(apartMs)} apart.`
    : null;
}

const minutes = (ms: number) => `${Math.round(ms / MINUTE_MS)} minutes`;

/**
 * Keeps events from being written by a clock that was set back: the log would never verify again, since what is in it
 * stays. The newest event is looked up once a second, by a clock that nobody sets.
 */
export class LogClock {
  private facts: ClockFacts | undefined;
  private lookedAt = -Infinity;

  /** Throws AUDIT_UNAVAILABLE. */
  async assertRight(tx: Tx): Promise<void> {
    const isFresh = performance.now() - this.lookedAt <= LOOK_EVERY_MS;
    if (!isFresh || !this.facts) {
      const row = await selectOne<ClockRow>(tx, `SELECT ${CLOCK_COLUMNS}`);
      this.facts = { newestEventAt: row!.newest_event_at, databaseNow: row!.database_now };
      this.lookedAt = performance.now();
    }
    // A second old at most: far less than what is forgiven.
    const fault = clockFault(this.facts);
    if (fault === null) return;
    this.lookedAt = -Infinity;
    throw new AppError('AUDIT_UNAVAILABLE', `${fault} Nothing was changed, because nothing could be recorded.`);
  }
}
