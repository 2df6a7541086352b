import type { RecordedAction } from '../log/recorded-commands.js';
import type { Device } from '../people/identity/device.js';
import type { StaffSignInMethod } from '../people/identity/identity.entity.js';
import type { Person } from '../policy/matrix.js';
import type { PolicyAction, PolicySubject } from '../policy/policy.js';
import type { StaffRequestView } from '../people/identity/staff-requests.service.js';
import type { StaffRole } from '../platform/kernel/actor.js';
import type { RetentionRow } from '../ui/retention/retention-table.js';
import type { WaitingName } from './waiting-lists.js';

export interface RetentionView {
  readonly rows: readonly RetentionRow[];
}

/** An open session; times are ISO 8601 UTC. */
export interface StaffSessionRow {
  readonly id: string;
  readonly startedAt: string;
  readonly seenAt: string;
  readonly method: StaffSignInMethod | null;
  /** From where it was opened; null where that is not known. */
  readonly address: string | null;
  readonly device: Device;
}

export interface StaffAccountView {
  readonly id: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly addedAt: string;
  readonly disabledAt: string | null;
  /** A one-time password that was not replaced yet is good until then. */
  readonly oneTimeUntil: string | null;
  readonly secondFactorSince: string | null;
  readonly lastSignInAt: string | null;
  readonly passkeys: number;
  /** Signs in at the provider, and has no password here. */
  readonly isElsewhere: boolean;
  readonly sessions: readonly StaffSessionRow[];
  /** What keeps the account from being disabled or given another role. */
  readonly isOwn: boolean;
  readonly isLastOperator: boolean;
  /** There is a second operator, who decides what gives more rights. */
  readonly hasSecond: boolean;
  /** What waits for that of this account. */
  readonly waiting: readonly StaffRequestView[];
}

/** What a command answers: the account as it is now. */
export interface StaffChanged {
  readonly account: StaffAccountView;
  /** `was-so`: nothing was changed, nor recorded, as a colleague or another tab was first; `waits`: for a second operator. */
  readonly happened: 'done' | 'was-so' | 'waits';
}

/** An account that will be made once a second operator approves. */
export interface StaffInvited {
  readonly email: string;
  readonly role: StaffRole;
}

export interface StaffRequestsView {
  readonly pending: readonly StaffRequestView[];
  readonly decided: readonly StaffRequestView[];
}

export interface PermissionsView {
  /** Only rows where somebody may. */
  readonly rows: readonly {
    readonly on: PolicySubject;
    readonly action: PolicyAction;
    readonly who: readonly Person[];
  }[];
  /** By the role of staff; for whoever may know. */
  readonly holders?: Readonly<
    Partial<Record<StaffRole, { readonly emails: readonly string[]; readonly hasMore: boolean }>>
  >;
}

/** One thing that waits or happened; `what` says more of it in the terms of its list. */
export interface WaitingRow {
  readonly key: string;
  readonly at: string;
  readonly name: string;
  /** The part of a business's page, or the account, that it is about. */
  readonly href: string;
  readonly what: {
    readonly institution?: string;
    readonly snapshotId?: string;
    readonly kind?: RecordedAction;
    readonly code?: string;
    readonly done?: number;
    readonly total?: number;
  };
}

export interface WaitingView {
  readonly list: WaitingName;
  /** The others that the role may read. */
  readonly lists: readonly WaitingName[];
  readonly rows: readonly WaitingRow[];
  readonly next: string | null;
}

/** A day in the time zone of the product, `2026-01-31`. */
export interface SwitchDay {
  readonly day: string;
  readonly resets: number;
  readonly restores: number;
  readonly refused: number;
}
