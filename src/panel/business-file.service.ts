import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { staffMay } from '../policy/ability.js';
import type { PolicySubject } from '../policy/policy.js';
import { AuditReader } from '../log/events/audit-reader.service.js';
import { BankFeeds, readFeeds } from '../banking/bank-feeds/bank-feeds.service.js';
import { SnapshotHolds } from '../books/holds.service.js';
import { SnapshotVerification } from '../books/snapshot-verification.service.js';
import { Snapshots } from '../books/snapshots.service.js';
import { switchesOf, switchesThatSealed } from '../books/switch-history.js';
import { BusinessLookup, type BusinessFileHead } from '../people/businesses/business-lookup.service.js';
import { Members } from '../people/businesses/members.service.js';
import type { Locale, StaffActor } from '../platform/kernel/actor.js';
import { notFound } from '../platform/kernel/app-error.js';
import type { BusinessId } from '../platform/kernel/ids.js';
import { Notes } from '../support/notes.service.js';
import { BusinessOpenings } from './business-opening.js';
import { comparedRow } from './evidence/evidence-pages.service.js';
import { feedRows } from './feed-rows.js';
import { actionsAllowedTo, holdRow } from './support-pages.service.js';
import type { PageCommand } from './panel-page.js';
import { Situations } from './situation.service.js';
import { isTimelineFilter, Timelines } from './timeline.service.js';
import { WaitingPayments } from './waiting-payments.service.js';
import { TABS, type BusinessPart, type BusinessView, type SwitchRow, type Tab } from './views.js';

const SUBJECT_OF_TAB: Readonly<Record<Tab, PolicySubject>> = {
  overview: 'Business',
  members: 'Member',
  'bank-feeds': 'BankFeed',
  payments: 'OnlinePayment',
  snapshots: 'Snapshot',
  switches: 'Snapshot',
  timeline: 'AuditEvent',
  notes: 'Note',
};

const SWITCHES_MAX = 200;

export interface FileQuery {
  readonly tab?: string;
  readonly after?: string;
  /** Of the timeline: which of its events. */
  readonly only?: string;
  readonly locale: Locale;
}

/** The page of one business. Looking at it is an event of that business, once a visit. */
@Injectable()
export class BusinessFile {
  constructor(
    private readonly dataSource: DataSource,
    private readonly lookup: BusinessLookup,
    private readonly situations: Situations,
    private readonly members: Members,
    private readonly feeds: BankFeeds,
    private readonly snapshots: Snapshots,
    private readonly holds: SnapshotHolds,
    private readonly verification: SnapshotVerification,
    private readonly reader: AuditReader,
    private readonly timelines: Timelines,
    private readonly notes: Notes,
    private readonly openings: BusinessOpenings,
    private readonly payments: WaitingPayments,
  ) {}

  /** What is done on the page itself. */
  readonly commands: Readonly<Record<string, PageCommand>> = {
    'add-note': { may: 'write', on: 'Note', run: (actor, given) => this.notes.add(actor, given) },
  };

  /** Throws NOT_FOUND for a business that is none, and for a part that is none or not for the role. */
  async open(actor: StaffActor, id: string, query: FileQuery): Promise<BusinessView> {
    const tabs = TABS.filter((tab) => staffMay(actor.role, 'read', SUBJECT_OF_TAB[tab]));
    const tab = tabs.find((known) => known === (query.tab ?? 'overview'));
    const head = await this.lookup.fileHead(id);
    if (!tab || !head) throw notFound('page of a business');
    await this.openings.record(actor, head.id, tab);
    const { originalOwnerId: _, signedUpAt, trialEndsAt, ...rest } = head;
    return {
      business: { ...rest, signedUpAt: signedUpAt.toISOString(), trialEndsAt: trialEndsAt.toISOString() },
      tab,
      tabs,
      allowed: actionsAllowedTo(actor.role),
      situation: await this.situations.of(head, this.feeds.institutionNames(query.locale)),
      part: await this.part(actor, head, tab, query),
    };
  }

  private async part(actor: StaffActor, head: BusinessFileHead, tab: Tab, query: FileQuery): Promise<BusinessPart> {
    const banks = this.feeds.institutionNames(query.locale);
    const { id, originalOwnerId } = head;
    switch (tab) {
      case 'overview':
        return { kind: tab };
      case 'members': {
        const { items } = await this.members.list({ businessId: id, originalOwnerId });
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
      case 'notes': {
        const notes = await this.notes.of(id);
        return { kind: tab, notes: notes.map((note) => ({ ...note, at: note.at.toISOString() })) };
      }
      case 'timeline': {
        const only = isTimelineFilter(query.only) ? query.only : 'story';
        return { kind: tab, only, ...(await this.timelines.page(actor, id, { ...query, only })) };
      }
    }
  }

  private async snapshotsOf(businessId: BusinessId, mayLift: boolean) {
    const holds = await this.holds.inForceIn(businessId);
    const snapshots = await this.snapshots.list(businessId);
    const compared = await this.verification.allOnRecord(this.dataSource.manager, businessId);
    const sealing = await switchesThatSealed(this.dataSource.manager, businessId);
    const purges = await this.reader.allOfType(this.dataSource.manager, businessId, 'snapshot.purged');
    const purged = new Map(purges.map(({ id, snapshot }) => [snapshot!.id, id]));
    const known = new Set<string>(snapshots.map(({ id }) => id));
    return {
      // Without counts: how much is in the books is accounting data too.
      snapshots: snapshots.map(({ id, cause, state, sealedAt, expiresAt }) => ({
        id,
        cause,
        state,
        ...(compared.has(id) && { compared: comparedRow(compared.get(id)!) }),
        ...(sealing.has(id) && { switchEventId: sealing.get(id) }),
        ...(purged.has(id) && { purgedEventId: purged.get(id) }),
        sealedAt: sealedAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
        holds: (holds.get(id) ?? []).map((hold) => holdRow(hold, mayLift)),
      })),
      restoredHeld: [...holds.keys()].filter((id) => !known.has(id)),
    };
  }

  private async switchesOf(id: BusinessId): Promise<SwitchRow[]> {
    const switches = await switchesOf(this.dataSource.manager, id, SWITCHES_MAX);
    return switches.map(({ id: switchId, kind, at, by, from, eventId }) => ({
      id: switchId,
      kind,
      at: at.toISOString(),
      by,
      snapshotId: from,
      eventId,
    }));
  }
}
