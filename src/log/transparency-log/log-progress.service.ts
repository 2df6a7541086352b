import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { EventType } from '../events/event-catalogue.js';
import { CLOCK_COLUMNS, type ClockFacts, type ClockRow } from '../events/log-clock.js';
import { selectOne } from '../../platform/database/transaction.js';
import { AUDIT_DATA_SOURCE } from './audit-data-source.js';
import type { Computed, Count, Present } from '../../platform/database/rows.js';
import type { audit_checkpoints, audit_cosignatures, audit_events, audit_head } from '../tables.generated.js';

/** How far the log has come, as the database knows it: the same in every process and after a restart. */
export interface Progress {
  /** How long the oldest committed event has waited for its place in the signed tree, in milliseconds; 0 when none waits. */
  readonly waitedMs: number;
  /** Entries in the tree. */
  readonly size: number;
  /** Entries in the newest checkpoint; 0 when nothing is signed. */
  readonly signedSize: number;
  /** `null` where it has not happened yet. */
  readonly lastSignedAt: Date | null;
  readonly lastWitnessedAt: Date | null;
  readonly lastCheck: { readonly at: Date; readonly isOk: boolean } | null;
  readonly clock: ClockFacts;
}

type ProgressRow = {
  size: audit_head['tree_size'] | null;
  signed_size: audit_checkpoints['tree_size'] | null;
  signed_at: audit_checkpoints['signed_at'] | null;
  witnessed_at: audit_cosignatures['cosigned_at'] | null;
} & ClockRow &
  Computed<{ pending_ms: Count | null; unsigned_ms: Count | null }>;

/** By the clock of the database, which also wrote `recorded_at`: processes' clocks may differ. */
const AGE_MS = 'GREATEST(0, TIMESTAMPDIFF(MICROSECOND, e.recorded_at, UTC_TIMESTAMP(6)) DIV 1000)';

@Injectable()
export class LogProgress {
  constructor(@Inject(AUDIT_DATA_SOURCE) private readonly dataSource: DataSource) {}

  async read(): Promise<Progress> {
    const row = (await selectOne<ProgressRow>(
      this.dataSource.manager,
      `SELECT
         (SELECT ${AGE_MS} FROM audit_pending p JOIN audit_events e ON e.id = p.id ORDER BY p.id LIMIT 1) AS pending_ms,
         (SELECT ${AGE_MS} FROM audit_leaves l JOIN audit_events e ON e.id = l.id
          WHERE l.leaf_index = (SELECT COALESCE(MAX(tree_size), 0) FROM audit_checkpoints)) AS unsigned_ms,
         (SELECT tree_size FROM audit_head WHERE id = 1) AS size,
         (SELECT MAX(tree_size) FROM audit_checkpoints) AS signed_size,
         (SELECT signed_at FROM audit_checkpoints ORDER BY tree_size DESC LIMIT 1) AS signed_at,
         (SELECT cosigned_at FROM audit_cosignatures ORDER BY tree_size DESC LIMIT 1) AS witnessed_at,
         ${CLOCK_COLUMNS}`,
    ))!;
    return {
      waitedMs: Math.max(Number(row.pending_ms ?? 0), Number(row.unsigned_ms ?? 0)),
      size: Number(row.size ?? 0),
      signedSize: Number(row.signed_size ?? 0),
      lastSignedAt: row.signed_at,
      lastWitnessedAt: row.witnessed_at,
      lastCheck: await this.lastCheck(),
      clock: { newestEventAt: row.newest_event_at, databaseNow: row.database_now },
    };
  }

  /** How long ago the last event of a type was recorded, in milliseconds; Infinity where there is none. */
  async ageOfLastMs(type: EventType): Promise<number> {
    const row = await selectOne<Computed<{ age: Count }>>(
      this.dataSource.manager,
      `SELECT ${AGE_MS} AS age FROM audit_events e WHERE type = ? ORDER BY id DESC LIMIT 1`,
      [type],
    );
    return row ? Number(row.age) : Infinity;
  }

  private async lastCheck(): Promise<Progress['lastCheck']> {
    const row = await selectOne<Pick<audit_events, 'recorded_at'> & Present<Pick<audit_events, 'outcome'>>>(
      this.dataSource.manager,
      "SELECT recorded_at, outcome FROM audit_events WHERE type = 'audit.verified' ORDER BY id DESC LIMIT 1",
    );
    return row ? { at: row.recorded_at, isOk: row.outcome === 'success' } : null;
  }
}
