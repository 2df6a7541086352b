import type { MigrationInterface, QueryRunner } from 'typeorm';
import { refusalTrigger } from './seal-triggers.js';

/**
 * A snapshot's digest is in the log too, so that it can be held against what lies outside of its own row. `digest_due_at` is
 * the queue of those that wait for theirs and the lease of the process that works on one: books that have an anchored
 * digest, or are open, are not in it. Digests from before were made another way (they named empty tables too): they are
 * computed anew and anchored.
 */
export class AnchoredSnapshots1764500000000 implements MigrationInterface {
  readonly name = 'AnchoredSnapshots1764500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE books
         ADD COLUMN digest_due_at DATETIME(6) NULL AFTER digested_at,
         ADD COLUMN digest_event_id BINARY(16) NULL AFTER digest_due_at,
         ADD KEY books_digest_due (digest_due_at),
         ADD CONSTRAINT books_digest_event FOREIGN KEY (digest_event_id) REFERENCES audit_events (event_id)`,
    );
    await runner.query(
      `UPDATE books SET digest_due_at = sealed_at
       WHERE sealed_at IS NOT NULL AND purging_at IS NULL AND digest_event_id IS NULL`,
    );
    await runner.query(
      refusalTrigger(
        'books',
        'UPDATE',
        'ANCHORED: the digest of a snapshot that is in the log does not change while it is a snapshot',
        `OLD.digest_event_id IS NOT NULL AND NEW.sealed_at IS NOT NULL
          AND NOT (NEW.digest <=> OLD.digest AND NEW.counts <=> OLD.counts AND NEW.digested_at <=> OLD.digested_at
            AND NEW.digest_event_id <=> OLD.digest_event_id AND NEW.sealed_at <=> OLD.sealed_at AND NEW.sealed_by <=> OLD.sealed_by)`,
        'books_refuse_other_digest',
      ),
    );
  }

  async down(): Promise<void> {
    throw new Error('Digests that are in the log are evidence: there is no way back from here.');
  }
}
