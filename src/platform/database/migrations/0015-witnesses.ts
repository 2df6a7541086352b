import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ENGINE, WORD } from './column-types.js';

/** How each witness stands, since when the log has been available, the check of all of it, and who gets checkpoints by mail. */
const STATEMENTS = [
  // What one witness cosigned last; the primary key answers only what lies under one checkpoint.
  'ALTER TABLE audit_cosignatures ADD INDEX audit_cosignatures_witness (witness, tree_size)',

  // One row: how the log stands, and since when without a change.
  `CREATE TABLE audit_availability (
    id TINYINT UNSIGNED NOT NULL,
    is_open TINYINT(1) NOT NULL,
    since DATETIME(6) NOT NULL,
    seen_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id)
  ) ${ENGINE}`,
  "INSERT INTO audit_availability (id, is_open, since, seen_at) VALUES (1, 0, UTC_TIMESTAMP(6), '2000-01-01')",

  // One row: the check of the whole log that runs, or ran last. Its result is an event.
  `CREATE TABLE audit_check (
    id TINYINT UNSIGNED NOT NULL,
    asked_by BINARY(16) NULL,
    asked_as ${WORD(20)} NULL,
    asked_at DATETIME(6) NULL,
    claim BINARY(16) NULL,
    lease_until DATETIME(6) NULL,
    done BIGINT UNSIGNED NOT NULL,
    total BIGINT UNSIGNED NOT NULL,
    ended_at DATETIME(6) NULL,
    event_id BINARY(16) NULL,
    PRIMARY KEY (id)
  ) ${ENGINE}`,
  'INSERT INTO audit_check (id, done, total) VALUES (1, 0, 0)',

  `CREATE TABLE checkpoint_subscribers (
    id BINARY(16) NOT NULL,
    email VARCHAR(254) NOT NULL,
    locale ${WORD(2)} NOT NULL,
    added_by BINARY(16) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    sent_at DATETIME(6) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY checkpoint_subscribers_email (email),
    KEY checkpoint_subscribers_sent (sent_at),
    CONSTRAINT checkpoint_subscribers_staff FOREIGN KEY (added_by) REFERENCES staff (id)
  ) ${ENGINE}`,
];

export class Witnesses1764600000000 implements MigrationInterface {
  readonly name = 'Witnesses1764600000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['checkpoint_subscribers', 'audit_check', 'audit_availability']) {
      await runner.query(`DROP TABLE ${table}`);
    }
    await runner.query('ALTER TABLE audit_cosignatures DROP INDEX audit_cosignatures_witness');
  }
}
