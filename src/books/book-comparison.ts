import type { EntityManager } from 'typeorm';
import type { Computed, Count } from '../platform/database/rows.js';
import type { Sql } from '../platform/database/sql.js';
import { selectOne, select } from '../platform/database/transaction.js';
import { bytesToId, idToBytes, type BookId } from '../platform/kernel/ids.js';
import { partsOf, wholeTables, type BroughtTable } from './bring-along/brought-tables.js';
import { contentOf, differs } from './bring-along/row-sql.js';

/** Two books of one business: `from` would come back, `into` would be overwritten. */
export interface TwoBooks {
  readonly from: BookId;
  readonly into: BookId;
}

/** How many rows of a kind only the one book has, only the other, and both with other content. */
export interface KindDifference {
  readonly kind: string;
  readonly comesBack: number;
  readonly goes: number;
  readonly changes: number;
}

export const DIFFERENCES = ['comesBack', 'goes', 'changes'] as const;
export type Difference = (typeof DIFFERENCES)[number];

/** A row that differs: what each book says of it, by the names of the columns; null where it does not have it. */
export interface DifferentRow {
  readonly id: string;
  readonly from: Readonly<Record<string, string | null>> | null;
  readonly into: Readonly<Record<string, string | null>> | null;
  /** Of a row that both have: its parts differ, such as the lines of an invoice or an entry. */
  readonly partsDiffer: boolean;
}

/** The kinds of rows that are compared; the parts of a row (the lines of an entry) go with it. */
export const comparedKinds = (): string[] => wholeTables().map(({ countName }) => countName);

/**
 * Compares two books by statements of the database, whatever their size. A row is the same as another by its id, which it has in
 * both where it was brought along, or else by what its kind is told apart by: a number, a code, a name; and it has other content where
 * it says another thing itself, or one of its parts does. Beyond `most` of a kind nothing is counted on, for those who wait: what
 * differs in many rows is then told as quickly as what differs in a few. What is the same in both must be looked at all the same.
 */
export async function compareBooks(
  manager: EntityManager,
  { from, into }: TwoBooks,
  most?: number,
): Promise<KindDifference[]> {
  const differences: KindDifference[] = [];
  for (const table of wholeTables()) {
    differences.push({
      kind: table.countName,
      comesBack: await counted(manager, missing(table, from, into), most),
      goes: await counted(manager, missing(table, into, from), most),
      changes: await counted(manager, changed(table, from, into), most),
    });
  }
  return differences;
}

/** A page of them in the order of their ids. */
export async function differentRows(
  manager: EntityManager,
  { from, into }: TwoBooks,
  { kind, difference, after, limit }: { kind: string; difference: Difference; after?: string; limit: number },
): Promise<DifferentRow[]> {
  const table = wholeTables().find(({ countName }) => countName === kind);
  if (!table) return [];
  const [of, other] = difference === 'goes' ? [into, from] : [from, into];
  const says = contentOf(table);
  const columns = (row: string) => says.map((name) => `CAST(${row}.${name} AS CHAR) AS ${row}_${name}`);
  const isChange = difference === 'changes';
  const tail = 'AND s.id > ? ORDER BY s.id LIMIT ?';
  const { sql, parameters } = isChange ? changed(table, of, other) : missing(table, of, other);
  const rows = await select<Computed<Record<string, unknown>>>(
    manager,
    `SELECT s.id, ${[...columns('s'), ...(isChange ? [...columns('t'), `${partsDiffer(table)} AS parts_differ`] : [])].join(', ')} FROM ${sql} ${tail}`,
    [...parameters, after === undefined ? Buffer.alloc(16) : idToBytes(after), limit],
  );
  const side = (row: Record<string, unknown>, name: 's' | 't') =>
    Object.fromEntries(says.map((column) => [column, (row[`${name}_${column}`] ?? null) as string | null]));
  return rows.map((row) => ({
    id: bytesToId(row['id'] as Buffer),
    from: difference === 'goes' ? null : side(row, 's'),
    into: difference === 'comesBack' ? null : side(row, isChange ? 't' : 's'),
    partsDiffer: Number(row['parts_differ'] ?? 0) === 1,
  }));
}

/** The rows `s` of a book of which the other has none that is the same. */
function missing(table: BroughtTable, of: BookId, other: BookId): Sql {
  const same = sameByMeaning(table, other);
  return {
    sql: `${table.table} s WHERE s.book_id = ?
      AND NOT EXISTS (SELECT 1 FROM ${table.table} t WHERE t.book_id = ? AND t.id = s.id)
      ${same ? `AND NOT EXISTS (SELECT 1 FROM ${same.sql})` : ''}`,
    parameters: [idToBytes(of), idToBytes(other), ...(same?.parameters ?? [])],
  };
}

