import type { AuditEventView } from '../../log/events/audit-reader.service.js';
import type { EventHead, PlacedEvent } from '../../log/events/period-events.service.js';
import { businessOf } from '../../log/events/subjects.js';
import { actionOfEvent } from '../../log/recorded-commands.js';
import { groupedBy } from './grouped.js';
import type { Operation } from './operation.js';

/** What was read of the attempts of a period. */
export interface OperationEvents {
  /** Asked within the period. */
  readonly asked: readonly EventHead[];
  /** How those ended, and what was refused without ever being asked, as far as is recorded. */
  readonly ends: readonly PlacedEvent[];
  /** Operations that ended within the period and were asked before it: they belong to the period before. */
  readonly ofBefore: ReadonlySet<string>;
  readonly digests: readonly AuditEventView[];
  readonly isFeedConnected: (status: string) => boolean;
}

export interface ReadOperations {
  readonly operations: readonly Operation[];
  /** Of operations with more than one end: all of them. */
  readonly ends: ReadonlyMap<string, readonly string[]>;
  readonly feedsConnected: ReadonlySet<string>;
}

/**
 * One row for each attempt. It belongs to the period in which it was asked, or, refused before that was recorded, in which it was
 * refused: so every attempt is of one period, whichever way periods are cut.
 */
export function operationsOf({ asked, ends, ofBefore, digests, isFeedConnected }: OperationEvents): ReadOperations {
  const digestOf = new Map(digests.map((view) => [view.data.details['switch_event_id'], view]));
  const ended = groupedBy(ends, ({ view }) => keyOf(view));
  const begun = new Map(asked.map((head) => [head.operationId ?? head.id, head]));
  const operations: Operation[] = [];
  const severalEnds = new Map<string, readonly string[]>();
  const feedsConnected = new Set<string>();
  for (const [id, head] of begun) if (!ended.has(id)) operations.push(unended(id, head));
  for (const [id, all] of ended) {
    if (ofBefore.has(id)) continue;
    if (all.length > 1)
      severalEnds.set(
        id,
        all.map(({ view }) => view.id),
      );
    // Of a contradiction the worse is taken: that something was done.
    const end = all.find(({ view }) => view.data.outcome === 'success') ?? all.toSorted(inTime).at(-1)!;
    operations.push(endedBy(id, end, begun.get(id)?.time ?? null, digestOf.get(end.view.id)));
    if (end.view.data.outcome === 'success' && hasFeed(end.view, isFeedConnected)) feedsConnected.add(id);
  }
  return { operations, ends: severalEnds, feedsConnected };
}

const inTime = (a: PlacedEvent, b: PlacedEvent) => (a.view.time < b.view.time ? -1 : 1);

const textOf = (value: unknown) => (typeof value === 'string' ? value : null);

const keyOf = ({ id, data }: AuditEventView) => data.operation_id ?? id;

const hasFeed = ({ data }: AuditEventView, isConnected: (status: string) => boolean) =>
  (data.precondition ?? []).some(({ feeds = [] }) => feeds.some(({ status }) => isConnected(status)));

const unended = (id: string, head: EventHead): Operation => ({
  id,
  action: actionOfEvent(head.type)!,
  outcome: 'pending',
  reason: null,
  businessId: businessOf(head.subject)!,
  actorId: null,
  isOriginalOwner: false,
  askedAt: head.time,
  at: head.time,
  eventId: head.id,
  leafIndex: head.leafIndex,
  snapshotId: null,
  givenBackId: null,
  digest: null,
  digestEventId: null,
});

function endedBy(
  id: string,
  { view, leafIndex }: PlacedEvent,
  askedAt: string | null,
  digested: AuditEventView | undefined,
): Operation {
  const { data } = view;
  const isDone = data.outcome === 'success';
  const action = actionOfEvent(view.type)!;
  return {
    id,
    action,
    outcome: data.outcome,
    reason: data.reason ?? null,
    businessId: businessOf(view.subject)!,
    actorId: data.actor.id ?? null,
    isOriginalOwner: data.actor.original_owner === true,
    askedAt,
    at: view.time,
    eventId: view.id,
    leafIndex,
    snapshotId: isDone ? textOf(data.details['from_book_id']) : null,
    givenBackId: isDone && action === 'restore' ? (data.snapshot?.id ?? null) : null,
    digest: digested?.data.snapshot?.digest ?? null,
    digestEventId: digested?.id ?? null,
  };
}
