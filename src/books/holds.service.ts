import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog } from '../log/events/audit-log.service.js';
import { IdempotencyKeys } from '../log/commands/idempotency.service.js';
import type { Computed, Count } from '../platform/database/rows.js';
import { takeTurn } from '../platform/database/certification.js';
import { select, selectOne, write, type Tx } from '../platform/database/transaction.js';
import { staffByIds } from '../people/identity/people.js';
import type { StaffActor } from '../platform/kernel/actor.js';
import { AppError, notFound } from '../platform/kernel/app-error.js';
import { now } from '../platform/kernel/clock.js';
import { digestInWords } from './digest.js';
import { wasReplaced } from './switch-history.js';
import { bytesToId, idToBytes, isId, newId, type BusinessId, type EventId } from '../platform/kernel/ids.js';
import type { books, snapshot_holds } from './tables.generated.js';

/** Why, in the words of whoever does it; `ticket` is the number of the matter. */
export interface HoldRequest {
  readonly reason: string;
  readonly ticket: string;
  readonly idempotencyKey: string;
}

export interface HoldAnswer {
  readonly holdId: string;
  /** Of its being placed or lifted. */
  readonly auditEventId: EventId;
  /** The same person had placed it already, for the same matter and reason: nothing was added. */
  readonly wasSoAlready?: true;
}

/** A hold that has not been lifted. */
export interface HoldInForce {
  readonly id: string;
  readonly by: string;
  readonly at: Date;
  readonly reason: string;
  readonly ticket: string;
  /** A plain date, by which somebody must have looked at it again. */
  readonly reviewBy: string | null;
}

export interface StandingHold extends HoldInForce {
  readonly snapshotId: string;
  readonly businessId: BusinessId;
}

type LockedSnapshot = Pick<books, 'id' | 'business_id' | 'digest' | 'purging_at' | 'sealed_at'>;

const COLUMNS = 'id, business_id, digest, purging_at, sealed_at';

/**
 * Legal holds: while one stands, a snapshot is neither purged nor expired. Placing one takes the row lock under which the
 * purge claims a snapshot, so that either the hold is there first, or the purge is and the hold is refused.
 */
