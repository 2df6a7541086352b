import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, Repository } from 'typeorm';
import { writeToBook, type BookWrite } from '../books/fence.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { selectOne, write } from '../platform/database/transaction.js';
import { now } from '../platform/kernel/clock.js';
import { idToBytes, newId, type BankFeedId, type BookId, type BusinessId } from '../platform/kernel/ids.js';
import type { Currency } from '../platform/kernel/money.js';
import type { Page } from '../platform/kernel/page.js';
import type { PageRequest } from '../platform/kernel/schemas.js';
import { BankAccount } from './accounting.entity.js';
import type { BankAccountRequest } from './accounting.schemas.js';
import { pageOfBook } from './book-lists.js';
import type { bank_accounts } from './tables.generated.js';

export interface BankAccountView {
  readonly id: string;
  readonly name: string;
  readonly currency: Currency;
}

const viewOf = ({ id, name, currency }: BankAccount): BankAccountView => ({ id, name, currency });

@Injectable()
export class BankAccounts {
  constructor(
    private readonly dataSource: DataSource,
    @InjectRepository(BankAccount) private readonly bankAccounts: Repository<BankAccount>,
    private readonly businesses: Businesses,
  ) {}

  async list(businessId: BusinessId, page: PageRequest): Promise<Page<BankAccountView>> {
    return this.listOfBook(await this.businesses.currentBook(businessId), page);
  }

  listOfBook(bookId: BookId, page: PageRequest): Promise<Page<BankAccountView>> {
    return pageOfBook(this.bankAccounts, bookId, page, viewOf);
  }

  async add(businessId: BusinessId, ask: BankAccountRequest): Promise<BankAccountView> {
    const currency = ask.currency ?? (await this.businesses.currencyOf(businessId));
    return writeToBook(this.dataSource, businessId, (into) => addBankAccount(into, { ...ask, currency }));
  }
}

/** Adds a bank account as a part of something larger. */
export async function addBankAccount(
  { tx, bookId }: BookWrite,
  { name, currency }: Required<BankAccountRequest>,
): Promise<BankAccountView> {
  const account = { bookId, id: newId(), name, currency, createdAt: now() };
  await tx.insert(BankAccount, account);
  return viewOf(account);
}

/** The name of an account in the open book; undefined for an id that is none of it. */
export async function bankAccountName({ tx, book }: BookWrite, id: string): Promise<string | undefined> {
  const row = await selectOne<Pick<bank_accounts, 'name'>>(
    tx,
    'SELECT name FROM bank_accounts WHERE book_id = ? AND id = ?',
    [book, idToBytes(id)],
  );
  return row?.name;
}

/** What a bank tells of one movement on an account. */
export interface BankMovement {
  readonly externalId: string;
  readonly postedOn: string;
  readonly description: string;
  readonly amount: string;
}

/** Adds what a feed has brought, at least one. */
export async function addBankTransactions(
  { tx, book }: BookWrite,
  { bankAccountId, feedId }: { bankAccountId: string; feedId: BankFeedId },
  movements: readonly BankMovement[],
): Promise<void> {
  await write(
    tx,
    `INSERT INTO bank_transactions (book_id, id, bank_account_id, feed_id, external_id, posted_on, description, amount,
       created_at) VALUES ?`,
    [
      movements.map(({ externalId, postedOn, description, amount }) => [
        book,
        idToBytes(newId()),
        idToBytes(bankAccountId),
        idToBytes(feedId),
        externalId,
        postedOn,
        description,
        amount,
        now(),
      ]),
    ],
  );
}
