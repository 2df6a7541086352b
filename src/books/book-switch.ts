import { selectOne, write, type Tx } from '../platform/database/transaction.js';
import { now } from '../platform/kernel/clock.js';
import {
  bytesToId,
  idToBytes,
  newId,
  type BookId,
  type BusinessId,
  type EventId,
  type UserId,
} from '../platform/kernel/ids.js';
import type { SwitchKind } from './book.entity.js';

/** The business under the exclusive lock of a switch: no writer is in flight, none can begin. */
export interface LockedBusiness {
  readonly id: BusinessId;
  readonly originalOwnerId: UserId;
  readonly currentBookId: BookId;
}

/**
 * Takes the exclusive lock that makes a switch wait for every writer. Must come first in its transaction.
 * Null for a business that does not exist.
 */
export async function lockForSwitch(tx: Tx, businessId: BusinessId): Promise<LockedBusiness | null> {
  const row = await selectOne<{ original_owner_id: Buffer; current_book_id: Buffer }>(
    tx,
    'SELECT original_owner_id, current_book_id FROM businesses WHERE id = ? FOR UPDATE',
    [idToBytes(businessId)],
  );
  return row
    ? {
        id: businessId,
        originalOwnerId: bytesToId<UserId>(row.original_owner_id),
        currentBookId: bytesToId<BookId>(row.current_book_id),
      }
    : null;
}

/** Opens the first book of a new business. */
export async function openFirstBook(tx: Tx, businessId: BusinessId): Promise<BookId> {
  const bookId = await insertOpenBook(tx, businessId);
  await exactlyOne(tx, 'UPDATE businesses SET current_book_id = ? WHERE id = ? AND current_book_id IS NULL', [
    idToBytes(bookId),
    idToBytes(businessId),
  ]);
  return bookId;
}

/** Seals the current book and makes it a snapshot that is kept until `expiresAt`. */
export async function sealCurrent(
  tx: Tx,
  business: LockedBusiness,
  by: SwitchKind,
  sealedAt: Date,
  expiresAt: Date,
): Promise<void> {
  await exactlyOne(
    tx,
    `UPDATE books SET sealed_at = ?, sealed_by = ?, expires_at = ?, digest = NULL, counts = NULL, digested_at = NULL
     WHERE id = ? AND business_id = ? AND sealed_at IS NULL`,
    [sealedAt, by, expiresAt, idToBytes(business.currentBookId), idToBytes(business.id)],
  );
}

/** Opens a fresh book for a business whose current one was just sealed, and points to it. */
export async function switchToFreshBook(tx: Tx, business: LockedBusiness): Promise<BookId> {
  const fresh = await insertOpenBook(tx, business.id);
  await movePointer(tx, business, fresh);
  return fresh;
}

/** Opens a snapshot again for a business whose current book was just sealed, and points to it. */
export async function switchToSnapshot(tx: Tx, business: LockedBusiness, snapshot: BookId): Promise<void> {
  await exactlyOne(
    tx,
    `UPDATE books SET sealed_at = NULL, sealed_by = NULL, expires_at = NULL, digest = NULL, counts = NULL, digested_at = NULL
     WHERE id = ? AND business_id = ? AND sealed_at IS NOT NULL AND purging_at IS NULL`,
    [idToBytes(snapshot), idToBytes(business.id)],
  );
  await movePointer(tx, business, snapshot);
}

/** The record of the switch. Its foreign key to the event is what makes a switch without one impossible. */
export async function recordSwitch(
  tx: Tx,
  record: {
    id: string;
    businessId: BusinessId;
    kind: SwitchKind;
    from: BookId;
    to: BookId;
    by: UserId;
    at: Date;
    eventId: EventId;
  },
): Promise<void> {
  await exactlyOne(
    tx,
    `INSERT INTO book_switches (id, business_id, kind, from_book_id, to_book_id, by_user_id, switched_at, audit_event_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      idToBytes(record.id),
      idToBytes(record.businessId),
      record.kind,
      idToBytes(record.from),
      idToBytes(record.to),
      idToBytes(record.by),
      record.at,
      idToBytes(record.eventId),
    ],
  );
}

async function insertOpenBook(tx: Tx, businessId: BusinessId): Promise<BookId> {
  const id = newId<BookId>();
  await exactlyOne(tx, 'INSERT INTO books (id, business_id, opened_at) VALUES (?, ?, ?)', [
    idToBytes(id),
    idToBytes(businessId),
    now(),
  ]);
  return id;
}

async function movePointer(tx: Tx, business: LockedBusiness, to: BookId): Promise<void> {
  // The commit point: with this transaction's commit the other book is the business's data. Exactly one row changes,
  // or somebody was faster, and then nothing of this may stay.
  await exactlyOne(tx, 'UPDATE businesses SET current_book_id = ? WHERE id = ? AND current_book_id = ?', [
    idToBytes(to),
    idToBytes(business.id),
    idToBytes(business.currentBookId),
  ]);
}

async function exactlyOne(tx: Tx, sql: string, parameters: unknown[]): Promise<void> {
  const { affectedRows } = await write(tx, sql, parameters);
  if (affectedRows !== 1) throw new Error(`Expected to change one row, changed ${affectedRows}: ${sql}`);
}
