import { now } from './clock.js';

/** Of a business that has chosen none, and of what is told of no business. */
export const TIME_ZONE = 'America/Toronto';

/** The IANA names that a business may choose from: those that formats know, and UTC. */
export const TIME_ZONES: readonly string[] = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])].sort();

/** The calendar date of an instant in a time zone: an evening in Montréal is dated today, though in UTC it is tomorrow. */
export function dateIn(timeZone: string, at = now()): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const { year, month, day } = Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${year}-${month}-${day}`;
}
