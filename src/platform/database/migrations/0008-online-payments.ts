import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ENGINE, EXACT, WORD } from './column-types.js';
import { refusalTrigger, sealTriggers } from './seal-triggers.js';

const TABLES = [
  `CREATE TABLE pay_links (
    id BINARY(16) NOT NULL,
    business_id BINARY(16) NOT NULL,
    token BINARY(32) NOT NULL,
    invoice_id BINARY(16) NOT NULL,
    invoice_number ${EXACT(50)} NOT NULL,
    business_name VARCHAR(200) NOT NULL,
    customer_name VARCHAR(200) NOT NULL,
    amount DECIMAL(17,2) NOT NULL,
    currency ${WORD(3)} NOT NULL,
    issued_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY pay_links_token (token),
    UNIQUE KEY pay_links_business (business_id, id),
    KEY pay_links_invoice (business_id, invoice_id),
    CONSTRAINT pay_links_business FOREIGN KEY (business_id) REFERENCES businesses (id)
  ) ${ENGINE}`,

  // It refers to its link alone, not to the business: a customer who pays waits neither for a reset nor for an import.
  // The two last keys find what waits, in one business and in all of them (src/banking/online-payments/waiting-sql.ts).
  `CREATE TABLE online_payments (
    id BINARY(16) NOT NULL,
    business_id BINARY(16) NOT NULL,
    pay_link_id BINARY(16) NOT NULL,
    reference ${WORD(12)} NOT NULL,
    amount DECIMAL(17,2) NOT NULL,
    currency ${WORD(3)} NOT NULL,
    received_at DATETIME(6) NOT NULL,
    last_recorded_in BINARY(16) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY online_payments_once (pay_link_id),
    UNIQUE KEY online_payments_reference (reference),
    KEY online_payments_link (business_id, pay_link_id),
    KEY online_payments_business (business_id, last_recorded_in, id),
    KEY online_payments_recorded (last_recorded_in, id),
    CONSTRAINT online_payments_link FOREIGN KEY (business_id, pay_link_id) REFERENCES pay_links (business_id, id)
  ) ${ENGINE}`,

  `CREATE TABLE recorded_payments (
    book_id BINARY(16) NOT NULL,
    payment_id BINARY(16) NOT NULL,
    invoice_id BINARY(16) NULL,
    entry_id BINARY(16) NOT NULL,
    amount DECIMAL(17,2) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (book_id, payment_id),
    KEY recorded_payments_invoice (book_id, invoice_id),
    KEY recorded_payments_entry (book_id, entry_id),
    CONSTRAINT recorded_payments_book FOREIGN KEY (book_id) REFERENCES books (id),
    CONSTRAINT recorded_payments_invoice FOREIGN KEY (book_id, invoice_id) REFERENCES invoices (book_id, id),
    CONSTRAINT recorded_payments_entry FOREIGN KEY (book_id, entry_id) REFERENCES journal_entries (book_id, id)
  ) ${ENGINE}`,
];

const TRIGGERS = [
  ...sealTriggers('recorded_payments'),
  refusalTrigger('pay_links', 'UPDATE', 'IMMUTABLE: what a customer was sent does not change'),
  refusalTrigger('pay_links', 'DELETE', 'IMMUTABLE: pay links are not deleted'),
  refusalTrigger(
    'online_payments',
    'UPDATE',
    'IMMUTABLE: a payment that came in does not change',
    `NEW.id <> OLD.id OR NEW.business_id <> OLD.business_id OR NEW.pay_link_id <> OLD.pay_link_id
      OR NEW.reference <> OLD.reference OR NEW.amount <> OLD.amount OR NEW.currency <> OLD.currency
      OR NEW.received_at <> OLD.received_at`,
  ),
  refusalTrigger('online_payments', 'DELETE', 'IMMUTABLE: no payment is ever dropped'),
];

export class OnlinePayments1764250000000 implements MigrationInterface {
  readonly name = 'OnlinePayments1764250000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, ...TRIGGERS]) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('No payment is ever dropped: there is no way back from here.');
  }
}
