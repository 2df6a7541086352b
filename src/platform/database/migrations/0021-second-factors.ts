import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ENGINE, WORD } from './column-types.js';

/** For people of a business what staff have had: codes of a phone, and recovery codes. Beside them passkeys (WebAuthn). */
const STATEMENTS = [
  `CREATE TABLE user_second_factors (
    user_id BINARY(16) NOT NULL,
    secret VARBINARY(100) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    confirmed_at DATETIME(6) NULL,
    last_step BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (user_id),
    CONSTRAINT user_second_factors_user FOREIGN KEY (user_id) REFERENCES users (id)
  ) ${ENGINE}`,
  `CREATE TABLE user_recovery_codes (
    user_id BINARY(16) NOT NULL,
    code_hash BINARY(32) NOT NULL,
    used_at DATETIME(6) NULL,
    PRIMARY KEY (user_id, code_hash),
    CONSTRAINT user_recovery_codes_user FOREIGN KEY (user_id) REFERENCES users (id)
  ) ${ENGINE}`,
  `CREATE TABLE passkeys (
    id BINARY(16) NOT NULL,
    user_id BINARY(16) NOT NULL,
    credential_id VARBINARY(1023) NOT NULL,
    public_key VARBINARY(2000) NOT NULL,
    counter BIGINT UNSIGNED NOT NULL,
    transports ${WORD(200)} NOT NULL,
    name VARCHAR(100) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    used_at DATETIME(6) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY passkeys_credential (credential_id),
    KEY passkeys_user (user_id),
    CONSTRAINT passkeys_user FOREIGN KEY (user_id) REFERENCES users (id)
  ) ${ENGINE}`,
  `CREATE TABLE passkey_challenges (
    challenge_hash BINARY(32) NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    PRIMARY KEY (challenge_hash),
    KEY passkey_challenges_expiry (expires_at)
  ) ${ENGINE}`,
];

export class SecondFactors1764900000000 implements MigrationInterface {
  readonly name = 'SecondFactors1764900000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['passkey_challenges', 'passkeys', 'user_recovery_codes', 'user_second_factors']) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}
