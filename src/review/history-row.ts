import type { AuditEventView } from '../log/events/audit-reader.service.js';
import type { BankFeedState } from '../banking/bank-feeds/bank-feed-states.js';

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

/** One event as a person reads it, `names` by the id of a user, `reasons` by that of the event, `banks` by that of the institution. */
export function historyRow(
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
