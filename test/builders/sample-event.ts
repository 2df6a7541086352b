import type { EventDraft } from '../../src/log/events/envelope.js';
import { EVENT_CATALOGUE, type EventKind, type EventType } from '../../src/log/events/event-catalogue.js';
import { newId, type UserId } from '../../src/platform/kernel/ids.js';

const read_at = '2026-01-31T09:00:00.000Z';

/** A value for each field that details have; a new field needs one here. */
const DETAILS: Readonly<Record<string, unknown>> = {
  user_id: newId(),
  book_id: newId(),
  switch_id: newId(),
  from_book_id: newId(),
  to_book_id: newId(),
  replaced_snapshot_id: newId(),
  feed_id: newId(),
  bank_account_id: newId(),
  pay_link_id: newId(),
  payment_id: newId(),
  entry_id: newId(),
  reversal_id: newId(),
  reference: 'PAY-7K2M9QXW',
  session_id: newId(),
  edition: 'accounting',
  institution: 'sandbox',
  role: 'viewer',
  role_before: 'owner',
  time_zone: 'Europe/Paris',
  time_zone_before: 'America/Toronto',
  sessions: 2,
  round: 2,
  format: 'csv',
  verdict: 'ok',
  fault: 'ENTRY_CHANGED',
  facts: { entry: '3' },
  subscriber_id: newId(),
  sha256: 'a'.repeat(64),
  entries: 3,
  from: 0,
  root: 'AAAA',
  lines: 6,
  accounts: 2,
  events: 2,
  filter: { outcome: 'denied' },
  after: newId(),
  second_factor: true,
  part: 'members',
  hold_id: newId(),
  request_id: newId(),
  target_id: newId(),
  asked_by: newId(),
  action: 'disconnect-feed',
  algorithm: 'ardoise-book-1',
  switch_event_id: newId(),
  digest_event_id: newId(),
  event_id: newId(),
  sealed_at: read_at,
  expires_at: read_at,
  began_at: read_at,
  ended_at: read_at,
  was_digested: true,
  rows_deleted: { contacts: 1 },
  rows_left: 0,
  tables_asked: 11,
  rule: 'every-table-in-book',
  holds_lifted: 0,
  also: { sessions: 1 },
  kind: 'destruction',
  comparison: 'same',
  faults: [],
  kinds: ['contacts'],
  added: { contacts: 2 },
  replaced: {},
  opening_date: '2026-01-31',
  opening_entry_id: newId(),
};

/** An event of the type with everything that any type demands. */
export function sampleDraft(type: EventType): EventDraft {
  const { outcomes, details }: EventKind = EVENT_CATALOGUE[type];
  const fields = Object.keys((details as unknown as { shape: Record<string, unknown> }).shape);
  const unknown = fields.filter((field) => !(field in DETAILS));
  if (unknown.length > 0) throw new Error(`Give ${unknown.join(', ')} a value in test/builders/sample-event.ts.`);
  return {
    type,
    subjectId: newId(),
    actor: {
      type: 'user',
      id: newId<UserId>(),
      email: 'a@example.test',
      locale: 'en',
      sessionId: newId(),
      origin: { requestId: newId(), ip: '192.0.2.7' },
    },
    roles: ['owner'],
    originalOwner: true,
    outcome: outcomes[0]!,
    operationId: newId(),
    reason: 'BANK_FEEDS_CONNECTED',
    ticket: 'T-1',
    authorization: { decision: 'allowed', rule: 'original-owner may reset Business' },
    precondition: [
      { name: 'original-owner', held: true, read_at },
      {
        name: 'bank-feeds-disconnected',
        held: true,
        read_at,
        feeds: [{ id: newId(), institution: 'sandbox', status: 'disconnected', since: read_at }],
      },
    ],
    snapshot: { id: newId(), digest: `sha256:${'a'.repeat(64)}`, counts: { contacts: 2 } },
    details: Object.fromEntries(fields.map((field) => [field, DETAILS[field]])),
  };
}
