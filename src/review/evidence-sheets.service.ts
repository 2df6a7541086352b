import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { readFeeds } from '../banking/bank-feeds/bank-feeds.service.js';
import { SnapshotHolds, type HoldInForce } from '../books/holds.service.js';
import { SnapshotVerification, type ComparedSnapshot } from '../books/snapshot-verification.service.js';
import { findBook, findSnapshot } from '../books/snapshots.service.js';
import { readAuditFilter } from '../log/events/audit-filter.js';
import { AuditLog } from '../log/events/audit-log.service.js';
import { viewOf, type AuditEventView } from '../log/events/audit-reader.service.js';
import { PeriodEvents } from '../log/events/period-events.service.js';
import { AuditSearch } from '../log/events/audit-search.service.js';
import type { EventType } from '../log/events/event-catalogue.js';
import { businessOf } from '../log/events/subjects.js';
import { actionOfEvent, eventTypesOf, RECORDED_ENDS } from '../log/recorded-commands.js';
import { EventProofs } from '../log/transparency-log/event-proofs.service.js';
import { LogExports } from '../log/transparency-log/log-exports.service.js';
import { businessHead } from '../people/businesses/business-head.js';
import { BusinessLookup } from '../people/businesses/business-lookup.service.js';
import { signUpEmailOf, staffByIds, usersByIds } from '../people/identity/people.js';
import type { StaffActor } from '../platform/kernel/actor.js';
import { notFound } from '../platform/kernel/app-error.js';
import { LruCache } from '../platform/kernel/lru-cache.js';
import type { BusinessId, UserId } from '../platform/kernel/ids.js';
import {
  concerned,
  endOf,
  evidenceSheet,
  LOOKS_BACK_MS,
  type EvidenceFacts,
  type EvidenceSheet,
  type SealedFacts,
  type SheetFormat,
  type SheetMade,
} from './evidence-sheet.js';
import { exportBundle, OF_SNAPSHOT, type SheetFile } from './sheet-bundle.js';
import { checkpointFor, signedState } from './signed-state.js';

const REFUSALS_MAX = 50;
const FEED_EVENTS_MAX = 200;
const SHEETS_AT_ONCE = 20;
const BUSINESSES_REMEMBERED = 200;

type Collected = Omit<EvidenceFacts, 'places' | 'checkpoint' | 'made'>;

/** What all sheets of a business have in common. */
interface OfBusiness extends Pick<EvidenceFacts, 'business' | 'accounts'> {
  /** Those that name a snapshot, oldest first. */
  readonly events: readonly AuditEventView[];
  readonly onRecord: ReadonlyMap<string, ComparedSnapshot>;
  readonly holds: ReadonlyMap<string, readonly HoldInForce[]>;
}

/** Those that name this book: as the snapshot that they are about, or as one of a switch's. */
const naming = (events: readonly AuditEventView[], id: string) =>
  events.filter(({ data: { snapshot, details } }) =>
    [snapshot?.id, details['from_book_id'], details['to_book_id'], details['replaced_snapshot_id']].includes(id),
  );

/**
 * Sheets of evidence, one for each attempt at a reset or a restore: collected through the doors of the rooms that know, as they
 * know it now. Every making is an event, written before anything is shown.
 */
@Injectable()
export class EvidenceSheets {
  constructor(
    private readonly dataSource: DataSource,
    private readonly events: PeriodEvents,
    private readonly search: AuditSearch,
    private readonly proofs: EventProofs,
    private readonly exports: LogExports,
    private readonly audit: AuditLog,
    private readonly lookup: BusinessLookup,
    private readonly verification: SnapshotVerification,
    private readonly holds: SnapshotHolds,
  ) {}

  /** The sheet of the attempt that an event is of. Throws NOT_FOUND for an event of no reset and no restore. */
  async make(actor: StaffActor, eventId: string, format: SheetFormat): Promise<EvidenceSheet> {
    const { event, businessId } = await this.find(eventId);
    const recorded = await this.audit.record({
      type: 'evidence.sheet-made',
      subjectId: businessId,
      actor,
      roles: [actor.role],
      outcome: 'success',
      authorization: { decision: 'allowed', rule: `${actor.role} may export AuditEvent` },
      details: { event_id: event.id, format },
    });
    const facts = await this.collect(event, await this.ofBusiness(businessId));
    const places = await this.proofs.placesOf(concerned(facts).map(({ id }) => id));
    const by = (await staffByIds(this.dataSource.manager, [actor.id])).get(actor.id)!;
    return evidenceSheet({
      ...facts,
      places,
      checkpoint: await checkpointFor(this.proofs, endOf(facts.attempt).id, places),
      made: {
        at: recorded.time.toISOString(),
        by: { id: actor.id, email: by.email, role: actor.role },
        eventId: recorded.id,
        format,
      },
    });
  }

  /**
   * The sheets of many attempts, each by the event of its end, in the order given; nothing for a business that does not exist.
   * That they are made is recorded by whoever asks, in the event that `made` names.
   */
  async *makeMany(eventIds: readonly string[], made: SheetMade): AsyncGenerator<EvidenceSheet> {
    const known = new LruCache<BusinessId, Promise<OfBusiness | undefined>>(BUSINESSES_REMEMBERED);
    for (let from = 0; from < eventIds.length; from += SHEETS_AT_ONCE) {
      const ids = eventIds.slice(from, from + SHEETS_AT_ONCE);
      const collected = await Promise.all(ids.map((id) => this.collectKnown(id, known)));
      const all = collected.filter((facts) => facts !== undefined);
      const places = await this.proofs.placesOf(all.flatMap((facts) => concerned(facts).map(({ id }) => id)));
      const published = await this.proofs.checkpointHolding(Math.max(-1, ...places.values()));
      const checkpoint = published ? signedState(published) : null;
      for (const facts of all) yield evidenceSheet({ ...facts, places, checkpoint, made });
    }
  }

