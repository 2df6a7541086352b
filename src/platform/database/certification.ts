import type { EntityManager } from 'typeorm';
import './certification.entity.js';
import type { Computed } from './rows.js';
import { selectOne, write, type Tx } from './transaction.js';

const ASKED = new WeakMap<object, Promise<boolean>>();

/**
 * Whether several members of the database take writes and agree only when one commits, by the rows that were changed: Galera.
 * There a lock holds on its own member alone, so that two transactions which lock a row and change others both commit. Asked of the
 * server once, on the connection that is at hand: a second one inside a transaction might never come free.
 */
export function isCertified(manager: EntityManager): Promise<boolean> {
  const { connection } = manager;
  const known = ASKED.get(connection);
  if (known) return known;
  const asked = selectOne<Computed<{ Value: string }>>(manager, "SHOW VARIABLES LIKE 'wsrep_on'").then(
    (row) => row?.Value === 'ON',
  );
  ASKED.set(connection, asked);
  asked.catch(() => ASKED.delete(connection));
  return asked;
}

/**
 * Makes two transactions that decide about the same thing conflict, on whatever members they run: one of them is rolled back and runs
 * again (1213). For decisions that lock rows which they do not change; on a single server their locks are enough, and nothing is written.
 */
export async function takeTurn(tx: Tx, about: string): Promise<void> {
  if (!(await isCertified(tx))) return;
  await write(tx, 'INSERT INTO decision_turns (about, turn) VALUES (?, 1) ON DUPLICATE KEY UPDATE turn = turn + 1', [
    about,
  ]);
}
