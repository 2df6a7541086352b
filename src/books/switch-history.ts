import type { EntityManager } from 'typeorm';
import { select, selectOne } from '../platform/database/transaction.js';
import { bytesToId, idToBytes, type BookId, type BusinessId } from '../platform/kernel/ids.js';
import type { SwitchKind } from './book.entity.js';
import type { book_switches, books } from './tables.generated.js';

/** The resets and restores of a business after a moment, oldest first. */
export async function switchesSince(
  manager: EntityManager,
  businessId: BusinessId,
  since: Date,
): Promise<SwitchKind[]> {
  const rows = await select<Pick<book_switches, 'kind'>>(
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
  const row = await selectOne<
    Pick<book_switches, 'id' | 'kind' | 'switched_at' | 'from_book_id' | 'to_book_id'> &
      Pick<books, 'expires_at'> & { sealed_before: book_switches['switched_at'] | null }
  >(
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
