import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { rolesOf, type MembershipFacts } from '../policy/ability.js';
import { JournalService, type JournalEntryView } from '../accounting/journal.service.js';
import { Reports } from '../accounting/reports.service.js';
import { AuditLog } from '../log/events/audit-log.service.js';
import type { BookCounts } from '../books/book-counts.js';
import { Snapshots, type Snapshot } from '../books/snapshots.service.js';
import type { UserActor } from '../platform/kernel/actor.js';
import type { Page } from '../platform/kernel/page.js';
import type { PageRequest } from '../platform/kernel/schemas.js';

/** Looking something up in a snapshot without restoring it (SPEC §4.6). Every look is recorded. */
@Injectable()
export class SnapshotView {
  constructor(
    private readonly snapshots: Snapshots,
    private readonly reports: Reports,
    private readonly journal: JournalService,
    private readonly audit: AuditLog,
  ) {}

  /** Throws NOT_FOUND, SNAPSHOT_EXPIRED; the same for every look. */
  async open(actor: UserActor, membership: MembershipFacts, id: string): Promise<Snapshot> {
    const snapshot = await this.snapshots.getKept(membership.businessId, id);
    await this.audit.record({
      type: 'snapshot.viewed',
      subjectId: membership.businessId,
      actor,
      roles: rolesOf(actor, membership),
      outcome: 'success',
      snapshot: { id: snapshot.id },
      details: {},
    });
    return snapshot;
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
