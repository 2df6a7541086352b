import type { BookWrite } from '../books/fence.js';
import { select, write } from '../platform/database/transaction.js';
import { settledOf } from './invoice-sql.js';
import type { invoices } from './tables.generated.js';

/**
 * Notes what is open of invoices of the book, after whatever may have changed it: they were issued, paid, credited, or that was undone.
 * Without `ids`, of all that have come without a note (`open_invoices`; docs/decisions/0044).
 */
export async function noteOpen({ tx, book }: BookWrite, ids?: readonly Buffer[]): Promise<void> {
  if (ids?.length === 0) return;
  const [sql, parameters] = ids ? ['AND i.id IN (?)', [book, ids]] : [NOT_NOTED, [book]];
  // Locked before anything is added up: of two who settle the same invoice at once the second adds up what the first has done.
  await select<Pick<invoices, 'id'>>(
    tx,
    `SELECT i.id FROM invoices i WHERE i.book_id = ? ${sql} FOR UPDATE`,
    parameters,
  );
  if (ids) await write(tx, 'DELETE FROM open_invoices WHERE book_id = ? AND invoice_id IN (?)', [book, ids]);
  await write(
    tx,
    `INSERT INTO open_invoices (book_id, invoice_id, due_on, amount)
     SELECT * FROM (SELECT i.book_id, i.id, i.due_on, i.total - ${settledOf('i.book_id', 'i.id')} AS amount
       FROM invoices i WHERE i.book_id = ? ${sql}) t WHERE t.amount <> 0`,
    parameters,
  );
}

const NOT_NOTED = 'AND NOT EXISTS (SELECT 1 FROM open_invoices o WHERE o.book_id = i.book_id AND o.invoice_id = i.id)';
