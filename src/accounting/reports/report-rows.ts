import type { EntityManager } from 'typeorm';
import type { Computed, Count } from '../../platform/database/rows.js';
import type { Sql } from '../../platform/database/sql.js';
import { select, selectOne } from '../../platform/database/transaction.js';
import { bytesToId, idToBytes, type BookId } from '../../platform/kernel/ids.js';
import { parseCents, type Cents } from '../../platform/kernel/money.js';
import { LINES_AT_ONCE, linesByDate, type LineKey } from '../entry-groups.js';
import type { account_months, journal_entries, journal_lines, journals, ledger_accounts } from '../tables.generated.js';
import { lastDayOf, type Period } from './periods.js';

/** One line of an entry as the ledger and the journal list it; amounts in cents. */
export interface MovementRow {
  readonly date: string;
  readonly journal: string;
  readonly entryId: string;
  readonly number: string;
  readonly lineNo: number;
  readonly account: string;
  readonly accountName: string;
  readonly label: string;
  readonly debit: Cents;
  readonly credit: Cents;
}

/** Behind which line a reading goes on. */
export interface Place {
  readonly date: string;
  readonly entryId: string;
  readonly lineNo: number;
}

type LineRow = Pick<journal_lines, 'entry_id' | 'line_no' | 'label' | 'debit' | 'credit'> &
  Pick<journal_entries, 'entry_date' | 'number'> &
  Pick<journals, 'code'> & { account: ledger_accounts['number']; account_name: ledger_accounts['name'] };

const LINE = `l.entry_id, l.line_no, l.label, l.debit, l.credit, e.entry_date, e.number, j.code,
  a.number AS account, a.name AS account_name`;

/** The first and the last day of which there is an entry; undefined of a book that has none. */
export async function daysOfBook(
  manager: EntityManager,
  bookId: BookId,
): Promise<{ readonly from: string; readonly until: string } | undefined> {
  const row = await selectOne<Computed<{ first: string | null; last: string | null }>>(
    manager,
    'SELECT MIN(entry_date) AS first, MAX(entry_date) AS last FROM journal_entries WHERE book_id = ?',
    [idToBytes(bookId)],
  );
  return row && row.first !== null && row.last !== null ? { from: row.first, until: row.last } : undefined;
}

/** All lines of a period in the order of the journal, by date, then as they were entered; those behind a place. */
export async function* linesOfJournal(
  manager: EntityManager,
  bookId: BookId,
  period: Period,
  after?: Place,
): AsyncGenerator<MovementRow[]> {
  const book = idToBytes(bookId);
  const read = (entries: readonly Buffer[], line: number) =>
    select<LineRow>(
      manager,
      `SELECT ${LINE} FROM journal_entries e FORCE INDEX (PRIMARY)
       STRAIGHT_JOIN journal_lines l FORCE INDEX (PRIMARY) ON l.book_id = e.book_id AND l.entry_id = e.id
       JOIN journals j ON j.book_id = e.book_id AND j.id = e.journal_id
       JOIN ledger_accounts a ON a.book_id = l.book_id AND a.id = l.account_id
       WHERE e.book_id = ? AND e.id IN (?) AND l.line_no > ? ORDER BY e.entry_date, e.id, l.line_no
       LIMIT ${LINES_AT_ONCE}`,
      [book, entries, line],
    );
  const place = after && keyOf(after);
  for await (const rows of linesByDate(manager, book, read, { dates: within(period), after: place })) {
    yield rows.map(movementOf);
  }
}

/** An account with no more lines than this is read by its own index and sorted: quick whatever the book holds. */
const FEW_LINES = 20_000;
const LINES_OF_ACCOUNT_PER_READ = 2_000;

interface AccountToRead {
  readonly book: Buffer;
  readonly id: Buffer;
  readonly period: Period;
}

/**
 * All lines of one account in a period, by date; those behind a place. No index has that order. Of few lines all are looked at; of many
 * the entries of one month after the other, and only of months in which the account moved.
 */
export async function* linesOfAccount(
  manager: EntityManager,
  bookId: BookId,
  number: string,
  { period, after }: { readonly period: Period; readonly after?: Place | undefined },
): AsyncGenerator<MovementRow[]> {
  const book = idToBytes(bookId);
  const sql = 'SELECT id FROM ledger_accounts WHERE book_id = ? AND number = ?';
  const found = await selectOne<Pick<ledger_accounts, 'id'>>(manager, sql, [book, number]);
  if (!found) return;
  const account = { book, id: found.id, period };
  let last = after && keyOf(after);
  if (!(await hasMany(manager, account))) {
    yield* linesWithin(manager, account, { table: BY_ACCOUNT, last });
    return;
  }
  for (const month of await monthsOf(manager, account)) {
    if (last && month.until < last.entry_date) continue;
    yield* linesWithin(manager, { ...account, period: month }, { table: BY_MONTH, last });
    last = undefined;
  }
}

