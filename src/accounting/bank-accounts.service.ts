import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, Repository, type EntityManager } from 'typeorm';
import { writeToBook, type BookWrite } from '../books/fence.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { select, selectOne, write } from '../platform/database/transaction.js';
import { invalid } from '../platform/kernel/app-error.js';
import { now } from '../platform/kernel/clock.js';
import { bytesToId, idToBytes, newId, type BankFeedId, type BookId, type BusinessId } from '../platform/kernel/ids.js';
import type { Currency } from '../platform/kernel/money.js';
import type { Page } from '../platform/kernel/page.js';
import type { PageRequest } from '../platform/kernel/schemas.js';
import { BankAccount } from './accounting.entity.js';
import type { BankAccountRequest } from './accounting.schemas.js';
import { pageOfBook } from './book-lists.js';
import { accountsToPost } from './ledger-accounts.service.js';
import { POSTED_TO } from './posting-rules.js';
import type { Outer } from '../platform/database/rows.js';
import type { bank_accounts, ledger_accounts } from './tables.generated.js';

export interface BankAccountView {
  readonly id: string;
  readonly name: string;
  readonly currency: Currency;
  /** The number of its account in the ledger. */
  readonly account: string;
}

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

  async listOfBook(bookId: BookId, page: PageRequest): Promise<Page<BankAccountView>> {
    const { items, next } = await pageOfBook(this.bankAccounts, bookId, page, (account) => account);
    const numbers = await accountNumbers(this.dataSource.manager, idToBytes(bookId), items);
    return { items: items.map((account) => viewOf(account, numbers.get(account.accountId ?? ''))), next };
  }

  async add(businessId: BusinessId, ask: BankAccountRequest): Promise<BankAccountView> {
    const currency = ask.currency ?? (await this.businesses.currencyOf(businessId));
    return writeToBook(this.dataSource, businessId, (into) => addBankAccount(into, { ...ask, currency }));
  }
}

const viewOf = ({ id, name, currency }: Omit<BankAccount, 'accountId'>, account: string = POSTED_TO.bank) => ({
  id,
  name,
  currency,
  account,
});

/** Adds a bank account as a part of something larger. Throws VALIDATION for an account that is not in the book. */
export async function addBankAccount(
  into: BookWrite,
  { name, currency, account }: BankAccountRequest & { currency: Currency },
): Promise<BankAccountView> {
  const named =
    account === undefined ? undefined : (await accountsToPost(into, new Map([[account, 'account']]))).get(account);
  const accountId = named ? bytesToId<string>(named.id) : null;
  const row = { bookId: into.bookId, id: newId(), name, currency, createdAt: now(), accountId };
  await into.tx.insert(BankAccount, row);
  return viewOf(row, account);
}

/** Where money goes: into the account of a bank account of the book, or into an account of the ledger; 1010 by default. */
export async function moneyAccount(
  into: BookWrite,
  { bankAccountId, account }: { bankAccountId?: string | undefined; account?: string | undefined },
): Promise<string> {
  if (bankAccountId === undefined) {
    const number = account ?? POSTED_TO.bank;
    await accountsToPost(into, new Map([[number, 'account']]));
    return number;
  }
  const row = await selectOne<Outer<Pick<ledger_accounts, 'number'>>>(
    into.tx,
    `SELECT a.number FROM bank_accounts b LEFT JOIN ledger_accounts a ON a.book_id = b.book_id AND a.id = b.account_id
     WHERE b.book_id = ? AND b.id = ?`,
    [into.book, idToBytes(bankAccountId)],
  );
  if (!row) throw invalid('bankAccountId', 'There is no such bank account in the present books.');
  return row.number ?? POSTED_TO.bank;
}

async function accountNumbers(
  manager: EntityManager,
  book: Buffer,
  accounts: readonly BankAccount[],
): Promise<ReadonlyMap<string, string>> {
  const ids = accounts.flatMap(({ accountId }) => (accountId === null ? [] : idToBytes(accountId)));
  if (ids.length === 0) return new Map();
  const sql = 'SELECT id, number FROM ledger_accounts WHERE book_id = ? AND id IN (?)';
  const rows = await select<Pick<ledger_accounts, 'id' | 'number'>>(manager, sql, [book, ids]);
  return new Map(rows.map(({ id, number }) => [bytesToId<string>(id), number]));
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
