import { DAY_MS } from '../platform/kernel/clock.js';
import { parseCents, sumToAmount, timesDecimal, type Cents } from '../platform/kernel/money.js';

const DUE_DAYS_DEFAULT = 30;
const QUANTITY_DECIMALS = 3;
const PERCENT_DECIMALS = 6;

export interface LineAmounts {
  readonly net: Cents;
  readonly tax: Cents;
}

/** What one line comes to, each amount rounded to the cent by itself; `percent` is that of its tax rate, "9.9750". */
export function amountsOfLine(line: { readonly quantity: string; readonly unitPrice: string }, percent?: string) {
  const net = timesDecimal(parseCents(line.unitPrice), line.quantity, QUANTITY_DECIMALS);
  const tax = percent === undefined ? 0n : timesDecimal(net, percentAsFactor(percent), PERCENT_DECIMALS);
  return { net, tax };
}

/** What an invoice comes to: the sums of amounts that are rounded already. Throws VALIDATION when one is too large. */
export function sumsOf(lines: readonly LineAmounts[]): LineAmounts & { readonly total: Cents } {
  const net = sumToAmount(lines.map((line) => line.net));
  const tax = sumToAmount(lines.map((line) => line.tax));
  return { net, tax, total: sumToAmount([net, tax]) };
}

/** When it is due where nobody said: calendar dates. */
export function dueAfter(issuedOn: string): string {
  return new Date(Date.parse(`${issuedOn}T00:00:00Z`) + DUE_DAYS_DEFAULT * DAY_MS).toISOString().slice(0, 10);
}

/** "9.9750" (percent) → "0.099750". */
function percentAsFactor(percent: string): string {
  const [whole = '0', decimals = ''] = percent.split('.');
  const digits = whole.padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}${decimals}`;
}
