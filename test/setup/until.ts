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

/**
 * Waits until so many transactions in the administrator's schema stand at a lock. Read from the engine's status, as
 * INNODB_TRX is a copy that is not renewed while somebody keeps looking at it.
 */
export async function untilWaiting(admin: Connection, transactions: number): Promise<void> {
  await until(`${transactions} transactions at a lock`, async () => {
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
      .map((transaction) => Number(/(?:MariaDB|MySQL) thread id (\d+)/.exec(transaction)?.[1]));
    return waiting.filter((thread) => threads.has(thread)).length >= transactions;
  });
}
