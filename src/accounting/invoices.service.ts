import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, Repository } from 'typeorm';
import { writeToBook, type BookWrite } from '../books/fence.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { nextDocumentNumber } from '../people/businesses/document-counters.js';
import { selectOne } from '../platform/database/transaction.js';
import { AppError, notFound } from '../platform/kernel/app-error.js';
import { now } from '../platform/kernel/clock.js';
import { dateIn } from '../platform/kernel/time-zone.js';
import { bytesToId, idToBytes, newId, type BookId, type BusinessId } from '../platform/kernel/ids.js';
import { formatCents } from '../platform/kernel/money.js';
import type { Page } from '../platform/kernel/page.js';
import type { PageRequest } from '../platform/kernel/schemas.js';
import { Invoice, InvoiceLine } from './accounting.entity.js';
import type { InvoiceRequest } from './accounting.schemas.js';
import { pageOfBook } from './book-lists.js';
import type { contacts, invoices, tax_rates } from './tables.generated.js';
import { amountsOfLine, dueAfter, sumsOf } from './invoice-amounts.js';

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
  ) {}

  async list(businessId: BusinessId, page: PageRequest): Promise<Page<InvoiceView>> {
    return this.listOfBook(await this.businesses.currentBook(businessId), page);
  }

  listOfBook(bookId: BookId, page: PageRequest): Promise<Page<InvoiceView>> {
    return pageOfBook(this.invoices, bookId, page, viewOf);
  }

  /** Adds an invoice under the next number of the business. Throws VALIDATION for an unknown contact or tax rate. */
  add(businessId: BusinessId, ask: InvoiceRequest): Promise<InvoiceView> {
    return writeToBook(this.dataSource, businessId, (into) => addInvoice(into, ask));
  }
}

/** Adds an invoice as a part of something larger. Throws VALIDATION for an unknown contact or tax rate. */
export async function addInvoice(into: BookWrite, ask: InvoiceRequest): Promise<InvoiceView> {
  await assertContact(into, ask.contactId);
  const id = newId();
  const lines = [];
  for (const [i, line] of ask.lines.entries()) lines.push(await lineOf(into, id, i, line));
  const { net, tax, total } = sumsOf(lines);
  const issuedOn = ask.issuedOn ?? dateIn(into.timeZone);
  const invoice: Invoice = {
    bookId: into.bookId,
    id,
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
    lines.map((line) => line.row),
  );
  return viewOf(invoice);
}

/** The number of an invoice in the open book; undefined for an id that is none of it. */
export async function invoiceNumber({ tx, book }: BookWrite, id: string): Promise<string | undefined> {
  const sql = 'SELECT number FROM invoices WHERE book_id = ? AND id = ?';
  return (await selectOne<Pick<invoices, 'number'>>(tx, sql, [book, idToBytes(id)]))?.number;
}

/** An invoice that nobody else can lock until the transaction ends. */
export interface LockedInvoice {
  readonly id: string;
  readonly number: string;
  readonly customer: string;
  readonly total: string;
}

/** Throws NOT_FOUND for an invoice that is not in the open book. */
export async function lockInvoice({ tx, book }: BookWrite, id: string): Promise<LockedInvoice> {
  const invoice = await selectOne<Pick<invoices, 'number' | 'contact_id' | 'total'>>(
    tx,
    'SELECT number, contact_id, total FROM invoices WHERE book_id = ? AND id = ? FOR UPDATE',
    [book, idToBytes(id)],
  );
  if (!invoice) throw notFound('invoice');
  // Apart, so that the contact is not locked too.
  const sql = 'SELECT name FROM contacts WHERE book_id = ? AND id = ?';
  const contact = await selectOne<Pick<contacts, 'name'>>(tx, sql, [book, invoice.contact_id]);
  return { id, number: invoice.number, customer: contact!.name, total: invoice.total };
}

async function lineOf(into: BookWrite, invoiceId: string, index: number, line: InvoiceRequest['lines'][number]) {
  const rate = line.taxRate === undefined ? undefined : await taxRateOf(into, line.taxRate);
  const { net, tax } = amountsOfLine(line, rate?.percent);
  const row = {
    bookId: into.bookId,
    invoiceId,
    lineNo: index + 1,
    description: line.description,
    quantity: line.quantity,
    unitPrice: line.unitPrice,
    taxRateId: rate ? bytesToId(rate.id) : null,
    net: formatCents(net),
    tax: formatCents(tax),
  };
  return { row, net, tax };
}

async function assertContact({ tx, book }: BookWrite, id: string): Promise<void> {
  const found = await selectOne(tx, 'SELECT 1 FROM contacts WHERE book_id = ? AND id = ?', [book, idToBytes(id)]);
  if (found) return;
  throw new AppError('VALIDATION', 'There is no such contact.', {
    errors: [{ path: 'contactId', message: 'unknown' }],
  });
}

async function taxRateOf({ tx, book }: BookWrite, code: string): Promise<{ id: Buffer; percent: string }> {
  const rate = await selectOne<Pick<tax_rates, 'id' | 'percent'>>(
    tx,
    'SELECT id, percent FROM tax_rates WHERE book_id = ? AND code = ?',
    [book, code],
  );
  if (rate) return rate;
  throw new AppError('VALIDATION', `There is no tax rate ${code}.`, {
    errors: [{ path: 'taxRate', message: 'unknown' }],
  });
}
