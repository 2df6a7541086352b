import type { EntityManager } from 'typeorm';
import { bytesToId, idToBytes, isId } from '../kernel/ids.js';
import { invalid } from '../kernel/app-error.js';
import type { Sql } from './sql.js';
import { select, selectOne } from './transaction.js';
import type { Computed, Count } from './rows.js';

/** A list in the order of an index, of which a page is read from where another ended, onwards or back. */
export interface KeysetList {
  /** The table with its alias, and the index of the order. */
  readonly from: string;
  /** What stands beside the rows of the table: joined by their keys. */
  readonly joins?: string;
  readonly columns: string;
  /** The columns of the index behind those that `within` fixes: one or two, the last of them the id. */
  readonly keys: readonly [string] | readonly [string, string];
  readonly order: 'ASC' | 'DESC';
  /** What the index itself answers, the book first. */
  readonly within: Sql;
  /** What it does not: looked for among at most `lookAtMost` rows of a page, so that no page reads the whole book. */
  readonly where?: Sql;
  readonly lookAtMost?: number;
}

export interface KeysetAsk {
  readonly limit: number;
  /** The id of the row behind which the page begins, or before which it ends. */
  readonly after?: string;
  readonly before?: string;
}

export interface KeysetPage<Row> {
  readonly rows: readonly Row[];
  /** The `after` of the next page and the `before` of the one in front of it; null where there is none. */
  readonly next: string | null;
  readonly previous: string | null;
  /** There may be more that is looked for, beyond what was looked at. */
  readonly isCut: boolean;
}

const LOOK_AT_MOST = 10_000;

type Position = readonly unknown[];

/** A page of a list. Throws VALIDATION for what is no id; behind a row that is there no more the list begins anew. */
export async function pageOfList<Row extends { id: Buffer }>(
  manager: EntityManager,
  list: KeysetList,
  ask: KeysetAsk,
): Promise<KeysetPage<Row>> {
  const start = await positionOf(manager, list, ask.after ?? ask.before);
  const isBack = start !== undefined && ask.after === undefined;
  const order = isBack ? OPPOSITE[list.order] : list.order;
  const end = list.where ? await endOfLook(manager, { ...list, order }, start) : undefined;
  const bounds = [list.within, start && beyond(list.keys, order, start), end && upTo(list.keys, order, end.last)];
  const { sql, parameters } = allOf([...bounds, list.where]);
  const found = await select<Row>(
    manager,
    `SELECT ${list.columns} FROM ${list.from} ${list.joins ?? ''} WHERE ${sql}
     ORDER BY ${ordered(list.keys, order)} LIMIT ?`,
    [...parameters, ask.limit + 1],
  );
  const rows = found.slice(0, ask.limit);
  const isCut = found.length <= ask.limit && end?.isFull === true;
  const furthest = found.length > ask.limit ? rows.at(-1)!.id : isCut ? idOf(end.last) : undefined;
  const more = furthest ? bytesToId<string>(furthest) : null;
  if (!isBack) {
    const first = rows[0]?.id ?? (start && idOf(start));
    return { rows, next: more, previous: start && first ? bytesToId(first) : null, isCut };
  }
  // Back at the beginning the page is the first one, whole.
  if (more === null) return pageOfList(manager, list, { limit: ask.limit });
  return { rows: rows.reverse(), next: bytesToId(rows.at(-1)?.id ?? idOf(start)), previous: more, isCut };
}

const OPPOSITE = { ASC: 'DESC', DESC: 'ASC' } as const;
const idOf = (position: Position) => position.at(-1) as Buffer;
/** `c.name` → `name`, as a derived table calls it. */
const bare = (column: string) => column.split('.').at(-1)!;

const ordered = (keys: readonly string[], order: string) => keys.map((key) => `${key} ${order}`).join(', ');

/** Written so that the index is entered at the row itself, however many have the same first key. */
function beyond(keys: readonly string[], order: 'ASC' | 'DESC', at: Position, orAt = ''): Sql {
  const past = order === 'ASC' ? '>' : '<';
  const [first, second] = keys;
  if (second === undefined) return { sql: `${first} ${past}${orAt} ?`, parameters: at };
  return {
    sql: `(${first} ${past} ? OR (${first} = ? AND ${second} ${past}${orAt} ?))`,
    parameters: [at[0], at[0], at[1]],
  };
}

const upTo = (keys: readonly string[], order: 'ASC' | 'DESC', at: Position) => beyond(keys, OPPOSITE[order], at, '=');

function allOf(conditions: readonly (Sql | undefined)[]): Sql {
  const present = conditions.filter((each) => each !== undefined);
  return {
    sql: present.map(({ sql }) => sql).join(' AND '),
    parameters: present.flatMap(({ parameters }) => parameters),
  };
}

async function positionOf(
  manager: EntityManager,
  { from, keys, within }: KeysetList,
  id: string | undefined,
): Promise<Position | undefined> {
  if (id === undefined) return undefined;
  if (!isId(id)) throw invalid('after', '"after" must be the "next" of the page before.');
  const row = await selectOne<Computed<Record<string, unknown>>>(
    manager,
    `SELECT ${keys.join(', ')} FROM ${withoutIndex(from)} WHERE ${within.sql} AND ${keys.at(-1)!} = ?`,
    [...within.parameters, idToBytes(id)],
  );
  return row && keys.map((key) => row[bare(key)]);
}

/** By its id a row is found by the key of the table. */
const withoutIndex = (from: string) => from.replace(/ FORCE INDEX \(\w+\)/, '');

/** How far one looks for what no index gives: the last row that is looked at, and whether others lie behind it. */
async function endOfLook(
  manager: EntityManager,
  { from, keys, order, within, lookAtMost = LOOK_AT_MOST }: KeysetList,
  start: Position | undefined,
): Promise<{ last: Position; isFull: boolean } | undefined> {
  const { sql, parameters } = allOf([within, start && beyond(keys, order, start)]);
  const row = await selectOne<Computed<Record<string, unknown> & { looked_at: Count }>>(
    manager,
    `SELECT w.*, COUNT(*) OVER () AS looked_at
     FROM (SELECT ${keys.join(', ')} FROM ${from} WHERE ${sql} ORDER BY ${ordered(keys, order)} LIMIT ${lookAtMost}) w
     ORDER BY ${ordered(
       keys.map((key) => `w.${bare(key)}`),
       OPPOSITE[order],
     )} LIMIT 1`,
    parameters as unknown[],
  );
  return row && { last: keys.map((key) => row[bare(key)]), isFull: Number(row.looked_at) >= lookAtMost };
}

const LIKE_SIGNS = /[\\%_]/g;

/** That one of these columns has a text in it, whatever its case. */
export function containing(columns: readonly string[], text: string): Sql {
  const pattern = `%${text.toLowerCase().replace(LIKE_SIGNS, String.raw`\$&`)}%`;
  return {
    sql: `(${columns.map((column) => `LOWER(${column}) LIKE ?`).join(' OR ')})`,
    parameters: columns.map(() => pattern),
  };
}

/** Several conditions as one; undefined where there is none. */
export function together(conditions: readonly (Sql | undefined | false)[]): Sql | undefined {
  const present = conditions.filter((each) => each !== undefined && each !== false);
  return present.length === 0 ? undefined : allOf(present);
}
