import type { Locale } from '../platform/kernel/actor.js';
import { AMOUNT } from '../platform/kernel/money.js';

/** Spaces between digits, in the ways in which people and their keyboards put them; a sign of a currency. */
const AROUND = /[\s\u00a0\u202f'’$€£]/g;

/**
 * A number as people type it, as the decimal string that it means: "1 234,56 $" and "$1,234.56" are "1234.56". Undefined for what is
 * none. Of comma and point the last one is the decimal sign, so that "1,234" alone is no amount, rather than one of two.
 */
function typedNumber(text: string): string | undefined {
  const digits = text.replace(AROUND, '');
  if (!/^-?[\d.,]+$/.test(digits) || !/\d/.test(digits)) return undefined;
  const [comma, point] = [digits.lastIndexOf(','), digits.lastIndexOf('.')];
  const sign = comma > point ? ',' : '.';
  const other = sign === ',' ? '.' : ',';
  const [whole = '', ...fractions] = digits.replaceAll(other, '').split(sign);
  if (fractions.length > 1) return undefined;
  const [fraction = ''] = fractions;
  return fraction === '' ? whole || undefined : `${whole === '' || whole === '-' ? `${whole}0` : whole}.${fraction}`;
}

/** An amount with at most two decimals. */
export function typedAmount(text: string): string | undefined {
  const number = typedNumber(text);
  return number !== undefined && AMOUNT.test(number) ? number : undefined;
}

/** A quantity: not negative, with at most three decimals. */
export function typedQuantity(text: string): string | undefined {
  const number = typedNumber(text);
  return number !== undefined && /^\d{1,9}(\.\d{1,3})?$/.test(number) ? number : undefined;
}

/** A decimal string as somebody would type it: what a field holds before anybody has. */
export const asTyped = (decimal: string, locale: Locale): string =>
  locale === 'fr' ? decimal.replace('.', ',') : decimal;
