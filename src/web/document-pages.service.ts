import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { CreditNotes } from '../accounting/credit-notes.service.js';
import { DocumentChoices } from '../accounting/document-choices.service.js';
import { DocumentMails } from '../accounting/document-mails.service.js';
import { InvoicesInDetail } from '../accounting/invoice-details.service.js';
import { JournalService } from '../accounting/journal.service.js';
import { InvoiceStates } from '../banking/online-payments/invoice-states.service.js';
import { PayLinks } from '../banking/online-payments/pay-links.service.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { notFound } from '../platform/kernel/app-error.js';
import { newId, type BusinessId } from '../platform/kernel/ids.js';
import { dateIn } from '../platform/kernel/time-zone.js';
import { may } from '../policy/ability.js';
import type { ActingRequest } from '../policy/access.guard.js';
import type { Books } from './book-pages.service.js';
import { daysLate } from './document-states.js';
import type { DocumentName } from './document-files.service.js';
import type { CreditUseForm } from './page-input.js';
import { creditNotePage, type CreditNoteView } from './pages/credit-note.page.js';
import { invoicePage } from './pages/invoice.page.js';
import { paths } from './paths.js';
import { orFault } from './record-answers.js';

/** What was tried on the page of a credit note. */
export interface CreditNoteAttempt {
  readonly form?: CreditUseForm;
  readonly told?: string | undefined;
  readonly problems?: CreditNoteView['problems'];
  readonly isBookChanged?: boolean;
}

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
    private readonly creditNotes: CreditNotes,
    private readonly choices: DocumentChoices,
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

  /** Throws NOT_FOUND for one that is not in those books. */
  async creditNote(
    { actor }: ActingRequest,
    books: Books,
    id: string,
    attempt: CreditNoteAttempt = {},
  ): Promise<string> {
    const { context, membership, bookId } = books;
    const note = await this.creditNotes.getOfBook(bookId, id, context.locale);
    const mayWrite = !context.business.looking && may(actor, 'write', 'Accounting', membership);
    const { form, told, problems = {}, isBookChanged } = attempt;
    return creditNotePage(context, {
      note,
      currency: await this.businesses.currencyOf(membership.businessId),
      entry: note.entryId === null ? undefined : await this.journal.getOfBook(bookId, note.entryId),
      mails: await this.mails.of(bookId, 'credit-note', id),
      mayWrite,
      openInvoices: mayWrite ? await this.choices.openInvoices(bookId, note.contactId) : [],
      values: { invoice: form?.invoice ?? '', amount: form?.amount ?? '' },
      problems,
      isBookChanged,
      told,
      bookId,
      idempotencyKey: form?.idempotencyKey ?? newId(),
    });
  }

  /** Does `work`; a document that lies in other books of the business is told of by the list. Throws NOT_FOUND for any other. */
  async orGone(
    response: Response,
    businessId: BusinessId,
    { kind, id }: DocumentName,
    work: () => Promise<void>,
  ): Promise<void> {
    const [documents, list] =
      kind === 'invoice' ? [this.states, 'invoices' as const] : [this.creditNotes, 'credit-notes' as const];
    await orFault(work, {
      NOT_FOUND: async () => {
        if (!(await documents.isInOtherBooks(businessId, id)))
          throw notFound(kind === 'invoice' ? 'invoice' : 'credit note');
        response.redirect(303, paths.recordGone(businessId, list, id));
      },
    });
  }
}
