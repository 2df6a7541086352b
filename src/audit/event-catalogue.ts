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

/** What every event's `data` may hold beside its own `details`. */
const commonData = {
  business_seq: count.optional(),
  operation_id: id.optional(),
  outcome: z.enum(['pending', 'success', 'denied', 'failed']),
  reason: z
    .string()
    .regex(/^[A-Z_]{2,60}$/)
    .optional(),
  ticket: z.string().max(100).optional(),
  actor: z.strictObject({
    type: z.enum(['user', 'staff', 'system', 'anonymous']),
    id: z.string().max(64).optional(),
    roles: z.array(z.string()),
    original_owner: z.boolean().optional(),
  }),
  authorization: z.strictObject({ decision: z.enum(['allowed', 'denied']), rule: z.string() }).optional(),
  precondition: z.array(check).optional(),
  snapshot: snapshotReference.optional(),
  request: z.strictObject({ id: z.string().max(100), digest: z.string().regex(/^sha256:[0-9a-f]{64}$/) }),
  salt: z.string().regex(/^[0-9a-f]{32}$/),
};

const none = z.strictObject({});
const feedDetails = z.strictObject({ feed_id: id, institution: z.string(), bank_account_id: id });
const switchDetails = z.strictObject({ switch_id: id, from_book_id: id, to_book_id: id });
const membership = z.strictObject({ user_id: id, role: z.string() });

interface EventKind {
  readonly summary: string;
  readonly subject: 'business' | 'user' | 'staff' | 'session';
  readonly details: z.ZodType;
}

/** Every type of event there is. An event that is not here or does not fit cannot be written. */
export const EVENT_CATALOGUE = {
  'business.signed-up': {
    summary: 'Somebody signed up: a user and a business of which that user is the original owner.',
    subject: 'business',
    details: z.strictObject({ user_id: id, book_id: id, edition: z.string() }),
  },
  'business.reset.requested': { summary: 'A reset was asked for.', subject: 'business', details: none },
  'business.reset.completed': {
    summary: 'The books were reset; the snapshot holds them as they were.',
    subject: 'business',
    details: switchDetails,
  },
  'business.reset.denied': { summary: 'A reset was refused.', subject: 'business', details: none },
  'business.reset.failed': { summary: 'A reset failed and changed nothing.', subject: 'business', details: none },
  'business.restore.requested': { summary: 'A restore was asked for.', subject: 'business', details: none },
  'business.restore.completed': {
    summary: 'A snapshot was restored; what it replaced is a snapshot itself.',
    subject: 'business',
    details: switchDetails.extend({ replaced_snapshot_id: id }),
  },
  'business.restore.denied': { summary: 'A restore was refused.', subject: 'business', details: none },
  'business.restore.failed': { summary: 'A restore failed and changed nothing.', subject: 'business', details: none },
  'snapshot.viewed': { summary: 'A snapshot was looked at, read only.', subject: 'business', details: none },
  'snapshot.purged': { summary: 'An expired snapshot was deleted for good.', subject: 'business', details: none },
  'bank-feed.consent-requested': {
    summary: 'A bank was asked for consent.',
    subject: 'business',
    details: feedDetails,
  },
  'bank-feed.connected': { summary: 'A bank feed was connected.', subject: 'business', details: feedDetails },
  'bank-feed.failed': { summary: 'A bank feed stopped with an error.', subject: 'business', details: feedDetails },
  'bank-feed.disconnected': { summary: 'A bank feed was disconnected.', subject: 'business', details: feedDetails },
  'books.imported': {
    summary: 'A FEC file was imported.',
    subject: 'business',
    details: z.strictObject({ book_id: id, entries: count, lines: count, sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  },
  'books.exported': {
    summary: 'Accounting data left as a file.',
    subject: 'business',
    details: z.strictObject({ book_id: id, format: z.string() }),
  },
  'membership.granted': {
    summary: 'Somebody became a member or got another role.',
    subject: 'business',
    details: membership,
  },
  'membership.revoked': { summary: 'Somebody is no longer a member.', subject: 'business', details: membership },
  'audit.read': {
    summary: 'The log was read.',
    subject: 'business',
    details: z.strictObject({ after: z.string().optional() }),
  },
  'session.started': { summary: 'Somebody signed in.', subject: 'user', details: z.strictObject({ session_id: id }) },
  'session.denied': { summary: 'A sign-in failed.', subject: 'session', details: none },
  'session.ended': { summary: 'Somebody signed out.', subject: 'user', details: z.strictObject({ session_id: id }) },
  'user.email-changed': {
    summary: 'A user changed the e-mail address to sign in with.',
    subject: 'user',
    details: none,
  },
  'staff.added': {
    summary: 'A staff account was made.',
    subject: 'staff',
    details: z.strictObject({ role: z.string() }),
  },
  'staff.disabled': { summary: 'A staff account was disabled.', subject: 'staff', details: none },
} as const satisfies Record<string, EventKind>;

export type EventType = keyof typeof EVENT_CATALOGUE;
export type EventDetails<T extends EventType> = z.infer<(typeof EVENT_CATALOGUE)[T]['details']>;
export type EventData = z.infer<z.ZodObject<typeof commonData>>;
export type PreconditionCheck = z.infer<typeof check>;
export type SnapshotReference = z.infer<typeof snapshotReference>;

const schemas = new Map<string, z.ZodType>(
  Object.entries(EVENT_CATALOGUE).map(([type, kind]) => [
    type,
    z.strictObject({
      specversion: z.literal('1.0'),
      id,
      source: z.string(),
      type: z.literal(type),
      subject: z.string().regex(new RegExp(`^${kind.subject}/[0-9a-z-]+$`)),
      time,
      data: z.strictObject({ ...commonData, details: kind.details }),
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