const BY_ACCOUNT = `journal_lines l FORCE INDEX (journal_lines_account)
  STRAIGHT_JOIN journal_entries e FORCE INDEX (PRIMARY) ON e.book_id = l.book_id AND e.id = l.entry_id`;
const BY_MONTH = `journal_entries e FORCE INDEX (journal_entries_date)
  STRAIGHT_JOIN journal_lines l FORCE INDEX (PRIMARY) ON l.book_id = e.book_id AND l.entry_id = e.id`;

async function hasMany(manager: EntityManager, { book, id }: AccountToRead): Promise<boolean> {
  const row = await selectOne<Computed<{ n: Count }>>(
    manager,
    `SELECT COUNT(*) AS n FROM (SELECT 1 FROM journal_lines FORCE INDEX (journal_lines_account)
       WHERE book_id = ? AND account_id = ? LIMIT ${FEW_LINES + 1}) t`,
    [book, id],
  );
  return Number(row!.n) > FEW_LINES;
}

/** The months of the period in which the account moved; the first and the last as long as they are in it. */
async function monthsOf(manager: EntityManager, { book, id, period }: AccountToRead): Promise<Required<Period>[]> {
  const from = period.from ?? '0001-01-01';
  const rows = await select<Pick<account_months, 'month'>>(
    manager,
    `SELECT DISTINCT month FROM account_months WHERE book_id = ? AND account_id = ? AND month BETWEEN ? AND ? ORDER BY month`,
    [book, id, `${from.slice(0, 7)}-01`, period.until],
  );
  return rows.map(({ month }) => {
    const last = lastDayOf(month);
    return { from: month < from ? from : month, until: last < period.until ? last : period.until };
  });
}

async function* linesWithin(
  manager: EntityManager,
  { book, id, period }: AccountToRead,
  { table, last }: { readonly table: string; last: LineKey | undefined },
): AsyncGenerator<MovementRow[]> {
  const { sql, parameters } = within(period);
  let place = last;
  do {
    const rows: LineRow[] = await select<LineRow>(
      manager,
      `SELECT ${LINE} FROM ${table}
       JOIN journals j ON j.book_id = e.book_id AND j.id = e.journal_id
       JOIN ledger_accounts a ON a.book_id = l.book_id AND a.id = l.account_id
       WHERE l.book_id = ? AND e.book_id = ? AND l.account_id = ? AND ${sql} ${place ? `AND ${BEHIND}` : ''}
       ORDER BY e.entry_date, e.id, l.line_no LIMIT ${LINES_OF_ACCOUNT_PER_READ}`,
      [book, book, id, ...parameters, ...(place ? behind(place) : [])],
    );
    if (rows.length > 0) yield rows.map(movementOf);
    const end = rows.length < LINES_OF_ACCOUNT_PER_READ ? undefined : rows.at(-1)!;
    place = end && { entry_date: end.entry_date, id: end.entry_id, line_no: end.line_no };
  } while (place);
}

/** What an account comes to up to a place, debit less credit, from the beginning of its month. */
export async function movedInMonth(
  manager: EntityManager,
  bookId: BookId,
  account: string,
  { date, entryId, lineNo }: Place,
): Promise<Cents> {
  const [book, entry] = [idToBytes(bookId), idToBytes(entryId)];
  const row = await selectOne<Computed<{ moved: string }>>(
    manager,
    `SELECT COALESCE(SUM(l.debit) - SUM(l.credit), 0.00) AS moved FROM ${BY_MONTH}
     JOIN ledger_accounts a ON a.book_id = l.book_id AND a.id = l.account_id
     WHERE e.book_id = ? AND a.number = ? AND e.entry_date BETWEEN ? AND ?
       AND (e.entry_date < ? OR e.id < ? OR (e.id = ? AND l.line_no <= ?))`,
    [book, account, `${date.slice(0, 7)}-01`, date, date, entry, entry, lineNo],
  );
  return parseCents(row!.moved);
}

const BEHIND = `e.entry_date >= ? AND (e.entry_date > ? OR e.id > ? OR (e.id = ? AND l.line_no > ?))`;
const behind = ({ entry_date, id, line_no }: LineKey) => [entry_date, entry_date, id, id, line_no];

const keyOf = ({ date, entryId, lineNo }: Place): LineKey => ({
  entry_date: date,
  id: idToBytes(entryId),
  line_no: lineNo,
});

/** Entries alone have a date of this name. */
function within({ from, until }: Period): Sql {
  return from === undefined
    ? { sql: 'entry_date <= ?', parameters: [until] }
    : { sql: 'entry_date BETWEEN ? AND ?', parameters: [from, until] };
}

const movementOf = (row: LineRow): MovementRow => ({
  date: row.entry_date,
  journal: row.code,
  entryId: bytesToId(row.entry_id),
  number: row.number,
  lineNo: row.line_no,
  account: row.account,
  accountName: row.account_name,
  label: row.label,
  debit: parseCents(row.debit),
  credit: parseCents(row.credit),
});
