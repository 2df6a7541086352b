import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { select } from '../platform/database/transaction.js';
import { idToBytes, type BookId } from '../platform/kernel/ids.js';
import type { BookCounts } from './book-counts.js';
import { bookManifest, type BookTable } from './manifest.js';
import type { Computed } from '../platform/database/rows.js';

export interface BookDigest {
  /** SHA-256, 32 bytes. */
  readonly digest: Buffer;
  readonly counts: BookCounts;
}

const ROWS_PER_PAGE = 2_000;

/**
 * The digest of everything in a book. For each table in alphabetical order: its name, a line feed, then each row in the
 * order of its primary key, each column as `length:bytes` of the database's own text form (`-` for NULL), without
 * `book_id`; columns in the order of the table. So two books with the same content have the same digest, and any changed,
 * missing or added row changes it. Read in pages: memory does not grow with the book.
 *
 * For sealed books, which do not change while they are read; of an open one it is a look at a moving thing.
 */
export async function digestBook(manager: EntityManager, bookId: BookId): Promise<BookDigest> {
  const hash = createHash('sha256');
  const counts: Record<string, number> = {};
  for (const table of bookManifest()) {
    hash.update(`${table.table}\n`);
    counts[table.countName] = await digestTable(manager, bookId, table, hash);
  }
  return { digest: hash.digest(), counts };
}

async function digestTable(
  manager: EntityManager,
  bookId: BookId,
  { table, key }: BookTable,
  hash: ReturnType<typeof createHash>,
): Promise<number> {
  const columns = await columnsOf(manager, table);
  // Text as the database itself writes it: exact for decimals and microseconds, and the same whatever the client.
  // Aliased, so that ORDER BY means the column and not its text.
  const read = columns.map((column) => `CAST(${column} AS BINARY) AS c_${column}`).join(', ');
  const rest = key.slice(1);
  const order = rest.join(', ');
  let last: unknown[] | undefined;
  let rows = 0;
  for (;;) {
    const page = await select<Computed<Record<string, Buffer | null>>>(
      manager,
      `SELECT ${read}, ${rest.map((column) => `${column} AS k_${column}`).join(', ')} FROM ${table}
       WHERE book_id = ? ${last ? `AND ${isBehind(rest)}` : ''} ORDER BY ${order} LIMIT ${ROWS_PER_PAGE}`,
      [idToBytes(bookId), ...(last ? [last[0], ...last] : [])],
    );
    for (const row of page) hash.update(encodeRow(columns.map((column) => row[`c_${column}`] ?? null)));
    rows += page.length;
    if (page.length < ROWS_PER_PAGE) return rows;
    const end = page.at(-1)!;
    last = rest.map((column) => end[`k_${column}`]);
  }
}

/**
 * Behind a row of which the first column of the key is given twice, then the others: so put, the index leads to the place.
 * `(a, b) > (?, ?)` reads everything before it again for each page.
 */
function isBehind([first, second, third]: readonly string[]): string {
  if (third !== undefined)
    throw new Error(`A key of book_id and three more columns, ${third} among them, is not provided for.`);
  return `${first} >= ? AND (${first} > ?${second === undefined ? '' : ` OR ${second} > ?`})`;
}

async function columnsOf(manager: EntityManager, table: string): Promise<string[]> {
  const rows = await select<Computed<{ name: string }>>(
    manager,
    `SELECT COLUMN_NAME AS name FROM information_schema.COLUMNS
     WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND COLUMN_NAME <> 'book_id' ORDER BY ORDINAL_POSITION`,
    [table],
  );
  return rows.map((row) => row.name);
}

function encodeRow(cells: (Buffer | null)[]): Buffer {
  const parts: Buffer[] = [];
  for (const cell of cells) {
    if (cell === null) parts.push(Buffer.from('-'));
    else parts.push(Buffer.from(`${cell.length}:`), cell);
  }
  parts.push(Buffer.from('\n'));
  return Buffer.concat(parts);
}
