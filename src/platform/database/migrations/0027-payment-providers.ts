import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ENGINE, EXACT, WORD } from './column-types.js';
import { refusalTrigger } from './seal-triggers.js';

/**
 * Money comes in from a provider who has a page of its own: by which checkout, under which name, and what the provider said when.
 * A link keeps the document that it asks to pay, as it was sent: its page does not depend on any book.
 */
const STATEMENTS = [
  'ALTER TABLE pay_links ADD COLUMN document MEDIUMTEXT NULL',

  // One payment of a link in the sandbox; one of a checkout with a provider, however many checkouts a link has had.
  `ALTER TABLE online_payments
     ADD COLUMN provider ${WORD(20)} NOT NULL DEFAULT 'sandbox',
     ADD COLUMN provider_checkout ${EXACT(200)} NOT NULL DEFAULT '',
     ADD COLUMN provider_payment ${EXACT(200)} NULL,
     DROP KEY online_payments_once,
     ADD UNIQUE KEY online_payments_once (pay_link_id, provider_checkout),
     ADD KEY online_payments_provider (provider_payment)`,
  'DROP TRIGGER online_payments_refuse_update',
  refusalTrigger(
    'online_payments',
    'UPDATE',
    'IMMUTABLE: a payment that came in does not change',
    `NEW.id <> OLD.id OR NEW.business_id <> OLD.business_id OR NEW.pay_link_id <> OLD.pay_link_id
      OR NEW.reference <> OLD.reference OR NEW.amount <> OLD.amount OR NEW.currency <> OLD.currency
      OR NEW.received_at <> OLD.received_at OR NEW.provider <> OLD.provider
      OR NEW.provider_checkout <> OLD.provider_checkout OR NOT (NEW.provider_payment <=> OLD.provider_payment)`,
  ),

  `CREATE TABLE checkouts (
    id BINARY(16) NOT NULL,
    business_id BINARY(16) NOT NULL,
    pay_link_id BINARY(16) NOT NULL,
    provider ${WORD(20)} NOT NULL,
    reference ${EXACT(200)} NOT NULL,
    amount DECIMAL(17,2) NOT NULL,
    begun_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY checkouts_reference (provider, reference),
    KEY checkouts_link (business_id, pay_link_id, id),
    CONSTRAINT checkouts_link FOREIGN KEY (business_id, pay_link_id) REFERENCES pay_links (business_id, id)
  ) ${ENGINE}`,
  refusalTrigger('checkouts', 'UPDATE', 'IMMUTABLE: a checkout that was begun does not change'),
  refusalTrigger('checkouts', 'DELETE', 'IMMUTABLE: checkouts are not deleted'),

  // Each word once, whatever came of it: also of what no link of ours is known for.
  `CREATE TABLE provider_events (
    provider ${WORD(20)} NOT NULL,
    event_id ${EXACT(200)} NOT NULL,
    type ${EXACT(100)} NOT NULL,
    outcome ${WORD(20)} NOT NULL,
    reference ${EXACT(200)} NULL,
    amount DECIMAL(17,2) NOT NULL,
    currency ${WORD(3)} NOT NULL,
    received_at DATETIME(6) NOT NULL,
    PRIMARY KEY (provider, event_id),
    KEY provider_events_reference (outcome, reference)
  ) ${ENGINE}`,
  refusalTrigger('provider_events', 'UPDATE', 'IMMUTABLE: what a provider said does not change'),
  refusalTrigger('provider_events', 'DELETE', 'IMMUTABLE: what a provider said is not deleted'),
];

export class PaymentProviders1765200000000 implements MigrationInterface {
  readonly name = 'PaymentProviders1765200000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('No payment is ever dropped: there is no way back from here.');
  }
}
