import { DAY_MS } from '../platform/kernel/clock.js';

/**
 * The days of the demo's books, all of them before `today`: a book is dated by its own dates, whatever the day on which
 * it was typed in. Calendar dates are `YYYY-MM-DD`.
 */
export class DemoCalendar {
  constructor(private readonly today: Date) {}

  daysAgo(days: number): string {
    return new Date(this.today.getTime() - days * DAY_MS).toISOString().slice(0, 10);
  }

  /** A day of the month that lies `months` before the present one, or undefined where that day has not come yet. */
  inMonth(months: number, day: number): string | undefined {
    const at = new Date(Date.UTC(this.today.getUTCFullYear(), this.today.getUTCMonth() - months, day));
    const date = at.toISOString().slice(0, 10);
    return date < this.daysAgo(0) ? date : undefined;
  }
}
