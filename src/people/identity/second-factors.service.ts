import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, Repository } from 'typeorm';
import { createHash, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { AuditLog } from '../../log/events/audit-log.service.js';
import { inTransaction, select, write, type Tx } from '../../platform/database/transaction.js';
import type { StaffActor } from '../../platform/kernel/actor.js';
import { AppError } from '../../platform/kernel/app-error.js';
import { now } from '../../platform/kernel/clock.js';
import { bytesToId, idToBytes, type StaffId } from '../../platform/kernel/ids.js';
import { StaffRecoveryCode, StaffSecondFactor } from './identity.entity.js';
import { StaffSecretBox, WrongSecretKey } from './staff-secret-box.js';
import type { staff_second_factors } from '../tables.generated.js';

const ISSUER = 'Ardoise';
const PERIOD_SECONDS = 30;
/** A code of the step before or after is taken too: phones' clocks are not ours. */
const STEPS_OFF_MAX = 1;
const SECRET_BYTES = 20;
const RECOVERY_CODES = 10;
const RECOVERY_CODE_BYTES = 5;

const recoveryHash = (code: string) =>
  createHash('sha256')
    .update(code.toLowerCase().replace(/[^0-9a-f]/g, ''), 'utf8')
    .digest();

/** What a phone needs to know to make codes; shown to who has just given the password, never after. */
export interface Enrolment {
  readonly secret: string;
  /** `otpauth://totp/…`, the content of the QR code. */
  readonly uri: string;
}

/** Time-based one-time codes (RFC 6238) and, for the day the phone is lost, recovery codes that work once. */
@Injectable()
export class SecondFactors {
  constructor(
    private readonly dataSource: DataSource,
    @InjectRepository(StaffSecondFactor) private readonly factors: Repository<StaffSecondFactor>,
    private readonly box: StaffSecretBox,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Begins an enrolment, with a new secret: one that was shown before, perhaps to somebody else, is worth nothing any more.
   * Throws INVALID_STATE when there is a second factor already.
   */
  async begin(staff: { id: StaffId; email: string }): Promise<Enrolment> {
    const secret = new Secret({ buffer: new Uint8Array(randomBytes(SECRET_BYTES)).buffer });
    await inTransaction(this.dataSource, (tx) =>
      write(
        tx,
        `INSERT INTO staff_second_factors (staff_id, secret, created_at, last_step) VALUES (?, ?, ?, 0)
         ON DUPLICATE KEY UPDATE secret = IF(confirmed_at IS NULL, VALUES(secret), secret)`,
        [idToBytes(staff.id), this.box.close(Buffer.from(secret.bytes), staff.id), now()],
      ),
    );
    const factor = await this.factorOf(staff.id);
    if (factor?.confirmedAt) throw new AppError('INVALID_STATE', 'There is a second factor already.');
    const totp = totpOf(secret, staff.email);
    return { secret: totp.secret.base32, uri: totp.toString() };
  }

  /**
   * Makes the enrolment count, once a code shows that the phone has the secret. Returns the recovery codes, which are
   * shown this once, or undefined for a wrong code. Throws INVALID_STATE where nothing is under way.
   */
  async confirm(actor: StaffActor, code: string): Promise<string[] | undefined> {
    const factor = await this.factorOf(actor.id);
    if (!factor || factor.confirmedAt) throw notUnderWay();
    const step = this.stepOf(factor, code);
    if (step === undefined) return undefined;
    const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
    await inTransaction(this.dataSource, async (tx) => {
      // By its secret: of an enrolment that was begun again meanwhile the code proves nothing.
      const { affectedRows } = await write(
        tx,
        `UPDATE staff_second_factors SET confirmed_at = ?, last_step = ?
         WHERE staff_id = ? AND confirmed_at IS NULL AND secret = ?`,
        [now(), step, idToBytes(actor.id), factor.secret],
      );
      if (affectedRows !== 1) throw notUnderWay();
      await this.keepCodes(tx, actor.id, codes);
      await this.audit.append(tx, {
        type: 'staff.second-factor-enrolled',
        subjectId: actor.id,
        actor,
        roles: [actor.role],
        outcome: 'success',
        details: {},
      });
    });
    return codes;
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

  /**
   * Whether the code is good now: one of the phone, or a recovery code; either works once. Throws WrongSecretKey where
   * that cannot be told of a phone's.
   */
  async take(id: StaffId, code: string): Promise<boolean> {
    const factor = await this.factorOf(id);
    if (!factor?.confirmedAt) return false;
    const step = this.stepOf(factor, code);
    const { affectedRows } = await inTransaction(this.dataSource, (tx) =>
      step === undefined
        ? write(
            tx,
            'UPDATE staff_recovery_codes SET used_at = ? WHERE staff_id = ? AND code_hash = ? AND used_at IS NULL',
            [now(), idToBytes(id), recoveryHash(code)],
          )
        : // Of two that hold the same code the first one moves the step, and the other finds it moved.
          write(tx, 'UPDATE staff_second_factors SET last_step = ? WHERE staff_id = ? AND last_step < ?', [
            step,
            idToBytes(id),
            step,
          ]),
    );
    return affectedRows === 1;
  }

  /** Since when somebody has one; null where there is none, or it is not confirmed. */
  async confirmedAt(id: StaffId): Promise<Date | null> {
    return (await this.factorOf(id))?.confirmedAt ?? null;
  }

  private factorOf(staffId: StaffId): Promise<StaffSecondFactor | null> {
    return this.factors.findOneBy({ staffId });
  }

  /** The time step that a code belongs to, or undefined for one of no step that is taken now. */
  private stepOf(factor: StaffSecondFactor, code: string): number | undefined {
    const timestamp = now().getTime();
    const digits = code.replace(/\s/g, '');
    if (!/^\d{6}$/.test(digits)) return undefined;
    const secret = new Secret({ buffer: new Uint8Array(this.box.open(factor.secret, factor.staffId)).buffer });
    const off = totpOf(secret, '').validate({ token: digits, timestamp, window: STEPS_OFF_MAX });
    return off === null ? undefined : Math.floor(timestamp / 1000 / PERIOD_SECONDS) + off;
  }

  private async keepCodes(tx: Tx, id: StaffId, codes: readonly string[]): Promise<void> {
    await write(tx, 'DELETE FROM staff_recovery_codes WHERE staff_id = ?', [idToBytes(id)]);
    for (const code of codes) {
      await tx.insert(StaffRecoveryCode, { staffId: id, codeHash: recoveryHash(code) });
    }
  }
}

const notUnderWay = () => new AppError('INVALID_STATE', 'There is no enrolment under way.');

const totpOf = (secret: Secret, label: string) =>
  new TOTP({ issuer: ISSUER, label, secret, period: PERIOD_SECONDS, digits: 6, algorithm: 'SHA1' });

/** `3f9a2-c07be`: forty bits, behind the limit on attempts. */
function newRecoveryCode(): string {
  const hex = randomBytes(RECOVERY_CODE_BYTES).toString('hex');
  return `${hex.slice(0, 5)}-${hex.slice(5)}`;
}
