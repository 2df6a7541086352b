import type { DataSource } from 'typeorm';
import { inTransaction, select, selectOne, write, type Tx } from '../../platform/database/transaction.js';
import type { Actor } from '../../platform/kernel/actor.js';
import type { UserId } from '../../platform/kernel/ids.js';
import type { AuditLog } from './audit-log.service.js';
import type { Computed, Count } from '../../platform/database/rows.js';
import type { audit_events } from '../tables.generated.js';

export interface ErasureRequest {
  readonly userId: UserId;
  /** Why, in the terms of whoever asked. */
  readonly ticket?: string;
}

/** How many rows one transaction erases: few enough to hold nobody up. */
const BATCH = 500;

/** Events whose actor is the user, and beside which something personal still lies. */
const OF_USER = `FROM audit_events e FORCE INDEX (audit_events_actor_time)
  JOIN audit_personal_details d ON d.event_id = e.event_id WHERE e.actor_id = ?`;

/** How many rows of personal details a user's events still have. */
export async function countPersonalDetails(dataSource: DataSource, userId: UserId): Promise<number> {
  const row = await selectOne<Computed<{ count: Count }>>(dataSource.manager, `SELECT COUNT(*) AS count ${OF_USER}`, [
    userId,
  ]);
  return Number(row!.count);
}

/**
 * Deletes what lies beside the user's events: addresses, user agents, e-mails, typed reasons, and the salt without which
 * the digests in the events tell nothing. The events stay, so the log verifies as before. Each batch and the event that
 * says so commit together: nothing is erased unrecorded, and nothing recorded that was not erased. Returns the number of
 * rows.
 *
 * `owner` is the schema's owner: the application's own account cannot delete here.
 */
export async function erasePersonalDetails(
  owner: DataSource,
  log: AuditLog,
  actor: Actor,
  ask: ErasureRequest,
): Promise<number> {
  for (let erased = 0; ;) {
    const count = await inTransaction(owner, (tx) => eraseBatch(tx, log, actor, ask));
    erased += count;
    if (count < BATCH) return erased;
  }
}

async function eraseBatch(tx: Tx, log: AuditLog, actor: Actor, { userId, ticket }: ErasureRequest): Promise<number> {
  const rows = await select<Pick<audit_events, 'event_id'>>(tx, `SELECT e.event_id ${OF_USER} LIMIT ?`, [
    userId,
    BATCH,
  ]);
  let count = 0;
  for (const { event_id } of rows) {
    // One by one: a list of hundreds would read the whole table, and wait for events that are just being written.
    const { affectedRows } = await write(tx, 'DELETE FROM audit_personal_details WHERE event_id = ?', [event_id]);
    count += affectedRows;
  }
  if (count === 0) return 0;
  await log.append(tx, {
    type: 'audit.personal-details-erased',
    subjectId: userId,
    actor,
    ticket,
    outcome: 'success',
    details: { events: count },
  });
  return count;
}
