import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ENGINE } from './column-types.js';
import { sealTriggers } from './seal-triggers.js';

const TABLES = [
  `CREATE TABLE account_months (
    book_id BINARY(16) NOT NULL,
    account_id BINARY(16) NOT NULL,
    month DATE NOT NULL,
    stripe INT UNSIGNED NOT NULL,
    debit DECIMAL(27,2) NOT NULL,
    credit DECIMAL(27,2) NOT NULL,
    PRIMARY KEY (book_id, account_id, month, stripe),
    KEY account_months_month (book_id, month),
    CONSTRAINT account_months_book FOREIGN KEY (book_id) REFERENCES books (id),
    CONSTRAINT account_months_account FOREIGN KEY (book_id, account_id) REFERENCES ledger_accounts (book_id, id)
  ) ${ENGINE}`,
  `CREATE TABLE open_invoices (
    book_id BINARY(16) NOT NULL,
    invoice_id BINARY(16) NOT NULL,
    due_on DATE NOT NULL,
    amount DECIMAL(17,2) NOT NULL,
    PRIMARY KEY (book_id, invoice_id),
    KEY open_invoices_due (book_id, due_on),
    CONSTRAINT open_invoices_book FOREIGN KEY (book_id) REFERENCES books (id),
    CONSTRAINT open_invoices_invoice FOREIGN KEY (book_id, invoice_id) REFERENCES invoices (book_id, id)
  ) ${ENGINE}`,
];

/** Of one book. Its rows are all there or none: a statement is whole, and one that was run before finds its first row and stops. */
const MONTHS_OF_BOOK = `INSERT INTO account_months (book_id, account_id, month, stripe, debit, credit)
  SELECT l.book_id, l.account_id, DATE_FORMAT(e.entry_date, '%Y-%m-01') AS month, 0, SUM(l.debit), SUM(l.credit)
  FROM journal_lines l JOIN journal_entries e ON e.book_id = l.book_id AND e.id = l.entry_id
  WHERE l.book_id = ? GROUP BY l.book_id, l.account_id, month`;

const OPEN_OF_BOOK = `INSERT INTO open_invoices (book_id, invoice_id, due_on, amount)
  SELECT * FROM (SELECT i.book_id, i.id, i.due_on, i.total
      - (SELECT COALESCE(SUM(p.amount), 0) FROM recorded_payments p WHERE p.book_id = i.book_id AND p.invoice_id = i.id)
      - (SELECT COALESCE(SUM(u.amount), 0) FROM credit_note_uses u WHERE u.book_id = i.book_id AND u.invoice_id = i.id) AS amount
    FROM invoices i WHERE i.book_id = ?) t WHERE amount <> 0`;

/**
 * What the posting keeps added up, so that a page need not read the ledger: balances by account and month, and what is open of each
 * invoice. Books of before are added up here, snapshots too; from then on they are as sealed as the rest.
 */
export class DerivedFromBooks1765400000000 implements MigrationInterface {
  readonly name = 'DerivedFromBooks1765400000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const sql of TABLES) await runner.query(sql);
    const books = (await runner.query('SELECT id FROM books WHERE purging_at IS NULL ORDER BY id')) as { id: Buffer }[];
    for (const { id } of books) {
      await runner.query(MONTHS_OF_BOOK, [id]);
      await runner.query(OPEN_OF_BOOK, [id]);
    }
    for (const table of ['account_months', 'open_invoices'])
      for (const trigger of sealTriggers(table)) await runner.query(trigger);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE open_invoices');
    await runner.query('DROP TABLE account_months');
  }
}
