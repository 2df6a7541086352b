import { Inject, Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../../log/events/audit-log.service.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { inTransaction, isDuplicateKey, selectOne, write, type Tx } from '../../platform/database/transaction.js';
import type { Locale, Origin, UserActor } from '../../platform/kernel/actor.js';
import { AppError, notFound } from '../../platform/kernel/app-error.js';
import { DAY_MS, later, now } from '../../platform/kernel/clock.js';
import { bytesToId, idToBytes, newId, type UserId } from '../../platform/kernel/ids.js';
import type { ErasedPerson } from '../../platform/retention/erased-person.js';
import { emailKey } from '../../platform/kernel/text.js';
import { addressOf, LimitRule } from '../../platform/limits/limit-rule.js';
import { Limits } from '../../platform/limits/limits.service.js';
import { Mailer } from '../../platform/outbox/mailer.service.js';
import { EMAIL_CHANGE_TEXTS } from './email-change-texts.js';
import { passwordMatches } from './passwords.js';
import { SignInLimits } from './sign-in-limits.service.js';
import { Users, viewOfUser, type UserView } from './users.service.js';
import type { email_changes, users } from '../tables.generated.js';
import { EmailChange } from './identity.entity.js';

/** How long the mailed link is good. */
const LIFETIME_MS = DAY_MS;
/** Each of them mails somebody who may not have asked for it. */
const ASKED = new LimitRule('email-change', { max: 5, windowMs: DAY_MS });
const TOKEN_BYTES = 32;

const hashOf = (token: string) => createHash('sha256').update(token, 'utf8').digest();

type ChangeRow = Pick<email_changes, 'id' | 'user_id' | 'session_id' | 'old_email' | 'new_email'> &
  Pick<users, 'locale'>;

/** A change that is asked for; the address to sign in with is still the old one. */
export interface AskedChange extends UserView {
  readonly pendingEmail: string;
}

/**
 * Changing the address to sign in with. It counts once the new address has confirmed it by a mailed link; the old one is
 * told when it is asked for and when it is done. The sign-up address stays what it was, whatever happens here.
 */
@Injectable()
export class EmailChanges {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: Users,
    private readonly limits: Limits,
    private readonly signInLimits: SignInLimits,
    private readonly mailer: Mailer,
    private readonly audit: AuditLog,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Mails the link to the new address. Throws FORBIDDEN for a wrong password, TOO_MANY_REQUESTS. Whether somebody has the
   * address already is not told to the one who asks, but to the one who has it.
   */
  async ask(actor: UserActor, password: string, email: string): Promise<AskedChange> {
    const user = await this.signInLimits.tryOnce(actor.email, actor.origin, async () => {
      const known = await this.users.findById(actor.id);
      const matches = await passwordMatches(known?.passwordHash, password, addressOf(actor.origin));
      return known && matches ? { value: known, isIn: true } : undefined;
    });
    if (!user) {
      await this.recordDenial(actor);
      throw new AppError('FORBIDDEN', 'The password is not right.');
    }
    await this.limits.spend(ASKED.of(actor.id));
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const newEmail = email.trim();
    await inTransaction(this.dataSource, async (tx) => {
      await this.insert(tx, actor, user.email, newEmail, token);
      const words = EMAIL_CHANGE_TEXTS[user.locale];
      const taken = await selectOne(tx, 'SELECT 1 FROM users WHERE email_key = ? AND id <> ?', [
        emailKey(newEmail),
        idToBytes(actor.id),
      ]);
      const url = `${this.settings.publicUrl}/confirm-email/${token}`;
      await this.mailer.queue(tx, {
        to: newEmail,
        locale: user.locale,
        ...(taken ? words.taken() : words.confirm(url)),
      });
      await this.mailer.queue(tx, { to: user.email, locale: user.locale, ...words.asked() });
    });
    return { ...viewOfUser(user), pendingEmail: newEmail };
  }

  /** The address that a link would confirm. Throws NOT_FOUND for a link that is unknown, used or too old. */
  async find(token: string): Promise<{ newEmail: string; locale: Locale }> {
    const { new_email: newEmail, locale } = await open(this.dataSource.manager, token, '');
    return { newEmail, locale };
  }

  /**
   * Whoever holds the link has read the mail: from here the new address is the one to sign in with. Every session ends but
   * the one that asked. Throws NOT_FOUND as `find` does, ALREADY_EXISTS when somebody else has the address by now.
   */
  async confirm(origin: Origin, token: string): Promise<void> {
    try {
      await inTransaction(this.dataSource, async (tx) => {
        const change = await open(tx, token, 'FOR UPDATE');
        const { affectedRows } = await write(
          tx,
          'UPDATE users SET email = ?, email_key = ?, email_confirmed_at = ? WHERE id = ? AND email = ?',
          [change.new_email, emailKey(change.new_email), now(), change.user_id, change.old_email],
        );
        if (affectedRows !== 1) throw notFound('link');
        await write(tx, 'UPDATE email_changes SET confirmed_at = ? WHERE id = ?', [now(), change.id]);
        await write(tx, 'UPDATE sessions SET ended_at = ? WHERE user_id = ? AND ended_at IS NULL AND id <> ?', [
          now(),
          change.user_id,
          change.session_id,
        ]);
        await this.mailer.queue(tx, {
          to: change.old_email,
          locale: change.locale,
          ...EMAIL_CHANGE_TEXTS[change.locale].changed(),
        });
        await this.recordChange(tx, origin, change);
      });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      throw new AppError('ALREADY_EXISTS', 'Somebody else signs in with this address by now.');
    }
  }

  /** Only the newest link is good. */
  private async insert(tx: Tx, actor: UserActor, oldEmail: string, newEmail: string, token: string): Promise<void> {
    await write(
      tx,
      'UPDATE email_changes SET ended_at = ? WHERE user_id = ? AND confirmed_at IS NULL AND ended_at IS NULL',
      [now(), idToBytes(actor.id)],
    );
    await tx.insert(EmailChange, {
      id: newId(),
      userId: actor.id,
      sessionId: actor.sessionId,
      tokenHash: hashOf(token),
      oldEmail,
      newEmail,
      askedAt: now(),
      expiresAt: later(LIFETIME_MS),
    });
    await this.audit.append(tx, {
      type: 'user.email-change-asked',
      subjectId: actor.id,
      actor,
      outcome: 'success',
      personal: { new_email: newEmail },
      details: {},
    });
  }

  /** Deletes what is known of a person's former addresses, and says how many changes; a change that waits can no longer be confirmed. */
  async erase(tx: Tx, { id }: ErasedPerson): Promise<number> {
    return (await write(tx, 'DELETE FROM email_changes WHERE user_id = ?', [idToBytes(id)])).affectedRows;
  }

  private async recordDenial(actor: UserActor): Promise<void> {
    await this.audit.record({
      type: 'user.email-change-asked',
      subjectId: actor.id,
      actor,
      outcome: 'denied',
      reason: 'FORBIDDEN',
      details: {},
    });
  }

  private async recordChange(tx: Tx, origin: Origin, change: ChangeRow): Promise<void> {
    const id = bytesToId<UserId>(change.user_id);
    await this.audit.append(tx, {
      type: 'user.email-changed',
      subjectId: id,
      // The link was mailed for this account: who holds it acts for it, with or without a session.
      actor: {
        type: 'user',
        id,
        email: change.new_email,
        locale: change.locale,
        sessionId: bytesToId(change.session_id),
        origin,
      },
      outcome: 'success',
      personal: { new_email: change.new_email },
      details: {},
    });
  }
}

async function open(manager: EntityManager, token: string, lock: '' | 'FOR UPDATE'): Promise<ChangeRow> {
  const row = await selectOne<ChangeRow>(
    manager,
    `SELECT c.id, c.user_id, c.session_id, c.old_email, c.new_email, u.locale
     FROM email_changes c JOIN users u ON u.id = c.user_id
     WHERE c.token_hash = ? AND c.confirmed_at IS NULL AND c.ended_at IS NULL AND c.expires_at > ? ${lock}`,
    [hashOf(token), now()],
  );
  if (!row) throw notFound('link');
  return row;
}
