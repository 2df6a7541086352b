import type { DataSource } from 'typeorm';
import { lockForWriting } from '../people/businesses/current-book.js';
import { isCertified } from '../platform/database/certification.js';
import { inTransaction, writeOne, type TransactionOptions, type Tx } from '../platform/database/transaction.js';
import { bytesToId, idToBytes, newId, type BookId, type BusinessId } from '../platform/kernel/ids.js';

/** The right to write to the open book of a business, for as long as the transaction lasts. */
export interface BookWrite {
  readonly tx: Tx;
  readonly businessId: BusinessId;
  readonly bookId: BookId;
  /** Of the business: what has no date of its own is dated in it. */
  readonly timeZone: string;
  /** `bookId` as it is stored. */
  readonly book: Buffer;
}

/**
 * The only way to write to a book (invariant 4). Its first statement locks the business row in share mode and reads the
 * pointer: writers do not block each other, a switch waits for those in flight, and none slips in behind it.
 * Throws NOT_FOUND for a business that does not exist.
 */
export function writeToBook<T>(
  dataSource: DataSource,
  businessId: BusinessId,
  work: (write: BookWrite) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  return inTransaction(dataSource, async (tx) => work(await enterFence(tx, businessId)), options);
}

/** The fence inside a transaction that is about to begin its work; must come before any other statement of it. */
export async function enterFence(tx: Tx, businessId: BusinessId): Promise<BookWrite> {
  const { book, timeZone } = await lockForWriting(tx, businessId);
  await referToOpenBook(tx, book);
  return { tx, businessId, bookId: bytesToId<BookId>(book), timeZone, book };
}

/**
 * The lock above holds on this member of the database alone. Where several take writes, a row that refers to the open book is written, and
 * taken away again: to the members that is a claim on the row that a switch changes, so that of the two only one commits, while
 * two writers do not meet (docs/decisions/0052).
 */
async function referToOpenBook(tx: Tx, book: Buffer): Promise<void> {
  if (!(await isCertified(tx))) return;
  const id = idToBytes(newId());
  await writeOne(tx, 'INSERT INTO book_writers (id, open_book_id) VALUES (?, ?)', [id, book]);
  await writeOne(tx, 'DELETE FROM book_writers WHERE id = ?', [id]);
}
