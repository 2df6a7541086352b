import type { EntityManager } from 'typeorm';
import { may, type MembershipFacts } from '../policy/ability.js';
import type { PreconditionCheck } from '../log/events/event-catalogue.js';
import { readFeeds, type FeedReading } from '../banking/bank-feeds/bank-feeds.service.js';
import { blocksSwitch } from '../banking/bank-feeds/bank-feed-states.js';
import type { Conflict } from '../books/bring-along/bring-along.js';
import type { Snapshot } from '../books/snapshots.service.js';
import { isAsOnSignUp } from '../books/fresh-book.js';
import { runningJob, type RunningJob } from '../books/write-jobs.service.js';
import { membershipOf } from '../people/businesses/businesses.service.js';
import { currentBookOf } from '../people/businesses/current-book.js';
import { EvidencedRefusal } from '../log/commands/recorded-commands.service.js';
import { RECORDED_COMMANDS, type CheckName, type RecordedAction } from '../log/recorded-commands.js';
import { isSessionFresh, signUpEmailOf } from '../people/identity/people.js';
import { notFound } from '../platform/kernel/app-error.js';
import { now } from '../platform/kernel/clock.js';
import type { BookId, BusinessId, UserId } from '../platform/kernel/ids.js';
import { isHeld, refusalsOf, type RefusalCode, type SwitchFacts } from './switch-plan.js';

/** The facts, and what was read to know them. */
export interface SwitchReading {
  readonly facts: SwitchFacts;
  /** What the person who asks is in the business. */
  readonly membership: MembershipFacts;
  readonly bookId: BookId;
  /** Whether it was said which books were shown. */
  readonly hasExpectation: boolean;
  readonly feeds: readonly FeedReading[];
  readonly job?: RunningJob;
  readonly readAt: Date;
  /** Of a selective restore: what both books hold with other content, the first of it. */
  readonly conflicts?: readonly Conflict[];
}

export interface SwitchQuestion {
  readonly kind: RecordedAction;
  /** Who asks, or would. */
  readonly userId: UserId;
  /** From which it is asked; absent where only somebody else looks. */
  readonly sessionId?: string;
  readonly businessId: BusinessId;
  readonly typedEmail?: string;
  /** The books that the person saw when deciding. */
  readonly expectedBookId?: string;
  /** For a restore: the chosen snapshot, or undefined where there is none. */
  readonly target?: { readonly snapshot: Snapshot | undefined };
  readonly auditAvailable: boolean;
}

/**
 * Reads everything a switch depends on. Inside a switch it reads under the business's exclusive lock, so that what it
 * found still holds at the commit; in a preview the same code looks without lock. Throws NOT_FOUND for a stranger.
 */
export async function readSwitchFacts(manager: EntityManager, ask: SwitchQuestion): Promise<SwitchReading> {
  const membership = await membershipOf(manager, ask.userId, ask.businessId);
  if (!membership) throw notFound('business');
  const feeds = await readFeeds(manager, ask.businessId);
  const job = await runningJob(manager, ask.businessId);
  const snapshot = ask.target?.snapshot;
  const bookId = await currentBookOf(manager, ask.businessId);
  return {
    membership,
    bookId,
    hasExpectation: ask.expectedBookId !== undefined,
    feeds,
    job,
    readAt: now(),
    facts: {
      kind: ask.kind,
      isOriginalOwner: may({ type: 'user', id: ask.userId }, ask.kind, 'Business', membership),
      typedEmail: ask.typedEmail,
      signUpEmail: await signUpEmailOf(manager, membership.originalOwnerId),
      ...(ask.sessionId !== undefined && { isSessionFresh: await isSessionFresh(manager, ask.sessionId) }),
      blockingFeeds: feeds.filter((feed) => blocksSwitch(feed.state)),
      writeInProgress: job !== undefined,
      bookChanged: ask.expectedBookId !== undefined && ask.expectedBookId !== bookId,
      ...(ask.kind === 'reset' && { asOnSignUp: await isAsOnSignUp(manager, bookId) }),
      ...(ask.target && { target: snapshot?.state ?? 'none' }),
      auditAvailable: ask.auditAvailable,
    },
  };
}

