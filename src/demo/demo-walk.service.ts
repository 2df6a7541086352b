import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { rolesOf, type MembershipFacts } from '../policy/ability.js';
import { AuditLog } from '../log/events/audit-log.service.js';
import { BankFeeds } from '../banking/bank-feeds/bank-feeds.service.js';
import { blocksSwitch } from '../banking/bank-feeds/bank-feed-states.js';
import { switchesSince } from '../books/switch-history.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { inTransaction } from '../platform/database/transaction.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { notFound } from '../platform/kernel/app-error.js';
import { DemoRegister } from './demo-register.service.js';
import { Demo, partsAgain } from './demo.service.js';

/** How far somebody has come on the walk through a demo business: look at the books, reset them, recover them. */
export interface Walk {
  /** How often it was started again. */
  readonly round: number;
  /** False while it is being made or put back. */
  readonly isReady: boolean;
  readonly hasLooked: boolean;
  /** Bank accounts whose feeds stand in the way of the next step. */
  readonly banks: readonly string[];
  readonly isReset: boolean;
  readonly isRecovered: boolean;
}

/** The walk of the demo's two owners. Of any other business there is none. */
@Injectable()
export class DemoWalk {
  constructor(
    private readonly dataSource: DataSource,
    private readonly register: DemoRegister,
    private readonly demo: Demo,
    private readonly feeds: BankFeeds,
    private readonly businesses: Businesses,
    private readonly audit: AuditLog,
  ) {}

  /** Undefined for a business that is none of the demo's. */
  async of({ businessId }: MembershipFacts): Promise<Walk | undefined> {
    const business = await this.register.findByBusiness(businessId);
    if (!business || partsAgain(business.name).length === 0) return undefined;
    const { round, readyAt, lookedAt } = business;
    const switches = readyAt ? await switchesSince(this.dataSource.manager, businessId, readyAt) : [];
    const feeds = (await this.feeds.list(businessId)).items.filter(({ state }) => blocksSwitch(state));
    const resetAt = switches.lastIndexOf('reset');
    return {
      round,
      isReady: readyAt !== null,
      hasLooked: lookedAt !== null,
      banks: feeds.map(({ bankAccountName }) => bankAccountName),
      isReset: resetAt >= 0,
      isRecovered: resetAt >= 0 && switches.lastIndexOf('restore') > resetAt,
    };
  }

  /** The first step is taken. Throws NOT_FOUND for a business that is none of the demo's. */
  async look(membership: MembershipFacts): Promise<void> {
    const { name } = await this.walked(membership);
    await this.register.looked(name);
  }

  /**
   * Puts a demo business back: its banks are disconnected, what its books hold becomes a snapshot by a reset as any other,
   * and its demo is made anew in the fresh book. Nothing of the log, of a payment or of a snapshot is touched, and each of
   * these steps is recorded for itself. `round` is the one that was shown: asked a second time, it is done once.
   *
   * Throws NOT_FOUND for a business that is none of the demo's.
   */
  async startAgain(actor: UserActor, membership: MembershipFacts, round: number): Promise<void> {
    const { name } = await this.walked(membership);
    const parts = partsAgain(name);
    await this.register.alone(async () => {
      const isShown = (await this.register.find(name))?.round === round;
      if (isShown) await this.begin(actor, membership, name, round);
      await this.demo.makeMissing(parts);
    });
  }

  private async begin(actor: UserActor, membership: MembershipFacts, name: string, round: number): Promise<void> {
    const bookId = await this.businesses.currentBook(membership.businessId);
    await inTransaction(this.dataSource, async (tx) => {
      await this.register.again(
        tx,
        name,
        partsAgain(name).map((part) => part.name),
      );
      await this.audit.append(tx, {
        type: 'demo.started-again',
        subjectId: membership.businessId,
        actor,
        roles: rolesOf(actor, membership),
        originalOwner: true,
        outcome: 'success',
        authorization: { decision: 'allowed', rule: 'original-owner may manage Demo' },
        details: { book_id: bookId, round: round + 1 },
      });
    });
  }

  private async walked({ businessId }: MembershipFacts) {
    const business = await this.register.findByBusiness(businessId);
    if (!business || partsAgain(business.name).length === 0) throw notFound('demo of this business');
    return business;
  }
}
