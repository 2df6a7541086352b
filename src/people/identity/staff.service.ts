import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, IsNull, Repository } from 'typeorm';
import { AuditLog } from '../../log/events/audit-log.service.js';
import type { EventDetails } from '../../log/events/event-catalogue.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { ListedRows } from '../../platform/database/listed-rows.js';
import { inTransaction, isDuplicateKey, write, type Tx } from '../../platform/database/transaction.js';
import type { Actor, StaffActor, StaffRole, SystemActor } from '../../platform/kernel/actor.js';
import { AppError, notFound } from '../../platform/kernel/app-error.js';
import { now } from '../../platform/kernel/clock.js';
import { idToBytes, newId, type EventId, type StaffId } from '../../platform/kernel/ids.js';
import { Mailer } from '../../platform/outbox/mailer.service.js';
import { widens } from '../../policy/widening.js';
import { emailKey } from '../../platform/kernel/text.js';
import { Staff } from './identity.entity.js';
import { oneTimeExpiry, oneTimePassword, oneTimePasswordMail } from './one-time-password.js';
import { hashPassword, passwordMatches } from './passwords.js';
import { assertNotLastOperator, lockAccount, lockAccountFor, type LockedStaff } from './staff-locks.js';
import { endSessionOf, endSessionsOf } from './staff-sessions.service.js';

/** Why an account is changed: a code and the number of a ticket, both for the log. */
export interface StaffChange {
  readonly reason?: string;
  readonly ticket?: string;
}

/** Who asked for what is approved with this; absent where nobody had to. */
export interface ApprovedChange {
  readonly request_id: string;
  readonly asked_by: StaffId;
}

type ChangeType =
  | 'staff.disabled'
  | 'staff.enabled'
  | 'staff.role-changed'
  | 'staff.second-factor-reset'
  | 'staff.password-reset'
  | 'staff.sessions-ended';

/**
 * The accounts of the people who work for the service. Every change is in one transaction with its event. What is so
 * already is not changed and not recorded again, so that each of them may be repeated; the answer is whether it was changed.
 */
