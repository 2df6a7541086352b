import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import { select } from '../platform/database/transaction.js';
import { idToBytes, type BookId } from '../platform/kernel/ids.js';
import type {
  bank_accounts,
  contacts,
  invoices,
  ledger_accounts,
  open_invoices,
  products,
  tax_rates,
} from './tables.generated.js';

/**
 * The lists of a book, whole, for files: each row once, a page at a time in the order of the ids, so that memory does not grow with
 * the book. The columns of each are named in `WHOLE_LISTS`, which a face puts into words.
 */
export const WHOLE_LISTS = {
  contacts: ['name', 'kind', 'number', 'email', 'phone', 'address'],
  products: ['name', 'description', 'unitPrice', 'account', 'taxRate'],
  accounts: ['account', 'name'],
  taxRates: ['code', 'name', 'percent'],
  bankAccounts: ['name', 'currency', 'account'],
  unpaidInvoices: ['number', 'customer', 'issuedOn', 'dueOn', 'total', 'due'],
} as const;
export type WholeList = keyof typeof WHOLE_LISTS;

type Cells = (string | null)[];

const ROWS_PER_PAGE = 1_000;

/** Every row of a list, with as many cells as it has columns. Amounts are decimal strings. */
export function wholeList(manager: EntityManager, bookId: BookId, list: WholeList): AsyncGenerator<Cells> {
  const book = idToBytes(bookId);
  switch (list) {
    case 'contacts':
      return contactsOf(manager, book);
    case 'products':
      return productsOf(manager, book);
    case 'accounts':
      return accountsOf(manager, book);
    case 'taxRates':
      return taxRatesOf(manager, book);
    case 'bankAccounts':
      return bankAccountsOf(manager, book);
    case 'unpaidInvoices':
      return unpaidInvoicesOf(manager, book);
  }
}

/** `sql` ends in a condition on the book; `id` is what is paged along. */
async function* each<Row extends { readonly id: Buffer }>(
  manager: EntityManager,
  sql: string,
  book: Buffer,
  id: string,
): AsyncGenerator<Row> {
  let after = Buffer.alloc(0);
  for (;;) {
    const rows: Row[] = await select<Row>(manager, `${sql} AND ${id} > ? ORDER BY ${id} LIMIT ${ROWS_PER_PAGE}`, [
      book,
      after,
    ]);
    yield* rows;
    if (rows.length < ROWS_PER_PAGE) return;
    after = Buffer.from(rows.at(-1)!.id);
    await nextTurn();
  }
}

async function* contactsOf(manager: EntityManager, book: Buffer): AsyncGenerator<Cells> {
  const rows = each<Pick<contacts, 'id' | 'name' | 'kind' | 'number' | 'email' | 'phone' | 'address'>>(
    manager,
    'SELECT id, name, kind, number, email, phone, address FROM contacts WHERE book_id = ?',
    book,
    'id',
  );
  for await (const row of rows) yield [row.name, row.kind, row.number, row.email, row.phone, row.address];
}

async function* productsOf(manager: EntityManager, book: Buffer): AsyncGenerator<Cells> {
  const rows = each<
    Pick<products, 'id' | 'name' | 'description' | 'unit_price'> & {
      account: ledger_accounts['number'] | null;
      tax_rate: tax_rates['code'] | null;
    }
  >(
    manager,
    `SELECT p.id, p.name, p.description, p.unit_price, a.number AS account, t.code AS tax_rate FROM products p
     LEFT JOIN ledger_accounts a ON a.book_id = p.book_id AND a.id = p.account_id
     LEFT JOIN tax_rates t ON t.book_id = p.book_id AND t.id = p.tax_rate_id WHERE p.book_id = ?`,
    book,
    'p.id',
  );
  for await (const row of rows) yield [row.name, row.description, row.unit_price, row.account, row.tax_rate];
}

async function* accountsOf(manager: EntityManager, book: Buffer): AsyncGenerator<Cells> {
  const rows = each<Pick<ledger_accounts, 'id' | 'number' | 'name'>>(
    manager,
    'SELECT id, number, name FROM ledger_accounts WHERE book_id = ?',
    book,
    'id',
  );
  for await (const row of rows) yield [row.number, row.name];
}

async function* taxRatesOf(manager: EntityManager, book: Buffer): AsyncGenerator<Cells> {
  const rows = each<Pick<tax_rates, 'id' | 'code' | 'name' | 'percent'>>(
    manager,
    'SELECT id, code, name, percent FROM tax_rates WHERE book_id = ?',
    book,
    'id',
  );
  for await (const row of rows) yield [row.code, row.name, row.percent];
}

async function* bankAccountsOf(manager: EntityManager, book: Buffer): AsyncGenerator<Cells> {
  const rows = each<Pick<bank_accounts, 'id' | 'name' | 'currency'> & { account: ledger_accounts['number'] | null }>(
    manager,
    `SELECT b.id, b.name, b.currency, a.number AS account FROM bank_accounts b
     LEFT JOIN ledger_accounts a ON a.book_id = b.book_id AND a.id = b.account_id WHERE b.book_id = ?`,
    book,
    'b.id',
  );
  for await (const row of rows) yield [row.name, row.currency, row.account];
}

async function* unpaidInvoicesOf(manager: EntityManager, book: Buffer): AsyncGenerator<Cells> {
  const rows = each<
    Pick<invoices, 'id' | 'number' | 'issued_on' | 'due_on' | 'total'> &
      Pick<open_invoices, 'amount'> & { customer: contacts['name'] }
  >(
    manager,
    `SELECT i.id, i.number, c.name AS customer, i.issued_on, i.due_on, i.total, o.amount
     FROM open_invoices o JOIN invoices i ON i.book_id = o.book_id AND i.id = o.invoice_id
     JOIN contacts c ON c.book_id = i.book_id AND c.id = i.contact_id WHERE o.book_id = ? AND o.amount > 0`,
    book,
    'o.invoice_id',
  );
  for await (const row of rows) yield [row.number, row.customer, row.issued_on, row.due_on, row.total, row.amount];
}
