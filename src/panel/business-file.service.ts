import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { staffMay } from '../policy/ability.js';
import type { PolicySubject } from '../policy/policy.js';
import { AuditLog } from '../log/events/audit-log.service.js';
import { AuditReader } from '../log/events/audit-reader.service.js';
import { BankFeeds, readFeeds } from '../banking/bank-feeds/bank-feeds.service.js';
import type { SwitchKind } from '../books/book.entity.js';
import { SnapshotHolds } from '../books/holds.service.js';
import { Snapshots } from '../books/snapshots.service.js';
import { Members } from '../people/businesses/members.service.js';
import { select, selectOne } from '../platform/database/transaction.js';
import type { Edition, Locale, StaffActor } from '../platform/kernel/actor.js';
import { notFound } from '../platform/kernel/app-error.js';
import { bytesToId, idToBytes, type BusinessId, type UserId } from '../platform/kernel/ids.js';
import { HistoryView } from '../review/history-view.service.js';
import { recordOpening } from './business-opening.js';
import { feedRows } from './feed-rows.js';
import { actionsAllowedTo, holdRow } from './support-pages.service.js';
import { Preconditions } from './preconditions.service.js';
import { WaitingPayments } from './waiting-payments.service.js';
import { TABS, type BusinessPart, type BusinessView, type SwitchRow, type Tab } from './views.js';

/** A business as staff see it: who and when, nothing of what is in its books. */
interface FileHead {
  readonly id: BusinessId;
  readonly name: string;
  readonly edition: Edition;
  readonly originalOwnerId: UserId;
  readonly originalOwner: string;
  readonly signedUpAt: Date;
  readonly plan: string;
  readonly trialEndsAt: Date;
}

const SUBJECT_OF_TAB: Readonly<Record<Tab, PolicySubject>> = {
  overview: 'Business',
  members: 'Member',
  'bank-feeds': 'BankFeed',
  payments: 'OnlinePayment',
  snapshots: 'Snapshot',
  switches: 'Snapshot',
  timeline: 'AuditEvent',
};

const EVENTS_PER_PAGE = 30;
const SWITCHES_MAX = 200;

export interface FileQuery {
  readonly tab?: string;
  readonly after?: string;
  readonly locale: Locale;
}

/** The page of one business. Every opening of every part of it is an event of that business. */
@Injectable()
export class BusinessFile {
  constructor(
    private readonly dataSource: DataSource,
    private readonly preconditions: Preconditions,
    private readonly members: Members,
    private readonly feeds: BankFeeds,
    private readonly snapshots: Snapshots,
    private readonly holds: SnapshotHolds,
    private readonly reader: AuditReader,
    private readonly history: HistoryView,
    private readonly audit: AuditLog,
    private readonly payments: WaitingPayments,
  ) {}

  /** Throws NOT_FOUND for a business that is none, and for a part that is none or not for the role. */
  async open(actor: StaffActor, id: string, query: FileQuery): Promise<BusinessView> {
    const tabs = TABS.filter((tab) => staffMay(actor.role, 'read', SUBJECT_OF_TAB[tab]));
    const tab = tabs.find((known) => known === (query.tab ?? 'overview'));
    const head = await this.headOf(id as BusinessId);
    if (!tab || !head) throw notFound('page of a business');
    await recordOpening(this.audit, actor, head.id, tab);
    const { originalOwnerId: _, signedUpAt, trialEndsAt, ...rest } = head;
    return {
      business: { ...rest, signedUpAt: signedUpAt.toISOString(), trialEndsAt: trialEndsAt.toISOString() },
      tab,
      tabs,
      allowed: actionsAllowedTo(actor.role),
      part: await this.part(actor, head, tab, query),
    };
  }

  private async headOf(id: BusinessId): Promise<FileHead | undefined> {
    const row = await selectOne<{
      name: string;
      edition: Edition;
      original_owner_id: Buffer;
      email: string;
      created_at: Date;
      plan: string;
      trial_ends_at: Date;
    }>(
      this.dataSource.manager,
      `SELECT b.name, b.edition, b.original_owner_id, u.email, b.created_at, s.plan, s.trial_ends_at
       FROM businesses b JOIN users u ON u.id = b.original_owner_id JOIN subscriptions s ON s.business_id = b.id
       WHERE b.id = ?`,
      [idToBytes(id)],
    );
    return (
      row && {
        id,
        name: row.name,
        edition: row.edition,
        originalOwnerId: bytesToId<UserId>(row.original_owner_id),
        originalOwner: row.email,
        signedUpAt: row.created_at,
        plan: row.plan,
        trialEndsAt: row.trial_ends_at,
      }
    );
  }

  private async part(actor: StaffActor, head: FileHead, tab: Tab, query: FileQuery): Promise<BusinessPart> {
    const banks = this.feeds.institutionNames(query.locale);
    const { id, originalOwnerId } = head;
    switch (tab) {
      case 'overview':
        return { kind: tab, ...(await this.preconditions.of(id, originalOwnerId, banks)) };
      case 'members': {
        const { items } = await this.members.list({ businessId: id, originalOwnerId, memberRole: 'viewer' });
        return { kind: tab, members: items };
      }
      case 'bank-feeds':
        return { kind: tab, feeds: feedRows(await readFeeds(this.dataSource.manager, id), banks) };
      case 'payments':
        return { kind: tab, ...(await this.payments.ofBusiness(id, query.after)) };
      case 'snapshots':
        return { kind: tab, ...(await this.snapshotsOf(id, staffMay(actor.role, 'hold', 'Snapshot'))) };
      case 'switches':
        return { kind: tab, switches: await this.switchesOf(id) };
      case 'timeline': {
        const page = await this.reader.ofBusiness({ actor, roles: [actor.role] }, id, EVENTS_PER_PAGE, query.after);
        return { kind: tab, events: await this.history.of(page.items, query.locale), next: page.next };
      }
    }
  }

  private async snapshotsOf(businessId: BusinessId, mayLift: boolean) {
    const holds = await this.holds.inForceIn(businessId);
    const snapshots = await this.snapshots.list(businessId);
    const known = new Set<string>(snapshots.map(({ id }) => id));
    return {
      // Without counts: how much is in the books is accounting data too.
      snapshots: snapshots.map(({ id, cause, state, digest, sealedAt, expiresAt }) => ({
        id,
        cause,
        state,
        digest,
        sealedAt: sealedAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
        holds: (holds.get(id) ?? []).map((hold) => holdRow(hold, mayLift)),
      })),
      restoredHeld: [...holds.keys()].filter((id) => !known.has(id)),
    };
  }

  private async switchesOf(id: BusinessId): Promise<SwitchRow[]> {
    const rows = await select<{
      id: Buffer;
      kind: SwitchKind;
      switched_at: Date;
      email: string;
      from_book_id: Buffer;
      audit_event_id: Buffer;
    }>(
      this.dataSource.manager,
      `SELECT s.id, s.kind, s.switched_at, u.email, s.from_book_id, s.audit_event_id
       FROM book_switches s JOIN users u ON u.id = s.by_user_id
       WHERE s.business_id = ? ORDER BY s.switched_at DESC, s.id DESC LIMIT ?`,
      [idToBytes(id), SWITCHES_MAX],
    );
    return rows.map((row) => ({
      id: bytesToId(row.id),
      kind: row.kind,
      at: row.switched_at.toISOString(),
      by: row.email,
      snapshotId: bytesToId(row.from_book_id),
      eventId: bytesToId(row.audit_event_id),
    }));
  }
}
