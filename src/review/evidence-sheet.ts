import type { BankFeedState } from '../banking/bank-feeds/bank-feed-states.js';
import type { SnapshotComparison } from '../books/snapshot-comparison.js';
import type { ComparedSnapshot } from '../books/snapshot-verification.service.js';
import type { AuditEventView } from '../log/events/audit-reader.service.js';
import type { Outcome } from '../log/events/event-catalogue.js';
import { actionOfEvent, type RecordedAction } from '../log/recorded-commands.js';
import { DAY_MS } from '../platform/kernel/clock.js';

export const SHEET_FORMATS = ['screen', 'pdf', 'bundle'] as const;
export type SheetFormat = (typeof SHEET_FORMATS)[number];

const FORMAT = 'ardoise-evidence-sheet/v1';
/** How far back a sheet looks for what was refused. */
export const LOOKS_BACK_MS = DAY_MS;

/** What is known of a reset or a restore, as it was read; what follows from it is `evidenceSheet`'s to say. */
export interface EvidenceFacts {
  readonly business: {
    readonly id: string;
    readonly name: string;
    readonly timeZone: string;
    readonly originalOwner: { readonly id: string; readonly signUpEmail: string; readonly since: Date };
  };
  /** The events of the attempt, in the order of the log. */
  readonly attempt: readonly AuditEventView[];
  /** What was refused or failed in the business before, newest first. */
  readonly refused: readonly AuditEventView[];
  /** When feeds were disconnected, newest first. */
  readonly disconnected: readonly AuditEventView[];
  /** Of feeds as they are known today: feed id → account. */
  readonly accounts: ReadonlyMap<string, string>;
  /** Addresses of today, by the id of users and staff. */
  readonly people: ReadonlyMap<string, string>;
  /** What this attempt made a snapshot; undefined of one that did not come to it. */
  readonly sealed?: SealedFacts;
  /** Of a restore: the events that name what it gave back, oldest first. */
  readonly ofGivenBack: readonly AuditEventView[];
  /** Event id → its place in the tree. */
  readonly places: ReadonlyMap<string, number>;
  readonly checkpoint: SignedState | null;
  readonly made: SheetMade;
}

export interface SealedFacts {
  readonly id: string;
  /** The events that name it, oldest first. */
  readonly events: readonly AuditEventView[];
  /** Row and log; undefined of what is no snapshot any more. */
  readonly onRecord: Pick<ComparedSnapshot, 'verdict' | 'faults' | 'digestEventId'> | undefined;
  readonly expiresAt: Date | null;
  readonly isPurging: boolean;
  readonly holdsInForce: number;
}

/** The checkpoint that the sheet shows. */
export interface SignedState {
  readonly origin: string;
  readonly size: number;
  /** Base64. */
  readonly root: string;
  /** The signed note, verbatim, with what witnesses added. */
  readonly note: string;
  readonly signatures: readonly SheetSignature[];
}

export interface SheetSignature {
  readonly name: string;
  readonly by: 'log' | 'witness';
  /** Base64, as it stands in the note. */
  readonly signature: string;
  /** Of a cosignature. */
  readonly at?: string;
}

export interface SheetMade {
  readonly at: string;
  readonly by: { readonly id: string; readonly email: string; readonly role: string };
  /** The event that records the making. */
  readonly eventId: string;
  readonly format: SheetFormat;
}

