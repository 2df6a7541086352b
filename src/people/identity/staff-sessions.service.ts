import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, IsNull, MoreThan, Not, Repository } from 'typeorm';
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
import { addressOf } from '../../platform/limits/limit-rule.js';
import { Staff, StaffSession } from './identity.entity.js';
import { passwordMatches } from './passwords.js';
import { SecondFactors } from './second-factors.service.js';
import { SignInLimits } from './sign-in-limits.service.js';
import type { Outer } from '../../platform/database/rows.js';
import type { staff, staff_second_factors, staff_sessions } from '../tables.generated.js';

/** Somebody of the staff at a browser. `needs` says what stands between them and the panel. */
export interface StaffAtPanel {
  readonly actor: StaffActor;
  readonly email: string;
  readonly sessionId: string;
  readonly needs: 'nothing' | 'code' | 'password' | 'enrolment';
  readonly hasSecondFactor: boolean;
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

type SessionRow = Pick<staff_sessions, 'id' | 'staff_id' | 'seen_at' | 'passed_at'> &
  Pick<staff, 'email' | 'role' | 'password_expires_at'> &
  Outer<Pick<staff_second_factors, 'confirmed_at'>>;

/** A session that is open now, as an operator sees it. */
export interface OpenStaffSession {
  readonly startedAt: Date;
  readonly seenAt: Date;
}

@Injectable()
export class StaffSessions {
  constructor(
    private readonly dataSource: DataSource,
    @InjectRepository(Staff) private readonly staff: Repository<Staff>,
    @InjectRepository(StaffSession) private readonly sessions: Repository<StaffSession>,
    private readonly limits: SignInLimits,
    private readonly secondFactors: SecondFactors,
    private readonly audit: AuditLog,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Opens a new session and returns its token; whatever session the browser had before is none any more. Throws
   * UNAUTHENTICATED for a wrong address, a wrong or outdated password, or a disabled account (nobody is told which),
   * TOO_MANY_REQUESTS, BUSY.
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
      await this.recordFailure({ type: 'anonymous', origin }, email);
      throw new AppError('UNAUTHENTICATED', 'The e-mail address or the password is not right.');
    }
    const { staff, hasFactor } = known;
    const actor: StaffActor = { type: 'staff', id: staff.id, role: staff.role, origin };
    return inTransaction(this.dataSource, async (tx) => {
      if (tokenBefore) await forget(tx, tokenBefore);
      return hasFactor ? this.startHalfway(tx, actor) : this.start(tx, actor, false);
    });
  }

  /** The second half of a sign-in: another session with another token. Throws UNAUTHENTICATED, TOO_MANY_REQUESTS. */
  async pass(staff: StaffAtPanel, code: string, token: string): Promise<string> {
    const { actor, email } = staff;
    const isRight = await this.limits.tryOnce(limitKey(email), actor.origin, async () => {
      const isTaken = staff.needs === 'code' && (await this.secondFactors.take(actor.id, code));
      return isTaken ? { value: true, isIn: true } : undefined;
    });
    if (!isRight) {
      await this.recordFailure(actor, email);
      throw new AppError('UNAUTHENTICATED', 'This code is not right, or was used already.');
    }
    return inTransaction(this.dataSource, async (tx) => {
      await forget(tx, token);
      return this.start(tx, actor, true);
    });
  }

  /** Who a token stands for; undefined for one that is missing, unknown, ended, idle for too long or expired. */
  async find(token: string | undefined, origin: Origin): Promise<StaffAtPanel | undefined> {
    if (!token?.startsWith(TOKEN_PREFIX)) return undefined;
    const row = await selectOne<SessionRow>(
      this.dataSource.manager,
      `SELECT s.id, s.staff_id, p.email, p.role, s.seen_at, s.passed_at, f.confirmed_at, p.password_expires_at
       FROM staff_sessions s JOIN staff p ON p.id = s.staff_id
       LEFT JOIN staff_second_factors f ON f.staff_id = s.staff_id
       WHERE s.token_hash = ? AND s.ended_at IS NULL AND s.expires_at > ? AND s.seen_at > ? AND p.disabled_at IS NULL`,
      [hashOf(token), now(), later(-IDLE_MS)],
    );
    if (!row) return undefined;
    await this.see(row);
    const hasSecondFactor = row.confirmed_at !== null;
    return {
      actor: { type: 'staff', id: bytesToId<StaffId>(row.staff_id), role: row.role, origin },
      email: row.email,
      sessionId: bytesToId(row.id),
      needs: this.needsOf(row),
      hasSecondFactor,
    };
  }

