import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { isOriginalOwner, rolesOf, type MembershipFacts } from '../policy/ability.js';
import { seedDefaultChart } from '../accounting/default-chart.js';
import { AuditLog } from '../log/events/audit-log.service.js';
import { recordSwitch, sealCurrent, switchToFreshBook, switchToSnapshot } from '../books/book-switch.js';
import type { SwitchKind } from '../books/book.entity.js';
import { SnapshotVerification, type ComparedSnapshot } from '../books/snapshot-verification.service.js';
import { findLatestResetSnapshot, findSnapshot, type Snapshot } from '../books/snapshots.service.js';
import { businessHead } from '../people/businesses/business-head.js';
import { isOpenBook, lockForSwitch, type LockedBusiness } from '../people/businesses/current-book.js';
import { RecordedCommands, type Operation } from '../log/commands/recorded-commands.service.js';
import { ruleOf, type RecordedRequest } from '../log/recorded-commands.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import type { Tx } from '../platform/database/transaction.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { notFound } from '../platform/kernel/app-error.js';
import { DAY_MS, now } from '../platform/kernel/clock.js';
import { newId, type BookId, type BusinessId } from '../platform/kernel/ids.js';
import { AuditHealth } from '../log/transparency-log/audit-health.service.js';
import { evidenceOf, readSwitchFacts, refusalOf, refusalWhileWriting, type SwitchReading } from './switch-facts.js';
import { SwitchNotices } from './switch-notices.service.js';

export type ResetRequest = RecordedRequest<'business.reset'>;
export type RestoreRequest = RecordedRequest<'business.restore'>;

/** Times are ISO 8601 UTC. */
export interface ResetAnswer {
  readonly id: string;
  readonly snapshot: { readonly id: string; readonly sealedAt: string; readonly expiresAt: string };
  readonly auditEventId: string;
}

export interface RestoreAnswer {
  readonly id: string;
  readonly restored: { readonly id: string };
  readonly replaced: { readonly id: string; readonly sealedAt: string; readonly expiresAt: string };
  readonly auditEventId: string;
}

/** What the two kinds of switch have in common, under lock and decided. */
interface Decided {
  readonly tx: Tx;
  readonly business: LockedBusiness;
  readonly reading: SwitchReading;
  readonly sealedAt: Date;
  readonly expiresAt: Date;
}

/**
 * Reset and restore: a switch of the open book, never a deletion. One short transaction with a constant number of
 * statements, whatever the size of the books.
 */
