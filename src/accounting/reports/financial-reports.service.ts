import { Injectable } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BookId } from '../../platform/kernel/ids.js';
import { formatCents, type Cents } from '../../platform/kernel/money.js';
import { dayBefore, periodBefore } from './periods.js';
import { ReportRows, type MovementRow, type Period } from './report-rows.service.js';
import type { Report, ReportColumn, ReportName, ReportRow, ReportWords } from './report.js';
import { balanceSheet, profitAndLoss, type StatementSection } from './statements.js';

/** So many rows are turned into cells at once; then others have their turn. */
const ROWS_PER_TURN = 500;

const text = (key: string): ReportColumn => ({ key, kind: 'text' });
const amount = (key: string): ReportColumn => ({ key, kind: 'amount' });
const COLUMNS: Readonly<Record<ReportName, readonly ReportColumn[]>> = {
  'trial-balance': [text('account'), text('name'), amount('debit'), amount('credit')],
  ledger: [
    { key: 'date', kind: 'date' },
    text('journal'),
    text('number'),
    text('label'),
    amount('debit'),
    amount('credit'),
    amount('balance'),
  ],
  journal: [
    { key: 'date', kind: 'date' },
    text('journal'),
    text('number'),
    text('label'),
    text('account'),
    text('name'),
    amount('debit'),
    amount('credit'),
  ],
  'profit-and-loss': [text('account'), text('name'), amount('now'), amount('before')],
  'balance-sheet': [text('account'), text('name'), amount('now'), amount('before')],
};

/** The reports of a book, open or sealed (SPEC §8, §9): what a bookkeeper prints, files and takes along. */
@Injectable()
export class FinancialReports {
  constructor(private readonly rows: ReportRows) {}

  /**
   * A report of a period. The trial balance and the balance sheet are of its last day. What statements are compared with is the period
   * before (`periodBefore`); of a balance sheet the day before the period.
   */
  report(name: ReportName, bookId: BookId, period: Period, words: ReportWords): Report {
    return { name, columns: COLUMNS[name], rows: this.rowsOf(name, bookId, period, words) };
  }

  private rowsOf(name: ReportName, bookId: BookId, period: Period, words: ReportWords): AsyncIterable<ReportRow[]> {
    switch (name) {
      case 'trial-balance':
        return this.trialBalance(bookId, period, words);
      case 'ledger':
        return this.ledger(bookId, period, words);
      case 'journal':
        return this.journal(bookId, period, words);
      case 'profit-and-loss':
        return this.profitAndLoss(bookId, period, words);
      case 'balance-sheet':
        return this.balanceSheet(bookId, period, words);
    }
  }

  private async *trialBalance(bookId: BookId, { until }: Period, words: ReportWords): AsyncGenerator<ReportRow[]> {
    const balances = await this.rows.balances(bookId, { until }, undefined);
    let [debit, credit] = [0n, 0n];
    for (let i = 0; i < balances.length; i += ROWS_PER_TURN) {
      yield balances.slice(i, i + ROWS_PER_TURN).map(({ account, name, now }) => {
        if (now > 0n) debit += now;
        else credit -= now;
        return line(account, name, side(now), side(-now));
      });
      await nextTurn();
    }
    yield [total('', words.total, formatCents(debit), formatCents(credit))];
  }

  private async *ledger(bookId: BookId, period: Period, words: ReportWords): AsyncGenerator<ReportRow[]> {
    const opening: Period | undefined = period.from === undefined ? undefined : { until: dayBefore(period.from) };
    for (const account of await this.rows.accounts(bookId, period, opening)) {
      let balance = opening ? account.before : 0n;
      let [debit, credit] = [0n, 0n];
      yield [
        heading(`${account.account} ${account.name}`, 7),
        ...(opening && balance !== 0n ? [line('', '', '', words.openingBalance, '', '', formatCents(balance))] : []),
      ];
      for await (const rows of this.rows.ofAccount(bookId, account.account, period)) {
        for (let i = 0; i < rows.length; i += ROWS_PER_TURN) {
          yield rows.slice(i, i + ROWS_PER_TURN).map((row) => {
            balance += row.debit - row.credit;
            debit += row.debit;
            credit += row.credit;
            return line(
              row.date,
              row.journal,
              row.number,
              row.label,
              side(row.debit),
              side(row.credit),
              formatCents(balance),
            );
          });
          await nextTurn();
        }
      }
      yield [
        total(
          '',
          '',
          '',
          words.totalOf(account.account),
          formatCents(debit),
          formatCents(credit),
          formatCents(balance),
        ),
      ];
    }
  }

  private async *journal(bookId: BookId, period: Period, words: ReportWords): AsyncGenerator<ReportRow[]> {
    let [debit, credit] = [0n, 0n];
    let entry: string | undefined;
    const rowOf = (row: MovementRow): ReportRow => {
      debit += row.debit;
      credit += row.credit;
      const isNew = row.entryId !== entry;
      entry = row.entryId;
      const head = isNew ? [row.date, row.journal, row.number] : ['', '', ''];
      return line(...head, row.label, row.account, row.accountName, side(row.debit), side(row.credit));
    };
    for await (const rows of this.rows.journal(bookId, period)) yield rows.map(rowOf);
    yield [total('', '', '', words.total, '', '', formatCents(debit), formatCents(credit))];
  }

  private async *profitAndLoss(bookId: BookId, period: Period, words: ReportWords): AsyncGenerator<ReportRow[]> {
    const { sections, now, before } = profitAndLoss(await this.rows.balances(bookId, period, periodBefore(period)));
    yield [
      ...sections.flatMap((section) => sectionRows(section, words)),
      total('', words.profit, formatCents(now), formatCents(before)),
    ];
  }

  private async *balanceSheet(bookId: BookId, period: Period, words: ReportWords): AsyncGenerator<ReportRow[]> {
    const before: Period | undefined = period.from === undefined ? undefined : { until: dayBefore(period.from) };
    const balances = await this.rows.balances(bookId, { until: period.until }, before);
    const { sections, result, owed } = balanceSheet(balances);
    yield [
      ...sections.flatMap((section) => sectionRows(section, words)),
      line('', words.result, formatCents(result.now), formatCents(result.before)),
      total('', words.owed, formatCents(owed.now), formatCents(owed.before)),
    ];
  }
}

function sectionRows({ kind, lines, now, before }: StatementSection, words: ReportWords): ReportRow[] {
  const name = words.classes[kind];
  return [
    heading(name, 4),
    ...lines.map((each) => line(each.account, each.name, formatCents(each.now), formatCents(each.before))),
    total('', words.totalOf(name), formatCents(now), formatCents(before)),
  ];
}

const line = (...cells: string[]): ReportRow => ({ look: 'line', cells });
const total = (...cells: string[]): ReportRow => ({ look: 'total', cells });
const heading = (title: string, width: number): ReportRow => ({
  look: 'heading',
  cells: [title, ...Array.from({ length: width - 1 }, () => '')],
});
/** On the side where it stands; nothing on the other. */
const side = (cents: Cents): string => (cents > 0n ? formatCents(cents) : '');
