import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ENGINE, EXACT, WORD } from './column-types.js';
import { sealTriggers } from './seal-triggers.js';

const ofBook = (table: string) => `CONSTRAINT ${table}_book FOREIGN KEY (book_id) REFERENCES books (id)`;
const of = (name: string, column: string, table: string) =>
  `CONSTRAINT ${name} FOREIGN KEY (book_id, ${column}) REFERENCES ${table} (book_id, id)`;

/** A line of an invoice and of a credit note say the same things. */
const documentLine = (table: string, document: string, documents: string) => `CREATE TABLE ${table} (
    book_id BINARY(16) NOT NULL,
    ${document}_id BINARY(16) NOT NULL,
    line_no INT UNSIGNED NOT NULL,
    description VARCHAR(500) NOT NULL,
    quantity DECIMAL(12,3) NOT NULL,
    unit_price DECIMAL(17,2) NOT NULL,
    tax_rate_id BINARY(16) NULL,
    product_id BINARY(16) NULL,
    account_id BINARY(16) NULL,
    net DECIMAL(17,2) NOT NULL,
    tax DECIMAL(17,2) NOT NULL,
    PRIMARY KEY (book_id, ${document}_id, line_no),
    KEY ${table}_tax_rate (book_id, tax_rate_id),
    KEY ${table}_product (book_id, product_id),
    KEY ${table}_account (book_id, account_id),
    ${ofBook(table)},
    ${of(`${table}_${document}`, `${document}_id`, documents)},
    ${of(`${table}_tax_rate`, 'tax_rate_id', 'tax_rates')},
    ${of(`${table}_product`, 'product_id', 'products')},
    ${of(`${table}_account`, 'account_id', 'ledger_accounts')}
  ) ${ENGINE}`;

const NEW_TABLES = [
  `CREATE TABLE products (
    book_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    name VARCHAR(200) NOT NULL,
    description VARCHAR(500) NULL,
    unit_price DECIMAL(17,2) NOT NULL,
    account_id BINARY(16) NULL,
    tax_rate_id BINARY(16) NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (book_id, id),
    KEY products_account (book_id, account_id),
    KEY products_tax_rate (book_id, tax_rate_id),
    ${ofBook('products')},
    ${of('products_account', 'account_id', 'ledger_accounts')},
    ${of('products_tax_rate', 'tax_rate_id', 'tax_rates')}
  ) ${ENGINE}`,

  // What a rate is made of, each part with the account that collects it.
  `CREATE TABLE tax_rate_parts (
    book_id BINARY(16) NOT NULL,
    tax_rate_id BINARY(16) NOT NULL,
    part_no INT UNSIGNED NOT NULL,
    name VARCHAR(100) NOT NULL,
    percent DECIMAL(7,4) NOT NULL,
    account_id BINARY(16) NOT NULL,
    PRIMARY KEY (book_id, tax_rate_id, part_no),
    KEY tax_rate_parts_account (book_id, account_id),
    ${ofBook('tax_rate_parts')},
    ${of('tax_rate_parts_tax_rate', 'tax_rate_id', 'tax_rates')},
    ${of('tax_rate_parts_account', 'account_id', 'ledger_accounts')}
  ) ${ENGINE}`,

  // Which document posted an entry. The document is named without a reference: it is of one of several tables.
  `CREATE TABLE entry_sources (
    book_id BINARY(16) NOT NULL,
    entry_id BINARY(16) NOT NULL,
    kind ${WORD(20)} NOT NULL,
    document_id BINARY(16) NOT NULL,
    PRIMARY KEY (book_id, entry_id),
    KEY entry_sources_document (book_id, document_id),
    ${ofBook('entry_sources')},
    ${of('entry_sources_entry', 'entry_id', 'journal_entries')}
  ) ${ENGINE}`,

  `CREATE TABLE entry_reversals (
    book_id BINARY(16) NOT NULL,
    entry_id BINARY(16) NOT NULL,
    reversal_id BINARY(16) NOT NULL,
    PRIMARY KEY (book_id, entry_id),
    UNIQUE KEY entry_reversals_reversal (book_id, reversal_id),
    ${ofBook('entry_reversals')},
    ${of('entry_reversals_entry', 'entry_id', 'journal_entries')},
    ${of('entry_reversals_reversal', 'reversal_id', 'journal_entries')}
  ) ${ENGINE}`,

  `CREATE TABLE credit_notes (
    book_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    contact_id BINARY(16) NOT NULL,
    invoice_id BINARY(16) NULL,
    number ${EXACT(50)} NOT NULL,
    issued_on DATE NOT NULL,
    net DECIMAL(17,2) NOT NULL,
    tax DECIMAL(17,2) NOT NULL,
    total DECIMAL(17,2) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (book_id, id),
    UNIQUE KEY credit_notes_number (book_id, number),
    KEY credit_notes_contact (book_id, contact_id),
    KEY credit_notes_invoice (book_id, invoice_id),
    ${ofBook('credit_notes')},
    ${of('credit_notes_contact', 'contact_id', 'contacts')},
    ${of('credit_notes_invoice', 'invoice_id', 'invoices')}
  ) ${ENGINE}`,

  documentLine('credit_note_lines', 'credit_note', 'credit_notes'),

  `CREATE TABLE credit_note_uses (
    book_id BINARY(16) NOT NULL,
    credit_note_id BINARY(16) NOT NULL,
    invoice_id BINARY(16) NOT NULL,
    amount DECIMAL(17,2) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (book_id, credit_note_id, invoice_id),
    KEY credit_note_uses_invoice (book_id, invoice_id),
    ${ofBook('credit_note_uses')},
    ${of('credit_note_uses_credit_note', 'credit_note_id', 'credit_notes')},
    ${of('credit_note_uses_invoice', 'invoice_id', 'invoices')}
  ) ${ENGINE}`,
];

