import type { EntityManager } from 'typeorm';
import type { Sql } from '../platform/database/sql.js';
import { select } from '../platform/database/transaction.js';
import type { journal_entries, journal_lines } from './tables.generated.js';

const ENTRIES_PER_PAGE = 500;
/** Read, written and sent at once, however many an entry has; in between others have their turn. */
export const LINES_AT_ONCE = 1_000;

type EntryKey = Pick<journal_entries, 'id' | 'entry_date'>;

/** Reads of a group of entries the lines behind a number, at most `LINES_AT_ONCE`, in the order of the entries. */
type ReadLines<Row> = (entries: readonly Buffer[], after: journal_lines['line_no']) => Promise<Row[]>;

/** Behind which line of which entry a reading goes on. */
export type LineKey = EntryKey & Pick<journal_lines, 'line_no'>;

/**
 * The lines of a book's entries, in the order of the dates: a page of entries, and of a long entry a part, at a time. Entries never
 * change once written, so what is read holds every entry that was there when it began, each whole. `dates` is a condition on `entry_date`.
 */
export async function* linesByDate<Row extends Pick<journal_lines, 'line_no'>>(
  manager: EntityManager,
  book: Buffer,
  readLines: ReadLines<Row>,
  { dates, after }: { readonly dates?: Sql; readonly after?: LineKey | undefined } = {},
): AsyncGenerator<Row[]> {
  if (after) yield* linesOf([after.id], readLines, after.line_no);
  let last: EntryKey | undefined = after;
  for (;;) {
    const entries: EntryKey[] = await select<EntryKey>(
      manager,
      // After a large import the engine's statistics are old, and it would scan and sort the whole book for each page.
      `SELECT id, entry_date FROM journal_entries FORCE INDEX (journal_entries_date)
       WHERE book_id = ? ${dates ? `AND ${dates.sql}` : ''} ${last ? 'AND entry_date >= ? AND (entry_date > ? OR id > ?)' : ''}
       ORDER BY entry_date, id LIMIT ${ENTRIES_PER_PAGE}`,
      [book, ...(dates?.parameters ?? []), ...(last ? [last.entry_date, last.entry_date, last.id] : [])],
    );
    for (const group of await groupsOf(manager, book, entries)) yield* linesOf(group, readLines);
    if (entries.length < ENTRIES_PER_PAGE) return;
    last = entries.at(-1);
  }
}

/**
 * The lines of a book's entries in the order in which they were entered, which is that of their ids: as a file of the law has them, by
 * when they were validated. Otherwise as `linesByDate`.
 */
export async function* linesAsEntered<Row extends Pick<journal_lines, 'line_no'>>(
  manager: EntityManager,
  book: Buffer,
  readLines: ReadLines<Row>,
): AsyncGenerator<Row[]> {
  let last: Buffer | undefined;
  for (;;) {
    const entries: EntryKey[] = await select<EntryKey>(
      manager,
      `SELECT id, entry_date FROM journal_entries FORCE INDEX (PRIMARY)
       WHERE book_id = ? ${last ? 'AND id > ?' : ''} ORDER BY id LIMIT ${ENTRIES_PER_PAGE}`,
      [book, ...(last ? [last] : [])],
    );
    for (const group of await groupsOf(manager, book, entries)) yield* linesOf(group, readLines);
    if (entries.length < ENTRIES_PER_PAGE) return;
    last = entries.at(-1)!.id;
  }
}

/** The entries in their order, in groups of no more lines than are read at once; a longer one is alone. */
async function groupsOf(manager: EntityManager, book: Buffer, entries: readonly EntryKey[]): Promise<Buffer[][]> {
  if (entries.length === 0) return [];
  const lengths = await select<Pick<journal_lines, 'entry_id'> & { last: journal_lines['line_no'] }>(
    manager,
    // The end of each entry's part of the index, not its lines.
    `SELECT entry_id, MAX(line_no) AS last FROM journal_lines FORCE INDEX (PRIMARY)
     WHERE book_id = ? AND entry_id IN (?) GROUP BY entry_id`,
    [book, entries.map(({ id }) => id)],
  );
  const lengthOf = new Map(lengths.map(({ entry_id, last }) => [entry_id.toString('hex'), Number(last)]));
  const groups: Buffer[][] = [];
  let room = 0;
  for (const { id } of entries) {
    const length = lengthOf.get(id.toString('hex')) ?? 0;
    if (groups.length === 0 || length > room) {
      groups.push([]);
      room = LINES_AT_ONCE;
    }
    groups.at(-1)!.push(id);
    room -= length;
  }
  return groups;
}

/** The lines of a group; of one entry alone they may be many, and come from where the last ones ended. */
async function* linesOf<Row extends Pick<journal_lines, 'line_no'>>(
  group: readonly Buffer[],
  readLines: ReadLines<Row>,
  after = 0,
): AsyncGenerator<Row[]> {
  let rows: Row[] = [];
  do {
    rows = await readLines(group, rows.at(-1)?.line_no ?? after);
    yield rows;
  } while (group.length === 1 && rows.length === LINES_AT_ONCE);
}
