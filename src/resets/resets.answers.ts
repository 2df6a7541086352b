import { z } from 'zod';
import { SAMPLE } from '../platform/api/samples.js';
import { count, currency, exampleOf, id, money, named, time } from '../platform/api/shapes.js';
import { BANK_FEED_STATES } from '../banking/bank-feeds/bank-feed-states.js';
import { bookCountsAnswer, snapshotAnswer } from '../books/books.answers.js';
import { KEPT_KINDS } from './previews.service.js';
import { REFUSAL_CODES } from './switch-plan.js';

export const blockingFeedAnswer = named(
  'BlockingFeed',
  z.object({ id, institution: z.string(), account: z.string(), state: z.enum(BANK_FEED_STATES), since: time }),
  {
    description: 'A bank feed that must be disconnected first; `account` is the name of its bank account.',
    example: {
      id: SAMPLE.feed,
      institution: 'sandbox',
      account: 'Compte chèques',
      state: 'connected',
      since: SAMPLE.time,
    },
  },
);

export const runningJobAnswer = named('RunningJob', z.object({ kind: z.string(), startedAt: time }), {
  description: 'What is still being written to the books.',
  example: { kind: 'import', startedAt: SAMPLE.time },
});

const blockerAnswer = named(
  'Blocker',
  z.object({
    code: z.enum(REFUSAL_CODES),
    detail: z.string(),
    feeds: z.array(blockingFeedAnswer).optional().describe('With BANK_FEEDS_CONNECTED.'),
    job: runningJobAnswer.optional().describe('With WRITE_IN_PROGRESS.'),
    retryAfterSeconds: count.optional(),
  }),
  {
    description: 'Something that stands in the way, under the code with which the attempt would be refused.',
    example: {
      code: 'BANK_FEEDS_CONNECTED',
      detail: 'Disconnect these bank feeds first: Compte chèques (sandbox).',
      feeds: [exampleOf(blockingFeedAnswer)],
    },
  },
);

const shownBook = id.describe(
  'The open books, of which all this is said; send it back as `expectedBookId` with the confirmation.',
);

export const resetPreviewAnswer = named(
  'ResetPreview',
  z.object({
    allowed: z.boolean(),
    blockers: z.array(blockerAnswer).describe('In the order in which an attempt would be refused for them.'),
    replaces: bookCountsAnswer,
    keeps: z.array(z.enum(KEPT_KINDS)).describe('The kinds of data that stay.'),
    openPayLinks: z
      .object({ count, amount: money, currency })
      .describe('Invoices that customers can still pay through a link, after the reset too.'),
    undoUntil: time.describe('Until when a reset made now could be undone.'),
    bookId: shownBook,
  }),
  {
    description: 'What a reset would do, and what stands in its way.',
    example: {
      allowed: false,
      blockers: [exampleOf(blockerAnswer)],
      replaces: exampleOf(bookCountsAnswer),
      keeps: [...KEPT_KINDS],
      openPayLinks: { count: 3, amount: '862.32', currency: 'CAD' },
      undoUntil: SAMPLE.later,
      bookId: SAMPLE.book,
    },
  },
);

export const restorePreviewAnswer = named(
  'RestorePreview',
  z.object({
    allowed: z.boolean(),
    blockers: z.array(blockerAnswer),
    restores: z
      .object({ snapshot: snapshotAnswer, counts: z.record(z.string(), count) })
      .nullable()
      .describe('What comes back; null where there is nothing to restore.'),
    overwrites: bookCountsAnswer.describe('What is overwritten, and becomes a snapshot itself.'),
    undoUntil: time.describe('Until when that snapshot would be kept.'),
    bookId: shownBook,
  }),
  {
    description: 'What a restore would do, and what stands in its way.',
    example: {
      allowed: true,
      blockers: [],
      restores: { snapshot: exampleOf(snapshotAnswer), counts: { contacts: 25, journalEntries: 412 } },
      overwrites: exampleOf(bookCountsAnswer),
      undoUntil: SAMPLE.later,
      bookId: SAMPLE.book,
    },
  },
);

const sealedAnswer = z.object({ id, sealedAt: time, expiresAt: time });

export const resetAnswer = named(
  'Reset',
  z.object({
    id,
    snapshot: sealedAnswer.describe('What the books held, to be restored until `expiresAt`.'),
    auditEventId: id,
  }),
  {
    description: 'A reset that was done.',
    example: {
      id: SAMPLE.operation,
      snapshot: { id: SAMPLE.snapshot, sealedAt: SAMPLE.time, expiresAt: SAMPLE.later },
      auditEventId: SAMPLE.event,
    },
  },
);

export const restoreAnswer = named(
  'Restore',
  z.object({
    id,
    restored: z.object({ id }).describe('The snapshot that is open again.'),
    replaced: sealedAnswer.describe('The snapshot that was made of what was overwritten.'),
    auditEventId: id,
  }),
  {
    description: 'A restore that was done.',
    example: {
      id: SAMPLE.operation,
      restored: { id: SAMPLE.snapshot },
      replaced: { id: SAMPLE.book, sealedAt: SAMPLE.time, expiresAt: SAMPLE.later },
      auditEventId: SAMPLE.event,
    },
  },
);

export const snapshotsAnswer = named('Snapshots', z.array(snapshotAnswer), {
  description: 'All snapshots, newest first, expired ones included. A plain array, the only list that is not paged.',
  example: [exampleOf(snapshotAnswer)],
});
