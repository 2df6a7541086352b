import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { countBook, type BookCounts } from '../books/book-counts.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { select } from '../platform/database/transaction.js';
import { idToBytes, type BookId, type BusinessId } from '../platform/kernel/ids.js';
import { formatCents, parseCents } from '../platform/kernel/money.js';
import type { Page } from '../platform/kernel/page.js';
import type { PageRequest } from '../platform/kernel/schemas.js';
import type { Computed } from '../platform/database/rows.js';
import type { ledger_accounts } from './tables.generated.js';

export interface TrialBalanceLine {
  readonly account: string;
  readonly name: string;
  readonly debit: string;
  readonly credit: string;
  /** What it balances to, on its side; the other is zero. */
  readonly debitBalance: string;
  readonly creditBalance: string;
}

type TrialBalanceTotals = Omit<TrialBalanceLine, 'account' | 'name'>;

type DifferenceRow = { account: ledger_accounts['number']; name: ledger_accounts['name'] } & Computed<{
  was: string;
  is_now: string;
}>;

type SumsRow = { account: ledger_accounts['number']; name: ledger_accounts['name'] } & Computed<{
  debit: string;
  credit: string;
  debitBalance: string;
  creditBalance: string;
}>;

/** Debits less credits in each of two books; amounts are decimal strings. */
export interface BalanceDifference {
  readonly account: string;
  readonly name: string;
  readonly from: string;
  readonly into: string;
  readonly difference: string;
}

/** So many lines are turned into text at once; then others have their turn. */
const LINES_PER_CHUNK = 500;

/** Every account with its sums, as the posting keeps them; a derived table named `s`. Two parameters, both the book. */
const SUMS = `(SELECT account_id, SUM(debit) AS debit, SUM(credit) AS credit,
    GREATEST(SUM(debit) - SUM(credit), 0) AS debitBalance, GREATEST(SUM(credit) - SUM(debit), 0) AS creditBalance
  FROM account_months WHERE book_id = ? GROUP BY account_id) s
  JOIN ledger_accounts a ON a.book_id = ? AND a.id = s.account_id`;

@Injectable()
export class Reports {
  constructor(
    private readonly dataSource: DataSource,
    private readonly businesses: Businesses,
  ) {}

  async counts(businessId: BusinessId): Promise<BookCounts> {
    return this.countsOfBook(await this.businesses.currentBook(businessId));
  }

  countsOfBook(bookId: BookId): Promise<BookCounts> {
    return countBook(this.dataSource.manager, bookId);
  }

  /**
   * Every account with movements, by number. All are of one moment: they are read by one statement and handed out a few
   * at a time, since a book may have hundreds of thousands.
   */
  async *trialBalanceLines(bookId: BookId): AsyncGenerator<TrialBalanceLine[]> {
    const book = idToBytes(bookId);
    const rows = await select<SumsRow>(this.dataSource.manager, `SELECT ${SUMS_SHOWN} FROM ${SUMS} ORDER BY a.number`, [
      book,
      book,
    ]);
    for (let i = 0; i < rows.length; i += LINES_PER_CHUNK) {
      yield rows.slice(i, i + LINES_PER_CHUNK);
      await nextTurn();
    }
  }

  /** The accounts whose balance is not the same in two books, by number: the same number is the same account. */
  async balanceDifferences(
    { from, into }: { from: BookId; into: BookId },
    { after = '', limit }: PageRequest,
  ): Promise<Page<BalanceDifference>> {
    const [a, b] = [idToBytes(from), idToBytes(into)];
    const rows = await select<DifferenceRow>(
      this.dataSource.manager,
      `SELECT t.account, MIN(t.name) AS name, SUM(t.was) AS was, SUM(t.is_now) AS is_now FROM (
         SELECT a.number AS account, a.name, s.debit - s.credit AS was, 0 AS is_now FROM ${SUMS}
         UNION ALL SELECT a.number, a.name, 0, s.debit - s.credit FROM ${SUMS}) t
       WHERE t.account > ? GROUP BY t.account HAVING was <> is_now ORDER BY t.account LIMIT ?`,
      [a, a, b, b, after, limit + 1],
    );
    const items = rows.slice(0, limit).map(({ account, name, was, is_now }) => {
      const [before, now] = [parseCents(was), parseCents(is_now)];
      return {
        account,
        name,
        from: formatCents(before),
        into: formatCents(now),
        difference: formatCents(before - now),
      };
    });
    return { items, next: rows.length > limit ? items.at(-1)!.account : null };
  }

  /** The whole trial balance in JSON, `{currency, lines, totals}`, as a stream of any length. */
  async trialBalanceJson(businessId: BusinessId, bookId: BookId): Promise<Readable> {
    const currency = await this.businesses.currencyOf(businessId);
    return Readable.from(jsonOf(currency, this.trialBalanceLines(bookId)), { objectMode: false });
  }
}

const AMOUNTS = ['debit', 'credit', 'debitBalance', 'creditBalance'] as const satisfies (keyof TrialBalanceTotals)[];
const SUMS_SHOWN = `a.number AS account, a.name, ${AMOUNTS.map((name) => `s.${name}`).join(', ')}`;

async function* jsonOf(currency: string, chunks: AsyncIterable<TrialBalanceLine[]>): AsyncGenerator<string> {
  const totals = { debit: 0n, credit: 0n, debitBalance: 0n, creditBalance: 0n };
  let separator = '';
  yield `{"currency":${JSON.stringify(currency)},"lines":[`;
  for await (const lines of chunks) {
    for (const line of lines) for (const name of AMOUNTS) totals[name] += parseCents(line[name]);
    yield separator + JSON.stringify(lines).slice(1, -1);
    separator = ',';
  }
  yield `],"totals":${JSON.stringify(Object.fromEntries(AMOUNTS.map((name) => [name, formatCents(totals[name])])))}}`;
}
