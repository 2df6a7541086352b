import { ENGINE, EXACT, WORD } from './column-types.js';

/** The tables whose rows belong to a book, parents before children. */
export const BOOK_TABLES = [
  'contacts',
  'ledger_accounts',
  'tax_rates',
  'journals',
  'journal_entries',
  'journal_lines',
  'invoices',
  'invoice_lines',
  'bank_accounts',
  'bank_transactions',
];

/**
 * `book_id` comes first in every primary and unique key and in every reference between them, so that a row can name
 * only rows of its own book and two books can hold the same file (invariant 2).
 */
export const accountingTables = [
  `CREATE TABLE contacts (
    book_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    kind ${WORD(20)} NOT NULL,
    name VARCHAR(200) NOT NULL,
    email VARCHAR(254) NULL,
    phone VARCHAR(50) NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (book_id, id),
    CONSTRAINT contacts_book FOREIGN KEY (book_id) REFERENCES books (id)
  ) ${ENGINE}`,

  `CREATE TABLE ledger_accounts (
    book_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    number ${EXACT(20)} NOT NULL,
    name VARCHAR(200) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (book_id, id),
    UNIQUE KEY ledger_accounts_number (book_id, number),
    CONSTRAINT ledger_accounts_book FOREIGN KEY (book_id) REFERENCES books (id)
  ) ${ENGINE}`,

  `CREATE TABLE tax_rates (
    book_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    code ${EXACT(20)} NOT NULL,
    name VARCHAR(100) NOT NULL,
    percent DECIMAL(7,4) NOT NULL,
    PRIMARY KEY (book_id, id),
    UNIQUE KEY tax_rates_code (book_id, code),
    CONSTRAINT tax_rates_book FOREIGN KEY (book_id) REFERENCES books (id)
  ) ${ENGINE}`,

  `CREATE TABLE journals (
    book_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    code ${EXACT(20)} NOT NULL,
    name VARCHAR(100) NOT NULL,
    PRIMARY KEY (book_id, id),
    UNIQUE KEY journals_code (book_id, code),
    CONSTRAINT journals_book FOREIGN KEY (book_id) REFERENCES books (id)
  ) ${ENGINE}`,

  `CREATE TABLE journal_entries (
    book_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    journal_id BINARY(16) NOT NULL,
    number ${EXACT(50)} NOT NULL,
    entry_date DATE NOT NULL,
    label VARCHAR(500) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (book_id, id),
    UNIQUE KEY journal_entries_number (book_id, journal_id, entry_date, number),
    KEY journal_entries_date (book_id, entry_date, id),
    CONSTRAINT journal_entries_book FOREIGN KEY (book_id) REFERENCES books (id),
    CONSTRAINT journal_entries_journal FOREIGN KEY (book_id, journal_id) REFERENCES journals (book_id, id)
  ) ${ENGINE}`,

  `CREATE TABLE journal_lines (
    book_id BINARY(16) NOT NULL,
    entry_id BINARY(16) NOT NULL,
    line_no INT UNSIGNED NOT NULL,
    account_id BINARY(16) NOT NULL,
    debit DECIMAL(17,2) NOT NULL,
    credit DECIMAL(17,2) NOT NULL,
    label VARCHAR(500) NOT NULL,
    aux_number VARCHAR(50) NULL,
    aux_name VARCHAR(200) NULL,
    piece_ref VARCHAR(100) NULL,
    piece_date DATE NULL,
    lettering VARCHAR(20) NULL,
    lettered_on DATE NULL,
    validated_on DATE NULL,
    foreign_amount DECIMAL(17,2) NULL,
    foreign_currency ${WORD(3)} NULL,
    PRIMARY KEY (book_id, entry_id, line_no),
    KEY journal_lines_account (book_id, account_id),
    CONSTRAINT journal_lines_book FOREIGN KEY (book_id) REFERENCES books (id),
    CONSTRAINT journal_lines_entry FOREIGN KEY (book_id, entry_id) REFERENCES journal_entries (book_id, id),
    CONSTRAINT journal_lines_account FOREIGN KEY (book_id, account_id) REFERENCES ledger_accounts (book_id, id)
  ) ${ENGINE}`,

  `CREATE TABLE invoices (
    book_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    contact_id BINARY(16) NOT NULL,
    number ${EXACT(50)} NOT NULL,
    issued_on DATE NOT NULL,
    due_on DATE NOT NULL,
    net DECIMAL(17,2) NOT NULL,
    tax DECIMAL(17,2) NOT NULL,
    total DECIMAL(17,2) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (book_id, id),
    UNIQUE KEY invoices_number (book_id, number),
    KEY invoices_contact (book_id, contact_id),
    CONSTRAINT invoices_book FOREIGN KEY (book_id) REFERENCES books (id),
    CONSTRAINT invoices_contact FOREIGN KEY (book_id, contact_id) REFERENCES contacts (book_id, id)
  ) ${ENGINE}`,

  `CREATE TABLE invoice_lines (
    book_id BINARY(16) NOT NULL,
    invoice_id BINARY(16) NOT NULL,
    line_no INT UNSIGNED NOT NULL,
    description VARCHAR(500) NOT NULL,
    quantity DECIMAL(12,3) NOT NULL,
    unit_price DECIMAL(17,2) NOT NULL,
    tax_rate_id BINARY(16) NULL,
    net DECIMAL(17,2) NOT NULL,
    tax DECIMAL(17,2) NOT NULL,
    PRIMARY KEY (book_id, invoice_id, line_no),
    KEY invoice_lines_tax_rate (book_id, tax_rate_id),
    CONSTRAINT invoice_lines_book FOREIGN KEY (book_id) REFERENCES books (id),
    CONSTRAINT invoice_lines_invoice FOREIGN KEY (book_id, invoice_id) REFERENCES invoices (book_id, id),
    CONSTRAINT invoice_lines_tax_rate FOREIGN KEY (book_id, tax_rate_id) REFERENCES tax_rates (book_id, id)
  ) ${ENGINE}`,

  `CREATE TABLE bank_accounts (
    book_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    name VARCHAR(200) NOT NULL,
    currency ${WORD(3)} NOT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (book_id, id),
    CONSTRAINT bank_accounts_book FOREIGN KEY (book_id) REFERENCES books (id)
  ) ${ENGINE}`,

  // feed_id names a kept row without referencing it: a book refers only to rows of its own.
  `CREATE TABLE bank_transactions (
    book_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    bank_account_id BINARY(16) NOT NULL,
    feed_id BINARY(16) NOT NULL,
    external_id ${EXACT(100)} NOT NULL,
    posted_on DATE NOT NULL,
    description VARCHAR(200) NOT NULL,
    amount DECIMAL(17,2) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (book_id, id),
    UNIQUE KEY bank_transactions_external (book_id, bank_account_id, external_id),
    CONSTRAINT bank_transactions_book FOREIGN KEY (book_id) REFERENCES books (id),
    CONSTRAINT bank_transactions_account FOREIGN KEY (book_id, bank_account_id) REFERENCES bank_accounts (book_id, id)
  ) ${ENGINE}`,
];
