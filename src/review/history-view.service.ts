import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditReader, reasonGivenIn, type AuditEventView } from '../log/events/audit-reader.service.js';
import { BankFeeds } from '../banking/bank-feeds/bank-feeds.service.js';
import { usersByIds } from '../people/identity/people.js';
import type { Locale } from '../platform/kernel/actor.js';
import type { EventId } from '../platform/kernel/ids.js';
import { historyRow, type HistoryEvent } from './history-row.js';

export type { HistoryEvent };

/** Turns events of the log into rows of the owner's history: with names, and with what was typed where it is still kept. */
@Injectable()
export class HistoryView {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: AuditReader,
    private readonly feeds: BankFeeds,
  ) {}

  async of(events: readonly AuditEventView[], locale: Locale): Promise<HistoryEvent[]> {
    const names = await this.namesOf(events);
    const reasons = await this.reasonsOf(events);
    const banks = this.feeds.institutionNames(locale);
    return events.map((event) => historyRow(event, names, reasons, banks));
  }

  private namesOf(events: readonly AuditEventView[]) {
    const ids = events.flatMap(({ data: { actor } }) => (actor.type === 'user' && actor.id ? [actor.id] : []));
    return usersByIds(this.dataSource.manager, ids);
  }

  private async reasonsOf(events: readonly AuditEventView[]): Promise<Map<string, string>> {
    const kept = await this.reader.personalDetailsOf(events.map((event) => event.id as EventId));
    const reasons = new Map<string, string>();
    for (const [eventId, details] of kept) {
      const reason = reasonGivenIn(details);
      if (reason !== undefined) reasons.set(eventId, reason);
    }
    return reasons;
  }
}
