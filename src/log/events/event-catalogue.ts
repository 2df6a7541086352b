import { z } from 'zod';

/** Numbers in events are safe integers; amounts would be decimal strings. RFC 8785 gives each exactly one form. */
const id = z.uuid();
const time = z.iso.datetime({ precision: 3 });
const count = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
const counts = z.record(z.string(), count);

/** A bank feed as it was read under lock: the evidence that a reset's precondition held or did not (SPEC §6). */
const feedEvidence = z.strictObject({
  id,
  institution: z.string(),
  status: z.string(),
  since: time,
});

const check = z.strictObject({
  name: z.string(),
  held: z.boolean(),
  read_at: time,
  feeds: z.array(feedEvidence).optional(),
});

export const snapshotReference = z.strictObject({
  id,
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/)
    .optional(),
  counts: counts.optional(),
});

export const OUTCOMES = ['pending', 'success', 'denied', 'failed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The number of a request in the support team's own system; no free text, as the bytes are kept for ever. */
export const ticketSchema = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N}#_.:/-]{0,99}$/u,
    'must be the number of a ticket: up to 100 letters, digits and # _ . : / -',
  );

/** A code, never free text. */
const reason = z.string().regex(/^[A-Z_]{2,60}$/);

const actor = z.strictObject({
  type: z.enum(['user', 'staff', 'system', 'anonymous']),
  id: z.string().max(64).optional(),
  roles: z.array(z.string()),
  original_owner: z.boolean().optional(),
});

/** What every event's `data` may hold beside its own `details`. */
export const commonData = {
  business_seq: count.optional(),
  operation_id: id.optional(),
  outcome: z.enum(OUTCOMES),
  reason: reason.optional(),
  ticket: ticketSchema.optional(),
  actor,
  authorization: z.strictObject({ decision: z.enum(['allowed', 'denied']), rule: z.string() }).optional(),
  precondition: z.array(check).optional(),
  snapshot: snapshotReference.optional(),
  request: z.strictObject({ id: z.string().max(100), digest: z.string().regex(/^sha256:[0-9a-f]{64}$/) }),
  salt: z.string().regex(/^[0-9a-f]{32}$/),
};

const none = z.strictObject({});
const feedDetails = z.strictObject({ feed_id: id, institution: z.string(), bank_account_id: id });
const switchDetails = z.strictObject({ switch_id: id, from_book_id: id, to_book_id: id });
/** What customers and the support team call a payment. */
const paymentReference = z.string().regex(/^PAY-[0-9A-Z]{8}$/);
const membership = z.strictObject({ user_id: id, role: z.string() });
/** The filter of a list or an export, as it was applied; several types are parted by commas. Nothing personal. */
const filter = z.record(z.string(), z.string());

/** Each attempt at a reset or restore: by whom, whether that is the original owner, and which attempt (SPEC §6). */
const attempt = { operation_id: id, actor: actor.extend({ original_owner: z.boolean() }) };
const refused = { ...attempt, reason };
/** What must be known of a reset or restore that was done: the evidence under lock, and where the snapshot is. */
const switched = {
  operation_id: id,
  actor: actor.extend({ id: z.string().max(64), original_owner: z.literal(true) }),
  authorization: z.strictObject({ decision: z.literal('allowed'), rule: z.string() }),
  precondition: z
    .array(check.extend({ held: z.literal(true) }))
    .refine((checks) => checks.some(({ name, feeds }) => name === 'bank-feeds-disconnected' && feeds), {
      error: 'must hold the bank feeds as they were read under lock',
    })
    .describe('every check held, and one is `bank-feeds-disconnected` with the feeds as read under lock'),
  snapshot: snapshotReference,
};
/** What the digest of a snapshot says must be there whole: it is what the snapshot is held against for ever. */
const digestedSnapshot = snapshotReference.required();
/** Of a snapshot: what its row says with what the log does, and where it was read again, with what is in the book. */
const comparison = z.enum(['same', 'differs', 'not-digested']);
const sha256 = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const aboutSnapshot = { snapshot: snapshotReference };
const ofHold = { ...aboutSnapshot, ticket: ticketSchema };
/** What support does always has its ticket; what a second person approved also names who asked, and the request. */
const ofSupport = { ticket: ticketSchema };
const supportDetails = z.strictObject({
  target_id: id.optional(),
  request_id: id.optional(),
  asked_by: id.optional(),
});
const requestDetails = z.strictObject({ request_id: id, action: z.string(), target_id: id, asked_by: id });

