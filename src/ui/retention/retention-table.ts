import { BANKING_RETENTION } from '../../banking/retention.js';
import { BOOKS_RETENTION } from '../../books/retention.js';
import { DEMO_RETENTION } from '../../demo/retention.js';
import { LOG_RETENTION } from '../../log/retention.js';
import { PACKS_RETENTION } from '../../packs/retention.js';
import { PEOPLE_RETENTION } from '../../people/retention.js';
import type { Settings } from '../../platform/config/settings.js';
import type { Locale } from '../../platform/kernel/actor.js';
import { DAY_MS } from '../../platform/kernel/clock.js';
import { PLATFORM_RETENTION } from '../../platform/retention/platform-retention.js';
import { DAYS_SETTINGS, type DaysSetting, type RetentionRule } from '../../platform/retention/retention-rule.js';
import { REVIEW_RETENTION } from '../../review/retention.js';
import { SUPPORT_RETENTION } from '../../support/retention.js';
import { retentionTexts } from './retention.texts.js';

/** What the product keeps, how long and why: the rules of all rooms. A table that is in none of them fails a test. */
export const RETENTION: readonly RetentionRule[] = [
  ...BOOKS_RETENTION,
  ...LOG_RETENTION,
  ...PEOPLE_RETENTION,
  ...BANKING_RETENTION,
  ...PACKS_RETENTION,
  ...SUPPORT_RETENTION,
  ...REVIEW_RETENTION,
  ...PLATFORM_RETENTION,
  ...DEMO_RETENTION,
];

/** A rule in words, with the numbers of this installation. */
export interface RetentionRow {
  readonly what: string;
  /** Names of tables, and below the data folder; of book tables one word for all. */
  readonly where: readonly string[];
  readonly keptFor: string;
  readonly why: string;
  readonly deletedBy: string | null;
  readonly setting: string | null;
  /** What of a person stays after an erasure, and why; null: nothing. */
  readonly afterErasure: { readonly columns: readonly string[]; readonly because: string } | null;
}

export function retentionRows(settings: Pick<Settings, DaysSetting>, locale: Locale): RetentionRow[] {
  const t = retentionTexts[locale];
  return RETENTION.map(({ what, tables, files = [], keptFor, why, deletedBy, afterErasure }) => ({
    what: what[locale],
    where: [...(tables === 'book' ? [t.bookTables] : tables), ...files.map((file) => `DATA_DIR/${file}`)],
    keptFor: inWords(keptFor, settings, locale),
    why: why[locale],
    deletedBy: deletedBy ?? null,
    setting: typeof keptFor === 'object' && 'days' in keptFor ? DAYS_SETTINGS[keptFor.days] : null,
    afterErasure: afterErasure ? { columns: afterErasure.columns, because: afterErasure.because[locale] } : null,
  }));
}

function inWords(keptFor: RetentionRule['keptFor'], settings: Pick<Settings, DaysSetting>, locale: Locale): string {
  const t = retentionTexts[locale];
  if (keptFor === 'always') return t.always;
  if ('until' in keptFor) return t.until(keptFor.until[locale]);
  const days = 'ms' in keptFor ? keptFor.ms / DAY_MS : settings[keptFor.days];
  return `${t.days(days)} ${keptFor.from[locale]}`;
}
