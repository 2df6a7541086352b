import { DAY_MS, now } from './clock.js';

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

const WALL_CLOCK = { hourCycle: 'h23', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;

/** The first instant after a calendar date in a time zone. */
export function endOfDay(timeZone: string, date: string): Date {
  const midnight = Date.parse(`${date}T00:00:00Z`) + DAY_MS;
  const clock = new Intl.DateTimeFormat('en', { timeZone, ...WALL_CLOCK });
  // The clock may be set between a first guess and what it leads to, hence twice.
  let at = midnight;
  for (let i = 0; i < 2; i += 1) {
    const parts = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]));
    const shown = Date.parse(
      `${dateIn(timeZone, new Date(at))}T${parts['hour']}:${parts['minute']}:${parts['second']}Z`,
    );
    at += midnight - shown;
  }
  return new Date(at);
}
