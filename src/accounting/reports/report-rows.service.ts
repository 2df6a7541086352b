import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Reading } from '../../platform/database/frozen-reading.js';
import type { Computed } from '../../platform/database/rows.js';
import type { Sql } from '../../platform/database/sql.js';
import { select, selectOne } from '../../platform/database/transaction.js';
import { bytesToId, idToBytes, type BookId } from '../../platform/kernel/ids.js';
import { parseCents, type Cents } from '../../platform/kernel/money.js';
import type { journal_entries, journal_lines, journals, ledger_accounts } from '../tables.generated.js';
import { LINES_AT_ONCE, linesByDate } from '../entry-groups.js';
import type { AccountBalance } from './statements.js';

/** Calendar dates, both inclusive; without `from` everything until then. */
export interface Period {
  readonly from?: string;
  readonly until: string;
}

/** One line of an entry as the ledger and the journal list it; amounts in cents. */
export interface MovementRow {
  readonly date: string;
  readonly journal: string;
  readonly entryId: string;
  readonly number: string;
  readonly account: string;
  readonly accountName: string;
  readonly label: string;
  readonly debit: Cents;
  readonly credit: Cents;
}

type BalanceRow = { account: ledger_accounts['number']; name: ledger_accounts['name'] } & Computed<{
  now_sum: string;
  before_sum: string;
}>;

type LineRow = Pick<journal_lines, 'entry_id' | 'line_no' | 'label' | 'debit' | 'credit'> &
  Pick<journal_entries, 'entry_date' | 'number'> &
  Pick<journals, 'code'> & { account: ledger_accounts['number']; account_name: ledger_accounts['name'] };

/** Read so many at a time, so that memory does not grow with the book. */
const LINES_OF_ACCOUNT_PER_READ = 10_000;

const LINE = `l.entry_id, l.line_no, l.label, l.debit, l.credit, e.entry_date, e.number, j.code,
  a.number AS account, a.name AS account_name`;

/** What the reports are made of, read from any book: open or sealed. */
@Injectable()
export class ReportRows {
  constructor(@Inject(DataSource) private readonly dataSource: Reading) {}

  /** The first and the last day of which there is an entry; undefined of a book that has none. */
  async days(bookId: BookId): Promise<{ readonly from: string; readonly until: string } | undefined> {
    const row = await selectOne<Computed<{ first: string | null; last: string | null }>>(
      this.dataSource.manager,
      'SELECT MIN(entry_date) AS first, MAX(entry_date) AS last FROM journal_entries WHERE book_id = ?',
      [idToBytes(bookId)],
    );
    return row && row.first !== null && row.last !== null ? { from: row.first, until: row.last } : undefined;
  }

  /** What each account comes to in a period and in another one; those that come to nothing in both are left out. */
  async balances(bookId: BookId, now: Period, before: Period | undefined): Promise<AccountBalance[]> {
    const found = await this.accounts(bookId, now, before);
    return found.filter((account) => account.now !== 0n || account.before !== 0n);
  }

  /** The accounts with lines in a period, or with a balance from before it, with both. */
  async accounts(bookId: BookId, period: Period, before: Period | undefined): Promise<AccountBalance[]> {
    const book = idToBytes(bookId);
    const [inPeriod, inBefore] = [within(period), before ? within(before) : { sql: 'FALSE', parameters: [] }];
    const sum = (condition: string) => `SUM(CASE WHEN ${condition} THEN l.debit - l.credit ELSE 0 END)`;
    const rows = await select<BalanceRow>(
      this.dataSource.manager,
      `SELECT a.number AS account, a.name, s.now_sum, s.before_sum FROM
         (SELECT l.account_id, ${sum(inPeriod.sql)} AS now_sum, ${sum(inBefore.sql)} AS before_sum,
            MAX(CASE WHEN ${inPeriod.sql} THEN 1 ELSE 0 END) AS moves
          FROM journal_lines l JOIN journal_entries e ON e.book_id = l.book_id AND e.id = l.entry_id
          WHERE l.book_id = ? GROUP BY l.account_id) s
       JOIN ledger_accounts a ON a.book_id = ? AND a.id = s.account_id
       WHERE s.moves = 1 OR s.before_sum <> 0 ORDER BY a.number`,
      [...inPeriod.parameters, ...inBefore.parameters, ...inPeriod.parameters, book, book],
    );
    return rows.map(balanceOf);
  }

