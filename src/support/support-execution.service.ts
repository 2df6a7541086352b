import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '../log/events/audit-log.service.js';
import { blocksSwitch } from '../banking/bank-feeds/bank-feed-states.js';
import { BankFeeds, type BankFeedView } from '../banking/bank-feeds/bank-feeds.service.js';
import type { BookWrite } from '../books/fence.js';
import { findSnapshot } from '../books/snapshots.service.js';
import { latestSwitch } from '../books/switch-history.js';
import { memberEmail, membershipsOf } from '../people/businesses/members.service.js';
import { originalOwnerOf } from '../people/businesses/receivers.js';
import { SignInLimits, type SignInFailures } from '../people/identity/sign-in-limits.service.js';
import type { StaffActor } from '../platform/kernel/actor.js';
import { AppError, notFound } from '../platform/kernel/app-error.js';
import type { EventId, StaffId } from '../platform/kernel/ids.js';
import { SwitchNotices } from '../resets/switch-notices.service.js';
import { ManageDataLink } from './manage-data-link.service.js';
import {
  SUPPORT_ACTIONS,
  type SupportAction,
  type SupportReading,
  type SupportTarget,
  type Why,
} from './support-actions.js';

/** The request that somebody else approved. */
export interface Approved {
  readonly requestId: string;
  readonly askedBy: StaffId;
}

/** What each action of support looks at and does. Whoever calls has decided that it may be done, and records nothing. */
@Injectable()
export class SupportExecution {
  constructor(
    private readonly audit: AuditLog,
    private readonly feeds: BankFeeds,
    private readonly limits: SignInLimits,
    private readonly notices: SwitchNotices,
    private readonly link: ManageDataLink,
  ) {}

  /** Throws NOT_FOUND for a target that the business does not have. */
  look(manager: EntityManager, target: SupportTarget): Promise<SupportReading> {
    switch (target.action) {
      case 'disconnect-feed':
        return this.lookAtFeed(manager, target);
      case 'lift-sign-in-lock':
        return this.lookAtLock(manager, target);
      case 'send-link':
        return this.lookAtLink(manager, target);
      case 'resend-notice':
        return this.lookAtNotice(manager, target);
    }
  }

  /**
   * Of each of these, in their order; undefined for a target that is gone. What waits for a second person is read in three
   * statements however many there are; the other actions wait for nobody, and are looked at one by one.
   */
  async lookAtEach(manager: EntityManager, targets: readonly SupportTarget[]): Promise<(SupportReading | undefined)[]> {
    const idsFor = (action: SupportAction) => targets.filter((target) => target.action === action).map(idOf);
    const feeds = await this.feeds.getMany(manager, idsFor('disconnect-feed'));
    const members = await this.failuresOfMembers(manager, idsFor('lift-sign-in-lock'));
    const readings: (SupportReading | undefined)[] = [];
    for (const target of targets) {
      if (target.action === 'disconnect-feed') {
        const feed = feeds.get(idOf(target));
        readings.push(feed?.businessId === target.businessId ? ofFeed(feed) : undefined);
      } else if (target.action === 'lift-sign-in-lock') {
        const member = members.get(`${target.businessId} ${idOf(target)}`);
        readings.push(member && ofLock(member.email, member.failures));
      } else readings.push(await this.look(manager, target).catch(undefinedWhenGone));
    }
    return readings;
  }

  /** By `business user`: the address of each membership of these people, and its failed sign-ins. */
  private async failuresOfMembers(
    manager: EntityManager,
    userIds: readonly string[],
  ): Promise<Map<string, { email: string; failures: SignInFailures }>> {
    const members = await membershipsOf(manager, userIds);
    const emails = [...new Set(members.map(({ email }) => email))];
    const failures = await this.limits.failuresOf(manager, emails);
    const byEmail = new Map(emails.map((email, i) => [email, failures[i]!]));
    return new Map(
      members.map(({ businessId, userId, email }) => [
        `${businessId} ${userId}`,
        { email, failures: byEmail.get(email)! },
      ]),
    );
  }

