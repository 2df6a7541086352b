import type { SourceKind } from './accounting.entity.js';

export interface JournalEntryHead {
  readonly id: string;
  readonly journal: string;
  readonly number: string;
  /** A calendar date. */
  readonly date: string;
  readonly label: string;
}

/** An entry with its first lines; amounts are decimal strings in the business's currency. */
export interface JournalEntryView extends JournalEntryHead {
  /** How many lines it has in all. */
  readonly lineCount: number;
  /** The document that posted it; absent of one that was posted by hand or imported. */
  readonly document?: { readonly kind: SourceKind; readonly id: string };
  /** The entry that it takes back, and the one that takes it back. */
  readonly reverses?: string;
  readonly reversedBy?: string;
  /** Its first lines: all of them, or `LINES_LISTED_MAX` of a longer entry (`linesOfEntry` has the others). */
  readonly lines: readonly JournalLineView[];
}

/** An entry in one row; `amount` is the sum of its debits, a decimal string. */
export interface JournalEntrySum extends JournalEntryHead {
  readonly amount: string;
}

export interface JournalLineView {
  readonly account: string;
  readonly accountName: string;
  readonly debit: string;
  readonly credit: string;
  readonly label: string;
}
