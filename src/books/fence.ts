import type { DataSource } from 'typeorm';
import { lockForWriting } from '../people/businesses/current-book.js';
import { inTransaction, type TransactionOptions, type Tx } from '../platform/database/transaction.js';
import { bytesToId, type BookId, type BusinessId } from '../platform/kernel/ids.js';

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
  return { tx, businessId, bookId: bytesToId<BookId>(book), timeZone, book };
}