  /**
   * Does it, with its event, in a transaction that has entered the business's fence. Throws INVALID_STATE when it is not
   * possible any more.
   */
  async do(
    into: BookWrite,
    actor: StaffActor,
    target: SupportTarget,
    { reason, ticket }: Pick<Why, 'reason' | 'ticket'>,
    approved?: Approved,
  ): Promise<EventId> {
    const reading = await this.look(into.tx, target);
    if (reading.blocker) throw notPossible(reading.blocker);
    await this.carryOut(into, actor, target, ticket);
    const { may, on, event } = SUPPORT_ACTIONS[target.action];
    const rule = approved ? 'support-lead may approve Request' : `${actor.role} may ${may} ${on}`;
    const { id } = await this.audit.append(into.tx, {
      type: event,
      subjectId: into.businessId,
      actor,
      roles: [actor.role],
      outcome: 'success',
      ticket,
      operationId: approved?.requestId,
      authorization: { decision: 'allowed', rule },
      details: {
        ...(target.targetId !== undefined && { target_id: target.targetId }),
        ...(approved && { request_id: approved.requestId, asked_by: approved.askedBy }),
      },
      personal: { staff_reason: reason },
    });
    return id;
  }

  private async carryOut(into: BookWrite, actor: StaffActor, target: SupportTarget, ticket: string): Promise<void> {
    const { tx, businessId } = into;
    switch (target.action) {
      case 'disconnect-feed':
        await this.feeds.disconnectIn(into, actor, idOf(target), ticket);
        return;
      case 'lift-sign-in-lock':
        return this.limits.forget(tx, await memberEmail(tx, businessId, idOf(target)));
      case 'send-link':
        return this.link.queue(tx, businessId, await originalOwnerOf(tx, businessId));
      case 'resend-notice':
        return this.notices.again(tx, businessId);
    }
  }

  private async lookAtFeed(manager: EntityManager, target: SupportTarget): Promise<SupportReading> {
    return ofFeed(await this.feeds.get(target.businessId, idOf(target), manager));
  }

  private async lookAtLock(manager: EntityManager, target: SupportTarget): Promise<SupportReading> {
    const email = await memberEmail(manager, target.businessId, idOf(target));
    const [failures] = await this.limits.failuresOf(manager, [email]);
    return ofLock(email, failures!);
  }

  private async lookAtLink(manager: EntityManager, { businessId }: SupportTarget): Promise<SupportReading> {
    const { email, locale } = await originalOwnerOf(manager, businessId);
    return { facts: { action: 'send-link', to: { email, locale } } };
  }

  /** Of the latest one only: an earlier notice would tell of a way back that another switch has changed. */
  private async lookAtNotice(manager: EntityManager, target: SupportTarget): Promise<SupportReading> {
    const receivers = (await this.notices.receivers(manager, target.businessId)).map(({ email, locale }) => ({
      email,
      locale,
    }));
    const last = await latestSwitch(manager, target.businessId);
    if (!last) return { facts: { action: 'resend-notice', receivers, notice: null }, blocker: 'no-switch' };
    const { id, kind, at, from } = last;
    const notice = { kind, at: at.toISOString(), until: from.expiresAt.toISOString() };
    const facts = { action: 'resend-notice', receivers, notice } as const;
    if (target.targetId !== undefined && target.targetId !== id) return { facts, blocker: 'other-switch-since' };
    const snapshot = await findSnapshot(manager, target.businessId, from.id);
    return { facts, ...(snapshot?.state !== 'kept' && { blocker: 'snapshot-gone' }) };
  }
}

function ofFeed({ institution, bankAccountName: account, state, since }: BankFeedView): SupportReading {
  return {
    facts: { action: 'disconnect-feed', institution, account, state, since },
    ...(!blocksSwitch(state) && { blocker: 'disconnected-already' }),
  };
}

function ofLock(email: string, { count, isLocked, lastAt }: SignInFailures): SupportReading {
  const lastFailureAt = lastAt?.toISOString() ?? null;
  return {
    facts: { action: 'lift-sign-in-lock', email, failures: count, isLocked, lastFailureAt },
    ...(!isLocked && { blocker: 'no-lock' }),
  };
}

function undefinedWhenGone(error: unknown): undefined {
  if (error instanceof AppError && error.code === 'NOT_FOUND') return undefined;
  throw error;
}

export function notPossible(blocker: string): AppError {
  return new AppError('INVALID_STATE', `This is not possible any more (${blocker}). Look again at what there is.`, {
    blocker,
  });
}

function idOf({ targetId }: SupportTarget): string {
  if (targetId === undefined) throw notFound('target');
  return targetId;
}
