import type { AuditEventView } from '../log/events/audit-reader.service.js';
import { actionOfEvent } from '../log/recorded-commands.js';
import { DAY_MS } from '../platform/kernel/clock.js';
import { CERTIFICATE_FORMAT } from './certificate-format.js';
import { placeInLog, sheetEvents, type SheetEvent, type SheetMade, type SignedState } from './evidence-sheet.js';

/** What is known of the end of a snapshot, as it was read. */
export interface DestructionFacts {
  readonly business: DestructionCertificate['business'];
  /** `snapshot.purged`. */
  readonly purged: AuditEventView;
  /** All events that name the snapshot, oldest first. */
  readonly events: readonly AuditEventView[];
  /** Event id → its place in the tree. */
  readonly places: ReadonlyMap<string, number>;
  readonly checkpoint: SignedState | null;
  readonly made: SheetMade;
}

/**
 * The certificate of destruction of one snapshot: from the log alone, as the rows are gone. All times are ISO 8601 UTC to the
 * millisecond. This is `certificate.json`: its fields are added to, never renamed. What is not known is null: an event of an older version says
 * neither counts nor that nothing is left.
 */
export interface DestructionCertificate {
  readonly format: typeof CERTIFICATE_FORMAT;
  readonly business: { readonly id: string; readonly name: string; readonly timeZone: string };
  readonly snapshot: {
    readonly id: string;
    /** Null: it was never digested. */
    readonly digestBefore: string | null;
    readonly countsBefore: Readonly<Record<string, number>> | null;
    readonly digestEventId: string | null;
    readonly sealedAt: string | null;
    /** The switch that made it a snapshot. */
    readonly sealedBy: { readonly kind: string; readonly at: string; readonly eventId: string } | null;
  };
  readonly why: {
    readonly keptUntil: string | null;
    /** From the seal to the date of its expiry, in days. */
    readonly keptDays: number | null;
  };
  readonly destroyed: {
    readonly eventId: string;
    readonly beganAt: string | null;
    readonly endedAt: string;
    readonly job: string | null;
    /** Of the run that ended it. */
    readonly runId: string;
    readonly rowsDeleted: Readonly<Record<string, number>> | null;
    /** Whether as many rows were deleted as the digest had counted; null where one of them is not known. */
    readonly asManyAsDigested: boolean | null;
  };
  /** What was seen afterwards, in the transaction of the event. */
  readonly left: { readonly rows: number; readonly tablesAsked: number; readonly rule: string } | null;
  readonly holds: readonly CertificateHold[];
  readonly events: readonly SheetEvent[];
  readonly log: (SignedState & { readonly leafIndex: number }) | null;
  readonly made: SheetMade;
}

/** A hold that had been on it. */
export interface CertificateHold {
  readonly id: string;
  readonly placedAt: string;
  readonly ticket: string | null;
  readonly liftedAt: string | null;
  readonly liftTicket: string | null;
}

/** The certificate of one purge, from what was read of it. */
export function destructionCertificate(facts: DestructionFacts): DestructionCertificate {
  const { purged } = facts;
  const { snapshot, details, actor, request } = purged.data;
  const { sealing, digested } = storyOf(facts);
  const sealedAt = textOf(details['sealed_at']) ?? textOf(digested?.data.details['sealed_at']);
  const keptUntil = textOf(details['expires_at']) ?? textOf(digested?.data.details['expires_at']);
  const rowsDeleted = (details['rows_deleted'] as Readonly<Record<string, number>> | undefined) ?? null;
  const countsBefore = digested?.data.snapshot?.counts ?? null;
  return {
    format: CERTIFICATE_FORMAT,
    business: facts.business,
    snapshot: {
      id: snapshot!.id,
      digestBefore: snapshot!.digest ?? null,
      countsBefore,
      digestEventId: digested?.id ?? null,
      sealedAt,
      sealedBy: sealing ? { kind: actionOfEvent(sealing.type)!, at: sealing.time, eventId: sealing.id } : null,
    },
    why: { keptUntil, keptDays: daysBetween(sealedAt, keptUntil) },
    destroyed: {
      eventId: purged.id,
      beganAt: textOf(details['began_at']),
      endedAt: textOf(details['ended_at']) ?? purged.time,
      job: actor.id ?? null,
      runId: request.id,
      rowsDeleted,
      asManyAsDigested: rowsDeleted && countsBefore && isSame(rowsDeleted, countsBefore),
    },
    left: leftOf(details),
    holds: holdsOf(facts),
    events: sheetEvents(certified(facts), facts.places),
    log: placeInLog(purged.id, facts),
    made: facts.made,
  };
}

type Story = Pick<DestructionFacts, 'purged' | 'events'>;

/** The events that a certificate rests on, each once, in the order of their times. */
export function certified(story: Story): AuditEventView[] {
  const { sealing, digested } = storyOf(story);
  const holds = story.events.filter(({ type }) => type.startsWith('snapshot.hold-'));
  const views = [sealing, digested, ...holds, story.purged].filter((view) => view !== undefined);
  return [...new Map(views.map((view) => [view.id, view])).values()].sort((a, b) => (a.time < b.time ? -1 : 1));
}

/** Of a book that was a snapshot more than once, the last time counts: that is what was purged. */
function storyOf({ purged, events }: Story) {
  const before = events.filter(({ time }) => time <= purged.time);
  const id = purged.data.snapshot!.id;
  const sealing =
    before.find((event) => event.id === purged.data.details['switch_event_id']) ??
    before.findLast(({ type, data }) => type.endsWith('.completed') && data.details['from_book_id'] === id);
  const digested = before.findLast(
    ({ type, data }) => type === 'snapshot.digested' && data.details['switch_event_id'] === sealing?.id,
  );
  return { sealing, digested };
}

function holdsOf({ events }: Story): CertificateHold[] {
  const of = (type: string) => events.filter((event) => event.type === type);
  const lifted = of('snapshot.hold-lifted');
  return of('snapshot.hold-placed').map(({ time, data }) => {
    const id = String(data.details['hold_id']);
    const end = lifted.find((event) => event.data.details['hold_id'] === id);
    return {
      id,
      placedAt: time,
      ticket: data.ticket ?? null,
      liftedAt: end?.time ?? null,
      liftTicket: end?.data.ticket ?? null,
    };
  });
}

function leftOf(details: Readonly<Record<string, unknown>>): DestructionCertificate['left'] {
  const { rows_left: rows, tables_asked: tablesAsked, rule } = details;
  return typeof rows === 'number' ? { rows, tablesAsked: Number(tablesAsked), rule: String(rule) } : null;
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : null);

const daysBetween = (from: string | null, until: string | null) =>
  from === null || until === null ? null : Math.round((Date.parse(until) - Date.parse(from)) / DAY_MS);

/** A table that is in only one of them had no rows: it was added, or is gone, meanwhile. */
const isSame = (some: Readonly<Record<string, number>>, others: Readonly<Record<string, number>>) =>
  [...new Set([...Object.keys(some), ...Object.keys(others)])].every(
    (name) => (some[name] ?? 0) === (others[name] ?? 0),
  );
