import type { EntityManager } from 'typeorm';
import type { Computed, Count } from '../platform/database/rows.js';
import { selectOne } from '../platform/database/transaction.js';
import { idToBytes, type BookId } from '../platform/kernel/ids.js';
import { bookManifest } from './manifest.js';

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
