import {
  RECORDED_COMMANDS,
  type CheckName,
  type RecordedAction,
  type RecordedRefusal,
} from '../log/recorded-commands.js';
import { emailKey } from '../platform/kernel/text.js';

/** What is known under lock when a reset or restore is decided. Pure data: the decision needs nothing else. */
export interface SwitchFacts {
  readonly kind: RecordedAction;
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
  /** For a selective restore: the open books hold something of it with other content, and nobody said which is to stand. */
  readonly conflictsUndecided?: boolean;
}

/** That there is no such business, or no such snapshot, is thrown by whoever looks for it. */
export type RefusalCode = Exclude<RecordedRefusal, 'NOT_FOUND'>;

/** When each of them applies. Their order is the table's, not this one's. */
const APPLIES: Readonly<Record<RefusalCode, (facts: SwitchFacts) => boolean>> = {
  NOT_ORIGINAL_OWNER: ({ isOriginalOwner }) => !isOriginalOwner,
  SIGN_UP_EMAIL_MISMATCH: ({ typedEmail, signUpEmail }) =>
    typedEmail !== undefined && !emailMatches(typedEmail, signUpEmail),
  BOOK_CHANGED: ({ bookChanged }) => bookChanged,
  NOTHING_TO_RESET: ({ asOnSignUp }) => asOnSignUp === true,
  NOTHING_TO_RESTORE: ({ target }) => target === 'none',
  SNAPSHOT_EXPIRED: ({ target }) => target === 'expired',
  BANK_FEEDS_CONNECTED: ({ blockingFeeds }) => blockingFeeds.length > 0,
  WRITE_IN_PROGRESS: ({ writeInProgress }) => writeInProgress,
  AUDIT_UNAVAILABLE: ({ auditAvailable }) => !auditAvailable,
  CONFLICTS_UNDECIDED: ({ conflictsUndecided }) => conflictsUndecided === true,
};
export const REFUSAL_CODES = Object.keys(APPLIES) as RefusalCode[];

/** What is refused where a check did not hold. */
const REFUSED_WITHOUT: Readonly<Record<CheckName, RefusalCode>> = {
  'original-owner': 'NOT_ORIGINAL_OWNER',
  'sign-up-email-typed': 'SIGN_UP_EMAIL_MISMATCH',
  'book-as-shown': 'BOOK_CHANGED',
  'something-to-reset': 'NOTHING_TO_RESET',
  'bank-feeds-disconnected': 'BANK_FEEDS_CONNECTED',
  'no-write-in-progress': 'WRITE_IN_PROGRESS',
};

/**
 * Everything that stands in the way, in the order of the command's line in the table (SPEC §3.4, §4): the first one is the
 * answer to an attempt, all of them are the blockers of a preview. That there is nothing to reset or to restore is said
 * before asking to disconnect banks for it.
 */
export function refusalsOf(facts: SwitchFacts): RefusalCode[] {
  const { refusals }: { refusals: readonly RecordedRefusal[] } = RECORDED_COMMANDS[`business.${facts.kind}`];
  return refusals.filter((code) => code !== 'NOT_FOUND').filter((code) => APPLIES[code](facts));
}

export const isHeld = (check: CheckName, facts: SwitchFacts): boolean => !APPLIES[REFUSED_WITHOUT[check]](facts);

/** Case and surrounding spaces are ignored (SPEC §3.3). */
export function emailMatches(typed: string, signUpEmail: string): boolean {
  return emailKey(typed) === emailKey(signUpEmail);
}
