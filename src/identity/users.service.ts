import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog } from '../audit/audit-log.service.js';
import { inTransaction, isDuplicateKey, write, type Tx } from '../database/transaction.js';
import type { Locale, UserActor } from '../kernel/actor.js';
import { AppError } from '../kernel/app-error.js';
import { now } from '../kernel/clock.js';
import { idToBytes, newId, type UserId } from '../kernel/ids.js';
import { emailKey } from '../kernel/text.js';
import { User } from './identity.entity.js';
import { hashPassword, passwordMatches } from './passwords.js';

/** A user as shown to that user. */
export interface UserView {
  readonly id: UserId;
  readonly email: string;
  readonly locale: Locale;
}

export const viewOfUser = (user: Pick<User, 'id' | 'email' | 'locale'>): UserView => ({
  id: user.id,
  email: user.email,
  locale: user.locale,
});

@Injectable()
export class Users {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
  ) {}

  /** Adds a user. Throws ALREADY_EXISTS when somebody signs in with this address. The password is already hashed. */
  async add(tx: Tx, user: { email: string; passwordHash: string; locale: Locale }): Promise<User> {
    const email = user.email.trim();
    const row: User = {
      id: newId<UserId>(),
      email,
      emailKey: emailKey(email),
      signUpEmail: email,
      passwordHash: user.passwordHash,
      locale: user.locale,
      createdAt: now(),
    };
    try {
      await tx.insert(User, row);
    } catch (error) {
      if (isDuplicateKey(error)) throw emailTaken();
      throw error;
    }
    return row;
  }

  findByEmail(email: string): Promise<User | null> {
    return this.dataSource.getRepository(User).findOneBy({ emailKey: emailKey(email) });
  }

  findById(id: UserId): Promise<User | null> {
    return this.dataSource.getRepository(User).findOneBy({ id });
  }

  /** Changes the address to sign in with; the sign-up address stays what it was (SPEC §1). */
  async changeEmail(actor: UserActor, password: string, email: string): Promise<UserView> {
    const user = await this.findById(actor.id);
    if (!user || !(await passwordMatches(user.passwordHash, password))) {
      throw new AppError('FORBIDDEN', 'The password is not right.');
    }
    const trimmed = email.trim();
    try {
      await inTransaction(this.dataSource, async (tx) => {
        await write(tx, 'UPDATE users SET email = ?, email_key = ? WHERE id = ?', [
          trimmed,
          emailKey(trimmed),
          idToBytes(actor.id),
        ]);
        await this.audit.append(tx, {
          type: 'user.email-changed',
          subjectId: actor.id,
          actor,
          outcome: 'success',
          personal: { new_email: trimmed },
          details: {},
        });
      });
    } catch (error) {
      if (isDuplicateKey(error)) throw emailTaken();
      throw error;
    }
    return viewOfUser({ ...user, email: trimmed });
  }

  async changeLocale(id: UserId, locale: Locale): Promise<void> {
    await inTransaction(this.dataSource, (tx) =>
      write(tx, 'UPDATE users SET locale = ? WHERE id = ?', [locale, idToBytes(id)]),
    );
  }

  hashPassword(password: string): Promise<string> {
    return hashPassword(password);
  }
}

function emailTaken(): AppError {
  return new AppError('ALREADY_EXISTS', 'Somebody already signs in with this e-mail address. Sign in instead.');
}
