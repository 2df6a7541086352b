import type { EntityManager } from 'typeorm';
import { selectOne } from '../../platform/database/transaction.js';
import { bytesToId } from '../../platform/kernel/ids.js';
import { TILE_WIDTH } from '../../platform/tlog/tiles.js';
import type { Computed, Count, Present } from '../../platform/database/rows.js';
import type { audit_events, audit_head, audit_leaves } from '../tables.generated.js';
import { LogFault } from './log-fault.js';

/** The clocks of processes and database differ a little. */
const CLOCKS_APART_SECONDS_MAX = 600;

/** The first rows to look at. */
export interface RowsFrom {
  /** The id of an event. */
  readonly id: number;
  readonly leafIndex: number;
}

/**
 * What the signed tree cannot show, because it does not depend on it: rows that contradict it. Returns what is wrong with
 * the first that does, or null.
 */
export async function faultInRows(
  manager: EntityManager,
  from: RowsFrom = { id: 0, leafIndex: 0 },
): Promise<LogFault | null> {
  return (
    (await eventThatWasLost(manager, from)) ??
    (await eventThatWasMoved(manager, from)) ??
    (await leafBesideItsTile(manager, from)) ??
    (await leafBeyondTheHead(manager))
  );
}

/** Recorded, but neither in the tree nor in the queue for it: somebody took it out of the queue. */
async function eventThatWasLost(manager: EntityManager, { id }: RowsFrom): Promise<LogFault | null> {
  const row = await selectOne<Pick<audit_events, 'event_id'>>(
    manager,
    // One statement, one moment: an event moves from the queue to the tree in a single transaction.
    `SELECT e.event_id FROM audit_events e
     LEFT JOIN audit_leaves l ON l.id = e.id LEFT JOIN audit_pending p ON p.id = e.id
     WHERE e.id >= ? AND l.id IS NULL AND p.id IS NULL ORDER BY e.id LIMIT 1`,
    [id],
  );
  return row ? new LogFault('EVENT_LOST', { event: bytesToId(row.event_id) }) : null;
}

/** The time at which the database recorded it does not fit the time in its bytes. */
async function eventThatWasMoved(manager: EntityManager, { id }: RowsFrom): Promise<LogFault | null> {
  const row = await selectOne<
    Pick<audit_events, 'event_id' | 'recorded_at'> & Present<Pick<audit_events, 'occurred_at'>>
  >(
    manager,
    `SELECT event_id, recorded_at, occurred_at FROM audit_events
     WHERE id >= ?
       AND ABS(TIMESTAMPDIFF(SECOND, recorded_at, CAST(REPLACE(REPLACE(occurred_at, 'T', ' '), 'Z', '') AS DATETIME(3)))) > ?
     ORDER BY id LIMIT 1`,
    [id, CLOCKS_APART_SECONDS_MAX],
  );
  if (!row) return null;
  return new LogFault('EVENT_MOVED', {
    event: bytesToId(row.event_id),
    at: row.occurred_at,
    recorded: row.recorded_at.toISOString(),
  });
}

/** Once a tile is full, its leaves' own rows are not read any more. */
async function leafBesideItsTile(manager: EntityManager, { leafIndex }: RowsFrom): Promise<LogFault | null> {
  const row = await selectOne<Pick<audit_leaves, 'leaf_index'>>(
    manager,
    `SELECT l.leaf_index FROM audit_leaves l
     JOIN audit_tiles t ON t.level = 0 AND t.tile_index = l.leaf_index DIV ${TILE_WIDTH}
     WHERE l.leaf_index >= ? AND l.leaf_hash <> SUBSTRING(t.hashes, (l.leaf_index MOD ${TILE_WIDTH}) * 32 + 1, 32)
     ORDER BY l.leaf_index LIMIT 1`,
    [leafIndex],
  );
  return row ? new LogFault('LEAF_ASTRAY', { entry: row.leaf_index }) : null;
}

async function leafBeyondTheHead(manager: EntityManager): Promise<LogFault | null> {
  const row = await selectOne<Computed<{ leaves: Count }> & { size: audit_head['tree_size'] | null }>(
    manager,
    `SELECT (SELECT COALESCE(MAX(leaf_index) + 1, 0) FROM audit_leaves) AS leaves,
            (SELECT tree_size FROM audit_head WHERE id = 1) AS size`,
  );
  const [leaves, size] = [Number(row!.leaves), Number(row!.size ?? 0)];
  return leaves === size ? null : new LogFault('LEAVES_UNCOUNTED', { leaves, entries: size });
}
