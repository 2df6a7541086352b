import type { Outcome } from '../../log/events/event-catalogue.js';
import type { RecordedAction } from '../../log/recorded-commands.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../platform/kernel/clock.js';
import { completenessOf, type Completeness, type GapFacts, type LogFacts } from './completeness.js';
import { groupedBy } from './grouped.js';
import type { Operation, ReportScope } from './operation.js';
import { sampleOf, type Sample } from './sample.js';

const FORMAT = 'ardoise-period-report/v1';

/** How long an attempt may be without its end, and a snapshot without its digest, before it is an exception. */
export const END_GRACE_MS = 10 * MINUTE_MS;
export const DIGEST_GRACE_MS = HOUR_MS;
/** How long before a switch something that staff did in the same business counts as near. */
export const STAFF_NEAR_MS = DAY_MS;

export const EXCEPTION_KINDS = [
  'feed-connected',
  'not-original-owner',
  'hold-breached',
  'two-ends',
  'no-end',
  'no-digest',
  'staff-near',
] as const;
export type ExceptionKind = (typeof EXCEPTION_KINDS)[number];

/** What somebody must look at. `item`: the operation, or the event where there is none (a purge). */
export interface ReportException {
  readonly kind: ExceptionKind;
  readonly item: string;
  readonly businessId: string;
  readonly at: string;
  /** The operation's own event: its sheet opens by it. */
  readonly eventId: string;
  /** The events that make an exception of it. */
  readonly because: readonly string[];
}

export interface RefusalCount {
  readonly action: RecordedAction;
  readonly reason: string;
  readonly count: number;
}

export interface Totals {
  readonly operations: number;
  readonly businesses: number;
  readonly outcomes: Readonly<Record<RecordedAction, Readonly<Record<Outcome, number>>>>;
  /** Most frequent first. */
  readonly refusals: readonly RefusalCount[];
}

/** Everything in it is what was known when it was made. Fields are added to, never renamed: signed reviews have them. */
export interface PeriodReport {
  readonly format: typeof FORMAT;
  readonly scope: ReportScope;
  readonly made: ReportMade;
  readonly totals: Totals;
  readonly completeness: Completeness;
  readonly exceptions: readonly ReportException[];
  readonly sample: Sample;
  /** In the order of their times. */
  readonly population: readonly Operation[];
}

/** Who made the list, when, with which query, from what system. */
export interface ReportMade {
  readonly at: string;
  readonly by: { readonly id: string; readonly role: string };
  readonly system: { readonly version: string; readonly log: string; readonly address: string };
  readonly query: {
    readonly types: readonly string[];
    readonly from: string;
    readonly until: string;
    readonly business?: string;
  };
}

/** Something that was done to a snapshot, or by staff in a business. */
export interface NearEvent {
  readonly eventId: string;
  readonly businessId: string;
  readonly at: string;
}
export interface HoldEvent extends NearEvent {
  readonly snapshotId: string;
  readonly holdId: string;
  readonly isPlaced: boolean;
}
export interface PurgeEvent extends NearEvent {
  readonly snapshotId: string;
}

/** What was read of the log; what follows from it is said here alone. */
export interface ReportFacts {
  readonly scope: ReportScope;
  readonly made: ReportMade;
  readonly operations: readonly Operation[];
  /** Operations of which more than one end is in the log, with all their ends. */
  readonly ends: ReadonlyMap<string, readonly string[]>;
  /** Completed switches whose own evidence has a feed that was not disconnected. */
  readonly feedsConnected: ReadonlySet<string>;
  readonly holds: readonly HoldEvent[];
  readonly purges: readonly PurgeEvent[];
  readonly staffActs: readonly NearEvent[];
  /** Business id → its original owner. */
  readonly owners: ReadonlyMap<string, string>;
  readonly gaps: readonly GapFacts[];
  readonly log: LogFacts;
  readonly sampleSize: number;
  readonly seed: string;
}

/** The report of a period, from what was read. Nothing is asked here, so that the same facts make the same report. */
export function periodReport(facts: ReportFacts): PeriodReport {
  const population = facts.operations.toSorted(inTime);
  return {
    format: FORMAT,
    scope: facts.scope,
    made: facts.made,
    totals: totalsOf(population),
    completeness: completenessOf(population, facts),
    exceptions: exceptionsOf(population, facts),
    sample: sampleOf(
      population.map(({ id }) => id),
      facts.seed,
      facts.sampleSize,
    ),
    population,
  };
}

const inTime = (a: { at: string; eventId: string }, b: { at: string; eventId: string }) =>
  a.at === b.at ? (a.eventId < b.eventId ? -1 : 1) : a.at < b.at ? -1 : 1;

