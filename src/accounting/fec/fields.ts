/** Digits before the decimal sign; with two decimals every amount fits DECIMAL(15,2). */
export const AMOUNT_DIGITS_MAX = 13;

export type AmountFault = 'bad-amount' | 'thousands-separator' | 'too-many-decimals' | 'amount-too-large';

/** Padding by spaces or zeros is legal, but no honest amount needs more; it also bounds the work of the patterns. */
const AMOUNT_CHARACTERS_MAX = 40;

/** Sign, integer part without leading zeros, decimals without trailing zeros; at least one digit somewhere. */
const AMOUNT = /^([+-]?)(?=[.,]?\d)0*(\d*)(?:[.,](\d*?)0*)?$/;
const GROUPED_AMOUNT = /^[+-]?\d{1,3}(?:[ \u00a0\u2009\u202f'’.,]\d{3})+(?:[.,]\d*)?$/;

/**
 * `"1234,5"` → `123450n` (cents). Empty is zero. The norm's decimal sign is the comma; the point is taken as well.
 * Never a floating-point number, not even in between.
 */
export function parseAmount(text: string): bigint | AmountFault {
  if (text === '' || text === '0,00') return 0n;
  const match = text.length <= AMOUNT_CHARACTERS_MAX ? AMOUNT.exec(text) : null;
  if (match === null) return GROUPED_AMOUNT.test(text) ? 'thousands-separator' : 'bad-amount';
  const integer = match[2]!;
  const decimals = match[3] ?? '';
  if (decimals.length > 2) return 'too-many-decimals';
  if (integer.length > AMOUNT_DIGITS_MAX) return 'amount-too-large';
  const cents = BigInt(integer + decimals.padEnd(2, '0'));
  return match[1] === '-' ? -cents : cents;
}

/** `123450n`, `','` → `"1234,50"`. */
export function formatAmount(cents: bigint, decimalSign: ',' | '.'): string {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}${decimalSign}${digits.slice(-2)}`;
}

/** A ledger has few different dates; the size is bounded so that no file can make the memory grow. */
const DATES_REMEMBERED_MAX = 20_000;
const knownDates = new Map<string, string>();
let lastText = '19000101';
let lastDate = '1900-01-01';

/** `"20240229"` → `"2024-02-29"`; undefined unless a real date of the years 1900 to 2999. */
export function parseDate(text: string): string | undefined {
  // The dates of a line, and of the next one, are mostly the same: comparing is cheaper than hashing.
  if (text === lastText) return lastDate;
  const date = knownDates.get(text) ?? readDate(text);
  if (date === undefined) return undefined;
  lastText = text;
  lastDate = date;
  return date;
}

function readDate(text: string): string | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)$/.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1900 || year > 2999 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (knownDates.size >= DATES_REMEMBERED_MAX) knownDates.clear();
  const date = `${match[1]}-${match[2]}-${match[3]}`;
  knownDates.set(text, date);
  return date;
}

function daysIn(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (month === 2) return isLeap ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Without surrounding spaces: fixed-width exports pad their fields. */
export function trimmed(text: string): string {
  if (text === '') return text;
  // Hardly any field has spaces to trim, and looking at its ends is much cheaper than trim().
  return isNoSpace(text.charCodeAt(0)) && isNoSpace(text.charCodeAt(text.length - 1)) ? text : text.trim();
}

/** Certainly not a space; U+1680 is the next one after U+00A0. */
function isNoSpace(code: number): boolean {
  return code > 0x20 && code !== 0xa0 && code < 0x1680;
}

export function isLongerThan(text: string, codePointsMax: number): boolean {
  return text.length > codePointsMax && codePoints(text) > codePointsMax;
}

export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** A copy that does not keep alive the whole block of text it was cut from, as V8's sliced strings do. */
export function detached(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
