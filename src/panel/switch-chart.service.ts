import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { switchesByHour } from '../books/switch-history.js';
import { deniedByHour } from '../log/events/denied-events.js';
import { DAY_MS, later, now } from '../platform/kernel/clock.js';
import { TIME_ZONE } from '../platform/kernel/time-zone.js';
import type { SwitchKind } from '../books/book.entity.js';
import type { SwitchDay } from './operators-views.js';
import { REFUSED_SWITCHES } from './waiting-lists.js';

const DAYS = 30;

interface HourCount {
  /** `2026-01-31T09`, UTC. */
  hour: string;
  kind: SwitchKind | 'refused';
  n: number | string;
}

const COUNTED = { reset: 'resets', restore: 'restores', refused: 'refused' } as const;
/** `2026-01-31` is how this language writes a day. */
const dayFormat = new Intl.DateTimeFormat('en-CA', { timeZone: TIME_ZONE });

/** Resets and restores, done and refused, on each of the last 30 days. */
@Injectable()
export class SwitchChart {
  constructor(private readonly dataSource: DataSource) {}

  async read(): Promise<SwitchDay[]> {
    const counts = new Map(lastDays().map((day) => [day, { resets: 0, restores: 0, refused: 0 }]));
    for (const { hour, kind, n } of await this.hours()) {
      const day = counts.get(dayFormat.format(new Date(`${hour}:00Z`)));
      // Hours of the day before the first one.
      if (day) day[COUNTED[kind]] += Number(n);
    }
    return [...counts].map(([day, count]) => ({ day, ...count }));
  }

  /**
   * By the hour, since a day does not begin at midnight UTC: a thousand rows at most. Both are a walk along the part of an
   * index that holds these days.
   */
  private async hours(): Promise<HourCount[]> {
    const { manager } = this.dataSource;
    const since = later(-DAYS * DAY_MS);
    const [done, refused] = await Promise.all([
      switchesByHour(manager, since),
      deniedByHour(manager, REFUSED_SWITCHES, since),
    ]);
    return [...done, ...refused.map((row) => ({ ...row, kind: 'refused' as const }))];
  }
}

/** Through noon, which no change of the clock moves to another day. */
function lastDays(): string[] {
  const today = Date.parse(`${dayFormat.format(now())}T12:00Z`);
  return Array.from({ length: DAYS }, (_, i) => new Date(today - (DAYS - 1 - i) * DAY_MS).toISOString().slice(0, 10));
}
