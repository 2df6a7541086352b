import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog } from '../../log/events/audit-log.service.js';
import { inTransaction } from '../../platform/database/transaction.js';
import type { UserActor } from '../../platform/kernel/actor.js';
import type { UserId } from '../../platform/kernel/ids.js';
import { OneTimeCodes, type Enrolment } from './one-time-codes.js';
import { StaffSecretBox } from './staff-secret-box.js';

/** The codes of the phones of people of businesses: asked for after the password, where somebody has turned them on. */
@Injectable()
export class UserSecondFactors {
  private readonly codes: OneTimeCodes;

  constructor(
    private readonly dataSource: DataSource,
    box: StaffSecretBox,
    private readonly audit: AuditLog,
  ) {
    const tables = { factors: 'user_second_factors', recoveryCodes: 'user_recovery_codes', owner: 'user_id' };
    this.codes = new OneTimeCodes(dataSource, box, tables);
  }

  /** As `OneTimeCodes` does. Whether the person has just shown who they are is the caller's to make sure of. */
  begin({ id, email }: Pick<UserActor, 'id' | 'email'>): Promise<Enrolment> {
    return this.codes.begin(id, email);
  }

  /** As `OneTimeCodes` does, with its event. */
  confirm(actor: UserActor, code: string): Promise<string[] | undefined> {
    return this.codes.confirm(actor.id, code, (tx) =>
      this.audit.append(tx, {
        type: 'user.second-factor-enrolled',
        subjectId: actor.id,
        actor,
        outcome: 'success',
        details: {},
      }),
    );
  }

  /** As `OneTimeCodes` does. */
  take(id: UserId, code: string): Promise<boolean> {
    return this.codes.take(id, code);
  }

  async isOn(id: UserId): Promise<boolean> {
    return (await this.codes.confirmedAt(id)) !== null;
  }

  /** Turns it off, recovery codes included; what is off already is not recorded again. */
  async remove(actor: UserActor): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      if (!(await this.codes.remove(tx, actor.id))) return;
      await this.audit.append(tx, {
        type: 'user.second-factor-removed',
        subjectId: actor.id,
        actor,
        outcome: 'success',
        details: {},
      });
    });
  }
}
