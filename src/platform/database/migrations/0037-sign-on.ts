import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ENGINE, WORD } from './column-types.js';

/**
 * Staff who sign in at a provider (OpenID Connect) have no password here: `sign_on_key` is the hash of issuer and subject. A
 * session says how it was opened and from where; one of the provider's can be ended by the provider. And staff get passkeys.
 */
const STATEMENTS = [
  `ALTER TABLE staff
     MODIFY COLUMN password_hash ${WORD(255)} NULL,
     ADD COLUMN sign_on_key BINARY(32) NULL,
     ADD UNIQUE KEY staff_sign_on_key (sign_on_key)`,

  `ALTER TABLE staff_sessions
     ADD COLUMN method ${WORD(20)} NULL,
     ADD COLUMN address VARCHAR(45) NULL,
     ADD COLUMN user_agent VARCHAR(500) NULL,
     ADD COLUMN provider_session BINARY(32) NULL,
     ADD KEY staff_sessions_provider (provider_session)`,

  `CREATE TABLE staff_passkeys (
    id BINARY(16) NOT NULL,
    staff_id BINARY(16) NOT NULL,
    credential_id VARBINARY(1023) NOT NULL,
    public_key VARBINARY(2000) NOT NULL,
    counter BIGINT UNSIGNED NOT NULL,
    transports ${WORD(200)} NOT NULL,
    name VARCHAR(100) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    used_at DATETIME(6) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY staff_passkeys_credential (credential_id),
    KEY staff_passkeys_staff (staff_id),
    CONSTRAINT staff_passkeys_staff FOREIGN KEY (staff_id) REFERENCES staff (id)
  ) ${ENGINE}`,
];

export class SignOn1765700000000 implements MigrationInterface {
  readonly name = 'SignOn1765700000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error(
      'Accounts without a password cannot be told from others afterwards: there is no way back from here.',
    );
  }
}
