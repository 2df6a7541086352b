import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, Repository } from 'typeorm';
import { writeToBook, type BookWrite } from '../books/fence.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { nextDocumentNumber } from '../people/businesses/document-counters.js';
import { selectOne } from '../platform/database/transaction.js';
import { notFound } from '../platform/kernel/app-error.js';
import { now } from '../platform/kernel/clock.js';
import { dateIn } from '../platform/kernel/time-zone.js';
import { bytesToId, idToBytes, newId, type BookId, type BusinessId } from '../platform/kernel/ids.js';
import { formatCents, parseCents, type Cents } from '../platform/kernel/money.js';
import type { Page } from '../platform/kernel/page.js';
import type { PageRequest } from '../platform/kernel/schemas.js';
import { Invoice, InvoiceLine } from './accounting.entity.js';
import type { ContactRequest, InvoiceRequest } from './accounting.schemas.js';
import { BoundWrites, type Decided, type Decision } from './bound-writes.service.js';
import { pageOfBook } from './book-lists.js';
import { addContact, auxiliaryOf } from './contacts.service.js';
import { readLines } from './document-lines.js';
import { postDocument } from './document-posting.js';
import { dueAfter, sumsOf } from './invoice-amounts.js';
import { settledOf } from './invoice-sql.js';
import { noteOpen } from './open-invoices.js';
import { linesOfInvoice } from './posting-rules.js';
import type { Computed } from '../platform/database/rows.js';
import type { contacts, invoices } from './tables.generated.js';

/** Amounts are decimal strings in the business's currency, dates calendar dates. */
export interface InvoiceView {
  readonly id: string;
  readonly number: string;
  readonly contactId: string;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly net: string;
  readonly tax: string;
  readonly total: string;
}

/** `customer` is the id of a contact, or a new one. */
export type InvoiceToIssue = Omit<InvoiceRequest, 'contactId'> & { readonly customer: string | ContactRequest };

export interface IssuedDocument {
  readonly id: string;
  readonly number: string;
}

const viewOf = ({ id, number, contactId, issuedOn, dueOn, net, tax, total }: Invoice): InvoiceView => ({
  id,
  number,
  contactId,
  issuedOn,
  dueOn,
  net,
  tax,
  total,
});

@Injectable()
export class Invoices {
  constructor(
    private readonly dataSource: DataSource,
    @InjectRepository(Invoice) private readonly invoices: Repository<Invoice>,
    private readonly businesses: Businesses,
    private readonly bound: BoundWrites,
  ) {}

  async list(businessId: BusinessId, page: PageRequest): Promise<Page<InvoiceView>> {
    return this.listOfBook(await this.businesses.currentBook(businessId), page);
  }

  listOfBook(bookId: BookId, page: PageRequest): Promise<Page<InvoiceView>> {
    return pageOfBook(this.invoices, bookId, page, viewOf);
  }

  /** Issues an invoice under the next number of the business, with its entry. Throws VALIDATION as `addInvoice`. */
  add(businessId: BusinessId, ask: InvoiceRequest): Promise<InvoiceView> {
    return writeToBook(this.dataSource, businessId, (into) => addInvoice(into, ask));
  }

  /** The same as a page decides it, for a customer of the book or one who comes with the invoice. Throws BOOK_CHANGED too. */
  issue(decision: Decision, { customer, ...ask }: InvoiceToIssue): Promise<Decided<IssuedDocument>> {
    return this.bound.once(decision, async (into) => {
      const contactId = typeof customer === 'string' ? customer : (await addContact(into, customer)).id;
      const { id, number } = await addInvoice(into, { ...ask, contactId });
      return { id, number };
    });
  }
}

/**
 * Issues an invoice as a part of something larger, and posts it. Throws VALIDATION for a contact, product, account or tax rate
 * that is not in the book.
 */
export async function addInvoice(into: BookWrite, ask: InvoiceRequest): Promise<InvoiceView> {
  const customer = await auxiliaryOf(into, ask.contactId);
  const lines = await readLines(into, ask.lines);
  const { net, tax, total } = sumsOf(lines);
  const issuedOn = ask.issuedOn ?? dateIn(into.timeZone);
  const invoice: Invoice = {
    bookId: into.bookId,
    id: newId(),
    contactId: ask.contactId,
    number: `F-${String(await nextDocumentNumber(into.tx, into.businessId, 'invoice')).padStart(6, '0')}`,
    issuedOn,
    dueOn: ask.dueOn ?? dueAfter(issuedOn),
    net: formatCents(net),
    tax: formatCents(tax),
    total: formatCents(total),
    createdAt: now(),
  };
  await into.tx.insert(Invoice, invoice);
  await into.tx.insert(
    InvoiceLine,
    lines.map(({ row }) => ({ bookId: into.bookId, invoiceId: invoice.id, ...row })),
  );
  await noteOpen(into, [idToBytes(invoice.id)]);
  const { id, number } = invoice;
  const posted = linesOfInvoice(
    lines.map((line) => line.posted),
    customer,
  );
  await postDocument(into, { kind: 'invoice', id, number, issuedOn, customer }, posted);
  return viewOf(invoice);
}

/** An invoice that nobody else can lock until the transaction ends. */
export interface LockedInvoice {
  readonly id: string;
  readonly number: string;
  readonly contactId: string;
  readonly customer: string;
  readonly total: string;
  /** What is not settled of it: less than nothing where it was paid too much. */
  readonly open: Cents;
}

/** Throws NOT_FOUND for an invoice that is not in the open book. */
export async function lockInvoice(into: BookWrite, id: string): Promise<LockedInvoice> {
  const invoice = await findAndLockInvoice(into, id);
  if (!invoice) throw notFound('invoice');
  return invoice;
}

/** Undefined for an invoice that is not in the open book. */
export async function findAndLockInvoice({ tx, book }: BookWrite, id: string): Promise<LockedInvoice | undefined> {
  const key = [book, idToBytes(id)];
  const invoice = await selectOne<Pick<invoices, 'number' | 'contact_id' | 'total'>>(
    tx,
    'SELECT number, contact_id, total FROM invoices WHERE book_id = ? AND id = ? FOR UPDATE',
    key,
  );
  if (!invoice) return undefined;
  // Apart, so that the contact is not locked too, and what settles it is what has been committed by now.
  const more = await selectOne<Pick<contacts, 'name'> & Computed<{ settled: string }>>(
    tx,
    `SELECT c.name, ${settledOf('?', '?')} AS settled FROM contacts c WHERE c.book_id = ? AND c.id = ?`,
    [...key, ...key, book, invoice.contact_id],
  );
  return {
    id,
    number: invoice.number,
    contactId: bytesToId(invoice.contact_id),
    customer: more!.name,
    total: invoice.total,
    open: parseCents(invoice.total) - parseCents(more!.settled),
  };
}
