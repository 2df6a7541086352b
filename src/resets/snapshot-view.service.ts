import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { rolesOf, type MembershipFacts } from '../policy/ability.js';
import { JournalService, type JournalEntryView } from '../accounting/journal.service.js';
import { Reports } from '../accounting/reports.service.js';
import { AuditLog } from '../log/events/audit-log.service.js';
import type { BookCounts } from '../books/book-counts.js';
import { Snapshots, type Snapshot } from '../books/snapshots.service.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { MINUTE_MS, now } from '../platform/kernel/clock.js';
import type { Page } from '../platform/kernel/page.js';
import type { PageRequest } from '../platform/kernel/schemas.js';

/** So long is one visit: it is recorded when it begins, and not again for every list and page of it. */
const VISIT_MS = 15 * MINUTE_MS;
const VISITS_MAX = 10_000;

interface Visit {
  readonly began: number;
  readonly recorded: Promise<unknown>;
}

/**
 * Looking something up in a snapshot without restoring it (SPEC §4.6). Every visit is recorded before anything is shown: once
 * for a person and a snapshot within a quarter of an hour. Other processes do not know of it and record it again, never less.
 */
@Injectable()
export class SnapshotView {
  private readonly visits = new Map<string, Visit>();

  constructor(
    private readonly snapshots: Snapshots,
    private readonly reports: Reports,
    private readonly journal: JournalService,
    private readonly audit: AuditLog,
  ) {}

  /** Throws NOT_FOUND, SNAPSHOT_EXPIRED; the same for every look. */
  async open(actor: UserActor, membership: MembershipFacts, id: string): Promise<Snapshot> {
    const snapshot = await this.snapshots.getKept(membership.businessId, id);
    await this.recordVisit(actor, membership, snapshot);
    return snapshot;
  }

  private async recordVisit(actor: UserActor, membership: MembershipFacts, { id }: Snapshot): Promise<void> {
    const key = `${actor.id} ${id}`;
    const last = this.visits.get(key);
    if (last && now().getTime() - last.began < VISIT_MS) return void (await last.recorded);
    const recorded = this.audit.record({
      type: 'snapshot.viewed',
      subjectId: membership.businessId,
      actor,
      roles: rolesOf(actor, membership),
      outcome: 'success',
      snapshot: { id },
      details: {},
    });
    this.visits.delete(key);
    this.visits.set(key, { began: now().getTime(), recorded });
    if (this.visits.size > VISITS_MAX) this.visits.delete(this.visits.keys().next().value!);
    try {
      await recorded;
    } catch (error) {
      // Nothing was shown, so nothing was visited.
      this.visits.delete(key);
      throw error;
    }
  }

  async counts(actor: UserActor, membership: MembershipFacts, id: string): Promise<BookCounts> {
    return this.reports.countsOfBook((await this.open(actor, membership, id)).id);
  }

  /** In JSON. */
  async trialBalance(actor: UserActor, membership: MembershipFacts, id: string): Promise<Readable> {
    return this.reports.trialBalanceJson(membership.businessId, (await this.open(actor, membership, id)).id);
  }

  async entries(
    actor: UserActor,
    membership: MembershipFacts,
    id: string,
    page: PageRequest,
  ): Promise<Page<JournalEntryView>> {
    return this.journal.listOfBook((await this.open(actor, membership, id)).id, page);
  }
}
