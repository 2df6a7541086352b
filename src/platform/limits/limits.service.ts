import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { inTransaction, select, write, type Tx } from '../database/transaction.js';
import { AppError } from '../kernel/app-error.js';
import { now } from '../kernel/clock.js';
import './limits.entity.js';
import { counterKey, subjectKey, type Counter, type LimitRule } from './limit-rule.js';
import type { attempt_counts } from '../tables.generated.js';

const FORGOTTEN_AT_ONCE = 500;
const COUNTERS_MAX = 10_000;

/** A counter as it stands now. */
export interface Count {
  readonly used: number;
  readonly lastAt: Date;
  /** Null while there are tries left. */
  readonly fullUntil: Date | null;
}

/** Whose counters of a rule are asked for. */
export interface CountsAsk {
  readonly rule: LimitRule;
  readonly subject: string;
}

type CountRow = Pick<attempt_counts, 'counter_key' | 'used' | 'last_at' | 'ends_at' | 'forget_at'>;

/** Counts tries, shared by all processes on one database. */
@Injectable()
export class Limits {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Counts one try with each counter and commits, before anything is done; the caller acts after it. Counts nothing and
   * throws TOO_MANY_REQUESTS (`retryAfterSeconds`) when one of them is used up.
   */
  async spend(...counters: Counter[]): Promise<void> {
    // Without a lock first: whoever keeps trying against a limit that is used up makes nobody wait.
    await this.assertLeft(counters);
    await inTransaction(this.dataSource, (tx) => spendIn(tx, counters));
  }

  /** Throws TOO_MANY_REQUESTS as `spend` does, and counts nothing: for what costs much to prepare. */
  async assertLeft(counters: readonly Counter[]): Promise<void> {
    const rows = await rowsOf(this.dataSource.manager, counters, '');
    for (const counter of counters) assertFree(counter, rows);
  }

  /** Gives one try back with each counter, for what was none after all: the next one is free at once. */
  async giveBack(...counters: Counter[]): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      for (const counter of inOrder(counters)) {
        await write(
          tx,
          `UPDATE attempt_counts SET used = used - 1, ends_at = IF(used < ?, ends_at, ?)
           WHERE counter_key = ? AND used > 0`,
          [counter.rule.max, now(), counterKey(counter)],
        );
      }
    });
  }

  /** All counters of a rule that have this subject, those that were used last first. */
  async countsOf(manager: EntityManager, rule: LimitRule, subject: string): Promise<Count[]> {
    return (await this.countsOfEach(manager, [{ rule, subject }]))[0]!;
  }

  /** The same for each of several, in one statement; in the order of the asks. */
  async countsOfEach(manager: EntityManager, asks: readonly CountsAsk[]): Promise<Count[][]> {
    if (asks.length === 0) return [];
    const keys = asks.map(({ rule, subject }) => subjectKey(rule, subject));
    const rows = await select<CountRow & Pick<attempt_counts, 'subject_key'>>(
      manager,
      `SELECT * FROM (
         SELECT counter_key, subject_key, used, last_at, ends_at, forget_at,
           ROW_NUMBER() OVER (PARTITION BY subject_key ORDER BY last_at DESC) AS place
         FROM attempt_counts WHERE subject_key IN (${keys.map(() => '?').join(', ')}) AND used > 0) AS counts
       WHERE place <= ${COUNTERS_MAX} ORDER BY last_at DESC`,
      keys,
    );
    return asks.map(({ rule }, i) =>
      rows
        .filter((row) => row.subject_key.equals(keys[i]!) && !isOver(rule, row))
        .map((row) => ({ used: Number(row.used), lastAt: row.last_at, fullUntil: fullUntil(rule, row) })),
    );
  }

  /** All counters of a rule that have this subject start anew. */
  async forget(tx: Tx, rule: LimitRule, subject: string): Promise<void> {
    await write(tx, 'DELETE FROM attempt_counts WHERE subject_key = ?', [subjectKey(rule, subject)]);
  }

  /** A job: true when there is more to forget. */
  async forgetOld(): Promise<boolean> {
    const { affectedRows } = await inTransaction(this.dataSource, (tx) =>
      write(tx, `DELETE FROM attempt_counts WHERE forget_at < ? LIMIT ${FORGOTTEN_AT_ONCE}`, [now()]),
    );
    return affectedRows === FORGOTTEN_AT_ONCE;
  }
}

