import { eventTypesOf } from '../log/recorded-commands.js';
import type { PolicySubject } from '../policy/policy.js';
import { DAY_MS, later, now } from '../platform/kernel/clock.js';
import { BEFORE_ALL, WAITING_EVERYWHERE } from '../banking/online-payments/waiting-sql.js';
import { panelPaths } from './panel-paths.js';

/** Rows of one table in the order of a time, which an index gives. */
export interface WaitingQuery {
  readonly from: string;
  readonly where: string;
  readonly parameters: unknown[];
  /** Columns: the time, the key that parts rows of one time, and what is shown beside them. */
  readonly at: string;
  readonly id: string;
  readonly shown: string;
}

export interface WaitingList {
  readonly on: PolicySubject;
  /** What waits for somebody and what there is now, the oldest first; what has happened, the newest first. */
  readonly kind: 'waits' | 'happened' | 'exists';
  /** The part of the business's page to which its rows lead. */
  readonly tab?: string;
  /** Of a list that is a page of its own; the others are shown by the page `waiting`. */
  readonly href?: string;
  readonly query: () => WaitingQuery;
}

/** Counting stops there. */
export const COUNT_MAX = 1_000;

const REFUSED_TYPES = eventTypesOf('denied');
const aWeekAgo = () => later(-7 * DAY_MS);

/** The tiles of the first page, in their order; each counts what its list shows. Another one is one more entry here. */
export const WAITING_LISTS = {
  'payments-waiting': {
    on: 'OnlinePayment',
    kind: 'waits',
    href: panelPaths.page('payments'),
    query: () => ({
      from: `(${WAITING_EVERYWHERE}) w`,
      where: 'TRUE',
      parameters: [BEFORE_ALL, COUNT_MAX + 1, BEFORE_ALL, COUNT_MAX + 1],
      at: 'w.id',
      id: 'w.id',
      shown: 'w.id AS payment_id',
    }),
  },
  'feeds-failing': {
    on: 'BankFeed',
    kind: 'waits',
    tab: 'bank-feeds',
    query: () => ({
      from: 'bank_feeds',
      where: "state = 'error'",
      parameters: [],
      at: 'state_since',
      id: 'id',
      shown: 'business_id, institution',
    }),
  },
  'requests-waiting': {
    on: 'Request',
    kind: 'waits',
    href: panelPaths.page('requests'),
    query: () => ({
      from: 'support_requests',
      where: "state = 'pending' AND expires_at > ?",
      parameters: [now()],
      at: 'asked_at',
      id: 'id',
      shown: 'business_id',
    }),
  },
  'imports-running': {
    on: 'Business',
    kind: 'exists',
    tab: 'overview',
    query: () => ({
      from: 'write_jobs',
      where: 'finished_at IS NULL AND lease_until > ?',
      parameters: [now()],
      at: 'started_at',
      id: 'id',
      shown: 'business_id, done_count, total_count',
    }),
  },
  'snapshots-expiring': {
    on: 'Snapshot',
    kind: 'waits',
    tab: 'snapshots',
    query: () => ({
      from: 'books',
      // What is held does not expire.
      where: `sealed_at IS NOT NULL AND purging_at IS NULL AND expires_at BETWEEN ? AND ?
        AND NOT EXISTS (SELECT 1 FROM snapshot_holds h WHERE h.snapshot_id = books.id AND h.lifted_at IS NULL)`,
      parameters: [now(), later(7 * DAY_MS)],
      at: 'expires_at',
      id: 'id',
      shown: 'business_id, id AS snapshot_id',
    }),
  },
  'switches-done': {
    on: 'Snapshot',
    kind: 'happened',
    tab: 'switches',
    query: () => ({
      from: 'book_switches',
      where: 'switched_at >= ?',
      parameters: [aWeekAgo()],
      at: 'switched_at',
      id: 'id',
      shown: 'business_id, kind',
    }),
  },
  'switches-refused': {
    on: 'AuditEvent',
    kind: 'happened',
    tab: 'timeline',
    query: () => ({
      from: 'audit_events FORCE INDEX (audit_events_type_time)',
      where: `type IN (${REFUSED_TYPES.map(() => '?').join(', ')}) AND outcome = 'denied' AND occurred_at >= ?`,
      parameters: [...REFUSED_TYPES, aWeekAgo().toISOString()],
      at: 'occurred_at',
      id: 'event_id',
      shown: 'payload',
    }),
  },
  'staff-without-second-factor': {
    on: 'StaffAccount',
    kind: 'waits',
    query: () => ({
      from: 'staff',
      where: `disabled_at IS NULL AND NOT EXISTS
        (SELECT 1 FROM staff_second_factors f WHERE f.staff_id = staff.id AND f.confirmed_at IS NOT NULL)`,
      parameters: [],
      at: 'created_at',
      id: 'id',
      shown: 'id AS staff_id, email',
    }),
  },
  'staff-in-use': {
    on: 'StaffAccount',
    kind: 'exists',
    href: panelPaths.list('staff'),
    query: () => ({
      from: 'staff',
      where: 'disabled_at IS NULL',
      parameters: [],
      at: 'created_at',
      id: 'id',
      shown: 'id AS staff_id, email',
    }),
  },
} as const satisfies Record<string, WaitingList>;

export type WaitingName = keyof typeof WAITING_LISTS;
export const WAITING_NAMES = Object.keys(WAITING_LISTS) as WaitingName[];

export const waitingList = (name: WaitingName): WaitingList => WAITING_LISTS[name];

export const hrefOf = (name: WaitingName): string =>
  waitingList(name).href ?? panelPaths.page('waiting', { list: name });
