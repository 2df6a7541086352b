import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Computed, Outer, Present } from '../../platform/database/rows.js';
import { select } from '../../platform/database/transaction.js';
import { bytesToId, type BusinessId, type EventId } from '../../platform/kernel/ids.js';
import type { audit_events, audit_leaves } from '../tables.generated.js';
import { viewOf, type AuditEventView } from './audit-reader.service.js';
import { OUTCOMES, type EventType, type Outcome } from './event-catalogue.js';

/** From when until when (ISO 8601 UTC; `until` is not included), in all businesses or in one. */
export interface EventSpan {
  readonly from: string;
  readonly until: string;
  readonly businessId?: BusinessId | undefined;
}

/** What the columns of an event say, without its bytes. */
export interface EventHead {
  readonly id: EventId;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly outcome: Outcome;
  readonly operationId: string | null;
  /** Null while it waits for its place in the tree. */
  readonly leafIndex: number | null;
}

/** With its bytes taken apart. */
export interface PlacedEvent {
  readonly view: AuditEventView;
  readonly leafIndex: number | null;
}

/** Numbers of a business that no event has, with the times of the events on both sides of them. */
export interface SeqGap {
  readonly subject: string;
  readonly first: number;
  readonly last: number;
  /** Null where the business's very first events are missing. */
  readonly after: string | null;
  readonly before: string;
}

const GAPS_MAX = 100;
const IDS_AT_ONCE = 1_000;

type HeadRow = Present<Pick<audit_events, 'type' | 'subject' | 'occurred_at' | 'outcome'>> &
  Pick<audit_events, 'event_id' | 'operation_id'> &
  Outer<Pick<audit_leaves, 'leaf_index'>>;
type PlacedRow = Pick<audit_events, 'payload'> & Outer<Pick<audit_leaves, 'leaf_index'>>;

const HEAD = 'e.event_id, e.type, e.subject, e.occurred_at, e.outcome, e.operation_id, l.leaf_index';
const PLACED = 'e.payload, l.leaf_index';

/**
 * All events of some types within a span of time: one walk along an index for each type and outcome, in one statement, however
 * many there are. For what the program makes of its own log: recording it is the caller's.
 */
@Injectable()
export class PeriodEvents {
  constructor(private readonly dataSource: DataSource) {}

  /** In no particular order: putting so many in order costs the server as much as finding them. */
  async heads(types: readonly EventType[], span: EventSpan): Promise<EventHead[]> {
    return (await this.find<HeadRow>(HEAD, types, span)).map(headOf);
  }

  /** Likewise. */
  async placed(types: readonly EventType[], span: EventSpan): Promise<PlacedEvent[]> {
    return (await this.find<PlacedRow>(PLACED, types, span)).map(placedOf);
  }

  /** All events of some types that belong to these operations, whenever they were. */
  ofOperations(types: readonly EventType[], operationIds: readonly string[]): Promise<PlacedEvent[]> {
    return this.byKeys('audit_events_operation', 'e.operation_id', types, operationIds);
  }

  /** All events of some types that are about these businesses, whenever they were. */
  ofBusinesses(types: readonly EventType[], businessIds: readonly string[]): Promise<PlacedEvent[]> {
    const subjects = businessIds.map((id) => `business/${id}`);
    return this.byKeys('audit_events_subject_type_time', 'e.subject', types, subjects);
  }

  /** Where numbers of businesses are missing, in all of the log: from an index alone. At most a hundred. */
  async seqGaps(businessId?: BusinessId): Promise<SeqGap[]> {
    const { manager } = this.dataSource;
    const subject = businessId === undefined ? [] : [`business/${businessId}`];
    const broken = await select<Present<Pick<audit_events, 'subject'>>>(
      manager,
      `SELECT subject FROM audit_events FORCE INDEX (audit_events_business_seq)
       WHERE business_seq IS NOT NULL ${businessId === undefined ? '' : 'AND subject = ?'}
       GROUP BY subject HAVING COUNT(*) <> MAX(business_seq) LIMIT ${GAPS_MAX}`,
      subject,
    );
    if (broken.length === 0) return [];
    const rows = await select<
      Computed<{
        subject: string;
        seq: number | string;
        seq_before: number | string;
        at: string;
        at_before: string | null;
      }>
    >(
      manager,
      `SELECT subject, seq, seq_before, at, at_before FROM (
         SELECT subject, business_seq AS seq, occurred_at AS at,
           COALESCE(LAG(business_seq) OVER w, 0) AS seq_before, LAG(occurred_at) OVER w AS at_before
         FROM audit_events WHERE subject IN (?) AND business_seq IS NOT NULL
         WINDOW w AS (PARTITION BY subject ORDER BY business_seq)
       ) numbered WHERE seq > seq_before + 1 ORDER BY subject, seq LIMIT ${GAPS_MAX}`,
      [broken.map((row) => row.subject)],
    );
    return rows.map((row) => ({
      subject: row.subject,
      first: Number(row.seq_before) + 1,
      last: Number(row.seq) - 1,
      after: row.at_before,
      before: row.at,
    }));
  }

  private find<Row>(columns: string, types: readonly EventType[], { from, until, businessId }: EventSpan) {
    const [index, where, parameters] =
      businessId === undefined
        ? ['audit_events_type_time', '', []]
        : ['audit_events_subject_type_time', 'e.subject = ? AND', [`business/${businessId}`]];
    return select<Row>(
      this.dataSource.manager,
      `SELECT ${columns} FROM audit_events e FORCE INDEX (${index}) LEFT JOIN audit_leaves l ON l.id = e.id
       WHERE ${where} e.type IN (?) AND e.outcome IN (?) AND e.occurred_at >= ? AND e.occurred_at < ?`,
      [...parameters, types, OUTCOMES, from, until],
    );
  }

  private async byKeys(index: string, column: string, types: readonly EventType[], keys: readonly string[]) {
    const found: PlacedEvent[] = [];
    for (let from = 0; from < keys.length; from += IDS_AT_ONCE) {
      const rows = await select<PlacedRow>(
        this.dataSource.manager,
        `SELECT ${PLACED} FROM audit_events e FORCE INDEX (${index}) LEFT JOIN audit_leaves l ON l.id = e.id
         WHERE ${column} IN (?) AND e.type IN (?) ORDER BY e.occurred_at, e.id`,
        [keys.slice(from, from + IDS_AT_ONCE), types],
      );
      for (const row of rows) found.push(placedOf(row));
    }
    return found;
  }
}

const placeOf = (row: Outer<Pick<audit_leaves, 'leaf_index'>>) =>
  row.leaf_index === null ? null : Number(row.leaf_index);

const placedOf = (row: PlacedRow): PlacedEvent => ({
  view: viewOf(row),
  leafIndex: placeOf(row),
});

const headOf = (row: HeadRow): EventHead => ({
  id: bytesToId<EventId>(row.event_id),
  type: row.type,
  subject: row.subject,
  time: row.occurred_at,
  outcome: row.outcome,
  operationId: row.operation_id,
  leafIndex: placeOf(row),
});
