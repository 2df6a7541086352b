import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ENGINE } from './column-types.js';

/** How often something was tried (src/platform/limits). */
const TABLE = `CREATE TABLE attempt_counts (
    counter_key BINARY(32) NOT NULL,
    subject_key BINARY(32) NOT NULL,
    used INT UNSIGNED NOT NULL,
    last_at DATETIME(6) NOT NULL,
    ends_at DATETIME(6) NOT NULL,
    forget_at DATETIME(6) NOT NULL,
    PRIMARY KEY (counter_key),
    KEY attempt_counts_subject (subject_key, last_at),
    KEY attempt_counts_forget (forget_at)
  ) ${ENGINE}`;

export class AttemptCounts1764300000000 implements MigrationInterface {
  readonly name = 'AttemptCounts1764300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE attempt_counts');
  }
}
