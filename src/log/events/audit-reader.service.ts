import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { select, selectOne } from '../../platform/database/transaction.js';
import type { Actor } from '../../platform/kernel/actor.js';
import { invalid } from '../../platform/kernel/app-error.js';
import { idToBytes, isId, type BusinessId } from '../../platform/kernel/ids.js';
import type { Page } from '../../platform/kernel/page.js';
import { AuditLog } from './audit-log.service.js';
import type { EventData, EventDetails, EventType } from './event-catalogue.js';
import type { audit_events } from '../tables.generated.js';

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

const viewOf = ({ payload }: { payload: Buffer }) => JSON.parse(payload.toString('utf8')) as AuditEventView;
