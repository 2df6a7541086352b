import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ENGINE, EXACT } from './column-types.js';

/** For reviewers of the log: filters under a name, and when a session's reading of the tree was last recorded. */
const STATEMENTS = [
  `CREATE TABLE saved_views (
    id BINARY(16) NOT NULL,
    staff_id BINARY(16) NOT NULL,
    name ${EXACT(100)} NOT NULL,
    query TEXT NOT NULL,
    is_shared TINYINT(1) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY saved_views_name (staff_id, name),
    CONSTRAINT saved_views_staff FOREIGN KEY (staff_id) REFERENCES staff (id)
  ) ${ENGINE}`,

  'ALTER TABLE staff_sessions ADD COLUMN log_read_recorded_at DATETIME(6) NULL',
];

export class SavedViews1764150000000 implements MigrationInterface {
  readonly name = 'SavedViews1764150000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE staff_sessions DROP COLUMN log_read_recorded_at');
    await runner.query('DROP TABLE saved_views');
  }
}
