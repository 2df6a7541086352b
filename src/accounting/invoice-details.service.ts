import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { businessHead } from '../people/businesses/business-head.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { select, selectOne } from '../platform/database/transaction.js';
import type { Locale } from '../platform/kernel/actor.js';
import { notFound } from '../platform/kernel/app-error.js';
import { bytesToId, idToBytes, isId, type BookId, type BusinessId } from '../platform/kernel/ids.js';
import { formatCents, parseCents } from '../platform/kernel/money.js';
import { taxesOfLines, type DocumentTax } from './document-taxes.js';
import { entryOfDocument, linesInBook, type DocumentLineView } from './document-views.js';
import { settledOf } from './invoice-sql.js';
import type { InvoiceView } from './invoices.service.js';
import { paymentsOf, type InvoicePayment } from './payments.service.js';
import type { Computed } from '../platform/database/rows.js';
import type { contacts, credit_note_uses, credit_notes, invoices } from './tables.generated.js';

export interface InvoiceDetails extends InvoiceView {
  readonly customer: string;
  /** What is not settled of it: less than nothing where it was paid too much. */
  readonly open: string;
  /** Its entry; null of one that was issued before invoices posted, or that comes to nothing. */
  readonly entryId: string | null;
  readonly lines: readonly DocumentLineView[];
  readonly taxes: readonly DocumentTax[];
  readonly payments: readonly InvoicePayment[];
  readonly credits: readonly { readonly creditNoteId: string; readonly number: string; readonly amount: string }[];
}

type Row = Omit<invoices, 'book_id' | 'id' | 'created_at'> & { customer: contacts['name'] } & Computed<{
    settled: string;
  }>;

/** All there is of one invoice, for its page. */
@Injectable()
export class InvoicesInDetail {
  constructor(
    private readonly dataSource: DataSource,
    private readonly businesses: Businesses,
  ) {}

  /** Throws NOT_FOUND for an invoice that is not in the present books. */
  async get(businessId: BusinessId, id: string): Promise<InvoiceDetails> {
    const { locale } = await businessHead(this.dataSource.manager, businessId);
    return this.getOfBook(await this.businesses.currentBook(businessId), id, locale);
  }

  /** The same of any books; its taxes are named in `locale`. */
  async getOfBook(bookId: BookId, id: string, locale: Locale): Promise<InvoiceDetails> {
    const { manager } = this.dataSource;
    const book = idToBytes(bookId);
    if (!isId(id)) throw notFound('invoice');
    const key = [book, idToBytes(id)];
    const row = await selectOne<Row>(
      manager,
      `SELECT i.contact_id, i.number, i.issued_on, i.due_on, i.net, i.tax, i.total, c.name AS customer,
         ${settledOf('i.book_id', 'i.id')} AS settled
       FROM invoices i JOIN contacts c ON c.book_id = i.book_id AND c.id = i.contact_id WHERE i.book_id = ? AND i.id = ?`,
      key,
    );
    if (!row) throw notFound('invoice');
    const lines = await linesInBook(manager, 'invoice', key);
    return {
      id,
      number: row.number,
      contactId: bytesToId(row.contact_id),
      customer: row.customer,
      issuedOn: row.issued_on,
      dueOn: row.due_on,
      net: row.net,
      tax: row.tax,
      total: row.total,
      open: formatCents(parseCents(row.total) - parseCents(row.settled)),
      entryId: (await entryOfDocument(manager, 'invoice', key)) ?? null,
      lines,
      taxes: await taxesOfLines(manager, book, lines, locale),
      payments: await paymentsOf(manager, book, id),
      credits: await this.creditsOf(key),
    };
  }

  private async creditsOf(key: readonly Buffer[]): Promise<InvoiceDetails['credits']> {
    const rows = await select<Pick<credit_note_uses, 'credit_note_id' | 'amount'> & Pick<credit_notes, 'number'>>(
      this.dataSource.manager,
      `SELECT u.credit_note_id, n.number, u.amount FROM credit_note_uses u
       JOIN credit_notes n ON n.book_id = u.book_id AND n.id = u.credit_note_id
       WHERE u.book_id = ? AND u.invoice_id = ? ORDER BY n.number`,
      [...key],
    );
    return rows.map(({ credit_note_id, number, amount }) => ({
      creditNoteId: bytesToId(credit_note_id),
      number,
      amount,
    }));
  }
}
