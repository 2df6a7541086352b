import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { BankFeeds } from '../banking/bank-feeds/bank-feeds.service.js';
import { AuditReader, staffWordsIn, type AuditEventView } from '../log/events/audit-reader.service.js';
import { AuditSearch } from '../log/events/audit-search.service.js';
import { EVENT_TYPES, type EventType } from '../log/events/event-catalogue.js';
import { staffByIds, usersByIds } from '../people/identity/people.js';
import type { Locale, StaffActor } from '../platform/kernel/actor.js';
import { isId, type BusinessId, type EventId } from '../platform/kernel/ids.js';
import { HistoryView } from '../review/history-view.service.js';
import { TIMELINE_FILTERS, type TimelineEvent, type TimelineFilter } from './views.js';

const EVENTS_PER_PAGE = 50;

/** Looking changes nothing: folded away from the story, and read when it is asked for. */
const READINGS: readonly EventType[] = [
  'business.viewed-by-staff',
  'audit.read',
  'snapshot.viewed',
  'snapshot.verified',
  'evidence.sheet-made',
];

const beginning = (...parts: string[]) =>
  EVENT_TYPES.filter((type) => parts.some((part) => type.startsWith(part)) && !READINGS.includes(type));

/** The types of each filter; of all there is none. */
const TYPES: Readonly<Record<TimelineFilter, readonly EventType[] | undefined>> = {
  story: EVENT_TYPES.filter((type) => !READINGS.includes(type)),
  switches: beginning('business.reset', 'business.restore', 'business.bring-along', 'snapshot.'),
  banks: [...beginning('bank-feed.'), 'support.feed-disconnected'],
  staff: beginning('support.', 'snapshot.hold'),
  payments: beginning('payment.', 'pay-link.'),
  readings: READINGS,
  all: undefined,
};

export const isTimelineFilter = (text: unknown): text is TimelineFilter =>
  TIMELINE_FILTERS.some((known) => known === text);

/** What an event of a business may be about besides the business, by the names of its details. */
interface Named {
  institution?: string;
  target_id?: string;
  user_id?: string;
  reference?: string;
  action?: string;
}

/** The story of one business for the staff: who of them, about what, and why they said. */
@Injectable()
export class Timelines {
  constructor(
    private readonly dataSource: DataSource,
    private readonly search: AuditSearch,
    private readonly reader: AuditReader,
    private readonly history: HistoryView,
    private readonly feeds: BankFeeds,
  ) {}

  /** A page, newest first; the reading of it is recorded. Throws VALIDATION for an `after` that no page has given. */
  async page(
    actor: StaffActor,
    business: BusinessId,
    { only, after, locale }: { only: TimelineFilter; after?: string; locale: Locale },
  ): Promise<{ events: TimelineEvent[]; next: string | null }> {
    const type = TYPES[only];
    const filter = { business, ...(type && { type: [...type] }) };
    const page = await this.search.list({ actor, roles: [actor.role] }, filter, EVENTS_PER_PAGE, after);
    return { events: await this.named(page.items, locale), next: page.next };
  }

  private async named(events: readonly AuditEventView[], locale: Locale): Promise<TimelineEvent[]> {
    const manager = this.dataSource.manager;
    const rows = await this.history.of(events, locale);
    const details = events.map(({ data }) => data.details as Named);
    const targets = details.flatMap(({ target_id, user_id }) => [target_id, user_id]).filter(isId);
    const staff = await staffByIds(
      manager,
      events.flatMap(({ data: { actor } }) => (actor.type === 'staff' && actor.id ? [actor.id] : [])),
    );
    const [feeds, users, kept] = await Promise.all([
      this.feeds.getMany(manager, targets),
      usersByIds(manager, targets),
      this.reader.personalDetailsOf(events.flatMap(({ id, type }) => (/^support\./.test(type) ? [id as EventId] : []))),
    ]);
    const banks = this.feeds.institutionNames(locale);
    const bankOf = (institution: string | undefined) => institution && (banks.get(institution) ?? institution);
    return rows.map((row, i) => {
      const { institution, target_id, user_id, reference, action } = details[i]!;
      const target = target_id ?? user_id ?? '';
      const about = bankOf(institution ?? feeds.get(target)?.institution) ?? users.get(target)?.email ?? reference;
      const by = staff.get(events[i]!.data.actor.id ?? '')?.email;
      const why = kept.get(row.id);
      return {
        ...row,
        ...(by !== undefined && { actor: { ...row.actor, name: by } }),
        ...(about !== undefined && { about }),
        ...(action !== undefined && { action }),
        ...(why && { said: staffWordsIn(why) }),
      };
    });
  }
}
