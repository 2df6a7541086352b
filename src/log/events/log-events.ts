import { z } from 'zod';
import { count, counts, done, id, none, type EventKind } from './event-schemas.js';

/** The filter of a list or an export, as it was applied; several types are parted by commas. Nothing personal. */
const filter = z.record(z.string(), z.string());

/** Readings of the log, and what it says of itself. */
export const LOG_EVENTS = {
  'audit.read': {
    summary: "One business's part of the log was read.",
    subject: 'business',
    outcomes: done,
    details: z.strictObject({ after: z.string().optional(), filter: filter.optional() }),
  },
  'audit.searched': {
    summary: 'The log was read across businesses.',
    subject: 'log',
    outcomes: done,
    details: z.strictObject({ after: z.string().optional(), filter }),
  },
  'audit.read-by-key': {
    summary: 'The log was read with a reader key; one event stands for a quarter of an hour of reading.',
    subject: 'reader-key',
    outcomes: done,
    details: none,
  },
  'audit.read-by-staff': {
    summary: 'The tree itself was read by compliance staff; one event stands for a quarter of an hour of reading.',
    subject: 'staff',
    outcomes: done,
    details: none,
  },
  'audit.heartbeat': {
    summary: 'The log is alive.',
    subject: 'log',
    outcomes: done,
    details: none,
  },
  'audit.exported': {
    summary: 'The log, or a part of it, was exported.',
    subject: 'log',
    outcomes: done,
    details: z.strictObject({ format: z.string(), entries: count, filter }),
  },
  'audit.personal-details-erased': {
    summary:
      "The personal details beside a user's events were erased, or what else was kept of the user; the events stay.",
    subject: 'user',
    outcomes: done,
    /** `also`: how much of what else went, such as mails and sessions. */
    details: z.strictObject({ events: count, also: counts.optional() }),
  },
  'audit.verified': {
    summary: 'The log verified itself.',
    subject: 'log',
    outcomes: ['success', 'failed'],
    details: z.strictObject({
      from: count,
      entries: count,
      root: z.string(),
      verdict: z.string().max(500),
      /** Of a failed one since there are codes: which fault, and what the sentence is made of. */
      fault: z
        .string()
        .regex(/^[A-Z_]{2,60}$/)
        .optional(),
      facts: z.record(z.string(), z.string().max(500)).optional(),
    }),
  },
  'audit.subscriber-added': {
    summary: 'An address was added to those that get the latest checkpoint by mail every week.',
    subject: 'log',
    outcomes: done,
    details: z.strictObject({ subscriber_id: id }),
  },
  'audit.subscriber-removed': {
    summary: 'An address was removed from those that get the latest checkpoint by mail.',
    subject: 'log',
    outcomes: done,
    details: z.strictObject({ subscriber_id: id }),
  },
  'audit.checkpoint-mailed': {
    summary: 'The latest checkpoint was put into a mail to one of the addresses that get it every week.',
    subject: 'log',
    outcomes: done,
    details: z.strictObject({ subscriber_id: id, entries: count }),
  },
  'audit.reader-key-added': {
    summary: 'A key to read the log was made.',
    subject: 'reader-key',
    outcomes: done,
    details: none,
  },
  'audit.reader-key-ended': {
    summary: 'A key to read the log was ended.',
    subject: 'reader-key',
    outcomes: done,
    details: none,
  },
} as const satisfies Record<string, EventKind>;
