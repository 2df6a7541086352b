import type { EntityManager } from 'typeorm';
import { select, selectOne } from './transaction.js';
import type { Computed, Count } from './rows.js';

/** Rows of one table in the order of a time, which an index gives: what a room offers to a list of another room. */
export interface RowsByTime {
  readonly from: string;
  readonly where: string;
  readonly parameters: unknown[];
  /** Columns: the time, the key that parts rows of one time, and what is shown beside them. */
  readonly at: string;
  readonly id: string;
  readonly shown: string;
}

/** Where a page begins: behind this row. */
export interface TimePosition {
  readonly at: Date | string;
  readonly id: Buffer;
}

/** How many there are; counting stops at `max`. */
export async function countRows(
  manager: EntityManager,
  { from, where, parameters }: RowsByTime,
  max: number,
): Promise<number> {
  const row = await selectOne<Computed<{ n: Count }>>(
    manager,
    `SELECT COUNT(*) AS n FROM (SELECT 1 AS one FROM ${from} WHERE ${where} LIMIT ${max}) AS capped`,
    parameters,
  );
  return Number(row!.n);
}

/** The first of them, or the next behind a row: as `id`, `at` and what is shown. */
export function pageOfRows<Row>(
  manager: EntityManager,
  { from, where, parameters, at, id, shown }: RowsByTime,
  { order, limit, behind }: { order: 'oldest' | 'newest'; limit: number; behind?: TimePosition },
): Promise<Row[]> {
  const [direction, beyond] = order === 'newest' ? ['DESC', '<'] : ['ASC', '>'];
  const keyset = behind ? `AND ${at} ${beyond}= ? AND (${at} ${beyond} ? OR ${id} ${beyond} ?)` : '';
  return select<Row>(
    manager,
    `SELECT ${id} AS id, ${at} AS at, ${shown} FROM ${from} WHERE ${where} ${keyset}
     ORDER BY ${at} ${direction}, ${id} ${direction} LIMIT ${limit}`,
    [...parameters, ...(behind ? [behind.at, behind.at, behind.id] : [])],
  );
}
