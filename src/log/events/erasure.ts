import type { DataSource, EntityManager } from 'typeorm';
import { inTransaction, select, selectOne, write, type Tx } from '../../platform/database/transaction.js';
import { mayMention, mentions, type ErasedPerson } from '../../platform/retention/erased-person.js';
import type { Actor } from '../../platform/kernel/actor.js';
import type { UserId } from '../../platform/kernel/ids.js';
import type { AuditLog } from './audit-log.service.js';
import type { Computed, Count } from '../../platform/database/rows.js';
import type { audit_events, audit_personal_details } from '../tables.generated.js';

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
 * the digests in the events tell nothing; and what lies beside events of others and names the person: sign-ins that failed under
 * an address of theirs, what staff did about it. The events stay, so the log verifies as before. Each batch and the event that
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
  person: ErasedPerson,
): Promise<number> {
  let erased = 0;
  for (let count = BATCH; count === BATCH; erased += count) {
    count = await inTransaction(owner, async (tx) => eraseBatch(tx, log, actor, ask, await ofUser(tx, ask.userId)));
  }
  for (let after: Buffer | undefined = Buffer.alloc(0); after;) {
    const found: Mentioning = await mentioning(owner.manager, person, after);
    erased += await inTransaction(owner, (tx) => eraseBatch(tx, log, actor, ask, found.ids));
    after = found.last;
  }
  return erased;
}

async function ofUser(tx: Tx, userId: UserId): Promise<Buffer[]> {
  const sql = `SELECT e.event_id ${OF_USER} LIMIT ?`;
  return (await select<Pick<audit_events, 'event_id'>>(tx, sql, [userId, BATCH])).map((row) => row.event_id);
}

interface Mentioning {
  readonly ids: Buffer[];
  /** The last one that was looked at; undefined when that was the last of all. */
  readonly last: Buffer | undefined;
}

/** In one walk through all there is: no index leads from an address to where it was typed. */
async function mentioning(manager: EntityManager, person: ErasedPerson, after: Buffer): Promise<Mentioning> {
  const { sql, parameters } = mayMention('details', person);
  const rows = await select<Pick<audit_personal_details, 'event_id' | 'details'>>(
    manager,
    `SELECT event_id, details FROM audit_personal_details WHERE event_id > ? AND ${sql} ORDER BY event_id LIMIT ?`,
    [after, ...parameters, BATCH],
  );
  return {
    ids: rows.filter(({ details }) => mentions(details, person)).map((row) => row.event_id),
    last: rows.length === BATCH ? rows.at(-1)!.event_id : undefined,
  };
}

async function eraseBatch(
  tx: Tx,
  log: AuditLog,
  actor: Actor,
  { userId, ticket }: ErasureRequest,
  events: readonly Buffer[],
): Promise<number> {
  let count = 0;
  for (const event_id of events) {
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
