import { languageTag } from '../platform/kernel/language-tag.js';
import { TIME_ZONE } from '../platform/kernel/time-zone.js';
import type { Locale } from './page-context.js';

export interface Money {
  /** A decimal string, never a float: it is formatted digit for digit. */
  amount: string;
  currency: string;
}

const plainDate = /^\d{4}-\d{2}-\d{2}$/;

/** Intl formats are slow to make and quick to use. */
function remembered<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const fresh = make(key);
    made.set(key, fresh);
    return fresh;
  };
}

const decimals = (amount: string) => Math.max(2, amount.split('.')[1]?.length ?? 0);
/** `Intl` formats a decimal string exactly; the types want a template literal. */
const exact = (amount: string) => amount as `${number}`;

export interface Formats {
  number: (value: number) => string;
  /** `1 234,56`, in a column whose heading names the currency. */
  amount: (decimal: string) => string;
  /** `9,975`, of "9.9750": a number that is no amount of money, a quantity or a percentage, without the zeros that say nothing. */
  decimal: (decimal: string) => string;
  /** `1 234,56 $` */
  money: (money: Money) => string;
  /** The name of a currency in the language of the page. */
  currency: (code: string) => string;
  /** `9,975 %`, of the decimal string "9.9750". */
  percent: (decimal: string) => string;
  /** A day, of a plain date (`2025-05-03`) or of an instant in the time zone of the page. */
  day: (iso: string) => string;
  /** The same day, short, for columns. */
  shortDay: (iso: string) => string;
  /** Day, hour, minute and the name of the time zone. */
  dateTime: (iso: string) => string;
  /** The same to the second, where two times lie close. */
  dateTimeToTheSecond: (iso: string) => string;
  /** The same to the millisecond: evidence. */
  dateTimeToTheMillisecond: (iso: string) => string;
  /** `2026-12-01 09:01:08`, in columns that are read from top to bottom: the same in both languages, as Canada writes numeric dates. */
  stamp: (iso: string) => string;
  /** How long ago or from now, as one says it: `il y a 3 h`. */
  ago: (iso: string, now: Date) => string;
  list: (items: string[]) => string;
}

const UNITS = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

function makeFormats(tag: string, timeZone: string): Formats {
  const numbers = new Intl.NumberFormat(tag);
  const plain = new Intl.NumberFormat(tag, { maximumFractionDigits: 6 });
  const amounts = remembered(
    (digits) =>
      new Intl.NumberFormat(tag, { minimumFractionDigits: 2, maximumFractionDigits: Math.min(20, Number(digits)) }),
  );
  const monies = remembered((key) => {
    const [currency, digits] = key.split(' ') as [string, string];
    return new Intl.NumberFormat(tag, {
      style: 'currency',
      currency,
      minimumFractionDigits: 2,
      maximumFractionDigits: Math.min(20, Number(digits)),
    });
  });
  const currencies = new Intl.DisplayNames(tag, { type: 'currency' });
  const days = remembered((zone) => new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: zone }));
  const shortDays = remembered(
    (zone) => new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', year: 'numeric', timeZone: zone }),
  );
  const toTheMinute = {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  } as const;
  const instants = new Intl.DateTimeFormat(tag, toTheMinute);
  const exactInstants = new Intl.DateTimeFormat(tag, { ...toTheMinute, second: '2-digit' });
  const evidence = new Intl.DateTimeFormat(tag, { ...toTheMinute, second: '2-digit', fractionalSecondDigits: 3 });
  const stamps = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone });
  const distances = new Intl.RelativeTimeFormat(tag, { numeric: 'auto', style: 'short' });
  const distance = (seconds: number) => {
    const [unit, length] = UNITS.find(([, long]) => Math.abs(seconds) >= long) ?? UNITS.at(-1)!;
    return distances.format(Math.trunc(seconds / length), unit);
  };
  const lists = new Intl.ListFormat(tag, { type: 'conjunction' });
  // French says « 1er mai », which Intl does not know. No line ends inside « 3 mai » or « 14 h 02 HAE ».
  const set = (written: string) => {
    const [day = '', time] = written.split(/(?<= à | at )/);
    const named = (tag === languageTag('fr') ? day.replace(/^1(?=\s)/, '1er') : day).replace(/\s/, '\u00a0');
    return time === undefined ? named : named + time.replace(/\s/g, '\u00a0');
  };
  const zoneOf = (iso: string) => (plainDate.test(iso) ? 'UTC' : timeZone);

  return {
    number: (value) => numbers.format(value),
    amount: (decimal) => amounts(String(decimals(decimal))).format(exact(decimal)),
    decimal: (decimal) => plain.format(exact(decimal)),
    money: ({ amount, currency }) => monies(`${currency} ${decimals(amount)}`).format(exact(amount)),
    percent: (decimal) => `${plain.format(exact(decimal))}${tag === languageTag('fr') ? '\u00a0%' : '%'}`,
    currency: (code) => currencies.of(code) ?? code,
    day: (iso) => set(days(zoneOf(iso)).format(new Date(iso))),
    shortDay: (iso) => set(shortDays(zoneOf(iso)).format(new Date(iso))),
    dateTime: (iso) => set(instants.format(new Date(iso))),
    dateTimeToTheSecond: (iso) => set(exactInstants.format(new Date(iso))),
    dateTimeToTheMillisecond: (iso) => set(evidence.format(new Date(iso))),
    stamp: (iso) => stamps.format(new Date(iso)),
    ago: (iso, now) => distance((new Date(iso).getTime() - now.getTime()) / 1_000),
    list: (items) => lists.format(items),
  };
}

const formats = remembered((key) => {
  const [tag, timeZone] = key.split(' ') as [string, string];
  return makeFormats(tag, timeZone);
});

export function formatsFor(context: { locale: Locale; timeZone?: string }): Formats {
  return formats(`${languageTag(context.locale)} ${context.timeZone ?? TIME_ZONE}`);
}
