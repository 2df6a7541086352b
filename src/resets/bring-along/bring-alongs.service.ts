import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { addOpeningEntry, carrySettled } from '../../accounting/opening-balances.js';
import { bringRows, type Brought } from '../../books/bring-along/bring-along.js';
import { enterFence, type BookWrite } from '../../books/fence.js';
import { SnapshotVerification, type ComparedSnapshot } from '../../books/snapshot-verification.service.js';
import { findSnapshot, lockSnapshot, Snapshots } from '../../books/snapshots.service.js';
import { WriteJobs } from '../../books/write-jobs.service.js';
import { RecordedCommands, type Operation } from '../../log/commands/recorded-commands.service.js';
import { AuditLog } from '../../log/events/audit-log.service.js';
import { AuditReader } from '../../log/events/audit-reader.service.js';
import { ruleOf } from '../../log/recorded-commands.js';
import { AuditHealth } from '../../log/transparency-log/audit-health.service.js';
import { businessHead } from '../../people/businesses/business-head.js';
import { isDuplicateKey, type Tx } from '../../platform/database/transaction.js';
import type { Locale, UserActor } from '../../platform/kernel/actor.js';
import { AppError, notFound } from '../../platform/kernel/app-error.js';
import type { BookId, BusinessId } from '../../platform/kernel/ids.js';
import { isOriginalOwner, rolesOf, type MembershipFacts } from '../../policy/ability.js';
import { evidenceOf, readSwitchFacts, refusalOf, refusalWhileWriting, type SwitchReading } from '../switch-facts.js';
import {
  assertMeaningful,
  bringingOf,
  choicesOf,
  isUndecided,
  planBringing,
  type BringAlongPlan,
  type BringAlongRequest,
} from './bring-along-plan.js';

/** Rows by kind of table; times are ISO 8601 UTC. */
export interface BringAlongAnswer {
  readonly snapshot: { readonly id: string };
  readonly added: Readonly<Record<string, number>>;
  readonly replaced: Readonly<Record<string, number>>;
  readonly openingEntry: { readonly id: string; readonly date: string; readonly lines: number } | null;
  readonly auditEventId: string;
}

/** What a selective restore brought: rows by table. */
export interface BroughtView extends Brought {
  readonly openingDate: string | null;
}

export type BringAlongPreview = BringAlongPlan & { readonly bookId: BookId; readonly undecided: boolean };

const LABELS: Record<Locale, (date: string) => string> = {
  fr: (date) => `Soldes d’ouverture au ${date}`,
  en: (date) => `Opening balances at ${date}`,
};

const SETTLED: Record<Locale, string> = { fr: 'Réglé avant la reprise', en: 'Settled before it was brought along' };

/**
 * Selective restore (SPEC §4.7): kinds of data come from a kept snapshot into the open books, all or nothing, with what they refer
 * to. It writes as every writer does, behind the fence; the snapshot is only read.
 */
@Injectable()
export class BringAlongs {
  constructor(
    private readonly dataSource: DataSource,
    private readonly commands: RecordedCommands,
    private readonly audit: AuditLog,
    private readonly auditHealth: AuditHealth,
    private readonly verification: SnapshotVerification,
    private readonly snapshots: Snapshots,
    private readonly jobs: WriteJobs,
    private readonly events: AuditReader,
  ) {}

  /** Changes and records nothing. Throws NOT_FOUND, SNAPSHOT_EXPIRED, VALIDATION. */
  async preview(actor: UserActor, { businessId }: MembershipFacts, ask: BringAlongRequest): Promise<BringAlongPreview> {
    assertMeaningful(ask);
    const { manager } = this.dataSource;
    await this.snapshots.getKept(businessId, ask.snapshotId);
    const { bookId } = await readSwitchFacts(manager, {
      kind: 'bring-along',
      userId: actor.id,
      businessId,
      auditAvailable: true,
    });
    const plan = await planBringing(manager, ask, bookId);
    return { ...plan, bookId, undecided: isUndecided(plan, ask) };
  }

  /** Refusals in the order of the table; CONFLICTS_UNDECIDED with the first conflicts. Throws VALIDATION unrecorded. */
  async bring(
    actor: UserActor,
    membership: MembershipFacts,
    ask: BringAlongRequest,
    idempotencyKey?: string,
  ): Promise<BringAlongAnswer> {
    assertMeaningful(ask);
    // Asked before any transaction is open: the log has connections of its own.
    const isLogOpen = await this.auditHealth.isOpen();
    const attempt = { actor, membership, ask, isLogOpen };
    return this.commands.run({
      name: 'business.bring-along',
      actor,
      membership,
      request: ask,
      idempotencyKey,
      personal: ask.reason === undefined ? undefined : { reason_given: ask.reason },
      look: async (manager, operation, isHeld) =>
        refusalWhileWriting(await read(manager, { ...attempt, operation }), isHeld),
      work: (tx, operation) => this.bringIn(tx, { ...attempt, operation }),
    });
  }

