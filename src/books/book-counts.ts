import type { EntityManager } from 'typeorm';
import type { Computed, Count } from '../platform/database/rows.js';
import { selectOne } from '../platform/database/transaction.js';
import { idToBytes, type BookId } from '../platform/kernel/ids.js';
import { bookManifest, countNameOf } from './manifest.js';

/** Count name → rows, for every kind of accounting data, zeros included. */
export type BookCounts = Readonly<Record<string, number>>;

export async function countBook(manager: EntityManager, bookId: BookId): Promise<BookCounts> {
  const manifest = bookManifest();
  const columns = manifest.map(({ table }, i) => `(SELECT COUNT(*) FROM ${table} WHERE book_id = ?) AS c${i}`);
  const row = await selectOne<Computed<Record<string, Count>>>(
    manager,
    `SELECT ${columns.join(', ')}`,
    manifest.map(() => idToBytes(bookId)),
  );
  return Object.fromEntries(manifest.map(({ countName }, i) => [countName, Number(row![`c${i}`])]));
}

/** What of a book is told in a mail. */
const TOLD = ['journal_entries', 'invoices', 'contacts'] as const;
/** More rows than these are not counted: a switch takes as long whatever it switches. */
export const TOLD_MAX = 10_000;

/** Count name → rows of a few kinds, each of at most one more than `TOLD_MAX`. */
export async function countToTell(manager: EntityManager, bookId: BookId): Promise<BookCounts> {
  const columns = TOLD.map(
    (table) =>
      `(SELECT COUNT(*) FROM (SELECT 1 FROM ${table} WHERE book_id = ? LIMIT ${TOLD_MAX + 1}) AS t) AS ${table}`,
  );
  const row = await selectOne<Computed<Record<(typeof TOLD)[number], Count>>>(
    manager,
    `SELECT ${columns.join(', ')}`,
    TOLD.map(() => idToBytes(bookId)),
  );
  return Object.fromEntries(TOLD.map((table) => [countNameOf(table), Number(row![table])]));
}
