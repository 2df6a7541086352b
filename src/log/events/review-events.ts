import { z } from 'zod';
import { count, done, id, reason, sha256, time, type EventKind } from './event-schemas.js';

/** What was noted of one item: an operation, or an event where there is none. */
const verdict = z.enum(['ok', 'exception', 'question']);

const accessDecision = z.enum(['confirm', 'remove']);
const quarter = z.string().regex(/^\d{4}-Q[1-4]$/);

/** Reviews of a period by compliance: what each stands on, what was found, and who signed it. */
export const REVIEW_EVENTS = {
  'review.opened': {
    summary: 'A review of a period was opened, on a report that does not change any more.',
    subject: 'review',
    outcomes: done,
    details: z.strictObject({
      period_from: time,
      period_until: time,
      business_id: id.optional(),
      action: z.string().max(20).optional(),
      seed: z.string().max(100),
      sample_size: count,
      tree_size: count,
      operations: count,
      exceptions: count,
      is_complete: z.boolean(),
      report_sha256: sha256,
    }),
  },
  'review.read': {
    summary: 'A review was read, on the screen or as a file.',
    subject: 'review',
    outcomes: done,
    details: z.strictObject({ format: z.string().max(20) }),
  },
  'review.item-noted': {
    summary: 'A reviewer noted what was found of one item. The note itself lies beside the log.',
    subject: 'review',
    outcomes: done,
    details: z.strictObject({ item_id: id, verdict }),
  },
  'review.submitted': {
    summary: 'A reviewer submitted a review to a second person.',
    subject: 'review',
    outcomes: done,
    details: z.strictObject({ items: count, found: z.record(verdict, count) }),
  },
  'review.returned': {
    summary: 'The second person returned a review to its reviewer.',
    subject: 'review',
    outcomes: done,
    details: z.strictObject({ reviewer_id: id }),
  },
  'review.signed': {
    summary: 'The second person signed a review: from then on nothing of it changes. The hash is of all of it.',
    subject: 'review',
    outcomes: done,
    details: z.strictObject({ reviewer_id: id, content_sha256: sha256 }),
  },
  'review.sign-off-denied': {
    summary: 'Somebody tried to decide a review of their own.',
    subject: 'review',
    outcomes: ['denied'],
    demands: { reason },
    details: z.strictObject({ reviewer_id: id }),
  },
  'access-review.opened': {
    summary: 'A review of who of the staff has which role was opened, on the accounts in use at that moment.',
    subject: 'access-review',
    outcomes: done,
    details: z.strictObject({ quarter, accounts: count }),
  },
  'access-review.decided': {
    summary: 'A reviewer confirmed the role of a staff account, or decided to remove the account.',
    subject: 'access-review',
    outcomes: done,
    details: z.strictObject({ staff_id: id, decision: accessDecision }),
  },
  'access-review.decision-denied': {
    summary: 'Somebody tried to decide about the own account in a review of access.',
    subject: 'access-review',
    outcomes: ['denied'],
    demands: { reason },
    details: z.strictObject({ staff_id: id, decision: accessDecision }),
  },
  'access-review.signed': {
    summary:
      'A review of access was signed; accounts that were to be removed were disabled. The hash is of all its rows.',
    subject: 'access-review',
    outcomes: done,
    details: z.strictObject({ quarter, confirmed: count, removed: count, content_sha256: sha256 }),
  },
} as const satisfies Record<string, EventKind>;
