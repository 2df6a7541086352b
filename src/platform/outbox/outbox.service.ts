import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { inTransaction, select, selectOne, write, type Tx } from '../database/transaction.js';
import { later, MINUTE_MS, now, SECOND_MS } from '../kernel/clock.js';
import { idToBytes, newId } from '../kernel/ids.js';
import { mayMention, mentions, type ErasedPerson } from '../retention/erased-person.js';
import type { outbox_messages } from '../tables.generated.js';
import type { Computed, Count } from '../database/rows.js';

/** Carries one message out. Called outside any transaction; may be called twice for one message (at least once). */
export type Delivery = (body: unknown) => Promise<void>;

const CLAIM_MS = MINUTE_MS;
const BATCH = 20;
const FORGOTTEN_AT_ONCE = 200;
const RETRY_MS_MAX = 60 * MINUTE_MS;

type DoneRow = Pick<outbox_messages, 'id' | 'topic' | 'body'>;

type ClaimedRow = Pick<outbox_messages, 'id' | 'topic' | 'body' | 'attempts'>;

/**
 * What must happen outside the database because of a transaction: written in it, carried out after its commit, tried
 * again until it succeeds. Any process may deliver; a claim keeps two from delivering the same message at once.
 */
@Injectable()
export class Outbox {
  private readonly logger = new Logger('Outbox');
  private readonly deliveries = new Map<string, Delivery>();

  constructor(private readonly dataSource: DataSource) {}

  register(topic: string, delivery: Delivery): void {
    this.deliveries.set(topic, delivery);
  }

  async put(tx: Tx, topic: string, body: object): Promise<void> {
    await write(
      tx,
      'INSERT INTO outbox_messages (id, topic, body, created_at, next_attempt_at, attempts) VALUES (?, ?, ?, ?, ?, 0)',
      [idToBytes(newId()), topic, JSON.stringify(body), now(), now()],
    );
  }

  /** Deletes what was carried out before `before`, a batch at a time, and returns the bodies of those on `topic`. */
  async forgetDone(before: Date, topic: string): Promise<{ readonly isMore: boolean; readonly bodies: unknown[] }> {
    const rows = await this.remove('done_at < ? ORDER BY done_at', [before]);
    const bodies = rows.filter((row) => row.topic === topic).map((row) => JSON.parse(row.body) as unknown);
    return { isMore: rows.length === FORGOTTEN_AT_ONCE, bodies };
  }

  /** Every message on `topic` that was carried out and names a person, as its receiver or in its text. */
  async doneThatMention(
    manager: EntityManager,
    topic: string,
    person: ErasedPerson,
  ): Promise<{ readonly id: Buffer; readonly body: unknown }[]> {
    const { sql, parameters } = mayMention('body', person);
    const rows = await select<Pick<outbox_messages, 'id' | 'body'>>(
      manager,
      `SELECT id, body FROM outbox_messages WHERE done_at IS NOT NULL AND topic = ? AND ${sql}`,
      [topic, ...parameters],
    );
    return rows
      .filter(({ body }) => mentions(body, person))
      .map(({ id, body }) => ({ id, body: JSON.parse(body) as unknown }));
  }

  /** Deletes them; what is still to be sent is sent. */
  async forgetDoneThatMention(tx: Tx, topic: string, person: ErasedPerson): Promise<number> {
    const found = await this.doneThatMention(tx, topic, person);
    for (const { id } of found) await write(tx, 'DELETE FROM outbox_messages WHERE id = ?', [id]);
    return found.length;
  }

  private remove(where: string, parameters: unknown[]): Promise<DoneRow[]> {
    return inTransaction(this.dataSource, async (tx) => {
      const rows = await select<DoneRow>(
        tx,
        `SELECT id, topic, body FROM outbox_messages WHERE ${where} LIMIT ${FORGOTTEN_AT_ONCE} FOR UPDATE SKIP LOCKED`,
        parameters,
      );
      for (const { id } of rows) await write(tx, 'DELETE FROM outbox_messages WHERE id = ?', [id]);
      return rows;
    });
  }

  /** For the metrics: how many messages are due, and how many of those that wait have failed before. */
  async countWaiting(): Promise<{ due: number; failing: number }> {
    const row = await selectOne<Computed<Record<'due' | 'failing', Count>>>(
      this.dataSource.manager,
      `SELECT
         (SELECT COUNT(*) FROM outbox_messages WHERE done_at IS NULL AND next_attempt_at <= ?) AS due,
         (SELECT COUNT(*) FROM outbox_messages WHERE done_at IS NULL AND last_error IS NOT NULL) AS failing`,
      [now()],
    );
    return { due: Number(row!.due), failing: Number(row!.failing) };
  }

  /** Delivers what is due; returns how many messages were tried. */
  async deliverDue(): Promise<number> {
    const claimed = await this.claim();
    for (const row of claimed) await this.deliver(row);
    return claimed.length;
  }

  private claim(): Promise<ClaimedRow[]> {
    return inTransaction(this.dataSource, async (tx) => {
      const rows = await select<ClaimedRow>(
        tx,
        `SELECT id, topic, body, attempts FROM outbox_messages
         WHERE done_at IS NULL AND next_attempt_at <= ? ORDER BY next_attempt_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`,
        [now()],
      );
      for (const row of rows) {
        await write(tx, 'UPDATE outbox_messages SET attempts = attempts + 1, next_attempt_at = ? WHERE id = ?', [
          later(CLAIM_MS),
          row.id,
        ]);
      }
      return rows;
    });
  }

  private async deliver(row: ClaimedRow): Promise<void> {
    try {
      const delivery = this.deliveries.get(row.topic);
      if (!delivery) throw new Error(`Nobody delivers "${row.topic}"`);
      await delivery(JSON.parse(row.body));
      await inTransaction(this.dataSource, (tx) =>
        write(tx, 'UPDATE outbox_messages SET done_at = ?, last_error = NULL WHERE id = ?', [now(), row.id]),
      );
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      this.logger.warn(`A message on ${row.topic} was not delivered (attempt ${row.attempts + 1}): ${said}`);
      const wait = Math.min(RETRY_MS_MAX, 5 * SECOND_MS * 2 ** Math.min(row.attempts, 12));
      await inTransaction(this.dataSource, (tx) =>
        write(tx, 'UPDATE outbox_messages SET next_attempt_at = ?, last_error = ? WHERE id = ?', [
          later(wait),
          said.slice(0, 300),
          row.id,
        ]),
      );
    }
  }
}