@Injectable()
export class SnapshotHolds {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
    private readonly keys: IdempotencyKeys,
  ) {}

  /** The holds that stand on a snapshot, oldest first. */
  inForceOn(snapshotId: string): Promise<HoldInForce[]> {
    return this.inForce('h.snapshot_id = ?', snapshotId);
  }

  /** The holds that stand on any snapshot of a business: snapshot id → holds, oldest first. */
  async inForceIn(businessId: BusinessId): Promise<ReadonlyMap<string, readonly HoldInForce[]>> {
    const holds = await this.inForce('b.business_id = ?', businessId);
    const bySnapshot = new Map<string, HoldInForce[]>();
    for (const hold of holds) bySnapshot.set(hold.snapshotId, [...(bySnapshot.get(hold.snapshotId) ?? []), hold]);
    return bySnapshot;
  }

  /** Every hold that stands: what must be reviewed first, and what has no date last. */
  everywhere(limit: number): Promise<StandingHold[]> {
    return this.read('TRUE', 'h.review_by IS NULL, h.review_by, h.placed_at, h.id LIMIT ?', [limit]);
  }

  private inForce(which: string, id: string): Promise<StandingHold[]> {
    return this.read(which, 'h.placed_at, h.id', [idToBytes(id)]);
  }

  private async read(which: string, order: string, parameters: readonly unknown[]): Promise<StandingHold[]> {
    const rows = await select<
      Pick<snapshot_holds, 'id' | 'snapshot_id' | 'placed_by' | 'placed_at' | 'reason' | 'ticket' | 'review_by'> &
        Pick<books, 'business_id'>
    >(
      this.dataSource.manager,
      `SELECT h.id, h.snapshot_id, h.placed_by, h.placed_at, h.reason, h.ticket, h.review_by, b.business_id
       FROM snapshot_holds h JOIN books b ON b.id = h.snapshot_id
       WHERE ${which} AND h.lifted_at IS NULL ORDER BY ${order}`,
      [...parameters],
    );
    const by = await staffByIds(
      this.dataSource.manager,
      rows.map((row) => bytesToId(row.placed_by)),
    );
    return rows.map((row) => ({
      id: bytesToId(row.id),
      snapshotId: bytesToId(row.snapshot_id),
      by: by.get(bytesToId(row.placed_by))!.email,
      at: row.placed_at,
      reason: row.reason,
      ticket: row.ticket,
      reviewBy: row.review_by,
      businessId: bytesToId<BusinessId>(row.business_id),
    }));
  }

  /**
   * Throws NOT_FOUND, INVALID_STATE for one that was restored, or SNAPSHOT_EXPIRED when its rows are being deleted or gone.
   * One past its date alone can be held. Sent from two tabs, it is one hold; others, for other matters, may stand beside it.
   */
  async place(
    actor: StaffActor,
    snapshotId: string,
    { idempotencyKey, reviewBy = null, ...ask }: HoldRequest & { readonly reviewBy?: string | null },
  ): Promise<HoldAnswer> {
    if (!isId(snapshotId)) throw notFound('snapshot');
    const request = { name: 'snapshot.hold-placed', snapshotId, reviewBy, ...ask };
    return this.keys.once(this.dataSource, { actorId: actor.id, key: idempotencyKey, request }, async (tx) => {
      // The same lock as the purge's claim: whoever comes second sees what the first has committed.
      const snapshot = await selectOne<LockedSnapshot>(tx, `SELECT ${COLUMNS} FROM books WHERE id = ? FOR UPDATE`, [
        idToBytes(snapshotId),
      ]);
      if (!snapshot) throw notFound('snapshot');
      // After the row's lock, as the purge does: in another order the two could wait for each other.
      await takeTurn(tx, turnOf(snapshot.id));
      if (snapshot.sealed_at === null) throw await notSealed(tx, snapshot);
      if (snapshot.purging_at !== null) {
        throw new AppError('SNAPSHOT_EXPIRED', 'This snapshot is being deleted, or is gone: it can no longer be held.');
      }
      const same = await sameInForce(tx, actor, snapshot, ask);
      if (same) return same;
      const holdId = newId();
      const event = await this.record(tx, 'snapshot.hold-placed', actor, snapshot, holdId, ask);
      await write(
        tx,
        `INSERT INTO snapshot_holds (id, snapshot_id, placed_by, placed_at, reason, ticket, placed_event_id, review_by)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          idToBytes(holdId),
          snapshot.id,
          idToBytes(actor.id),
          now(),
          ask.reason,
          ask.ticket,
          idToBytes(event),
          reviewBy,
        ],
      );
      return { holdId, auditEventId: event };
    });
  }

  /** Throws NOT_FOUND, or INVALID_STATE for a hold that was lifted already. Its book may be open by now, after a restore. */
  async lift(actor: StaffActor, holdId: string, { idempotencyKey, ...ask }: HoldRequest): Promise<HoldAnswer> {
    if (!isId(holdId)) throw notFound('hold');
    const request = { name: 'snapshot.hold-lifted', holdId, ...ask };
    return this.keys.once(this.dataSource, { actorId: actor.id, key: idempotencyKey, request }, async (tx) => {
      const book = await selectOne<LockedSnapshot>(
        tx,
        `SELECT ${COLUMNS} FROM books
         WHERE id = (SELECT snapshot_id FROM snapshot_holds WHERE id = ?) FOR UPDATE`,
        [idToBytes(holdId)],
      );
      if (!book) throw notFound('hold');
      const event = await this.record(tx, 'snapshot.hold-lifted', actor, book, holdId, ask);
      const { affectedRows } = await write(
        tx,
        `UPDATE snapshot_holds SET lifted_by = ?, lifted_at = ?, lift_reason = ?, lift_ticket = ?, lifted_event_id = ?
         WHERE id = ? AND lifted_at IS NULL`,
        [idToBytes(actor.id), now(), ask.reason, ask.ticket, idToBytes(event), idToBytes(holdId)],
      );
      if (affectedRows === 0) throw new AppError('INVALID_STATE', 'This hold was lifted already.');
      return { holdId, auditEventId: event };
    });
  }

  private async record(
    tx: Tx,
    type: 'snapshot.hold-placed' | 'snapshot.hold-lifted',
    actor: StaffActor,
    book: LockedSnapshot,
    holdId: string,
    { reason, ticket }: Omit<HoldRequest, 'idempotencyKey'>,
  ): Promise<EventId> {
    const { id } = await this.audit.append(tx, {
      type,
      subjectId: bytesToId(book.business_id),
      actor,
      roles: [actor.role],
      outcome: 'success',
      ticket,
      authorization: { decision: 'allowed', rule: 'compliance may hold Snapshot' },
      snapshot: {
        id: bytesToId(book.id),
        ...(book.digest && { digest: digestInWords(book.digest) }),
      },
      details: { hold_id: holdId },
      personal: { staff_reason: reason },
    });
    return id;
  }
}

/** Of open books: whether they were a snapshot, which says more than that there is none. */
async function notSealed(tx: Tx, { id, business_id }: LockedSnapshot): Promise<AppError> {
  return (await wasReplaced(tx, bytesToId<BusinessId>(business_id), bytesToId(id)))
    ? new AppError('INVALID_STATE', 'This snapshot was restored: its books are the open ones.')
    : notFound('snapshot');
}

/** The hold that this person has placed on it in the same words and that stands, under the lock of the snapshot's row. */
async function sameInForce(
  tx: Tx,
  { id: staffId }: StaffActor,
  { id }: LockedSnapshot,
  { reason, ticket }: Omit<HoldRequest, 'idempotencyKey'>,
): Promise<HoldAnswer | undefined> {
  const rows = await select<Pick<snapshot_holds, 'id' | 'reason' | 'ticket' | 'placed_event_id'>>(
    tx,
    `SELECT id, reason, ticket, placed_event_id FROM snapshot_holds
     WHERE snapshot_id = ? AND placed_by = ? AND lifted_at IS NULL ORDER BY placed_at, id LOCK IN SHARE MODE`,
    [id, idToBytes(staffId)],
  );
  // Compared here: to the database, words that differ in case or accents are the same.
  const same = rows.find((row) => row.reason === reason && row.ticket === ticket);
  return same && { holdId: bytesToId(same.id), auditEventId: bytesToId(same.placed_event_id), wasSoAlready: true };
}

/** What holds and the purge decide about, whatever members of the database they are on. */
export const turnOf = (book: Buffer) => `snapshot ${bytesToId(book)}`;

/** Whether a hold stands on a snapshot, read anew under the lock of whoever holds its row. */
export async function isHeld(tx: Tx, book: Buffer): Promise<boolean> {
  const hold = await selectOne(
    tx,
    'SELECT id FROM snapshot_holds WHERE snapshot_id = ? AND lifted_at IS NULL LIMIT 1 LOCK IN SHARE MODE',
    [book],
  );
  return hold !== undefined;
}

/** How many holds were on a snapshot on which none stands any more. */
export async function countLiftedHolds(tx: Tx, book: Buffer): Promise<number> {
  const row = await selectOne<Computed<{ n: Count }>>(
    tx,
    'SELECT COUNT(*) AS n FROM snapshot_holds WHERE snapshot_id = ? AND lifted_at IS NOT NULL',
    [book],
  );
  return Number(row!.n);
}

/** For a SELECT from `books`: whether a hold stands. */
export const HOLD_STANDS =
  'EXISTS (SELECT 1 FROM snapshot_holds h WHERE h.snapshot_id = books.id AND h.lifted_at IS NULL)';
