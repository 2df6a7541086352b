import { POSTED_TO } from '../posting-rules.js';

/** What an account is in the statements. */
export const ACCOUNT_CLASSES = ['asset', 'liability', 'equity', 'revenue', 'expense'] as const;
export type AccountClass = (typeof ACCOUNT_CLASSES)[number];

/** Numbers of the default chart, and of most in Canada, have four digits; those of the French general chart have more. */
export const CHART_DIGITS = 4;

const BY_FIRST_DIGIT: Readonly<Record<string, AccountClass>> = {
  1: 'asset',
  2: 'liability',
  3: 'equity',
  4: 'revenue',
  5: 'expense',
  6: 'expense',
  7: 'expense',
  8: 'expense',
  9: 'expense',
};

/** Plan comptable général, art. 911-1 and the following: classes 1 to 5 are the balance sheet's, 6 charges, 7 products. */
const BY_FRENCH_CLASS: readonly (readonly [prefix: RegExp, AccountClass])[] = [
  [/^1[0-4]/, 'equity'],
  [/^1/, 'liability'],
  [/^[23]/, 'asset'],
  [/^40/, 'liability'],
  [/^41/, 'asset'],
  [/^4[2-5]/, 'liability'],
  [/^4/, 'asset'],
  [/^5/, 'asset'],
  [/^6/, 'expense'],
  [/^7/, 'revenue'],
];

/**
 * The class of an account by its number: the chart says nothing else of it. Four digits or fewer are read as the default chart
 * has them, longer ones as the French general chart does, from which FEC files come. Others count as assets or, with a credit
 * balance, show as negative ones: the statement still adds up.
 */
export function classOf(number: string): AccountClass {
  if (number.length <= CHART_DIGITS) return BY_FIRST_DIGIT[number[0] ?? ''] ?? 'asset';
  return BY_FRENCH_CLASS.find(([prefix]) => prefix.test(number))?.[1] ?? 'asset';
}

/** Whether it is the balance sheet's; the others make up the result of a period. */
export const isOfBalanceSheet = (kind: AccountClass) => kind === 'asset' || kind === 'liability' || kind === 'equity';

/** What the class holds when all is as usual: then its amounts are shown without a sign. */
export const isDebitClass = (kind: AccountClass) => kind === 'asset' || kind === 'expense';

/** Receivables of the default chart, and customers' accounts of the French one. */
export const isReceivable = (number: string): boolean =>
  number === POSTED_TO.receivables || (number.length > CHART_DIGITS && number.startsWith('411'));
