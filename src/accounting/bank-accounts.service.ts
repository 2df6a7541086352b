import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, Repository } from 'typeorm';
import { writeToBook, type BookWrite } from '../books/fence.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { now } from '../platform/kernel/clock.js';
import { newId, type BusinessId } from '../platform/kernel/ids.js';
import type { Currency } from '../platform/kernel/money.js';
import type { Page } from '../platform/kernel/page.js';
import type { PageRequest } from '../platform/kernel/schemas.js';
import { BankAccount } from './accounting.entity.js';
import type { BankAccountRequest } from './accounting.schemas.js';
import { pageOfBook } from './book-lists.js';

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
    const bookId = await this.businesses.currentBook(businessId);
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
