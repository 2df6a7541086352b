import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ENGINE, EXACT } from './column-types.js';
import { refusalTrigger } from './seal-triggers.js';

/** Who of the leads has taken a request to decide, and what support notes of a business for the next one who picks it up. */
const STATEMENTS = [
  `CREATE TABLE support_assignments (
    request_id BINARY(16) NOT NULL,
    staff_id BINARY(16) NOT NULL,
    taken_at DATETIME(6) NOT NULL,
    PRIMARY KEY (request_id),
    CONSTRAINT support_assignments_request FOREIGN KEY (request_id) REFERENCES support_requests (id),
    CONSTRAINT support_assignments_staff FOREIGN KEY (staff_id) REFERENCES staff (id)
  ) ${ENGINE}`,

  `CREATE TABLE business_notes (
    id BINARY(16) NOT NULL,
    business_id BINARY(16) NOT NULL,
    written_by BINARY(16) NOT NULL,
    written_at DATETIME(6) NOT NULL,
    text VARCHAR(2000) NOT NULL,
    ticket ${EXACT(100)} NULL,
    PRIMARY KEY (id),
    KEY business_notes_business (business_id, written_at),
    CONSTRAINT business_notes_business FOREIGN KEY (business_id) REFERENCES businesses (id),
    CONSTRAINT business_notes_written_by FOREIGN KEY (written_by) REFERENCES staff (id)
  ) ${ENGINE}`,

  refusalTrigger('business_notes', 'UPDATE', 'APPEND_ONLY: a note is written once; another one follows it'),
];

export class SupportWork1765600000000 implements MigrationInterface {
  readonly name = 'SupportWork1765600000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE business_notes');
    await runner.query('DROP TABLE support_assignments');
  }
}
