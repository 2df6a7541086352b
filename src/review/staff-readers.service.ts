import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { staffMay } from '../policy/ability.js';
import { AuditLog } from '../log/events/audit-log.service.js';
import { inTransaction } from '../platform/database/transaction.js';
import { StaffSessions, type StaffAtPanel } from '../people/identity/staff-sessions.service.js';
import type { Origin } from '../platform/kernel/actor.js';
import { AppError } from '../platform/kernel/app-error.js';
import { later, now } from '../platform/kernel/clock.js';
import { READING_RECORDED_EVERY_MS } from '../log/transparency-log/reader-keys.service.js';

/** Compliance staff read the tree with the session that they have in the panel. */
@Injectable()
export class StaffReaders {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sessions: StaffSessions,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Whether the token is the session of somebody who may read the log. Recorded before anything is shown, once a quarter
   * of an hour and session. Throws FORBIDDEN for staff of another role.
   */
  async admit(token: string | undefined, origin: Origin): Promise<boolean> {
    const staff = await this.sessions.find(token, origin);
    if (staff?.needs !== 'nothing') return false;
    if (!staffMay(staff.actor.role, 'read', 'AuditLog')) {
      throw new AppError('FORBIDDEN', 'The log across businesses is for compliance alone.');
    }
    if (await this.isDue(staff)) await this.recordReading(staff);
    return true;
  }

  private async isDue({ sessionId }: StaffAtPanel): Promise<boolean> {
    const recordedAt = await this.sessions.logReadingRecordedAt(sessionId);
    return (recordedAt?.getTime() ?? 0) <= now().getTime() - READING_RECORDED_EVERY_MS;
  }

  private async recordReading({ actor, sessionId }: StaffAtPanel): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      if (!(await this.sessions.claimLogReading(tx, sessionId, later(-READING_RECORDED_EVERY_MS)))) return;
      await this.audit.append(tx, {
        type: 'audit.read-by-staff',
        subjectId: actor.id,
        actor,
        roles: [actor.role],
        outcome: 'success',
        details: {},
      });
    });
  }
}
