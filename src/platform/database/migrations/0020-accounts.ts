import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ENGINE, EXACT, WORD } from './column-types.js';

/**
 * What the account of a person of a business needs. `confirmed_at` of a session is when its person last showed who they are:
 * at the sign-in, or since; a session without it waits for its second factor and opens nothing. Membership goes by a mailed
 * link, no more by an address that nobody has confirmed.
 */
const STATEMENTS = [
  `ALTER TABLE sessions
     ADD COLUMN confirmed_at DATETIME(6) NULL AFTER created_at,
     ADD COLUMN address VARCHAR(45) NULL,
     ADD COLUMN user_agent VARCHAR(500) NULL`,
  'UPDATE sessions SET confirmed_at = created_at',

  // When its mailbox was read to confirm it, or to change it.
  'ALTER TABLE users ADD COLUMN email_confirmed_at DATETIME(6) NULL',
  `UPDATE users SET email_confirmed_at = (SELECT MAX(c.confirmed_at) FROM email_changes c
     WHERE c.user_id = users.id AND c.new_email = users.email)`,

  `CREATE TABLE mailed_links (
    id BINARY(16) NOT NULL,
    token_hash BINARY(32) NOT NULL,
    purpose ${WORD(20)} NOT NULL,
    user_id BINARY(16) NOT NULL,
    email VARCHAR(254) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY mailed_links_token (token_hash),
    KEY mailed_links_user (user_id, purpose),
    KEY mailed_links_expiry (expires_at),
    CONSTRAINT mailed_links_user FOREIGN KEY (user_id) REFERENCES users (id)
  ) ${ENGINE}`,

  `CREATE TABLE invitations (
    id BINARY(16) NOT NULL,
    business_id BINARY(16) NOT NULL,
    email VARCHAR(254) NOT NULL,
    email_key ${EXACT(254)} NOT NULL,
    role ${WORD(20)} NOT NULL,
    token_hash BINARY(32) NOT NULL,
    invited_by BINARY(16) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    sent_at DATETIME(6) NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    accepted_at DATETIME(6) NULL,
    accepted_by BINARY(16) NULL,
    withdrawn_at DATETIME(6) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY invitations_token (token_hash),
    KEY invitations_business (business_id, email_key),
    KEY invitations_invited_by (invited_by),
    KEY invitations_accepted_by (accepted_by),
    CONSTRAINT invitations_business FOREIGN KEY (business_id) REFERENCES businesses (id),
    CONSTRAINT invitations_invited_by FOREIGN KEY (invited_by) REFERENCES users (id),
    CONSTRAINT invitations_accepted_by FOREIGN KEY (accepted_by) REFERENCES users (id)
  ) ${ENGINE}`,
];

export class Accounts1764850000000 implements MigrationInterface {
  readonly name = 'Accounts1764850000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['invitations', 'mailed_links']) await runner.query(`DROP TABLE ${table}`);
    await runner.query('ALTER TABLE users DROP COLUMN email_confirmed_at');
    await runner.query('ALTER TABLE sessions DROP COLUMN confirmed_at, DROP COLUMN address, DROP COLUMN user_agent');
  }
}
