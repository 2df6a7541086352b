import { Inject, Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { AuditLog } from '../../log/events/audit-log.service.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { inTransaction, selectOne, write, type Tx } from '../../platform/database/transaction.js';
import type { Actor, Locale, Origin, UserActor } from '../../platform/kernel/actor.js';
import { AppError } from '../../platform/kernel/app-error.js';
import { DAY_MS, later, now } from '../../platform/kernel/clock.js';
import { bytesToId, firstIdAt, idToBytes, newId, type UserId } from '../../platform/kernel/ids.js';
import type { ErasedPerson } from '../../platform/retention/erased-person.js';
import { addressOf } from '../../platform/limits/limit-rule.js';
import { passwordMatches } from './passwords.js';
import { SignInLimits } from './sign-in-limits.service.js';
import { Users, viewOfUser, type UserView } from './users.service.js';
import type { sessions, users } from '../tables.generated.js';
import { Session } from './identity.entity.js';

export interface SignedIn {
  readonly token: string;
  readonly user: UserView;
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
      await this.audit.record({
        type: 'session.denied',
        subjectId: newId(),
        actor: { type: 'anonymous', origin },
        outcome: 'denied',
        reason: 'UNAUTHENTICATED',
        personal: { email_tried: email.slice(0, 254) },
        details: {},
      });
      throw new AppError('UNAUTHENTICATED', 'The e-mail address or the password is not right.');
    }
    const token = await inTransaction(this.dataSource, (tx) => this.start(tx, user, origin));
    return { token, user: viewOfUser(user) };
  }

  /** Opens a session in the caller's transaction and returns its token, which is shown this once. */
  async start(tx: Tx, user: { id: UserId; email: string; locale: Locale }, origin: Origin): Promise<string> {
    const token = TOKEN_PREFIX + randomBytes(TOKEN_BYTES).toString('base64url');
    const id = newId();
    await tx.insert(Session, {
      id,
      tokenHash: hashOf(token),
      userId: user.id,
      createdAt: now(),
      expiresAt: later(LIFETIME_MS),
    });
    await this.audit.append(tx, {
      type: 'session.started',
      subjectId: user.id,
      actor: { type: 'user', sessionId: id, origin, ...viewOfUser(user) },
      outcome: 'success',
      details: { session_id: id },
    });
    return token;
  }

  /** Who a token stands for; anonymous for one that is missing, unknown, ended or expired. */
  async actorOf(token: string | undefined, origin: Origin): Promise<Actor> {
    if (!token?.startsWith(TOKEN_PREFIX)) return { type: 'anonymous', origin };
    const row = await selectOne<Pick<sessions, 'id' | 'user_id'> & Pick<users, 'email' | 'locale'>>(
      this.dataSource.manager,
      `SELECT s.id, s.user_id, u.email, u.locale FROM sessions s JOIN users u ON u.id = s.user_id
       WHERE s.token_hash = ? AND s.ended_at IS NULL AND s.expires_at > ?`,
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

  async end(actor: UserActor): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      const { affectedRows } = await write(tx, 'UPDATE sessions SET ended_at = ? WHERE id = ? AND ended_at IS NULL', [
        now(),
        idToBytes(actor.sessionId),
      ]);
      if (affectedRows === 0) return;
      await this.audit.append(tx, {
        type: 'session.ended',
        subjectId: actor.id,
        actor,
        outcome: 'success',
        details: { session_id: actor.sessionId },
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

  /** Deletes all sessions of a person, the open ones too, and says how many. */
  async erase(tx: Tx, { id }: ErasedPerson): Promise<number> {
    return (await write(tx, 'DELETE FROM sessions WHERE user_id = ?', [idToBytes(id)])).affectedRows;
  }
}