  /** All lines of a period in the order of the journal: by date, then as they were entered. */
  async *journal(bookId: BookId, period: Period): AsyncGenerator<MovementRow[]> {
    const book = idToBytes(bookId);
    const { manager } = this.dataSource;
    const read = (entries: readonly Buffer[], after: number) =>
      select<LineRow>(
        manager,
        `SELECT ${LINE} FROM journal_entries e FORCE INDEX (PRIMARY)
         STRAIGHT_JOIN journal_lines l FORCE INDEX (PRIMARY) ON l.book_id = e.book_id AND l.entry_id = e.id
         JOIN journals j ON j.book_id = e.book_id AND j.id = e.journal_id
         JOIN ledger_accounts a ON a.book_id = l.book_id AND a.id = l.account_id
         WHERE e.book_id = ? AND e.id IN (?) AND l.line_no > ? ORDER BY e.entry_date, e.id, l.line_no
         LIMIT ${LINES_AT_ONCE}`,
        [book, entries, after],
      );
    for await (const rows of linesByDate(manager, book, read, within(period))) yield rows.map(movementOf);
  }

  /**
   * All lines of one account in a period, by date. No index has that order, so each reading looks at all lines of the account: few
   * and large ones are quicker than many small ones.
   */
  async *ofAccount(bookId: BookId, account: string, period: Period): AsyncGenerator<MovementRow[]> {
    const { sql, parameters } = within(period);
    let last: LineRow | undefined;
    do {
      const rows: LineRow[] = await select<LineRow>(
        this.dataSource.manager,
        `SELECT ${LINE} FROM ledger_accounts a JOIN journal_lines l ON l.book_id = a.book_id AND l.account_id = a.id
         JOIN journal_entries e ON e.book_id = l.book_id AND e.id = l.entry_id
         JOIN journals j ON j.book_id = e.book_id AND j.id = e.journal_id
         WHERE a.book_id = ? AND a.number = ? AND ${sql} ${last ? `AND ${BEHIND}` : ''}
         ORDER BY e.entry_date, e.id, l.line_no LIMIT ${LINES_OF_ACCOUNT_PER_READ}`,
        [idToBytes(bookId), account, ...parameters, ...(last ? behind(last) : [])],
      );
      if (rows.length > 0) yield rows.map(movementOf);
      last = rows.length < LINES_OF_ACCOUNT_PER_READ ? undefined : rows.at(-1);
    } while (last);
  }
}

const BEHIND = `e.entry_date >= ? AND (e.entry_date > ? OR e.id > ? OR (e.id = ? AND l.line_no > ?))`;
const behind = ({ entry_date, entry_id, line_no }: LineRow) => [entry_date, entry_date, entry_id, entry_id, line_no];

/** Entries alone have a date of this name. */
function within({ from, until }: Period): Sql {
  return from === undefined
    ? { sql: 'entry_date <= ?', parameters: [until] }
    : { sql: 'entry_date BETWEEN ? AND ?', parameters: [from, until] };
}

const balanceOf = ({ account, name, now_sum, before_sum }: BalanceRow): AccountBalance => ({
  account,
  name,
  now: parseCents(now_sum),
  before: parseCents(before_sum),
});

const movementOf = (row: LineRow): MovementRow => ({
  date: row.entry_date,
  journal: row.code,
  entryId: bytesToId(row.entry_id),
  number: row.number,
  account: row.account,
  accountName: row.account_name,
  label: row.label,
  debit: parseCents(row.debit),
  credit: parseCents(row.credit),
});
