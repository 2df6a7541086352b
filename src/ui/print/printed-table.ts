import type { Locale } from '../../platform/kernel/actor.js';

export interface TableColumn {
  readonly header: string;
  /** In parts of the width of the table. */
  readonly width: number;
  readonly kind: 'text' | 'date' | 'amount';
}

export interface TableRow {
  readonly look: 'line' | 'heading' | 'total';
  /** As they are kept: amounts are decimal strings, dates calendar dates; a heading has all of its words in the first. */
  readonly cells: readonly string[];
}

/** A table of any length in words, for a file: the same for paper, for a spreadsheet and for CSV. */
export interface PrintedTable {
  readonly locale: Locale;
  readonly title: string;
  /** What stands under the title: whose, of when. */
  readonly leads: readonly string[];
  readonly columns: readonly TableColumn[];
  readonly rows: AsyncIterable<readonly TableRow[]>;
  /** At the foot of each page; `page` is its number. */
  readonly foot: (page: number) => string;
  /** The last line, which says that nothing is missing. */
  readonly end: (rows: number) => string;
}
