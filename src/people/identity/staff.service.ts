import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, IsNull, Repository } from 'typeorm';
import { randomInt } from 'node:crypto';
import { AuditLog } from '../../log/events/audit-log.service.js';
import type { EventDetails } from '../../log/events/event-catalogue.js';
import { ListedRows } from '../../platform/database/listed-rows.js';
import { inTransaction, isDuplicateKey, write, type Tx } from '../../platform/database/transaction.js';
import type { Actor, StaffActor, StaffRole } from '../../platform/kernel/actor.js';
import { AppError, notFound } from '../../platform/kernel/app-error.js';
import { DAY_MS, later, now } from '../../platform/kernel/clock.js';
import { idToBytes, newId, type StaffId } from '../../platform/kernel/ids.js';
import { emailKey } from '../../platform/kernel/text.js';
import { Staff } from './identity.entity.js';
import { hashPassword, passwordMatches } from './passwords.js';
import { assertNotLastOperator, lockAccountFor, type LockedStaff } from './staff-locks.js';
import { endSessionsOf } from './staff-sessions.service.js';

/** Why an account is changed: a code and the number of a ticket, both for the log. */
export interface StaffChange {
  readonly reason?: string;
  readonly ticket?: string;
}

const ONE_TIME_DAYS = 7;
/** Without the letters and digits that are taken for others when they are read out. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const ONE_TIME_LENGTH = 16;

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
  ) {}

  /** Throws ALREADY_EXISTS when the address is taken. */
  add(actor: Actor, email: string, role: StaffRole, password: string, why: StaffChange = {}): Promise<StaffId> {
    return this.insert(actor, { email: email.trim(), role, password, passwordExpiresAt: null }, why);
  }

  /**
   * An account with a password that is told this once, opens nothing but the page where its owner chooses another one,
   * and is good for a week. Throws ALREADY_EXISTS when the address is taken.
   */
  async invite(
    actor: Actor,
    email: string,
    role: StaffRole,
    why: StaffChange,
  ): Promise<{ id: StaffId; password: string }> {
    const password = oneTimePassword();
    const id = await this.insert(
      actor,
      { email: email.trim(), role, password, passwordExpiresAt: oneTimeExpiry() },
      why,
    );
    return { id, password };
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

  /** Throws NOT_FOUND. */
  enable(actor: Actor, id: StaffId, why: StaffChange = {}): Promise<boolean> {
    return this.change(actor, id, why, 'staff.enabled', async (tx, { isInUse }) => {
      if (isInUse) return undefined;
      await write(tx, 'UPDATE staff SET disabled_at = NULL WHERE id = ?', [idToBytes(id)]);
      return {};
    });
  }

  /** Ends the sessions too. Throws NOT_FOUND; INVALID_STATE for one's own and for the last operator. */
  changeRole(actor: Actor, id: StaffId, role: StaffRole, why: StaffChange = {}): Promise<boolean> {
    assertOther(actor, id);
    return this.change(actor, id, why, 'staff.role-changed', async (tx, staff) => {
      if (staff.role === role) return undefined;
      assertNotLastOperator(staff);
      await write(tx, 'UPDATE staff SET role = ? WHERE id = ?', [role, idToBytes(id)]);
      await endSessionsOf(tx, id);
      return { role, role_before: staff.role };
    });
  }

  /** Takes the second factor and its recovery codes away, and ends the sessions. Throws NOT_FOUND; INVALID_STATE for one's own. */
  resetSecondFactor(actor: Actor, id: StaffId, why: StaffChange = {}): Promise<boolean> {
    assertOther(actor, id);
    return this.change(actor, id, why, 'staff.second-factor-reset', async (tx) => {
      await write(tx, 'DELETE FROM staff_recovery_codes WHERE staff_id = ?', [idToBytes(id)]);
      const { affectedRows } = await write(tx, 'DELETE FROM staff_second_factors WHERE staff_id = ?', [idToBytes(id)]);
      if (affectedRows === 0) return undefined;
      await endSessionsOf(tx, id);
      return {};
    });
  }

  /** Another password of one time, as for an invitation; ends the sessions. Throws NOT_FOUND; INVALID_STATE for one's own. */
  async resetPassword(actor: Actor, id: StaffId, why: StaffChange = {}): Promise<string> {
    assertOther(actor, id);
    const password = oneTimePassword();
    const passwordHash = await hashPassword(password);
    await this.change(actor, id, why, 'staff.password-reset', async (tx) => {
      await write(tx, 'UPDATE staff SET password_hash = ?, password_expires_at = ? WHERE id = ?', [
        passwordHash,
        oneTimeExpiry(),
        idToBytes(id),
      ]);
      await endSessionsOf(tx, id);
      return {};
    });
    return password;
  }

  /** Throws NOT_FOUND. */
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

  private async insert(
    actor: Actor,
    { password, ...account }: Pick<Staff, 'email' | 'role' | 'passwordExpiresAt'> & { password: string },
    why: StaffChange = {},
  ): Promise<StaffId> {
    const id = newId<StaffId>();
    const { email, role } = account;
    const passwordHash = await hashPassword(password);
    const row = { ...account, id, passwordHash, emailKey: emailKey(email), createdAt: now(), disabledAt: null };
    try {
      await inTransaction(this.dataSource, async (tx) => {
        await tx.withRepository(this.staff).insert(row);
        await this.audit.append(tx, {
          type: 'staff.added',
          subjectId: id,
          actor,
          ...rolesOf(actor),
          outcome: 'success',
          ...why,
          personal: { staff_email: email },
          details: { role },
        });
      });
    } catch (error) {
      if (isDuplicateKey(error)) throw new AppError('ALREADY_EXISTS', 'There is a staff account with this address.');
      throw error;
    }
    return id;
  }

  /** `work` gives the details of the event, or undefined where there was nothing to do; then the answer is false. */
  private async change<T extends ChangeType>(
    actor: Actor,
    id: StaffId,
    why: StaffChange,
    type: T,
    work: (tx: Tx, staff: LockedStaff) => Promise<EventDetails<T> | undefined>,
  ): Promise<boolean> {
    return inTransaction(this.dataSource, async (tx) => {
      const details = await work(tx, await lockAccountFor(tx, actor, id));
      if (details === undefined) return false;
      await this.audit.append(tx, {
        type,
        subjectId: id,
        actor,
        ...rolesOf(actor),
        outcome: 'success',
        ...why,
        details,
      });
      return true;
    });
  }
}

function assertOther(actor: Actor, id: StaffId): void {
  if (actor.type === 'staff' && actor.id === id) {
    throw new AppError('INVALID_STATE', 'Nobody does this to their own account: ask another operator.');
  }
}

const rolesOf = (actor: Actor) => (actor.type === 'staff' ? { roles: [actor.role] } : {});
const oneTimeExpiry = () => later(ONE_TIME_DAYS * DAY_MS);

/** `k7mq-p2xa-…`: 79 bits. */
function oneTimePassword(): string {
  const letters = Array.from({ length: ONE_TIME_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]!).join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}
