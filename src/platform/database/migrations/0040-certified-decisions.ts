import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ENGINE, EXACT } from './column-types.js';

const STATEMENTS = [
  `CREATE TABLE open_books (
    open_book_id BINARY(16) NOT NULL,
    PRIMARY KEY (open_book_id),
    CONSTRAINT open_books_book FOREIGN KEY (open_book_id) REFERENCES books (id)
  ) ${ENGINE}`,
  `CREATE TABLE book_writers (
    id BINARY(16) NOT NULL,
    open_book_id BINARY(16) NOT NULL,
    PRIMARY KEY (id),
    KEY book_writers_book (open_book_id),
    CONSTRAINT book_writers_open FOREIGN KEY (open_book_id) REFERENCES open_books (open_book_id)
  ) ${ENGINE}`,
  // Again after a start that was broken off.
  `INSERT IGNORE INTO open_books (open_book_id) SELECT current_book_id FROM businesses WHERE current_book_id IS NOT NULL`,
  `CREATE TABLE decision_turns (
    about ${EXACT(60)} NOT NULL,
    turn BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (about)
  ) ${ENGINE}`,
];

/**
 * What makes decisions meet where locks do not: on members that agree at commit, by the rows that were changed. A switch changes the row
 * of the book that it closes; who writes into a book refers to that row.
 */
export class CertifiedDecisions1766900000000 implements MigrationInterface {
  readonly name = 'CertifiedDecisions1766900000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['decision_turns', 'book_writers', 'open_books']) await runner.query(`DROP TABLE ${table}`);
  }
}