/** All times are ISO 8601 UTC to the millisecond. This is `sheet.json`: its fields are added to, never renamed. */
export interface EvidenceSheet {
  readonly format: typeof FORMAT;
  readonly what: {
    readonly kind: RecordedAction;
    readonly outcome: Outcome;
    readonly reason?: string;
    readonly operationId: string | null;
    readonly eventId: string;
  };
  readonly business: { readonly id: string; readonly name: string; readonly timeZone: string };
  readonly who: {
    readonly id: string | null;
    /** The address of today; null where nobody's is known any more. */
    readonly email: string | null;
    readonly roles: readonly string[];
    readonly isOriginalOwner: boolean;
    readonly rule: string | null;
    readonly originalOwner: { readonly id: string; readonly signUpEmail: string; readonly since: string };
  };
  readonly when: { readonly at: string; readonly askedAt: string | null };
  readonly preconditions: readonly SheetCheck[];
  readonly feeds: readonly SheetFeed[];
  readonly snapshot: SheetSnapshot | null;
  readonly givenBack: SheetGivenBack | null;
  readonly refusedBefore: readonly SheetRefusal[];
  readonly events: readonly SheetEvent[];
  readonly log: (SignedState & { readonly leafIndex: number }) | null;
  readonly made: SheetMade;
}

export interface SheetCheck {
  readonly name: string;
  readonly held: boolean;
  readonly readAt: string;
}

export interface SheetFeed {
  readonly id: string;
  /** The code of the bank. */
  readonly institution: string;
  readonly account: string | null;
  readonly state: BankFeedState;
  /** Since when it was in this state: of one that is disconnected, when it was disconnected. */
  readonly since: string;
  readonly disconnectedEventId: string | null;
}

export const FATES = ['kept', 'held', 'expired', 'restored', 'purging', 'purged'] as const;

export interface SheetSnapshot {
  readonly id: string;
  /** Null: not digested yet. Then nothing can be said of whether it was changed. */
  readonly digest: string | null;
  readonly counts: Readonly<Record<string, number>> | null;
  readonly digestEventId: string | null;
  /** Of row and log, when the sheet was made; null of what is no snapshot of this switch any more. */
  readonly comparison: SnapshotComparison | null;
  /** When its content was read again last, and what that found. */
  readonly readAgain: { readonly at: string; readonly verdict: string; readonly eventId: string } | null;
  readonly fate: {
    readonly state: (typeof FATES)[number];
    readonly keptUntil: string | null;
    /** When it was restored, or deleted for good, and the event of that. */
    readonly at: string | null;
    readonly eventId: string | null;
    /** Of one that was restored: what row and log said of it before it was opened. */
    readonly comparedBefore: string | null;
    readonly holdsInForce: number;
  };
}

export interface SheetGivenBack {
  readonly id: string;
  readonly digest: string | null;
  readonly counts: Readonly<Record<string, number>> | null;
  readonly digestEventId: string | null;
  /** What row and log said of it before it was opened; null where the event does not say. */
  readonly comparedBefore: string | null;
  readonly sealedBy: { readonly kind: string; readonly at: string; readonly eventId: string } | null;
}

export interface SheetRefusal {
  readonly eventId: string;
  readonly type: string;
  readonly at: string;
  readonly reason: string | null;
}

export interface SheetEvent {
  readonly id: string;
  readonly type: string;
  readonly at: string;
  readonly seq: number | null;
  /** Null while it waits for its place in the tree. */
  readonly leafIndex: number | null;
}

/** The sheet of one attempt, from what was read of it. Nothing is guessed: what is not known is null. */
export function evidenceSheet(facts: EvidenceFacts): EvidenceSheet {
  const { attempt, business, places } = facts;
  const end = endOf(attempt);
  const { data } = end;
  const { originalOwner, ...named } = business;
  return {
    format: FORMAT,
    what: {
      kind: actionOfEvent(end.type)!,
      outcome: data.outcome,
      ...(data.reason !== undefined && { reason: data.reason }),
      operationId: data.operation_id ?? null,
      eventId: end.id,
    },
    business: named,
    who: {
      id: data.actor.id ?? null,
      email: facts.people.get(data.actor.id ?? '') ?? null,
      roles: data.actor.roles,
      isOriginalOwner: data.actor.original_owner === true,
      rule: data.authorization?.rule ?? null,
      originalOwner: { ...originalOwner, since: originalOwner.since.toISOString() },
    },
    when: { at: end.time, askedAt: attempt.find(isAsking)?.time ?? null },
    preconditions: (data.precondition ?? []).map(({ name, held, read_at }) => ({ name, held, readAt: read_at })),
    feeds: feedsOf(end, facts),
    snapshot: facts.sealed ? snapshotOf(facts.sealed, end, facts.made.at) : null,
    givenBack: givenBackOf(end, facts.ofGivenBack),
    refusedBefore: refusedBefore(end, facts).map(({ id, type, time, data: { reason } }) => ({
      eventId: id,
      type,
      at: time,
      reason: reason ?? null,
    })),
    events: sheetEvents(concerned(facts), places),
    log: placeInLog(end.id, facts),
    made: facts.made,
  };
}

