import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { businessHead } from '../people/businesses/business-head.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import type { Computed, Count } from '../platform/database/rows.js';
import { select, selectOne } from '../platform/database/transaction.js';
import { idToBytes, type BusinessId } from '../platform/kernel/ids.js';
import { formatCents, parseCents, type Currency } from '../platform/kernel/money.js';
import { dateIn } from '../platform/kernel/time-zone.js';
import { CHART_DIGITS, classOf } from './reports/account-class.js';
import { POSTED_TO } from './posting-rules.js';
import type { account_months } from './tables.generated.js';

/** Revenue and expenses of a month (`2026-01`), both above zero when all is as usual; decimal strings. */
export interface MonthOfBusiness {
  readonly month: string;
  readonly revenue: string;
  readonly expenses: string;
}

/** How a business stands; amounts are decimal strings in `currency`. */
export interface BusinessFigures {
  /** Today, in the time zone of the business. */
  readonly on: string;
  readonly currency: Currency;
  /** In banks and in the till, all entries until the end of this month. */
  readonly cash: string;
  /** What customers owe by the ledger, likewise. */
  readonly receivable: string;
  /** Invoices that are open and due before today. */
  readonly late: { readonly count: number; readonly amount: string };
  /** Twelve, the present one last. */
  readonly months: readonly MonthOfBusiness[];
}

const MONTHS = 12;

/** The French general chart has longer numbers than the default one. */
const FRENCH = `CHAR_LENGTH(a.number) > ${CHART_DIGITS}`;
/** The accounts of bank accounts, and those that are called so in either chart. */
const OF_CASH = `(a.id IN (SELECT k.account_id FROM bank_accounts k WHERE k.book_id = a.book_id)
  OR (NOT ${FRENCH} AND a.number LIKE '10%') OR (${FRENCH} AND (a.number LIKE '51%' OR a.number LIKE '53%')))`;
const OF_RECEIVABLES = `(a.number = '${POSTED_TO.receivables}' OR (${FRENCH} AND a.number LIKE '411%'))`;

type MonthRow = Pick<account_months, 'month'> & Computed<{ prefix: string; digits: Count; balance: string }>;

/** What the first page of a business says: read from what the posting keeps, whatever the size of the book (docs/decisions/0044). */
@Injectable()
export class BusinessFiguresReader {
  constructor(
    private readonly dataSource: DataSource,
    private readonly businesses: Businesses,
  ) {}

  async read(businessId: BusinessId): Promise<BusinessFigures> {
    const book = idToBytes(await this.businesses.currentBook(businessId));
    const { time_zone, currency } = await businessHead(this.dataSource.manager, businessId);
    const on = dateIn(time_zone);
    const months = monthsUntil(on);
    const until = `${months.at(-1)!}-01`;
    return {
      on,
      currency,
      cash: await this.balanceOf(book, OF_CASH, until),
      receivable: await this.balanceOf(book, OF_RECEIVABLES, until),
      late: await this.late(book, on),
      months: monthsOf(months, await this.results(book, `${months[0]!}-01`, until)),
    };
  }

  private async balanceOf(book: Buffer, accounts: string, until: string): Promise<string> {
    const row = await selectOne<Computed<{ balance: string }>>(
      this.dataSource.manager,
      `SELECT COALESCE(SUM(m.debit) - SUM(m.credit), 0.00) AS balance FROM ledger_accounts a
       JOIN account_months m ON m.book_id = a.book_id AND m.account_id = a.id
       WHERE a.book_id = ? AND ${accounts} AND m.month <= ?`,
      [book, until],
    );
    return row!.balance;
  }

  private async late(book: Buffer, today: string): Promise<BusinessFigures['late']> {
    const row = await selectOne<Computed<{ n: Count; amount: string }>>(
      this.dataSource.manager,
      `SELECT COUNT(*) AS n, COALESCE(SUM(amount), 0.00) AS amount FROM open_invoices
       WHERE book_id = ? AND due_on < ? AND amount > 0`,
      [book, today],
    );
    return { count: Number(row!.n), amount: row!.amount };
  }

  /** By what the class of an account is told from, so that there are few rows however long the chart is. */
  private results(book: Buffer, from: string, until: string): Promise<MonthRow[]> {
    return select<MonthRow>(
      this.dataSource.manager,
      `SELECT m.month, LEFT(a.number, 2) AS prefix, LEAST(CHAR_LENGTH(a.number), ${CHART_DIGITS + 1}) AS digits,
         SUM(m.credit) - SUM(m.debit) AS balance
       FROM account_months m JOIN ledger_accounts a ON a.book_id = m.book_id AND a.id = m.account_id
       WHERE m.book_id = ? AND m.month BETWEEN ? AND ? GROUP BY m.month, prefix, digits`,
      [book, from, until],
    );
  }
}

/** The month of a date, and those before it. */
function monthsUntil(date: string): string[] {
  const [year, month] = [Number(date.slice(0, 4)), Number(date.slice(5, 7))];
  return Array.from({ length: MONTHS }, (_, i) =>
    new Date(Date.UTC(year, month - MONTHS + i, 1)).toISOString().slice(0, 7),
  );
}

function monthsOf(months: readonly string[], rows: readonly MonthRow[]): MonthOfBusiness[] {
  const sums = new Map(months.map((month) => [month, { revenue: 0n, expenses: 0n }]));
  for (const { month, prefix, digits, balance } of rows) {
    const sum = sums.get(month.slice(0, 7))!;
    const kind = classOf(prefix.padEnd(Number(digits), '0'));
    if (kind === 'revenue') sum.revenue += parseCents(balance);
    if (kind === 'expense') sum.expenses -= parseCents(balance);
  }
  return [...sums].map(([month, sum]) => ({
    month,
    revenue: formatCents(sum.revenue),
    expenses: formatCents(sum.expenses),
  }));
}
