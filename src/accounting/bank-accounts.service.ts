import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { writeToBook } from '../books/fence.js';
import { Businesses } from '../businesses/businesses.service.js';
import { now } from '../kernel/clock.js';
import { newId, type BusinessId } from '../kernel/ids.js';
import type { Currency } from '../kernel/money.js';
import type { Page } from '../kernel/page.js';
import type { PageRequest } from '../kernel/schemas.js';
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
    private readonly businesses: Businesses,
  ) {}

  async list(businessId: BusinessId, page: PageRequest): Promise<Page<BankAccountView>> {
    const bookId = await this.businesses.currentBook(businessId);
    return pageOfBook(this.dataSource.manager, BankAccount, bookId, page, viewOf);
  }

  async add(businessId: BusinessId, ask: BankAccountRequest): Promise<BankAccountView> {
    const currency = ask.currency ?? (await this.businesses.currencyOf(businessId));
    return writeToBook(this.dataSource, businessId, async ({ tx, bookId }) => {
      const account = { bookId, id: newId(), name: ask.name, currency, createdAt: now() };
      await tx.insert(BankAccount, account);
      return viewOf(account);
    });
  }
}
