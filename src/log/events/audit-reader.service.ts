import { Injectable } from '@nestjs/common';
import { DataSource, In, type EntityManager } from 'typeorm';
import { select, selectOne } from '../../platform/database/transaction.js';
import type { Actor } from '../../platform/kernel/actor.js';
import { invalid } from '../../platform/kernel/app-error.js';
import { bytesToId, idToBytes, isId, type BusinessId, type EventId } from '../../platform/kernel/ids.js';
import type { Page } from '../../platform/kernel/page.js';
import { AuditLog } from './audit-log.service.js';
import { AuditPersonalDetailsRow } from './audit.entity.js';
import type { EventData, EventDetails, EventType, Outcome } from './event-catalogue.js';
import type { audit_events } from '../tables.generated.js';
import type { Computed, Count, Present } from '../../platform/database/rows.js';

export interface NamingEvent<T extends EventType> {
  readonly id: string;
  readonly snapshot: EventData['snapshot'];
  readonly details: EventDetails<T>;
}

/** An event as its readers get it: the envelope's own words. `time` is ISO 8601 UTC. */
export interface AuditEventView {
  readonly specversion: '1.0';
  readonly source: 'ardoise';
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly data: EventData & { details: Record<string, unknown> };
}

/** An event among those of one attempt; `time` is ISO 8601 UTC. */
export interface AttemptEvent {
  readonly id: EventId;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly outcome: Outcome;
}

/** An event of a known type. */
export type LatestEvent<T extends EventType> = AuditEventView & {
  readonly data: { readonly details: EventDetails<T> };
};

/** The digest in the event is the hash of the salt and the details' text. */
export interface PersonalDetails {
  readonly salt: Buffer;
  readonly details: string;
}

/** What somebody gave as the reason of what they did; undefined if there is none. */
export const reasonGivenIn = ({ details }: PersonalDetails): string | undefined =>
  (JSON.parse(details) as { reason_given?: string }).reason_given;

/** What staff gave as the reason of what they did, or answered the customer. */
export function staffWordsIn({ details }: PersonalDetails): { readonly reason?: string; readonly answer?: string } {
  const { staff_reason: reason, answer } = JSON.parse(details) as { staff_reason?: string; answer?: string };
  return { ...(reason !== undefined && { reason }), ...(answer !== undefined && { answer }) };
}

/** Who reads; the reading itself is an event. */
export interface LogReading {
  readonly actor: Actor;
  readonly roles: readonly string[];
}

@Injectable()
export class AuditReader {
  constructor(
    private readonly dataSource: DataSource,
    private readonly log: AuditLog,
  ) {}

  /**
   * One business's events, newest first, keyset-paged by event id; recorded, so that no reader can forget it.
   * Throws VALIDATION for an `after` that is none of them.
   */
  async ofBusiness(
    reading: LogReading,
    businessId: BusinessId,
    limit: number,
    after?: string,
  ): Promise<Page<AuditEventView>> {
    const page = await this.pageOf(businessId, limit, after);
    await this.log.record({
      type: 'audit.read',
      subjectId: businessId,
      ...reading,
      outcome: 'success',
      details: { ...(after && { after }) },
    });
    return page;
  }

  /**
   * The details of one event of a business, for whoever has just caused it and is told what it did; undefined for any other
   * id. This is no reading of the log, so it is not recorded.
   */
  async detailsOf<T extends EventType>(
    businessId: BusinessId,
    eventId: string,
    type: T,
  ): Promise<EventDetails<T> | undefined> {
    if (!isId(eventId)) return undefined;
    const row = await selectOne<Pick<audit_events, 'payload'>>(
      this.dataSource.manager,
      'SELECT payload FROM audit_events WHERE event_id = ? AND subject = ? AND type = ?',
      [idToBytes(eventId), `business/${businessId}`, type],
    );
    return row && (viewOf(row).data.details as EventDetails<T>);
  }

