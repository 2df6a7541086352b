import { Inject, Injectable } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { DataSource, type EntityManager } from 'typeorm';
import type { Reading } from '../../platform/database/frozen-reading.js';
import { agedRows } from './aged-rows.js';
import { journalRows, ledgerRows } from './ledger-rows.js';
import {
  keyed,
  type Report,
  type ReportAsk,
  type ReportColumn,
  type ReportName,
  type ReportRow,
  type ReportWords,
} from './report.js';
import { balanceSheetRows, profitAndLossRows, trialBalanceRows } from './statement-rows.js';
import { taxReturnRows } from './tax-return-rows.js';

/** So many rows are handed out at once; then others have their turn. */
const ROWS_PER_TURN = 500;

const text = (key: string): ReportColumn => ({ key, kind: 'text' });
const date = (key: string): ReportColumn => ({ key, kind: 'date' });
const amount = (key: string): ReportColumn => ({ key, kind: 'amount' });

const LINE = [date('date'), text('journal'), text('number'), text('label')];
const BESIDE = [amount('then'), amount('difference')];
const COMPARED = [amount('now'), ...BESIDE];
const AGED = ['current', 'days30', 'days60', 'days90', 'older', 'open'].map(amount);

/** The columns of a report, alone and with something beside it. */
const COLUMNS: Readonly<
  Record<ReportName, readonly [alone: readonly ReportColumn[], beside: readonly ReportColumn[]]>
> = {
  'trial-balance': [
    [text('account'), text('name'), ...['debit', 'credit', 'debitBalance', 'creditBalance'].map(amount)],
    [text('account'), text('name'), ...COMPARED],
  ],
  ledger: withBeside([...LINE, amount('debit'), amount('credit'), amount('balance')]),
  journal: withBeside([...LINE, text('account'), text('name'), amount('debit'), amount('credit')]),
  'profit-and-loss': withBeside([text('account'), text('name'), amount('now')]),
  'balance-sheet': withBeside([text('account'), text('name'), amount('now')]),
  'aged-receivables': [
    [text('document'), date('issued'), date('due'), ...AGED],
    [text('customer'), ...COMPARED],
  ],
  'tax-return': withBeside([text('line'), text('name'), amount('base'), amount('now')]),
};

function withBeside(columns: readonly ReportColumn[]) {
  return [columns, [...columns, ...BESIDE]] as const;
}

type Rows = (manager: EntityManager, ask: ReportAsk, words: ReportWords) => Promise<ReportRow[]>;
type Stream = (manager: EntityManager, ask: ReportAsk, words: ReportWords) => AsyncIterable<ReportRow[]>;

const ROWS: Readonly<Record<ReportName, Stream>> = {
  'trial-balance': inTurns(trialBalanceRows),
  ledger: ledgerRows,
  journal: journalRows,
  'profit-and-loss': inTurns(profitAndLossRows),
  'balance-sheet': inTurns(balanceSheetRows),
  'aged-receivables': inTurns(agedRows),
  'tax-return': inTurns(taxReturnRows),
};

/** The reports of a book, open or sealed (SPEC §8, §9): what a bookkeeper prints, files and takes along. */
@Injectable()
export class FinancialReports {
  constructor(@Inject(DataSource) private readonly dataSource: Reading) {}

  /** A report of a period, or of its last day (`isOfADay`). Its rows throw VALIDATION for an `after` that is no key of them. */
  report(name: ReportName, ask: ReportAsk, words: ReportWords): Report {
    const columns = COLUMNS[name][ask.beside ? 1 : 0];
    return { name, columns, rows: ROWS[name](this.dataSource.manager, ask, words) };
  }
}

/** Rows that are known at once. The key of each is how many there are up to it. */
function inTurns(rowsOf: Rows): Stream {
  return async function* (manager, ask, words) {
    const rows = (await rowsOf(manager, ask, words)).map((row, i) => keyed(row, String(i + 1)));
    const first = /^\d{1,9}$/.test(ask.after ?? '') ? Number(ask.after) : 0;
    for (let i = first; i < rows.length; i += ROWS_PER_TURN) {
      yield rows.slice(i, i + ROWS_PER_TURN);
      await nextTurn();
    }
  };
}
