import type { KeysetAsk, KeysetPage } from '../../platform/database/keyset-list.js';
import type { Sql } from '../../platform/database/sql.js';

/** What somebody asks of a list of the books: a page, an order, and what is looked for. */
export interface ListAsk extends KeysetAsk {
  /** One of the orders of the list; the first of them where it is none. */
  readonly sort?: string;
  /** Anywhere in what names a row. */
  readonly text?: string;
  readonly kind?: string;
  readonly state?: string;
  readonly journal?: string;
  /** Calendar dates, both among what is shown. */
  readonly from?: string;
  readonly until?: string;
}

export interface ListedPage<Row> extends Omit<KeysetPage<never>, 'rows'> {
  readonly rows: readonly Row[];
}

/** The same page with each row as it is shown. */
export const shownAs = <From, To>({ rows, ...page }: KeysetPage<From>, view: (row: From) => To): ListedPage<To> => ({
  ...page,
  rows: rows.map(view),
});

/** How a list may be ordered: each by an index that gives it. */
export interface ListOrder {
  /** Of the table of the list; none is the key of the table. */
  readonly index?: string;
  readonly keys: readonly [string] | readonly [string, string];
  readonly order: 'ASC' | 'DESC';
  /** The column of the id, where the key is another one that is unique. */
  readonly id?: string;
}

export const orderOf = <Orders extends Readonly<Record<string, ListOrder>>>(
  orders: Orders,
  sort: string | undefined,
): ListOrder & { readonly sort: string } => {
  const [first] = Object.keys(orders);
  const name = sort !== undefined && Object.hasOwn(orders, sort) ? sort : first!;
  return { ...orders[name]!, sort: name };
};

/** `contacts c`, read by the index of an order. */
export const inOrder = (table: string, { index }: ListOrder) => `${table} FORCE INDEX (${index ?? 'PRIMARY'})`;

/** Between two dates, or on one side of one; undefined where neither was given. */
export function between(column: string, { from, until }: Pick<ListAsk, 'from' | 'until'>): Sql | undefined {
  if (from === undefined && until === undefined) return undefined;
  const bounds = [from !== undefined && `${column} >= ?`, until !== undefined && `${column} <= ?`].filter(Boolean);
  return { sql: bounds.join(' AND '), parameters: [from, until].filter((date) => date !== undefined) };
}
