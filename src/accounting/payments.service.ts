import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { writeToBook, type BookWrite } from '../books/fence.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { select, selectOne, write } from '../platform/database/transaction.js';
import { AppError, invalid, notFound } from '../platform/kernel/app-error.js';
import { now } from '../platform/kernel/clock.js';
import { bytesToId, idToBytes, isId, newId, type BusinessId } from '../platform/kernel/ids.js';
import { formatCents, parseCents } from '../platform/kernel/money.js';
import { dateIn } from '../platform/kernel/time-zone.js';
import type { PaymentRequest } from './accounting.schemas.js';
import { moneyAccount } from './bank-accounts.service.js';
import { BoundWrites, type Decided, type Decision } from './bound-writes.service.js';
import { auxiliaryOf } from './contacts.service.js';
import { noteOpen } from './open-invoices.js';
import { postEntry } from './entry-writing.js';
import { lockInvoice } from './invoices.service.js';
import { linesOfPayment, POSTED_IN, POSTED_TO } from './posting-rules.js';
import { reverseEntry, type ReversedEntry } from './reversals.js';
import type { recorded_payments } from './tables.generated.js';

/** A payment of an invoice in the present books, received by hand or online. */
export interface InvoicePayment {
  readonly id: string;
  readonly invoiceId: string;
  readonly amount: string;
  /** The day on which it was received; null of one that came in online, whose day its entry has. */
  readonly paidOn: string | null;
  readonly online: boolean;
  /** Null of what was settled before the invoice was brought along: its entry stayed in the snapshot. */
  readonly entryId: string | null;
}

/** Payments of invoices that were received by hand. Those that come in online are the business of src/banking. */
@Injectable()
export class Payments {
  constructor(
    private readonly dataSource: DataSource,
    private readonly businesses: Businesses,
    private readonly bound: BoundWrites,
  ) {}

  /** What an invoice was paid, in the order in which it was recorded. Throws NOT_FOUND. */
  async ofInvoice(businessId: BusinessId, invoiceId: string): Promise<{ items: InvoicePayment[] }> {
    const book = idToBytes(await this.businesses.currentBook(businessId));
    const sql = 'SELECT 1 FROM invoices WHERE book_id = ? AND id = ?';
    const isThere =
      isId(invoiceId) && (await selectOne(this.dataSource.manager, sql, [book, idToBytes(invoiceId)])) !== undefined;
    if (!isThere) throw notFound('invoice');
    return { items: await paymentsOf(this.dataSource.manager, book, invoiceId) };
  }

  /**
   * Receives a payment, whole or a part, with its entry. Throws NOT_FOUND, VALIDATION for an account that is not in the book,
   * INVALID_STATE for more than is open.
   */
  receive(businessId: BusinessId, invoiceId: string, ask: PaymentRequest): Promise<InvoicePayment> {
    if (!isId(invoiceId)) throw notFound('invoice');
    return writeToBook(this.dataSource, businessId, (into) => receivePayment(into, invoiceId, ask));
  }

  /** The same as a page decides it. Throws BOOK_CHANGED too. */
  receiveOnce(decision: Decision, invoiceId: string, ask: PaymentRequest): Promise<Decided<{ id: string }>> {
    return this.bound.once(decision, async (into) => ({ id: (await receivePayment(into, invoiceId, ask)).id }));
  }

  /**
   * Takes a payment back by a reversal of its entry. Throws NOT_FOUND, INVALID_STATE for one that came in online, BOOK_CHANGED where other
   * books are open than those that are named.
   */
  undo(businessId: BusinessId, id: string, bookId?: string): Promise<{ reversal: ReversedEntry }> {
    if (!isId(id)) throw notFound('payment');
    return writeToBook(this.dataSource, businessId, async (into) => {
      if (bookId !== undefined && bookId !== into.bookId) throw new AppError('BOOK_CHANGED');
      const payment = await selectOne<Pick<recorded_payments, 'entry_id' | 'paid_on'>>(
        into.tx,
        'SELECT entry_id, paid_on FROM recorded_payments WHERE book_id = ? AND payment_id = ? FOR UPDATE',
        [into.book, idToBytes(id)],
      );
      if (!payment) throw notFound('payment');
      if (payment.paid_on === null || payment.entry_id === null) {
        throw new AppError('INVALID_STATE', 'It came in online: undo its recording under "Payments to record".');
      }
      const reversal = await reverseEntry(into, bytesToId(payment.entry_id));
      await forgetRecord(into, id);
      return { reversal };
    });
  }
}

