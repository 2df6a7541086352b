import { createHash, type Hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import { select } from '../platform/database/transaction.js';
import { idToBytes, type BookId } from '../platform/kernel/ids.js';
import type { BookCounts } from './book-counts.js';
import { FIRST_COLUMNS } from './digest-columns.js';
import { bookManifest, type BookTable } from './manifest.js';
import type { Computed } from '../platform/database/rows.js';

export interface BookDigest {
  /** SHA-256, 32 bytes. */
  readonly digest: Buffer;
  readonly counts: BookCounts;
}

/** What the digest of a book is made by; a way that gives other digests gets another name. Events say it. */
export const DIGEST_ALGORITHM = 'ardoise-book-1';

/** A page's rows are one answer of the database, held in memory. */
const ROWS_PER_PAGE = 5_000;

/** Told after each page, so that a lease can be renewed; whatever it throws ends the reading. */
type OnPage = (rowsSoFar: number) => void | Promise<void>;

/**
 * The digest of everything in a book. For each table that has rows, in alphabetical order: its name, a line feed, then each
 * row in the order of its primary key, each column as `length:bytes` of the database's own text form (`-` for NULL), without
 * `book_id`; columns in the order of `FIRST_COLUMNS`. A column that came later follows as `+name=length:bytes`, and says
 * nothing where it is NULL: the digests of snapshots from before stay what they are, and nothing can be hidden in it. So two books
 * with the same content have the same digest, and any changed, missing or added row changes it. Read in pages: memory does not
 * grow with the book, and each row is read once.
 *
 * For sealed books, which do not change while they are read; of an open one it is a look at a moving thing.
 */
export async function digestBook(
  manager: EntityManager,
  bookId: BookId,
  onPage: OnPage = () => undefined,
): Promise<BookDigest> {
  const hash = createHash('sha256');
  const counts: Record<string, number> = {};
  const columns = await columnsNow(manager);
  const gone = goneFrom(columns);
  if (gone.length > 0) throw new ColumnsGone(gone);
  let before = 0;
  for (const table of bookManifest()) {
    const sql = pageSql(table, columns.get(table.table) ?? []);
    const rows = await digestTable(manager, bookId, table.table, sql, hash, (soFar) => onPage(before + soFar));
    counts[table.countName] = rows;
    before += rows;
  }
  return { digest: hash.digest(), counts };
}

/** Columns of which the digests speak are not in the database any more: nothing can be said of what they held. */
export class ColumnsGone extends Error {
  constructor(columns: readonly string[]) {
    super(`The digests of snapshots speak of what is not in the database any more: ${columns.join(', ')}.`);
  }
}

/** As it is shown and written in events. */
export const digestInWords = (digest: Buffer): string => `sha256:${digest.toString('hex')}`;

async function digestTable(
  manager: EntityManager,
  bookId: BookId,
  table: string,
  sql: ReturnType<typeof pageSql>,
  hash: Hash,
  onPage: OnPage,
): Promise<number> {
  const read = (last?: readonly unknown[]) =>
    select<DigestRow>(manager, last ? sql.next : sql.first, [idToBytes(bookId), ...(last ? [last[0], ...last] : [])]);
  let rows = 0;
  let page = await read();
  // An empty table says nothing: one that is added later leaves the digests of all snapshots from before as they are.
  if (page.length > 0) hash.update(`${table}\n`);
  for (;;) {
    rows += page.length;
    // The next page is on its way while this one is hashed.
    const next = page.length < ROWS_PER_PAGE ? undefined : read(sql.keys.map((name) => page.at(-1)![name]));
    // Where the reading ends before this page is waited for, its fault is nobody's and must not end the process.
    next?.catch(() => undefined);
    // The statement goes out in a later turn than this one; to hash at once would keep the server waiting for it.
    if (next) await setImmediate();
    hash.update(Buffer.concat(page.map(({ content }) => assertWhole(content, table))));
    await onPage(rows);
    if (!next) return rows;
    page = await next;
  }
}

/**
 * `content`: all of a row as it goes into the digest, null where that is longer than the server sends. Beside it `k_` and the
 * name of each further column of the key.
 */
type DigestRow = Computed<{ content: Buffer | null; [key: string]: unknown }>;

/** The statements that read a table's first and its further pages. */
function pageSql({ table, key }: BookTable, columns: readonly string[]) {
  const rest = key.slice(1);
  // Text as the database itself writes it: exact for decimals and microseconds, and the same whatever the client. Put
  // together there, too: one value for each row is read some four times as quickly as one for each column.
  const said = (column: string) => `LENGTH(${column}), ':', CAST(${column} AS BINARY)`;
  const first = FIRST_COLUMNS[table] ?? [];
  const later = columns.filter((column) => !first.includes(column));
  const cells = [
    ...first.map((column) => `COALESCE(CONCAT(${said(column)}), '-')`),
    ...later.map((column) => `COALESCE(CONCAT('+${column}=', ${said(column)}), '')`),
  ];
  const content = `CONCAT(${cells.join(', ')}, '\n') AS content`;
  const keys = rest.map((column) => `k_${column}`);
  const page = (where: string) =>
    `SELECT ${[content, ...rest.map((column, i) => `${column} AS ${keys[i]}`)].join(', ')} FROM ${table}
     WHERE book_id = ? ${where} ORDER BY ${rest.join(', ')} LIMIT ${ROWS_PER_PAGE}`;
  return { keys, first: page(''), next: page(`AND ${isBehind(rest)}`) };
}

/** The server gives NULL, and a warning that nobody reads, for what is longer than `max_allowed_packet`. */
function assertWhole(content: Buffer | null, table: string): Buffer {
  if (content) return content;
  throw new Error(`A row of ${table} is longer than the server sends: raise its max_allowed_packet.`);
}

/**
 * Behind a row of which the first column of the key is given twice, then the others: so put, the index leads to the place.
 * `(a, b) > (?, ?)` reads everything before it again for each page.
 */
export function isBehind([first, second, third]: readonly string[]): string {
  if (third !== undefined)
    throw new Error(`A key of book_id and three more columns, ${third} among them, is not provided for.`);
  return `${first} >= ? AND (${first} > ?${second === undefined ? '' : ` OR ${second} > ?`})`;
}

/** The columns of each table as they are now, but `book_id`. */
async function columnsNow(manager: EntityManager): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await select<Computed<{ in_table: string; name: string }>>(
    manager,
    `SELECT TABLE_NAME AS in_table, COLUMN_NAME AS name FROM information_schema.COLUMNS
     WHERE TABLE_SCHEMA = DATABASE() AND COLUMN_NAME <> 'book_id' ORDER BY TABLE_NAME, COLUMN_NAME`,
  );
  const columns = new Map<string, string[]>();
  for (const { in_table, name } of rows) columns.set(in_table, [...(columns.get(in_table) ?? []), name]);
  return columns;
}

const goneFrom = (columns: ReadonlyMap<string, readonly string[]>): string[] =>
  Object.entries(FIRST_COLUMNS).flatMap(([table, first]) =>
    first.filter((name) => !columns.get(table)?.includes(name)).map((name) => `${table}.${name}`),
  );
