import { Inject, Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { AuditLog } from '../../log/events/audit-log.service.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { inTransaction, select, selectOne, write, writeOne, type Tx } from '../../platform/database/transaction.js';
import type { Actor, Locale, Origin, UserActor } from '../../platform/kernel/actor.js';
import { AppError, notFound } from '../../platform/kernel/app-error.js';
import { DAY_MS, later, MINUTE_MS, now } from '../../platform/kernel/clock.js';
import { bytesToId, firstIdAt, idToBytes, newId, type UserId } from '../../platform/kernel/ids.js';
import { addressOf } from '../../platform/limits/limit-rule.js';
import { passwordMatches } from './passwords.js';
import { deviceOf, type Device } from './device.js';
import { FRESH_MS } from './people.js';
import { SignInLimits } from './sign-in-limits.service.js';
import { Users, viewOfUser, type UserView } from './users.service.js';
import type { sessions, users } from '../tables.generated.js';
import { Session } from './identity.entity.js';

export interface SignedIn {
  readonly token: string;
  readonly user: UserView;
}

/** Times are ISO 8601 UTC. */
export interface ConfirmedSession {
  readonly confirmedAt: string;
  /** Until when it counts as just confirmed. */
  readonly freshUntil: string;
}

/** Times are ISO 8601 UTC. */
export interface OpenSession {
  readonly id: string;
  readonly startedAt: string;
  /** From where it was opened; null where that is not known. */
  readonly address: string | null;
  readonly device: Device;
  readonly isThisOne: boolean;
}

/** 256 random bits; only their hash is stored, so that a copy of the database signs nobody in. */
const TOKEN_BYTES = 32;
const TOKEN_PREFIX = 'ard_';
const LIFETIME_MS = 14 * DAY_MS;

const hashOf = (token: string) => createHash('sha256').update(token, 'utf8').digest();

@Injectable()
export class Sessions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: Users,
    private readonly limits: SignInLimits,
    private readonly audit: AuditLog,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Throws UNAUTHENTICATED for a wrong address or password (which of them, nobody is told), TOO_MANY_REQUESTS, BUSY. */
  async signIn(origin: Origin, email: string, password: string): Promise<SignedIn> {
    const user = await this.limits.tryOnce(email, origin, async () => {
      const known = await this.users.findByEmail(email);
      const matches = await passwordMatches(known?.passwordHash, password, addressOf(origin));
      return known && matches ? { value: known, isIn: true } : undefined;
    });
    if (!user) {
      await this.recordFailure({ type: 'anonymous', origin }, email);
      throw new AppError('UNAUTHENTICATED', 'The e-mail address or the password is not right.');
    }
    const token = await inTransaction(this.dataSource, (tx) => this.start(tx, user, origin));
    return { token, user: viewOfUser(user) };
  }

  /** Opens a session in the caller's transaction and returns its token, which is shown this once. */
  async start(tx: Tx, user: { id: UserId; email: string; locale: Locale }, origin: Origin): Promise<string> {
    const { id, token } = await insert(tx, user.id, origin, LIFETIME_MS);
    await this.audit.append(tx, {
      type: 'session.started',
      subjectId: user.id,
      actor: { type: 'user', sessionId: id, origin, ...viewOfUser(user) },
      outcome: 'success',
      details: { session_id: id },
    });
    return token;
  }

  /**
   * A session for what the program itself does in somebody's name. Nobody signed in, so the log is told nothing; it is over
   * in a minute. Returns its id.
   */
  ofProgram(userId: UserId, origin: Origin): Promise<string> {
    return inTransaction(this.dataSource, async (tx) => (await insert(tx, userId, origin, MINUTE_MS)).id);
  }

  /**
   * The person of an open session shows again who they are; counted and recorded like a sign-in. Throws FORBIDDEN for a
   * wrong password, TOO_MANY_REQUESTS, BUSY.
   */
  async confirm(actor: UserActor, password: string): Promise<ConfirmedSession> {
    if (!(await this.isPasswordOf(actor, password))) throw new AppError('FORBIDDEN', 'The password is not right.');
    return inTransaction(this.dataSource, (tx) => this.markConfirmed(tx, actor));
  }

  /** Whether this is the password of who is signed in; a wrong one counts and is recorded like a failed sign-in. */
  async isPasswordOf(actor: UserActor, password: string): Promise<boolean> {
    const isRight = await this.limits.tryOnce(actor.email, actor.origin, async () => {
      const user = await this.users.findById(actor.id);
      const matches = await passwordMatches(user?.passwordHash, password, addressOf(actor.origin));
      return matches ? { value: true, isIn: true } : undefined;
    });
    if (!isRight) await this.recordFailure(actor, actor.email);
    return isRight === true;
  }

  private async markConfirmed(tx: Tx, actor: UserActor): Promise<ConfirmedSession> {
    const confirmedAt = now();
    await writeOne(tx, 'UPDATE sessions SET confirmed_at = ? WHERE id = ? AND ended_at IS NULL', [
      confirmedAt,
      idToBytes(actor.sessionId),
    ]);
    await this.audit.append(tx, {
      type: 'session.confirmed',
      subjectId: actor.id,
      actor,
      outcome: 'success',
      details: { session_id: actor.sessionId },
    });
    const freshUntil = new Date(confirmedAt.getTime() + FRESH_MS).toISOString();
    return { confirmedAt: confirmedAt.toISOString(), freshUntil };
  }

  private async recordFailure(actor: Actor, email: string): Promise<void> {
    await this.audit.record({
      type: 'session.denied',
      subjectId: newId(),
      actor,
      outcome: 'denied',
      reason: 'UNAUTHENTICATED',
      personal: { email_tried: email.slice(0, 254) },
      details: {},
    });
  }

  /** Who a token stands for; anonymous for one that is missing, unknown, ended or expired. */
  async actorOf(token: string | undefined, origin: Origin): Promise<Actor> {
    if (!token?.startsWith(TOKEN_PREFIX)) return { type: 'anonymous', origin };
    const row = await selectOne<Pick<sessions, 'id' | 'user_id'> & Pick<users, 'email' | 'locale'>>(
      this.dataSource.manager,
      `SELECT s.id, s.user_id, u.email, u.locale FROM sessions s JOIN users u ON u.id = s.user_id
       WHERE s.token_hash = ? AND s.ended_at IS NULL AND s.expires_at > ? AND s.confirmed_at IS NOT NULL`,
      [hashOf(token), now()],
    );
    if (!row) return { type: 'anonymous', origin };
    return {
      type: 'user',
      id: bytesToId<UserId>(row.user_id),
      email: row.email,
      locale: row.locale,
      sessionId: bytesToId(row.id),
      origin,
    };
  }

  /** The sessions of a person that are open now, the newest first. */
  async openOf(actor: UserActor): Promise<OpenSession[]> {
    const rows = await select<Pick<sessions, 'id' | 'created_at' | 'address' | 'user_agent'>>(
      this.dataSource.manager,
      `SELECT id, created_at, address, user_agent FROM sessions
       WHERE user_id = ? AND ended_at IS NULL AND expires_at > ? AND confirmed_at IS NOT NULL
       ORDER BY created_at DESC, id LIMIT 100`,
      [idToBytes(actor.id), now()],
    );
    return rows.map((row) => ({
      id: bytesToId(row.id),
      startedAt: row.created_at.toISOString(),
      address: row.address,
      device: deviceOf(row.user_agent),
      isThisOne: bytesToId(row.id) === actor.sessionId,
    }));
  }

  /** One's own, this one or another; what has ended is ended. Throws NOT_FOUND for one that is nobody's or another person's. */
  async end(actor: UserActor, sessionId: string = actor.sessionId): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      const row = await selectOne<Pick<sessions, 'ended_at'>>(
        tx,
        'SELECT ended_at FROM sessions WHERE id = ? AND user_id = ? FOR UPDATE',
        [idToBytes(sessionId), idToBytes(actor.id)],
      );
      if (!row) throw notFound('session');
      if (row.ended_at) return;
      await write(tx, 'UPDATE sessions SET ended_at = ? WHERE id = ?', [now(), idToBytes(sessionId)]);
      await this.audit.append(tx, {
        type: 'session.ended',
        subjectId: actor.id,
        actor,
        outcome: 'success',
        details: { session_id: sessionId },
      });
    });
  }

  /** All but this one. */
  async endOthers(actor: UserActor): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      const sessions = await endSessions(tx, actor.id, actor.sessionId);
      if (sessions === 0) return;
      await this.audit.append(tx, {
        type: 'user.sessions-ended',
        subjectId: actor.id,
        actor,
        outcome: 'success',
        details: { sessions },
      });
    });
  }

  /** Deletes sessions that ended or ran out longer ago than SESSION_RETENTION_DAYS; true when there may be more. */
  async forgetOld(): Promise<boolean> {
    const before = later(-this.settings.sessionRetentionDays * DAY_MS);
    const { affectedRows } = await inTransaction(this.dataSource, (tx) =>
      // Only the oldest are read: what is over since then was opened before it, and ids begin with their time.
      write(tx, 'DELETE FROM sessions WHERE id < ? AND (ended_at < ? OR expires_at < ?) LIMIT 500', [
        firstIdAt(before),
        before,
        before,
      ]),
    );
    return affectedRows === 500;
  }

  /** Deletes what sessions of a user are over, and says how many; one that is open stays. */
  async forgetOver(userId: UserId): Promise<number> {
    const { affectedRows } = await inTransaction(this.dataSource, (tx) =>
      write(tx, 'DELETE FROM sessions WHERE user_id = ? AND (ended_at IS NOT NULL OR expires_at < ?)', [
        idToBytes(userId),
        now(),
      ]),
    );
    return affectedRows;
  }
}

async function insert(
  tx: Tx,
  userId: UserId,
  origin: Origin,
  lifetimeMs: number,
): Promise<{ id: string; token: string }> {
  const token = TOKEN_PREFIX + randomBytes(TOKEN_BYTES).toString('base64url');
  const id = newId();
  await tx.insert(Session, {
    id,
    tokenHash: hashOf(token),
    userId,
    createdAt: now(),
    confirmedAt: now(),
    expiresAt: later(lifetimeMs),
    address: origin.ip ?? null,
    userAgent: origin.userAgent ?? null,
  });
  return { id, token };
}

/** Ends the open sessions of a user, but for `kept`, and says how many that were. */
export async function endSessions(tx: Tx, userId: UserId, kept?: string): Promise<number> {
  const { affectedRows } = await write(
    tx,
    'UPDATE sessions SET ended_at = ? WHERE user_id = ? AND ended_at IS NULL AND expires_at > ? AND id <> ?',
    [now(), idToBytes(userId), now(), kept === undefined ? '' : idToBytes(kept)],
  );
  return affectedRows;
}
