import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';
import { inTransaction, select, selectOne, write, type Tx } from '../database/transaction.js';
import { AppError } from '../kernel/app-error.js';
import { MINUTE_MS, now } from '../kernel/clock.js';
import { emailKey } from '../kernel/text.js';

const WINDOW_MS = 15 * MINUTE_MS;
const FAILURES_PER_ACCOUNT_AND_ADDRESS_MAX = 10;
const FAILURES_PER_ACCOUNT_MAX = 50;
const FAILURES_PER_ADDRESS_MAX = 200;

const keyOf = (text: string) => createHash('sha256').update(text, 'utf8').digest();

/** The failed sign-ins of one account that count at this moment. */
export interface SignInFailures {
  readonly count: number;
  /** Whether they keep the account from signing in, from one address at least. */
  readonly isLocked: boolean;
  readonly lastAt: Date | null;
}

/**
 * Counts failed sign-ins, shared by all processes. By account and address together first, so that one guesser does not
 * lock the owner out from elsewhere; then, wider, by account and by address alone.
 */
@Injectable()
export class SignInLimits {
  constructor(private readonly dataSource: DataSource) {}

  /** Throws TOO_MANY_REQUESTS with `retryAfterSeconds`. */
  async assertAllowed(email: string, ip: string): Promise<void> {
    const since = new Date(now().getTime() - WINDOW_MS);
    const count = await selectOne<{ pair: number; account: number; address: number }>(
      this.dataSource.manager,
      `SELECT
         (SELECT COUNT(*) FROM sign_in_failures WHERE account_key = ? AND address_key = ? AND failed_at > ?) AS pair,
         (SELECT COUNT(*) FROM sign_in_failures WHERE account_key = ? AND failed_at > ?) AS account,
         (SELECT COUNT(*) FROM sign_in_failures WHERE address_key = ? AND failed_at > ?) AS address`,
      [keyOf(emailKey(email)), keyOf(ip), since, keyOf(emailKey(email)), since, keyOf(ip), since],
    );
    const { pair, account, address } = count!;
    if (
      Number(pair) >= FAILURES_PER_ACCOUNT_AND_ADDRESS_MAX ||
      Number(account) >= FAILURES_PER_ACCOUNT_MAX ||
      Number(address) >= FAILURES_PER_ADDRESS_MAX
    ) {
      throw new AppError('TOO_MANY_REQUESTS', 'Too many failed sign-ins. Wait a quarter of an hour, then try again.', {
        retryAfterSeconds: WINDOW_MS / 1000,
      });
    }
  }

  async recordFailure(email: string, ip: string): Promise<void> {
    await inTransaction(this.dataSource, (tx) =>
      write(tx, 'INSERT INTO sign_in_failures (account_key, address_key, failed_at) VALUES (?, ?, ?)', [
        keyOf(emailKey(email)),
        keyOf(ip),
        now(),
      ]),
    );
  }

  async failuresOf(manager: EntityManager, email: string): Promise<SignInFailures> {
    const byAddress = await select<{ failures: number | string; last_at: Date }>(
      manager,
      `SELECT COUNT(*) AS failures, MAX(failed_at) AS last_at FROM sign_in_failures
       WHERE account_key = ? AND failed_at > ? GROUP BY address_key ORDER BY last_at DESC`,
      [keyOf(emailKey(email)), new Date(now().getTime() - WINDOW_MS)],
    );
    const counts = byAddress.map(({ failures }) => Number(failures));
    const count = counts.reduce((sum, failures) => sum + failures, 0);
    return {
      count,
      isLocked:
        count >= FAILURES_PER_ACCOUNT_MAX ||
        counts.some((failures) => failures >= FAILURES_PER_ACCOUNT_AND_ADDRESS_MAX),
      lastAt: byAddress[0]?.last_at ?? null,
    };
  }

  /** Forgets the failures of one account, so that the person may try again at once. */
  async forget(tx: Tx, email: string): Promise<void> {
    await write(tx, 'DELETE FROM sign_in_failures WHERE account_key = ?', [keyOf(emailKey(email))]);
  }

  async forgetOld(): Promise<boolean> {
    const before = new Date(now().getTime() - WINDOW_MS);
    const { affectedRows } = await inTransaction(this.dataSource, (tx) =>
      write(tx, 'DELETE FROM sign_in_failures WHERE failed_at < ? LIMIT 500', [before]),
    );
    return affectedRows === 500;
  }
}