/** Events as a sheet lists them, with the place of each in the tree. */
export const sheetEvents = (events: readonly AuditEventView[], places: ReadonlyMap<string, number>): SheetEvent[] =>
  events.map(({ id, type, time, data: { business_seq } }) => ({
    id,
    type,
    at: time,
    seq: business_seq ?? null,
    leafIndex: places.get(id) ?? null,
  }));

/** Where an event stands under the checkpoint of its sheet; null while that does not hold it. */
export function placeInLog(
  eventId: string,
  { places, checkpoint }: Pick<EvidenceFacts, 'places' | 'checkpoint'>,
): EvidenceSheet['log'] {
  const leafIndex = places.get(eventId);
  const isSigned = checkpoint !== null && leafIndex !== undefined && leafIndex < checkpoint.size;
  return isSigned ? { ...checkpoint, leafIndex } : null;
}

const isAsking = ({ data }: AuditEventView) => data.outcome === 'pending';

/** How it ended, or for want of that its asking. */
export function endOf(attempt: readonly AuditEventView[]): AuditEventView {
  return attempt.findLast((event) => !isAsking(event)) ?? attempt.at(-1)!;
}

function feedsOf(
  { data }: AuditEventView,
  { accounts, disconnected }: Pick<EvidenceFacts, 'accounts' | 'disconnected'>,
): SheetFeed[] {
  const read = (data.precondition ?? []).flatMap(({ feeds = [] }) => feeds);
  return read.map(({ id, institution, status, since }) => ({
    id,
    institution,
    account: accounts.get(id) ?? null,
    state: status as BankFeedState,
    since,
    disconnectedEventId:
      status === 'disconnected'
        ? (disconnected.find((event) => event.data.details['feed_id'] === id)?.id ?? null)
        : null,
  }));
}

/** What became of the snapshot that a switch made, by the events that name it. */
function storyOf({ id, events }: SealedFacts, end: AuditEventView) {
  const later = events.filter(({ time }) => time > end.time);
  const restoredBy = later.find(({ type, data }) => type === 'business.restore.completed' && data.snapshot?.id === id);
  // One that was restored may have become the snapshot of another switch: what came after is that one's story.
  const own = restoredBy ? later.filter(({ time }) => time <= restoredBy.time) : later;
  const last = (...types: string[]) => own.findLast(({ type }) => types.includes(type));
  return {
    restoredBy,
    purgedBy: last('snapshot.purged'),
    digested: own.find(({ type, data }) => type === 'snapshot.digested' && data.details['switch_event_id'] === end.id),
    readAgain: last('snapshot.verified'),
    holds: own.filter(({ type }) => type.startsWith('snapshot.hold-')),
  };
}

