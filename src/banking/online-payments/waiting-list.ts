import type { EntityManager } from 'typeorm';
import { select } from '../../platform/database/transaction.js';
import { idToBytes, type BookId, type BusinessId } from '../../platform/kernel/ids.js';
import type { online_payments, pay_links } from '../tables.generated.js';
import { BEFORE_ALL, WAITING_IN_BUSINESS } from './waiting-sql.js';

export const WAITING_LIST = ['reference', 'received', 'amount', 'currency', 'forInvoice', 'customer'] as const;

const ROWS_PER_PAGE = 1_000;

type WaitingRow = Pick<online_payments, 'id' | 'reference' | 'amount' | 'currency' | 'received_at'> &
  Pick<pay_links, 'invoice_number' | 'customer_name'>;

/** Every payment that waits in a business with these books open, oldest first, for a file; a page at a time. */
export async function* waitingList(
  manager: EntityManager,
  businessId: BusinessId,
  openBookId: BookId,
): AsyncGenerator<string[]> {
  let after = BEFORE_ALL;
  for (;;) {
    const rows: WaitingRow[] = await select<WaitingRow>(
      manager,
      `SELECT p.id, p.reference, p.amount, p.currency, p.received_at, l.invoice_number, l.customer_name
       ${WAITING_IN_BUSINESS} AND p.id > ? ORDER BY p.id LIMIT ${ROWS_PER_PAGE}`,
      [idToBytes(businessId), idToBytes(openBookId), after],
    );
    for (const row of rows) {
      const { reference, amount, currency, invoice_number, customer_name } = row;
      yield [reference, row.received_at.toISOString(), amount, currency, invoice_number, customer_name];
    }
    if (rows.length < ROWS_PER_PAGE) return;
    after = Buffer.from(rows.at(-1)!.id);
  }
}