@Injectable()
export class StaffAccounts {
  constructor(
    private readonly dataSource: DataSource,
    @InjectRepository(Staff) private readonly staff: Repository<Staff>,
    private readonly audit: AuditLog,
    private readonly mailer: Mailer,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** For the command line, whose user has the whole server. Throws ALREADY_EXISTS when the address is taken. */
  async add(
    actor: SystemActor,
    email: string,
    role: StaffRole,
    password: string,
    why: StaffChange = {},
  ): Promise<StaffId> {
    const passwordHash = await hashPassword(password);
    const id = newId<StaffId>();
    await inTransaction(this.dataSource, (tx) =>
      this.insert(tx, actor, { id, email: email.trim(), role, passwordHash, passwordExpiresAt: null }, why),
    );
    return id;
  }

  /**
   * An account whose owner gets a password by mail that opens nothing but the page where another one is chosen, and is good
   * for a week. `passwordHash` is of that password. The id of the event. Throws ALREADY_EXISTS when the address is taken.
   */
  async invite(
    tx: Tx,
    actor: Actor,
    account: Pick<Staff, 'id' | 'email' | 'role'> & { password: string; passwordHash: string },
    why: StaffChange,
    approved: ApprovedChange,
  ): Promise<EventId> {
    const { password, ...row } = account;
    const event = await this.insert(tx, actor, { ...row, passwordExpiresAt: oneTimeExpiry() }, why, approved);
    await this.mailPassword(tx, account.email, password);
    return event;
  }

  list(): Promise<Staff[]> {
    return this.staff.find({ order: { emailKey: 'ASC' } });
  }

  /** All of them, for a list of another room. */
  listed(): ListedRows<Staff> {
    return new ListedRows(this.dataSource, Staff, ['id', 'email', 'role', 'createdAt', 'disabledAt']);
  }

  find(id: StaffId): Promise<Staff | null> {
    return this.staff.findOneBy({ id });
  }

  /** How many operators are in use. */
  countOperators(): Promise<number> {
    return this.staff.countBy({ role: 'operator', disabledAt: IsNull() });
  }

  /** Throws NOT_FOUND. */
  async idOf(email: string): Promise<StaffId> {
    const staff = await this.staff.findOneBy({ emailKey: emailKey(email) });
    if (!staff) throw notFound('staff account');
    return staff.id;
  }

  /** Ends the sessions too. Throws NOT_FOUND; INVALID_STATE for one's own and for the last operator. */
  disable(actor: Actor, id: StaffId, why: StaffChange = {}): Promise<boolean> {
    assertOther(actor, id);
    return this.change(actor, id, why, 'staff.disabled', async (tx, staff) => {
      if (!staff.isInUse) return undefined;
      assertNotLastOperator(staff);
      await write(tx, 'UPDATE staff SET disabled_at = ? WHERE id = ?', [now(), idToBytes(id)]);
      await endSessionsOf(tx, id);
      return {};
    });
  }

  /**
   * Takes accounts out of use because a review of access says so, in its transaction; how many were in use. Throws
   * INVALID_STATE where no operator would be left.
   */
  async removeByReview(tx: Tx, actor: StaffActor, ids: readonly StaffId[], reviewId: string): Promise<number> {
    let removed = 0;
    for (const id of ids) {
      const staff = await lockAccount(tx, id);
      if (!staff.isInUse) continue;
      assertNotLastOperator(staff);
      await write(tx, 'UPDATE staff SET disabled_at = ? WHERE id = ?', [now(), idToBytes(id)]);
      await endSessionsOf(tx, id);
      await this.audit.append(tx, {
        type: 'staff.disabled',
        subjectId: id,
        actor,
        ...rolesOf(actor),
        outcome: 'success',
        reason: 'ACCESS_REVIEW',
        operationId: reviewId,
        details: {},
      });
      removed += 1;
    }
    return removed;
  }

  /** As `widen` does, for the command line. */
  enable(actor: SystemActor, id: StaffId, why: StaffChange = {}): Promise<boolean> {
    return this.alone((tx) => this.widen(tx, actor, { action: 'enable', id }, why));
  }

  /**
   * Ends the sessions too. Throws NOT_FOUND; INVALID_STATE for one's own and for the last operator; FORBIDDEN for an operator
   * who would give more rights with it alone.
   */
  changeRole(actor: Actor, id: StaffId, role: StaffRole, why: StaffChange = {}): Promise<boolean> {
    return this.alone(async (tx) => {
      if (actor.type === 'staff' && widens((await lockAccount(tx, id)).role, role)) throw needsSecond();
      return this.widen(tx, actor, { action: 'change-role', id, role }, why);
    });
  }

  /** As `widen` does, for the command line. */
  resetSecondFactor(actor: SystemActor, id: StaffId, why: StaffChange = {}): Promise<boolean> {
    return this.alone((tx) => this.widen(tx, actor, { action: 'reset-second-factor', id }, why));
  }

  /**
   * What may give somebody more rights: in use again, another role, or in with a password alone; the sessions end. The id
   * of its event, or undefined where it was so already. Throws NOT_FOUND; INVALID_STATE for one's own account and for the last
   * operator.
   */
  widen(
    tx: Tx,
    actor: Actor,
    change: Widening,
    why: StaffChange,
    approved?: ApprovedChange,
  ): Promise<EventId | undefined> {
    const { id } = change;
    assertOther(actor, id);
    if (change.action === 'enable') {
      return this.changeIn(tx, actor, id, why, 'staff.enabled', async ({ isInUse }) => {
        if (isInUse) return undefined;
        await write(tx, 'UPDATE staff SET disabled_at = NULL WHERE id = ?', [idToBytes(id)]);
        return { ...approved };
      });
    }
    if (change.action === 'reset-second-factor') {
      return this.changeIn(tx, actor, id, why, 'staff.second-factor-reset', async () => {
        if (!(await removeFactors(tx, id))) return undefined;
        await endSessionsOf(tx, id);
        return { ...approved };
      });
    }
    const { role } = change;
    return this.changeIn(tx, actor, id, why, 'staff.role-changed', async (staff) => {
      if (staff.role === role) return undefined;
      assertNotLastOperator(staff);
      await write(tx, 'UPDATE staff SET role = ? WHERE id = ?', [role, idToBytes(id)]);
      await endSessionsOf(tx, id);
      return { role, role_before: staff.role, ...approved };
    });
  }

  private async alone(work: (tx: Tx) => Promise<EventId | undefined>): Promise<boolean> {
    return (await inTransaction(this.dataSource, work)) !== undefined;
  }

  /**
   * Another password of one time, mailed to the account's owner as for an invitation; ends the sessions. Throws NOT_FOUND;
   * INVALID_STATE for one's own, and for an account that has no password as it signs in at the provider.
   */
  async resetPassword(actor: Actor, id: StaffId, why: StaffChange = {}): Promise<boolean> {
    assertOther(actor, id);
    const password = oneTimePassword();
    const passwordHash = await hashPassword(password);
    return this.change(actor, id, why, 'staff.password-reset', async (tx, { email, isElsewhere }) => {
      if (isElsewhere) throw new AppError('INVALID_STATE', 'This account signs in at the provider.');
      await write(tx, 'UPDATE staff SET password_hash = ?, password_expires_at = ? WHERE id = ?', [
        passwordHash,
        oneTimeExpiry(),
        idToBytes(id),
      ]);
      await endSessionsOf(tx, id);
      await this.mailPassword(tx, email, password);
      return {};
    });
  }

  /** One of them. Throws NOT_FOUND. */
  endSession(actor: Actor, id: StaffId, sessionId: string, why: StaffChange = {}): Promise<boolean> {
    return this.change(actor, id, why, 'staff.sessions-ended', async (tx) =>
      (await endSessionOf(tx, id, sessionId)) ? { sessions: 1, session_id: sessionId } : undefined,
    );
  }

  /** All of them. Throws NOT_FOUND. */
  endSessions(actor: Actor, id: StaffId, why: StaffChange = {}): Promise<boolean> {
    return this.change(actor, id, why, 'staff.sessions-ended', async (tx) => {
      const sessions = await endSessionsOf(tx, id);
      return sessions === 0 ? undefined : { sessions };
    });
  }

  /**
   * In place of the password of one time; every other session that it opened ends. Throws VALIDATION for the same one
   * again, INVALID_STATE where the password is one's own already.
   */
  async choosePassword(actor: StaffActor, sessionId: string, password: string): Promise<void> {
    const staff = await this.staff.findOneByOrFail({ id: actor.id });
    if (await passwordMatches(staff.passwordHash, password)) {
      throw new AppError('VALIDATION', 'Choose a password that nobody else has seen.');
    }
    const passwordHash = await hashPassword(password);
    await inTransaction(this.dataSource, async (tx) => {
      const { affectedRows } = await write(
        tx,
        `UPDATE staff SET password_hash = ?, password_expires_at = NULL
         WHERE id = ? AND password_expires_at IS NOT NULL AND password_hash = ?`,
        [passwordHash, idToBytes(actor.id), staff.passwordHash],
      );
      if (affectedRows !== 1) throw new AppError('INVALID_STATE', 'The password is your own already.');
      await endSessionsOf(tx, actor.id, sessionId);
      await this.audit.append(tx, {
        type: 'staff.password-chosen',
        subjectId: actor.id,
        actor,
        roles: [actor.role],
        outcome: 'success',
        details: {},
      });
    });
  }

  private mailPassword(tx: Tx, to: string, password: string): Promise<void> {
    return this.mailer.queue(tx, oneTimePasswordMail(to, password, `${this.settings.publicUrl}/admin`));
  }

  private async insert(
    tx: Tx,
    actor: Actor,
    account: Pick<Staff, 'id' | 'email' | 'role' | 'passwordHash' | 'passwordExpiresAt'>,
    why: StaffChange,
    approved?: ApprovedChange,
  ): Promise<EventId> {
    const { id, email, role } = account;
    const row = { ...account, emailKey: emailKey(email), createdAt: now(), disabledAt: null };
    try {
      await tx.withRepository(this.staff).insert(row);
    } catch (error) {
      if (isDuplicateKey(error)) throw new AppError('ALREADY_EXISTS', 'There is a staff account with this address.');
      throw error;
    }
    const event = await this.audit.append(tx, {
      type: 'staff.added',
      subjectId: id,
      actor,
      ...rolesOf(actor),
      outcome: 'success',
      ...why,
      personal: { staff_email: email },
      details: { role, ...approved },
    });
    return event.id;
  }

  private async change<T extends ChangeType>(
    actor: Actor,
    id: StaffId,
    why: StaffChange,
    type: T,
    work: (tx: Tx, staff: LockedStaff) => Promise<EventDetails<T> | undefined>,
  ): Promise<boolean> {
    return this.alone((tx) => this.changeIn(tx, actor, id, why, type, (staff) => work(tx, staff)));
  }

  /** `work` gives the details of the event, or undefined where there was nothing to do; then there is none. */
  private async changeIn<T extends ChangeType>(
    tx: Tx,
    actor: Actor,
    id: StaffId,
    why: StaffChange,
    type: T,
    work: (staff: LockedStaff) => Promise<EventDetails<T> | undefined>,
  ): Promise<EventId | undefined> {
    const details = await work(await lockAccountFor(tx, actor, id));
    if (details === undefined) return undefined;
    const draft = { type, subjectId: id, actor, ...rolesOf(actor), outcome: 'success', ...why, details } as const;
    return (await this.audit.append(tx, draft)).id;
  }
}

/** A change that gives more rights, or may. */
export type Widening =
  | { readonly id: StaffId; readonly action: 'enable' }
  | { readonly id: StaffId; readonly action: 'reset-second-factor' }
  | { readonly id: StaffId; readonly action: 'change-role'; readonly role: StaffRole };

const needsSecond = () =>
  new AppError('FORBIDDEN', 'This gives more rights: ask for it, and a second operator decides.');

/** With the recovery codes, and passkeys, which stand for password and code together; false where there was none. */
async function removeFactors(tx: Tx, id: StaffId): Promise<boolean> {
  await write(tx, 'DELETE FROM staff_recovery_codes WHERE staff_id = ?', [idToBytes(id)]);
  const keys = await write(tx, 'DELETE FROM staff_passkeys WHERE staff_id = ?', [idToBytes(id)]);
  const codes = await write(tx, 'DELETE FROM staff_second_factors WHERE staff_id = ?', [idToBytes(id)]);
  return keys.affectedRows + codes.affectedRows > 0;
}

function assertOther(actor: Actor, id: StaffId): void {
  if (actor.type === 'staff' && actor.id === id) {
    throw new AppError('INVALID_STATE', 'Nobody does this to their own account: ask another operator.');
  }
}

const rolesOf = (actor: Actor) => (actor.type === 'staff' ? { roles: [actor.role] } : {});
