import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../../log/events/audit-log.service.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { inTransaction, selectOne, write, type Tx } from '../../platform/database/transaction.js';
import type { Origin, UserActor } from '../../platform/kernel/actor.js';
import { AppError } from '../../platform/kernel/app-error.js';
import { DAY_MS, now } from '../../platform/kernel/clock.js';
import { idToBytes, newId, type UserId } from '../../platform/kernel/ids.js';
import { LimitRule } from '../../platform/limits/limit-rule.js';
import { Limits } from '../../platform/limits/limits.service.js';
import { Mailer } from '../../platform/outbox/mailer.service.js';
import type { ErasedPerson } from '../../platform/retention/erased-person.js';
import { ACCOUNT_MAILS } from './account-mails.js';
import { findLink, makeLink, takeLink, type LinkOwner } from './mailed-links.js';
import type { users } from '../tables.generated.js';

const LIFETIME_MS = 7 * DAY_MS;
/** Each of them mails somebody who may not be the one who asks. */
const SENT = new LimitRule('address-confirmation', { max: 5, windowMs: DAY_MS });

/**
 * Whether somebody reads the address that a user signs in with. Nothing of one's own books waits for it; what reaches other
 * people does: whom one invites must be able to believe who asks.
 */
@Injectable()
export class AddressConfirmations {
  constructor(
    private readonly dataSource: DataSource,
    private readonly limits: Limits,
    private readonly mailer: Mailer,
    private readonly audit: AuditLog,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Mails the link, in the transaction of the sign-up. */
  async queue(tx: Tx, user: LinkOwner): Promise<void> {
    const token = await makeLink(tx, 'confirm-address', user, LIFETIME_MS);
    const url = `${this.settings.publicUrl}/confirm-address/${token}`;
    await this.mailer.queue(tx, {
      to: user.email,
      locale: user.locale,
      ...ACCOUNT_MAILS[user.locale].confirmAddress(url),
    });
  }

  /** Mails another one; nothing where the address is confirmed already. Throws TOO_MANY_REQUESTS. */
  async sendAgain(actor: UserActor): Promise<void> {
    if (await isAddressConfirmed(this.dataSource.manager, actor.id)) return;
    await this.limits.spend(SENT.of(actor.id));
    await inTransaction(this.dataSource, (tx) => this.queue(tx, actor));
  }

  /** Whose address the link would confirm. Throws NOT_FOUND. */
  find(token: string): Promise<LinkOwner> {
    return findLink(this.dataSource.manager, 'confirm-address', token);
  }

  /** Whoever holds the link has read the mail. Throws NOT_FOUND as `find` does. */
  async confirm(origin: Origin, token: string): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      const owner = await takeLink(tx, 'confirm-address', token);
      await this.confirmIn(tx, { type: 'user', ...owner, sessionId: newId(), origin });
    });
  }

  /** A job: links that are over, of whatever they were for. */
  async forgetOld(): Promise<boolean> {
    const { affectedRows } = await inTransaction(this.dataSource, (tx) =>
      write(tx, 'DELETE FROM mailed_links WHERE expires_at < ? LIMIT 500', [now()]),
    );
    return affectedRows === 500;
  }

  /** Links that were mailed to a person, of whatever they were for. */
  async erase(tx: Tx, { id }: ErasedPerson): Promise<number> {
    return (await write(tx, 'DELETE FROM mailed_links WHERE user_id = ?', [idToBytes(id)])).affectedRows;
  }

  /** For other mails that were read at the address: once, with its event. */
  async confirmIn(tx: Tx, actor: UserActor): Promise<void> {
    const { affectedRows } = await write(
      tx,
      'UPDATE users SET email_confirmed_at = ? WHERE id = ? AND email_confirmed_at IS NULL',
      [now(), idToBytes(actor.id)],
    );
    if (affectedRows === 0) return;
    const subjectId = actor.id;
    await this.audit.append(tx, { type: 'user.address-confirmed', subjectId, actor, outcome: 'success', details: {} });
  }
}

export async function isAddressConfirmed(manager: EntityManager, id: UserId): Promise<boolean> {
  const sql = 'SELECT email_confirmed_at FROM users WHERE id = ?';
  const row = await selectOne<Pick<users, 'email_confirmed_at'>>(manager, sql, [idToBytes(id)]);
  return row !== undefined && row.email_confirmed_at !== null;
}

/** Throws ADDRESS_NOT_CONFIRMED. */
export async function assertAddressConfirmed(manager: EntityManager, id: UserId): Promise<void> {
  if (await isAddressConfirmed(manager, id)) return;
  throw new AppError('ADDRESS_NOT_CONFIRMED', 'Confirm your own address first, by the link that was mailed to it.');
}
