import { declaredTables, primaryKeyOf } from '../platform/database/tables.js';

/** A table of accounting data, as every count, digest and purge sees it. */
export interface BookTable {
  readonly table: string;
  /** The name of its count in the API: `journal_lines` → `journalLines`. */
  readonly countName: string;
  /** Its primary key, `book_id` first. */
  readonly key: readonly string[];
}

/** The name under which the rows of a table are counted. */
export const countNameOf = (table: string) => table.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/**
 * Everything that belongs to a book, found through the entities' own declarations (`@InBook`) and never listed by hand:
 * a hand-kept list is what every product with a reset button has got wrong. In alphabetical order, which is also the
 * order of the digest.
 */
export function bookManifest(): BookTable[] {
  return declaredTables('book').map((table) => ({
    table,
    countName: countNameOf(table),
    key: primaryKeyOf(table),
  }));
}

export interface PurgedTable {
  readonly table: string;
  /** Of a table whose rows are derived there is none: they are no data. */
  readonly countName?: string;
}

/** What goes with a book: its data, and what is derived from them. */
export function purgedTables(): PurgedTable[] {
  return [...bookManifest(), ...declaredTables('derived').map((table) => ({ table }))];
}
