import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog } from '../../log/events/audit-log.service.js';
import { select } from '../../platform/database/transaction.js';
import type { StaffActor } from '../../platform/kernel/actor.js';
import { bytesToId, type StaffId } from '../../platform/kernel/ids.js';
import { OneTimeCodes, type Enrolment } from './one-time-codes.js';
import { StaffSecretBox, WrongSecretKey } from './staff-secret-box.js';
import type { staff_second_factors } from '../tables.generated.js';

/** The second factors of staff. */
@Injectable()
export class SecondFactors {
  private readonly codes: OneTimeCodes;

  constructor(
    private readonly dataSource: DataSource,
    private readonly box: StaffSecretBox,
    private readonly audit: AuditLog,
  ) {
    const tables = { factors: 'staff_second_factors', recoveryCodes: 'staff_recovery_codes', owner: 'staff_id' };
    this.codes = new OneTimeCodes(dataSource, box, tables);
  }

  /** As `OneTimeCodes` does. */
  begin({ id, email }: { id: StaffId; email: string }): Promise<Enrolment> {
    return this.codes.begin(id, email);
  }

  /** As `OneTimeCodes` does, with its event. */
  confirm(actor: StaffActor, code: string): Promise<string[] | undefined> {
    return this.codes.confirm(actor.id, code, (tx) =>
      this.audit.append(tx, {
        type: 'staff.second-factor-enrolled',
        subjectId: actor.id,
        actor,
        roles: [actor.role],
        outcome: 'success',
        details: {},
      }),
    );
  }

  /**
   * Of accounts in use, the second factors whose codes cannot be checked, because the key they were encrypted with is not
   * STAFF_SECRET_KEY (any more). Recovery codes work all the same: only their hashes are kept.
   */
  async unreadable(): Promise<number> {
    const factors = await select<Pick<staff_second_factors, 'staff_id' | 'secret'>>(
      this.dataSource.manager,
      `SELECT f.staff_id, f.secret FROM staff_second_factors f JOIN staff s ON s.id = f.staff_id
       WHERE f.confirmed_at IS NOT NULL AND s.disabled_at IS NULL`,
    );
    return factors.filter(({ staff_id, secret }) => !this.opens(secret, bytesToId<StaffId>(staff_id))).length;
  }

  private opens(secret: Buffer, staffId: StaffId): boolean {
    try {
      this.box.open(secret, staffId);
      return true;
    } catch (error) {
      if (!(error instanceof WrongSecretKey)) throw error;
      return false;
    }
  }

  /** As `OneTimeCodes` does. */
  take(id: StaffId, code: string): Promise<boolean> {
    return this.codes.take(id, code);
  }

  /** As `OneTimeCodes` does. */
  confirmedAt(id: StaffId): Promise<Date | null> {
    return this.codes.confirmedAt(id);
  }
}
