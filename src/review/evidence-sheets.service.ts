import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { readFeeds } from '../banking/bank-feeds/bank-feeds.service.js';
import { SnapshotHolds } from '../books/holds.service.js';
import { SnapshotVerification } from '../books/snapshot-verification.service.js';
import { findBook, findSnapshot } from '../books/snapshots.service.js';
import { readAuditFilter } from '../log/events/audit-filter.js';
import { AuditLog } from '../log/events/audit-log.service.js';
import { AuditReader, type AuditEventView } from '../log/events/audit-reader.service.js';
import { AuditSearch } from '../log/events/audit-search.service.js';
import type { EventType } from '../log/events/event-catalogue.js';
import { businessOf } from '../log/events/subjects.js';
import { actionOfEvent, eventTypesOf } from '../log/recorded-commands.js';
import { EventProofs } from '../log/transparency-log/event-proofs.service.js';
import { LogExports } from '../log/transparency-log/log-exports.service.js';
import { businessHead } from '../people/businesses/business-head.js';
import { BusinessLookup } from '../people/businesses/business-lookup.service.js';
import { signUpEmailOf, staffByIds, usersByIds } from '../people/identity/people.js';
import type { StaffActor } from '../platform/kernel/actor.js';
import { notFound } from '../platform/kernel/app-error.js';
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
} from './evidence-sheet.js';
import { exportBundle, OF_SNAPSHOT, type SheetFile } from './sheet-bundle.js';
import { checkpointFor } from './signed-state.js';

/** An attempt has two events, or three where a process died. */
const EVENTS_OF_ATTEMPT_MAX = 20;
const REFUSALS_MAX = 50;
const FEED_EVENTS_MAX = 200;

type Collected = Omit<EvidenceFacts, 'places' | 'checkpoint' | 'made'>;

/**
 * Sheets of evidence, one for each attempt at a reset or a restore: collected through the doors of the rooms that know, as they
 * know it now. Every making is an event, written before anything is shown.
 */
@Injectable()
export class EvidenceSheets {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: AuditReader,
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
    const facts = await this.collect(event, businessId);
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
    const event = found && (JSON.parse(found.payload.toString('utf8')) as AuditEventView);
    const businessId = event && businessOf(event.subject);
    // Somebody may have tried the id of a business that does not exist: that attempt has no sheet.
    if (!event || businessId === undefined || actionOfEvent(event.type) === undefined) throw notFound('event');
    return { event, businessId };
  }

  private async collect(event: AuditEventView, businessId: BusinessId): Promise<Collected> {
    const { manager } = this.dataSource;
    const attempt = await this.attemptOf(event);
    const end = endOf(attempt);
    const [head, feeds] = [await this.lookup.fileHead(businessId), await readFeeds(manager, businessId)];
    if (!head) throw notFound('business');
    const { name, time_zone: timeZone } = await businessHead(manager, businessId);
    const people = await usersByIds(manager, end.data.actor.type === 'user' ? [end.data.actor.id!] : []);
    const until = new Date(Date.parse(end.time) + 1).toISOString();
    const from = new Date(Date.parse(end.time) - LOOKS_BACK_MS).toISOString();
    const before = (types: readonly EventType[], more: object, limit: number) =>
      this.search.newest(readAuditFilter({ business: businessId, type: [...types], until, ...more }), limit);
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
      attempt,
      refused: await before([...eventTypesOf('denied'), ...eventTypesOf('failed')], { from }, REFUSALS_MAX),
      disconnected: await before(['bank-feed.disconnected'], {}, FEED_EVENTS_MAX),
      accounts: new Map(feeds.map(({ id, account }) => [id, account])),
      people: new Map([...people].map(([id, { email }]) => [id as UserId, email])),
      sealed: await this.sealedBy(end, businessId),
      ofGivenBack:
        end.type === 'business.restore.completed' && end.data.snapshot
          ? await this.reader.allThatName(businessId, OF_SNAPSHOT, end.data.snapshot.id)
          : [],
    };
  }

  private async attemptOf(event: AuditEventView): Promise<AuditEventView[]> {
    const { operation_id: operation } = event.data;
    if (!operation) return [event];
    const others = await this.reader.othersOf(operation, event.id, EVENTS_OF_ATTEMPT_MAX);
    const found = await Promise.all(others.map(({ id }) => this.proofs.find(id)));
    const views = found.map((other) => JSON.parse(other!.payload.toString('utf8')) as AuditEventView);
    const seq = ({ data }: AuditEventView) => data.business_seq ?? 0;
    return [event, ...views].filter(({ type }) => actionOfEvent(type) !== undefined).sort((a, b) => seq(a) - seq(b));
  }

  /** What became a snapshot by it, as it is today. */
  private async sealedBy({ data, type }: AuditEventView, businessId: BusinessId): Promise<SealedFacts | undefined> {
    const id = data.details['from_book_id'];
    if (!type.endsWith('.completed') || typeof id !== 'string') return undefined;
    const { manager } = this.dataSource;
    const snapshot = await findSnapshot(manager, businessId, id);
    return {
      id,
      events: await this.reader.allThatName(businessId, OF_SNAPSHOT, id),
      onRecord: await this.verification.onRecord(manager, businessId, id),
      expiresAt: snapshot?.expiresAt ?? null,
      isPurging: (await findBook(manager, id))?.isPurging ?? false,
      holdsInForce: (await this.holds.inForceOn(id)).length,
    };
  }
}
