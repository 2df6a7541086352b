import type { MigrationInterface, QueryRunner } from 'typeorm';
import { accountingTables, BOOK_TABLES } from './0001-accounting-tables.js';
import { auditTables } from './0001-audit-tables.js';
import { keptTables } from './0001-kept-tables.js';
import { refusalTrigger, sealTriggers } from './seal-triggers.js';

/** UTC by the clock of the server: a session can move neither SYSDATE with SET timestamp nor this with SET time_zone. */
const DATABASE_CLOCK = `CONVERT_TZ(SYSDATE(6), @@session.time_zone, '+00:00')`;

/** The first schema. Statements run one by one: neither engine can undo a change of schema in a transaction. */
export class Foundation1763900000000 implements MigrationInterface {
  readonly name = 'Foundation1763900000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...auditTables, ...keptTables, ...accountingTables, ...triggers()]) {
      await runner.query(statement);
    }
  }

  async down(): Promise<void> {
    throw new Error('The first schema is not undone: drop the database instead.');
  }
}

function triggers(): string[] {
  return [
    ...BOOK_TABLES.flatMap(sealTriggers),
    refusalTrigger(
      'users',
      'UPDATE',
      'IMMUTABLE: users.sign_up_email never changes',
      'NOT (NEW.sign_up_email <=> OLD.sign_up_email) OR BINARY NEW.sign_up_email <> BINARY OLD.sign_up_email',
    ),
    refusalTrigger(
      'businesses',
      'UPDATE',
      'IMMUTABLE: businesses.original_owner_id never changes',
      'NOT (NEW.original_owner_id <=> OLD.original_owner_id)',
    ),
    refusalTrigger(
      'books',
      'UPDATE',
      'IMMUTABLE: a book stays with its business, and a purged one never opens again',
      `NEW.business_id <> OLD.business_id OR NEW.id <> OLD.id
        OR (OLD.purging_at IS NOT NULL AND (NEW.purging_at IS NULL OR NEW.sealed_at IS NULL))
        OR (NEW.purging_at IS NOT NULL AND OLD.purging_at IS NULL AND (NEW.sealed_at IS NULL OR NEW.expires_at IS NULL OR NEW.expires_at > ${DATABASE_CLOCK}))`,
    ),
    // Foreign keys refuse these too, but a client may switch those off for itself and put another row in the place.
    refusalTrigger('users', 'DELETE', 'IMMUTABLE: users are not deleted'),
    refusalTrigger('businesses', 'DELETE', 'IMMUTABLE: businesses are not deleted'),
    refusalTrigger('books', 'DELETE', 'IMMUTABLE: a book is not deleted, a purged one stays as a tombstone'),
    refusalTrigger('book_switches', 'UPDATE', 'APPEND_ONLY: the record of a reset or restore does not change'),
    refusalTrigger('book_switches', 'DELETE', 'APPEND_ONLY: the record of a reset or restore is not deleted'),
    refusalTrigger('audit_events', 'UPDATE', 'APPEND_ONLY: audit events do not change'),
    refusalTrigger('audit_events', 'DELETE', 'APPEND_ONLY: audit events are not deleted'),
    // So that not even a plain user can back-date.
    `CREATE TRIGGER audit_events_recorded_at BEFORE INSERT ON audit_events FOR EACH ROW SET NEW.recorded_at = ${DATABASE_CLOCK}`,
  ];
}