/** What tables that are there already say in addition; null is what they said before. */
const NEW_COLUMNS = [
  `ALTER TABLE contacts ADD COLUMN number ${EXACT(50)} NULL, ADD COLUMN address VARCHAR(500) NULL,
     ADD COLUMN locale ${WORD(2)} NULL, ADD KEY contacts_number (book_id, kind, number)`,
  `ALTER TABLE invoice_lines ADD COLUMN product_id BINARY(16) NULL, ADD COLUMN account_id BINARY(16) NULL,
     ADD KEY invoice_lines_product (book_id, product_id), ADD KEY invoice_lines_account (book_id, account_id),
     ADD ${of('invoice_lines_product', 'product_id', 'products')},
     ADD ${of('invoice_lines_account', 'account_id', 'ledger_accounts')}`,
  `ALTER TABLE bank_accounts ADD COLUMN account_id BINARY(16) NULL, ADD KEY bank_accounts_account (book_id, account_id),
     ADD ${of('bank_accounts_account', 'account_id', 'ledger_accounts')}`,
  // Set aside, a payment has a reason and no entry; received by hand, it has the day on which it was paid.
  `ALTER TABLE recorded_payments MODIFY COLUMN entry_id BINARY(16) NULL, ADD COLUMN paid_on DATE NULL,
     ADD COLUMN reason VARCHAR(500) NULL`,
  'ALTER TABLE journal_entries ADD KEY journal_entries_by_number (book_id, journal_id, number)',
];

/** The counters go on above what was imported before they were told of imports: in the form that a counter gives. */
export const COUNTERS_ABOVE_IMPORTS = `INSERT INTO document_counters (business_id, kind, last_number)
  SELECT b.business_id, CONCAT('entry:', j.code), MAX(CAST(SUBSTRING(e.number, CHAR_LENGTH(j.code) + 1) AS UNSIGNED))
  FROM journal_entries e
  JOIN journals j ON j.book_id = e.book_id AND j.id = e.journal_id
  JOIN books b ON b.id = e.book_id
  WHERE LEFT(e.number, CHAR_LENGTH(j.code)) = j.code AND SUBSTRING(e.number, CHAR_LENGTH(j.code) + 1) REGEXP '^[0-9]{6,7}$'
  GROUP BY b.business_id, j.code
  ON DUPLICATE KEY UPDATE last_number = GREATEST(last_number, VALUES(last_number))`;

const TABLES = [
  'products',
  'tax_rate_parts',
  'entry_sources',
  'entry_reversals',
  'credit_notes',
  'credit_note_lines',
  'credit_note_uses',
];

/** Documents post: what they are made of, where their entries are, what settles them. */
export class Postings1764800000000 implements MigrationInterface {
  readonly name = 'Postings1764800000000';

  async up(runner: QueryRunner): Promise<void> {
    const statements = [...NEW_TABLES, ...TABLES.flatMap(sealTriggers), ...NEW_COLUMNS, COUNTERS_ABOVE_IMPORTS];
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('What was posted is not taken back: there is no way back from here.');
  }
}
