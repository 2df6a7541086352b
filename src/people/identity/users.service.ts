import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, Repository } from 'typeorm';
import { inTransaction, isDuplicateKey, write, type Tx } from '../../platform/database/transaction.js';
import type { Locale } from '../../platform/kernel/actor.js';
import { AppError } from '../../platform/kernel/app-error.js';
import { now } from '../../platform/kernel/clock.js';
import { idToBytes, newId, type UserId } from '../../platform/kernel/ids.js';
import { emailKey } from '../../platform/kernel/text.js';
import { User } from './identity.entity.js';
import { hashPassword } from './passwords.js';

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
    @InjectRepository(User) private readonly users: Repository<User>,
  ) {}

  /** Adds a user. Throws ALREADY_EXISTS when somebody signs in with this address. The password is already hashed. */
  async add(
    tx: Tx,
    user: { email: string; passwordHash: string; locale: Locale; emailConfirmedAt?: Date },
  ): Promise<User> {
    const email = user.email.trim();
    const row: User = {
      id: newId<UserId>(),
      email,
      emailKey: emailKey(email),
      signUpEmail: email,
      passwordHash: user.passwordHash,
      locale: user.locale,
      createdAt: now(),
      emailConfirmedAt: user.emailConfirmedAt ?? null,
    };
    try {
      await tx.withRepository(this.users).insert(row);
    } catch (error) {
      if (isDuplicateKey(error)) throw emailTaken();
      throw error;
    }
    return row;
  }

  findByEmail(email: string): Promise<User | null> {
    return this.users.findOneBy({ emailKey: emailKey(email) });
  }

  findById(id: UserId): Promise<User | null> {
    return this.users.findOneBy({ id });
  }

  async changeLocale(id: UserId, locale: Locale): Promise<void> {
    await inTransaction(this.dataSource, (tx) =>
      write(tx, 'UPDATE users SET locale = ? WHERE id = ?', [locale, idToBytes(id)]),
    );
  }

  /** `address` as `hashPassword` has it. */
  hashPassword(password: string, address?: string): Promise<string> {
    return hashPassword(password, address);
  }
}

function emailTaken(): AppError {
  return new AppError('ALREADY_EXISTS', 'Somebody already signs in with this e-mail address. Sign in instead.');
}
