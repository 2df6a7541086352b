import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { RowsByTime } from '../platform/database/rows-by-time.js';
import { select, selectOne, type Tx } from '../platform/database/transaction.js';
import { AppError, notFound } from '../platform/kernel/app-error.js';
import { now } from '../platform/kernel/clock.js';
import { bytesToId, idToBytes, isId, type BookId, type BusinessId } from '../platform/kernel/ids.js';
import type { SwitchKind } from './book.entity.js';
import type { BookCounts } from './book-counts.js';
import { heldSomething } from './fresh-book.js';
import { HOLD_STANDS } from './holds.service.js';
import { digestInWords } from './digest.js';
import type { Computed, Count, Present } from '../platform/database/rows.js';
import type { books } from './tables.generated.js';
import { snapshotState } from './snapshot-state.js';

/** A snapshot: a sealed book. `digest` and `counts` are there once they were computed in the background. */
export interface Snapshot {
  readonly id: BookId;
  readonly cause: SwitchKind;
  readonly sealedAt: Date;
  readonly expiresAt: Date;
  readonly state: 'kept' | 'expired';
  /** A legal hold stands: it stays beyond its date. */
  readonly onHold?: boolean;
  /** Nothing is in it but what a fresh book holds. Said of one that is still there, where it was looked up or listed. */
  readonly asOnSignUp?: boolean;
  readonly digest?: string;
  readonly counts?: BookCounts;
}

type SnapshotRow = Pick<books, 'id' | 'purging_at' | 'digest' | 'counts'> &
  Present<Pick<books, 'sealed_by' | 'sealed_at' | 'expires_at'>> &
  // Each 1 or 0; `held` is absent where it was not asked.
  Computed<{ on_hold: Count; held?: Count }>;

const COLUMNS = `id, sealed_by, sealed_at, expires_at, purging_at, ${HOLD_STANDS} AS on_hold, digest, counts`;

/** Sealed books, and whether they hold something; of one whose rows are being deleted that can no longer be said. */
async function readSnapshots(manager: EntityManager, where: string, parameters: unknown[]): Promise<Snapshot[]> {
  const held = heldSomething();
  const rows = await select<SnapshotRow>(
    manager,
    `SELECT ${COLUMNS}, (purging_at IS NOT NULL OR ${held.sql}) AS held FROM books
     WHERE sealed_at IS NOT NULL AND ${where}`,
    [...held.parameters, ...parameters],
  );
  return rows.map(viewOf);
}

@Injectable()
export class Snapshots {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first, expired ones included: that there was one is worth knowing even when it cannot be had back. */
  async list(businessId: BusinessId): Promise<Snapshot[]> {
    return readSnapshots(this.dataSource.manager, 'business_id = ? ORDER BY sealed_at DESC, id DESC', [
      idToBytes(businessId),
    ]);
  }

  /** Throws NOT_FOUND, or SNAPSHOT_EXPIRED for one whose time is over. */
  async getKept(businessId: BusinessId, id: string): Promise<Snapshot> {
    const snapshot = await findSnapshot(this.dataSource.manager, businessId, id);
    if (!snapshot) throw notFound('snapshot');
    assertKept(snapshot);
    return snapshot;
  }

  /** For the metrics: sealed books that have no digest yet. */
  async countUndigested(): Promise<number> {
    const row = await selectOne<Computed<{ n: Count }>>(
      this.dataSource.manager,
      'SELECT COUNT(*) AS n FROM books WHERE digest_due_at IS NOT NULL',
    );
    return Number(row!.n);
  }
}

/** Those of all businesses that expire until then. What is held does not expire. */
export const expiringSnapshots = (until: Date): RowsByTime => ({
  from: 'books',
  where: `sealed_at IS NOT NULL AND purging_at IS NULL AND expires_at BETWEEN ? AND ? AND NOT ${HOLD_STANDS}`,
  parameters: [now(), until],
  at: 'expires_at',
  id: 'id',
  shown: 'business_id, id AS snapshot_id',
});

/** Books of any business by their id, open ones too; undefined where there are none. */
export async function findBook(
  manager: EntityManager,
  id: string,
): Promise<{ businessId: BusinessId; isSealed: boolean; isPurging: boolean } | undefined> {
  const row = await selectOne<Pick<books, 'business_id' | 'sealed_at' | 'purging_at'>>(
    manager,
    'SELECT business_id, sealed_at, purging_at FROM books WHERE id = ?',
    [idToBytes(id)],
  );
  if (!row) return undefined;
  return {
    businessId: bytesToId<BusinessId>(row.business_id),
    isSealed: row.sealed_at !== null,
    isPurging: row.purging_at !== null,
  };
}

export async function findSnapshot(
  manager: EntityManager,
  businessId: BusinessId,
  id: string,
): Promise<Snapshot | undefined> {
  if (!isId(id)) return undefined;
  const [found] = await readSnapshots(manager, 'business_id = ? AND id = ?', [idToBytes(businessId), idToBytes(id)]);
  return found;
}

/**
 * What a restore without a choice gives back: the snapshot of the newest reset that was not undone and whose books held
 * something. Emptiness is never offered as what there was.
 */
export async function findLatestResetSnapshot(
  manager: EntityManager,
  businessId: BusinessId,
): Promise<Snapshot | undefined> {
  const held = heldSomething();
  const [found] = await readSnapshots(
    manager,
    `business_id = ? AND sealed_by = 'reset' AND (purging_at IS NOT NULL OR ${held.sql})
     ORDER BY sealed_at DESC, id DESC LIMIT 1`,
    [idToBytes(businessId), ...held.parameters],
  );
  return found;
}

/** Keeps the purge, and everybody else who asks for this, from a snapshot until the transaction ends. Throws SNAPSHOT_EXPIRED. */
export async function lockSnapshot(tx: Tx, id: BookId): Promise<void> {
  const sql = 'SELECT 1 FROM books WHERE id = ? AND sealed_at IS NOT NULL AND purging_at IS NULL FOR UPDATE';
  if (await selectOne(tx, sql, [idToBytes(id)])) return;
  throw new AppError('SNAPSHOT_EXPIRED', 'This snapshot was kept for its time and is gone. Choose another one.');
}

export function assertKept(snapshot: Snapshot): void {
  if (snapshot.state === 'kept') return;
  throw new AppError(
    'SNAPSHOT_EXPIRED',
    `This snapshot was kept until ${snapshot.expiresAt.toISOString()} and is gone. Choose another one.`,
  );
}

function viewOf(row: SnapshotRow): Snapshot {
  const onHold = Number(row.on_hold) === 1;
  return {
    id: bytesToId<BookId>(row.id),
    cause: row.sealed_by,
    sealedAt: row.sealed_at,
    expiresAt: row.expires_at,
    state: snapshotState({ expiresAt: row.expires_at, isPurging: row.purging_at !== null, onHold }, now()),
    ...(onHold && { onHold }),
    ...(row.held !== undefined && Number(row.held) === 0 && { asOnSignUp: true }),
    ...(row.digest && { digest: digestInWords(row.digest) }),
    ...(row.counts && { counts: JSON.parse(row.counts) as BookCounts }),
  };
}
