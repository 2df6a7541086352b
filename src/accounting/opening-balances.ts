import type { EntityManager } from 'typeorm';
import type { BookWrite } from '../books/fence.js';
import type { Computed, Count } from '../platform/database/rows.js';
import type { Sql } from '../platform/database/sql.js';
import { select, selectOne, write } from '../platform/database/transaction.js';
import { AppError } from '../platform/kernel/app-error.js';
import { now } from '../platform/kernel/clock.js';
import { idToBytes, newId, type BookId } from '../platform/kernel/ids.js';
import { addEntryToMonths } from './account-months.js';
import { nextEntryNumber } from './entry-numbers.js';
import { settledOf } from './invoice-sql.js';
import { insertEntries } from './entry-writing.js';
import { noteOpen } from './open-invoices.js';
import type { journals } from './tables.generated.js';

/** The journal of what is entered by hand, which every book holds from its first moment. */
const GENERAL_JOURNAL = 'OD';

/** What a book's accounts balance to at the end of a day; amounts are decimal strings, `debit` equals `credit`. */
export interface OpeningBalances {
  readonly date: string;
  /** How many accounts (of customers and suppliers: how many of those) have a balance. */
  readonly lines: number;
  readonly debit: string;
  readonly credit: string;
}

/** One row for each account, and for each customer's and supplier's part of it, that does not balance to nothing. */
const BALANCES = `SELECT l.account_id, l.aux_number, MAX(l.aux_name) AS aux_name, SUM(l.debit) - SUM(l.credit) AS balance
  FROM journal_lines l JOIN journal_entries e ON e.book_id = l.book_id AND e.id = l.entry_id
  WHERE l.book_id = ? AND e.entry_date <= ? GROUP BY l.account_id, l.aux_number
  HAVING SUM(l.debit) <> SUM(l.credit)`;

export async function openingBalances(manager: EntityManager, bookId: BookId, date: string): Promise<OpeningBalances> {
  const row = await selectOne<Computed<{ n: Count; debit: string; credit: string }>>(
    manager,
    `SELECT COUNT(*) AS n, COALESCE(SUM(GREATEST(b.balance, 0)), 0.00) AS debit,
       COALESCE(SUM(GREATEST(-b.balance, 0)), 0.00) AS credit FROM (${BALANCES}) b`,
    [idToBytes(bookId), date],
  );
  return { date, lines: Number(row!.n), debit: row!.debit, credit: row!.credit };
}

/** The accounts that they are posted to, as rows of the snapshot. */
export const accountsOfBalances = (bookId: BookId, date: string) => ({
  table: 'ledger_accounts',
  where: (row: string): Sql => ({
    sql: `${row}.id IN (SELECT b.account_id FROM (${BALANCES}) b)`,
    parameters: [idToBytes(bookId), date],
  }),
});

/** How many entries a book has until the end of that day. */
export async function entriesUntil(manager: EntityManager, bookId: BookId, date: string): Promise<number> {
  const row = await selectOne<Computed<{ n: Count }>>(
    manager,
    'SELECT COUNT(*) AS n FROM journal_entries WHERE book_id = ? AND entry_date <= ?',
    [idToBytes(bookId), date],
  );
  return Number(row!.n);
}

/**
 * Enters the balances of another book at the end of a day, as `openingBalances` has read them of it, as one balanced entry of that
 * day. Their accounts must be there, under the same numbers. Null where everything balances to nothing. Throws VALIDATION where an
 * account or the journal is missing.
 */
export async function addOpeningEntry(
  into: BookWrite,
  from: BookId,
  balances: OpeningBalances,
  labelOf: (date: string) => string,
): Promise<{ id: string; date: string; lines: number } | null> {
  const { date } = balances;
  if (balances.lines === 0) return null;
  const [id, label] = [newId(), labelOf(date)];
  const journalId = await generalJournal(into);
  const number = await nextEntryNumber(into, GENERAL_JOURNAL, journalId);
  await insertEntries(into, [{ id: idToBytes(id), journalId, number, date, label }]);
  const { affectedRows } = await write(
    into.tx,
    `INSERT INTO journal_lines (book_id, entry_id, line_no, account_id, debit, credit, label, aux_number, aux_name)
     SELECT ?, ?, ROW_NUMBER() OVER (ORDER BY o.number, b.aux_number), o.id, GREATEST(b.balance, 0), GREATEST(-b.balance, 0), ?,
       b.aux_number, b.aux_name
     FROM (${BALANCES}) b JOIN ledger_accounts s ON s.book_id = ? AND s.id = b.account_id
     JOIN ledger_accounts o ON o.book_id = ? AND o.number = s.number`,
    [into.book, idToBytes(id), label, idToBytes(from), date, idToBytes(from), into.book],
  );
  await assertWhole(into, id, balances, affectedRows);
  await addEntryToMonths(into, id);
  return { id, date, lines: affectedRows };
}

/** What was entered is what was read, and balances: an entry that does not is never left behind (invariant of every posting). */
async function assertWhole(
  { tx, book }: BookWrite,
  id: string,
  balances: OpeningBalances,
  lines: number,
): Promise<void> {
  const [sums] = await select<Computed<{ debit: string; credit: string }>>(
    tx,
    'SELECT SUM(debit) AS debit, SUM(credit) AS credit FROM journal_lines WHERE book_id = ? AND entry_id = ?',
    [book, idToBytes(id)],
  );
  const isWhole = lines === balances.lines && sums!.debit === balances.debit && sums!.credit === balances.credit;
  if (isWhole && balances.debit === balances.credit) return;
  throw new AppError(
    'VALIDATION',
    `The balances of ${balances.date} do not make a balanced entry: ${balances.debit} debit, ${balances.credit} credit.`,
    { errors: [{ path: 'openingBalancesAt', message: 'not balanced at this date' }] },
  );
}

/**
 * What was settled of the invoices that came from another book, before they came: one row for each, without an entry, since payments
 * and credit notes stay behind. So what is open of an invoice that was paid in part is the rest. The row has the invoice's own id.
 */
export async function carrySettled(into: BookWrite, from: BookId, reason: string): Promise<void> {
  const { tx, book } = into;
  await write(
    tx,
    `INSERT INTO recorded_payments (book_id, payment_id, invoice_id, amount, created_at, reason)
     SELECT ?, i.id, i.id, s.settled, ?, ? FROM invoices i
     JOIN (SELECT b.id, ${settledOf('b.book_id', 'b.id')} AS settled FROM invoices b WHERE b.book_id = ?) s ON s.id = i.id
     WHERE i.book_id = ? AND s.settled > 0
       AND NOT EXISTS (SELECT 1 FROM recorded_payments r WHERE r.book_id = i.book_id AND r.payment_id = i.id)`,
    [book, now(), reason, idToBytes(from), book],
  );
  await noteOpen(into);
}

async function generalJournal({ tx, book }: BookWrite): Promise<Buffer> {
  const sql = 'SELECT id FROM journals WHERE book_id = ? AND code = ?';
  const row = await selectOne<Pick<journals, 'id'>>(tx, sql, [book, GENERAL_JOURNAL]);
  if (row) return row.id;
  throw new AppError('VALIDATION', `There is no journal ${GENERAL_JOURNAL}. Bring the chart of accounts along too.`, {
    errors: [{ path: 'kinds', message: 'must include chart' }],
  });
}
