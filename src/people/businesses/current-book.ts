import type { EntityManager } from 'typeorm';
import { selectOne, writeOne, type Tx } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/kernel/app-error.js';
import { bytesToId, idToBytes, isId, type BookId, type BusinessId } from '../../platform/kernel/ids.js';
import type { Present } from '../../platform/database/rows.js';
import type { businesses } from '../tables.generated.js';

/**
 * A business points at the book that is its data now. Here is the pointer: its locks, its moves, and its reading. When it
 * is locked and moved is for the books to say (src/books).
 */

/** The business under the exclusive lock of a switch: no writer is in flight, none can begin. */
export interface LockedBusiness {
  readonly id: BusinessId;
  readonly currentBookId: BookId;
}

/**
 * Takes the exclusive lock that makes a switch wait for every writer. Must come first in its transaction.
 * Null for a business that does not exist.
 */
export async function lockForSwitch(tx: Tx, businessId: BusinessId): Promise<LockedBusiness | null> {
  const row = await selectOne<Present<Pick<businesses, 'current_book_id'>>>(
    tx,
    'SELECT current_book_id FROM businesses WHERE id = ? FOR UPDATE',
    [idToBytes(businessId)],
  );
  return row
    ? {
        id: businessId,
        currentBookId: bytesToId<BookId>(row.current_book_id),
      }
    : null;
}

/**
 * Takes the shared lock behind which a writer is safe from a switch, and reads the pointer, as it is stored, with the
 * time zone that days are counted in. Must come first in its transaction. Throws NOT_FOUND for a business that does not exist.
 */
export async function lockForWriting(tx: Tx, businessId: BusinessId): Promise<{ book: Buffer; timeZone: string }> {
  const row = await selectOne<Pick<businesses, 'time_zone'> & Present<Pick<businesses, 'current_book_id'>>>(
    tx,
    'SELECT current_book_id, time_zone FROM businesses WHERE id = ? LOCK IN SHARE MODE',
    [idToBytes(businessId)],
  );
  if (!row) throw notFound('business');
  return { book: row.current_book_id, timeZone: row.time_zone };
}

/** Points a new business to its first book. */
export function pointToFirstBook(tx: Tx, businessId: BusinessId, bookId: BookId): Promise<void> {
  return writeOne(tx, 'UPDATE businesses SET current_book_id = ? WHERE id = ? AND current_book_id IS NULL', [
    idToBytes(bookId),
    idToBytes(businessId),
  ]);
}

/**
 * The commit point: with this transaction's commit the other book is the business's data. Exactly one row changes, or
 * somebody was faster, and then nothing of this may stay.
 */
export function pointToBook(tx: Tx, business: LockedBusiness, to: BookId): Promise<void> {
  return writeOne(tx, 'UPDATE businesses SET current_book_id = ? WHERE id = ? AND current_book_id = ?', [
    idToBytes(to),
    idToBytes(business.id),
    idToBytes(business.currentBookId),
  ]);
}

/** The book that is open now, for reading. Writers take it from the fence instead. Throws NOT_FOUND. */
export async function currentBookOf(manager: EntityManager, businessId: BusinessId): Promise<BookId> {
  const row = await selectOne<Present<Pick<businesses, 'current_book_id'>>>(
    manager,
    'SELECT current_book_id FROM businesses WHERE id = ?',
    [idToBytes(businessId)],
  );
  if (!row) throw notFound('business');
  return bytesToId<BookId>(row.current_book_id);
}

/** Whether this is the book that the business has open: perhaps a snapshot once, that was restored. */
export async function isOpenBook(manager: EntityManager, businessId: BusinessId, id: string): Promise<boolean> {
  if (!isId(id)) return false;
  const sql = 'SELECT 1 FROM businesses WHERE id = ? AND current_book_id = ?';
  return (await selectOne(manager, sql, [idToBytes(businessId), idToBytes(id)])) !== undefined;
}
