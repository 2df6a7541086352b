import { createHash, randomBytes } from 'node:crypto';
import { canonicalize } from 'json-canonicalize';
import type { Actor } from '../../platform/kernel/actor.js';
import { newId, type EventId } from '../../platform/kernel/ids.js';
import {
  assertFitsCatalogue,
  EVENT_CATALOGUE,
  type EventDetails,
  type EventType,
  type Outcome,
  type PreconditionCheck,
  type SnapshotReference,
} from './event-catalogue.js';

/** What the caller knows of an event; the log adds ids, time, salt and sequence. */
export interface EventDraft<T extends EventType = EventType> {
  readonly type: T;
  /** The id of what the event is about; its kind is given by the type. */
  readonly subjectId: string;
  readonly actor: Actor;
  readonly roles?: readonly string[];
  readonly originalOwner?: boolean;
  readonly outcome: Outcome;
  /** A code, never free text: the bytes are kept for ever. */
  readonly reason?: string;
  /** The number of the request in the support team's own system. */
  readonly ticket?: string;
  readonly operationId?: string;
  readonly authorization?: { readonly decision: 'allowed' | 'denied'; readonly rule: string };
  readonly precondition?: readonly PreconditionCheck[];
  readonly snapshot?: SnapshotReference;
  readonly details: EventDetails<T>;
  /** What a person typed (a reason, an e-mail): kept in the erasable side row, bound to the event by its digest. */
  readonly personal?: Readonly<Record<string, string>>;
}

export interface SealedEvent {
  readonly id: EventId;
  readonly time: Date;
  /** The exact bytes that are hashed, for ever. */
  readonly payload: Buffer;
  readonly salt: Buffer;
  /** Canonical JSON of the personal details. */
  readonly details: string;
}

const SOURCE = 'ardoise';
/** The size of the BLOB column, and of an entry in a tile, whose length is a uint16. */
const PAYLOAD_BYTES_MAX = 65_535;

/**
 * A CloudEvents 1.0 envelope in RFC 8785 canonical JSON. Two salts with two purposes: `data.salt` blinds the leaf's
 * hash, so that a proof tells nothing of its neighbours; the salt of the personal details lies beside them and is
 * erased with them, since a digest of an address under a public salt could be guessed.
 */
export function sealEvent(draft: EventDraft, time: Date, businessSeq?: number): SealedEvent {
  const id = newId<EventId>();
  const salt = randomBytes(16);
  const details = canonicalize(personalDetails(draft));
  const envelope = {
    specversion: '1.0',
    id,
    source: SOURCE,
    type: draft.type,
    subject: `${EVENT_CATALOGUE[draft.type].subject}/${draft.subjectId}`,
    time: time.toISOString(),
    data: dropAbsent({
      business_seq: businessSeq,
      operation_id: draft.operationId,
      outcome: draft.outcome,
      reason: draft.reason,
      ticket: draft.ticket,
      actor: dropAbsent({
        type: draft.actor.type,
        id: draft.actor.type === 'anonymous' ? undefined : draft.actor.id,
        roles: [...(draft.roles ?? [])],
        original_owner: draft.originalOwner,
      }),
      authorization: draft.authorization,
      precondition: draft.precondition,
      snapshot: draft.snapshot,
      request: { id: draft.actor.origin.requestId, digest: digestOf(salt, details) },
      salt: randomBytes(16).toString('hex'),
      details: draft.details,
    }),
  };
  assertFitsCatalogue(envelope);
  const payload = Buffer.from(canonicalize(envelope), 'utf8');
  if (payload.length > PAYLOAD_BYTES_MAX)
    throw new Error(`An event ${draft.type} has ${payload.length} bytes, too many.`);
  return { id, time, payload, salt, details };
}

function personalDetails(draft: EventDraft): Record<string, unknown> {
  const { ip, userAgent } = draft.actor.origin;
  const email = draft.actor.type === 'user' ? draft.actor.email : undefined;
  return dropAbsent({ ip, user_agent: userAgent, email, ...draft.personal });
}

/** `sha256:` + hex of SHA-256(salt ‖ canonical details). */
export function digestOf(salt: Buffer, details: string): string {
  return `sha256:${createHash('sha256').update(salt).update(details, 'utf8').digest('hex')}`;
}

function dropAbsent(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
