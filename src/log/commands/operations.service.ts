import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { inTransaction, select, selectOne, write, writeOne, type Tx } from '../../platform/database/transaction.js';
import { systemActor } from '../../platform/kernel/actor.js';
import { MINUTE_MS, now } from '../../platform/kernel/clock.js';
import { bytesToId, idToBytes, type BusinessId } from '../../platform/kernel/ids.js';
import { AuditLog } from '../events/audit-log.service.js';
import type { RecordedName } from '../recorded-commands.js';
import { ANSWERS_KEPT_MS } from '../retention.js';
import type { recorded_operations } from '../tables.generated.js';

/**
 * An end that is there already: with the answer where the work was done, without where it was refused or has failed. Or there
 * is no such operation: its beginning was rolled back.
 */
export type KnownEnd = { readonly answer: unknown } | 'not done';

/** No work takes so long: its process has died, or has lost the database, and nobody is left to say how it ended. */
const UNFINISHED_AFTER_MS = 2 * MINUTE_MS;
const FORGOTTEN_AT_ONCE = 500;
const ACTOR = systemActor('unfinished-operations');

/**
 * One operation has one end. Its row is locked from the beginning of the work to its commit, so whoever wants to end it
 * otherwise (the same process, of which the connection broke while COMMIT was on its way, or the job for those that nobody
 * ended) waits until the database knows how that came out, and finds an end or an operation that is still without one.
 */
@Injectable()
export class Operations {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
  ) {}

  /** In the transaction of the event that it was asked for. */
  begin(tx: Tx, id: string, name: RecordedName, businessId: BusinessId): Promise<void> {
    return writeOne(tx, 'INSERT INTO recorded_operations (id, business_id, name, begun_at) VALUES (?, ?, ?, ?)', [
      idToBytes(id),
      idToBytes(businessId),
      name,
      now(),
    ]);
  }

  /** Takes the row for this transaction, first of all locks; gives the end that it has already. */
  async claim(tx: Tx, id: string): Promise<KnownEnd | undefined> {
    const row = await selectOne<Pick<recorded_operations, 'ended_at' | 'answer'>>(
      tx,
      'SELECT ended_at, answer FROM recorded_operations WHERE id = ? FOR UPDATE',
      [idToBytes(id)],
    );
    if (!row) return 'not done';
    if (!row.ended_at) return undefined;
    return row.answer === null ? 'not done' : { answer: JSON.parse(row.answer) as unknown };
  }

  /** The one end of an operation that this transaction has claimed; with the answer where it was done. */
  async end(tx: Tx, id: string, answer?: unknown): Promise<void> {
    await writeOne(tx, 'UPDATE recorded_operations SET ended_at = ?, answer = ? WHERE id = ? AND ended_at IS NULL', [
      now(),
      answer === undefined ? null : JSON.stringify(answer),
      idToBytes(id),
    ]);
  }

  /** Ends as failed what has been without an end for too long, one at a time; returns whether more may be left. */
  endUnfinished(): Promise<boolean> {
    return inTransaction(this.dataSource, async (tx) => {
      const row = await selectOne<Pick<recorded_operations, 'id' | 'business_id' | 'name'>>(
        tx,
        `SELECT id, business_id, name FROM recorded_operations
         WHERE ended_at IS NULL AND begun_at <= ? ORDER BY begun_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
        [new Date(now().getTime() - UNFINISHED_AFTER_MS)],
      );
      if (!row) return false;
      const id = bytesToId(row.id);
      await this.end(tx, id);
      await this.audit.append(tx, {
        type: `${row.name}.failed`,
        subjectId: bytesToId(row.business_id),
        actor: ACTOR,
        originalOwner: false,
        outcome: 'failed',
        reason: 'INTERRUPTED',
        operationId: id,
        details: {},
      });
      return true;
    });
  }

  /** Forgets what ended long ago: the log has its story. Returns whether more may be left. */
  async forgetOld(): Promise<boolean> {
    const before = new Date(now().getTime() - ANSWERS_KEPT_MS);
    const rows = await select<Pick<recorded_operations, 'id'>>(
      this.dataSource.manager,
      'SELECT id FROM recorded_operations WHERE ended_at < ? ORDER BY ended_at LIMIT ?',
      [before, FORGOTTEN_AT_ONCE],
    );
    if (rows.length === 0) return false;
    await inTransaction(this.dataSource, (tx) =>
      write(tx, 'DELETE FROM recorded_operations WHERE id IN (?)', [rows.map(({ id }) => id)]),
    );
    return rows.length === FORGOTTEN_AT_ONCE;
  }
}
