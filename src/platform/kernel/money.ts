import { AppError, invalid } from './app-error.js';

/**
 * Amounts are whole cents in a bigint inside, decimal strings outside, never floating point (SPEC §7).
 * Only currencies with two decimals are kept in the books.
 */
export type Cents = bigint;

export const CURRENCIES = ['CAD', 'USD', 'EUR', 'GBP', 'CHF', 'AUD'] as const;
export type Currency = (typeof CURRENCIES)[number];

/** What DECIMAL(17,2) holds. */
const CENTS_MAX = 99_999_999_999_999_999n;
/** An amount as it comes in. */
export const AMOUNT = /^-?\d{1,15}(?:\.\d{1,2})?$/;
/** Sums have more digits than any amount in them. */
const SUM = /^(-?)(\d{1,37})(?:\.(\d{1,2}))?$/;

/** `"-12.5"` → -1250n, an amount or a sum of amounts. Throws VALIDATION on anything but a plain decimal. */
export function parseCents(text: string): Cents {
  const match = SUM.exec(text);
  if (!match) throw invalid('', `"${text.slice(0, 40)}" is not an amount such as "1234.56".`);
  const cents = BigInt(match[2]!) * 100n + BigInt((match[3] ?? '').padEnd(2, '0'));
  return match[1] ? -cents : cents;
}

/** -1250n → `"-12.50"`. */
export function formatCents(cents: Cents): string {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Cents × a decimal factor with up to `decimals` places, rounded half away from zero to the cent. */
export function timesDecimal(cents: Cents, factor: string, decimals: number): Cents {
  const [whole = '0', fraction = ''] = factor.replace('-', '').split('.');
  const scale = 10n ** BigInt(decimals);
  const scaled = BigInt(whole) * scale + BigInt(fraction.padEnd(decimals, '0').slice(0, decimals) || '0');
  const product = (cents < 0n ? -cents : cents) * scaled;
  const rounded = (product + scale / 2n) / scale;
  if (rounded > CENTS_MAX) throw tooLarge();
  return cents < 0n !== factor.startsWith('-') ? -rounded : rounded;
}

/** A sum that must be an amount again, to be stored as one. Throws VALIDATION when it is too large. */
export function sumToAmount(amounts: readonly Cents[]): Cents {
  const sum = amounts.reduce((total, amount) => total + amount, 0n);
  if (sum > CENTS_MAX || sum < -CENTS_MAX) throw tooLarge();
  return sum;
}

function tooLarge(): AppError {
  return invalid('', 'The amount is too large: at most 15 digits and 2 decimals are kept.');
}
