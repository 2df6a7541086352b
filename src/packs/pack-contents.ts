import type { Reading } from '../platform/database/frozen-reading.js';
import type { Locale } from '../platform/kernel/actor.js';
import type { BookId, BusinessId } from '../platform/kernel/ids.js';
import type { BookCounts } from '../books/book-counts.js';

/** What is to be packed. */
export interface PackedBook {
  readonly businessId: BusinessId;
  readonly bookId: BookId;
  readonly locale: Locale;
  /** The moment of which all of it is. */
  readonly asOf: Date;
  readonly counts: BookCounts;
}

/** One file of a pack. Its content is asked for once, when its turn comes, and read as it is written. */
export interface PackFile {
  /** With `/` between folders. */
  readonly path: string;
  readonly content: () => AsyncIterable<Buffer | string>;
}

/** What is in a pack. */
export interface PackedFiles {
  /** Of the whole file, without its ending; the folder in it has the same. */
  readonly name: string;
  readonly files: readonly PackFile[];
  /** How many rows all files together have, about: what progress is measured against. */
  readonly rows: number;
}

/**
 * Says what a pack holds, in the reader's language. A port: packs are asked for, made and kept here, and written in words by a face
 * of the program. Everything is read by `reading`; `onRows` is told how many rows more are written.
 */
export type PackContents = (
  book: PackedBook,
  reading: Reading,
  onRows: (count: number) => void,
) => Promise<PackedFiles>;
