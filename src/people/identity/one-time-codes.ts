import { createHash, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { DataSource, EntityManager } from 'typeorm';
import type { Computed } from '../../platform/database/rows.js';
import { inTransaction, selectOne, write, type Tx } from '../../platform/database/transaction.js';
import { AppError } from '../../platform/kernel/app-error.js';
import { now } from '../../platform/kernel/clock.js';
import { idToBytes } from '../../platform/kernel/ids.js';
import type { StaffSecretBox } from './staff-secret-box.js';

const ISSUER = 'Ardoise';
const PERIOD_SECONDS = 30;
/** A code of the step before or after is taken too: phones' clocks are not ours. */
const STEPS_OFF_MAX = 1;
const SECRET_BYTES = 20;
const RECOVERY_CODES = 10;
const RECOVERY_CODE_BYTES = 5;

/** Whose they are: the tables differ as the people do (SPEC §1), what is done with them does not. */
export interface CodeTables {
  readonly factors: string;
  readonly recoveryCodes: string;
  readonly owner: string;
}

/** What a phone needs to know to make codes; shown to who has just given the password, never after. */
export interface Enrolment {
  readonly secret: string;
  /** `otpauth://totp/…`, the content of the QR code. */
  readonly uri: string;
}

type FactorRow = Computed<{ secret: Buffer; confirmed_at: Date | null; last_step: number | string }>;

/** Time-based one-time codes (RFC 6238) and, for the day the phone is lost, recovery codes that work once. */
export class OneTimeCodes {
  constructor(
    private readonly dataSource: DataSource,
    private readonly box: StaffSecretBox,
    private readonly tables: CodeTables,
  ) {}

  /**
   * Begins an enrolment, with a new secret: one that was shown before, perhaps to somebody else, is worth nothing any more.
   * Throws INVALID_STATE when there is a second factor already.
   */
  async begin(id: string, label: string): Promise<Enrolment> {
    const { factors, owner } = this.tables;
    const secret = new Secret({ buffer: new Uint8Array(randomBytes(SECRET_BYTES)).buffer });
    await inTransaction(this.dataSource, (tx) =>
      write(
        tx,
        `INSERT INTO ${factors} (${owner}, secret, created_at, last_step) VALUES (?, ?, ?, 0)
         ON DUPLICATE KEY UPDATE secret = IF(confirmed_at IS NULL, VALUES(secret), secret)`,
        [idToBytes(id), this.box.close(Buffer.from(secret.bytes), id), now()],
      ),
    );
    const factor = await this.factorOf(this.dataSource.manager, id);
    if (factor?.confirmed_at) throw new AppError('INVALID_STATE', 'There is a second factor already.');
    const totp = totpOf(secret, label);
    return { secret: totp.secret.base32, uri: totp.toString() };
  }

  /**
   * Makes the enrolment count, once a code shows that the phone has the secret, and does `record` in the same transaction.
   * Returns the recovery codes, which are shown this once, or undefined for a wrong code. Throws INVALID_STATE where nothing
   * is under way.
   */
  async confirm(id: string, code: string, record: (tx: Tx) => Promise<unknown>): Promise<string[] | undefined> {
    const { factors, owner } = this.tables;
    const factor = await this.factorOf(this.dataSource.manager, id);
    if (!factor || factor.confirmed_at) throw notUnderWay();
    const step = this.stepOf(factor, id, code);
    if (step === undefined) return undefined;
    const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
    await inTransaction(this.dataSource, async (tx) => {
      // By its secret: of an enrolment that was begun again meanwhile the code proves nothing.
      const { affectedRows } = await write(
        tx,
        `UPDATE ${factors} SET confirmed_at = ?, last_step = ? WHERE ${owner} = ? AND confirmed_at IS NULL AND secret = ?`,
        [now(), step, idToBytes(id), factor.secret],
      );
      if (affectedRows !== 1) throw notUnderWay();
      await this.keepCodes(tx, id, codes);
      await record(tx);
    });
    return codes;
  }

  /**
   * Whether the code is good now: one of the phone, or a recovery code; either works once. Throws WrongSecretKey where
   * that cannot be told of a phone's.
   */
  async take(id: string, code: string): Promise<boolean> {
    const { factors, recoveryCodes, owner } = this.tables;
    const factor = await this.factorOf(this.dataSource.manager, id);
    if (!factor?.confirmed_at) return false;
    const step = this.stepOf(factor, id, code);
    const { affectedRows } = await inTransaction(this.dataSource, (tx) =>
      step === undefined
        ? write(
            tx,
            `UPDATE ${recoveryCodes} SET used_at = ? WHERE ${owner} = ? AND code_hash = ? AND used_at IS NULL`,
            [now(), idToBytes(id), recoveryHash(code)],
          )
        : // Of two that hold the same code the first one moves the step, and the other finds it moved.
          write(tx, `UPDATE ${factors} SET last_step = ? WHERE ${owner} = ? AND last_step < ?`, [
            step,
            idToBytes(id),
            step,
          ]),
    );
    return affectedRows === 1;
  }

  /** Since when somebody has one; null where there is none, or it is not confirmed. */
  async confirmedAt(id: string): Promise<Date | null> {
    return (await this.factorOf(this.dataSource.manager, id))?.confirmed_at ?? null;
  }

  /** Takes the factor and its recovery codes away; false where there was none that counted. */
  async remove(tx: Tx, id: string): Promise<boolean> {
    const { factors, recoveryCodes, owner } = this.tables;
    await write(tx, `DELETE FROM ${recoveryCodes} WHERE ${owner} = ?`, [idToBytes(id)]);
    const { affectedRows } = await write(tx, `DELETE FROM ${factors} WHERE ${owner} = ?`, [idToBytes(id)]);
    return affectedRows > 0;
  }

  private factorOf(manager: EntityManager, id: string): Promise<FactorRow | undefined> {
    const { factors, owner } = this.tables;
    return selectOne<FactorRow>(manager, `SELECT secret, confirmed_at, last_step FROM ${factors} WHERE ${owner} = ?`, [
      idToBytes(id),
    ]);
  }

  /** The time step that a code belongs to, or undefined for one of no step that is taken now. */
  private stepOf(factor: FactorRow, id: string, code: string): number | undefined {
    const timestamp = now().getTime();
    const digits = code.replace(/\s/g, '');
    if (!/^\d{6}$/.test(digits)) return undefined;
    const secret = new Secret({ buffer: new Uint8Array(this.box.open(factor.secret, id)).buffer });
    const off = totpOf(secret, '').validate({ token: digits, timestamp, window: STEPS_OFF_MAX });
    return off === null ? undefined : Math.floor(timestamp / 1000 / PERIOD_SECONDS) + off;
  }

  private async keepCodes(tx: Tx, id: string, codes: readonly string[]): Promise<void> {
    const { recoveryCodes, owner } = this.tables;
    await write(tx, `DELETE FROM ${recoveryCodes} WHERE ${owner} = ?`, [idToBytes(id)]);
    for (const code of codes) {
      await write(tx, `INSERT INTO ${recoveryCodes} (${owner}, code_hash) VALUES (?, ?)`, [
        idToBytes(id),
        recoveryHash(code),
      ]);
    }
  }
}

const notUnderWay = () => new AppError('INVALID_STATE', 'There is no enrolment under way.');

const recoveryHash = (code: string) =>
  createHash('sha256')
    .update(code.toLowerCase().replace(/[^0-9a-f]/g, ''), 'utf8')
    .digest();

const totpOf = (secret: Secret, label: string) =>
  new TOTP({ issuer: ISSUER, label, secret, period: PERIOD_SECONDS, digits: 6, algorithm: 'SHA1' });

/** `3f9a2-c07be`: forty bits, behind the limit on attempts. */
function newRecoveryCode(): string {
  const hex = randomBytes(RECOVERY_CODE_BYTES).toString('hex');
  return `${hex.slice(0, 5)}-${hex.slice(5)}`;
}
