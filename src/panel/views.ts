import type { Edition, MemberRole } from '../platform/kernel/actor.js';
import type { ComparedRow } from './evidence/evidence-views.js';
import type { AllowedAction, HoldRow, NoteRow, SupportAction } from './support-views.js';
import type { PaymentRow } from './payment-views.js';
import type { SwitchKind } from '../books/book.entity.js';
import type { HistoryEvent } from '../review/history-view.service.js';
import type { SwitchDay } from './operators-views.js';
import type { WaitingList, WaitingName } from './waiting-lists.js';

/** What the panel's API answers and its components show. Times are ISO 8601 UTC; nothing is from the books. */
export interface HomeView {
  readonly log: {
    readonly isUp: boolean;
    readonly isLate: boolean;
    /** Since when without interruption; null where it is not known. */
    readonly since: string | null;
    readonly entries: number;
    readonly lastCheckpointAt: string | null;
    readonly witness: string;
    readonly witnesses: { readonly agreeing: number; readonly needed: number; readonly all: number };
    readonly lastSelfCheckAt: string | null;
    readonly selfCheck: 'not yet' | 'passed' | 'FAILED';
  };
  /** Only what the role may read. */
  readonly counts: readonly HomeCount[];
  /** The last 30 days. */
  readonly switches?: readonly SwitchDay[];
}

export interface HomeCount {
  readonly name: WaitingName;
  readonly kind: WaitingList['kind'];
  readonly href: string;
  readonly count: number;
  /** Counting stopped there. */
  readonly isCapped: boolean;
}

export const FOUND_BY = ['business', 'name', 'email', 'snapshot', 'event', 'payment'] as const;

export interface SearchHit {
  readonly id: string;
  readonly name: string;
  readonly edition: Edition;
  readonly originalOwner: string;
  readonly signedUpAt: string;
  readonly foundBy: (typeof FOUND_BY)[number];
}

export interface SearchView {
  readonly query: string;
  readonly hits: readonly SearchHit[];
  /** There are more than are shown. */
  readonly hasMore: boolean;
  /** An event that is of no business, for who reads the whole log. */
  readonly eventId?: string;
}

export const TABS = [
  'overview',
  'members',
  'bank-feeds',
  'payments',
  'snapshots',
  'switches',
  'timeline',
  'notes',
] as const;
export type Tab = (typeof TABS)[number];

export interface BusinessView {
  readonly business: {
    readonly id: string;
    readonly name: string;
    readonly edition: Edition;
    readonly originalOwner: string;
    readonly signedUpAt: string;
    readonly trialEndsAt: string;
    readonly plan: string;
  };
  readonly tab: Tab;
  /** What the role may open. */
  readonly tabs: readonly Tab[];
  /** What the role may do here. */
  readonly allowed: readonly AllowedAction[];
  readonly situation: Situation;
  readonly part: BusinessPart;
}

/** What happened last and what can be done next: the strip above every part of a business. */
export interface Situation {
  readonly last?: LastSwitch;
  readonly reset: readonly Precondition[];
  readonly restore: readonly Precondition[];
  /** What was asked for and waits for a second person. */
  readonly pending: readonly PendingRow[];
  readonly locked: readonly LockedMember[];
}

export interface LastSwitch {
  readonly id: string;
  readonly kind: SwitchKind;
  readonly at: string;
  readonly by: string;
  /** What was replaced. */
  readonly snapshotId: string;
  /** It can be taken back until then; null where it cannot any more. */
  readonly until: string | null;
}

export interface PendingRow {
  readonly id: string;
  readonly action: SupportAction;
  readonly targetId: string;
  readonly askedBy: string;
  readonly askedAt: string;
  readonly ticket: string;
}

export interface LockedMember {
  readonly userId: string;
  readonly email: string;
  readonly failures: number;
}

export const TIMELINE_FILTERS = ['story', 'switches', 'banks', 'staff', 'payments', 'readings', 'all'] as const;
export type TimelineFilter = (typeof TIMELINE_FILTERS)[number];

/** An event as the owner reads it, and what only staff read: who of them, about what, and why they said. */
export interface TimelineEvent extends HistoryEvent {
  /** The bank, the person or the payment. */
  readonly about?: string;
  /** Of a request: what was asked for. */
  readonly action?: string;
  /** Of what support did: the reason that was given, or the answer that was sent. */
  readonly said?: { readonly reason?: string; readonly answer?: string };
}

export type BusinessPart =
  | { readonly kind: 'overview' }
  | { readonly kind: 'members'; readonly members: readonly MemberRow[] }
  | { readonly kind: 'bank-feeds'; readonly feeds: readonly FeedRow[] }
  | { readonly kind: 'payments'; readonly payments: readonly PaymentRow[]; readonly next: string | null }
  | {
      readonly kind: 'snapshots';
      readonly snapshots: readonly SnapshotRow[];
      /** Snapshots that were restored while a hold stood on them. */
      readonly restoredHeld: readonly string[];
    }
  | { readonly kind: 'notes'; readonly notes: readonly NoteRow[] }
  | { readonly kind: 'switches'; readonly switches: readonly SwitchRow[] }
  | {
      readonly kind: 'timeline';
      readonly only: TimelineFilter;
      readonly events: readonly TimelineEvent[];
      readonly next: string | null;
    };

/**
 * One thing that must hold before a reset or a restore. `since`: for how long it has been as it is. `asked`: only the
 * attempt itself can tell.
 */
export interface Precondition {
  readonly name:
    'original-owner' | 'sign-up-email' | 'not-fresh' | 'snapshot-kept' | 'bank-feeds' | 'no-write' | 'audit-log';
  readonly state: 'holds' | 'fails' | 'asked';
  readonly since?: string;
  /** Addresses, banks: what the sentence speaks of. */
  readonly facts: Readonly<Record<string, string>>;
  readonly feeds?: readonly FeedRow[];
}

export interface MemberRow {
  readonly userId: string;
  readonly email: string;
  readonly role: MemberRole;
  readonly isOriginalOwner: boolean;
}

export interface FeedRow {
  readonly id: string;
  readonly institution: string;
  readonly account: string;
  readonly state: 'consent' | 'connected' | 'error' | 'disconnected';
  readonly since: string;
}

export interface SnapshotRow {
  readonly id: string;
  readonly cause: SwitchKind;
  readonly sealedAt: string;
  readonly expiresAt: string;
  readonly state: 'kept' | 'expired';
  /** The legal holds that stand on it. */
  readonly holds: readonly HoldRow[];
  /** Row and log, without the content; absent where rows were changed by hand so that nothing can be compared. */
  readonly compared?: ComparedRow;
  /** The event of the reset or restore that made it; absent likewise. */
  readonly switchEventId?: string;
  /** The event of its purge, of which there is a certificate. */
  readonly purgedEventId?: string;
}

export interface SwitchRow {
  readonly id: string;
  readonly kind: SwitchKind;
  readonly at: string;
  readonly by: string;
  readonly snapshotId: string;
  readonly eventId: string;
}