  /**
   * The event of a business and a type that names another event, which is written in its bytes; the newest, if there are
   * several. For what the program itself asks of its log: this is no reading, so it is not recorded.
   */
  async thatNames<T extends EventType>(
    manager: EntityManager,
    businessId: BusinessId,
    type: T,
    named: string,
  ): Promise<NamingEvent<T> | undefined> {
    const row = await selectOne<Pick<audit_events, 'payload'>>(
      manager,
      `SELECT payload FROM audit_events WHERE subject = ? AND type = ? AND LOCATE(?, payload) > 0
       ORDER BY occurred_at DESC, id DESC LIMIT 1`,
      [`business/${businessId}`, type, named],
    );
    return row && namingOf<T>(row);
  }

  /** All events of a business and these types that name something in their bytes, oldest first. Likewise not recorded. */
  async allThatName(businessId: BusinessId, types: readonly EventType[], named: string): Promise<AuditEventView[]> {
    const rows = await select<Pick<audit_events, 'payload'>>(
      this.dataSource.manager,
      'SELECT payload FROM audit_events WHERE subject = ? AND type IN (?) AND LOCATE(?, payload) > 0 ORDER BY occurred_at, id',
      [`business/${businessId}`, types, named],
    );
    return rows.map(viewOf);
  }

  /** All events of a business and a type, oldest first. Likewise for the program itself, and not recorded. */
  async allOfType<T extends EventType>(
    manager: EntityManager,
    businessId: BusinessId,
    type: T,
  ): Promise<NamingEvent<T>[]> {
    const rows = await select<Pick<audit_events, 'payload'>>(
      manager,
      'SELECT payload FROM audit_events WHERE subject = ? AND type = ? ORDER BY occurred_at, id',
      [`business/${businessId}`, type],
    );
    return rows.map((row) => namingOf<T>(row));
  }

  /** What an event is about; undefined for an id that is no event's. */
  async subjectOf(eventId: string): Promise<string | undefined> {
    const event = await selectOne<Present<Pick<audit_events, 'subject'>>>(
      this.dataSource.manager,
      'SELECT subject FROM audit_events WHERE event_id = ?',
      [idToBytes(eventId)],
    );
    return event?.subject;
  }

  /** The other events of the attempt that an event belongs to, in the order of the log. */
  async othersOf(operationId: string, eventId: string, limit: number): Promise<AttemptEvent[]> {
    const rows = await select<
      Pick<audit_events, 'event_id'> & Present<Pick<audit_events, 'type' | 'subject' | 'occurred_at' | 'outcome'>>
    >(
      this.dataSource.manager,
      `SELECT event_id, type, subject, occurred_at, outcome FROM audit_events
       WHERE operation_id = ? AND event_id <> ? ORDER BY id LIMIT ?`,
      [operationId, idToBytes(eventId), limit],
    );
    return rows.map(({ event_id, type, subject, occurred_at, outcome }) => ({
      id: bytesToId<EventId>(event_id),
      type,
      subject,
      time: occurred_at,
      outcome,
    }));
  }

  /** The latest event of a type, with this outcome or with any. */
  async latest<T extends EventType>(type: T, outcome?: Outcome): Promise<LatestEvent<T> | undefined> {
    const row = await selectOne<Pick<audit_events, 'payload'>>(
      this.dataSource.manager,
      `SELECT payload FROM audit_events WHERE type = ? ${outcome ? 'AND outcome = ?' : ''} ORDER BY id DESC LIMIT 1`,
      [type, ...(outcome ? [outcome] : [])],
    );
    return row && (viewOf(row) as LatestEvent<T>);
  }

  /** The latest event of a type about this. */
  async latestAbout<T extends EventType>(subject: string, type: T): Promise<LatestEvent<T> | undefined> {
    const row = await selectOne<Pick<audit_events, 'payload'>>(
      this.dataSource.manager,
      `SELECT payload FROM audit_events WHERE subject = ? AND type = ? AND outcome = 'success'
       ORDER BY occurred_at DESC, id DESC LIMIT 1`,
      [subject, type],
    );
    return row && (viewOf(row) as LatestEvent<T>);
  }

