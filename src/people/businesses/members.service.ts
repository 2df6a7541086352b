import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { MembershipFacts } from '../../policy/ability.js';
import { AuditLog } from '../../log/events/audit-log.service.js';
import { inTransaction, select, selectOne, write, type Tx } from '../../platform/database/transaction.js';
import { Users } from '../identity/users.service.js';
import type { Actor, MemberRole, UserActor } from '../../platform/kernel/actor.js';
import { AppError, notFound } from '../../platform/kernel/app-error.js';
import { HOUR_MS, now } from '../../platform/kernel/clock.js';
import { bytesToId, idToBytes, type BusinessId, type UserId } from '../../platform/kernel/ids.js';
import type { Page } from '../../platform/kernel/page.js';
import { addressOf, LimitRule } from '../../platform/limits/limit-rule.js';
import { Limits } from '../../platform/limits/limits.service.js';
import type { memberships, users } from '../tables.generated.js';

export interface MemberView {
  readonly userId: UserId;
  readonly email: string;
  readonly role: MemberRole;
  readonly isOriginalOwner: boolean;
}

/** Each answer tells whether somebody signs in with an address: how many one person may ask for, and how many may be wrong. */
const ASKED = new LimitRule('member-asked', { max: 100, windowMs: HOUR_MS });
const UNKNOWN = new LimitRule('member-unknown', { max: 20, windowMs: HOUR_MS });

/** Who belongs to a business. Full access can be given; being the original owner cannot (SPEC §1). */
@Injectable()
export class Members {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: Users,
    private readonly audit: AuditLog,
    private readonly limits: Limits,
  ) {}

  async list(membership: Pick<MembershipFacts, 'businessId' | 'originalOwnerId'>): Promise<Page<MemberView>> {
    const rows = await select<Pick<memberships, 'user_id' | 'role'> & Pick<users, 'email'>>(
      this.dataSource.manager,
      `SELECT m.user_id, u.email, m.role FROM memberships m JOIN users u ON u.id = m.user_id
       WHERE m.business_id = ? ORDER BY m.created_at, m.user_id`,
      [idToBytes(membership.businessId)],
    );
    const items = rows.map((row) => {
      const userId = bytesToId<UserId>(row.user_id);
      return { userId, email: row.email, role: row.role, isOriginalOwner: userId === membership.originalOwnerId };
    });
    return { items, next: null };
  }

  /**
   * Makes somebody who has an account a member, or changes a member's role. Throws NOT_FOUND without such an account,
   * TOO_MANY_REQUESTS.
   */
  async grant(actor: UserActor, membership: MembershipFacts, email: string, role: MemberRole): Promise<MemberView> {
    const user = await this.findAsked(actor, email);
    assertNotOriginalOwner(membership, user.id);
    await inTransaction(this.dataSource, (tx) => this.grantIn(tx, actor, membership.businessId, user.id, role));
    return { userId: user.id, email: user.email, role, isOriginalOwner: false };
  }

  /** Counted before anything is looked up; what was found is no wrong guess. */
  private async findAsked(actor: UserActor, email: string) {
    const wrong = [UNKNOWN.of(actor.id), UNKNOWN.of(addressOf(actor.origin))];
    await this.limits.spend(ASKED.of(actor.id), ...wrong);
    const user = await this.users.findByEmail(email);
    if (!user) throw notFound('user; ask the person to sign up first');
    await this.limits.giveBack(...wrong);
    return user;
  }

  async grantIn(tx: Tx, actor: Actor, businessId: BusinessId, userId: UserId, role: MemberRole): Promise<void> {
    await write(
      tx,
      `INSERT INTO memberships (business_id, user_id, role, created_at) VALUES (?, ?, ?, ?)
       ON DUPLICATE KEY UPDATE role = VALUES(role)`,
      [idToBytes(businessId), idToBytes(userId), role, now()],
    );
    await this.record(tx, actor, 'membership.granted', businessId, userId, role);
  }

  async revoke(actor: UserActor, membership: MembershipFacts, userId: UserId): Promise<void> {
    assertNotOriginalOwner(membership, userId);
    await inTransaction(this.dataSource, async (tx) => {
      const [member] = await select<Pick<memberships, 'role'>>(
        tx,
        'SELECT role FROM memberships WHERE business_id = ? AND user_id = ? FOR UPDATE',
        [idToBytes(membership.businessId), idToBytes(userId)],
      );
      if (!member) throw notFound('member');
      await write(tx, 'DELETE FROM memberships WHERE business_id = ? AND user_id = ?', [
        idToBytes(membership.businessId),
        idToBytes(userId),
      ]);
      await this.record(tx, actor, 'membership.revoked', membership.businessId, userId, member.role);
    });
  }

  private async record(
    tx: Tx,
    actor: Actor,
    type: 'membership.granted' | 'membership.revoked',
    businessId: BusinessId,
    userId: UserId,
    role: MemberRole,
  ): Promise<void> {
    await this.audit.append(tx, {
      type,
      subjectId: businessId,
      actor,
      outcome: 'success',
      details: { user_id: userId, role },
    });
  }
}

function assertNotOriginalOwner(membership: MembershipFacts, userId: UserId): void {
  if (membership.originalOwnerId !== userId) return;
  throw new AppError('INVALID_STATE', 'The original owner keeps full access: it cannot be changed or taken away.');
}

/** The current address of somebody of the business. Throws NOT_FOUND. */
export async function memberEmail(manager: EntityManager, businessId: BusinessId, userId: string): Promise<string> {
  const row = await selectOne<Pick<users, 'email'>>(
    manager,
    'SELECT u.email FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.business_id = ? AND m.user_id = ?',
    [idToBytes(businessId), idToBytes(userId)],
  );
  if (!row) throw notFound('member');
  return row.email;
}

/** Somebody in a business, under the current address. */
export interface MemberAddress {
  readonly businessId: BusinessId;
  readonly userId: UserId;
  readonly email: string;
}

/** Every membership of these people, in one statement. */
export async function membershipsOf(manager: EntityManager, userIds: readonly string[]): Promise<MemberAddress[]> {
  // SQL has no list of nothing.
  if (userIds.length === 0) return [];
  const rows = await select<Pick<memberships, 'business_id' | 'user_id'> & Pick<users, 'email'>>(
    manager,
    `SELECT m.business_id, m.user_id, u.email FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.user_id IN (?)`,
    [userIds.map(idToBytes)],
  );
  return rows.map(({ business_id, user_id, email }) => ({
    businessId: bytesToId(business_id),
    userId: bytesToId(user_id),
    email,
  }));
}
