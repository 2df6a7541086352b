import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { countBook, type BookCounts } from '../books/book-counts.js';
import { Businesses } from '../businesses/businesses.service.js';
import { select } from '../database/transaction.js';
import { idToBytes, type BookId, type BusinessId } from '../kernel/ids.js';
import { formatCents, parseCents } from '../kernel/money.js';

export interface TrialBalanceLine {
  readonly account: string;
  readonly name: string;
  readonly debit: string;
  readonly credit: string;
}

/** Every account with movements, by number; amounts are decimal strings in `currency`. */
export interface TrialBalance {
  readonly currency: string;
  readonly lines: TrialBalanceLine[];
  readonly totals: { readonly debit: string; readonly credit: string };
}

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

  async trialBalance(businessId: BusinessId): Promise<TrialBalance> {
    return this.trialBalanceOfBook(businessId, await this.businesses.currentBook(businessId));
  }

  async trialBalanceOfBook(businessId: BusinessId, bookId: BookId): Promise<TrialBalance> {
    const lines = await select<TrialBalanceLine>(
      this.dataSource.manager,
      `SELECT a.number AS account, a.name, s.debit, s.credit FROM
         (SELECT account_id, SUM(debit) AS debit, SUM(credit) AS credit FROM journal_lines WHERE book_id = ? GROUP BY account_id) s
       JOIN ledger_accounts a ON a.book_id = ? AND a.id = s.account_id ORDER BY a.number`,
      [idToBytes(bookId), idToBytes(bookId)],
    );
    const total = (side: 'debit' | 'credit') =>
      formatCents(lines.reduce((sum, line) => sum + parseCents(line[side]), 0n));
    return {
      currency: await this.businesses.currencyOf(businessId),
      lines: lines.map(({ account, name, debit, credit }) => ({ account, name, debit, credit })),
      totals: { debit: total('debit'), credit: total('credit') },
    };
  }
}
