import type { EntityManager } from 'typeorm';
import { usersByIds } from '../people/identity/people.js';
import type { RowsByTime } from '../platform/database/rows-by-time.js';
import { select, selectOne } from '../platform/database/transaction.js';
import { bytesToId, idToBytes, type BookId, type BusinessId, type EventId } from '../platform/kernel/ids.js';
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

/** A reset or a restore as it is on record. */
export interface RecordedSwitch {
  readonly id: string;
  readonly kind: SwitchKind;
  readonly at: Date;
  /** The address of today. */
  readonly by: string;
  /** What was current before. */
  readonly from: BookId;
  readonly eventId: EventId;
}

/** Before all of them. */
const EVER = new Date(0);

/** The resets and restores of a business, the newest first. */
export async function switchesOf(
  manager: EntityManager,
  businessId: BusinessId,
  limit: number,
  since = EVER,
): Promise<RecordedSwitch[]> {
  const rows = await select<
    Pick<book_switches, 'id' | 'kind' | 'switched_at' | 'by_user_id' | 'from_book_id' | 'audit_event_id'>
  >(
    manager,
    `SELECT id, kind, switched_at, by_user_id, from_book_id, audit_event_id FROM book_switches
     WHERE business_id = ? AND switched_at > ? ORDER BY switched_at DESC, id DESC LIMIT ?`,
    [idToBytes(businessId), since, limit],
  );
  const by = await usersByIds(
    manager,
    rows.map((row) => bytesToId(row.by_user_id)),
  );
  return rows.map((row) => ({
    id: bytesToId(row.id),
    kind: row.kind,
    at: row.switched_at,
    by: by.get(bytesToId(row.by_user_id))!.email,
    from: bytesToId<BookId>(row.from_book_id),
    eventId: bytesToId<EventId>(row.audit_event_id),
  }));
}

/** Those of all businesses since a moment. */
export const switchesDone = (since: Date): RowsByTime => ({
  from: 'book_switches',
  where: 'switched_at >= ?',
  parameters: [since],
  at: 'switched_at',
  id: 'id',
  shown: 'business_id, kind',
});

/** How many there were in each hour: `2026-01-31T09`, UTC. */
export function switchesByHour(
  manager: EntityManager,
  since: Date,
): Promise<{ hour: string; kind: SwitchKind; n: number | string }[]> {
  return select(
    manager,
    `SELECT DATE_FORMAT(switched_at, '%Y-%m-%dT%H') AS hour, kind, COUNT(*) AS n
     FROM book_switches FORCE INDEX (book_switches_time) WHERE switched_at >= ? GROUP BY hour, kind`,
    [since],
  );
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
  const row = await selectOne<Pick<book_switches, 'audit_event_id'>>(
    manager,
    `SELECT audit_event_id FROM book_switches
     WHERE business_id = ? AND from_book_id = ? ORDER BY switched_at DESC, id DESC LIMIT 1`,
    [idToBytes(businessId), idToBytes(bookId)],
  );
  return row && { eventId: bytesToId<EventId>(row.audit_event_id) };
}

/** The same of all snapshots of a business: id of the snapshot → the event. */
export async function switchesThatSealed(
  manager: EntityManager,
  businessId: BusinessId,
): Promise<ReadonlyMap<string, EventId>> {
  const rows = await select<Pick<book_switches, 'from_book_id' | 'audit_event_id'>>(
    manager,
    `SELECT from_book_id, audit_event_id FROM book_switches WHERE business_id = ? ORDER BY switched_at, id`,
    [idToBytes(businessId)],
  );
  // Of several that sealed the same books the last one counts, which is the one that stays in the map.
  return new Map(rows.map((row) => [bytesToId<BookId>(row.from_book_id), bytesToId<EventId>(row.audit_event_id)]));
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
