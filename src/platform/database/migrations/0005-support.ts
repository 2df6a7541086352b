import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ENGINE, EXACT, WORD } from './column-types.js';
import { refusalTrigger } from './seal-triggers.js';

/** What the support team asks for and a second person decides; what compliance keeps from being purged. */
const TABLES = [
  `CREATE TABLE support_requests (
    id BINARY(16) NOT NULL,
    business_id BINARY(16) NOT NULL,
    action ${WORD(30)} NOT NULL,
    target_id BINARY(16) NOT NULL,
    asked_by BINARY(16) NOT NULL,
    asked_at DATETIME(6) NOT NULL,
    reason VARCHAR(500) NOT NULL,
    ticket ${EXACT(100)} NOT NULL,
    state ${WORD(20)} NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    decided_by BINARY(16) NULL,
    decided_at DATETIME(6) NULL,
    decision_reason VARCHAR(500) NULL,
    asked_event_id BINARY(16) NOT NULL,
    decided_event_id BINARY(16) NULL,
    pending_target_id BINARY(16) GENERATED ALWAYS AS (CASE WHEN state = 'pending' THEN target_id END) STORED,
    PRIMARY KEY (id),
    UNIQUE KEY support_requests_one_pending (business_id, action, pending_target_id),
    KEY support_requests_state (state, asked_at),
    KEY support_requests_decided_at (decided_at),
    CONSTRAINT support_requests_business FOREIGN KEY (business_id) REFERENCES businesses (id),
    CONSTRAINT support_requests_asked_by FOREIGN KEY (asked_by) REFERENCES staff (id),
    CONSTRAINT support_requests_decided_by FOREIGN KEY (decided_by) REFERENCES staff (id),
    CONSTRAINT support_requests_not_own CHECK (decided_by IS NULL OR decided_by <> asked_by),
    CONSTRAINT support_requests_asked FOREIGN KEY (asked_event_id) REFERENCES audit_events (event_id),
    CONSTRAINT support_requests_decided FOREIGN KEY (decided_event_id) REFERENCES audit_events (event_id)
  ) ${ENGINE}`,

  `CREATE TABLE snapshot_holds (
    id BINARY(16) NOT NULL,
    snapshot_id BINARY(16) NOT NULL,
    placed_by BINARY(16) NOT NULL,
    placed_at DATETIME(6) NOT NULL,
    reason VARCHAR(500) NOT NULL,
    ticket ${EXACT(100)} NOT NULL,
    placed_event_id BINARY(16) NOT NULL,
    lifted_by BINARY(16) NULL,
    lifted_at DATETIME(6) NULL,
    lift_reason VARCHAR(500) NULL,
    lift_ticket ${EXACT(100)} NULL,
    lifted_event_id BINARY(16) NULL,
    PRIMARY KEY (id),
    KEY snapshot_holds_snapshot (snapshot_id, lifted_at),
    CONSTRAINT snapshot_holds_snapshot FOREIGN KEY (snapshot_id) REFERENCES books (id),
    CONSTRAINT snapshot_holds_placed_by FOREIGN KEY (placed_by) REFERENCES staff (id),
    CONSTRAINT snapshot_holds_lifted_by FOREIGN KEY (lifted_by) REFERENCES staff (id),
    CONSTRAINT snapshot_holds_placed FOREIGN KEY (placed_event_id) REFERENCES audit_events (event_id),
    CONSTRAINT snapshot_holds_lifted FOREIGN KEY (lifted_event_id) REFERENCES audit_events (event_id)
  ) ${ENGINE}`,
];

/** Even against somebody with an SQL client. Their reads lock, so that they see what is committed at this moment. */
const TRIGGERS = [
  `CREATE TRIGGER books_refuse_purge_of_held BEFORE UPDATE ON books FOR EACH ROW
    BEGIN
      DECLARE holds INT DEFAULT 0;
      IF NEW.purging_at IS NOT NULL AND OLD.purging_at IS NULL THEN
        SELECT COUNT(*) INTO holds FROM snapshot_holds WHERE snapshot_id = OLD.id AND lifted_at IS NULL LOCK IN SHARE MODE;
        IF holds > 0 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'HELD: a snapshot under a legal hold is not purged'; END IF;
      END IF;
    END`,
  `CREATE TRIGGER snapshot_holds_refuse_insert BEFORE INSERT ON snapshot_holds FOR EACH ROW
    BEGIN
      DECLARE can_be_held INT DEFAULT 0;
      SELECT (sealed_at IS NOT NULL AND purging_at IS NULL) INTO can_be_held FROM books WHERE id = NEW.snapshot_id LOCK IN SHARE MODE;
      IF NOT can_be_held THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'NOT_HELD: only a snapshot that is still there is held'; END IF;
    END`,
  refusalTrigger(
    'snapshot_holds',
    'UPDATE',
    'APPEND_ONLY: a hold is lifted once, and does not change otherwise',
    `OLD.lifted_at IS NOT NULL OR NEW.lifted_at IS NULL OR NEW.id <> OLD.id OR NEW.snapshot_id <> OLD.snapshot_id
      OR NEW.placed_by <> OLD.placed_by OR NEW.placed_at <> OLD.placed_at OR NEW.placed_event_id <> OLD.placed_event_id`,
  ),
  refusalTrigger('snapshot_holds', 'DELETE', 'APPEND_ONLY: the record of a hold is not deleted'),
  refusalTrigger(
    'support_requests',
    'UPDATE',
    'APPEND_ONLY: a request is decided once, and does not change otherwise',
    `OLD.state <> 'pending' OR NEW.state = 'pending' OR NEW.id <> OLD.id OR NEW.business_id <> OLD.business_id
      OR NEW.action <> OLD.action OR NEW.target_id <> OLD.target_id OR NEW.asked_by <> OLD.asked_by`,
  ),
  refusalTrigger('support_requests', 'DELETE', 'APPEND_ONLY: the record of a request is not deleted'),
];

export class Support1764100000000 implements MigrationInterface {
  readonly name = 'Support1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, ...TRIGGERS]) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Holds and approvals are evidence: there is no way back from here.');
  }
}
