import type { SwitchKind } from '../books/book.entity.js';
import type { Answers } from '../support/answers.service.js';
import type { SupportAction, SupportBlocker, SupportFacts } from '../support/support-actions.js';

/** What the panel's API answers about support actions, requests and holds. Times are ISO 8601 UTC. */
export type { SupportAction, SupportAnswer, SupportBlocker, SupportFacts } from '../support/support-actions.js';

/** What the role may do on the page of a business. */
export type AllowedAction = SupportAction | 'answer' | 'note' | 'hold' | 'verify' | 'evidence';

interface BusinessName {
  readonly id: string;
  readonly name: string;
}

export interface SupportActionView {
  readonly action: SupportAction;
  readonly targetId?: string;
  readonly business: BusinessName;
  /** Whether a second person must approve. */
  readonly waits: boolean;
  readonly facts: SupportFacts;
  /** Why it is not possible now. */
  readonly blocker?: SupportBlocker;
}

export interface AnswersView extends Answers {
  readonly business: BusinessName;
}

export interface RequestRow {
  readonly id: string;
  readonly action: SupportAction;
  readonly business: BusinessName;
  readonly askedBy: string;
  /** Whether the reader asked for it, and so may not decide. */
  readonly isOwn: boolean;
  readonly askedAt: string;
  readonly until: string;
  readonly reason: string;
  readonly ticket: string;
  readonly state: 'pending' | 'approved' | 'refused' | 'expired' | 'withdrawn';
  /** Who has taken it to decide. */
  readonly takenBy?: string;
  readonly facts?: SupportFacts;
  readonly blocker?: SupportBlocker;
  readonly askedEventId: string;
  readonly decision?: { readonly by?: string; readonly at: string; readonly reason?: string; readonly eventId: string };
}

export interface RequestsView {
  readonly mayDecide: boolean;
  readonly pending: readonly RequestRow[];
  readonly decided: readonly RequestRow[];
}

export interface NoteRow {
  readonly id: string;
  readonly by: string;
  readonly at: string;
  readonly text: string;
  readonly ticket?: string;
}

export interface HoldRow {
  readonly id: string;
  readonly at: string;
  /** Only for who may lift it: why a snapshot is held concerns nobody else. */
  readonly why?: {
    readonly by: string;
    readonly reason: string;
    readonly ticket: string;
    /** A plain date. */
    readonly reviewBy: string | null;
  };
}

/** A hold in the list of all. */
export interface StandingHoldRow {
  readonly id: string;
  readonly snapshotId: string;
  readonly business: BusinessName;
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  readonly ticket: string;
  /** A plain date. */
  readonly reviewBy: string | null;
  readonly isLate: boolean;
}

export interface HoldsView {
  readonly holds: readonly StandingHoldRow[];
  readonly hasMore: boolean;
}

export interface HoldView {
  readonly business: BusinessName;
  readonly snapshot: {
    readonly id: string;
    /**
     * Restored: its books are the present ones again, and a hold can only be lifted. Gone: its rows are deleted, or are
     * being deleted.
     */
    readonly state: 'kept' | 'expired' | 'restored' | 'gone';
    readonly cause?: SwitchKind;
    readonly sealedAt?: string;
    readonly expiresAt?: string;
  };
  readonly holds: readonly HoldRow[];
}
