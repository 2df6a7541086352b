import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { canonicalize } from 'json-canonicalize';
import type { DataSource } from 'typeorm';
import { inTransaction, selectOne, write, type Tx } from '../../platform/database/transaction.js';
import { AppError } from '../../platform/kernel/app-error.js';
import { later, MINUTE_MS, now } from '../../platform/kernel/clock.js';
import { idToBytes, type StaffId, type UserId } from '../../platform/kernel/ids.js';
import type { ErasedPerson } from '../../platform/retention/erased-person.js';
import { ANSWERS_KEPT_MS } from '../retention.js';
import type { idempotency_keys } from '../tables.generated.js';

/** A key that the caller chose for one request, and what the request asks. */
export interface IdempotentRequest {
  readonly actorId: UserId | StaffId;
  readonly key: string;
  readonly request: unknown;
}

/** After this long without an end, the process that worked on it is taken for dead and the key is free again. */
const LEASE_MS = MINUTE_MS;

type KeyRow = Pick<idempotency_keys, 'request_hash' | 'created_at' | 'lease_until' | 'answer'>;

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest();
const hashesOf = (ask: IdempotentRequest) => [sha256(ask.key), sha256(canonicalize(ask.request))] as const;

/**
 * The same key and body within 24 hours give the same answer, once done. Only answers of done work are kept: after a
 * refusal the key is released, so that the caller may remove the obstacle and send the same request again.
 */
@Injectable()
export class IdempotencyKeys {
  /**
   * Takes the key, or returns the answer given before. Throws IDEMPOTENCY_KEY_REUSED for another request under the same
   * key, REQUEST_IN_PROGRESS while the first is still being worked on.
   */
  async reserve(tx: Tx, ask: IdempotentRequest): Promise<{ answer: unknown } | undefined> {
    const [keyHash, requestHash] = hashesOf(ask);
    const actor = idToBytes(ask.actorId);
    // Inserting first makes two simultaneous requests meet here: the second waits for the first's commit.
    await write(
      tx,
      `INSERT IGNORE INTO idempotency_keys (actor_id, key_hash, request_hash, created_at, lease_until)
       VALUES (?, ?, ?, ?, ?)`,
      [actor, keyHash, requestHash, now(), now()],
    );
    const row = (await selectOne<KeyRow>(
      tx,
      'SELECT request_hash, created_at, lease_until, answer FROM idempotency_keys WHERE actor_id = ? AND key_hash = ? FOR UPDATE',
      [actor, keyHash],
    ))!;
    const stale = row.created_at.getTime() < now().getTime() - ANSWERS_KEPT_MS;
    if (!stale) {
      if (!row.request_hash.equals(requestHash)) {
        throw new AppError(
          'IDEMPOTENCY_KEY_REUSED',
          'This Idempotency-Key was used for another request. Use a new one.',
        );
      }
      if (row.answer !== null) return { answer: JSON.parse(row.answer) as unknown };
      if (row.lease_until > now()) {
        throw new AppError('REQUEST_IN_PROGRESS', 'The same request is being worked on. Ask again in a moment.', {
          retryAfterSeconds: 1,
        });
      }
    }
    await write(
      tx,
      `UPDATE idempotency_keys SET request_hash = ?, created_at = ?, lease_until = ?, answer = NULL
       WHERE actor_id = ? AND key_hash = ?`,
      [requestHash, now(), later(LEASE_MS), actor, keyHash],
    );
    return undefined;
  }

  /**
   * Keeps the answer; in the transaction of the work itself, so that a crash after its commit can still be answered.
   * Throws REQUEST_IN_PROGRESS when it finds another's answer: this process was paused for so long that it was taken for
   * dead and somebody else did the work. What it did itself must then not stay.
   */
  async complete(tx: Tx, ask: IdempotentRequest, answer: unknown): Promise<void> {
    const [keyHash] = hashesOf(ask);
    const { affectedRows } = await write(
      tx,
      'UPDATE idempotency_keys SET answer = ? WHERE actor_id = ? AND key_hash = ? AND answer IS NULL',
      [JSON.stringify(answer), idToBytes(ask.actorId), keyHash],
    );
    if (affectedRows !== 1) {
      throw new AppError('REQUEST_IN_PROGRESS', 'The same request was worked on twice. Ask again for its answer.', {
        retryAfterSeconds: 1,
      });
    }
  }

  /**
   * Does `work` once for a key, in one transaction with its answer: the same request again, or at the same time, gets that
   * answer. A refusal undoes it all, the key included. Throws IDEMPOTENCY_KEY_REUSED for another request under the key.
   */
  once<Answer>(dataSource: DataSource, ask: IdempotentRequest, work: (tx: Tx) => Promise<Answer>): Promise<Answer> {
    return inTransaction(dataSource, async (tx) => {
      const kept = await this.reserve(tx, ask);
      if (kept) return kept.answer as Answer;
      const answer = await work(tx);
      await this.complete(tx, ask, answer);
      return answer;
    });
  }

  async release(tx: Tx, ask: IdempotentRequest): Promise<void> {
    const [keyHash] = hashesOf(ask);
    await write(tx, 'DELETE FROM idempotency_keys WHERE actor_id = ? AND key_hash = ? AND answer IS NULL', [
      idToBytes(ask.actorId),
      keyHash,
    ]);
  }

  /** Deletes the answers that a person was given, and says how many. */
  async erase(tx: Tx, { id }: ErasedPerson): Promise<number> {
    return (await write(tx, 'DELETE FROM idempotency_keys WHERE actor_id = ?', [idToBytes(id)])).affectedRows;
  }

  /** Forgets keys older than a day, a batch at a time; returns whether more may be left. */
  async forgetOld(tx: Tx): Promise<boolean> {
    const before = new Date(now().getTime() - ANSWERS_KEPT_MS);
    const { affectedRows } = await write(tx, 'DELETE FROM idempotency_keys WHERE created_at < ? LIMIT 500', [before]);
    return affectedRows === 500;
  }
}
