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
export function untilWaiting(admin: Connection, transactions: number): Promise<true> {
  return until(`${transactions} transactions at a lock`, async () => {
    const [found] = await rows<{ n: number | string }>(
      admin,
      `SELECT COUNT(*) AS n FROM information_schema.INNODB_TRX t
       JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id
       WHERE t.trx_state = 'LOCK WAIT' AND p.DB = DATABASE()`,
    );
    return Number(found!.n) >= transactions;
  }) as Promise<true>;
}
