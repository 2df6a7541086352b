import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { select, selectOne } from '../../platform/database/transaction.js';
import { invalid } from '../../platform/kernel/app-error.js';
import { bytesToId, idToBytes, isId } from '../../platform/kernel/ids.js';
import { PAGE_LIMIT_MAX, type Page } from '../../platform/kernel/page.js';
import { filterInWords, type AuditFilter } from './audit-filter.js';
import { AuditLog } from './audit-log.service.js';
import { viewOf, type AuditEventView, type LogReading } from './audit-reader.service.js';
import { conditionsOf, pageQuery, type Position } from './audit-search-sql.js';
import { THE_LOG, type EventDetails } from './event-catalogue.js';
import type { Computed, Count } from '../../platform/database/rows.js';
import type { audit_events, audit_leaves } from '../tables.generated.js';

/** An event with its place in the tree. `payload` is the exact bytes that are the leaf. */
export interface SequencedEvent {
  readonly leafIndex: number;
  readonly leafHash: Buffer;
  readonly payload: Buffer;
}

/** The part of the log that a filter finds: how many, and between which leaves, both included. */
interface Extent {
  readonly count: number;
  readonly first: number;
  readonly last: number;
}

/** How many leaves one step of an iteration looks at: a few megabytes at most. */
const WINDOW = 1_024;

/** Searches the whole log. Who may do that is the caller's to decide. */
@Injectable()
export class AuditSearch {
  constructor(
    private readonly dataSource: DataSource,
    private readonly log: AuditLog,
  ) {}

  /**
   * What the filter finds, newest first (by the event's own time), keyset-paged by event id; recorded, so that no reader
   * can forget it. Throws VALIDATION for an `after` that is no event's id, or a limit out of bounds.
   */
  async list(reading: LogReading, filter: AuditFilter, limit: number, after?: string): Promise<Page<AuditEventView>> {
    if (!Number.isInteger(limit) || limit < 1 || limit > PAGE_LIMIT_MAX) {
      throw invalid('limit', `"limit" must be a whole number from 1 to ${PAGE_LIMIT_MAX}.`);
    }
    const page = await this.pageOf(filter, limit, after);
    await this.recordReading(reading, filter.business, { filter: filterInWords(filter), ...(after && { after }) });
    return page;
  }

  /** The newest that the filter finds, not recorded: for whoever records what they are read for. */
  async newest(filter: AuditFilter, limit: number): Promise<AuditEventView[]> {
    return (await this.pageOf(filter, limit)).items;
  }

  private async pageOf(filter: AuditFilter, limit: number, after?: string): Promise<Page<AuditEventView>> {
    const position = after === undefined ? undefined : await this.positionOf(after);
    const { sql, parameters } = pageQuery(filter, limit + 1, position);
    const rows = await select<Pick<audit_events, 'event_id' | 'payload'>>(this.dataSource.manager, sql, parameters);
    const shown = rows.slice(0, limit);
    const items = shown.map(viewOf);
    return { items, next: rows.length > limit ? bytesToId(shown.at(-1)!.event_id) : null };
  }

  private async positionOf(eventId: string): Promise<Position> {
    const row = isId(eventId)
      ? await selectOne<Position>(
          this.dataSource.manager,
          'SELECT id, occurred_at AS occurredAt FROM audit_events WHERE event_id = ?',
          [idToBytes(eventId)],
        )
      : undefined;
    if (!row) throw invalid('after', '"after" is not the id of an event.');
    return row;
  }

  /** A reading of one business's events belongs to that business's part of the log, any other to the log's own. */
  async recordReading(
    reading: LogReading,
    business: string | undefined,
    details: EventDetails<'audit.searched'>,
  ): Promise<void> {
    const common = { ...reading, outcome: 'success', details } as const;
    if (business === undefined) await this.log.record({ type: 'audit.searched', subjectId: THE_LOG, ...common });
    else await this.log.record({ type: 'audit.read', subjectId: business, ...common });
  }

  /** How many of the first `treeSize` leaves the filter finds. */
  async count(filter: AuditFilter, treeSize: number): Promise<number> {
    return (await this.extentOf(filter, treeSize)).count;
  }

  /**
   * What the filter finds among the first `treeSize` leaves, in the order of the log. These leaves never change, so the
   * same question has the same answer however long it takes. One walk along the leaves, a window at a time: memory does
   * not grow, and no plan depends on what the filter is.
   */
  async *each(filter: AuditFilter, treeSize: number): AsyncGenerator<SequencedEvent> {
    const { first, last } = await this.extentOf(filter, treeSize);
    const { where, parameters } = conditionsOf(filter);
    for (let from = first; from <= last; from += WINDOW) {
      const rows = await select<Pick<audit_leaves, 'leaf_index' | 'leaf_hash'> & Pick<audit_events, 'payload'>>(
        this.dataSource.manager,
        `SELECT l.leaf_index, l.leaf_hash, e.payload FROM audit_leaves l STRAIGHT_JOIN audit_events e ON e.id = l.id
         WHERE l.leaf_index >= ? AND l.leaf_index < ? AND ${where} ORDER BY l.leaf_index`,
        [from, Math.min(from + WINDOW, last + 1), ...parameters],
      );
      for (const { leaf_index, leaf_hash, payload } of rows) {
        yield { leafIndex: Number(leaf_index), leafHash: leaf_hash, payload };
      }
    }
  }

  private async extentOf(filter: AuditFilter, treeSize: number): Promise<Extent> {
    const { where, parameters } = conditionsOf(filter);
    if (parameters.length === 0) return { count: treeSize, first: 0, last: treeSize - 1 };
    const row = await selectOne<
      Computed<{ count: Count }> & Record<'first' | 'last', audit_leaves['leaf_index'] | null>
    >(
      this.dataSource.manager,
      `SELECT COUNT(*) AS count, MIN(l.leaf_index) AS first, MAX(l.leaf_index) AS last
       FROM audit_events e JOIN audit_leaves l ON l.id = e.id WHERE l.leaf_index < ? AND ${where}`,
      [treeSize, ...parameters],
    );
    return { count: Number(row!.count), first: Number(row!.first ?? 0), last: Number(row!.last ?? -1) };
  }
}
