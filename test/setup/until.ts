import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from 'mysql2/promise';
import { rows } from './sql.js';

const LOOK_EVERY_MS = 15;

/** Waits until `look` finds something; fails with `what` when it does not. */
export async function until<T>(what: string, look: () => Promise<T | undefined | false>, msMax = 30_000): Promise<T> {
  const deadline = Date.now() + msMax;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`Waited ${msMax / 1000} s for nothing: ${what}`);
    await sleep(LOOK_EVERY_MS);
  }
}

/** Waits until so many transactions in the administrator's schema stand at a lock. */
export async function untilWaiting(admin: Connection, transactions: number): Promise<void> {
  const [{ version }] = (await rows<{ version: string }>(admin, 'SELECT VERSION() AS version')) as [
    { version: string },
  ];
  const waiting = version.includes('MariaDB') ? waitingInMariaDb : waitingInMySql;
  await until(`${transactions} transactions at a lock`, async () => (await waiting(admin)) >= transactions);
}

/** From the engine's status, as INNODB_TRX is a copy that is not renewed while somebody keeps looking at it. */
async function waitingInMariaDb(admin: Connection): Promise<number> {
  const here = await rows<{ id: number | string }>(
    admin,
    'SELECT ID AS id FROM information_schema.PROCESSLIST WHERE DB = DATABASE()',
  );
  const threads = new Set(here.map(({ id }) => Number(id)));
  const [status] = await rows<{ Status: string }>(admin, 'SHOW ENGINE INNODB STATUS');
  // What comes before the first one is other sections, the latest deadlock among them.
  const waiting = status!.Status.split('---TRANSACTION ')
    .slice(1)
    .filter((transaction) => /^LOCK WAIT /m.test(transaction))
    .map((transaction) => Number(/MariaDB thread id (\d+)/.exec(transaction)?.[1]));
  return waiting.filter((thread) => threads.has(thread)).length;
}

/** MySQL's status leaves out a transaction that waits before it has written anything; its table of locks does not. */
async function waitingInMySql(admin: Connection): Promise<number> {
  const [found] = await rows<{ n: number }>(
    admin,
    `SELECT COUNT(DISTINCT THREAD_ID) AS n FROM performance_schema.data_locks
     WHERE LOCK_STATUS = 'WAITING' AND OBJECT_SCHEMA = DATABASE()`,
  );
  return Number(found!.n);
}
