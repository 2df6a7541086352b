import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ENGINE } from './column-types.js';

/** What the staff's sign-in needs: sessions of their own, a second factor, and codes for the day the phone is lost. */
const TABLES = [
  `CREATE TABLE staff_sessions (
    id BINARY(16) NOT NULL,
    token_hash BINARY(32) NOT NULL,
    staff_id BINARY(16) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    seen_at DATETIME(6) NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    passed_at DATETIME(6) NULL,
    ended_at DATETIME(6) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY staff_sessions_token_hash (token_hash),
    KEY staff_sessions_staff (staff_id),
    KEY staff_sessions_expiry (expires_at),
    CONSTRAINT staff_sessions_staff FOREIGN KEY (staff_id) REFERENCES staff (id)
  ) ${ENGINE}`,

  `CREATE TABLE staff_second_factors (
    staff_id BINARY(16) NOT NULL,
    secret VARBINARY(100) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    confirmed_at DATETIME(6) NULL,
    last_step BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (staff_id),
    CONSTRAINT staff_second_factors_staff FOREIGN KEY (staff_id) REFERENCES staff (id)
  ) ${ENGINE}`,

  `CREATE TABLE staff_recovery_codes (
    staff_id BINARY(16) NOT NULL,
    code_hash BINARY(32) NOT NULL,
    used_at DATETIME(6) NULL,
    PRIMARY KEY (staff_id, code_hash),
    CONSTRAINT staff_recovery_codes_staff FOREIGN KEY (staff_id) REFERENCES staff (id)
  ) ${ENGINE}`,

  // The panel's search: by how a name begins, in order; by the address of the sign-up.
  'ALTER TABLE businesses ADD KEY businesses_name (name)',
  'ALTER TABLE users ADD KEY users_sign_up_email (sign_up_email)',
];

export class StaffSessions1764050000000 implements MigrationInterface {
  readonly name = 'StaffSessions1764050000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users DROP KEY users_sign_up_email');
    await runner.query('ALTER TABLE businesses DROP KEY businesses_name');
    for (const table of ['staff_recovery_codes', 'staff_second_factors', 'staff_sessions']) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}
