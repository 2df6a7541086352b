import type { EntityManager } from 'typeorm';
import { formatCents } from '../../platform/kernel/money.js';
import { sumsOfAccounts } from './account-sums.js';
import {
  compared,
  heading,
  line,
  side,
  total,
  type Beside,
  type ReportAsk,
  type ReportRow,
  type ReportWords,
} from './report.js';
import { balanceSheet, profitAndLoss, type AccountBalance, type StatementSection } from './statements.js';

/** What each account moved until a day, and its balance on its side; beside another one the balances and how they differ. */
export async function trialBalanceRows(
  manager: EntityManager,
  { bookId, period, beside }: ReportAsk,
  words: ReportWords,
): Promise<ReportRow[]> {
  const { until } = period;
  if (beside) return comparedBalances(await balances(manager, { bookId, period: { until } }, beside), words);
  const sums = (await sumsOfAccounts(manager, bookId, { until })).filter(({ debit, credit }) => debit || credit);
  const all = { debit: 0n, credit: 0n, debitBalance: 0n, creditBalance: 0n };
  const rows = sums.map(({ account, name, debit, credit }) => {
    const balance = debit - credit;
    all.debit += debit;
    all.credit += credit;
    all[balance > 0n ? 'debitBalance' : 'creditBalance'] += balance > 0n ? balance : -balance;
    return line(account, name, formatCents(debit), formatCents(credit), side(balance), side(-balance));
  });
  return [...rows, total('', words.total, ...Object.values(all).map(formatCents))];
}

function comparedBalances(all: readonly AccountBalance[], words: ReportWords): ReportRow[] {
  const [now, then] = [sumOf(all, 'now'), sumOf(all, 'before')];
  return [
    ...all.map((each) => line(each.account, each.name, ...compared(each.now, each.before))),
    total('', words.total, ...compared(now, then)),
  ];
}

const sumOf = (all: readonly AccountBalance[], which: 'now' | 'before') =>
  all.reduce((sum, each) => sum + each[which], 0n);

export async function profitAndLossRows(
  manager: EntityManager,
  { bookId, period, beside }: ReportAsk,
  words: ReportWords,
): Promise<ReportRow[]> {
  const { sections, now, before } = profitAndLoss(await balances(manager, { bookId, period }, beside));
  return [
    ...sections.flatMap((section) => sectionRows(section, words, beside)),
    total('', words.profit, ...compared(now, beside && before)),
  ];
}

export async function balanceSheetRows(
  manager: EntityManager,
  { bookId, period, beside }: ReportAsk,
  words: ReportWords,
): Promise<ReportRow[]> {
  const ofDay = { bookId, period: { until: period.until } };
  const { sections, result, owed } = balanceSheet(await balances(manager, ofDay, beside));
  return [
    ...sections.flatMap((section) => sectionRows(section, words, beside)),
    line('', words.result, ...compared(result.now, beside && result.before)),
    total('', words.owed, ...compared(owed.now, beside && owed.before)),
  ];
}

function sectionRows(
  { kind, lines, now, before }: StatementSection,
  words: ReportWords,
  beside: Beside | undefined,
): ReportRow[] {
  const name = words.classes[kind];
  return [
    heading(name, beside ? 5 : 3),
    ...lines.map((each) => line(each.account, each.name, ...compared(each.now, beside && each.before))),
    total('', words.totalOf(name), ...compared(now, beside && before)),
  ];
}

/** What each account comes to, here and in what stands beside, by number: the same number is the same account. */
async function balances(manager: EntityManager, now: Beside, then: Beside | undefined): Promise<AccountBalance[]> {
  const found = new Map<string, AccountBalance>();
  const add = async ({ bookId, period }: Beside, which: 'now' | 'before') => {
    for (const { account, name, debit, credit } of await sumsOfAccounts(manager, bookId, period)) {
      const other = found.get(account) ?? { account, name, now: 0n, before: 0n };
      found.set(account, { ...other, [which]: debit - credit });
    }
  };
  await add(now, 'now');
  if (then) await add(then, 'before');
  return [...found.values()]
    .filter((each) => each.now !== 0n || each.before !== 0n)
    .sort((a, b) => (a.account < b.account ? -1 : 1));
}
