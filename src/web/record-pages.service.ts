import { Injectable } from '@nestjs/common';
import { DocumentsOfContact } from '../accounting/contact-documents.service.js';
import { Contacts } from '../accounting/contacts.service.js';
import { JournalService } from '../accounting/journal.service.js';
import { LedgerAccounts } from '../accounting/ledger-accounts.service.js';
import { BookLists } from '../accounting/lists/book-lists.service.js';
import { Products } from '../accounting/products.service.js';
import { TaxRates } from '../accounting/tax-rates.service.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { notFound } from '../platform/kernel/app-error.js';
import type { BookId } from '../platform/kernel/ids.js';
import { dateIn } from '../platform/kernel/time-zone.js';
import { memberMay } from '../policy/ability.js';
import type { Books } from './book-pages.service.js';
import type { AccountChoice } from './components/account-options.js';
import { TOLD } from './components/record-told.js';
import { accountPage, productPage, taxRatePage } from './pages/catalogue.page.js';
import { contactPage } from './pages/contact.page.js';
import { ENTRY_TOLD, entryPage } from './pages/entry.page.js';
import type { ListName } from './paths.js';

/** Accounts to choose from in a form; beyond that the number is typed. */
const ACCOUNTS_OFFERED = 1_000;
const LINES_PER_PAGE = 200;

const toldOf = (done: string | undefined) => TOLD.find((known) => known === done);

/** The page of one record of any books: the open ones, or a snapshot that is looked at. */
@Injectable()
export class RecordPages {
  constructor(
    private readonly businesses: Businesses,
    private readonly contacts: Contacts,
    private readonly documents: DocumentsOfContact,
    private readonly products: Products,
    private readonly accounts: LedgerAccounts,
    private readonly taxRates: TaxRates,
    private readonly entries: JournalService,
    private readonly lists: BookLists,
  ) {}

  /** The record behind a row of a list. Throws NOT_FOUND. */
  async page(books: Books, list: ListName, id: string, after?: string): Promise<string> {
    switch (list) {
      case 'contacts':
        return this.contact(books, id);
      case 'products':
        return this.product(books, id);
      case 'accounts':
        return this.account(books, id);
      case 'tax-rates':
        return this.taxRate(books, id);
      case 'journal':
        return this.entry(books, id, { after });
      case 'invoices':
      case 'credit-notes':
      case 'payments':
        throw notFound('page');
    }
  }

  async contact(books: Books, id: string, done?: string): Promise<string> {
    const { context, membership, bookId } = books;
    return contactPage(context, {
      contact: await this.contacts.getOfBook(bookId, id),
      documents: await this.documents.of(bookId, id, dateIn(context.business.timeZone)),
      currency: await this.businesses.currencyOf(membership.businessId),
      mayWrite: mayWrite(books),
      told: toldOf(done),
    });
  }

  async product(books: Books, id: string, done?: string): Promise<string> {
    const product = await this.products.getOfBook(books.bookId, id);
    const currency = await this.businesses.currencyOf(books.membership.businessId);
    return productPage(books.context, { product, currency, mayWrite: mayWrite(books), told: toldOf(done) });
  }

  async account(books: Books, id: string, done?: string): Promise<string> {
    const account = await this.accounts.getOfBook(books.bookId, id);
    return accountPage(books.context, { account, mayWrite: mayWrite(books), told: toldOf(done) });
  }

  async taxRate(books: Books, id: string, done?: string): Promise<string> {
    const rate = await this.taxRates.getOfBook(books.membership.businessId, books.bookId, id);
    return taxRatePage(books.context, { rate, mayWrite: mayWrite(books), told: toldOf(done) });
  }

  async entry(books: Books, id: string, { after, done, ...attempt }: EntryVisit = {}): Promise<string> {
    const { context, membership, bookId } = books;
    const entry = await this.entries.getOfBook(bookId, id);
    const lines = await this.entries.linesOfEntryOfBook(bookId, id, { limit: LINES_PER_PAGE, after });
    return entryPage(context, {
      ...attempt,
      entry,
      lines: lines.items,
      next: lines.next ?? undefined,
      after,
      sums: await this.entries.sumsOfEntry(bookId, id),
      links: await this.entries.numbersOf(bookId, [entry.reverses, entry.reversedBy]),
      currency: await this.businesses.currencyOf(membership.businessId),
      today: dateIn(context.business.timeZone),
      mayWrite: mayWrite(books),
      told: ENTRY_TOLD.find((known) => known === done),
    });
  }

  /** For the fields of a form that are accounts. */
  async accountChoices(bookId: BookId): Promise<readonly AccountChoice[]> {
    return (await this.lists.accounts(bookId, { limit: ACCOUNTS_OFFERED })).rows;
  }
}

interface EntryVisit {
  readonly after?: string;
  readonly done?: string;
  readonly reversal?: Parameters<typeof entryPage>[1]['reversal'];
}

const mayWrite = ({ context, membership }: Books) =>
  context.business.looking === undefined && memberMay(membership.memberRole, 'write', 'Accounting');