/** The rows `s` that the other book has too, as `t`, with other content. */
function changed(table: BroughtTable, of: BookId, other: BookId): Sql {
  const same = sameByMeaning(table, other, 'm');
  const byMeaning = same ? `, (SELECT MIN(m.id) FROM ${same.sql})` : '';
  return {
    sql: `${table.table} s JOIN ${table.table} t ON t.book_id = ?
      AND t.id = COALESCE((SELECT i.id FROM ${table.table} i WHERE i.book_id = ? AND i.id = s.id)${byMeaning})
      WHERE s.book_id = ? AND (${differs(table)} OR ${partsDiffer(table)})`,
    parameters: [idToBytes(other), idToBytes(other), ...(same?.parameters ?? []), idToBytes(of)],
  };
}

/** From `t …`: the rows of the other book that mean the same as `s`; what they refer to is compared by what that means. */
function sameByMeaning(table: BroughtTable, other: BookId, row = 't'): Sql | undefined {
  if (table.sameBy.length === 0) return undefined;
  const referred = new Map(
    table.columns.flatMap(({ name, refersTo }) => (refersTo ? [[name, refersTo] as const] : [])),
  );
  const tables = wholeTables();
  const from = [`${table.table} ${row}`];
  const where = [`${row}.book_id = ?`];
  const parameters: unknown[] = [idToBytes(other)];
  for (const [index, name] of table.sameBy.entries()) {
    const whole = tables.find((each) => each.table === referred.get(name));
    if (!whole || whole.sameBy.length === 0) {
      where.push(`${row}.${name} = s.${name}`);
      continue;
    }
    const [own, theirs] = [`a${index}`, `b${index}`];
    from.push(`${whole.table} ${own}`, `${whole.table} ${theirs}`);
    where.push(`${own}.book_id = s.book_id`, `${own}.id = s.${name}`, `${theirs}.book_id = ?`);
    where.push(...whole.sameBy.map((column) => `${theirs}.${column} = ${own}.${column}`));
    where.push(`${row}.${name} = ${theirs}.id`);
    parameters.push(idToBytes(other));
  }
  return { sql: `${from.join(' CROSS JOIN ')} WHERE ${where.join(' AND ')}`, parameters };
}

/**
 * That a part of `s` says another thing than that of `t` in its place, or has none there. What a part refers to is compared by what that
 * means (the number of an account), as its ids differ from book to book.
 */
function partsDiffer({ table }: BroughtTable): string {
  const parts = partsOf(table).map((part) => {
    const of = (alias: string, whole: string) =>
      `${alias}.book_id = ${whole}.book_id AND ${alias}.${part.partOf!.column} = ${whole}.id`;
    const place = part.key.filter((name) => name !== part.partOf!.column);
    const same = part.columns.filter(({ name }) => name !== 'created_at').flatMap((column) => saidBy(column, 'p', 'q'));
    const count = (alias: string, whole: string) =>
      `(SELECT COUNT(*) FROM ${part.table} ${alias} WHERE ${of(alias, whole)})`;
    return `${count('p', 's')} <> ${count('q', 't')}
      OR EXISTS (SELECT 1 FROM ${part.table} p JOIN ${part.table} q ON ${of('q', 't')}
        AND ${place.map((name) => `q.${name} = p.${name}`).join(' AND ')}
        WHERE ${of('p', 's')} AND NOT (${same.length === 0 ? 'TRUE' : same.join(' AND ')}))`;
  });
  return parts.length === 0 ? 'FALSE' : `(${parts.join(' OR ')})`;
}

/** Where a reference has no meaning of its own (a product), its absence alone is compared. */
function saidBy({ name, refersTo }: BroughtTable['columns'][number], p: string, q: string): string[] {
  if (refersTo === undefined) return [`${p}.${name} <=> ${q}.${name}`];
  const [meaning, ...more] = wholeTables().find((each) => each.table === refersTo)?.sameBy ?? [];
  if (meaning === undefined || more.length > 0) return [`(${p}.${name} IS NULL) = (${q}.${name} IS NULL)`];
  const said = (row: string) =>
    `(SELECT r.${meaning} FROM ${refersTo} r WHERE r.book_id = ${row}.book_id AND r.id = ${row}.${name})`;
  return [`${said(p)} <=> ${said(q)}`];
}

async function counted(manager: EntityManager, { sql, parameters }: Sql, most: number | undefined): Promise<number> {
  const rows = most === undefined ? sql : `(SELECT 1 FROM ${sql} LIMIT ${most + 1}) found`;
  const row = await selectOne<Computed<{ n: Count }>>(manager, `SELECT COUNT(*) AS n FROM ${rows}`, [...parameters]);
  return Number(row!.n);
}
