import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { MembershipFacts } from '../../policy/ability.js';
import { AuditLog } from '../../log/events/audit-log.service.js';
import {
  inTransaction,
  isDuplicateKey,
  select,
  selectOne,
  write,
  type Tx,
} from '../../platform/database/transaction.js';
import type { Actor, MemberRole, UserActor } from '../../platform/kernel/actor.js';
import { AppError, notFound } from '../../platform/kernel/app-error.js';
import { now } from '../../platform/kernel/clock.js';
import { bytesToId, idToBytes, type BusinessId, type UserId } from '../../platform/kernel/ids.js';
import type { Page } from '../../platform/kernel/page.js';
import { emailKey } from '../../platform/kernel/text.js';
import { withdrawInvitationsOf } from './pending-invitations.js';
import type { memberships, users } from '../tables.generated.js';

export interface MemberView {
  readonly userId: UserId;
  readonly email: string;
  readonly role: MemberRole;
  readonly isOriginalOwner: boolean;
}

/** Who belongs to a business. Full access can be given; being the original owner cannot (SPEC §1). */
@Injectable()
export class Members {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
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

  /** Gives a member with this address another role; undefined where nobody of the business has it. Throws INVALID_STATE. */
  async changeRoleOf(
    actor: UserActor,
    membership: MembershipFacts,
    email: string,
    role: MemberRole,
  ): Promise<MemberView | undefined> {
    const { businessId } = membership;
    const row = await selectOne<Pick<users, 'id' | 'email'>>(
      this.dataSource.manager,
      `SELECT u.id, u.email FROM memberships m JOIN users u ON u.id = m.user_id
       WHERE m.business_id = ? AND u.email_key = ?`,
      [idToBytes(businessId), emailKey(email)],
    );
    if (!row) return undefined;
    const userId = bytesToId<UserId>(row.id);
    await this.changeRole(actor, membership, userId, role);
    return { userId, email: row.email, role, isOriginalOwner: false };
  }

  /** Throws NOT_FOUND for who is no member, INVALID_STATE for the original owner. */
  async changeRole(actor: UserActor, membership: MembershipFacts, userId: UserId, role: MemberRole): Promise<void> {
    assertNotOriginalOwner(membership, userId);
    const { businessId } = membership;
    await inTransaction(this.dataSource, async (tx) => {
      await lockMember(tx, businessId, userId);
      if (role !== 'owner') await withdrawInvitationsOf(tx, businessId, userId);
      await this.grantIn(tx, actor, businessId, userId, role);
    });
  }

  /** By their own will, with an invitation. Throws ALREADY_EXISTS for who is a member. */
  async join(tx: Tx, actor: UserActor, businessId: BusinessId, role: MemberRole, invitationId: string): Promise<void> {
    try {
      await write(tx, 'INSERT INTO memberships (business_id, user_id, role, created_at) VALUES (?, ?, ?, ?)', [
        idToBytes(businessId),
        idToBytes(actor.id),
        role,
        now(),
      ]);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      throw new AppError('ALREADY_EXISTS', 'You belong to this business already.');
    }
    await this.record(tx, actor, 'membership.granted', businessId, {
      user_id: actor.id,
      role,
      invitation_id: invitationId,
    });
  }

  /** At once and without being asked: for the demo, whose people are nobody. */
  async grantIn(tx: Tx, actor: Actor, businessId: BusinessId, userId: UserId, role: MemberRole): Promise<void> {
    await write(
      tx,
      `INSERT INTO memberships (business_id, user_id, role, created_at) VALUES (?, ?, ?, ?)
       ON DUPLICATE KEY UPDATE role = VALUES(role)`,
      [idToBytes(businessId), idToBytes(userId), role, now()],
    );
    await this.record(tx, actor, 'membership.granted', businessId, { user_id: userId, role });
  }

  async revoke(actor: UserActor, membership: MembershipFacts, userId: UserId): Promise<void> {
    assertNotOriginalOwner(membership, userId);
    await inTransaction(this.dataSource, async (tx) => {
      const member = await lockMember(tx, membership.businessId, userId);
      await write(tx, 'DELETE FROM memberships WHERE business_id = ? AND user_id = ?', [
        idToBytes(membership.businessId),
        idToBytes(userId),
      ]);
      await withdrawInvitationsOf(tx, membership.businessId, userId);
      await this.record(tx, actor, 'membership.revoked', membership.businessId, { user_id: userId, role: member.role });
    });
  }

  private async record(
    tx: Tx,
    actor: Actor,
    type: 'membership.granted' | 'membership.revoked',
    businessId: BusinessId,
    details: { user_id: UserId; role: MemberRole; invitation_id?: string },
  ): Promise<void> {
    await this.audit.append(tx, { type, subjectId: businessId, actor, outcome: 'success', details });
  }
}

/** Throws NOT_FOUND. */
async function lockMember(tx: Tx, businessId: BusinessId, userId: UserId): Promise<Pick<memberships, 'role'>> {
  const row = await selectOne<Pick<memberships, 'role'>>(
    tx,
    'SELECT role FROM memberships WHERE business_id = ? AND user_id = ? FOR UPDATE',
    [idToBytes(businessId), idToBytes(userId)],
  );
  if (!row) throw notFound('member');
  return row;
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
