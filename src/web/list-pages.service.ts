import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { BookLists } from '../accounting/lists/book-lists.service.js';
import { JournalService } from '../accounting/journal.service.js';
import { InvoiceStates } from '../banking/online-payments/invoice-states.service.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { notFound } from '../platform/kernel/app-error.js';
import { now } from '../platform/kernel/clock.js';
import { PAGE_LIMIT_MAX } from '../platform/kernel/page.js';
import { dateIn } from '../platform/kernel/time-zone.js';
import type { ActingRequest } from '../policy/access.guard.js';
import { mayExport } from './may-export.js';
import { memberMay } from '../policy/ability.js';
import type { PrintedTable, TableRow } from '../ui/print/printed-table.js';
import { BookPages, type Books } from './book-pages.service.js';
import { fileName } from './file-name.js';
import { askOf, type AnyList } from './lists/book-list.js';
import { accountsList, contactsList, productsList, taxRatesList } from './lists/catalogue-lists.js';
import { creditNotesList, invoicesList, journalList, paymentsList } from './lists/document-lists.js';
import type { ListSource } from './lists/list-source.js';
import type { ListQuery } from './page-input.js';
import { bookListPage } from './pages/book-list.page.js';
import type { ListName } from './paths.js';
import { REPORT_FORMATS, sendReport } from './report-files.js';
import { words } from './words.js';

const PER_PAGE = 50;

const LISTED: Readonly<Record<ListName, (source: ListSource) => AnyList>> = {
  contacts: contactsList,
  products: productsList,
  'tax-rates': taxRatesList,
  accounts: accountsList,
  journal: journalList,
  invoices: invoicesList,
  'credit-notes': creditNotesList,
  payments: paymentsList,
};

/** The lists of any books, on a page and as a file (docs/decisions/0040). */
@Injectable()
export class ListPages {
  constructor(
    private readonly pages: BookPages,
    private readonly businesses: Businesses,
    private readonly lists: BookLists,
    private readonly entries: JournalService,
    private readonly invoices: InvoiceStates,
  ) {}

  async page(books: Books, name: ListName, query: ListQuery): Promise<string> {
    const { context, bookId } = books;
    const source = await this.sourceOf(books, name);
    const list = LISTED[name](source);
    const page = await list.read(askOf(query, PER_PAGE));
    return bookListPage(context, {
      list,
      query,
      page,
      currency: source.currency,
      mayExport: mayExport(context.business),
      // Said only of what is so, whatever stands in the address.
      isGone: query.gone !== undefined && !(await this.lists.holds(bookId, name, query.gone)),
      ...(query.done === 'deleted' && { told: source.t.lists.deleted }),
    });
  }

  /** All that is looked for, whatever the page. */
  async file(
    { request, response, format }: { request: ActingRequest; response: Response; format?: string },
    books: Books,
    name: ListName,
    query: ListQuery,
  ): Promise<void> {
    const kind = REPORT_FORMATS.find((known) => known === format);
    if (!kind) throw notFound('kind of file');
    await this.pages.recordExport(request, books, `${name}.${kind}`);
    const { context } = books;
    const list = LISTED[name](await this.sourceOf(books, name));
    await sendReport(response, tableOf(books, list, query), kind, fileName(context, list.file, kind), now());
  }

  private async sourceOf({ context, membership, bookId }: Books, name: ListName): Promise<ListSource> {
    const { businessId, memberRole } = membership;
    const isOpen = context.business.looking === undefined;
    return {
      ...words(context),
      ctx: context,
      membership,
      bookId,
      lists: this.lists,
      entries: this.entries,
      invoices: this.invoices,
      journals: name === 'journal' ? await this.lists.journals(bookId) : [],
      mayWrite: isOpen && memberMay(memberRole, 'write', 'Accounting'),
      mayIssueLinks: isOpen && memberMay(memberRole, 'write', 'OnlinePayment'),
      today: dateIn(context.business.timeZone),
      currency: await this.businesses.currencyOf(businessId),
    };
  }
}

const WIDTH = 12;

function tableOf({ context }: Books, list: AnyList, query: ListQuery): PrintedTable {
  const { t } = words(context);
  const columns = list.columns.filter(({ only }) => only !== 'page');
  return {
    locale: context.locale,
    title: list.title,
    leads: [context.business.name],
    columns: columns.map(({ header, kind = 'text', width = WIDTH }) => ({ header, kind, width })),
    rows: rowsOf(list, columns, query),
    foot: (page) => `${context.business.name} · ${list.title} · ${t.reports.page(page)}`,
    end: t.reports.end,
  };
}

async function* rowsOf(list: AnyList, columns: AnyList['columns'], query: ListQuery): AsyncGenerator<TableRow[]> {
  let after: string | undefined;
  do {
    const page = await list.read({ ...askOf(query, PAGE_LIMIT_MAX), before: undefined, after });
    yield page.rows.map((row) => ({ look: 'line', cells: columns.map(({ text }) => text(row) ?? '') }));
    after = page.next ?? undefined;
  } while (after !== undefined);
}
