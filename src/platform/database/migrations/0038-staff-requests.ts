import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ENGINE, EXACT, WORD } from './column-types.js';
import { refusalTrigger } from './seal-triggers.js';

/** What gives somebody of the staff more rights waits for a second operator; decided once, and then for good. */
const STATEMENTS = [
  `CREATE TABLE staff_requests (
    id BINARY(16) NOT NULL,
    action ${WORD(30)} NOT NULL,
    staff_id BINARY(16) NULL,
    email VARCHAR(254) NOT NULL,
    email_key ${EXACT(254)} NOT NULL,
    role ${WORD(20)} NULL,
    reason ${WORD(60)} NOT NULL,
    ticket ${EXACT(100)} NOT NULL,
    asked_by BINARY(16) NOT NULL,
    asked_at DATETIME(6) NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    asked_event_id BINARY(16) NOT NULL,
    state ${WORD(20)} NOT NULL,
    decided_by BINARY(16) NULL,
    decided_at DATETIME(6) NULL,
    decided_event_id BINARY(16) NULL,
    pending_email_key ${EXACT(254)} GENERATED ALWAYS AS (CASE WHEN state = 'pending' THEN email_key END) STORED,
    PRIMARY KEY (id),
    UNIQUE KEY staff_requests_one_pending (action, pending_email_key),
    KEY staff_requests_state (state, asked_at),
    KEY staff_requests_decided_at (decided_at),
    KEY staff_requests_staff (staff_id),
    CONSTRAINT staff_requests_staff FOREIGN KEY (staff_id) REFERENCES staff (id),
    CONSTRAINT staff_requests_asked FOREIGN KEY (asked_event_id) REFERENCES audit_events (event_id),
    CONSTRAINT staff_requests_asked_by FOREIGN KEY (asked_by) REFERENCES staff (id),
    CONSTRAINT staff_requests_decided FOREIGN KEY (decided_event_id) REFERENCES audit_events (event_id),
    CONSTRAINT staff_requests_decided_by FOREIGN KEY (decided_by) REFERENCES staff (id)
  ) ${ENGINE}`,
  refusalTrigger('staff_requests', 'UPDATE', 'DECIDED: a request is decided once', "OLD.state <> 'pending'"),
  refusalTrigger('staff_requests', 'DELETE', 'APPEND_ONLY: requests are not deleted'),
];

export class StaffRequests1765750000000 implements MigrationInterface {
  readonly name = 'StaffRequests1765750000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE staff_requests');
  }
}
