import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ENGINE, EXACT } from './column-types.js';

/** Which businesses are the demo's, and which of its parts are made: a demo that was interrupted is finished later. */
const TABLES = [
  `CREATE TABLE demo_businesses (
    name ${EXACT(40)} NOT NULL,
    business_id BINARY(16) NOT NULL,
    round INT UNSIGNED NOT NULL,
    ready_at DATETIME(6) NULL,
    looked_at DATETIME(6) NULL,
    PRIMARY KEY (name),
    UNIQUE KEY demo_businesses_business (business_id),
    CONSTRAINT demo_businesses_business FOREIGN KEY (business_id) REFERENCES businesses (id)
  ) ${ENGINE}`,

  `CREATE TABLE demo_parts (
    part ${EXACT(80)} NOT NULL,
    done_at DATETIME(6) NOT NULL,
    PRIMARY KEY (part)
  ) ${ENGINE}`,

  // The row that whoever makes the demo holds locked.
  `INSERT INTO demo_parts (part, done_at) VALUES ('lock', UTC_TIMESTAMP(6))`,
];

export class Demo1764400000000 implements MigrationInterface {
  readonly name = 'Demo1764400000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['demo_parts', 'demo_businesses']) await runner.query(`DROP TABLE ${table}`);
  }
}
