import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog } from '../audit/audit-log.service.js';
import { inTransaction, isDuplicateKey, write } from '../database/transaction.js';
import type { Actor, StaffActor, StaffRole } from '../kernel/actor.js';
import { AppError, notFound } from '../kernel/app-error.js';
import { now } from '../kernel/clock.js';
import { idToBytes, newId, type StaffId } from '../kernel/ids.js';
import { emailKey } from '../kernel/text.js';
import { Staff } from './identity.entity.js';
import { hashPassword } from './passwords.js';

/** The accounts of the people who work for the service; made and ended on the command line. */
@Injectable()
export class StaffAccounts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
  ) {}

  /** Throws ALREADY_EXISTS when the address is taken. */
  async add(actor: Actor, email: string, role: StaffRole, password: string): Promise<StaffId> {
    const id = newId<StaffId>();
    const passwordHash = await hashPassword(password);
    try {
      await inTransaction(this.dataSource, async (tx) => {
        await tx.insert(Staff, {
          id,
          email: email.trim(),
          emailKey: emailKey(email),
          role,
          passwordHash,
          createdAt: now(),
          disabledAt: null,
        });
        await this.audit.append(tx, {
          type: 'staff.added',
          subjectId: id,
          actor,
          outcome: 'success',
          personal: { staff_email: email.trim() },
          details: { role },
        });
      });
    } catch (error) {
      if (isDuplicateKey(error)) throw new AppError('ALREADY_EXISTS', 'There is a staff account with this address.');
      throw error;
    }
    return id;
  }

  list(): Promise<Staff[]> {
    return this.dataSource.getRepository(Staff).find({ order: { emailKey: 'ASC' } });
  }

  /** Throws NOT_FOUND when there is no such account in use. */
  async disable(actor: Actor, email: string): Promise<void> {
    await this.disableAccount(
      actor,
      await this.dataSource.getRepository(Staff).findOneBy({ emailKey: emailKey(email) }),
    );
  }

  /** Throws NOT_FOUND when there is no such account in use, INVALID_STATE for one's own. */
  async disableById(actor: StaffActor, id: StaffId): Promise<void> {
    if (actor.id === id)
      throw new AppError('INVALID_STATE', 'Nobody disables their own account: ask another operator.');
    await this.disableAccount(actor, await this.dataSource.getRepository(Staff).findOneBy({ id }));
  }

  private async disableAccount(actor: Actor, staff: Staff | null): Promise<void> {
    if (!staff || staff.disabledAt) throw notFound('staff account in use');
    await inTransaction(this.dataSource, async (tx) => {
      await write(tx, 'UPDATE staff SET disabled_at = ? WHERE id = ?', [now(), idToBytes(staff.id)]);
      await this.audit.append(tx, {
        type: 'staff.disabled',
        subjectId: staff.id,
        actor,
        ...(actor.type === 'staff' && { roles: [actor.role] }),
        outcome: 'success',
        details: {},
      });
    });
  }
}
