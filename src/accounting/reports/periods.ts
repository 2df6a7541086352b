import { DAY_MS } from '../../platform/kernel/clock.js';

/** Calendar dates, both inclusive; without `from` everything until then. */
export interface Period {
  readonly from?: string;
  readonly until: string;
}

const at = (date: string) => Date.parse(`${date}T00:00:00Z`);
const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** Calendar dates have no time zone: they are counted as if they were UTC's. */
export const daysBefore = (date: string, days: number): string => dateOf(at(date) - days * DAY_MS);
export const dayBefore = (date: string): string => daysBefore(date, 1);
const dayAfter = (date: string): string => daysBefore(date, -1);

/** Longer ones are compared with the same days of the year before, as seasons differ; a month or a quarter with what came before it. */
const DAYS_OF_A_QUARTER = 92;

/** The period with which one is compared. */
export function periodBefore({ from, until }: Period): Period | undefined {
  if (from === undefined) return undefined;
  const days = (at(until) - at(from)) / DAY_MS + 1;
  if (days > DAYS_OF_A_QUARTER) return { from: yearBefore(from), until: yearBefore(until) };
  return { from: daysBefore(from, days), until: dayBefore(from) };
}

/** Of 29 February the day before 1 March. */
const yearBefore = (date: string) =>
  date.endsWith('-02-29') ? movedByYears(date.replace(/29$/, '28'), -1) : movedByYears(date, -1);
const movedByYears = (date: string, years: number) =>
  `${String(Number(date.slice(0, 4)) + years).padStart(4, '0')}${date.slice(4)}`;

/** A day of a month up to which it is nearer to its beginning than to its end. */
const MIDDLE = 15;

/** All until the end of a day: whole months, and a part of one that is added to them or, where that is shorter, taken off. */
export interface Cut {
  /** The first day of the last month that counts whole. */
  readonly through: string;
  readonly part?: { readonly from: string; readonly until: string; readonly isAdded: boolean };
}

export function cutAt(day: string): Cut {
  const [month, next] = [`${day.slice(0, 7)}-01`, dayAfter(day)];
  if (next.endsWith('-01')) return { through: month };
  if (Number(day.slice(8)) <= MIDDLE) {
    return { through: `${dayBefore(month).slice(0, 7)}-01`, part: { from: month, until: day, isAdded: true } };
  }
  return { through: month, part: { from: next, until: lastDayOf(month), isAdded: false } };
}

/** `month` is any day of it. */
export const lastDayOf = (month: string): string =>
  dateOf(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0));
