import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ENGINE, WORD } from './column-types.js';

/** Each attempt at a recorded command has one row, and its one end. */
export class RecordedOperations1764550000000 implements MigrationInterface {
  readonly name = 'RecordedOperations1764550000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE recorded_operations (
        id BINARY(16) NOT NULL,
        business_id BINARY(16) NOT NULL,
        name ${WORD(40)} NOT NULL,
        begun_at DATETIME(6) NOT NULL,
        ended_at DATETIME(6) NULL,
        answer TEXT NULL,
        PRIMARY KEY (id),
        KEY recorded_operations_open (ended_at, begun_at)
      ) ${ENGINE}`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE recorded_operations');
  }
}
