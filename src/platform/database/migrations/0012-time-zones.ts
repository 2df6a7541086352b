import type { MigrationInterface, QueryRunner } from 'typeorm';
import { EXACT } from './column-types.js';

/** Where a business is: what it is shown is told, and what it enters is dated, in its own time. */
export class TimeZones1764450000000 implements MigrationInterface {
  readonly name = 'TimeZones1764450000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE businesses ADD COLUMN time_zone ${EXACT(64)} NOT NULL DEFAULT 'America/Toronto' AFTER currency`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE businesses DROP COLUMN time_zone');
  }
}
