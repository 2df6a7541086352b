import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource, QueryRunner } from 'typeorm';
import { isCertified } from './certification.js';
import { isRerunnable } from './transaction.js';

const TABLE = `CREATE TABLE IF NOT EXISTS schema_turn (
  id TINYINT UNSIGNED NOT NULL PRIMARY KEY, holder CHAR(36) NULL, held_until DATETIME(6) NULL)`;
const TAKE = `UPDATE schema_turn SET holder = ?, held_until = UTC_TIMESTAMP(6) + INTERVAL 60 SECOND
  WHERE id = 1 AND (holder = ? OR held_until IS NULL OR held_until < UTC_TIMESTAMP(6))`;
export const migratedElsewhere = () => new Error('Another process has been migrating the database for over a minute.');

const RENEWED_MS = 20_000;
const TRIED_MS = 500;

/**
 * Where several members of the database take writes, a lock by name holds on its own member alone: there a row is taken as well, for a
 * minute that is renewed, so that one who dies holds nobody up for longer. Elsewhere `work` runs at once. Throws an Error after
 * `waitSecondsMax`.
 */
export async function inMigrationTurn<T>(
  owner: DataSource,
  runner: QueryRunner,
  waitSecondsMax: number,
  work: () => Promise<T>,
): Promise<T> {
  if (!(await isCertified(owner.manager))) return work();
  const holder = randomUUID();
  await runner.query(TABLE);
  await runner.query('INSERT IGNORE INTO schema_turn (id) VALUES (1)');
  for (const deadline = Date.now() + waitSecondsMax * 1_000; !(await take(runner, holder)); await sleep(TRIED_MS))
    if (Date.now() > deadline) throw migratedElsewhere();
  const renewal = setInterval(() => void take(runner, holder).catch(() => undefined), RENEWED_MS);
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    await runner.query('UPDATE schema_turn SET holder = NULL, held_until = NULL WHERE holder = ?', [holder]);
  }
}

/** Of two who take it on two members one is rolled back when they commit (1213). */
async function take(runner: QueryRunner, holder: string): Promise<boolean> {
  try {
    const { affectedRows } = (await runner.query(TAKE, [holder, holder])) as { affectedRows: number };
    return affectedRows === 1;
  } catch (error) {
    if (isRerunnable(error)) return false;
    throw error;
  }
}
