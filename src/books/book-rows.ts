import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import type { Computed } from '../platform/database/rows.js';
import { select } from '../platform/database/transaction.js';
import { idToBytes, type BookId } from '../platform/kernel/ids.js';
import { isBehind } from './digest.js';
import { bookManifest, type BookTable } from './manifest.js';

/** A table of accounting data as it is: the columns that it has now, and its rows of one book, as text. */
export interface RawTable {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: () => AsyncIterable<(string | null)[]>;
}

const ROWS_PER_PAGE = 1_000;

interface Column {
  readonly name: string;
  readonly type: string;
}

/**
 * Every table of a book, whole, found as its digest finds them: one that is added is here without a line for it. Read in pages along
 * the primary key, so that memory does not grow with the book.
 */
export async function rawTables(manager: EntityManager, bookId: BookId): Promise<RawTable[]> {
  const columns = await columnsOf(manager);
  return bookManifest().map((table) => {
    const own = columns.get(table.table) ?? [];
    return {
      table: table.table,
      columns: own.map(({ name }) => name),
      rows: () => rowsOf(manager, bookId, table, own),
    };
  });
}

async function* rowsOf(
  manager: EntityManager,
  bookId: BookId,
  { table, key }: BookTable,
  columns: readonly Column[],
): AsyncGenerator<(string | null)[]> {
  const rest = key.slice(1);
  const said = columns.map((column, i) => `${inWords(column)} AS c${i}`);
  const keys = rest.map((name, i) => `${name} AS k${i}`);
  const page = (where: string) =>
    `SELECT ${[...said, ...keys].join(', ')} FROM ${table} WHERE book_id = ? ${where}
     ORDER BY ${rest.join(', ')} LIMIT ${ROWS_PER_PAGE}`;
  const [first, next] = [page(''), page(`AND ${isBehind(rest)}`)];
  let last: readonly unknown[] | undefined;
  do {
    const rows: Computed<Record<string, unknown>>[] = await select<Computed<Record<string, unknown>>>(
      manager,
      last ? next : first,
      [idToBytes(bookId), ...(last ? [last[0], ...last] : [])],
    );
    for (const row of rows) yield columns.map((_, i) => row[`c${i}`] as string | null);
    const end = rows.at(-1);
    last = end && rows.length === ROWS_PER_PAGE ? rest.map((_, i) => end[`k${i}`]) : undefined;
    await nextTurn();
  } while (last);
}

/** As the database itself writes it: exact for decimals and microseconds; an id as it is shown everywhere, other bytes in hex. */
function inWords({ name, type }: Column): string {
  if (type === 'binary(16)') {
    const hex = `LOWER(HEX(${name}))`;
    const part = (from: number, length: number) => `SUBSTR(${hex}, ${from}, ${length})`;
    return `CONCAT_WS('-', ${part(1, 8)}, ${part(9, 4)}, ${part(13, 4)}, ${part(17, 4)}, ${part(21, 12)})`;
  }
  return /binary|blob/.test(type) ? `LOWER(HEX(${name}))` : `CAST(${name} AS CHAR)`;
}

/** In the order in which the tables have them, without `book_id`, which is one for all. */
async function columnsOf(manager: EntityManager): Promise<ReadonlyMap<string, readonly Column[]>> {
  const rows = await select<Computed<{ in_table: string; name: string; type: string }>>(
    manager,
    `SELECT TABLE_NAME AS in_table, COLUMN_NAME AS name, COLUMN_TYPE AS type FROM information_schema.COLUMNS
     WHERE TABLE_SCHEMA = DATABASE() AND COLUMN_NAME <> 'book_id' ORDER BY TABLE_NAME, ORDINAL_POSITION`,
  );
  const columns = new Map<string, Column[]>();
  for (const { in_table, ...column } of rows) columns.set(in_table, [...(columns.get(in_table) ?? []), column]);
  return columns;
}
