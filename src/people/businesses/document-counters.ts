import { selectOne, write, type Tx } from '../../platform/database/transaction.js';
import { idToBytes, type BusinessId } from '../../platform/kernel/ids.js';
import type { document_counters } from '../tables.generated.js';

/**
 * The next number of a kind of document, 1 for the first. Kept by resets and restores, so that no customer ever holds
 * two invoices with one number (SPEC §2). The row stays locked until the commit: numbers have no gaps.
 */
export async function nextDocumentNumber(tx: Tx, businessId: BusinessId, kind: string): Promise<number> {
  await write(
    tx,
    `INSERT INTO document_counters (business_id, kind, last_number) VALUES (?, ?, 1)
     ON DUPLICATE KEY UPDATE last_number = last_number + 1`,
    [idToBytes(businessId), kind],
  );
  const row = await selectOne<Pick<document_counters, 'last_number'>>(
    tx,
    'SELECT last_number FROM document_counters WHERE business_id = ? AND kind = ?',
    [idToBytes(businessId), kind],
  );
  return Number(row!.last_number);
}

/** The next number will be above `number`, which something that was not counted has taken. Locks the row like a count. */
export async function countBeyond(tx: Tx, businessId: BusinessId, kind: string, number: number): Promise<void> {
  await write(
    tx,
    `INSERT INTO document_counters (business_id, kind, last_number) VALUES (?, ?, ?)
     ON DUPLICATE KEY UPDATE last_number = GREATEST(last_number, ?)`,
    [idToBytes(businessId), kind, number, number],
  );
}
