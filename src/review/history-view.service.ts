import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { AuditPersonalDetailsRow } from '../log/events/audit.entity.js';
import type { AuditEventView } from '../log/events/audit-reader.service.js';
import { BankFeeds } from '../banking/bank-feeds/bank-feeds.service.js';
import { User } from '../people/identity/identity.entity.js';
import type { Locale } from '../platform/kernel/actor.js';
import type { EventId, UserId } from '../platform/kernel/ids.js';
import { historyRow, type HistoryEvent } from './history-row.js';

export type { HistoryEvent };

/** Turns events of the log into rows of the owner's history: with names, and with what was typed where it is still kept. */
@Injectable()
export class HistoryView {
  constructor(
    private readonly dataSource: DataSource,
    private readonly feeds: BankFeeds,
  ) {}

  async of(events: readonly AuditEventView[], locale: Locale): Promise<HistoryEvent[]> {
    const names = await this.namesOf(events);
    const reasons = await this.reasonsOf(events);
    const banks = this.feeds.institutionNames(locale);
    return events.map((event) => historyRow(event, names, reasons, banks));
  }

  private async namesOf(events: readonly AuditEventView[]): Promise<Map<string, User>> {
    const ids = events.flatMap(({ data: { actor } }) =>
      actor.type === 'user' && actor.id ? [actor.id as UserId] : [],
    );
    const users = await this.dataSource.getRepository(User).findBy({ id: In([...new Set(ids)]) });
    return new Map(users.map((user) => [user.id, user]));
  }

  private async reasonsOf(events: readonly AuditEventView[]): Promise<Map<string, string>> {
    const ids = events.map((event) => event.id as EventId);
    const rows = await this.dataSource.getRepository(AuditPersonalDetailsRow).findBy({ eventId: In(ids) });
    const reasons = new Map<string, string>();
    for (const { eventId, details } of rows) {
      const { reason_given } = JSON.parse(details) as { reason_given?: string };
      if (reason_given !== undefined) reasons.set(eventId, reason_given);
    }
    return reasons;
  }
}
