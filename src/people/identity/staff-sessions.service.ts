import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, IsNull, MoreThan, Not, Repository } from 'typeorm';
import type { AuthenticationResponseJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { createHash, randomBytes } from 'node:crypto';
import { AuditLog } from '../../log/events/audit-log.service.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { inTransaction, selectOne, write, type Tx } from '../../platform/database/transaction.js';
import type { Actor, Origin, StaffActor } from '../../platform/kernel/actor.js';
import { AppError } from '../../platform/kernel/app-error.js';
import { HOUR_MS, later, MINUTE_MS, now } from '../../platform/kernel/clock.js';
import { STAFF_SESSIONS_KEPT_MS } from '../retention.js';
import { bytesToId, idToBytes, newId, type StaffId } from '../../platform/kernel/ids.js';
import { emailKey } from '../../platform/kernel/text.js';
import { addressOf, LimitRule } from '../../platform/limits/limit-rule.js';
import { Limits } from '../../platform/limits/limits.service.js';
import { Staff, StaffSession, type StaffSignInMethod } from './identity.entity.js';
import { passwordMatches } from './passwords.js';
import { SecondFactors } from './second-factors.service.js';
import { SignInLimits } from './sign-in-limits.service.js';
import { StaffPasskeys } from './staff-passkeys.service.js';
import { deviceOf, type Device } from './device.js';
import type { Outer } from '../../platform/database/rows.js';
import type { staff, staff_second_factors, staff_sessions } from '../tables.generated.js';

/** Somebody of the staff at a browser. `needs` says what stands between them and the panel. */
export interface StaffAtPanel {
  readonly actor: StaffActor;
  readonly email: string;
  readonly sessionId: string;
  readonly needs: 'nothing' | 'code' | 'password' | 'enrolment';
  readonly hasSecondFactor: boolean;
  /** Null in a session that waits for its code. */
  readonly method: StaffSignInMethod | null;
}

const TOKEN_BYTES = 32;
const TOKEN_PREFIX = 'ards_';
const LIFETIME_MS = 12 * HOUR_MS;
const IDLE_MS = 30 * MINUTE_MS;
/** How long somebody has to type the code after the password. */
const HALFWAY_MS = 10 * MINUTE_MS;
/** Being seen is written down at most this often. */
const SEEN_EVERY_MS = MINUTE_MS;
/** Unused for less than this no session ends: how late being seen is written down is taken off. */
export const STAFF_IDLE_MS = IDLE_MS - SEEN_EVERY_MS;

const hashOf = (token: string) => createHash('sha256').update(token, 'utf8').digest();
/** Staff are another kind of people: their failures are not counted with those of a user of the same address. */
const limitKey = (email: string) => `staff:${emailKey(email)}`;

/** A signature cannot be guessed; what does not hold is recorded all the same, and nothing of the log is ever deleted. */
const BY_PASSKEY = new LimitRule('staff-passkey', { max: 60, windowMs: HOUR_MS });
/** Each of them is a row for a few minutes. */
const CHALLENGES = new LimitRule('staff-passkey-challenge', { max: 300, windowMs: HOUR_MS });
/** Of a session that is used from where it may not: once an hour the log hears of it. */
const FROM_ELSEWHERE = new LimitRule('staff-elsewhere', { max: 1, windowMs: HOUR_MS });

/** How a session was opened. */
interface Opening {
  readonly method: StaffSignInMethod;
  readonly hasSecondFactor: boolean;
  /** Opened here by an operator although staff sign in at the provider. */
  readonly isBreakGlass?: boolean;
  /** The hash of the session's name at the provider. */
  readonly providerSession?: Buffer;
}

type SessionRow = Pick<staff_sessions, 'id' | 'staff_id' | 'seen_at' | 'passed_at' | 'method'> &
  Pick<staff, 'email' | 'role' | 'password_expires_at'> &
  Outer<Pick<staff_second_factors, 'confirmed_at'>>;

/** A session that is open now, as an operator sees it. */
export interface OpenStaffSession {
  readonly id: string;
  readonly startedAt: Date;
  readonly seenAt: Date;
  readonly method: StaffSignInMethod | null;
  /** From where it was opened; null where that is not known. */
  readonly address: string | null;
  readonly device: Device;
}

@Injectable()
export class StaffSessions {
  constructor(
    private readonly dataSource: DataSource,
    @InjectRepository(Staff) private readonly staff: Repository<Staff>,
    @InjectRepository(StaffSession) private readonly sessions: Repository<StaffSession>,
    private readonly limits: SignInLimits,
    private readonly rates: Limits,
    private readonly secondFactors: SecondFactors,
    private readonly passkeys: StaffPasskeys,
    private readonly audit: AuditLog,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Opens a new session and returns its token; whatever session the browser had before is none any more. Throws
   * UNAUTHENTICATED for a wrong address, a wrong or outdated password, or a disabled account (nobody is told which),
   * FORBIDDEN where the password is right and the account is one for the provider, TOO_MANY_REQUESTS, BUSY.
   */
  async signIn(origin: Origin, email: string, password: string, tokenBefore?: string): Promise<string> {
    const known = await this.limits.tryOnce(limitKey(email), origin, async () => {
      const staff = await this.staff.findOneBy({ emailKey: emailKey(email) });
      const matches = await passwordMatches(staff?.passwordHash, password, addressOf(origin));
      if (!staff || !matches || staff.disabledAt || isOver(staff.passwordExpiresAt)) return undefined;
      const hasFactor = await this.hasSecondFactor(staff.id);
      return { value: { staff, hasFactor }, isIn: !hasFactor };
    });
    if (!known) {
      await this.recordDenied({ type: 'anonymous', origin }, email);
      throw new AppError('UNAUTHENTICATED', 'The e-mail address or the password is not right.');
    }
    const { staff, hasFactor } = known;
    const actor: StaffActor = { type: 'staff', id: staff.id, role: staff.role, origin };
    await this.assertOpensHere(actor, staff);
    return inTransaction(this.dataSource, async (tx) => {
      if (tokenBefore) await forget(tx, tokenBefore);
      return hasFactor
        ? this.startHalfway(tx, actor)
        : this.start(tx, actor, this.openedHere({ method: 'password', hasSecondFactor: false }));
    });
  }

  /** Throws UNAUTHENTICATED for what is no passkey of anybody in use, FORBIDDEN as `signIn` does, TOO_MANY_REQUESTS. */
  async signInByPasskey(origin: Origin, given: AuthenticationResponseJSON, tokenBefore?: string): Promise<string> {
    const tries = BY_PASSKEY.of(addressOf(origin));
    await this.rates.spend(tries);
    const id = await this.passkeys.ownerOf(given);
    const staff = id && (await this.staff.findOneBy({ id, disabledAt: IsNull() }));
    if (!staff) {
      await this.recordDenied({ type: 'anonymous', origin }, '');
      throw new AppError('UNAUTHENTICATED', 'This passkey opens no account here.');
    }
    await this.rates.giveBack(tries);
    const actor: StaffActor = { type: 'staff', id: staff.id, role: staff.role, origin };
    await this.assertOpensHere(actor, staff);
    return inTransaction(this.dataSource, async (tx) => {
      if (tokenBefore) await forget(tx, tokenBefore);
      return this.start(tx, actor, this.openedHere({ method: 'passkey', hasSecondFactor: true }));
    });
  }

  /** What a browser hands to a device to show who sits before it. Throws TOO_MANY_REQUESTS. */
  async passkeyChallenge(origin: Origin): Promise<PublicKeyCredentialRequestOptionsJSON> {
    await this.rates.spend(CHALLENGES.of(addressOf(origin)));
    return this.passkeys.challenge();
  }

  /** For whom the provider vouches; whatever session the browser had before is none any more. */
  async startFromProvider(
    tx: Tx,
    actor: StaffActor,
    opening: Pick<Opening, 'hasSecondFactor' | 'providerSession'>,
    tokenBefore?: string,
  ): Promise<string> {
    if (tokenBefore) await forget(tx, tokenBefore);
    return this.start(tx, actor, { ...opening, method: 'sign-on' });
  }

  /**
   * Where staff sign in at a provider, only an operator whom it does not know comes in here: for the day on which it is down
   * or wrong. Throws FORBIDDEN.
   */
  private async assertOpensHere(actor: StaffActor, { signOnKey, email }: Staff): Promise<void> {
    if (!this.settings.signOn || (actor.role === 'operator' && signOnKey === null)) return;
    await this.recordDenied(actor, email, 'SIGN_ON_ONLY');
    throw new AppError('FORBIDDEN', 'This account signs in at the provider.');
  }

  private openedHere(opening: Opening): Opening {
    return { ...opening, ...(this.settings.signOn && { isBreakGlass: true }) };
  }

  /** The second half of a sign-in: another session with another token. Throws UNAUTHENTICATED, TOO_MANY_REQUESTS. */
  async pass(staff: StaffAtPanel, code: string, token: string): Promise<string> {
    const { actor, email } = staff;
    const isRight = await this.limits.tryOnce(limitKey(email), actor.origin, async () => {
      const isTaken = staff.needs === 'code' && (await this.secondFactors.take(actor.id, code));
      return isTaken ? { value: true, isIn: true } : undefined;
    });
    if (!isRight) {
      await this.recordDenied(actor, email);
      throw new AppError('UNAUTHENTICATED', 'This code is not right, or was used already.');
    }
    return inTransaction(this.dataSource, async (tx) => {
      await forget(tx, token);
      return this.start(tx, actor, this.openedHere({ method: 'code', hasSecondFactor: true }));
    });
  }

  /**
   * Who a token stands for; undefined for one that is missing, unknown, ended, idle for too long, expired, or used from
   * where the settings do not let staff in.
   */
  async find(token: string | undefined, origin: Origin): Promise<StaffAtPanel | undefined> {
    if (!token?.startsWith(TOKEN_PREFIX)) return undefined;
    const row = await selectOne<SessionRow>(
      this.dataSource.manager,
      `SELECT s.id, s.staff_id, p.email, p.role, s.seen_at, s.passed_at, f.confirmed_at, p.password_expires_at,
         s.method
       FROM staff_sessions s JOIN staff p ON p.id = s.staff_id
       LEFT JOIN staff_second_factors f ON f.staff_id = s.staff_id
       WHERE s.token_hash = ? AND s.ended_at IS NULL AND s.expires_at > ? AND s.seen_at > ? AND p.disabled_at IS NULL`,
      [hashOf(token), now(), later(-IDLE_MS)],
    );
    if (!row) return undefined;
    const actor: StaffActor = { type: 'staff', id: bytesToId<StaffId>(row.staff_id), role: row.role, origin };
    const sessionId = bytesToId(row.id);
    if (!this.isOpenTo(origin)) {
      await this.recordElsewhere(actor, sessionId, row.email);
      return undefined;
    }
    await this.see(row);
    const { email, method } = row;
    const hasSecondFactor = row.confirmed_at !== null || isStrong(method);
    return { actor, email, sessionId, needs: this.needsOf(row), hasSecondFactor, method };
  }

  /** Whether staff may use the panel from there. */
  isOpenTo({ ip }: Origin): boolean {
    return this.settings.staffAddresses?.has(ip) ?? true;
  }

  private async recordElsewhere(actor: StaffActor, sessionId: string, email: string): Promise<void> {
    try {
      await this.rates.spend(FROM_ELSEWHERE.of(sessionId));
    } catch (error) {
      if (error instanceof AppError && error.code === 'TOO_MANY_REQUESTS') return;
      throw error;
    }
    await this.recordDenied(actor, email, 'ADDRESS_NOT_ALLOWED');
  }

  /** In the order in which they are asked for: first it must be known who it is. */
  private needsOf({ passed_at, password_expires_at, confirmed_at, method }: SessionRow): StaffAtPanel['needs'] {
    if (passed_at === null) return 'code';
    if (isStrong(method)) return 'nothing';
    if (password_expires_at !== null) return 'password';
    return this.settings.isSecondFactorRequired && confirmed_at === null ? 'enrolment' : 'nothing';
  }

  /** Those that have passed everything and are neither idle for too long nor expired, the newest first. */
  async openOf(id: StaffId): Promise<OpenStaffSession[]> {
    const open = await this.sessions.find({
      where: {
        staffId: id,
        endedAt: IsNull(),
        expiresAt: MoreThan(now()),
        seenAt: MoreThan(later(-IDLE_MS)),
        passedAt: Not(IsNull()),
      },
      order: { createdAt: 'DESC' },
      take: 100,
    });
    return open.map(({ id: sessionId, createdAt, seenAt, method, address, userAgent }) => ({
      id: sessionId,
      startedAt: createdAt,
      seenAt,
      method,
      address,
      device: deviceOf(userAgent),
    }));
  }

  /** One of one's own, this one or another; false for one that is no longer open. */
  async endOwn(actor: StaffActor, sessionId: string): Promise<boolean> {
    return inTransaction(this.dataSource, async (tx) => {
      if (!(await endSessionOf(tx, actor.id, sessionId))) return false;
      await this.recordEnd(tx, actor, sessionId);
      return true;
    });
  }

  /** When the log last got an event that says that this session reads its tree. */
  async logReadingRecordedAt(sessionId: string): Promise<Date | undefined> {
    const session = await this.sessions.findOneBy({ id: sessionId });
    return session?.logReadRecordedAt ?? undefined;
  }

  /**
   * Whether this session's reading is to be recorded now, in this transaction: none was since `since`. The row's lock and
   * the condition make one of all who come here at once the one who records.
   */
  async claimLogReading(tx: Tx, sessionId: string, since: Date): Promise<boolean> {
    const { affectedRows } = await write(
      tx,
      `UPDATE staff_sessions SET log_read_recorded_at = ?
       WHERE id = ? AND (log_read_recorded_at IS NULL OR log_read_recorded_at <= ?)`,
      [now(), idToBytes(sessionId), since],
    );
    return affectedRows > 0;
  }

  async end({ actor, sessionId }: StaffAtPanel): Promise<void> {
    await this.endOwn(actor, sessionId);
  }

  async forgetOld(): Promise<boolean> {
    const { affectedRows } = await inTransaction(this.dataSource, (tx) =>
      write(tx, 'DELETE FROM staff_sessions WHERE expires_at < ? LIMIT 500', [later(-STAFF_SESSIONS_KEPT_MS)]),
    );
    return affectedRows === 500;
  }

  private async start(tx: Tx, actor: StaffActor, opening: Opening): Promise<string> {
    const { id, token } = await insert(tx, actor, LIFETIME_MS, opening);
    await this.audit.append(tx, {
      type: 'staff-session.started',
      subjectId: actor.id,
      actor,
      roles: [actor.role],
      outcome: 'success',
      details: {
        session_id: id,
        second_factor: opening.hasSecondFactor,
        method: opening.method,
        ...(opening.isBreakGlass && { break_glass: true }),
      },
    });
    return token;
  }

  private async startHalfway(tx: Tx, actor: StaffActor): Promise<string> {
    return (await insert(tx, actor, HALFWAY_MS)).token;
  }

  private recordEnd(tx: Tx, actor: StaffActor, sessionId: string) {
    return this.audit.append(tx, {
      type: 'staff-session.ended',
      subjectId: actor.id,
      actor,
      roles: [actor.role],
      outcome: 'success',
      details: { session_id: sessionId },
    });
  }

  private async hasSecondFactor(id: StaffId): Promise<boolean> {
    const row = await selectOne(
      this.dataSource.manager,
      'SELECT 1 FROM staff_second_factors WHERE staff_id = ? AND confirmed_at IS NOT NULL',
      [idToBytes(id)],
    );
    return row !== undefined;
  }

  private async see({ id, seen_at }: SessionRow): Promise<void> {
    if (now().getTime() - seen_at.getTime() < SEEN_EVERY_MS) return;
    await inTransaction(this.dataSource, (tx) =>
      write(tx, 'UPDATE staff_sessions SET seen_at = ? WHERE id = ?', [now(), id]),
    );
  }

  /**
   * Whether this is the password of who is signed in, asked again before something that a stranger at an open session must
   * not do. Counted and recorded like a sign-in. Throws TOO_MANY_REQUESTS, BUSY.
   */
  async isPasswordOf({ actor, email }: StaffAtPanel, password: string): Promise<boolean> {
    const isRight = await this.limits.tryOnce(limitKey(email), actor.origin, async () => {
      const staff = await this.staff.findOneByOrFail({ id: actor.id });
      const matches = await passwordMatches(staff.passwordHash, password, addressOf(actor.origin));
      return matches ? { value: true, isIn: true } : undefined;
    });
    if (!isRight) await this.recordDenied(actor, email);
    return isRight === true;
  }

  /**
   * Makes an enrolment count, counted and recorded like a sign-in; the recovery codes, or undefined for a wrong code. Who
   * has a right one has seen the secret, which is shown behind the password alone. Throws TOO_MANY_REQUESTS, INVALID_STATE.
   */
  async enrol({ actor, email }: StaffAtPanel, code: string): Promise<string[] | undefined> {
    const codes = await this.limits.tryOnce(limitKey(email), actor.origin, async () => {
      const made = await this.secondFactors.confirm(actor, code);
      return made && { value: made, isIn: true };
    });
    if (!codes) await this.recordDenied(actor, email);
    return codes;
  }

  /** That somebody did not get in, and why: `reason` is a code. */
  async recordDenied(actor: Actor, email: string, reason = 'UNAUTHENTICATED'): Promise<void> {
    await this.audit.record({
      type: 'staff-session.denied',
      subjectId: newId(),
      actor,
      roles: actor.type === 'staff' ? [actor.role] : [],
      outcome: 'denied',
      reason,
      personal: { email_tried: email.slice(0, 254) },
      details: {},
    });
  }
}

const isOver = (at: Date | null) => at !== null && at <= now();

/** Those that take no password, or ask for more at once, need no second factor of ours. */
const isStrong = (method: StaffSignInMethod | null) => method === 'passkey' || method === 'sign-on';

/** Ends one open session of an account; false where it was not open. */
export async function endSessionOf(tx: Tx, id: StaffId, sessionId: string): Promise<boolean> {
  const { affectedRows } = await write(
    tx,
    'UPDATE staff_sessions SET ended_at = ? WHERE id = ? AND staff_id = ? AND ended_at IS NULL AND expires_at > ?',
    [now(), idToBytes(sessionId), idToBytes(id), now()],
  );
  return affectedRows === 1;
}

/** Ends the sessions of an account, but for `kept`, and says how many that were. */
export async function endSessionsOf(tx: Tx, id: StaffId, kept?: string): Promise<number> {
  const { affectedRows } = await write(
    tx,
    'UPDATE staff_sessions SET ended_at = ? WHERE staff_id = ? AND ended_at IS NULL AND expires_at > ? AND id <> ?',
    [now(), idToBytes(id), now(), kept === undefined ? '' : idToBytes(kept)],
  );
  return affectedRows;
}

/** Without an opening it waits for its code. */
async function insert(tx: Tx, { id: staffId, origin }: StaffActor, lifetimeMs: number, opening?: Opening) {
  const token = TOKEN_PREFIX + randomBytes(TOKEN_BYTES).toString('base64url');
  const id = newId();
  await tx.insert(StaffSession, {
    id,
    tokenHash: hashOf(token),
    staffId,
    createdAt: now(),
    seenAt: now(),
    expiresAt: later(lifetimeMs),
    passedAt: opening ? now() : null,
    method: opening?.method ?? null,
    address: origin.ip?.slice(0, 45) ?? null,
    userAgent: origin.userAgent ?? null,
    providerSession: opening?.providerSession ?? null,
  });
  return { id, token };
}

async function forget(tx: Tx, token: string): Promise<void> {
  await write(tx, 'UPDATE staff_sessions SET ended_at = ? WHERE token_hash = ? AND ended_at IS NULL', [
    now(),
    hashOf(token),
  ]);
}
