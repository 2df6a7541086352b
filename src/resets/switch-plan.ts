import type { ErrorCode } from '../platform/kernel/app-error.js';
import { emailKey } from '../platform/kernel/text.js';

/** What is known under lock when a reset or restore is decided. Pure data: the decision needs nothing else. */
export interface SwitchFacts {
  readonly isOriginalOwner: boolean;
  /** As typed. Absent in a preview, where nobody has typed anything yet. */
  readonly typedEmail?: string;
  readonly signUpEmail: string;
  /** Feeds that are not disconnected. */
  readonly blockingFeeds: readonly { readonly account: string }[];
  readonly writeInProgress: boolean;
  /** Other books are open than those that were shown; false where nobody said which were. */
  readonly bookChanged: boolean;
  /** For a reset: the open books hold what they held on the day of sign-up, and nothing else. */
  readonly asOnSignUp?: boolean;
  /** For a restore: what there is to return to. */
  readonly target?: 'kept' | 'expired' | 'none';
  readonly auditAvailable: boolean;
}

export const REFUSAL_CODES = [
  'NOT_ORIGINAL_OWNER',
  'SIGN_UP_EMAIL_MISMATCH',
  'BOOK_CHANGED',
  'NOTHING_TO_RESET',
  'NOTHING_TO_RESTORE',
  'SNAPSHOT_EXPIRED',
  'BANK_FEEDS_CONNECTED',
  'WRITE_IN_PROGRESS',
  'AUDIT_UNAVAILABLE',
] as const satisfies readonly ErrorCode[];
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/**
 * Everything that stands in the way, in the order in which it is answered (SPEC §3.4, §4): the first one is the answer
 * to an attempt, all of them are the blockers of a preview. Not-found comes before and is the guard's. That there is
 * nothing to reset or to restore is said before asking to disconnect banks for it.
 */
export function refusalsOf(facts: SwitchFacts): RefusalCode[] {
  const refusals: [boolean, RefusalCode][] = [
    [!facts.isOriginalOwner, 'NOT_ORIGINAL_OWNER'],
    [facts.typedEmail !== undefined && !emailMatches(facts.typedEmail, facts.signUpEmail), 'SIGN_UP_EMAIL_MISMATCH'],
    [facts.bookChanged, 'BOOK_CHANGED'],
    [facts.asOnSignUp === true, 'NOTHING_TO_RESET'],
    [facts.target === 'none', 'NOTHING_TO_RESTORE'],
    [facts.target === 'expired', 'SNAPSHOT_EXPIRED'],
    [facts.blockingFeeds.length > 0, 'BANK_FEEDS_CONNECTED'],
    [facts.writeInProgress, 'WRITE_IN_PROGRESS'],
    [!facts.auditAvailable, 'AUDIT_UNAVAILABLE'],
  ];
  return refusals.filter(([applies]) => applies).map(([, code]) => code);
}

/** Case and surrounding spaces are ignored (SPEC §3.3). */
export function emailMatches(typed: string, signUpEmail: string): boolean {
  return emailKey(typed) === emailKey(signUpEmail);
}
