import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';
import { inTransaction, selectOne, write, type Tx } from '../../platform/database/transaction.js';
import type { Origin } from '../../platform/kernel/actor.js';
import { HOUR_MS, later, MINUTE_MS, now } from '../../platform/kernel/clock.js';
import type { ErasedPerson } from '../../platform/retention/erased-person.js';
import { emailKey } from '../../platform/kernel/text.js';
import { addressOf, LimitRule, type Counter } from '../../platform/limits/limit-rule.js';
import { Limits } from '../../platform/limits/limits.service.js';
import { ADDRESSES_KNOWN_FOR_MS } from '../retention.js';

/** Ten tries, then slower and slower: who mistypes waits a minute, who guesses gets a few hundred tries a day. */
const FROM_ONE_ADDRESS = new LimitRule('sign-in', {
  max: 10,
  windowMs: HOUR_MS,
  pausesMs: [1, 2, 4, 8, 15].map((minutes) => minutes * MINUTE_MS),
});
/** Of all addresses together from which nobody has signed in to this account: many guessers, one account. */
const FROM_NEW_ADDRESSES = new LimitRule('sign-in-elsewhere', { max: 50, windowMs: 15 * MINUTE_MS });
/** One guesser, many accounts. */
const OF_AN_ADDRESS = new LimitRule('sign-in-address', { max: 200, windowMs: 15 * MINUTE_MS });

const FORGOTTEN_AT_ONCE = 500;

const keyOf = (text: string) => createHash('sha256').update(text, 'utf8').digest();

/** The failed sign-ins of one account that count at this moment. */
export interface SignInFailures {
  readonly count: number;
  /** Whether they keep the account from signing in, from one address at least. */
  readonly isLocked: boolean;
  readonly lastAt: Date | null;
}

/** What a password, or a code, was found to be. */
export interface Proven<T> {
  readonly value: T;
  /** Whether the person is in now: their address is then known, and a stranger's failures do not keep it out. */
  readonly isIn: boolean;
}

/**
 * Counts tries at passwords and codes before they are looked at, for all processes together. A stranger's failures lock
 * the stranger's address out, and at worst all addresses from which nobody has signed in to the account lately; never the
 * owner at an address that is known.
 */
@Injectable()
export class SignInLimits {
  constructor(
    private readonly dataSource: DataSource,
    private readonly limits: Limits,
  ) {}

  /**
   * Counts a try, then lets `prove` look at what was sent; it gives undefined for what is wrong. Throws
   * TOO_MANY_REQUESTS, and whatever `prove` throws: that was no try.
   */
  async tryOnce<T>(
    account: string,
    origin: Origin,
    prove: () => Promise<Proven<T> | undefined>,
  ): Promise<T | undefined> {
    const counters = await this.countersOf(account, origin);
    await this.limits.spend(...counters);
    const proven = await prove().catch(async (error: unknown) => {
      await this.limits.giveBack(...counters);
      throw error;
    });
    if (proven === undefined) return undefined;
    await this.limits.giveBack(...counters);
    if (proven.isIn) await this.remember(account, origin);
    return proven.value;
  }

  /** Of each of these accounts, in their order, in one statement. */
  async failuresOf(manager: EntityManager, emails: readonly string[]): Promise<SignInFailures[]> {
    const asksOf = (rule: LimitRule) => emails.map((email) => ({ rule, subject: emailKey(email) }));
    const asks = [...asksOf(FROM_ONE_ADDRESS), ...asksOf(FROM_NEW_ADDRESSES)];
    const counts = await this.limits.countsOfEach(manager, asks);
    return emails.map((_, i) => {
      const [byAddress, elsewhere] = [counts[i]!, counts[emails.length + i]!];
      return {
        count: byAddress.reduce((sum, { used }) => sum + used, 0),
        isLocked: [...byAddress, ...elsewhere].some(({ fullUntil }) => fullUntil !== null),
        lastAt: byAddress[0]?.lastAt ?? null,
      };
    });
  }

  /** Forgets the failures of one account, so that the person may try again at once. */
  async forget(tx: Tx, email: string): Promise<void> {
    await this.limits.forget(tx, FROM_ONE_ADDRESS, emailKey(email));
    await this.limits.forget(tx, FROM_NEW_ADDRESSES, emailKey(email));
  }

  /** A job: forgets addresses from which nobody has signed in for a season. */
  async forgetOld(): Promise<boolean> {
    const { affectedRows } = await inTransaction(this.dataSource, (tx) =>
      write(tx, `DELETE FROM known_addresses WHERE last_at < ? LIMIT ${FORGOTTEN_AT_ONCE}`, [
        later(-ADDRESSES_KNOWN_FOR_MS),
      ]),
    );
    return affectedRows === FORGOTTEN_AT_ONCE;
  }

  /** Deletes the addresses from which a person has signed in, and the failed tries at the account; says how many of the former. */
  async erase(tx: Tx, { addresses }: ErasedPerson): Promise<number> {
    let count = 0;
    for (const address of addresses) {
      await this.forget(tx, address);
      const sql = 'DELETE FROM known_addresses WHERE account_key = ?';
      count += (await write(tx, sql, [keyOf(emailKey(address))])).affectedRows;
    }
    return count;
  }

  private async countersOf(account: string, origin: Origin): Promise<Counter[]> {
    const [key, address] = [emailKey(account), addressOf(origin)];
    const isKnown = await selectOne(
      this.dataSource.manager,
      'SELECT 1 FROM known_addresses WHERE account_key = ? AND address_key = ? AND last_at > ?',
      [keyOf(key), keyOf(address), later(-ADDRESSES_KNOWN_FOR_MS)],
    );
    const counters = [FROM_ONE_ADDRESS.of(key, address), OF_AN_ADDRESS.of(address)];
    return isKnown ? counters : [...counters, FROM_NEW_ADDRESSES.of(key)];
  }

  private async remember(account: string, origin: Origin): Promise<void> {
    await inTransaction(this.dataSource, (tx) =>
      write(
        tx,
        `INSERT INTO known_addresses (account_key, address_key, last_at) VALUES (?, ?, ?)
         ON DUPLICATE KEY UPDATE last_at = ?`,
        [keyOf(emailKey(account)), keyOf(addressOf(origin)), now(), now()],
      ),
    );
  }
}