  /** What one brought, as the log has it; undefined for an event that is none of this business. */
  async done(businessId: BusinessId, eventId: string): Promise<BroughtView | undefined> {
    const details = await this.events.detailsOf(businessId, eventId, 'business.bring-along.completed');
    return details && { added: details.added, replaced: details.replaced, openingDate: details.opening_date ?? null };
  }

  private async bringIn(tx: Tx, attempt: Attempt): Promise<BringAlongAnswer> {
    const { ask, membership } = attempt;
    const into = await enterFence(tx, membership.businessId);
    // Before anything is announced, or it would find itself.
    const reading = await read(tx, attempt);
    const refusal = refusalOf(reading);
    if (refusal) throw refusal;
    // Nobody deletes its rows meanwhile, and two who bring from it come one after the other.
    await lockSnapshot(tx, ask.snapshotId as BookId);
    const plan = await planBringing(tx, ask, into.bookId);
    if (isUndecided(plan, ask)) throw undecided(reading, plan);
    return this.jobs.announced(membership.businessId, 'bring-along', async (report) => {
      const { added, replaced } = await this.rows(into, attempt, plan, report);
      const { locale } = await businessHead(tx, membership.businessId);
      if (added['invoices']) await carrySettled(into, ask.snapshotId as BookId, SETTLED[locale]);
      const entry =
        plan.opening && (await addOpeningEntry(into, ask.snapshotId as BookId, plan.opening, LABELS[locale]));
      const compared = (await this.verification.onRecord(tx, membership.businessId, ask.snapshotId))!;
      const eventId = await this.record(tx, attempt, reading, compared, { added, replaced, entryId: entry?.id });
      return { snapshot: { id: ask.snapshotId }, added, replaced, openingEntry: entry, auditEventId: eventId };
    });
  }

  private async rows(
    into: BookWrite,
    { ask }: Attempt,
    { tables }: BringAlongPlan,
    report: (done: number, total: number) => void,
  ): Promise<Brought> {
    const total = tables.reduce((sum, { wanted, there }) => sum + wanted - there, 0);
    try {
      return await bringRows(into.tx, bringingOf(ask, into.bookId), choicesOf(ask), (done) => report(done, total));
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      throw new AppError(
        'BOOK_CHANGED',
        'The open books changed meanwhile. Nothing was brought. Look at them again first.',
      );
    }
  }

  private async record(
    tx: Tx,
    { actor, membership, ask, operation }: Attempt,
    reading: SwitchReading,
    { digest, counts, verdict, digestEventId }: ComparedSnapshot,
    { added, replaced, entryId }: Brought & { entryId?: string },
  ): Promise<string> {
    const { id } = await this.audit.append(tx, {
      type: 'business.bring-along.completed',
      subjectId: membership.businessId,
      actor,
      roles: rolesOf(actor, reading.membership),
      originalOwner: isOriginalOwner(actor, reading.membership),
      outcome: 'success',
      operationId: operation.id,
      authorization: { decision: 'allowed', rule: ruleOf('business.bring-along') },
      precondition: evidenceOf(reading),
      snapshot: { id: ask.snapshotId, ...(digest && counts && { digest, counts }) },
      details: {
        to_book_id: reading.bookId,
        kinds: [...new Set(ask.kinds)],
        added,
        replaced,
        ...(entryId && { opening_entry_id: entryId, opening_date: ask.openingBalancesAt }),
        comparison: verdict,
        ...(digestEventId && { digest_event_id: digestEventId }),
      },
    });
    return id;
  }
}

interface Attempt {
  readonly actor: UserActor;
  readonly membership: MembershipFacts;
  readonly ask: BringAlongRequest;
  readonly operation: Operation;
  readonly isLogOpen: boolean;
}

async function read(
  manager: EntityManager,
  { actor, membership, ask, operation, isLogOpen }: Attempt,
): Promise<SwitchReading> {
  const snapshot = await findSnapshot(manager, membership.businessId, ask.snapshotId);
  if (!snapshot) throw notFound('snapshot');
  return readSwitchFacts(manager, {
    kind: 'bring-along',
    userId: actor.id,
    businessId: membership.businessId,
    expectedBookId: ask.expectedBookId,
    target: { snapshot },
    auditAvailable: operation.auditAvailable && isLogOpen,
  });
}

function undecided(reading: SwitchReading, { conflicts }: BringAlongPlan) {
  return refusalOf({ ...reading, conflicts, facts: { ...reading.facts, conflictsUndecided: true } })!;
}