function snapshotOf(sealed: SealedFacts, end: AuditEventView, at: string): SheetSnapshot {
  const { id, onRecord, expiresAt, holdsInForce } = sealed;
  const { restoredBy, purgedBy, digested, readAgain } = storyOf(sealed, end);
  const became = restoredBy ?? purgedBy;
  return {
    id,
    digest: digested?.data.snapshot?.digest ?? null,
    counts: digested?.data.snapshot?.counts ?? null,
    digestEventId: digested?.id ?? null,
    comparison: onRecord && !restoredBy ? { verdict: onRecord.verdict, faults: onRecord.faults } : null,
    readAgain: readAgain
      ? { at: readAgain.time, verdict: textOf(readAgain.data.details['comparison'])!, eventId: readAgain.id }
      : null,
    fate: {
      state: fateOf(sealed, end, at),
      // As it was sealed, where the log says so: the row of one that was restored has lost it.
      keptUntil: textOf(digested?.data.details['expires_at']) ?? expiresAt?.toISOString() ?? null,
      at: became?.time ?? null,
      eventId: became?.id ?? null,
      comparedBefore: textOf(restoredBy?.data.details['comparison']),
      holdsInForce: restoredBy ? 0 : holdsInForce,
    },
  };
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : null);

function fateOf(sealed: SealedFacts, end: AuditEventView, at: string): (typeof FATES)[number] {
  const { restoredBy, purgedBy } = storyOf(sealed, end);
  if (restoredBy) return 'restored';
  if (purgedBy) return 'purged';
  if (sealed.isPurging) return 'purging';
  if (sealed.holdsInForce > 0) return 'held';
  return sealed.expiresAt && sealed.expiresAt.toISOString() <= at ? 'expired' : 'kept';
}

function givenBackOf(end: AuditEventView, named: readonly AuditEventView[]): SheetGivenBack | null {
  const { snapshot, details } = end.data;
  if (!snapshot || end.type !== 'business.restore.completed') return null;
  const sealedBy = sealingOf(snapshot.id, end, named);
  return {
    id: snapshot.id,
    digest: snapshot.digest ?? null,
    counts: snapshot.counts ?? null,
    digestEventId: textOf(details['digest_event_id']),
    comparedBefore: textOf(details['comparison']),
    sealedBy: sealedBy ? { kind: actionOfEvent(sealedBy.type)!, at: sealedBy.time, eventId: sealedBy.id } : null,
  };
}

/** The switch that had made these books the snapshot that this restore gave back. */
function sealingOf(id: string, end: AuditEventView, named: readonly AuditEventView[]): AuditEventView | undefined {
  return named.findLast(
    ({ type, time, data }) => time < end.time && type.endsWith('.completed') && data.details['from_book_id'] === id,
  );
}

/** Of the day before, and not this attempt itself. */
function refusedBefore(end: AuditEventView, { refused }: Pick<EvidenceFacts, 'refused'>): AuditEventView[] {
  const from = new Date(Date.parse(end.time) - LOOKS_BACK_MS).toISOString();
  return refused.filter(({ id, time }) => id !== end.id && time >= from && time <= end.time);
}

/** The events that a sheet rests on, each once, in the order of their times: of what was read, what concerns this attempt. */
export function concerned(facts: Omit<EvidenceFacts, 'places' | 'checkpoint' | 'made'>): AuditEventView[] {
  const { attempt, sealed } = facts;
  const end = endOf(attempt);
  const feeds = feedsOf(end, facts).map(({ disconnectedEventId }) => disconnectedEventId);
  const story = sealed && storyOf(sealed, end);
  const sealedBefore = end.data.snapshot && sealingOf(end.data.snapshot.id, end, facts.ofGivenBack);
  const views = [
    ...attempt,
    ...refusedBefore(end, facts),
    ...facts.disconnected.filter(({ id }) => feeds.includes(id)),
    sealedBefore,
    ...facts.ofGivenBack.filter(({ id }) => id === end.data.details['digest_event_id']),
    ...(story ? [story.digested, story.readAgain, ...story.holds, story.restoredBy, story.purgedBy] : []),
  ].filter((view) => view !== undefined);
  const seq = ({ data }: AuditEventView) => data.business_seq ?? 0;
  return [...new Map(views.map((view) => [view.id, view])).values()].sort((a, b) =>
    a.time === b.time ? seq(a) - seq(b) : a.time < b.time ? -1 : 1,
  );
}
