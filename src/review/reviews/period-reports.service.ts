import { Inject, Injectable } from '@nestjs/common';
import { readFileSync } from 'node:fs';
import { DataSource } from 'typeorm';
import { blocksSwitch, type BankFeedState } from '../../banking/bank-feeds/bank-feed-states.js';
import type { AuditEventView } from '../../log/events/audit-reader.service.js';
import type { EventType } from '../../log/events/event-catalogue.js';
import { PeriodEvents, type EventSpan, type PlacedEvent } from '../../log/events/period-events.service.js';
import { businessOf } from '../../log/events/subjects.js';
import { actionOfEvent, eventTypesOf, RECORDED_ENDS, type RecordedEnd } from '../../log/recorded-commands.js';
import type { PublishedCheckpoint } from '../../log/transparency-log/log-reader.service.js';
import { PeriodCheckpoints } from '../../log/transparency-log/period-checkpoints.service.js';
import { businessHead, originalOwners } from '../../people/businesses/business-head.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import type { StaffActor } from '../../platform/kernel/actor.js';
import { AppError } from '../../platform/kernel/app-error.js';
import { DAY_MS, now } from '../../platform/kernel/clock.js';
import type { BusinessId } from '../../platform/kernel/ids.js';
import type { LogFacts, LogState } from './completeness.js';
import { operationsOf, type ReadOperations } from './operations.js';
import type { ReportScope } from './operation.js';
import { periodReport, STAFF_NEAR_MS, type PeriodReport } from './period-report.js';
import { OPERATIONS_MAX } from './review-states.js';

const HOLDS: readonly EventType[] = ['snapshot.hold-placed', 'snapshot.hold-lifted'];
/** What staff does in a business that changes something or is told to its owner; that they looked is not meant. */
const STAFF_ACTS: readonly EventType[] = [
  ...HOLDS,
  'support.requested',
  'support.feed-disconnected',
  'support.link-sent',
  'support.notice-resent',
  'support.sign-in-lock-lifted',
];
const BEGIN = '1970-01-01T00:00:00.000Z';

/** What a report rests on: an extract of these types shows all of it. */
export const REPORTED_TYPES: readonly EventType[] = [
  ...RECORDED_ENDS.flatMap(eventTypesOf),
  'snapshot.digested',
  'snapshot.purged',
  ...STAFF_ACTS,
];

