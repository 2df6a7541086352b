import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Contacts, type ContactView } from '../accounting/contacts.service.js';
import { CreditNotes } from '../accounting/credit-notes.service.js';
import { InvoicesInDetail } from '../accounting/invoice-details.service.js';
import { PayLinks } from '../banking/online-payments/pay-links.service.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { sellerOf, type Seller } from '../people/businesses/sellers.service.js';
import type { Locale } from '../platform/kernel/actor.js';
import { now } from '../platform/kernel/clock.js';
import type { BookId, BusinessId } from '../platform/kernel/ids.js';
import { documentPdf } from '../ui/print/document-pdf.js';
import { printedCreditNote, printedInvoice } from '../ui/print/printed-invoice.js';

/** A document as a file, and what one must know of it to send it. */
export interface DocumentFile {
  readonly number: string;
  readonly total: string;
  readonly open: string;
  readonly dueOn: string | null;
  readonly pdf: Buffer;
  readonly seller: Seller;
  readonly customer: ContactView;
  /** That it is written in. */
  readonly locale: Locale;
  /** Where it can be paid, where it has an open link. */
  readonly payUrl: string | undefined;
}

export const DOCUMENT_KINDS = ['invoice', 'credit-note'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** Invoices and credit notes as PDF, in the language of the customer, or else of the business. */
@Injectable()
export class DocumentFiles {
  constructor(
    private readonly dataSource: DataSource,
    private readonly businesses: Businesses,
    private readonly invoices: InvoicesInDetail,
    private readonly creditNotes: CreditNotes,
    private readonly contacts: Contacts,
    private readonly links: PayLinks,
  ) {}

  /** Of the open books, unless others of the business are named. Throws NOT_FOUND. */
  async of(kind: DocumentKind, businessId: BusinessId, id: string, bookId?: BookId): Promise<DocumentFile> {
    const book = bookId ?? (await this.businesses.currentBook(businessId));
    const seller = await sellerOf(this.dataSource.manager, businessId);
    return kind === 'invoice'
      ? this.invoice(businessId, book, id, seller)
      : this.creditNote(businessId, book, id, seller);
  }

  private async invoice(businessId: BusinessId, book: BookId, id: string, seller: Seller): Promise<DocumentFile> {
    const { contactId } = await this.invoices.getOfBook(book, id, seller.locale);
    const customer = await this.contacts.getOfBook(book, contactId);
    const locale = customer.locale ?? seller.locale;
    const invoice = await this.invoices.getOfBook(book, id, locale);
    const payUrl = (await this.links.openLink(businessId, id))?.url;
    const { number, total, open, dueOn } = invoice;
    const pdf = await documentPdf(printedInvoice(invoice, { seller, customer }, locale, payUrl), now());
    return { number, total, open, dueOn, pdf, seller, customer, locale, payUrl };
  }

  private async creditNote(_: BusinessId, book: BookId, id: string, seller: Seller): Promise<DocumentFile> {
    const { contactId } = await this.creditNotes.getOfBook(book, id, seller.locale);
    const customer = await this.contacts.getOfBook(book, contactId);
    const locale = customer.locale ?? seller.locale;
    const note = await this.creditNotes.getOfBook(book, id, locale);
    const { number, total, open } = note;
    const pdf = await documentPdf(printedCreditNote(note, { seller, customer }, locale), now());
    return { number, total, open, dueOn: null, pdf, seller, customer, locale, payUrl: undefined };
  }
}
