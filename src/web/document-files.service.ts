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
  /** The PDF: drawn only where it is sent, as that takes longer than all else. */
  readonly draw: () => Promise<Buffer>;
  readonly seller: Seller;
  readonly customer: ContactView;
  /** That it is written in. */
  readonly locale: Locale;
  /** Where it can be paid, where it has an open link. */
  readonly payUrl: string | undefined;
}

export const DOCUMENT_KINDS = ['invoice', 'credit-note'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

export interface DocumentName {
  readonly kind: DocumentKind;
  readonly id: string;
}

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

  /** Of the open books. Throws NOT_FOUND. */
  async of(kind: DocumentKind, businessId: BusinessId, id: string): Promise<DocumentFile> {
    const book = await this.businesses.currentBook(businessId);
    const seller = await sellerOf(this.dataSource.manager, businessId);
    return kind === 'invoice' ? this.invoice(businessId, book, id, seller) : this.creditNote(book, id, seller);
  }

  /** The file itself, under its number. Throws NOT_FOUND. */
  async pdfOf(kind: DocumentKind, businessId: BusinessId, id: string): Promise<{ number: string; pdf: Buffer }> {
    const { number, draw } = await this.of(kind, businessId, id);
    return { number, pdf: await draw() };
  }

  private async invoice(businessId: BusinessId, book: BookId, id: string, seller: Seller): Promise<DocumentFile> {
    const read = (language: Locale) => this.invoices.getOfBook(book, id, language);
    const { document: invoice, customer, locale } = await this.toCustomer(book, seller, read);
    const payUrl = (await this.links.openLink(businessId, id))?.url;
    const { number, total, open, dueOn } = invoice;
    const draw = () => documentPdf(printedInvoice(invoice, { seller, customer }, locale, payUrl), now());
    return { number, total, open, dueOn, draw, seller, customer, locale, payUrl };
  }

  private async creditNote(book: BookId, id: string, seller: Seller): Promise<DocumentFile> {
    const read = (language: Locale) => this.creditNotes.getOfBook(book, id, language);
    const { document: note, customer, locale } = await this.toCustomer(book, seller, read);
    const { number, total, open } = note;
    const draw = () => documentPdf(printedCreditNote(note, { seller, customer }, locale), now());
    return { number, total, open, dueOn: null, draw, seller, customer, locale, payUrl: undefined };
  }

  /** Whose it is only the document says; it is read again where they want another language than the business's. */
  private async toCustomer<Document extends { readonly contactId: string }>(
    book: BookId,
    seller: Seller,
    read: (language: Locale) => Promise<Document>,
  ) {
    const first = await read(seller.locale);
    const customer = await this.contacts.getOfBook(book, first.contactId);
    const locale = customer.locale ?? seller.locale;
    return { document: locale === seller.locale ? first : await read(locale), customer, locale };
  }
}
