import type { EntityManager } from 'typeorm';
import type { Computed, Count } from '../../platform/database/rows.js';
import { select, selectOne, write, type Tx } from '../../platform/database/transaction.js';
import { bytesToId } from '../../platform/kernel/ids.js';
import { broughtTables, type BroughtTable } from './brought-tables.js';
import type { Choices } from './choices.js';
import { contentOf, differs, RowSql, SAME_BY, type Bringing } from './row-sql.js';

/** What would come along of one table, in rows. */
export interface TableToBring {
  readonly table: string;
  readonly kind: string;
  readonly wanted: number;
  /** Those that the open books have already, under their id or as another row that means the same. */
  readonly there: number;
  /** Of those, which say another thing: each is a conflict. */
  readonly conflicts: number;
}

/** A row that both books have and that says another thing in each; `differs` holds the columns, as text. */
export interface Conflict {
  readonly table: string;
  readonly kind: string;
  readonly id: string;
  readonly openId: string;
  readonly mayHaveBoth: boolean;
  readonly name: string;
  readonly differs: readonly {
    readonly column: string;
    readonly open: string | null;
    readonly snapshot: string | null;
  }[];
}

/** What came, by table: rows that were added, and rows of the open books that say now what the snapshot said. */
export interface Brought {
  readonly added: Readonly<Record<string, number>>;
  readonly replaced: Readonly<Record<string, number>>;
}

/** Counted without changing anything; parts (the lines of an invoice) go with what they are parts of. */
export async function whatWouldCome(manager: EntityManager, ask: Bringing): Promise<TableToBring[]> {
  const tables = broughtTables();
  const sql = new RowSql(tables, ask);
  const found: TableToBring[] = [];
  for (const table of tables) {
    if (table.partOf || sql.isNone(table)) continue;
    const source = sql.source(table);
    const [own, same] = [sql.hasId(table), sql.hasSame(table)];
    const row = await selectOne<Computed<{ wanted: Count; there: Count }>>(
      manager,
      `SELECT COUNT(*) AS wanted, COALESCE(SUM(${own.sql} OR ${same.sql}), 0) AS there FROM ${source.sql}`,
      [...own.parameters, ...same.parameters, ...source.parameters],
    );
    const wanted = Number(row!.wanted);
    if (wanted === 0) continue;
    const conflicts = await countConflicts(manager, sql, table);
    found.push({ table: table.table, kind: table.kind, wanted, there: Number(row!.there), conflicts });
  }
  return found;
}

async function countConflicts(manager: EntityManager, sql: RowSql, table: BroughtTable): Promise<number> {
  let count = 0;
  for (const by of SAME_BY) {
    const pairs = sql.pairs(table, by);
    if (!pairs) continue;
    const row = await selectOne<Computed<{ n: Count }>>(
      manager,
      `SELECT COUNT(*) AS n FROM ${pairs.tables} WHERE ${pairs.where} AND ${differs(table)}`,
      [...pairs.parameters],
    );
    count += Number(row!.n);
  }
  return count;
}

/** The first conflicts of each table, in the order of their ids. */
export async function listConflicts(manager: EntityManager, ask: Bringing, limit: number): Promise<Conflict[]> {
  const tables = broughtTables();
  const sql = new RowSql(tables, ask);
  const found: Conflict[] = [];
  for (const table of tables.filter((each) => !each.partOf && !sql.isNone(each))) {
    for (const by of SAME_BY) {
      if (found.length < limit) found.push(...(await conflictsOf(manager, sql, table, by, limit - found.length)));
    }
  }
  return found;
}

async function conflictsOf(
  manager: EntityManager,
  sql: RowSql,
  table: BroughtTable,
  by: (typeof SAME_BY)[number],
  limit: number,
): Promise<Conflict[]> {
  const pairs = sql.pairs(table, by);
  if (!pairs) return [];
  const content = contentOf(table);
  const both = content.flatMap((name, i) => [`CAST(t.${name} AS CHAR) AS o${i}`, `CAST(s.${name} AS CHAR) AS s${i}`]);
  const rows = await select<Computed<Record<string, string | null> & { id: Buffer; open_id: Buffer }>>(
    manager,
    `SELECT s.id, t.id AS open_id, ${both.join(', ')} FROM ${pairs.tables}
     WHERE ${pairs.where} AND ${differs(table)} ORDER BY s.id LIMIT ?`,
    [...pairs.parameters, limit],
  );
  return rows.map((row) => {
    const said = content.map((column, i) => ({ column, open: row[`o${i}`] ?? null, snapshot: row[`s${i}`] ?? null }));
    return {
      table: table.table,
      kind: table.kind,
      id: bytesToId(row.id),
      openId: bytesToId(row.open_id),
      mayHaveBoth: table.mayStandBeside && by === 'meaning',
      name: nameOf(table, said),
      differs: said.filter(({ open, snapshot }) => open !== snapshot),
    };
  });
}

/** What a person knows it by: its number or code, and its name. */
function nameOf(table: BroughtTable, said: Conflict['differs']): string {
  const known = ['number', 'code', 'name'].flatMap(
    (column) => said.find((each) => each.column === column)?.snapshot ?? [],
  );
  return known.join(' ') || table.table;
}

/** Brings rows from a sealed book into the open one, as a part of something larger; nothing of the sealed one changes. */
export async function bringRows(
  tx: Tx,
  ask: Bringing,
  choices: Choices,
  report: (rows: number) => void,
): Promise<Brought> {
  const tables = broughtTables();
  const sql = new RowSql(tables, ask);
  const [added, replaced]: Record<string, number>[] = [{}, {}];
  let rows = 0;
  for (const table of tables.filter((each) => !sql.isNone(each))) {
    for (const by of SAME_BY) {
      const update = sql.update(table, choices, by);
      if (!update) continue;
      const { affectedRows } = await write(tx, update.sql, [...update.parameters]);
      if (affectedRows > 0) replaced![table.table] = (replaced![table.table] ?? 0) + affectedRows;
    }
    const insert = sql.insert(table, choices);
    const { affectedRows } = await write(tx, insert.sql, [...insert.parameters]);
    if (affectedRows > 0) added![table.table] = affectedRows;
    report((rows += affectedRows));
  }
  return { added: added!, replaced: replaced! };
}
