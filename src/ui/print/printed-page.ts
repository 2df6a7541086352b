import type { Locale } from '../page-context.js';

/** A page of facts in words, the same for the screen and for paper. */
export interface PrintedPage {
  readonly locale: Locale;
  readonly title: string;
  /** What it is about, in one line. */
  readonly lead: string;
  readonly sections: readonly PrintedSection[];
  /** Where people sign on paper: what each line is for. */
  readonly signedBy: readonly string[];
  /** At the foot of every page. */
  readonly foot: string;
}

export interface PrintedSection {
  readonly title: string;
  readonly rows: readonly PrintedRow[];
  /** Below its rows, or instead of them. */
  readonly note?: string;
}

export interface PrintedRow {
  readonly label: string;
  readonly lines: readonly PrintedLine[];
}

export interface PrintedLine {
  readonly text: string;
  /** `code`: to be compared letter by letter. */
  readonly look?: 'code' | 'quiet';
  readonly mark?: 'holds' | 'fails' | 'open';
}