/** Makes the rows and locks them, always in one order: whoever comes at the same time waits here and sees this try counted. */
async function spendIn(tx: Tx, counters: readonly Counter[]): Promise<void> {
  const ordered = inOrder(counters);
  await write(
    tx,
    `INSERT INTO attempt_counts (counter_key, subject_key, used, last_at, ends_at, forget_at)
     VALUES ${ordered.map(() => '(?, ?, 0, ?, ?, ?)').join(', ')} ON DUPLICATE KEY UPDATE used = used`,
    ordered.flatMap((counter) => [counterKey(counter), subjectKey(counter.rule, counter.by[0]), now(), now(), now()]),
  );
  const rows = await rowsOf(tx, ordered, 'FOR UPDATE');
  for (const counter of ordered) assertFree(counter, rows);
  for (const counter of ordered) {
    const { used, lastAt, endsAt, forgetAt } = afterTry(counter.rule, rowOf(counter, rows));
    await write(
      tx,
      'UPDATE attempt_counts SET used = ?, last_at = ?, ends_at = ?, forget_at = ? WHERE counter_key = ?',
      [used, lastAt, endsAt, forgetAt, counterKey(counter)],
    );
  }
}

const inOrder = (counters: readonly Counter[]) =>
  [...counters].sort((one, other) => counterKey(one).compare(counterKey(other)));

function rowsOf(manager: EntityManager, counters: readonly Counter[], lock: '' | 'FOR UPDATE'): Promise<CountRow[]> {
  return select<CountRow>(
    manager,
    `SELECT counter_key, used, last_at, ends_at, forget_at FROM attempt_counts
     WHERE counter_key IN (${counters.map(() => '?').join(', ')}) ORDER BY counter_key ${lock}`,
    inOrder(counters).map(counterKey),
  );
}

const rowOf = (counter: Counter, rows: readonly CountRow[]) =>
  rows.find((row) => row.counter_key.equals(counterKey(counter)));

/** A count with pauses lives until nobody has tried for the time of its window; one without, until its window is over. */
const isOver = (rule: LimitRule, row: CountRow) => (rule.pausesMs.length > 0 ? row.forget_at : row.ends_at) <= now();

function fullUntil(rule: LimitRule, row: CountRow): Date | null {
  return Number(row.used) >= rule.max && row.ends_at > now() ? row.ends_at : null;
}

function assertFree(counter: Counter, rows: readonly CountRow[]): void {
  const row = rowOf(counter, rows);
  const until = row && !isOver(counter.rule, row) ? fullUntil(counter.rule, row) : null;
  if (!until) return;
  throw new AppError('TOO_MANY_REQUESTS', 'Too many attempts in a row. Wait for a while, then try again.', {
    retryAfterSeconds: Math.max(1, Math.ceil((until.getTime() - now().getTime()) / 1000)),
  });
}

function afterTry(rule: LimitRule, row: CountRow | undefined) {
  const at = now();
  const after = (spanMs: number) => new Date(at.getTime() + spanMs);
  const isFresh = !row || Number(row.used) === 0 || isOver(rule, row);
  const used = isFresh ? 1 : Number(row.used) + 1;
  if (rule.pausesMs.length === 0) {
    const endsAt = isFresh ? after(rule.windowMs) : row.ends_at;
    return { used, lastAt: at, endsAt, forgetAt: endsAt };
  }
  const pause = rule.pausesMs[Math.min(used - rule.max, rule.pausesMs.length - 1)];
  return { used, lastAt: at, endsAt: used < rule.max ? at : after(pause ?? 0), forgetAt: after(rule.windowMs) };
}
