import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ENGINE } from './column-types.js';
import { refusalTrigger } from './seal-triggers.js';

/**
 * What documents say of their seller beside its name; and that a pay link was taken back: beside the link, which never changes.
 */
const STATEMENTS = [
  `ALTER TABLE businesses
     ADD COLUMN address VARCHAR(500) NULL,
     ADD COLUMN contact_email VARCHAR(254) NULL,
     ADD COLUMN phone VARCHAR(50) NULL,
     ADD COLUMN tax_numbers VARCHAR(200) NULL`,

  `CREATE TABLE pay_link_revocations (
    pay_link_id BINARY(16) NOT NULL,
    business_id BINARY(16) NOT NULL,
    revoked_at DATETIME(6) NOT NULL,
    PRIMARY KEY (pay_link_id),
    KEY pay_link_revocations_link (business_id, pay_link_id),
    CONSTRAINT pay_link_revocations_link FOREIGN KEY (business_id, pay_link_id) REFERENCES pay_links (business_id, id)
  ) ${ENGINE}`,
  refusalTrigger('pay_link_revocations', 'UPDATE', 'IMMUTABLE: a link that was revoked stays so'),
  refusalTrigger('pay_link_revocations', 'DELETE', 'IMMUTABLE: a link that was revoked stays so'),
];

export class SellerAndRevocations1765100000000 implements MigrationInterface {
  readonly name = 'SellerAndRevocations1765100000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE pay_link_revocations');
    await runner.query(
      'ALTER TABLE businesses DROP COLUMN address, DROP COLUMN contact_email, DROP COLUMN phone, DROP COLUMN tax_numbers',
    );
  }
}
