import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ENGINE, WORD } from './column-types.js';
import { refusalTrigger } from './seal-triggers.js';

/** Who of the staff has which role, looked through once a quarter: each account is confirmed or removed, and all of it signed. */
const STATEMENTS = [
  `CREATE TABLE access_reviews (
    id BINARY(16) NOT NULL,
    quarter ${WORD(7)} NOT NULL,
    state ${WORD(20)} NOT NULL,
    opened_by BINARY(16) NOT NULL,
    opened_at DATETIME(6) NOT NULL,
    opened_event_id BINARY(16) NOT NULL,
    signed_by BINARY(16) NULL,
    signed_at DATETIME(6) NULL,
    signed_event_id BINARY(16) NULL,
    content_sha256 BINARY(32) NULL,
    open_one ${WORD(20)} GENERATED ALWAYS AS (CASE WHEN state = 'open' THEN state END) STORED,
    PRIMARY KEY (id),
    UNIQUE KEY access_reviews_one_open (open_one),
    KEY access_reviews_opened (opened_at, id),
    CONSTRAINT access_reviews_opened_by FOREIGN KEY (opened_by) REFERENCES staff (id),
    CONSTRAINT access_reviews_opened_event FOREIGN KEY (opened_event_id) REFERENCES audit_events (event_id),
    CONSTRAINT access_reviews_signed_by FOREIGN KEY (signed_by) REFERENCES staff (id),
    CONSTRAINT access_reviews_signed_event FOREIGN KEY (signed_event_id) REFERENCES audit_events (event_id)
  ) ${ENGINE}`,
  `CREATE TABLE access_review_items (
    review_id BINARY(16) NOT NULL,
    staff_id BINARY(16) NOT NULL,
    role ${WORD(20)} NOT NULL,
    role_since DATETIME(3) NULL,
    role_by ${WORD(64)} NULL,
    last_use_at DATETIME(3) NULL,
    second_factor ${WORD(20)} NOT NULL,
    decision ${WORD(20)} NULL,
    decided_by BINARY(16) NULL,
    decided_at DATETIME(6) NULL,
    PRIMARY KEY (review_id, staff_id),
    KEY access_review_items_staff (staff_id),
    CONSTRAINT access_review_items_review FOREIGN KEY (review_id) REFERENCES access_reviews (id),
    CONSTRAINT access_review_items_staff FOREIGN KEY (staff_id) REFERENCES staff (id),
    CONSTRAINT access_review_items_decided_by FOREIGN KEY (decided_by) REFERENCES staff (id)
  ) ${ENGINE}`,
  refusalTrigger('access_reviews', 'UPDATE', 'SIGNED: a signed review does not change', "OLD.state = 'signed'"),
  refusalTrigger('access_reviews', 'DELETE', 'APPEND_ONLY: reviews are not deleted'),
  refusalTrigger('access_review_items', 'DELETE', 'APPEND_ONLY: what was reviewed is not deleted'),
  // Under the lock of the review's row: a signature that is being set at this moment is waited for.
  `CREATE TRIGGER access_review_items_signed BEFORE UPDATE ON access_review_items FOR EACH ROW
    BEGIN
      DECLARE is_signed INT DEFAULT 1;
      SELECT (state = 'signed') INTO is_signed FROM access_reviews WHERE id = OLD.review_id LOCK IN SHARE MODE;
      IF is_signed OR NEW.review_id <> OLD.review_id OR NEW.staff_id <> OLD.staff_id THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'SIGNED: what was decided in a signed review does not change';
      END IF;
    END`,
];

export class AccessReviews1765800000000 implements MigrationInterface {
  readonly name = 'AccessReviews1765800000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Signed reviews are evidence: there is no way back from here.');
  }
}
