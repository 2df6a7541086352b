import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the account of a person of a business needs. `confirmed_at` is when the person of a session last showed who they are:
 * at the sign-in, or since; a session without it waits for its second factor and opens nothing.
 */
const STATEMENTS = [
  `ALTER TABLE sessions
     ADD COLUMN confirmed_at DATETIME(6) NULL AFTER created_at,
     ADD COLUMN address VARCHAR(45) NULL,
     ADD COLUMN user_agent VARCHAR(500) NULL`,
  'UPDATE sessions SET confirmed_at = created_at',
];

export class Accounts1764850000000 implements MigrationInterface {
  readonly name = 'Accounts1764850000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sessions DROP COLUMN confirmed_at, DROP COLUMN address, DROP COLUMN user_agent');
  }
}