/** Receives a payment as a part of something larger. */
export async function receivePayment(into: BookWrite, invoiceId: string, ask: PaymentRequest): Promise<InvoicePayment> {
  const invoice = await lockInvoice(into, invoiceId);
  const amount = parseCents(ask.amount);
  if (amount <= 0n) throw invalid('amount', 'A payment is of more than nothing.');
  if (invoice.open <= 0n) throw new AppError('INVALID_STATE', `Nothing is open of the invoice ${invoice.number}.`);
  if (amount > invoice.open) {
    const open = formatCents(invoice.open);
    throw new AppError('INVALID_STATE', `Only ${open} is open of the invoice ${invoice.number}.`, { open });
  }
  const id = newId();
  const paidOn = ask.paidOn ?? dateIn(into.timeZone);
  const entry = await postEntry(into, {
    date: paidOn,
    journal: POSTED_IN.bank,
    label: `${invoice.number} ${invoice.customer}`,
    lines: linesOfPayment(amount, {
      bank: await moneyAccount(into, ask),
      credit: POSTED_TO.receivables,
      customer: await auxiliaryOf(into, invoice.contactId),
    }),
    piece: { ref: invoice.number, date: paidOn },
    source: { kind: 'payment', id },
  });
  await insertRecord(into, { paymentId: id, invoiceId, entryId: entry.id, amount: formatCents(amount), paidOn });
  return { id, invoiceId, amount: formatCents(amount), paidOn, online: false, entryId: entry.id };
}

/** That a payment is dealt with in the open book; a duplicate key where it is already. */
export interface PaymentRecord {
  readonly paymentId: string;
  readonly invoiceId?: string | null;
  readonly entryId?: string;
  readonly amount: string;
  readonly paidOn?: string;
  readonly reason?: string;
}

export async function insertRecord(into: BookWrite, record: PaymentRecord): Promise<void> {
  const { tx, book } = into;
  const id = (given: string | null | undefined) => (given ? idToBytes(given) : null);
  await write(
    tx,
    `INSERT INTO recorded_payments (book_id, payment_id, invoice_id, entry_id, amount, paid_on, reason, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      book,
      idToBytes(record.paymentId),
      id(record.invoiceId),
      id(record.entryId),
      record.amount,
      record.paidOn ?? null,
      record.reason ?? null,
      now(),
    ],
  );
  if (record.invoiceId) await noteOpen(into, [idToBytes(record.invoiceId)]);
}

/** What the open book knows of a payment; undefined where it has no record of it. */
export async function recordOf(
  { tx, book }: BookWrite,
  paymentId: string,
): Promise<{ readonly entryId: string | null; readonly reason: string | null } | undefined> {
  const row = await selectOne<Pick<recorded_payments, 'entry_id' | 'reason'>>(
    tx,
    'SELECT entry_id, reason FROM recorded_payments WHERE book_id = ? AND payment_id = ?',
    [book, idToBytes(paymentId)],
  );
  return row && { entryId: row.entry_id && bytesToId(row.entry_id), reason: row.reason };
}

/** The record goes; what was posted stays, with its reversal. */
export async function forgetRecord(into: BookWrite, paymentId: string): Promise<void> {
  const { tx, book } = into;
  const key = [book, idToBytes(paymentId)];
  const sql = 'SELECT invoice_id FROM recorded_payments WHERE book_id = ? AND payment_id = ? FOR UPDATE';
  const record = await selectOne<Pick<recorded_payments, 'invoice_id'>>(tx, sql, key);
  await write(tx, 'DELETE FROM recorded_payments WHERE book_id = ? AND payment_id = ?', key);
  if (record?.invoice_id) await noteOpen(into, [record.invoice_id]);
}

export async function paymentsOf(manager: EntityManager, book: Buffer, invoiceId: string): Promise<InvoicePayment[]> {
  const rows = await select<Pick<recorded_payments, 'payment_id' | 'amount' | 'paid_on' | 'entry_id'>>(
    manager,
    `SELECT payment_id, amount, paid_on, entry_id FROM recorded_payments WHERE book_id = ? AND invoice_id = ?
     ORDER BY created_at, payment_id`,
    [book, idToBytes(invoiceId)],
  );
  return rows.map((row) => ({
    id: bytesToId(row.payment_id),
    invoiceId,
    amount: row.amount,
    paidOn: row.paid_on,
    online: row.paid_on === null && row.entry_id !== null,
    entryId: row.entry_id && bytesToId(row.entry_id),
  }));
}