  /** In the order in which they are asked for: first it must be known who it is. */
  private needsOf({ passed_at, password_expires_at, confirmed_at }: SessionRow): StaffAtPanel['needs'] {
    if (passed_at === null) return 'code';
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
    return open.map(({ createdAt, seenAt }) => ({ startedAt: createdAt, seenAt }));
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
    await inTransaction(this.dataSource, async (tx) => {
      const { affectedRows } = await write(
        tx,
        'UPDATE staff_sessions SET ended_at = ? WHERE id = ? AND ended_at IS NULL',
        [now(), idToBytes(sessionId)],
      );
      if (affectedRows === 0) return;
      await this.audit.append(tx, {
        type: 'staff-session.ended',
        subjectId: actor.id,
        actor,
        roles: [actor.role],
        outcome: 'success',
        details: { session_id: sessionId },
      });
    });
  }

  async forgetOld(): Promise<boolean> {
    const { affectedRows } = await inTransaction(this.dataSource, (tx) =>
      write(tx, 'DELETE FROM staff_sessions WHERE expires_at < ? LIMIT 500', [later(-STAFF_SESSIONS_KEPT_MS)]),
    );
    return affectedRows === 500;
  }

  private async start(tx: Tx, actor: StaffActor, withFactor: boolean): Promise<string> {
    const { id, token } = await insert(tx, actor.id, LIFETIME_MS, now());
    await this.audit.append(tx, {
      type: 'staff-session.started',
      subjectId: actor.id,
      actor,
      roles: [actor.role],
      outcome: 'success',
      details: { session_id: id, second_factor: withFactor },
    });
    return token;
  }

  private async startHalfway(tx: Tx, actor: StaffActor): Promise<string> {
    return (await insert(tx, actor.id, HALFWAY_MS, null)).token;
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
    if (!isRight) await this.recordFailure(actor, email);
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
    if (!codes) await this.recordFailure(actor, email);
    return codes;
  }

  private async recordFailure(actor: Actor, email: string): Promise<void> {
    await this.audit.record({
      type: 'staff-session.denied',
      subjectId: newId(),
      actor,
      roles: actor.type === 'staff' ? [actor.role] : [],
      outcome: 'denied',
      reason: 'UNAUTHENTICATED',
      personal: { email_tried: email.slice(0, 254) },
      details: {},
    });
  }
}

const isOver = (at: Date | null) => at !== null && at <= now();

/** Ends the sessions of an account, but for `kept`, and says how many that were. */
export async function endSessionsOf(tx: Tx, id: StaffId, kept?: string): Promise<number> {
  const { affectedRows } = await write(
    tx,
    'UPDATE staff_sessions SET ended_at = ? WHERE staff_id = ? AND ended_at IS NULL AND expires_at > ? AND id <> ?',
    [now(), idToBytes(id), now(), kept === undefined ? '' : idToBytes(kept)],
  );
  return affectedRows;
}

async function insert(tx: Tx, staffId: StaffId, lifetimeMs: number, passedAt: Date | null) {
  const token = TOKEN_PREFIX + randomBytes(TOKEN_BYTES).toString('base64url');
  const id = newId();
  await tx.insert(StaffSession, {
    id,
    tokenHash: hashOf(token),
    staffId,
    createdAt: now(),
    seenAt: now(),
    expiresAt: later(lifetimeMs),
    passedAt,
  });
  return { id, token };
}

async function forget(tx: Tx, token: string): Promise<void> {
  await write(tx, 'UPDATE staff_sessions SET ended_at = ? WHERE token_hash = ? AND ended_at IS NULL', [
    now(),
    hashOf(token),
  ]);
}
