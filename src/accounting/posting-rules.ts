import type { Cents } from '../platform/kernel/money.js';
import type { Auxiliary, LineToPost } from './entry-writing.js';

/** What documents are posted to where nobody names another account: numbers of the default chart (docs/decisions/0036). */
export const POSTED_TO = {
  receivables: '1100',
  bank: '1010',
  sales: '4000',
  otherIncome: '4900',
  tax: '2100',
} as const;
export const POSTED_IN = { sales: 'VE', bank: 'BQ' } as const;

/** What a tax rate is made of; `account` is the number of the account that collects it, `percent` as in "9.9750". */
export interface TaxPart {
  readonly name: string;
  readonly percent: string;
  readonly account: string;
}

/** What posting must know of a line of a document. */
export interface DocumentLine {
  /** Of its revenue. */
  readonly account: string;
  readonly net: Cents;
  readonly tax: Cents;
  /** The rate that its tax was computed with, and what that is made of. */
  readonly rate?: { readonly code: string; readonly parts: readonly TaxPart[] };
}

/**
 * An invoice: the customer owes the total, each account of revenue is credited with its lines, each account of tax with its
 * share. Sums of amounts that are rounded already, so that it always balances. Nothing is posted for an amount of zero.
 */
export function linesOfInvoice(lines: readonly DocumentLine[], customer: Auxiliary): LineToPost[] {
  const revenues = sumByAccount(lines.map(({ account, net }) => ({ account, amount: net })));
  const taxes = sumByAccount(taxesOf(lines));
  const total = [...revenues, ...taxes].reduce((sum, { amount }) => sum + amount, 0n);
  return [
    { ...sides(POSTED_TO.receivables, total), auxiliary: customer },
    ...[...revenues, ...taxes].map(({ account, amount }) => sides(account, -amount)),
  ].filter(({ debit, credit }) => debit !== credit);
}

/** A credit note takes back what an invoice of the same lines would have posted. */
export function linesOfCreditNote(lines: readonly DocumentLine[], customer: Auxiliary): LineToPost[] {
  return linesOfInvoice(lines, customer).map(mirrored);
}

/** Money that came in: into the bank, off what the customer owes or as income of another kind. */
export function linesOfPayment(
  amount: Cents,
  { bank, credit, customer }: { bank: string; credit: string; customer?: Auxiliary },
): LineToPost[] {
  return [sides(bank, amount), { ...sides(credit, -amount), ...(customer && { auxiliary: customer }) }];
}

export const mirrored = (line: LineToPost): LineToPost => ({ ...line, debit: line.credit, credit: line.debit });

/**
 * The shares of an amount of tax, in the proportion of the parts' percentages, each rounded half away from zero but the last,
 * which takes the rest: together they are what the document says, to the cent.
 */
export function sharesOf(tax: Cents, percents: readonly string[]): Cents[] {
  const weights = weightsOf(percents);
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  let rest = tax;
  return weights.map((weight, i) => {
    const share = i === weights.length - 1 ? rest : rounded(tax * weight, whole);
    rest -= share;
    return share;
  });
}

/** The tax of each rate over all lines, shared out among its parts. */
function taxesOf(lines: readonly DocumentLine[]): { account: string; amount: Cents }[] {
  const byRate = new Map<string, { tax: Cents; parts: readonly TaxPart[] }>();
  for (const { tax, rate } of lines) {
    if (!rate || tax === 0n) continue;
    const before = byRate.get(rate.code)?.tax ?? 0n;
    byRate.set(rate.code, { tax: before + tax, parts: rate.parts });
  }
  return [...byRate.values()].flatMap(({ tax, parts }) => {
    const shares = sharesOf(
      tax,
      parts.map(({ percent }) => percent),
    );
    return parts.map(({ account }, i) => ({ account, amount: shares[i]! }));
  });
}

function sumByAccount(amounts: readonly { account: string; amount: Cents }[]): { account: string; amount: Cents }[] {
  const sums = new Map<string, Cents>();
  for (const { account, amount } of amounts) sums.set(account, (sums.get(account) ?? 0n) + amount);
  return [...sums].map(([account, amount]) => ({ account, amount }));
}

/** A positive amount is a debit, a negative one a credit. */
const sides = (account: string, amount: Cents): LineToPost => ({
  account,
  debit: amount > 0n ? amount : 0n,
  credit: amount < 0n ? -amount : 0n,
});

/** In what proportion parts of these percentages share a tax. */
export const weightsOf = (percents: readonly string[]): bigint[] => percents.map(tenThousandths);

/** "9.9750" → 99750n. */
function tenThousandths(percent: string): bigint {
  const [whole = '0', fraction = ''] = percent.split('.');
  return BigInt(whole) * 10_000n + BigInt(fraction.padEnd(4, '0').slice(0, 4));
}

/** Half away from zero. */
function rounded(amount: bigint, by: bigint): bigint {
  const half = (amount < 0n ? -amount : amount) * 2n + by;
  const share = half / (by * 2n);
  return amount < 0n ? -share : share;
}
