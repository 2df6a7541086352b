import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Until when somebody must have looked again whether a hold is still needed; it does not end by itself. */
const STATEMENTS = [
  'ALTER TABLE snapshot_holds ADD COLUMN review_by DATE NULL',
  'ALTER TABLE snapshot_holds ADD KEY snapshot_holds_review (lifted_at, review_by)',
];

export class HoldReviews1765650000000 implements MigrationInterface {
  readonly name = 'HoldReviews1765650000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE snapshot_holds DROP KEY snapshot_holds_review, DROP COLUMN review_by');
  }
}