/** The evidence for the log: each precondition, whether it held, and every feed as it was read (SPEC §6). */
export function evidenceOf({ facts, feeds, hasExpectation, readAt }: SwitchReading): PreconditionCheck[] {
  const { underLock }: { underLock: readonly CheckName[] } = RECORDED_COMMANDS[`business.${facts.kind}`];
  return underLock
    .filter((name) => name !== 'book-as-shown' || hasExpectation)
    .map((name) => ({
      name,
      held: isHeld(name, facts),
      read_at: readAt.toISOString(),
      ...(name === 'bank-feeds-disconnected' && { feeds: feeds.map(feedAsRead) }),
    }));
}

const feedAsRead = ({ id, institution, state, since }: FeedReading) => ({
  id,
  institution,
  status: state,
  since: since.toISOString(),
});

/** The first refusal there is, with its evidence. */
export function refusalOf(reading: SwitchReading): EvidencedRefusal | undefined {
  const [code] = refusalsOf(reading.facts);
  if (!code) return undefined;
  const { detail, extra } = explain(code, reading);
  return new EvidencedRefusal(code, detail, { ...extra }, evidenceOf(reading));
}

/**
 * The refusal while somebody writes: `isHeld` says that the lock could not be had, which means that some writer holds it. Whoever
 * waits for it makes other writers wait too. The rest is found under the lock, and told there.
 */
export function refusalWhileWriting(reading: SwitchReading, isHeld: boolean): EvidencedRefusal | undefined {
  const writeInProgress = isHeld || reading.facts.writeInProgress;
  return writeInProgress ? refusalOf({ ...reading, facts: { ...reading.facts, writeInProgress } }) : undefined;
}

/** What a refusal tells beside its sentence; times are ISO 8601 UTC. */
export interface RefusalExtra {
  readonly feeds?: readonly (Omit<FeedReading, 'since'> & { readonly since: string })[];
  readonly job?: { readonly kind: string; readonly startedAt: string };
  readonly retryAfterSeconds?: number;
  readonly conflicts?: readonly Conflict[];
}

/** A blocker as the previews list it: the code, and what helps to remove it. */
export function explain(
  code: RefusalCode,
  { feeds, job, conflicts }: SwitchReading,
): { detail: string; extra: RefusalExtra } {
  switch (code) {
    case 'NOT_ORIGINAL_OWNER':
      return { detail: 'Only the person who signed up for this business may do this.', extra: {} };
    case 'SIGN_UP_EMAIL_MISMATCH':
      return { detail: 'Type the e-mail address that was used to sign up, even if it has changed since.', extra: {} };
    case 'REAUTHENTICATION_REQUIRED':
      return {
        detail:
          'You signed in more than an hour ago. Confirm this session (POST /sessions/current/confirmation) with your password or a passkey, then send the same again.',
        extra: {},
      };
    case 'BOOK_CHANGED':
      return {
        detail:
          'Other books are open than those that were shown: they were reset or restored meanwhile. Nothing was changed. Look at them again first.',
        extra: {},
      };
    case 'NOTHING_TO_RESET':
      return {
        detail: 'These books are as on the day of sign-up: the default chart and tax rates, and nothing else.',
        extra: {},
      };
    case 'BANK_FEEDS_CONNECTED': {
      const blocking = feeds
        .filter((feed) => blocksSwitch(feed.state))
        .map(({ id, institution, account, state, since }) => ({
          id,
          institution,
          account,
          state,
          since: since.toISOString(),
        }));
      const names = blocking.map((feed) => `${feed.account} (${feed.institution})`).join(', ');
      return { detail: `Disconnect these bank feeds first: ${names}.`, extra: { feeds: blocking } };
    }
    case 'WRITE_IN_PROGRESS':
      return {
        detail: `Wait until the ${job?.kind ?? 'work'} that is running has finished, then try again.`,
        extra: {
          retryAfterSeconds: 5,
          ...(job && { job: { kind: job.kind, startedAt: job.startedAt.toISOString() } }),
        },
      };
    case 'NOTHING_TO_RESTORE':
      return { detail: 'These books were never reset, or the snapshot was restored already.', extra: {} };
    case 'SNAPSHOT_EXPIRED':
      return { detail: 'This snapshot was kept for its time and is gone. Choose another one.', extra: {} };
    case 'CONFLICTS_UNDECIDED':
      return {
        detail: 'The open books hold some of this with other content. Say which is to stand, then try again.',
        extra: { ...(conflicts && { conflicts }) },
      };
    case 'AUDIT_UNAVAILABLE':
      return {
        detail: 'The audit log cannot be relied on at the moment, so nothing was changed. Try again in a few minutes.',
        extra: { retryAfterSeconds: 60 },
      };
  }
}
