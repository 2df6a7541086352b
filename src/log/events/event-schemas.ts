import { z } from 'zod';

/** Numbers in events are safe integers; amounts would be decimal strings. RFC 8785 gives each exactly one form. */
export const id = z.uuid();
export const time = z.iso.datetime({ precision: 3 });
export const count = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
export const counts = z.record(z.string(), count);

/** A bank feed as it was read under lock: the evidence that a reset's precondition held or did not (SPEC §6). */
const feedEvidence = z.strictObject({
  id,
  institution: z.string(),
  status: z.string(),
  since: time,
});

export const check = z.strictObject({
  name: z.string(),
  held: z.boolean(),
  read_at: time,
  feeds: z.array(feedEvidence).optional(),
});

export const sha256 = z.string().regex(/^sha256:[0-9a-f]{64}$/);

export const snapshotReference = z.strictObject({
  id,
  digest: sha256.optional(),
  counts: counts.optional(),
});

/** Of a snapshot: what its row says with what the log does, and where it was read again, with what is in the book. */
export const comparison = z.enum(['same', 'differs', 'not-digested', 'not-comparable']);

export const OUTCOMES = ['pending', 'success', 'denied', 'failed'] as const;
export type Outcome = (typeof OUTCOMES)[number];
/** Of most types of event: they tell of what was done. */
export const done = ['success'] as const;

/** The number of a request in the support team's own system; no free text, as the bytes are kept for ever. */
export const ticketSchema = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N}#_.:/-]{0,99}$/u,
    'must be the number of a ticket: up to 100 letters, digits and # _ . : / -',
  );

/** A code, never free text. */
export const reason = z.string().regex(/^[A-Z_]{2,60}$/);

export const actor = z.strictObject({
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
  request: z.strictObject({ id: z.string().max(100), digest: sha256 }),
  salt: z.string().regex(/^[0-9a-f]{32}$/),
};

/** The details of a type that has none of its own. */
export const none = z.strictObject({});

export interface EventKind {
  readonly summary: string;
  readonly subject: 'business' | 'user' | 'staff' | 'session' | 'log' | 'reader-key' | 'review' | 'access-review';
  /** How such an event can end. */
  readonly outcomes: readonly Outcome[];
  /** Common fields of which this type demands more than the common schema does. */
  readonly demands?: z.ZodRawShape;
  readonly details: z.ZodType;
}