@Injectable()
export class Resets {
  constructor(
    private readonly commands: RecordedCommands,
    private readonly audit: AuditLog,
    private readonly verification: SnapshotVerification,
    private readonly notices: SwitchNotices,
    private readonly auditHealth: AuditHealth,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Refusals in the order of SPEC §3.4. The snapshot's id is the id of the book that was sealed. */
  reset(
    actor: UserActor,
    membership: MembershipFacts,
    ask: ResetRequest,
    idempotencyKey?: string,
  ): Promise<ResetAnswer> {
    return this.run({ kind: 'reset', actor, membership, ask, idempotencyKey }, (tx, attempt) =>
      this.resetIn(tx, attempt),
    );
  }

  private async resetIn(tx: Tx, attempt: Attempt): Promise<ResetAnswer> {
    const decided = await this.decide(tx, attempt);
    const { business, sealedAt, expiresAt } = decided;
    await sealCurrent(tx, business, 'reset', sealedAt, expiresAt);
    const freshBook = await switchToFreshBook(tx, business);
    const { locale } = await businessHead(tx, business.id);
    await seedDefaultChart({ tx, bookId: freshBook }, locale);
    const { switchId, eventId } = await this.conclude(decided, attempt, freshBook);
    return { id: switchId, snapshot: sealedView(business.currentBookId, sealedAt, expiresAt), auditEventId: eventId };
  }

  /**
   * Returns to a snapshot; what was entered since becomes a snapshot itself, so that this can be undone too.
   * Refusals in the order of SPEC §3.4 and §4.
   */
  restore(
    actor: UserActor,
    membership: MembershipFacts,
    ask: RestoreRequest,
    idempotencyKey?: string,
  ): Promise<RestoreAnswer> {
    return this.run({ kind: 'restore', actor, membership, ask, idempotencyKey }, (tx, attempt) =>
      this.restoreIn(tx, attempt),
    );
  }

  private async restoreIn(tx: Tx, attempt: Attempt): Promise<RestoreAnswer> {
    const decided = await this.decide(tx, attempt);
    const { business, sealedAt, expiresAt } = decided;
    // Chosen again under the lock, as everything is: the decision has made sure that it is there and kept.
    const snapshot = (await chooseSnapshot(tx, business.id, attempt.ask.snapshotId))!;
    // Before it is opened, which takes its digest off the row. Not the content itself, which would take as long as the book is:
    // what row and log say of it. Its rows cannot be changed while it is sealed (invariant 4), and "snapshot verify" reads them.
    const compared = (await this.verification.onRecord(tx, business.id, snapshot.id))!;
    await sealCurrent(tx, business, 'restore', sealedAt, expiresAt);
    await switchToSnapshot(tx, business, snapshot.id);
    const { switchId, eventId } = await this.conclude(decided, attempt, snapshot.id, compared);
    return {
      id: switchId,
      restored: { id: snapshot.id },
      replaced: sealedView(business.currentBookId, sealedAt, expiresAt),
      auditEventId: eventId,
    };
  }

  private async run<Answer>(
    { kind, actor, membership, ask, idempotencyKey }: SwitchRequest,
    work: (tx: Tx, attempt: Attempt) => Promise<Answer>,
  ): Promise<Answer> {
    // Asked before any transaction is open: the log has connections of its own.
    const isLogOpen = await this.auditHealth.isOpen();
    const known = { kind, actor, businessId: membership.businessId, ask, isLogOpen };
    return this.commands.run({
      name: `business.${kind}`,
      actor,
      membership,
      request: ask,
      idempotencyKey,
      personal: ask.reason === undefined ? undefined : { reason_given: ask.reason },
      look: async (manager, operation, isHeld) =>
        refusalWhileWriting(await read(manager, { ...known, operation }), isHeld),
      work: (tx, operation) => work(tx, { ...known, operation }),
    });
  }

  /** Takes the exclusive lock, repeats every check under it, and throws the first refusal. */
  private async decide(tx: Tx, attempt: Attempt): Promise<Decided> {
    const business = await lockForSwitch(tx, attempt.businessId);
    if (!business) throw notFound('business');
    const reading = await read(tx, attempt);
    const refusal = refusalOf(reading);
    if (refusal) throw refusal;
    const sealedAt = now();
    const expiresAt = new Date(sealedAt.getTime() + this.settings.snapshotRetentionDays * DAY_MS);
    return { tx, business, reading, sealedAt, expiresAt };
  }

  /** The event, the record that needs it, and the mails: in the same transaction as the switch itself. */
  private async conclude(
    { tx, business, reading, sealedAt, expiresAt }: Decided,
    { kind, actor, operation, ask }: Attempt,
    toBook: BookId,
    restored?: ComparedSnapshot,
  ): Promise<{ switchId: string; eventId: string }> {
    const switchId = newId();
    const fromBook = business.currentBookId;
    const details = { switch_id: switchId, from_book_id: fromBook, to_book_id: toBook };
    const common = {
      subjectId: business.id,
      actor,
      roles: rolesOf(actor, reading.membership),
      originalOwner: isOriginalOwner(actor, reading.membership),
      outcome: 'success',
      operationId: operation.id,
      authorization: { decision: 'allowed', rule: ruleOf(`business.${kind}`) },
      precondition: evidenceOf(reading),
    } as const;
    const event =
      kind === 'reset'
        ? await this.audit.append(tx, {
            ...common,
            type: 'business.reset.completed',
            snapshot: { id: fromBook },
            details,
          })
        : await this.audit.append(tx, {
            ...common,
            type: 'business.restore.completed',
            ...restoredEvidence(toBook, restored!, { ...details, replaced_snapshot_id: fromBook }),
          });
    await recordSwitch(tx, {
      id: switchId,
      businessId: business.id,
      kind,
      from: fromBook,
      to: toBook,
      by: actor.id,
      at: sealedAt,
      eventId: event.id,
    });
    await this.notices.queue(tx, {
      kind,
      businessId: business.id,
      at: sealedAt,
      until: expiresAt,
      by: actor.email,
      reason: ask.reason ?? '',
      snapshotId: fromBook,
      counts: restored?.counts ?? undefined,
    });
    return { switchId, eventId: event.id };
  }
}

/** What was given back: the digest that the log knows, and whether the row still said the same when it was opened. */
function restoredEvidence<Details>(
  id: BookId,
  { digest, counts, verdict, digestEventId }: ComparedSnapshot,
  details: Details,
) {
  return {
    snapshot: { id, ...(digest && counts && { digest, counts }) },
    details: { ...details, comparison: verdict, ...(digestEventId && { digest_event_id: digestEventId }) },
  };
}

interface SwitchRequest {
  readonly kind: SwitchKind;
  readonly actor: UserActor;
  readonly membership: MembershipFacts;
  readonly ask: RestoreRequest;
  readonly idempotencyKey?: string;
}

interface Attempt {
  readonly kind: SwitchKind;
  readonly actor: UserActor;
  readonly businessId: BusinessId;
  readonly ask: RestoreRequest;
  readonly operation: Operation;
  readonly isLogOpen: boolean;
}

/** Everything that the decision depends on: read under lock in a switch, without it when looking. */
async function read(
  manager: EntityManager,
  { kind, actor, businessId, ask, operation, isLogOpen }: Attempt,
): Promise<SwitchReading> {
  return readSwitchFacts(manager, {
    kind,
    userId: actor.id,
    sessionId: actor.sessionId,
    businessId,
    typedEmail: ask.signUpEmail,
    expectedBookId: ask.expectedBookId,
    ...(kind === 'restore' && { target: { snapshot: await targetOf(manager, businessId, ask) } }),
    auditAvailable: operation.auditAvailable && isLogOpen,
  });
}

/**
 * What is to be restored. Whoever says which books were shown may name the snapshot that was brought back since: its books
 * are the open ones now, and that the books have changed says more than that there is no such snapshot.
 */
async function targetOf(
  manager: EntityManager,
  businessId: BusinessId,
  { snapshotId, expectedBookId }: RestoreRequest,
): Promise<Snapshot | undefined> {
  const isBack = snapshotId && expectedBookId && (await isOpenBook(manager, businessId, snapshotId));
  return isBack ? undefined : chooseSnapshot(manager, businessId, snapshotId);
}

/**
 * The named snapshot of this business, or without a name the one of the newest reset that held something. Undefined where
 * there is none; throws NOT_FOUND for a name that is none.
 */
export async function chooseSnapshot(
  manager: EntityManager,
  businessId: BusinessId,
  id?: string,
): Promise<Snapshot | undefined> {
  if (id === undefined) return findLatestResetSnapshot(manager, businessId);
  const snapshot = await findSnapshot(manager, businessId, id);
  if (!snapshot) throw notFound('snapshot');
  return snapshot;
}

function sealedView(id: BookId, sealedAt: Date, expiresAt: Date) {
  return { id, sealedAt: sealedAt.toISOString(), expiresAt: expiresAt.toISOString() };
}
