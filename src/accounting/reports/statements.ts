import type { Cents } from '../../platform/kernel/money.js';
import { classOf, isDebitClass, isOfBalanceSheet, type AccountClass } from './account-class.js';

/** What an account comes to, debit less credit, in the period asked for and in the one it is compared with; in cents. */
export interface AccountBalance {
  readonly account: string;
  readonly name: string;
  readonly now: Cents;
  readonly before: Cents;
}

/** Amounts as they are shown: those that are usual for the class without a sign. */
export interface StatementLine {
  readonly account: string;
  readonly name: string;
  readonly now: Cents;
  readonly before: Cents;
}

export interface StatementSection {
  readonly kind: AccountClass;
  readonly lines: readonly StatementLine[];
  readonly now: Cents;
  readonly before: Cents;
}

/** Revenue less expenses; `result` is positive for a profit. */
export interface ProfitAndLoss {
  readonly sections: readonly StatementSection[];
  readonly now: Cents;
  readonly before: Cents;
}

/** Assets, and what they are owed to; the result that is not carried forward yet is part of equity. */
export interface BalanceSheet {
  readonly sections: readonly StatementSection[];
  /** Of all revenue and expenses until that day. */
  readonly result: { readonly now: Cents; readonly before: Cents };
  /** Liabilities, equity and result: equal to the assets. */
  readonly owed: { readonly now: Cents; readonly before: Cents };
}

export function profitAndLoss(balances: readonly AccountBalance[]): ProfitAndLoss {
  const sections = (['revenue', 'expense'] as const).map((kind) => sectionOf(kind, balances));
  const [revenue, expense] = sections;
  return { sections, now: revenue!.now - expense!.now, before: revenue!.before - expense!.before };
}

export function balanceSheet(balances: readonly AccountBalance[]): BalanceSheet {
  const sections = (['asset', 'liability', 'equity'] as const).map((kind) => sectionOf(kind, balances));
  const [, liabilities, equity] = sections;
  const others = balances.filter(({ account }) => !isOfBalanceSheet(classOf(account)));
  const result = { now: -sumOf(others, 'now'), before: -sumOf(others, 'before') };
  return {
    sections,
    result,
    owed: {
      now: liabilities!.now + equity!.now + result.now,
      before: liabilities!.before + equity!.before + result.before,
    },
  };
}

function sectionOf(kind: AccountClass, balances: readonly AccountBalance[]): StatementSection {
  const sign = isDebitClass(kind) ? 1n : -1n;
  const lines = balances
    .filter(({ account, now, before }) => classOf(account) === kind && (now !== 0n || before !== 0n))
    .map(({ account, name, now, before }) => ({ account, name, now: sign * now, before: sign * before }));
  return { kind, lines, now: sumOf(lines, 'now'), before: sumOf(lines, 'before') };
}

const sumOf = (lines: readonly { now: Cents; before: Cents }[], which: 'now' | 'before') =>
  lines.reduce((sum, line) => sum + line[which], 0n);
