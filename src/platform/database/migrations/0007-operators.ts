import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  'ALTER TABLE staff ADD COLUMN password_expires_at DATETIME(6) NULL',
  // What waits in the panel, each list in its own order: a walk along one index, however large the table is.
  'ALTER TABLE bank_feeds ADD KEY bank_feeds_state_since (state, state_since)',
  'ALTER TABLE write_jobs ADD KEY write_jobs_running (finished_at, started_at)',
  'ALTER TABLE book_switches ADD KEY book_switches_time (switched_at, kind)',
];

/** For operators: passwords of one time, and the lists of what waits. */
export class Operators1764200000000 implements MigrationInterface {
  readonly name = 'Operators1764200000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE book_switches DROP KEY book_switches_time');
    await runner.query('ALTER TABLE write_jobs DROP KEY write_jobs_running');
    await runner.query('ALTER TABLE bank_feeds DROP KEY bank_feeds_state_since');
    await runner.query('ALTER TABLE staff DROP COLUMN password_expires_at');
  }
}