const VERSION = (
  JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

/**
 * Reads what a report of a period is made of: each kind of event in one statement along an index, whatever the size of the log
 * and of the population. That it was made is recorded by whoever asks.
 */
@Injectable()
export class PeriodReports {
  constructor(
    private readonly dataSource: DataSource,
    private readonly events: PeriodEvents,
    private readonly checkpoints: PeriodCheckpoints,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Throws NOT_FOUND for a business that is none, INVALID_STATE while nothing is signed, VALIDATION for a population that is too large. */
  async make(
    actor: StaffActor,
    scope: ReportScope,
    sample: { readonly seed: string; readonly size: number },
  ): Promise<PeriodReport> {
    const { manager } = this.dataSource;
    const businessId = (scope.businessId ?? undefined) as BusinessId | undefined;
    if (businessId) await businessHead(manager, businessId);
    const span = { from: scope.from, until: scope.until, businessId };
    const at = now().toISOString();
    const [read, holds, purges, acts, gaps] = await Promise.all([
      this.operations(scope, span),
      this.events.placed(HOLDS, { ...span, from: BEGIN }),
      this.events.placed(['snapshot.purged'], span),
      this.events.placed(STAFF_ACTS, { ...span, from: before(scope.from, STAFF_NEAR_MS) }),
      this.events.seqGaps(businessId),
    ]);
    const { operations } = read;
    const last = operations.reduce((max, { leafIndex }) => Math.max(max, leafIndex ?? -1), -1);
    const log = await this.leaves(scope, last);
    const owners = await originalOwners(manager, [...new Set(operations.map((each) => each.businessId))]);
    const made = { at, by: { id: actor.id, role: actor.role }, system: this.system(), query: queryOf(scope) };
    return periodReport({
      ...read,
      scope,
      made,
      owners,
      log,
      holds: holds.map(({ view }) => holdOf(view)),
      purges:
        scope.action === null
          ? purges.map(({ view }) => ({ ...nearOf(view), snapshotId: view.data.snapshot!.id }))
          : [],
      staffActs: acts.filter(({ view }) => view.data.actor.type === 'staff').map(({ view }) => nearOf(view)),
      gaps: gaps.map(({ subject, ...gap }) => ({ businessId: businessOf(subject)!, ...gap })),
      sampleSize: sample.size,
      seed: sample.seed,
    });
  }

  private async operations({ action, until }: ReportScope, span: EventSpan): Promise<ReadOperations> {
    const types = (end: RecordedEnd) =>
      eventTypesOf(end).filter((type) => action === null || actionOfEvent(type) === action);
    const endTypes = [...types('completed'), ...types('denied'), ...types('failed')];
    const [asked, ended] = await Promise.all([
      this.events.heads(types('requested'), span),
      this.events.placed(endTypes, span),
    ]);
    if (asked.length + ended.length > 2 * OPERATIONS_MAX) {
      throw new AppError(
        'VALIDATION',
        `There are more than ${OPERATIONS_MAX} operations in this period. Choose a shorter one.`,
      );
    }
    const known = new Set(ended.map(({ view }) => view.data.operation_id));
    const begun = new Set(asked.map(({ operationId }) => operationId));
    const open = asked.flatMap(({ operationId }) => (operationId && !known.has(operationId) ? [operationId] : []));
    const unasked = ended.flatMap(({ view: { data } }) =>
      data.operation_id && !begun.has(data.operation_id) ? [data.operation_id] : [],
    );
    const [endedLater, askedBefore, digests] = await Promise.all([
      this.events.ofOperations(endTypes, open),
      this.events.ofOperations(types('requested'), unasked),
      this.events.placed(['snapshot.digested'], { ...span, until: after(until, DAY_MS) }),
    ]);
    const ends = [...ended, ...endedLater];
    return operationsOf({
      asked,
      ends,
      ofBefore: new Set(askedBefore.map(({ view }) => view.data.operation_id!)),
      digests: [...digests, ...(await this.lateDigests(ends, digests))].map(({ view }) => view),
      isFeedConnected: (status) => blocksSwitch(status as BankFeedState),
    });
  }

  /** Of the few switches that were digested much later than is usual, if at all. */
  private async lateDigests(ends: readonly PlacedEvent[], digests: readonly PlacedEvent[]): Promise<PlacedEvent[]> {
    const digested = new Set(digests.map(({ view }) => view.data.details['switch_event_id']));
    const others = ends.filter(({ view }) => view.data.outcome === 'success' && !digested.has(view.id));
    const businesses = new Set(others.flatMap(({ view }) => businessOf(view.subject) ?? []));
    return this.events.ofBusinesses(['snapshot.digested'], [...businesses]);
  }

  private async leaves({ from, until }: ReportScope, last: number): Promise<LogFacts> {
    const found = await this.checkpoints.around(new Date(from), new Date(until), last);
    if (!found) throw new AppError('INVALID_STATE', 'Nothing of the log is signed yet.');
    return { ...found, before: found.before && stateOf(found.before), after: stateOf(found.after) };
  }

  private system() {
    return { version: VERSION, log: this.settings.auditOrigin, address: this.settings.publicUrl };
  }
}

const before = (iso: string, ms: number) => new Date(Date.parse(iso) - ms).toISOString();
const after = (iso: string, ms: number) => before(iso, -ms);

/** The filter with which anybody finds the same events in the audit explorer. */
const queryOf = ({ from, until, businessId, action }: ReportScope) => ({
  types: RECORDED_ENDS.flatMap(eventTypesOf).filter((type) => action === null || actionOfEvent(type) === action),
  from,
  until,
  ...(businessId !== null && { business: businessId }),
});

function stateOf({ checkpoint, note, signedAt }: PublishedCheckpoint): LogState {
  const names = note.signatures.map(({ name }) => name).filter((name) => name !== checkpoint.origin);
  return {
    size: checkpoint.size,
    root: checkpoint.root.toString('base64'),
    signedAt: signedAt.toISOString(),
    witnesses: [...new Set(names)],
  };
}

const nearOf = ({ id, subject, time }: AuditEventView) => ({ eventId: id, businessId: businessOf(subject)!, at: time });

const holdOf = (view: AuditEventView) => ({
  ...nearOf(view),
  snapshotId: view.data.snapshot!.id,
  holdId: String(view.data.details['hold_id']),
  isPlaced: view.type === 'snapshot.hold-placed',
});
