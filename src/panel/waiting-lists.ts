import { eventTypesOf } from '../log/recorded-commands.js';
import type { PolicySubject } from '../policy/policy.js';
import { DAY_MS, later } from '../platform/kernel/clock.js';
import { failingFeeds } from '../banking/bank-feeds/bank-feeds.service.js';
import { waitingPayments } from '../banking/online-payments/waiting-sql.js';
import { expiringSnapshots } from '../books/snapshots.service.js';
import { switchesDone } from '../books/switch-history.js';
import { runningJobs } from '../books/write-jobs.service.js';
import { deniedEvents } from '../log/events/denied-events.js';
import { staffInUse, staffWithoutSecondFactor } from '../people/identity/staff-lists.js';
import { pendingStaffChanges } from '../people/identity/staff-requests.service.js';
import type { RowsByTime } from '../platform/database/rows-by-time.js';
import { pendingRequests } from '../support/approvals.service.js';
import { panelPaths } from './panel-paths.js';

export interface WaitingList {
  readonly on: PolicySubject;
  /** What waits for somebody and what there is now, the oldest first; what has happened, the newest first. */
  readonly kind: 'waits' | 'happened' | 'exists';
  /** The part of the business's page to which its rows lead. */
  readonly tab?: string;
  /** Of a list that is a page of its own; the others are shown by the page `waiting`. */
  readonly href?: string;
  /** As the room offers it that has the rows. */
  readonly rows: () => RowsByTime;
}

/** Counting stops there. */
export const COUNT_MAX = 1_000;

/** The events of a recorded command that was refused. */
export const REFUSED_SWITCHES = eventTypesOf('denied');

const aWeekAgo = () => later(-7 * DAY_MS);

/** The tiles of the first page, in their order; each counts what its list shows. Another one is one more entry here. */
export const WAITING_LISTS = {
  'payments-waiting': {
    on: 'OnlinePayment',
    kind: 'waits',
    href: panelPaths.page('payments'),
    rows: () => waitingPayments(COUNT_MAX + 1),
  },
  'feeds-failing': {
    on: 'BankFeed',
    kind: 'waits',
    tab: 'bank-feeds',
    rows: failingFeeds,
  },
  'requests-waiting': {
    on: 'Request',
    kind: 'waits',
    href: panelPaths.page('requests'),
    rows: pendingRequests,
  },
  'imports-running': {
    on: 'Business',
    kind: 'exists',
    tab: 'overview',
    rows: runningJobs,
  },
  'snapshots-expiring': {
    on: 'Snapshot',
    kind: 'waits',
    tab: 'snapshots',
    rows: () => expiringSnapshots(later(7 * DAY_MS)),
  },
  'switches-done': {
    on: 'Snapshot',
    kind: 'happened',
    tab: 'switches',
    rows: () => switchesDone(aWeekAgo()),
  },
  'switches-refused': {
    on: 'AuditEvent',
    kind: 'happened',
    tab: 'timeline',
    rows: () => deniedEvents(REFUSED_SWITCHES, aWeekAgo()),
  },
  'staff-changes-waiting': {
    on: 'StaffAccount',
    kind: 'waits',
    href: panelPaths.page('staff-requests'),
    rows: pendingStaffChanges,
  },
  'staff-without-second-factor': {
    on: 'StaffAccount',
    kind: 'waits',
    rows: staffWithoutSecondFactor,
  },
  'staff-in-use': {
    on: 'StaffAccount',
    kind: 'exists',
    href: panelPaths.list('staff'),
    rows: staffInUse,
  },
} as const satisfies Record<string, WaitingList>;

export type WaitingName = keyof typeof WAITING_LISTS;
export const WAITING_NAMES = Object.keys(WAITING_LISTS) as WaitingName[];

export const waitingList = (name: WaitingName): WaitingList => WAITING_LISTS[name];

export const hrefOf = (name: WaitingName): string =>
  waitingList(name).href ?? panelPaths.page('waiting', { list: name });
