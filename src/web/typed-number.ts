import type { Locale } from '../platform/kernel/actor.js';

/** Spaces of any width, signs of money and apostrophes between thousands: what people type around digits. */
const AROUND = /[\s\u00a0\u202f$€£'’]/g;

/**
 * A number as people type it, in either language: "1 234,56 $", "1,234.56", "12,5". Undefined for what is none. A lone comma
 * before three digits parts thousands in English and decimals in French.
 */
export function typedNumber(text: string, locale: Locale): string | undefined {
  const plain = text.normalize('NFKC').replace(AROUND, '').replace(/^[−–]/, '-');
  const match = /^(-?)([\d.,]+)$/.exec(plain);
  if (!match) return undefined;
  const [, sign = '', digits = ''] = match;
  const decimal = decimalIn(digits, locale);
  const parts = decimal === undefined ? [digits] : digits.split(decimal);
  if (parts.length > 2) return undefined;
  const [whole = '', fraction = ''] = parts;
  const others = decimal === ',' ? /\./g : /,/g;
  // Thousands are parted whole or not at all.
  if (/[.,]/.test(whole) && !/^\d{1,3}([.,]\d{3})+$/.test(whole)) return undefined;
  const number = whole.replace(/[.,]/g, '');
  if (!/^\d+$/.test(number === '' && fraction !== '' ? '0' : number) || others.test(fraction)) return undefined;
  return `${sign}${number.replace(/^0+(?=\d)/, '') || '0'}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Which sign parts the decimals: the last one, where there are both; a lone one by what follows it and the language. */
function decimalIn(digits: string, locale: Locale): ',' | '.' | undefined {
  const [comma, point] = [digits.lastIndexOf(','), digits.lastIndexOf('.')];
  if (comma === -1 && point === -1) return undefined;
  if (comma !== -1 && point !== -1) return comma > point ? ',' : '.';
  const sign = comma !== -1 ? ',' : '.';
  const isRepeated = digits.indexOf(sign) !== digits.lastIndexOf(sign);
  if (isRepeated) return undefined;
  const isThousands = sign === ',' && locale === 'en' && /,\d{3}$/.test(digits);
  return isThousands ? undefined : sign;
}

/** An amount as people type it, as a decimal string of cents; undefined where it is none. */
export function typedAmount(text: string, locale: Locale): string | undefined {
  const number = typedNumber(text, locale);
  return number !== undefined && /^-?\d{1,15}(\.\d{1,2})?$/.test(number) ? number : undefined;
}

/** A quantity: not negative, with at most three decimals. */
export function typedQuantity(text: string, locale: Locale): string | undefined {
  const number = typedNumber(text, locale);
  return number !== undefined && /^\d{1,9}(\.\d{1,3})?$/.test(number) ? number : undefined;
}

/** A decimal string as somebody would type it: what a field holds before anybody has. */
export const asTyped = (decimal: string, locale: Locale): string =>
  locale === 'fr' ? decimal.replace('.', ',') : decimal;
