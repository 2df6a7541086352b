import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How many rows of each table were deleted with a snapshot: added up in the transactions that delete them, from zero on when its
 * purge begins. Null of a purge that an older version began without counting.
 */
export class Destruction1764700000000 implements MigrationInterface {
  readonly name = 'Destruction1764700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE books ADD COLUMN purged_counts TEXT NULL AFTER purged_at');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE books DROP COLUMN purged_counts');
  }
}