export function totalsOf(population: readonly Operation[]): Totals {
  const none = () => ({ pending: 0, success: 0, denied: 0, failed: 0 });
  const outcomes = { reset: none(), restore: none(), 'bring-along': none() };
  const refusals = new Map<string, { action: RecordedAction; reason: string; count: number }>();
  for (const { action, outcome, reason } of population) {
    outcomes[action][outcome] += 1;
    if (reason === null) continue;
    const key = `${action} ${reason}`;
    const known = refusals.get(key) ?? { action, reason, count: 0 };
    refusals.set(key, { ...known, count: known.count + 1 });
  }
  return {
    operations: population.length,
    businesses: new Set(population.map(({ businessId }) => businessId)).size,
    outcomes,
    refusals: [...refusals.values()].sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1)),
  };
}

/** By kind, the gravest first; within a kind by time. */
export function exceptionsOf(population: readonly Operation[], facts: ReportFacts): ReportException[] {
  const of = (kind: ExceptionKind, which: (operation: Operation) => readonly string[] | undefined) =>
    population.flatMap((operation): ReportException[] => {
      const because = which(operation);
      const { id: item, businessId, at, eventId } = operation;
      return because ? [{ kind, item, businessId, at, eventId, because }] : [];
    });
  const isDone = ({ outcome }: Operation) => outcome === 'success';
  const madeAt = Date.parse(facts.made.at);
  const restored = restoredEarly(population);
  const acts = groupedBy(facts.staffActs, ({ businessId }) => businessId);
  return [
    ...of('feed-connected', (each) => (facts.feedsConnected.has(each.id) ? [each.eventId] : undefined)),
    ...of('not-original-owner', (each) => (isDone(each) && !byOwner(each, facts.owners) ? [each.eventId] : undefined)),
    ...[...of('hold-breached', (each) => breachedBy(each, facts.holds)), ...purgesOfHeld(facts)].sort(inTime),
    ...of('two-ends', ({ id }) => facts.ends.get(id)),
    ...of('no-end', ({ outcome, at, eventId }) =>
      outcome === 'pending' && Date.parse(at) < madeAt - END_GRACE_MS ? [eventId] : undefined,
    ),
    ...of('no-digest', (each) =>
      isDone(each) &&
      each.snapshotId !== null &&
      each.digest === null &&
      Date.parse(each.at) < madeAt - DIGEST_GRACE_MS &&
      !restored.has(each.id)
        ? [each.eventId]
        : undefined,
    ),
    ...of('staff-near', (each) => {
      const near = isDone(each) ? (acts.get(each.businessId) ?? []).filter((act) => isNear(act.at, each.at)) : [];
      return near.length > 0 ? near.map(({ eventId }) => eventId) : undefined;
    }),
  ];
}

/** What its own event says must hold, and so must what the business's own record says of whose it is. */
function byOwner({ isOriginalOwner, actorId, businessId }: Operation, owners: ReportFacts['owners']): boolean {
  const owner = owners.get(businessId);
  return isOriginalOwner && (owner === undefined || owner === actorId);
}

const isNear = (act: string, at: string) => {
  const before = Date.parse(at) - Date.parse(act);
  return before >= 0 && before <= STAFF_NEAR_MS;
};

/** The holds that stood on a snapshot at an instant. */
function holdsOn(snapshotId: string, at: string, holds: readonly HoldEvent[]): HoldEvent[] {
  const before = holds.filter((hold) => hold.snapshotId === snapshotId && hold.at <= at);
  const lifted = new Set(before.filter(({ isPlaced }) => !isPlaced).map(({ holdId }) => holdId));
  return before.filter(({ isPlaced, holdId }) => isPlaced && !lifted.has(holdId));
}

function breachedBy({ outcome, givenBackId, at }: Operation, holds: readonly HoldEvent[]) {
  if (outcome !== 'success' || givenBackId === null) return undefined;
  const standing = holdsOn(givenBackId, at, holds);
  return standing.length > 0 ? standing.map(({ eventId }) => eventId) : undefined;
}

function purgesOfHeld({ purges, holds }: ReportFacts): ReportException[] {
  return purges.flatMap(({ eventId, businessId, at, snapshotId }) => {
    const standing = holdsOn(snapshotId, at, holds);
    if (standing.length === 0) return [];
    const because = standing.map((hold) => hold.eventId);
    return [{ kind: 'hold-breached', item: eventId, businessId, at, eventId, because }];
  });
}

/** Switches whose snapshot was restored before its digest had to be there: then there is no sealed book to digest any more. */
function restoredEarly(population: readonly Operation[]): Set<string> {
  const sealedBy = new Map<string, Operation>();
  const early = new Set<string>();
  for (const operation of population) {
    if (operation.outcome !== 'success') continue;
    const sealing = operation.givenBackId === null ? undefined : sealedBy.get(operation.givenBackId);
    if (sealing && Date.parse(operation.at) - Date.parse(sealing.at) < DIGEST_GRACE_MS) early.add(sealing.id);
    if (operation.snapshotId !== null) sealedBy.set(operation.snapshotId, operation);
  }
  return early;
}
