import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog } from '../../log/events/audit-log.service.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { inTransaction, write, type Tx } from '../../platform/database/transaction.js';
import type { Origin, UserActor } from '../../platform/kernel/actor.js';
import { AppError, invalid } from '../../platform/kernel/app-error.js';
import { DAY_MS, HOUR_MS } from '../../platform/kernel/clock.js';
import { idToBytes, newId } from '../../platform/kernel/ids.js';
import { emailKey } from '../../platform/kernel/text.js';
import { addressOf, LimitRule } from '../../platform/limits/limit-rule.js';
import { Limits } from '../../platform/limits/limits.service.js';
import { Mailer } from '../../platform/outbox/mailer.service.js';
import { ACCOUNT_MAILS } from './account-mails.js';
import { AddressConfirmations } from './address-confirmations.service.js';
import { findLink, makeLink, takeLink, type LinkOwner } from './mailed-links.js';
import { passwordFault, passwordFaultInWords } from './new-password.js';
import { hashPassword } from './passwords.js';
import { endSessions } from './open-sessions.service.js';
import { Sessions } from './sessions.service.js';
import { Users } from './users.service.js';

const LIFETIME_MS = HOUR_MS;
/** Each of them mails somebody who may not be the one who asks; and nobody asks through long lists of addresses. */
const TO_AN_ADDRESS = new LimitRule('new-password', { max: 5, windowMs: DAY_MS });
const FROM_AN_ADDRESS = new LimitRule('new-password-asked', { max: 30, windowMs: HOUR_MS });

/** Another password: by whoever knows the present one, or by whoever reads the mails of the account. */
@Injectable()
export class PasswordChanges {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: Users,
    private readonly sessions: Sessions,
    private readonly confirmations: AddressConfirmations,
    private readonly limits: Limits,
    private readonly mailer: Mailer,
    private readonly audit: AuditLog,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Every other session ends, and the address is told. Throws VALIDATION for a password that is not taken, FORBIDDEN where the
   * present one is wrong, TOO_MANY_REQUESTS, BUSY.
   */
  async change(actor: UserActor, present: string, password: string): Promise<void> {
    assertTaken(password, actor.email);
    if (!(await this.sessions.isPasswordOf(actor, present))) {
      const subjectId = actor.id;
      const denied = { outcome: 'denied', reason: 'FORBIDDEN', details: {} } as const;
      await this.audit.record({ type: 'user.password-changed', subjectId, actor, ...denied });
      throw new AppError('FORBIDDEN', 'The present password is not right.');
    }
    const passwordHash = await hashPassword(password, addressOf(actor.origin));
    await inTransaction(this.dataSource, async (tx) => {
      await this.keep(tx, actor, passwordHash);
      await endSessions(tx, actor.id, actor.sessionId);
      await this.mailer.queue(tx, {
        to: actor.email,
        locale: actor.locale,
        ...ACCOUNT_MAILS[actor.locale].passwordChanged(false),
      });
      const subjectId = actor.id;
      await this.audit.append(tx, { type: 'user.password-changed', subjectId, actor, outcome: 'success', details: {} });
    });
  }

  /**
   * Mails the link, if somebody signs in with this address. The answer is the same if nobody does: it tells nothing. Throws
   * TOO_MANY_REQUESTS, by the address that was typed and by where it was typed.
   */
  async ask(origin: Origin, email: string): Promise<void> {
    await this.limits.spend(TO_AN_ADDRESS.of(emailKey(email)), FROM_AN_ADDRESS.of(addressOf(origin)));
    const user = await this.users.findByEmail(email);
    if (!user) return;
    await inTransaction(this.dataSource, async (tx) => {
      const token = await makeLink(tx, 'new-password', user, LIFETIME_MS);
      const url = `${this.settings.publicUrl}/new-password/${token}`;
      await this.mailer.queue(tx, {
        to: user.email,
        locale: user.locale,
        ...ACCOUNT_MAILS[user.locale].newPassword(url),
      });
      await this.audit.append(tx, {
        type: 'user.password-reset-asked',
        subjectId: user.id,
        // Somebody asked for this account, and nobody knows who.
        actor: { type: 'anonymous', origin },
        outcome: 'success',
        details: {},
      });
    });
  }

  /** For whom the link chooses a password. Throws NOT_FOUND. */
  find(token: string): Promise<LinkOwner> {
    return findLink(this.dataSource.manager, 'new-password', token);
  }

  /**
   * Whoever holds the link has read the mail: every session ends, and the address, which is thereby confirmed, is told. Throws
   * NOT_FOUND as `find` does, VALIDATION for a password that is not taken (the link stays good), BUSY.
   */
  async reset(origin: Origin, token: string, password: string): Promise<void> {
    const { email } = await this.find(token);
    assertTaken(password, email);
    const passwordHash = await hashPassword(password, addressOf(origin));
    await inTransaction(this.dataSource, async (tx) => {
      const owner = await takeLink(tx, 'new-password', token);
      const actor: UserActor = { type: 'user', sessionId: newId(), origin, ...owner };
      await this.keep(tx, owner, passwordHash);
      await endSessions(tx, owner.id);
      await this.mailer.queue(tx, {
        to: owner.email,
        locale: owner.locale,
        ...ACCOUNT_MAILS[owner.locale].passwordChanged(true),
      });
      await this.confirmations.confirmIn(tx, actor);
      const subjectId = owner.id;
      await this.audit.append(tx, { type: 'user.password-reset', subjectId, actor, outcome: 'success', details: {} });
    });
  }

  private async keep(tx: Tx, { id }: Pick<LinkOwner, 'id'>, passwordHash: string): Promise<void> {
    await write(tx, 'UPDATE users SET password_hash = ? WHERE id = ?', [passwordHash, idToBytes(id)]);
    // A link to choose one that was mailed before is not good any more.
    await write(tx, "DELETE FROM mailed_links WHERE user_id = ? AND purpose = 'new-password'", [idToBytes(id)]);
  }
}

function assertTaken(password: string, email: string): void {
  const fault = passwordFault(password, 'person', email);
  if (fault) throw invalid('password', `The password ${passwordFaultInWords(fault, 'person')}.`);
}
