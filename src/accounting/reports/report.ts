import { formatCents, type Cents } from '../../platform/kernel/money.js';
import type { Locale } from '../../platform/kernel/actor.js';
import type { BookId } from '../../platform/kernel/ids.js';
import type { TaxKind } from '../known-tax-rates.js';
import type { AccountClass } from './account-class.js';
import { dayBefore, periodBefore, type Period } from './periods.js';

/** The reports that can be had of a book, whole, on screen and as files. */
export const REPORTS = [
  'trial-balance',
  'ledger',
  'journal',
  'profit-and-loss',
  'balance-sheet',
  'aged-receivables',
  'tax-return',
] as const;
export type ReportName = (typeof REPORTS)[number];

/** Those that are of a day, whatever came before it. */
const OF_A_DAY: readonly ReportName[] = ['trial-balance', 'balance-sheet', 'aged-receivables'];
export const isOfADay = (name: ReportName) => OF_A_DAY.includes(name);

/** What stands beside a report: the same one of other books, or of another period. */
export interface Beside {
  readonly bookId: BookId;
  readonly period: Period;
}

export interface ReportAsk {
  readonly bookId: BookId;
  readonly period: Period;
  readonly beside?: Beside | undefined;
  /** The `key` of a row: those behind it. */
  readonly after?: string | undefined;
  /** Of the business, in which its days begin. */
  readonly timeZone: string;
  /** In which the program names what the books do not name. */
  readonly locale: Locale;
}

/** The period before one, as a report is compared with it: of a report of a day, the day before the period. */
export function periodBeside(name: ReportName, period: Period): Period | undefined {
  if (!isOfADay(name)) return periodBefore(period);
  return period.from === undefined ? undefined : { until: dayBefore(period.from) };
}

/** How a column is written: amounts are decimal strings with a sign, aligned at the right; dates are calendar dates. */
export type CellKind = 'text' | 'date' | 'amount';

export interface ReportColumn {
  readonly key: string;
  readonly kind: CellKind;
}

/** What stands in one row, as many cells as there are columns; an empty string where nothing is said. */
export interface ReportRow {
  readonly look: 'line' | 'heading' | 'total';
  readonly cells: readonly string[];
  /** What a reading that goes on behind this row is asked with; rows without one are read again with those before them. */
  readonly key?: string;
}

/** A report before it has a language: rows come a few at a time, as a ledger may have millions. */
export interface Report {
  readonly name: ReportName;
  readonly columns: readonly ReportColumn[];
  readonly rows: AsyncIterable<readonly ReportRow[]>;
}

/** The words of a report that are the product's own. */
export interface ReportWords {
  readonly classes: Readonly<Record<AccountClass, string>>;
  readonly total: string;
  readonly totalOf: (name: string) => string;
  readonly result: string;
  readonly profit: string;
  readonly owed: string;
  readonly openingBalance: string;
  readonly carriedOver: string;
  readonly aged: Readonly<
    Record<'unused' | 'check' | 'ledger' | 'difference' | 'ledgerOnly' | 'notPosted' | 'otherwise', string>
  >;
  readonly taxes: Readonly<Record<TaxKind | 'byHand' | 'notCounted', string>> & {
    readonly ofRate: (tax: string, percent: string, rate: string) => string;
    /** By what a line of the form says. */
    readonly lines: Readonly<Record<'sales' | 'collected' | 'allCollected' | 'paid' | 'allPaid' | 'net', string>>;
  };
}

export const line = (...cells: string[]): ReportRow => ({ look: 'line', cells });
export const total = (...cells: string[]): ReportRow => ({ look: 'total', cells });
export const heading = (title: string, width: number): ReportRow => ({
  look: 'heading',
  cells: [title, ...Array.from({ length: width - 1 }, () => '')],
});
export const keyed = (row: ReportRow, key: string): ReportRow => ({ ...row, key });

/** On the side where it stands; nothing on the other. */
export const side = (cents: Cents): string => (cents > 0n ? formatCents(cents) : '');

/** An amount, and where something stands beside it that and the difference. */
export const compared = (now: Cents, then: Cents | undefined): string[] =>
  then === undefined ? [formatCents(now)] : [formatCents(now), formatCents(then), formatCents(now - then)];
