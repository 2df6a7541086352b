import type { Settings } from '../config/settings.js';
import type { Locale } from '../kernel/actor.js';

export type Words = Readonly<Record<Locale, string>>;

/** The settings that say how long something is kept. */
export const DAYS_SETTINGS = {
  snapshotRetentionDays: 'SNAPSHOT_RETENTION_DAYS',
  mailRetentionDays: 'MAIL_RETENTION_DAYS',
  sessionRetentionDays: 'SESSION_RETENTION_DAYS',
} as const satisfies Partial<Record<keyof Settings, string>>;
export type DaysSetting = keyof typeof DAYS_SETTINGS;

export type KeptFor =
  /** A time that the code has, counted from something: the job takes it from the same place. */
  | { readonly ms: number; readonly from: Words }
  /** Days that a setting says, counted from something. */
  | { readonly days: DaysSetting; readonly from: Words }
  /** As long as something stands. */
  | { readonly until: Words }
  | 'always';

/** One line of the table of retention: what is kept, how long, why, and what ends it. */
export interface RetentionRule {
  readonly what: Words;
  /** The tables that it is about; `book` for all that is declared `@InBook`. */
  readonly tables: readonly string[] | 'book';
  /** What it is about below the data folder. */
  readonly files?: readonly string[];
  readonly keptFor: KeptFor;
  readonly why: Words;
  /** The job that deletes it; without one it stays, or a person's command ends it. */
  readonly deletedBy?: string;
  /** What an erasure of a person leaves of the person here (`table.column`), and why. Everything else is gone with it. */
  readonly afterErasure?: { readonly columns: readonly string[]; readonly because: Words };
}
