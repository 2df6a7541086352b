import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { RowsByTime } from '../platform/database/rows-by-time.js';
import { inTransaction, select, selectOne, write } from '../platform/database/transaction.js';
import { later, now, SECOND_MS } from '../platform/kernel/clock.js';
import { idToBytes, newId, type BusinessId } from '../platform/kernel/ids.js';
import type { Computed, Count } from '../platform/database/rows.js';
import { WRITE_JOBS_KEPT_MS } from './retention.js';
import type { write_jobs } from './tables.generated.js';
import { WriteJob } from './book.entity.js';

/** A long write that is running; times are dates, counts are of whatever the job counts (lines). */
export interface RunningJob {
  readonly kind: string;
  readonly startedAt: Date;
  readonly done: number;
  readonly total: number | null;
}

const LEASE_MS = 20 * SECOND_MS;
const RENEW_EVERY_MS = 5 * SECOND_MS;

/**
 * Announces long writes, so that a reset can say at once what it would have to wait for. The announcement is a courtesy:
 * it is the fence that keeps a switch and a writer apart, even when a paused process has let its lease run out.
 */
@Injectable()
export class WriteJobs {
  constructor(private readonly dataSource: DataSource) {}

  /** Runs `work` announced; `report` sets the progress that others see, at most once a second. */
  async announced<T>(
    businessId: BusinessId,
    kind: string,
    work: (report: (done: number, total: number | null) => void) => Promise<T>,
  ): Promise<T> {
    const id = newId();
    const state = { done: 0, total: null as number | null, shownAt: 0 };
    await inTransaction(this.dataSource, (tx) =>
      tx.insert(WriteJob, { id, businessId, kind, startedAt: now(), leaseUntil: later(LEASE_MS), doneCount: 0 }),
    );
    const renew = () => {
      state.shownAt = Date.now();
      void this.update(id, state.done, state.total, false).catch(() => undefined);
    };
    const timer = setInterval(renew, RENEW_EVERY_MS);
    try {
      return await work((done, total) => {
        Object.assign(state, { done, total });
        if (Date.now() - state.shownAt > SECOND_MS) renew();
      });
    } finally {
      clearInterval(timer);
      await this.update(id, state.done, state.total, true);
    }
  }

  private async update(id: string, done: number, total: number | null, finished: boolean): Promise<void> {
    await inTransaction(this.dataSource, (tx) =>
      write(
        tx,
        `UPDATE write_jobs SET done_count = ?, total_count = ?, lease_until = ?, finished_at = COALESCE(finished_at, ?) WHERE id = ?`,
        [done, total, later(LEASE_MS), finished ? now() : null, idToBytes(id)],
      ),
    );
  }

  async running(businessId: BusinessId): Promise<RunningJob | undefined> {
    return runningJob(this.dataSource.manager, businessId);
  }

  /** Forgets announcements a day after their end. */
  async forgetOld(): Promise<boolean> {
    const before = new Date(now().getTime() - WRITE_JOBS_KEPT_MS);
    const { affectedRows } = await inTransaction(this.dataSource, (tx) =>
      write(tx, 'DELETE FROM write_jobs WHERE lease_until < ? LIMIT 500', [before]),
    );
    return affectedRows === 500;
  }
}

/** The oldest job that still renews its lease, read through the given manager (under lock in a switch). */
export async function runningJob(manager: EntityManager, businessId: BusinessId): Promise<RunningJob | undefined> {
  const row = await selectOne<Pick<write_jobs, 'kind' | 'started_at' | 'done_count' | 'total_count'>>(
    manager,
    `SELECT kind, started_at, done_count, total_count FROM write_jobs
     WHERE business_id = ? AND finished_at IS NULL AND lease_until > ? ORDER BY started_at LIMIT 1`,
    [idToBytes(businessId), now()],
  );
  return row && { kind: row.kind, startedAt: row.started_at, done: row.done_count, total: row.total_count };
}

/** Those that run, in all businesses. */
export const runningJobs = (): RowsByTime => ({
  from: 'write_jobs',
  where: 'finished_at IS NULL AND lease_until > ?',
  parameters: [now()],
  at: 'started_at',
  id: 'id',
  shown: 'business_id, done_count, total_count',
});

/** For the metrics: jobs running in all businesses. */
export async function countRunningJobs(manager: EntityManager): Promise<number> {
  const rows = await select<Computed<{ n: Count }>>(
    manager,
    'SELECT COUNT(*) AS n FROM write_jobs WHERE finished_at IS NULL AND lease_until > ?',
    [now()],
  );
  return Number(rows[0]?.n ?? 0);
}
