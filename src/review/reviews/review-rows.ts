import type { EntityManager } from 'typeorm';
import { select, selectOne } from '../../platform/database/transaction.js';
import { bytesToId, idToBytes } from '../../platform/kernel/ids.js';
import type { review_items, review_reports, reviews } from '../tables.generated.js';
import { unpackReport, type NotedItem, type ReviewRecord } from './review-content.js';
import type { PeriodReport } from './period-report.js';

const COLUMNS = `id, period_from, period_until, business_id, action, sample_size, tree_size, operations, exceptions,
  is_complete, state, version, reviewer_id, opened_at, opened_event_id, submitted_at, conclusion, decided_by, decided_at,
  decision_note, decided_event_id`;

type Row = Omit<reviews, 'seed' | 'content_sha256'>;

/** One review among others: what it is of, who has it and how far it is. */
export interface ReviewHead extends ReviewRecord {
  readonly from: string;
  readonly until: string;
  readonly businessId: string | null;
  readonly action: Row['action'];
  readonly operations: number;
  readonly exceptions: number;
  readonly isComplete: boolean;
}

/** An item with the number of times that it was noted. */
export interface StoredItem extends NotedItem {
  readonly version: number;
}

/** Newest first. */
export async function reviewHeads(manager: EntityManager, limit: number, offset: number): Promise<ReviewHead[]> {
  const rows = await select<Row>(
    manager,
    `SELECT ${COLUMNS} FROM reviews ORDER BY opened_at DESC, id DESC LIMIT ? OFFSET ?`,
    [limit, offset],
  );
  return rows.map(headOf);
}

export async function reviewHead(
  manager: EntityManager,
  id: string,
  lock: '' | 'FOR UPDATE' = '',
): Promise<ReviewHead | undefined> {
  const row = await selectOne<Row>(manager, `SELECT ${COLUMNS} FROM reviews WHERE id = ? ${lock}`, [idToBytes(id)]);
  return row && headOf(row);
}

export async function reportOf(
  manager: EntityManager,
  id: string,
): Promise<{ report: PeriodReport; json: Buffer; sha256: Buffer }> {
  const row = await selectOne<Pick<review_reports, 'report'>>(
    manager,
    'SELECT report FROM review_reports WHERE review_id = ?',
    [idToBytes(id)],
  );
  return unpackReport(row!.report);
}

export async function itemsOf(manager: EntityManager, id: string): Promise<StoredItem[]> {
  const rows = await select<Omit<review_items, 'review_id'>>(
    manager,
    `SELECT item_id, verdict, note, version, noted_by, noted_at, noted_event_id FROM review_items
     WHERE review_id = ? ORDER BY item_id`,
    [idToBytes(id)],
  );
  return rows.map((row) => ({
    item: bytesToId(row.item_id),
    verdict: row.verdict,
    note: row.note,
    version: row.version,
    by: bytesToId(row.noted_by),
    at: row.noted_at.toISOString(),
    eventId: bytesToId(row.noted_event_id),
  }));
}

const orNull = (bytes: Buffer | null) => (bytes === null ? null : bytesToId(bytes));

const headOf = (row: Row): ReviewHead => ({
  id: bytesToId(row.id),
  from: row.period_from.toISOString(),
  until: row.period_until.toISOString(),
  businessId: orNull(row.business_id),
  action: row.action,
  operations: row.operations,
  exceptions: row.exceptions,
  isComplete: Boolean(row.is_complete),
  state: row.state,
  version: row.version,
  reviewerId: bytesToId(row.reviewer_id),
  openedAt: row.opened_at.toISOString(),
  openedEventId: bytesToId(row.opened_event_id),
  submittedAt: row.submitted_at?.toISOString() ?? null,
  conclusion: row.conclusion,
  decidedBy: orNull(row.decided_by),
  decidedAt: row.decided_at?.toISOString() ?? null,
  decisionNote: row.decision_note,
  decidedEventId: orNull(row.decided_event_id),
});
