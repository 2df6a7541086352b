import type { EntityManager } from 'typeorm';
import { select, selectOne } from '../platform/database/transaction.js';
import { bytesToId, idToBytes, type BookId, type BusinessId, type EventId } from '../platform/kernel/ids.js';
import type { SwitchKind } from './book.entity.js';

/** The resets and restores of a business after a moment, oldest first. */
export async function switchesSince(
  manager: EntityManager,
  businessId: BusinessId,
  since: Date,
): Promise<SwitchKind[]> {
  const rows = await select<{ kind: SwitchKind }>(
    manager,
    'SELECT kind FROM book_switches WHERE business_id = ? AND switched_at > ? ORDER BY switched_at, id',
    [idToBytes(businessId), since],
  );
  return rows.map(({ kind }) => kind);
}

/** Whether a reset or a restore has ever replaced these books: then they are a snapshot, or were one until they were restored. */
export async function wasReplaced(manager: EntityManager, businessId: BusinessId, bookId: string): Promise<boolean> {
  const sql = 'SELECT 1 FROM book_switches WHERE business_id = ? AND from_book_id = ? LIMIT 1';
  return (await selectOne(manager, sql, [idToBytes(businessId), idToBytes(bookId)])) !== undefined;
}

/** The reset or restore that made these books the snapshot that they are; undefined only where rows were changed by hand. */
export async function switchThatSealed(
  manager: EntityManager,
  businessId: BusinessId,
  bookId: BookId,
): Promise<{ eventId: EventId } | undefined> {
  const row = await selectOne<{ audit_event_id: Buffer }>(
    manager,
    `SELECT audit_event_id FROM book_switches
     WHERE business_id = ? AND from_book_id = ? ORDER BY switched_at DESC, id DESC LIMIT 1`,
    [idToBytes(businessId), idToBytes(bookId)],
  );
  return row && { eventId: bytesToId<EventId>(row.audit_event_id) };
}

/** The latest reset or restore of a business, with what is needed to say how to undo it. */
export interface LatestSwitch {
  readonly id: string;
  readonly kind: SwitchKind;
  readonly at: Date;
  /** What was current before: a snapshot since, unless it was restored in the meantime. */
  readonly from: { readonly id: BookId; readonly expiresAt: Date };
  /** For a restore: when the restored snapshot had been sealed. */
  readonly to: { readonly id: BookId; readonly sealedAt: Date | null };
}

export async function latestSwitch(manager: EntityManager, businessId: BusinessId): Promise<LatestSwitch | undefined> {
  const row = await selectOne<{
    id: Buffer;
    kind: SwitchKind;
    switched_at: Date;
    from_book_id: Buffer;
    to_book_id: Buffer;
    expires_at: Date | null;
    sealed_before: Date | null;
  }>(
    manager,
    `SELECT s.id, s.kind, s.switched_at, s.from_book_id, s.to_book_id, b.expires_at,
       (SELECT MAX(p.switched_at) FROM book_switches p
        WHERE p.business_id = s.business_id AND p.from_book_id = s.to_book_id AND p.switched_at <= s.switched_at) AS sealed_before
     FROM book_switches s JOIN books b ON b.id = s.from_book_id
     WHERE s.business_id = ? ORDER BY s.switched_at DESC, s.id DESC LIMIT 1`,
    [idToBytes(businessId)],
  );
  // Always sealed: only a later switch could have opened it again, and this is the latest.
  if (!row?.expires_at) return undefined;
  return {
    id: bytesToId(row.id),
    kind: row.kind,
    at: row.switched_at,
    from: { id: bytesToId<BookId>(row.from_book_id), expiresAt: row.expires_at },
    to: { id: bytesToId<BookId>(row.to_book_id), sealedAt: row.sealed_before },
  };
}
