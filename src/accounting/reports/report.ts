/** The reports that can be had of a book, whole, on screen and as files. */
export const REPORTS = ['trial-balance', 'ledger', 'journal', 'profit-and-loss', 'balance-sheet'] as const;
export type ReportName = (typeof REPORTS)[number];

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
}

/** A report before it has a language: rows come a few at a time, as a ledger may have millions. */
export interface Report {
  readonly name: ReportName;
  readonly columns: readonly ReportColumn[];
  readonly rows: AsyncIterable<readonly ReportRow[]>;
}

/** The words of a report that are the product's own. */
export interface ReportWords {
  readonly classes: Readonly<Record<'asset' | 'liability' | 'equity' | 'revenue' | 'expense', string>>;
  readonly total: string;
  readonly totalOf: (name: string) => string;
  readonly result: string;
  readonly profit: string;
  readonly owed: string;
  readonly openingBalance: string;
}
