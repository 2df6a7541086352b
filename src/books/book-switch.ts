import { pointToBook, pointToFirstBook, type LockedBusiness } from '../people/businesses/current-book.js';
import { writeOne, type Tx } from '../platform/database/transaction.js';
import { now } from '../platform/kernel/clock.js';
import { idToBytes, newId, type BookId, type BusinessId, type EventId, type UserId } from '../platform/kernel/ids.js';
import type { SwitchKind } from './book.entity.js';

/** What was said of the book's content holds for one seal only; the events that said it stay. */
const NO_DIGEST = 'digest = NULL, counts = NULL, digested_at = NULL, digest_event_id = NULL';

/** Opens the first book of a new business. */
export async function openFirstBook(tx: Tx, businessId: BusinessId): Promise<BookId> {
  const bookId = await insertOpenBook(tx, businessId);
  await writeOne(tx, 'INSERT INTO open_books (open_book_id) VALUES (?)', [idToBytes(bookId)]);
  await pointToFirstBook(tx, businessId, bookId);
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
  await writeOne(
    tx,
    `UPDATE books SET sealed_at = ?, sealed_by = ?, expires_at = ?, digest_due_at = ?, ${NO_DIGEST}
     WHERE id = ? AND business_id = ? AND sealed_at IS NULL`,
    [sealedAt, by, expiresAt, sealedAt, idToBytes(business.currentBookId), idToBytes(business.id)],
  );
}

/** Opens a fresh book for a business whose current one was just sealed, and points to it. */
export async function switchToFreshBook(tx: Tx, business: LockedBusiness): Promise<BookId> {
  const fresh = await insertOpenBook(tx, business.id);
  await openInPlaceOf(tx, business, fresh);
  return fresh;
}

/** Opens a snapshot again for a business whose current book was just sealed, and points to it. */
export async function switchToSnapshot(tx: Tx, business: LockedBusiness, snapshot: BookId): Promise<void> {
  await writeOne(
    tx,
    `UPDATE books SET sealed_at = NULL, sealed_by = NULL, expires_at = NULL, digest_due_at = NULL, ${NO_DIGEST}
     WHERE id = ? AND business_id = ? AND sealed_at IS NOT NULL AND purging_at IS NULL`,
    [idToBytes(snapshot), idToBytes(business.id)],
  );
  await openInPlaceOf(tx, business, snapshot);
}

/** Changes the row that whoever writes into the book of before refers to: on another member too, only one of the two commits. */
async function openInPlaceOf(tx: Tx, business: LockedBusiness, to: BookId): Promise<void> {
  await writeOne(tx, 'UPDATE open_books SET open_book_id = ? WHERE open_book_id = ?', [
    idToBytes(to),
    idToBytes(business.currentBookId),
  ]);
  await pointToBook(tx, business, to);
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
  await writeOne(
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
  await writeOne(tx, 'INSERT INTO books (id, business_id, opened_at) VALUES (?, ?, ?)', [
    idToBytes(id),
    idToBytes(businessId),
    now(),
  ]);
  return id;
}
