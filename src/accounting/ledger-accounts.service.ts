import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, Repository } from 'typeorm';
import { writeToBook, type BookWrite } from '../books/fence.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { isDuplicateKey, select, selectOne, write } from '../platform/database/transaction.js';
import { AppError, invalid, notFound } from '../platform/kernel/app-error.js';
import { now } from '../platform/kernel/clock.js';
import { idToBytes, isId, newId, type BookId, type BusinessId } from '../platform/kernel/ids.js';
import type { Page } from '../platform/kernel/page.js';
import type { PageRequest } from '../platform/kernel/schemas.js';
import { LedgerAccount } from './accounting.entity.js';
import type { LedgerAccountRequest } from './accounting.schemas.js';
import { pageOfBook } from './book-lists.js';
import type { LedgerAccountChange } from './catalogue.schemas.js';
import { POSTED_TO } from './posting-rules.js';
import { inUse, removeUnused } from './removals.js';
import { assertUnchanged, onceById, versionOf } from './row-version.js';
import type { ledger_accounts } from './tables.generated.js';

export interface LedgerAccountView {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  /** Of what it says: whoever changes it may say which one they saw. */
  readonly version: string;
}

const viewOf = ({ id, number, name }: Pick<LedgerAccount, 'id' | 'number' | 'name'>): LedgerAccountView => ({
  id,
  number,
  name,
  version: versionOf([number, name]),
});

@Injectable()
export class LedgerAccounts {
  constructor(
    private readonly dataSource: DataSource,
    @InjectRepository(LedgerAccount) private readonly ledgerAccounts: Repository<LedgerAccount>,
    private readonly businesses: Businesses,
  ) {}

  async list(businessId: BusinessId, page: PageRequest): Promise<Page<LedgerAccountView>> {
    return this.listOfBook(await this.businesses.currentBook(businessId), page);
  }

  listOfBook(bookId: BookId, page: PageRequest): Promise<Page<LedgerAccountView>> {
    return pageOfBook(this.ledgerAccounts, bookId, page, viewOf);
  }

  /** Throws NOT_FOUND. */
  async getOfBook(bookId: BookId, id: string): Promise<LedgerAccountView> {
    const account = isId(id) ? await this.ledgerAccounts.findOneBy({ bookId, id }) : null;
    if (!account) throw notFound('ledger account');
    return viewOf(account);
  }

  /** Once, by the id that is given. Throws ALREADY_EXISTS when the number is taken. */
  async add(businessId: BusinessId, ask: LedgerAccountRequest, id = newId()): Promise<LedgerAccountView> {
    try {
      return await onceById(
        () => writeToBook(this.dataSource, businessId, (into) => addLedgerAccount(into, ask, id)),
        async () => this.getOfBook(await this.businesses.currentBook(businessId), id),
      );
    } catch (error) {
      if (isDuplicateKey(error)) {
        throw new AppError('ALREADY_EXISTS', `There is a ledger account ${ask.number} already.`);
      }
      throw error;
    }
  }

  /** Gives an account another name; its number stays. Throws NOT_FOUND, CHANGED_MEANWHILE where somebody was faster. */
  change(businessId: BusinessId, id: string, { name, version }: LedgerAccountChange): Promise<LedgerAccountView> {
    return writeToBook(this.dataSource, businessId, async (into) => {
      const key = { bookId: into.bookId, id };
      const before = isId(id)
        ? await into.tx.findOne(LedgerAccount, { where: key, lock: { mode: 'pessimistic_write' } })
        : null;
      if (!before) throw notFound('ledger account');
      assertUnchanged(version, viewOf(before).version);
      await into.tx.update(LedgerAccount, key, { name });
      return viewOf({ ...before, name });
    });
  }

  /** Throws NOT_FOUND, and INVALID_STATE for one that something is posted to, or would be. */
  async remove(businessId: BusinessId, id: string): Promise<void> {
    await writeToBook(this.dataSource, businessId, async (into) => {
      const number = isId(id) ? await ledgerAccountNumber(into, id) : undefined;
      if (number !== undefined && isPostedToByDefault(number)) throw inUse('ledger account');
      await removeUnused(into, 'ledger_accounts', id);
    });
  }
}

const isPostedToByDefault = (number: string) => Object.values<string>(POSTED_TO).includes(number);

/** Adds an account as a part of something larger; a number that is taken is the database's own error. */
export async function addLedgerAccount(
  { tx, bookId }: BookWrite,
  { number, name }: LedgerAccountRequest,
  id = newId(),
): Promise<LedgerAccountView> {
  const account = { bookId, id, number, name, createdAt: now() };
  await tx.insert(LedgerAccount, account);
  return viewOf(account);
}

/** The number of an account in the open book; undefined for an id that is none of it. */
export async function ledgerAccountNumber({ tx, book }: BookWrite, id: string): Promise<string | undefined> {
  const sql = 'SELECT number FROM ledger_accounts WHERE book_id = ? AND id = ?';
  return (await selectOne<Pick<ledger_accounts, 'number'>>(tx, sql, [book, idToBytes(id)]))?.number;
}

/** Adds those of these accounts whose numbers are free. */
export async function addMissingAccounts(
  { tx, book }: BookWrite,
  accounts: readonly LedgerAccountRequest[],
): Promise<void> {
  if (accounts.length === 0) return;
  const rows = accounts.map(({ number, name }) => [book, idToBytes(newId()), number, name, now()]);
  await write(tx, 'INSERT IGNORE INTO ledger_accounts (book_id, id, number, name, created_at) VALUES ?', [rows]);
}

/**
 * The accounts that documents name, by number; each comes with where it was named. Throws VALIDATION for one that is not in
 * the book, and for receivables: those hold what documents are worth, and nothing else that a document says.
 */
export async function accountsToPost(
  { tx, book }: BookWrite,
  numbers: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, { readonly id: Buffer; readonly name: string }>> {
  if (numbers.size === 0) return new Map();
  const found = await select<Pick<ledger_accounts, 'id' | 'number' | 'name'>>(
    tx,
    'SELECT id, number, name FROM ledger_accounts WHERE book_id = ? AND number IN (?)',
    [book, [...numbers.keys()]],
  );
  const byNumber = new Map(found.map((account) => [account.number, account]));
  for (const [number, path] of numbers) {
    if (!byNumber.has(number)) throw invalid(path, `There is no ledger account ${number}. Create it first.`);
    if (number === POSTED_TO.receivables) {
      throw invalid(path, `The account ${number} is that of what customers owe: documents post to it by themselves.`);
    }
  }
  return byNumber;
}