  /** When somebody last did something that succeeded (ISO 8601 UTC). */
  async lastSuccess(actorId: string, type: EventType): Promise<string | null> {
    const row = await selectOne<{ at: audit_events['occurred_at'] }>(
      this.dataSource.manager,
      "SELECT MAX(occurred_at) AS at FROM audit_events WHERE actor_id = ? AND type = ? AND outcome = 'success'",
      [actorId, type],
    );
    return row?.at ?? null;
  }

  /** Whether somebody has done something that succeeded to a subject since. */
  async wasDoneSince(actorId: string, subject: string, type: EventType, since: Date): Promise<boolean> {
    const row = await selectOne<Pick<audit_events, 'id'>>(
      this.dataSource.manager,
      `SELECT id FROM audit_events
       WHERE subject = ? AND actor_id = ? AND type = ? AND outcome = 'success' AND occurred_at > ? LIMIT 1`,
      [subject, actorId, type, since.toISOString()],
    );
    return row !== undefined;
  }

  /** One event by its id; undefined if there is none. For what the program itself asks of its log, so it is not recorded. */
  async find(manager: EntityManager, id: EventId): Promise<AuditEventView | undefined> {
    const row = await selectOne<Pick<audit_events, 'payload'>>(
      manager,
      'SELECT payload FROM audit_events WHERE event_id = ?',
      [idToBytes(id)],
    );
    return row && viewOf(row);
  }

  /** What lies beside these events, where it was not erased: event id → salt and text. */
  async personalDetailsOf(
    ids: readonly EventId[],
    manager: EntityManager = this.dataSource.manager,
  ): Promise<ReadonlyMap<string, PersonalDetails>> {
    const rows = await manager.getRepository(AuditPersonalDetailsRow).findBy({ eventId: In(ids) });
    return new Map(rows.map(({ eventId, salt, details }) => [eventId, { salt, details }]));
  }

  /** For the metrics: how many events wait for their place in the tree. */
  async countPending(): Promise<number> {
    const row = await selectOne<Computed<{ n: Count }>>(
      this.dataSource.manager,
      'SELECT COUNT(*) AS n FROM audit_pending',
    );
    return Number(row!.n);
  }

  private async pageOf(businessId: BusinessId, limit: number, after?: string): Promise<Page<AuditEventView>> {
    const subject = `business/${businessId}`;
    const before = after === undefined ? undefined : await this.positionOf(subject, after);
    const rows = await select<Pick<audit_events, 'payload'>>(
      this.dataSource.manager,
      `SELECT payload FROM audit_events WHERE subject = ? ${before === undefined ? '' : 'AND id < ?'} ORDER BY id DESC LIMIT ?`,
      [subject, ...(before === undefined ? [] : [before]), limit + 1],
    );
    const items = rows.slice(0, limit).map(viewOf);
    return { items, next: rows.length > limit ? items.at(-1)!.id : null };
  }

  private async positionOf(subject: string, eventId: string): Promise<number | string> {
    const rows = isId(eventId)
      ? await select<Pick<audit_events, 'id'>>(
          this.dataSource.manager,
          'SELECT id FROM audit_events WHERE event_id = ? AND subject = ?',
          [idToBytes(eventId), subject],
        )
      : [];
    if (!rows[0]) throw invalid('after', '"after" is not the id of an event of this business.');
    return rows[0].id;
  }
}

/** The event in its bytes, as they were signed. */
export const viewOf = ({ payload }: { readonly payload: Buffer }) =>
  JSON.parse(payload.toString('utf8')) as AuditEventView;

function namingOf<T extends EventType>(row: Pick<audit_events, 'payload'>): NamingEvent<T> {
  const { id, data } = viewOf(row);
  return { id, snapshot: data.snapshot, details: data.details as EventDetails<T> };
}
