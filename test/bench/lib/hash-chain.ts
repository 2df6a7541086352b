import { createHash } from 'node:crypto';
import { sealEvent, type EventDraft } from '../../../src/log/events/envelope.js';
import { selectOne, write, type Tx } from '../../../src/platform/database/transaction.js';
import { now } from '../../../src/platform/kernel/clock.js';
import { idToBytes } from '../../../src/platform/kernel/ids.js';
import type { BenchTables } from './bench-tables.js';

/**
 * The rival: every event holds the hash of the one before it, as tamper-evident tables are usually built. Whoever appends
 * must know the last event, so the lock on the head is held until the commit, and one transaction at a time appends.
 * Neither numbers within a business nor personal details: it does less than the log.
 */
export async function appendToChain(tx: Tx, draft: EventDraft): Promise<void> {
  const head = await selectOne<{ hash: Buffer }>(tx, 'SELECT hash FROM bench_chain_head WHERE id = 1 FOR UPDATE');
  const event = sealEvent(draft, now());
  const hash = createHash('sha256').update(head!.hash).update(event.payload).digest();
  await write(tx, 'INSERT INTO bench_chain (event_id, previous, hash, payload) VALUES (?, ?, ?, ?)', [
    idToBytes(event.id),
    head!.hash,
    hash,
    event.payload,
  ]);
  await write(tx, 'UPDATE bench_chain_head SET hash = ? WHERE id = 1', [hash]);
}

export async function createChain(tables: BenchTables): Promise<void> {
  await tables.create(
    'bench_chain',
    `id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, event_id BINARY(16) NOT NULL UNIQUE,
     previous BINARY(32) NOT NULL, hash BINARY(32) NOT NULL, payload BLOB NOT NULL`,
  );
  await tables.create('bench_chain_head', 'id TINYINT UNSIGNED NOT NULL PRIMARY KEY, hash BINARY(32) NOT NULL');
  await tables.sql.query(`INSERT INTO ${tables.database}.bench_chain_head VALUES (1, REPEAT(UNHEX('00'), 32))`);
}
