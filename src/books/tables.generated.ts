// Written by `UPDATE_GOLDEN=1 npm test -- test/platform/schema` from the migrated database: see src/platform/database.

import type { Book, BookSwitch, WriteJob } from './book.entity.js';

export interface book_switches {
  id: Buffer;
  business_id: Buffer;
  kind: BookSwitch['kind'];
  from_book_id: Buffer;
  to_book_id: Buffer;
  by_user_id: Buffer;
  switched_at: Date;
  audit_event_id: Buffer;
}

export interface book_writers {
  id: Buffer;
  open_book_id: Buffer;
}

export interface books {
  id: Buffer;
  business_id: Buffer;
  opened_at: Date;
  sealed_at: Date | null;
  sealed_by: Book['sealedBy'] | null;
  expires_at: Date | null;
  purging_at: Date | null;
  purged_at: Date | null;
  purged_counts: string | null;
  digest: Buffer | null;
  counts: string | null;
  digested_at: Date | null;
  digest_due_at: Date | null;
  digest_event_id: Buffer | null;
  open_business_id: Buffer | null;
}

export interface open_books {
  open_book_id: Buffer;
}

export interface snapshot_holds {
  id: Buffer;
  snapshot_id: Buffer;
  placed_by: Buffer;
  placed_at: Date;
  reason: string;
  ticket: string;
  placed_event_id: Buffer;
  lifted_by: Buffer | null;
  lifted_at: Date | null;
  lift_reason: string | null;
  lift_ticket: string | null;
  lifted_event_id: Buffer | null;
  review_by: string | null;
}

export interface write_jobs {
  id: Buffer;
  business_id: Buffer;
  kind: WriteJob['kind'];
  started_at: Date;
  lease_until: Date;
  finished_at: Date | null;
  done_count: number;
  total_count: number | null;
}
