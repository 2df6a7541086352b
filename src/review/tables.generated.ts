// Written by `UPDATE_GOLDEN=1 npm test -- test/platform/schema` from the migrated database: see src/platform/database.

import type { AccessReview, AccessReviewItem } from './access-reviews/access-review.entity.js';
import type { CheckpointSubscriber } from './checkpoint-mails/checkpoint-subscriber.entity.js';
import type { Review, ReviewItem } from './reviews/review.entity.js';

export interface access_review_items {
  review_id: Buffer;
  staff_id: Buffer;
  role: AccessReviewItem['role'];
  role_since: Date | null;
  role_by: AccessReviewItem['roleBy'] | null;
  last_use_at: Date | null;
  second_factor: AccessReviewItem['secondFactor'];
  decision: AccessReviewItem['decision'] | null;
  decided_by: Buffer | null;
  decided_at: Date | null;
}

export interface access_reviews {
  id: Buffer;
  quarter: AccessReview['quarter'];
  state: AccessReview['state'];
  opened_by: Buffer;
  opened_at: Date;
  opened_event_id: Buffer;
  signed_by: Buffer | null;
  signed_at: Date | null;
  signed_event_id: Buffer | null;
  content_sha256: Buffer | null;
  open_one: AccessReview['openOne'] | null;
}

export interface checkpoint_subscribers {
  id: Buffer;
  email: string;
  locale: CheckpointSubscriber['locale'];
  added_by: Buffer;
  created_at: Date;
  sent_at: Date | null;
}

export interface review_items {
  review_id: Buffer;
  item_id: Buffer;
  verdict: ReviewItem['verdict'];
  note: string;
  version: number;
  noted_by: Buffer;
  noted_at: Date;
  noted_event_id: Buffer;
}

export interface review_reports {
  review_id: Buffer;
  report: Buffer;
  report_sha256: Buffer;
}

export interface reviews {
  id: Buffer;
  period_from: Date;
  period_until: Date;
  business_id: Buffer | null;
  action: Review['action'] | null;
  seed: string;
  sample_size: number;
  tree_size: number | string;
  operations: number;
  exceptions: number;
  is_complete: number;
  state: Review['state'];
  version: number;
  reviewer_id: Buffer;
  opened_at: Date;
  opened_event_id: Buffer;
  submitted_at: Date | null;
  conclusion: string | null;
  decided_by: Buffer | null;
  decided_at: Date | null;
  decision_note: string | null;
  decided_event_id: Buffer | null;
  content_sha256: Buffer | null;
}
