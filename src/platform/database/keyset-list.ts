import type { EntityManager } from 'typeorm';
import { bytesToId, idToBytes, isId } from '../kernel/ids.js';
import { invalid } from '../kernel/app-error.js';
import { likeText } from './like.js';
import type { Sql } from './sql.js';
import { select, selectOne } from './transaction.js';
import type { Computed } from './rows.js';

/** A list in the order of an index, of which a page is read from where another ended, onwards or back. */
export interface KeysetList {
  /** The table with its alias, and the index of the order. */
  readonly from: string;
  /** What stands beside the rows of the table: joined by their keys. */
  readonly joins?: string;
  readonly columns: string;
  /** The columns of the index behind those that `within` fixes: one that is unique, or one and the id. */
  readonly keys: readonly [string] | readonly [string, string];
  /** The column of the id; the last key if it is absent. */
  readonly id?: string;
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

interface Position {
  readonly keys: readonly unknown[];
  readonly id: Buffer;
}

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
  const bounds = [list.within, start && beyond(list.keys, order, start), end && upTo(list.keys, order, end)];
  const { sql, parameters } = allOf([...bounds, list.where]);
  const found = await select<Row>(
    manager,
    `SELECT ${list.columns} FROM ${list.from} ${list.joins ?? ''} WHERE ${sql}
     ORDER BY ${ordered(list.keys, order)} LIMIT ?`,
    [...parameters, ask.limit + 1],
  );
  const rows = found.slice(0, ask.limit);
  const isCut = found.length <= ask.limit && end !== undefined;
  const furthest = found.length > ask.limit ? rows.at(-1)!.id : end?.id;
  const more = furthest ? bytesToId<string>(furthest) : null;
  if (!isBack) {
    const first = rows[0]?.id ?? start?.id;
    return { rows, next: more, previous: start && first ? bytesToId(first) : null, isCut };
  }
  // Back at the beginning the page is the first one, whole.
  if (more === null) return pageOfList(manager, list, { limit: ask.limit });
  return { rows: rows.reverse(), next: bytesToId(rows.at(-1)?.id ?? start.id), previous: more, isCut };
}

const OPPOSITE = { ASC: 'DESC', DESC: 'ASC' } as const;
/** `c.name` → `name`, as a row calls it. */
const bare = (column: string) => column.split('.').at(-1)!;

const ordered = (keys: readonly string[], order: string) => keys.map((key) => `${key} ${order}`).join(', ');

/** Written so that the index is entered at the row itself, however many have the same first key. */
function beyond(keys: readonly string[], order: 'ASC' | 'DESC', { keys: at }: Position, orAt = ''): Sql {
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

const idOf = ({ id, keys }: Pick<KeysetList, 'id' | 'keys'>) => id ?? keys.at(-1)!;

const positionIn = ({ keys }: Pick<KeysetList, 'keys'>, row: Record<string, unknown> | undefined) =>
  row && { keys: keys.map((key) => row[bare(key)]), id: row.its_id as Buffer };

async function positionOf(
  manager: EntityManager,
  list: KeysetList,
  id: string | undefined,
): Promise<Position | undefined> {
  if (id === undefined) return undefined;
  if (!isId(id)) throw invalid('after', '"after" must be the "next" of the page before.');
  const { from, keys, within } = list;
  const row = await selectOne<Computed<Record<string, unknown>>>(
    manager,
    `SELECT ${keys.join(', ')}, ${idOf(list)} AS its_id FROM ${withoutIndex(from)} WHERE ${within.sql} AND ${idOf(list)} = ?`,
    [...within.parameters, idToBytes(id)],
  );
  return positionIn(list, row);
}

/** By its id a row is found by the key of the table. */
const withoutIndex = (from: string) => from.replace(/ FORCE INDEX \(\w+\)/, '');

/** How far one looks for what no index gives; undefined where that is the end of the list. What it passes over is bounded. */
async function endOfLook(
  manager: EntityManager,
  list: KeysetList,
  start: Position | undefined,
): Promise<Position | undefined> {
  const { from, keys, order, within, lookAtMost = LOOK_AT_MOST } = list;
  const { sql, parameters } = allOf([within, start && beyond(keys, order, start)]);
  const row = await selectOne<Computed<Record<string, unknown>>>(
    manager,
    `SELECT ${keys.join(', ')}, ${idOf(list)} AS its_id FROM ${from} WHERE ${sql}
     ORDER BY ${ordered(keys, order)} LIMIT ${lookAtMost - 1}, 1`,
    [...parameters],
  );
  return positionIn(list, row);
}

/** That one of these columns has a text in it, whatever its case. */
export function containing(columns: readonly string[], text: string): Sql {
  const pattern = `%${likeText(text.toLowerCase())}%`;
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
