import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { select } from '../platform/database/transaction.js';
import { bytesToId, idToBytes, type BookId } from '../platform/kernel/ids.js';
import { formatCents, parseCents } from '../platform/kernel/money.js';
import type { Computed, Count } from '../platform/database/rows.js';
import type { journal_entries, journal_lines, ledger_accounts } from './tables.generated.js';

/** One line of the general ledger; `balance` is after it. Amounts are decimal strings. */
export interface LedgerReportLine {
  readonly id: string;
  readonly date: string;
  readonly piece?: string;
  readonly memo: string;
  readonly debit: string;
  readonly credit: string;
  readonly balance: string;
}

export interface LedgerReportAccount {
  readonly account: string;
  readonly name: string;
  /** The sums of the lines that are too many to list, which come before those listed. */
  readonly broughtForward?: {
    readonly lines: number;
    readonly debit: string;
    readonly credit: string;
    readonly balance: string;
  };
  readonly lines: LedgerReportLine[];
  readonly totals: { readonly debit: string; readonly credit: string; readonly balance: string };
}

export interface LedgerReport {
  readonly accounts: LedgerReportAccount[];
  /** The number of the account after which more follow. */
  readonly next?: string;
}

const LINES_PER_PAGE_MAX = 3_000;
const ACCOUNTS_PER_PAGE_MAX = 200;

type AccountRow = Pick<ledger_accounts, 'id' | 'number' | 'name'> &
  Computed<{ lines: Count; debit: string; credit: string }>;

type LineRow = Pick<journal_lines, 'entry_id' | 'line_no' | 'label' | 'debit' | 'credit'> &
  Pick<journal_entries, 'entry_date' | 'number'>;

/** The general ledger, account by account, for reading and printing. Of a very long account only the latest lines. */
@Injectable()
export class LedgerReports {
  constructor(private readonly dataSource: DataSource) {}

  async page(bookId: BookId, after?: string): Promise<LedgerReport> {
    const book = idToBytes(bookId);
    const found = await this.accountsAfter(book, after);
    const rows = found.slice(0, ACCOUNTS_PER_PAGE_MAX);
    const accounts: LedgerReportAccount[] = [];
    let lines = 0;
    for (const row of rows) {
      const isFull = lines > 0 && lines + Number(row.lines) > LINES_PER_PAGE_MAX;
      if (isFull) return { accounts, next: accounts.at(-1)!.account };
      accounts.push(await this.account(book, row));
      lines += Number(row.lines);
    }
    return { accounts, ...(found.length > rows.length && { next: accounts.at(-1)!.account }) };
  }

  /** One account more than a page has, by number. Only what the page shows is added up, not the whole book. */
  private async accountsAfter(book: Buffer, after = ''): Promise<AccountRow[]> {
    const accounts = await select<Pick<ledger_accounts, 'id'>>(
      this.dataSource.manager,
      `SELECT a.id FROM ledger_accounts a WHERE a.book_id = ? AND a.number > ?
         AND EXISTS (SELECT 1 FROM journal_lines l WHERE l.book_id = a.book_id AND l.account_id = a.id)
       ORDER BY a.number LIMIT ?`,
      [book, after, ACCOUNTS_PER_PAGE_MAX + 1],
    );
    if (accounts.length === 0) return [];
    return select<AccountRow>(
      this.dataSource.manager,
      `SELECT a.id, a.number, a.name, s.n AS \`lines\`, s.debit, s.credit FROM
         (SELECT account_id, COUNT(*) AS n, SUM(debit) AS debit, SUM(credit) AS credit
          FROM journal_lines WHERE book_id = ? AND account_id IN (?) GROUP BY account_id) s
       JOIN ledger_accounts a ON a.book_id = ? AND a.id = s.account_id ORDER BY a.number`,
      [book, accounts.map(({ id }) => id), book],
    );
  }

  private async account(book: Buffer, row: AccountRow): Promise<LedgerReportAccount> {
    const latest = await select<LineRow>(
      this.dataSource.manager,
      `SELECT l.entry_id, l.line_no, e.entry_date, e.number, l.label, l.debit, l.credit FROM journal_lines l
       JOIN journal_entries e ON e.book_id = l.book_id AND e.id = l.entry_id
       WHERE l.book_id = ? AND l.account_id = ? ORDER BY e.entry_date DESC, e.id DESC, l.line_no DESC LIMIT ?`,
      [book, row.id, LINES_PER_PAGE_MAX],
    );
    const [debit, credit] = [parseCents(row.debit), parseCents(row.credit)];
    const listed = latest.reduce((sum, line) => sum + parseCents(line.debit) - parseCents(line.credit), 0n);
    const before = debit - credit - listed;
    return {
      account: row.number,
      name: row.name,
      ...(Number(row.lines) > latest.length && { broughtForward: broughtForward(row, latest, before) }),
      lines: withBalances(latest.reverse(), before),
      totals: { debit: row.debit, credit: row.credit, balance: formatCents(debit - credit) },
    };
  }
}

function broughtForward(row: AccountRow, listed: LineRow[], balance: bigint) {
  const rest = (side: 'debit' | 'credit') =>
    formatCents(parseCents(row[side]) - listed.reduce((sum, line) => sum + parseCents(line[side]), 0n));
  return {
    lines: Number(row.lines) - listed.length,
    debit: rest('debit'),
    credit: rest('credit'),
    balance: formatCents(balance),
  };
}

function withBalances(rows: LineRow[], before: bigint): LedgerReportLine[] {
  let balance = before;
  return rows.map((row) => {
    balance += parseCents(row.debit) - parseCents(row.credit);
    return {
      id: `${bytesToId(row.entry_id)}-${row.line_no}`,
      date: row.entry_date,
      piece: row.number,
      memo: row.label,
      debit: row.debit,
      credit: row.credit,
      balance: formatCents(balance),
    };
  });
}
