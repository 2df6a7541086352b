import { Inject, Injectable } from '@nestjs/common';
import type { AuthenticationResponseJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { createHash, randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { AuditLog } from '../../log/events/audit-log.service.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { inTransaction, selectOne, write, writeOne, type Tx } from '../../platform/database/transaction.js';
import type { Actor, Origin, UserActor } from '../../platform/kernel/actor.js';
import { AppError, notFound } from '../../platform/kernel/app-error.js';
import { DAY_MS, HOUR_MS, later, MINUTE_MS, now } from '../../platform/kernel/clock.js';
import { bytesToId, firstIdAt, idToBytes, newId, type UserId } from '../../platform/kernel/ids.js';
import { addressOf, LimitRule } from '../../platform/limits/limit-rule.js';
import { Limits } from '../../platform/limits/limits.service.js';
import type { ErasedPerson } from '../../platform/retention/erased-person.js';
import { passwordMatches } from './passwords.js';
import { Passkeys } from './passkeys.service.js';
import { FRESH_MS, isSessionFresh } from './people.js';
import { UserSecondFactors } from './user-second-factors.service.js';
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

/** 256 random bits; only their hash is stored, so that a copy of the database signs nobody in. */
const TOKEN_BYTES = 32;
const TOKEN_PREFIX = 'ard_';
const LIFETIME_MS = 14 * DAY_MS;
/** How long somebody has to type the code after the password. */
const HALFWAY_MS = 10 * MINUTE_MS;
/** A signature cannot be guessed; what does not hold is recorded all the same, and nothing of the log is ever deleted. */
const BY_PASSKEY = new LimitRule('passkey', { max: 60, windowMs: HOUR_MS });

/** Each of them is a row for a few minutes. */
const CHALLENGES = new LimitRule('passkey-challenge', { max: 300, windowMs: HOUR_MS });

/** By what somebody signed in; `code` is one of a phone after the password. */
export type SignInMethod = 'password' | 'code' | 'passkey';

const hashOf = (token: string) => createHash('sha256').update(token, 'utf8').digest();

@Injectable()
export class Sessions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: Users,
    private readonly limits: SignInLimits,
    private readonly rates: Limits,
    private readonly secondFactors: UserSecondFactors,
    private readonly passkeys: Passkeys,
    private readonly audit: AuditLog,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Throws UNAUTHENTICATED for a wrong address, password or code (which of them, nobody is told), SECOND_FACTOR_REQUIRED where
   * a code is needed and none was given, TOO_MANY_REQUESTS, BUSY.
   */
  async signIn(origin: Origin, email: string, password: string, code?: string): Promise<SignedIn> {
    const { user, needsCode } = await this.prove(origin, email, password, code);
    if (needsCode) throw new AppError('SECOND_FACTOR_REQUIRED', 'Send the code of the phone, or a recovery code, too.');
    return this.startFor(user, origin, code === undefined ? 'password' : 'code');
  }

  /**
   * For pages, which ask for the code on a page of its own: where one is needed the session opens nothing but that page, for
   * ten minutes. Throws as `signIn` does.
   */
  async begin(origin: Origin, email: string, password: string): Promise<SignedIn & { readonly needsCode: boolean }> {
    const { user, needsCode } = await this.prove(origin, email, password);
    if (!needsCode) return { ...(await this.startFor(user, origin, 'password')), needsCode };
    const halfway = { lifetimeMs: HALFWAY_MS, isHalfway: true };
    const { token } = await inTransaction(this.dataSource, (tx) => insert(tx, user.id, origin, halfway));
    return { token, user: viewOfUser(user), needsCode };
  }

  /** Whether this is the token of a session that waits for its code. */
  async isHalfway(token: string | undefined): Promise<boolean> {
    return token !== undefined && (await this.halfwayOf(token)) !== undefined;
  }

  /** The second half of a sign-in: another session with another token. Throws UNAUTHENTICATED, TOO_MANY_REQUESTS. */
  async pass(origin: Origin, token: string, code: string): Promise<SignedIn> {
    const user = await this.halfwayOf(token);
    if (!user) throw new AppError('UNAUTHENTICATED', 'Sign in from the beginning: that took too long.');
    const isRight = await this.limits.tryOnce(user.email, origin, async () =>
      (await this.secondFactors.take(user.id, code)) ? { value: true, isIn: true } : undefined,
    );
    if (!isRight) {
      await this.recordFailure({ type: 'anonymous', origin }, user.email);
      throw new AppError('UNAUTHENTICATED', 'This code is not right, or was used already.');
    }
    await inTransaction(this.dataSource, (tx) =>
      write(tx, 'UPDATE sessions SET ended_at = ? WHERE token_hash = ?', [now(), hashOf(token)]),
    );
    return this.startFor(user, origin, 'code');
  }

  /** Throws UNAUTHENTICATED for what is no passkey of anybody, TOO_MANY_REQUESTS. */
  async signInByPasskey(origin: Origin, given: AuthenticationResponseJSON): Promise<SignedIn> {
    const tries = BY_PASSKEY.of(addressOf(origin));
    await this.rates.spend(tries);
    const owner = await this.passkeys.ownerOf(given);
    const user = owner && (await this.users.findById(owner));
    if (!user) {
      await this.recordFailure({ type: 'anonymous', origin }, '');
      throw new AppError('UNAUTHENTICATED', 'This passkey opens no account here.');
    }
    await this.rates.giveBack(tries);
    return this.startFor(user, origin, 'passkey');
  }

  /** Throws TOO_MANY_REQUESTS. */
  async passkeyChallenge(origin: Origin): Promise<PublicKeyCredentialRequestOptionsJSON> {
    await this.rates.spend(CHALLENGES.of(addressOf(origin)));
    return this.passkeys.challenge();
  }

  /** Makes an enrolment count, counted and recorded like a sign-in; the recovery codes, or undefined for a wrong code. */
  async enrol(actor: UserActor, code: string): Promise<string[] | undefined> {
    const codes = await this.limits.tryOnce(actor.email, actor.origin, async () => {
      const made = await this.secondFactors.confirm(actor, code);
      return made && { value: made, isIn: true };
    });
    if (!codes) await this.recordFailure(actor, actor.email);
    return codes;
  }

  private async prove(origin: Origin, email: string, password: string, code?: string) {
    const known = await this.limits.tryOnce(email, origin, async () => {
      const user = await this.users.findByEmail(email);
      const matches = await passwordMatches(user?.passwordHash, password, addressOf(origin));
      if (!user || !matches) return undefined;
      const isOn = await this.secondFactors.isOn(user.id);
      const isIn = !isOn || (code !== undefined && (await this.secondFactors.take(user.id, code)));
      if (!isIn && code !== undefined) return undefined;
      return { value: { user, needsCode: !isIn }, isIn };
    });
    if (known) return known;
    await this.recordFailure({ type: 'anonymous', origin }, email);
    throw new AppError('UNAUTHENTICATED', 'The e-mail address or the password is not right.');
  }

  private async halfwayOf(token: string): Promise<UserView | undefined> {
    const row = await selectOne<Pick<sessions, 'user_id'> & Pick<users, 'email' | 'locale'>>(
      this.dataSource.manager,
      `SELECT s.user_id, u.email, u.locale FROM sessions s JOIN users u ON u.id = s.user_id
       WHERE s.token_hash = ? AND s.ended_at IS NULL AND s.expires_at > ? AND s.confirmed_at IS NULL`,
      [hashOf(token), now()],
    );
    return row && { id: bytesToId<UserId>(row.user_id), email: row.email, locale: row.locale };
  }

  private async startFor(user: UserView, origin: Origin, method: SignInMethod): Promise<SignedIn> {
    const token = await inTransaction(this.dataSource, (tx) => this.start(tx, user, origin, method));
    return { token, user: viewOfUser(user) };
  }

  /** Opens a session in the caller's transaction and returns its token, which is shown this once. */
  async start(tx: Tx, user: UserView, origin: Origin, method: SignInMethod = 'password'): Promise<string> {
    const { id, token } = await insert(tx, user.id, origin, { lifetimeMs: LIFETIME_MS });
    await this.audit.append(tx, {
      type: 'session.started',
      subjectId: user.id,
      actor: { type: 'user', sessionId: id, origin, ...viewOfUser(user) },
      outcome: 'success',
      details: { session_id: id, method },
    });
    return token;
  }

  /**
   * A session for what the program itself does in somebody's name. Nobody signed in, so the log is told nothing; it is over
   * in a minute. Returns its id.
   */
  ofProgram(userId: UserId, origin: Origin): Promise<string> {
    return inTransaction(
      this.dataSource,
      async (tx) => (await insert(tx, userId, origin, { lifetimeMs: MINUTE_MS })).id,
    );
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

  /** The same with a passkey of that person. Throws FORBIDDEN. */
  async confirmByPasskey(actor: UserActor, given: AuthenticationResponseJSON): Promise<ConfirmedSession> {
    await this.rates.spend(BY_PASSKEY.of(addressOf(actor.origin)));
    if ((await this.passkeys.ownerOf(given)) !== actor.id) {
      await this.recordFailure(actor, actor.email);
      throw new AppError('FORBIDDEN', 'This passkey is not one of yours.');
    }
    await this.rates.giveBack(BY_PASSKEY.of(addressOf(actor.origin)));
    return inTransaction(this.dataSource, (tx) => this.markConfirmed(tx, actor));
  }

  /**
   * Before what a stranger at an open session must not do. Throws REAUTHENTICATION_REQUIRED where the session was opened, and
   * last confirmed, more than an hour ago.
   */
  async assertFresh(actor: UserActor): Promise<void> {
    if (await isSessionFresh(this.dataSource.manager, actor.sessionId)) return;
    throw new AppError('REAUTHENTICATION_REQUIRED', 'You signed in more than an hour ago. Confirm this session first.');
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

async function insert(
  tx: Tx,
  userId: UserId,
  origin: Origin,
  { lifetimeMs, isHalfway = false }: { lifetimeMs: number; isHalfway?: boolean },
): Promise<{ id: string; token: string }> {
  const token = TOKEN_PREFIX + randomBytes(TOKEN_BYTES).toString('base64url');
  const id = newId();
  await tx.insert(Session, {
    id,
    tokenHash: hashOf(token),
    userId,
    createdAt: now(),
    confirmedAt: isHalfway ? null : now(),
    expiresAt: later(lifetimeMs),
    address: origin.ip ?? null,
    userAgent: origin.userAgent ?? null,
  });
  return { id, token };
}
