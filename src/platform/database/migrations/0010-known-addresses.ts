import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ENGINE } from './column-types.js';

/**
 * Failed sign-ins are attempts like others now (attempt_counts). An address from which somebody has signed in is known, so
 * that a stranger's failures do not lock it out. A change of e-mail waits until its new address has confirmed it.
 */
const STATEMENTS = [
  'DROP TABLE sign_in_failures',
  `CREATE TABLE known_addresses (
    account_key BINARY(32) NOT NULL,
    address_key BINARY(32) NOT NULL,
    last_at DATETIME(6) NOT NULL,
    PRIMARY KEY (account_key, address_key),
    KEY known_addresses_last (last_at)
  ) ${ENGINE}`,
  `CREATE TABLE email_changes (
    id BINARY(16) NOT NULL,
    user_id BINARY(16) NOT NULL,
    session_id BINARY(16) NOT NULL,
    token_hash BINARY(32) NOT NULL,
    old_email VARCHAR(254) NOT NULL,
    new_email VARCHAR(254) NOT NULL,
    asked_at DATETIME(6) NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    confirmed_at DATETIME(6) NULL,
    ended_at DATETIME(6) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY email_changes_token (token_hash),
    KEY email_changes_user (user_id, confirmed_at),
    CONSTRAINT email_changes_user FOREIGN KEY (user_id) REFERENCES users (id)
  ) ${ENGINE}`,
];

export class KnownAddresses1764350000000 implements MigrationInterface {
  readonly name = 'KnownAddresses1764350000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Changes of address that were confirmed are kept: there is no way back from here.');
  }
}