export interface EventKind {
  readonly summary: string;
  readonly subject: 'business' | 'user' | 'staff' | 'session' | 'log' | 'reader-key';
  /** How such an event can end. */
  readonly outcomes: readonly Outcome[];
  /** Common fields of which this type demands more than the common schema does. */
  readonly demands?: z.ZodRawShape;
  readonly details: z.ZodType;
}

/** The subject's id where the log itself is the subject. */
export const THE_LOG = 'audit';

const done = ['success'] as const;

/** Every type of event there is. An event that is not here or does not fit cannot be written. */
export const EVENT_CATALOGUE = {
  'business.signed-up': {
    summary: 'Somebody signed up: a user and a business of which that user is the original owner.',
    subject: 'business',
    outcomes: done,
    details: z.strictObject({ user_id: id, book_id: id, edition: z.string() }),
  },
  'business.settings-changed': {
    summary: 'The time zone of a business was changed.',
    subject: 'business',
    outcomes: done,
    details: z.strictObject({ time_zone: z.string().max(64), time_zone_before: z.string().max(64) }),
  },
  'business.reset.requested': {
    summary: 'A reset was asked for.',
    subject: 'business',
    outcomes: ['pending'],
    demands: attempt,
    details: none,
  },
  'business.reset.completed': {
    summary: 'The books were reset; the snapshot holds them as they were.',
    subject: 'business',
    outcomes: done,
    demands: switched,
    details: switchDetails,
  },
  'business.reset.denied': {
    summary: 'A reset was refused.',
    subject: 'business',
    outcomes: ['denied'],
    demands: refused,
    details: none,
  },
  'business.reset.failed': {
    summary: 'A reset failed and changed nothing.',
    subject: 'business',
    outcomes: ['failed'],
    demands: refused,
    details: none,
  },
  'business.restore.requested': {
    summary: 'A restore was asked for.',
    subject: 'business',
    outcomes: ['pending'],
    demands: attempt,
    details: none,
  },
  'business.restore.completed': {
    summary: 'A snapshot was restored; what it replaced is a snapshot itself.',
    subject: 'business',
    outcomes: done,
    demands: switched,
    details: switchDetails.extend({
      replaced_snapshot_id: id,
      /** Whether row and log still said the same of the snapshot when it was opened, and by which event. */
      comparison: comparison.optional(),
      digest_event_id: id.optional(),
    }),
  },
  'business.restore.denied': {
    summary: 'A restore was refused.',
    subject: 'business',
    outcomes: ['denied'],
    demands: refused,
    details: none,
  },
  'business.restore.failed': {
    summary: 'A restore failed and changed nothing.',
    subject: 'business',
    outcomes: ['failed'],
    demands: refused,
    details: none,
  },
  'snapshot.digested': {
    summary: 'The content of a snapshot was read to the end: its digest, to be compared with whatever is there later.',
    subject: 'business',
    outcomes: done,
    demands: { snapshot: digestedSnapshot },
    details: z.strictObject({
      algorithm: z.string().max(40),
      switch_event_id: id,
      sealed_at: time,
      expires_at: time,
      digest_on_record: sha256.optional(),
    }),
  },
  'snapshot.verified': {
    summary: 'A snapshot was read again and compared with its row and with the log.',
    subject: 'business',
    outcomes: ['success', 'failed'],
    demands: aboutSnapshot,
    details: z.strictObject({ comparison, faults: z.array(z.string().max(40)) }),
  },
  'snapshot.viewed': {
    summary: 'A snapshot was looked at, read only.',
    subject: 'business',
    outcomes: done,
    demands: aboutSnapshot,
    details: none,
  },
  'snapshot.purged': {
    summary: 'An expired snapshot was deleted for good.',
    subject: 'business',
    outcomes: done,
    demands: aboutSnapshot,
    details: none,
  },
  'snapshot.hold-placed': {
    summary: 'A legal hold was placed on a snapshot: it is not deleted while it stands.',
    subject: 'business',
    outcomes: done,
    demands: ofHold,
    details: z.strictObject({ hold_id: id }),
  },
  'snapshot.hold-lifted': {
    summary: 'A legal hold on a snapshot was lifted.',
    subject: 'business',
    outcomes: done,
    demands: ofHold,
    details: z.strictObject({ hold_id: id }),
  },
  'support.requested': {
    summary: 'Support asked for something that a second person must approve.',
    subject: 'business',
    outcomes: ['pending'],
    demands: ofSupport,
    details: requestDetails,
  },
  'support.refused': {
    summary: 'A second person refused what support had asked for.',
    subject: 'business',
    outcomes: ['denied'],
    demands: ofSupport,
    details: requestDetails,
  },
  'support.expired': {
    summary: 'Nobody decided in time what support had asked for.',
    subject: 'business',
    outcomes: ['denied'],
    demands: ofSupport,
    details: requestDetails,
  },
  'support.approval-denied': {
    summary: 'A member of staff tried to decide a request of their own.',
    subject: 'business',
    outcomes: ['denied'],
    demands: { ...ofSupport, reason },
    details: requestDetails,
  },
  'support.feed-disconnected': {
    summary: "Support disconnected a bank feed at the owner's request.",
    subject: 'business',
    outcomes: done,
    demands: ofSupport,
    details: supportDetails,
  },
  'support.link-sent': {
    summary: 'Support sent the original owner the link to Manage your data.',
    subject: 'business',
    outcomes: done,
    demands: ofSupport,
    details: supportDetails,
  },
  'support.notice-resent': {
    summary: 'Support sent the notice of the latest reset or restore again.',
    subject: 'business',
    outcomes: done,
    demands: ofSupport,
    details: supportDetails,
  },
  'support.sign-in-lock-lifted': {
    summary: 'Support lifted the lock that failed sign-ins had put on an account.',
    subject: 'business',
    outcomes: done,
    demands: ofSupport,
    details: supportDetails,
  },
  'bank-feed.consent-requested': {
    summary: 'A bank was asked for consent.',
    subject: 'business',
    outcomes: done,
    details: feedDetails,
  },
  'bank-feed.connected': {
    summary: 'A bank feed was connected.',
    subject: 'business',
    outcomes: done,
    details: feedDetails,
  },
  'bank-feed.failed': {
    summary: 'A bank feed stopped with an error.',
    subject: 'business',
    outcomes: ['failed'],
    details: feedDetails,
  },
  'bank-feed.disconnected': {
    summary: 'A bank feed was disconnected.',
    subject: 'business',
    outcomes: done,
    details: feedDetails,
  },
  'books.imported': {
    summary: 'A FEC file was imported.',
    subject: 'business',
    outcomes: done,
    details: z.strictObject({
      book_id: id,
      entries: count,
      lines: count,
      accounts: count.optional(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  },
  'books.exported': {
    summary: 'Accounting data left as a file.',
    subject: 'business',
    outcomes: done,
    details: z.strictObject({ book_id: id, format: z.string() }),
  },
  'pay-link.issued': {
    summary: 'A link was made with which a customer can pay an invoice.',
    subject: 'business',
    outcomes: done,
    details: z.strictObject({ pay_link_id: id, book_id: id }),
  },
  'payment.received': {
    summary: 'A customer paid through a link.',
    subject: 'business',
    outcomes: done,
    details: z.strictObject({ payment_id: id, reference: paymentReference, pay_link_id: id }),
  },
  'payment.recorded': {
    summary: 'A payment that had come in was recorded in the books, by hand.',
    subject: 'business',
    outcomes: done,
    details: z.strictObject({ payment_id: id, reference: paymentReference, book_id: id, entry_id: id }),
  },
  'demo.started-again': {
    summary: 'The demo of a business was started again: its books are reset and the demo is entered anew.',
    subject: 'business',
    outcomes: done,
    details: z.strictObject({ book_id: id, round: count }),
  },
  'membership.granted': {
    summary: 'Somebody became a member or got another role.',
    subject: 'business',
    outcomes: done,
    details: membership,
  },
  'membership.revoked': {
    summary: 'Somebody is no longer a member.',
    subject: 'business',
    outcomes: done,
    details: membership,
  },
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
    summary: "The personal details beside a user's events were erased; the events stay.",
    subject: 'user',
    outcomes: done,
    details: z.strictObject({ events: count }),
  },
  'audit.verified': {
    summary: 'The log verified itself.',
    subject: 'log',
    outcomes: ['success', 'failed'],
    details: z.strictObject({ from: count, entries: count, root: z.string(), verdict: z.string().max(500) }),
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
  'session.started': {
    summary: 'Somebody signed in.',
    subject: 'user',
    outcomes: done,
    details: z.strictObject({ session_id: id }),
  },
  'session.denied': {
    summary: 'A sign-in failed.',
    subject: 'session',
    outcomes: ['denied'],
    demands: { reason },
    details: none,
  },
  'session.ended': {
    summary: 'Somebody signed out.',
    subject: 'user',
    outcomes: done,
    details: z.strictObject({ session_id: id }),
  },
  'staff-session.started': {
    summary: 'A member of staff signed in.',
    subject: 'staff',
    outcomes: done,
    details: z.strictObject({ session_id: id, second_factor: z.boolean() }),
  },
  'staff-session.denied': {
    summary: 'A sign-in to the panel failed, at the password or at the second factor.',
    subject: 'session',
    outcomes: ['denied'],
    demands: { reason },
    details: none,
  },
  'staff-session.ended': {
    summary: 'A member of staff signed out.',
    subject: 'staff',
    outcomes: done,
    details: z.strictObject({ session_id: id }),
  },
  'staff.second-factor-enrolled': {
    summary: 'A member of staff enrolled a second factor.',
    subject: 'staff',
    outcomes: done,
    details: none,
  },
  'business.viewed-by-staff': {
    summary: 'A member of staff opened the page of a business.',
    subject: 'business',
    outcomes: done,
    details: z.strictObject({ part: z.string() }),
  },
  'user.email-change-asked': {
    summary:
      'A user asked to sign in with another e-mail address, and a link was mailed to it; denied: wrong password.',
    subject: 'user',
    outcomes: ['success', 'denied'],
    details: none,
  },
  'user.email-changed': {
    summary: 'A new e-mail address confirmed that it is the one to sign in with; other sessions ended.',
    subject: 'user',
    outcomes: done,
    details: none,
  },
  'staff.added': {
    summary: 'A staff account was made.',
    subject: 'staff',
    outcomes: done,
    details: z.strictObject({ role: z.string() }),
  },
  'staff.disabled': {
    summary: 'A staff account was disabled; its sessions ended.',
    subject: 'staff',
    outcomes: done,
    details: none,
  },
  'staff.enabled': {
    summary: 'A staff account that was disabled was enabled again.',
    subject: 'staff',
    outcomes: done,
    details: none,
  },
  'staff.role-changed': {
    summary: 'A staff account got another role; its sessions ended.',
    subject: 'staff',
    outcomes: done,
    details: z.strictObject({ role: z.string(), role_before: z.string() }),
  },
  'staff.second-factor-reset': {
    summary: 'The second factor and the recovery codes of a staff account were taken away; its sessions ended.',
    subject: 'staff',
    outcomes: done,
    details: none,
  },
  'staff.password-reset': {
    summary: 'A staff account got a one-time password; its sessions ended.',
    subject: 'staff',
    outcomes: done,
    details: none,
  },
  'staff.password-chosen': {
    summary: 'A member of staff chose a password in place of a one-time one.',
    subject: 'staff',
    outcomes: done,
    details: none,
  },
  'staff.sessions-ended': {
    summary: 'An operator ended the sessions of a staff account.',
    subject: 'staff',
    outcomes: done,
    details: z.strictObject({ sessions: count }),
  },
} as const satisfies Record<string, EventKind>;

export type EventType = keyof typeof EVENT_CATALOGUE;
export const EVENT_TYPES = Object.keys(EVENT_CATALOGUE) as EventType[];
export type EventDetails<T extends EventType> = z.infer<(typeof EVENT_CATALOGUE)[T]['details']>;
export type EventData = z.infer<z.ZodObject<typeof commonData>>;
export type PreconditionCheck = z.infer<typeof check>;
export type SnapshotReference = z.infer<typeof snapshotReference>;

const schemas = new Map<string, z.ZodType>(
  Object.entries<EventKind>(EVENT_CATALOGUE).map(([type, kind]) => [
    type,
    z.strictObject({
      specversion: z.literal('1.0'),
      id,
      source: z.string(),
      type: z.literal(type),
      subject: z.string().regex(new RegExp(`^${kind.subject}/[0-9a-z-]+$`)),
      time,
      data: z.strictObject({
        ...commonData,
        outcome: z.enum(kind.outcomes),
        ...kind.demands,
        details: kind.details,
      }),
    }),
  ]),
);

/** Throws an Error (a fault of the program, not of its user) when the envelope does not match its type's schema. */
export function assertFitsCatalogue(envelope: { type: string }): void {
  const schema = schemas.get(envelope.type);
  if (!schema) throw new Error(`The event type ${envelope.type} is not in the catalogue`);
  const read = schema.safeParse(envelope);
  if (!read.success)
    throw new Error(`An event ${envelope.type} does not fit its schema: ${z.prettifyError(read.error)}`);
}