  private async collectKnown(
    eventId: string,
    known: LruCache<BusinessId, Promise<OfBusiness | undefined>>,
  ): Promise<Collected | undefined> {
    const { event, businessId } = await this.find(eventId);
    const of = await known.get(businessId, async () =>
      (await this.lookup.find(businessId)) ? this.ofBusiness(businessId) : undefined,
    );
    return of && this.collect(event, of);
  }

  /**
   * The same as an archive at `path` that can be verified alone: `sheet.json` and what `print` makes of it, within an extract whose
   * manifest names them. Throws NOT_FOUND, and INVALID_STATE while the event is in no signed checkpoint.
   */
  async bundle(
    actor: StaffActor,
    eventId: string,
    path: string,
    print: (sheet: EvidenceSheet) => Promise<readonly SheetFile[]>,
  ): Promise<void> {
    const sheet = await this.make(actor, eventId, 'bundle');
    const printed = sheet.log ? await print(sheet) : [];
    await exportBundle(this.exports, actor, path, { name: 'sheet.json', sheet, printed });
  }

  private async find(eventId: string): Promise<{ event: AuditEventView; businessId: BusinessId }> {
    const found = await this.proofs.find(eventId);
    const event = found && viewOf(found);
    const businessId = event && businessOf(event.subject);
    // Somebody may have tried the id of a business that does not exist: that attempt has no sheet.
    if (!event || businessId === undefined || actionOfEvent(event.type) === undefined) throw notFound('event');
    return { event, businessId };
  }

  /** What is read of a business once, however many of its sheets are made. Throws NOT_FOUND. */
  private async ofBusiness(businessId: BusinessId): Promise<OfBusiness> {
    const { manager } = this.dataSource;
    const head = await this.lookup.fileHead(businessId);
    if (!head) throw notFound('business');
    const { name, time_zone: timeZone } = await businessHead(manager, businessId);
    const feeds = await readFeeds(manager, businessId);
    const events = await this.events.ofBusinesses(OF_SNAPSHOT, [businessId]);
    return {
      business: {
        id: businessId,
        name,
        timeZone,
        originalOwner: {
          id: head.originalOwnerId,
          signUpEmail: await signUpEmailOf(manager, head.originalOwnerId),
          since: head.signedUpAt,
        },
      },
      accounts: new Map(feeds.map(({ id, account }) => [id, account])),
      events: events.map(({ view }) => view),
      onRecord: await this.verification.allOnRecord(manager, businessId),
      holds: await this.holds.inForceIn(businessId),
    };
  }

  private async collect(event: AuditEventView, of: OfBusiness): Promise<Collected> {
    const { business, accounts } = of;
    const attempt = await this.attemptOf(event);
    const end = endOf(attempt);
    const people = await usersByIds(
      this.dataSource.manager,
      end.data.actor.type === 'user' ? [end.data.actor.id!] : [],
    );
    const until = new Date(Date.parse(end.time) + 1).toISOString();
    const from = new Date(Date.parse(end.time) - LOOKS_BACK_MS).toISOString();
    const before = (types: readonly EventType[], more: object, limit: number) =>
      this.search.newest(readAuditFilter({ business: business.id, type: [...types], until, ...more }), limit);
    const hasFeeds = (end.data.precondition ?? []).some(({ feeds = [] }) => feeds.length > 0);
    return {
      business,
      attempt,
      refused: [
        ...(await before(eventTypesOf('denied'), { from, outcome: 'denied' }, REFUSALS_MAX)),
        ...(await before(eventTypesOf('failed'), { from, outcome: 'failed' }, REFUSALS_MAX)),
      ]
        .sort((a, b) => (a.time < b.time ? 1 : -1))
        .slice(0, REFUSALS_MAX),
      disconnected: hasFeeds ? await before(['bank-feed.disconnected'], { outcome: 'success' }, FEED_EVENTS_MAX) : [],
      accounts,
      people: new Map([...people].map(([id, { email }]) => [id as UserId, email])),
      sealed: await this.sealedBy(end, of),
      ofGivenBack:
        end.type === 'business.restore.completed' && end.data.snapshot ? naming(of.events, end.data.snapshot.id) : [],
    };
  }

  private async attemptOf(event: AuditEventView): Promise<AuditEventView[]> {
    const { operation_id: operation } = event.data;
    if (!operation) return [event];
    const found = await this.events.ofOperations(RECORDED_ENDS.flatMap(eventTypesOf), [operation]);
    const seq = ({ data }: AuditEventView) => data.business_seq ?? 0;
    return found.map(({ view }) => view).sort((a, b) => seq(a) - seq(b));
  }

  /** What became a snapshot by it, as it is today. */
  private async sealedBy({ data, type }: AuditEventView, of: OfBusiness): Promise<SealedFacts | undefined> {
    const id = data.details['from_book_id'];
    if (!type.endsWith('.completed') || typeof id !== 'string') return undefined;
    const { manager } = this.dataSource;
    const snapshot = await findSnapshot(manager, of.business.id as BusinessId, id);
    return {
      id,
      events: naming(of.events, id),
      onRecord: of.onRecord.get(id),
      expiresAt: snapshot?.expiresAt ?? null,
      isPurging: (await findBook(manager, id))?.isPurging ?? false,
      holdsInForce: of.holds.get(id)?.length ?? 0,
    };
  }
}
