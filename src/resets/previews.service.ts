import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { MembershipFacts } from '../policy/ability.js';
import { AuditHealth } from '../log/transparency-log/audit-health.service.js';
import { countBook, type BookCounts } from '../books/book-counts.js';
import type { SwitchKind } from '../books/book.entity.js';
import type { Snapshot } from '../books/snapshots.service.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { DAY_MS, later } from '../platform/kernel/clock.js';
import type { BookId } from '../platform/kernel/ids.js';
import type { Currency } from '../platform/kernel/money.js';
import { PayLinks } from '../banking/online-payments/pay-links.service.js';
import { chooseSnapshot } from './resets.service.js';
import { explain, readSwitchFacts, type RefusalExtra } from './switch-facts.js';
import { refusalsOf, type RefusalCode } from './switch-plan.js';

export interface Blocker extends RefusalExtra {
  readonly code: RefusalCode;
  readonly detail: string;
}

export interface ResetPreview {
  readonly allowed: boolean;
  /** The open books, of which all this is said; a confirmation that names them is not carried out on others. */
  readonly bookId: BookId;
  readonly blockers: readonly Blocker[];
  readonly replaces: BookCounts;
  /** The kinds of data that stay. */
  readonly keeps: readonly KeptKind[];
  /** Invoices that a customer can still pay through a link; `amount` is a decimal string. */
  readonly openPayLinks: OpenPayLinks;
  /** Until when a reset made now could be undone, ISO 8601 UTC. */
  readonly undoUntil: string;
}

export interface OpenPayLinks {
  readonly count: number;
  readonly amount: string;
  readonly currency: Currency;
}

export interface RestorePreview {
  readonly allowed: boolean;
  readonly bookId: BookId;
  readonly blockers: readonly Blocker[];
  /** What comes back; null where there is nothing to restore. */
  readonly restores: { readonly snapshot: SnapshotView; readonly counts: BookCounts } | null;
  /** What is overwritten, and becomes a snapshot itself. */
  readonly overwrites: BookCounts;
  /** Until when the overwritten state would be kept, ISO 8601 UTC. */
  readonly undoUntil: string;
}

/** Times are ISO 8601 UTC. */
export interface SnapshotView {
  readonly id: string;
  readonly cause: SwitchKind;
  readonly sealedAt: string;
  readonly expiresAt: string;
  readonly state: 'kept' | 'expired';
  /** It is kept beyond that date. */
  readonly onHold?: boolean;
  /** Nothing is in it but what a fresh book holds. */
  readonly asOnSignUp?: boolean;
  readonly digest?: string;
  readonly counts?: BookCounts;
}

/** What a reset keeps, in the words of SPEC §2; the tables behind them are those declared `kept`. */
export const KEPT_KINDS = [
  'usersAndMembers',
  'business',
  'billing',
  'bankFeedConnections',
  'onlinePayments',
  'documentNumbers',
  'snapshots',
  'auditLog',
  'sessions',
] as const;
export type KeptKind = (typeof KEPT_KINDS)[number];

export const viewOfSnapshot = ({ sealedAt, expiresAt, ...rest }: Snapshot): SnapshotView => ({
  ...rest,
  sealedAt: sealedAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
});

/** What a reset or restore would do and what stands in its way, found by the same code that decides it. */
@Injectable()
export class Previews {
  constructor(
    private readonly dataSource: DataSource,
    private readonly businesses: Businesses,
    private readonly auditHealth: AuditHealth,
    private readonly payLinks: PayLinks,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async reset(actor: UserActor, { businessId }: MembershipFacts): Promise<ResetPreview> {
    const { bookId, blockers } = await this.blockers(actor, businessId, 'reset');
    return {
      allowed: blockers.length === 0,
      bookId,
      blockers,
      replaces: await countBook(this.dataSource.manager, bookId),
      keeps: KEPT_KINDS,
      openPayLinks: {
        ...(await this.payLinks.open(businessId)),
        currency: await this.businesses.currencyOf(businessId),
      },
      undoUntil: this.undoUntil(),
    };
  }

  /** Throws NOT_FOUND for a snapshot that is not this business's. */
  async restore(actor: UserActor, { businessId }: MembershipFacts, snapshotId?: string): Promise<RestorePreview> {
    const manager = this.dataSource.manager;
    const snapshot = await chooseSnapshot(manager, businessId, snapshotId);
    const { bookId, blockers } = await this.blockers(actor, businessId, 'restore', { snapshot });
    const kept = snapshot?.state === 'kept' ? snapshot : undefined;
    return {
      allowed: blockers.length === 0,
      bookId,
      blockers,
      restores: kept
        ? { snapshot: viewOfSnapshot(kept), counts: kept.counts ?? (await countBook(manager, kept.id)) }
        : null,
      overwrites: await countBook(manager, bookId),
      undoUntil: this.undoUntil(),
    };
  }

  private undoUntil(): string {
    return later(this.settings.snapshotRetentionDays * DAY_MS).toISOString();
  }

  private async blockers(
    actor: UserActor,
    businessId: MembershipFacts['businessId'],
    kind: SwitchKind,
    target?: { snapshot: Snapshot | undefined },
  ): Promise<{ bookId: BookId; blockers: Blocker[] }> {
    const reading = await readSwitchFacts(this.dataSource.manager, {
      kind,
      userId: actor.id,
      businessId,
      target,
      auditAvailable: await this.auditHealth.isWritable(),
    });
    const blockers = refusalsOf(reading.facts).map((code) => {
      const { detail, extra } = explain(code, reading);
      return { code, detail, ...extra };
    });
    return { bookId: reading.bookId, blockers };
  }
}
