import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ENGINE, EXACT, WORD } from './column-types.js';
import { refusalTrigger } from './seal-triggers.js';

/**
 * Reviews of a period by compliance. The report that a review stands on never changes once it is made; what is judged in it
 * and the review itself do not change once it is signed, whoever asks: the log has the hash of all of it.
 */
const STATEMENTS = [
  // Which checkpoint was signed last before an instant: a period may lie far back.
  'ALTER TABLE audit_checkpoints ADD INDEX audit_checkpoints_signed (signed_at)',

  `CREATE TABLE reviews (
    id BINARY(16) NOT NULL,
    period_from DATETIME(3) NOT NULL,
    period_until DATETIME(3) NOT NULL,
    business_id BINARY(16) NULL,
    action ${WORD(20)} NULL,
    seed ${EXACT(100)} NOT NULL,
    sample_size INT UNSIGNED NOT NULL,
    tree_size BIGINT UNSIGNED NOT NULL,
    operations INT UNSIGNED NOT NULL,
    exceptions INT UNSIGNED NOT NULL,
    is_complete TINYINT(1) NOT NULL,
    state ${WORD(20)} NOT NULL,
    version INT UNSIGNED NOT NULL,
    reviewer_id BINARY(16) NOT NULL,
    opened_at DATETIME(6) NOT NULL,
    opened_event_id BINARY(16) NOT NULL,
    submitted_at DATETIME(6) NULL,
    conclusion VARCHAR(2000) NULL,
    decided_by BINARY(16) NULL,
    decided_at DATETIME(6) NULL,
    decision_note VARCHAR(2000) NULL,
    decided_event_id BINARY(16) NULL,
    content_sha256 BINARY(32) NULL,
    PRIMARY KEY (id),
    KEY reviews_opened (opened_at, id),
    KEY reviews_state (state, submitted_at),
    CONSTRAINT reviews_business FOREIGN KEY (business_id) REFERENCES businesses (id),
    CONSTRAINT reviews_decided FOREIGN KEY (decided_event_id) REFERENCES audit_events (event_id),
    CONSTRAINT reviews_decided_by FOREIGN KEY (decided_by) REFERENCES staff (id),
    CONSTRAINT reviews_opened_event FOREIGN KEY (opened_event_id) REFERENCES audit_events (event_id),
    CONSTRAINT reviews_reviewer FOREIGN KEY (reviewer_id) REFERENCES staff (id)
  ) ${ENGINE}`,

  // Apart, so that a list of reviews does not read megabytes; canonical JSON, deflated by gzip.
  `CREATE TABLE review_reports (
    review_id BINARY(16) NOT NULL,
    report LONGBLOB NOT NULL,
    report_sha256 BINARY(32) NOT NULL,
    PRIMARY KEY (review_id),
    CONSTRAINT review_reports_review FOREIGN KEY (review_id) REFERENCES reviews (id)
  ) ${ENGINE}`,

  `CREATE TABLE review_items (
    review_id BINARY(16) NOT NULL,
    item_id BINARY(16) NOT NULL,
    verdict ${WORD(20)} NOT NULL,
    note VARCHAR(2000) NOT NULL,
    version INT UNSIGNED NOT NULL,
    noted_by BINARY(16) NOT NULL,
    noted_at DATETIME(6) NOT NULL,
    noted_event_id BINARY(16) NOT NULL,
    PRIMARY KEY (review_id, item_id),
    CONSTRAINT review_items_noted FOREIGN KEY (noted_event_id) REFERENCES audit_events (event_id),
    CONSTRAINT review_items_noted_by FOREIGN KEY (noted_by) REFERENCES staff (id),
    CONSTRAINT review_items_review FOREIGN KEY (review_id) REFERENCES reviews (id)
  ) ${ENGINE}`,

  refusalTrigger('reviews', 'UPDATE', 'SIGNED: a signed review does not change', "OLD.state = 'signed'"),
  refusalTrigger('reviews', 'DELETE', 'APPEND_ONLY: reviews are not deleted'),
  refusalTrigger('review_reports', 'UPDATE', 'APPEND_ONLY: the report of a review does not change'),
  refusalTrigger('review_reports', 'DELETE', 'APPEND_ONLY: the report of a review is not deleted'),
  refusalTrigger('review_items', 'DELETE', 'APPEND_ONLY: what was noted in a review is not deleted'),
  itemTrigger('INSERT', 'NEW'),
  itemTrigger('UPDATE', 'OLD'),
];

/** Under the lock of the review's row: a signature that is being set at this moment is waited for. */
function itemTrigger(verb: 'INSERT' | 'UPDATE', row: 'NEW' | 'OLD'): string {
  return `CREATE TRIGGER review_items_signed_${verb.toLowerCase()} BEFORE ${verb} ON review_items FOR EACH ROW
    BEGIN
      DECLARE is_signed INT DEFAULT 1;
      SELECT (state = 'signed') INTO is_signed FROM reviews WHERE id = ${row}.review_id LOCK IN SHARE MODE;
      IF is_signed OR NEW.review_id <> ${row}.review_id THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'SIGNED: what was noted in a signed review does not change';
      END IF;
    END`;
}

export class Reviews1764650000000 implements MigrationInterface {
  readonly name = 'Reviews1764650000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Signed reviews are evidence: there is no way back from here.');
  }
}
