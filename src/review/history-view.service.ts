import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditReader, type AuditEventView } from '../log/events/audit-reader.service.js';
import type { BankFeedState } from '../banking/bank-feeds/bank-feed-states.js';
import { BankFeeds } from '../banking/bank-feeds/bank-feeds.service.js';
import { usersByIds } from '../people/identity/people.js';
import type { Locale } from '../platform/kernel/actor.js';
import type { EventId } from '../platform/kernel/ids.js';

export interface HistoryEvent {
  id: string;
  /** The type of the log's event, `business.reset.completed`. */
  type: string;
  at: string;
  /** What became of it; none for what is merely a fact. */
  outcome?: 'asked' | 'done' | 'refused' | 'failed';
  actor: { kind: 'user' | 'staff' | 'system' | 'customer'; name?: string; isOriginalOwner?: boolean };
  /** The code of a refusal or failure. */
  code?: string;
  reason?: string;
  ticket?: string;
  snapshotId?: string;
  /** What was read under lock before it was done or refused. */
  precondition?: {
    held: boolean;
    readAt: string;
    feeds: { id: string; institution: string; state: BankFeedState; since: string }[];
  };
}

const OUTCOMES = { pending: 'asked', success: 'done', denied: 'refused', failed: 'failed' } as const;
const KINDS = { user: 'user', staff: 'staff', system: 'system', anonymous: 'customer' } as const;

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
    return events.map((event) => rowOf(event, names, reasons, banks));
  }

  private namesOf(events: readonly AuditEventView[]) {
    const ids = events.flatMap(({ data: { actor } }) => (actor.type === 'user' && actor.id ? [actor.id] : []));
    return usersByIds(this.dataSource.manager, ids);
  }

  private async reasonsOf(events: readonly AuditEventView[]): Promise<Map<string, string>> {
    const kept = await this.reader.personalDetailsOf(events.map((event) => event.id as EventId));
    const reasons = new Map<string, string>();
    for (const [eventId, { details }] of kept) {
      const { reason_given } = JSON.parse(details) as { reason_given?: string };
      if (reason_given !== undefined) reasons.set(eventId, reason_given);
    }
    return reasons;
  }
}

function rowOf(
  { id, type, time, data }: AuditEventView,
  names: ReadonlyMap<string, { readonly email: string }>,
  reasons: ReadonlyMap<string, string>,
  banks: ReadonlyMap<string, string>,
): HistoryEvent {
  const { actor } = data;
  return {
    id,
    type,
    at: time,
    outcome: OUTCOMES[data.outcome],
    actor: { kind: KINDS[actor.type], name: names.get(actor.id ?? '')?.email, isOriginalOwner: actor.original_owner },
    code: data.reason,
    reason: reasons.get(id),
    ticket: data.ticket,
    snapshotId: data.snapshot?.id,
    precondition: preconditionOf(data.precondition, banks),
  };
}

function preconditionOf(
  checks: AuditEventView['data']['precondition'],
  banks: ReadonlyMap<string, string>,
): HistoryEvent['precondition'] {
  if (!checks || checks.length === 0) return undefined;
  const feeds = checks.flatMap((check) => check.feeds ?? []);
  return {
    held: checks.every((check) => check.held),
    readAt: checks[0]!.read_at,
    feeds: feeds.map(({ id, institution, status, since }) => ({
      id,
      institution: banks.get(institution) ?? institution,
      state: status as BankFeedState,
      since,
    })),
  };
}
