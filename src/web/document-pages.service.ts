import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { DocumentMails } from '../accounting/document-mails.service.js';
import { InvoicesInDetail } from '../accounting/invoice-details.service.js';
import { JournalService } from '../accounting/journal.service.js';
import { InvoiceStates } from '../banking/online-payments/invoice-states.service.js';
import { PayLinks } from '../banking/online-payments/pay-links.service.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { AppError, notFound } from '../platform/kernel/app-error.js';
import type { BusinessId } from '../platform/kernel/ids.js';
import { dateIn } from '../platform/kernel/time-zone.js';
import { may } from '../policy/ability.js';
import type { ActingRequest } from '../policy/access.guard.js';
import type { Books } from './book-pages.service.js';
import { daysLate } from './document-states.js';
import { invoicePage } from './pages/invoice.page.js';
import { paths } from './paths.js';

/** The page of one document, of any books. */
@Injectable()
export class DocumentPages {
  constructor(
    private readonly businesses: Businesses,
    private readonly invoices: InvoicesInDetail,
    private readonly journal: JournalService,
    private readonly mails: DocumentMails,
    private readonly states: InvoiceStates,
    private readonly links: PayLinks,
  ) {}

  /** Throws NOT_FOUND for an invoice that is not in those books. */
  async invoice({ actor }: ActingRequest, books: Books, id: string, told?: string): Promise<string> {
    const { context, membership, bookId } = books;
    const { businessId } = membership;
    const invoice = await this.invoices.getOfBook(bookId, id, context.locale);
    const isOpenBook = !context.business.looking;
    const state = isOpenBook ? (await this.states.find(businessId, { id }))?.state : undefined;
    return invoicePage(context, {
      invoice,
      currency: await this.businesses.currencyOf(businessId),
      late: daysLate(invoice, dateIn(context.business.timeZone)),
      entry: invoice.entryId === null ? undefined : await this.journal.getOfBook(bookId, invoice.entryId),
      mails: await this.mails.of(bookId, 'invoice', id),
      bookId,
      mayWrite: isOpenBook && may(actor, 'write', 'Accounting', membership),
      hasLink: isOpenBook && (await this.links.openLink(businessId, id)) !== undefined,
      isReceived: state === 'received',
      told,
    });
  }

  /** Does `work`; an invoice that lies in other books of the business is told of by the list. Throws NOT_FOUND for any other. */
  async orGone(
    response: Response,
    businessId: BusinessId,
    invoiceId: string,
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'NOT_FOUND') throw error;
      if (!(await this.states.isInOtherBooks(businessId, invoiceId))) throw notFound('invoice');
      response.redirect(303, paths.recordGone(businessId, 'invoices', invoiceId));
    }
  }
}
