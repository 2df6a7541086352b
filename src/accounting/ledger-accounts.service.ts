import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, Repository } from 'typeorm';
import { writeToBook, type BookWrite } from '../books/fence.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { isDuplicateKey, selectOne } from '../platform/database/transaction.js';
import { AppError } from '../platform/kernel/app-error.js';
import { now } from '../platform/kernel/clock.js';
import { idToBytes, newId, type BookId, type BusinessId } from '../platform/kernel/ids.js';
import type { Page } from '../platform/kernel/page.js';
import type { PageRequest } from '../platform/kernel/schemas.js';
import { LedgerAccount } from './accounting.entity.js';
import type { LedgerAccountRequest } from './accounting.schemas.js';
import { pageOfBook } from './book-lists.js';
import type { ledger_accounts } from './tables.generated.js';

export interface LedgerAccountView {
  readonly id: string;
  readonly number: string;
  readonly name: string;
}

const viewOf = ({ id, number, name }: LedgerAccount): LedgerAccountView => ({ id, number, name });

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

  /** Throws ALREADY_EXISTS when the number is taken. */
  async add(businessId: BusinessId, ask: LedgerAccountRequest): Promise<LedgerAccountView> {
    try {
      return await writeToBook(this.dataSource, businessId, (into) => addLedgerAccount(into, ask));
    } catch (error) {
      if (isDuplicateKey(error)) {
        throw new AppError('ALREADY_EXISTS', `There is a ledger account ${ask.number} already.`);
      }
      throw error;
    }
  }
}

/** Adds an account as a part of something larger; a number that is taken is the database's own error. */
export async function addLedgerAccount(
  { tx, bookId }: BookWrite,
  { number, name }: LedgerAccountRequest,
): Promise<LedgerAccountView> {
  const account = { bookId, id: newId(), number, name, createdAt: now() };
  await tx.insert(LedgerAccount, account);
  return viewOf(account);
}

/** The number of an account in the open book; undefined for an id that is none of it. */
export async function ledgerAccountNumber({ tx, book }: BookWrite, id: string): Promise<string | undefined> {
  const sql = 'SELECT number FROM ledger_accounts WHERE book_id = ? AND id = ?';
  return (await selectOne<Pick<ledger_accounts, 'number'>>(tx, sql, [book, idToBytes(id)]))?.number;
}
