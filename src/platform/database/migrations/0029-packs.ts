import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ENGINE, WORD } from './column-types.js';

/** Everything of a book as one file: kept with the book, so that a snapshot has it too, and in pieces, so that no process holds it whole. */
const STATEMENTS = [
  `CREATE TABLE book_packs (
    id BINARY(16) NOT NULL,
    business_id BINARY(16) NOT NULL,
    packed_book_id BINARY(16) NOT NULL,
    asked_by BINARY(16) NOT NULL,
    locale ${WORD(2)} NOT NULL,
    asked_at DATETIME(6) NOT NULL,
    due_at DATETIME(6) NULL,
    attempts INT UNSIGNED NOT NULL,
    done_count BIGINT UNSIGNED NOT NULL,
    total_count BIGINT UNSIGNED NULL,
    ended_at DATETIME(6) NULL,
    failure ${WORD(60)} NULL,
    as_of DATETIME(6) NULL,
    file_name VARCHAR(200) NULL,
    bytes BIGINT UNSIGNED NULL,
    sha256 BINARY(32) NULL,
    file_count INT UNSIGNED NULL,
    counts TEXT NULL,
    making_business_id BINARY(16) GENERATED ALWAYS AS (CASE WHEN ended_at IS NULL THEN business_id END) STORED,
    PRIMARY KEY (id),
    UNIQUE KEY book_packs_one_making (making_business_id),
    KEY book_packs_by_time (packed_book_id, asked_at),
    KEY book_packs_due (due_at),
    CONSTRAINT book_packs_book FOREIGN KEY (business_id, packed_book_id) REFERENCES books (business_id, id),
    CONSTRAINT book_packs_user FOREIGN KEY (asked_by) REFERENCES users (id)
  ) ${ENGINE}`,
  `CREATE TABLE book_pack_parts (
    pack_id BINARY(16) NOT NULL,
    attempt INT UNSIGNED NOT NULL,
    part_no INT UNSIGNED NOT NULL,
    content MEDIUMBLOB NOT NULL,
    PRIMARY KEY (pack_id, attempt, part_no),
    CONSTRAINT book_pack_parts_pack FOREIGN KEY (pack_id) REFERENCES book_packs (id)
  ) ${ENGINE}`,
];

export class Packs1765300000000 implements MigrationInterface {
  readonly name = 'Packs1765300000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['book_pack_parts', 'book_packs']) await runner.query(`DROP TABLE ${table}`);
  }
}
