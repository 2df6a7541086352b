import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { rolesOf, type MembershipFacts } from '../../policy/ability.js';
import { invoiceNumber } from '../../accounting/invoices.service.js';
import { addEntry, type JournalEntryView } from '../../accounting/journal.service.js';
import { ledgerAccountNumber } from '../../accounting/ledger-accounts.service.js';
import { AuditLog } from '../../log/events/audit-log.service.js';
import { writeToBook, type BookWrite } from '../../books/fence.js';
import { BUSINESSES, type BusinessRow } from '../../people/businesses/business-sql.js';
import { Businesses } from '../../people/businesses/businesses.service.js';
import {
  inTransaction,
  isDuplicateKey,
  select,
  selectOne,
  write,
  type Tx,
} from '../../platform/database/transaction.js';
import type { Origin, UserActor } from '../../platform/kernel/actor.js';
import { dateIn } from '../../platform/kernel/time-zone.js';
import { AppError, invalid, notFound } from '../../platform/kernel/app-error.js';
import { now } from '../../platform/kernel/clock.js';
import { bytesToId, idToBytes, isId, newId, type BusinessId } from '../../platform/kernel/ids.js';
import type { Currency } from '../../platform/kernel/money.js';
import type { Page } from '../../platform/kernel/page.js';
import type { PageRequest } from '../../platform/kernel/schemas.js';
import type { RecordingRequest } from './online-payments.schemas.js';
import { noSuchLink } from './pay-links.service.js';
import { newReference, referenceOf, tokenOf } from './pay-tokens.js';
import { BEFORE_ALL, WAITING_EVERYWHERE, WAITING_IN_BUSINESS } from './waiting-sql.js';
import type { Computed, Count } from '../../platform/database/rows.js';
import type { online_payments, pay_links } from '../tables.generated.js';
import type { InvoiceRow } from '../../accounting/invoice-sql.js';

/** A payment as its customer is told of it; amounts are decimal strings, times ISO 8601 UTC. */
export interface PaymentReceipt {
  readonly reference: string;
  readonly amount: string;
  readonly currency: Currency;
  readonly receivedAt: string;
}

export type PaidAnswer = PaymentReceipt & { readonly status: 'paid' };

/** A payment that waits to be recorded, with the invoice of its link if that is in the open book. */
export interface WaitingPayment extends PaymentReceipt {
  readonly id: string;
  readonly invoiceNumber: string;
  readonly customer: string;
  readonly proposedInvoice: { readonly id: string; readonly number: string; readonly total: string } | null;
}

/** A payment that waits, as those see it who look after all businesses. */
export interface WaitingSomewhere extends PaymentReceipt {
  readonly id: string;
  readonly businessId: BusinessId;
  readonly business: string;
}

export interface RecordedPaymentView {
  readonly paymentId: string;
  readonly reference: string;
  readonly invoiceId: string | null;
  readonly entry: JournalEntryView;
}

type PaymentRow = Pick<online_payments, 'id' | 'reference' | 'amount' | 'currency' | 'received_at'>;

// Number and total say nothing where there is no such invoice.
type WaitingRow = PaymentRow &
  Pick<pay_links, 'invoice_number' | 'customer_name'> &
  Pick<InvoiceRow, 'number' | 'total'> & { invoice_id: InvoiceRow['id'] | null };

type LinkRow = Pick<pay_links, 'id' | 'business_id' | 'amount' | 'currency'>;

const PAYMENT = 'p.id, p.reference, p.amount, p.currency, p.received_at';
const BANK_JOURNAL = 'BQ';
const BANK_ACCOUNT = '1010';
const RECEIVABLES_ACCOUNT = '1100';
export const OTHER_INCOME_ACCOUNT = '4900';

/**
 * Money that came in through links, and its way into the books: by hand only (SPEC §5). The provider is a sandbox that
 * always says yes, so that it came in and that we know of it are one transaction.
 */
@Injectable()
export class OnlinePayments {
  constructor(
    private readonly dataSource: DataSource,
    private readonly businesses: Businesses,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Pays what a link asks for, once: whoever comes second, even at the same moment, is told of the first payment. Throws
   * NOT_FOUND for a token of no link. Touches no book, so it waits for no reset and works whatever is open.
   */
  async pay(text: string, origin: Origin): Promise<{ answer: PaidAnswer; isNew: boolean }> {
    const token = tokenOf(text);
    const link =
      token &&
      (await selectOne<LinkRow>(
        this.dataSource.manager,
        'SELECT id, business_id, amount, currency FROM pay_links WHERE token = ?',
        [token],
      ));
    if (!link) throw noSuchLink();
    for (;;) {
      const before = await this.ofLink(link.id);
      if (before) return { answer: { status: 'paid', ...before }, isNew: false };
      try {
        const made = await inTransaction(this.dataSource, (tx) => this.receive(tx, link, origin));
        return { answer: { status: 'paid', ...made }, isNew: true };
      } catch (error) {
        // Somebody was faster, and is found now; or the reference is taken, and the next will not be.
        if (!isDuplicateKey(error)) throw error;
      }
    }
  }

  private async receive(tx: Tx, link: LinkRow, origin: Origin): Promise<PaymentReceipt> {
    const [id, reference, receivedAt] = [newId(), newReference(), now()];
    await write(
      tx,
      `INSERT INTO online_payments (id, business_id, pay_link_id, reference, amount, currency, received_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      [idToBytes(id), link.business_id, link.id, reference, link.amount, link.currency, receivedAt],
    );
    await this.audit.append(tx, {
      type: 'payment.received',
      subjectId: bytesToId(link.business_id),
      // Whoever has the address may pay; who that is nobody asks, signed in or not.
      actor: { type: 'anonymous', origin },
      outcome: 'success',
      details: { payment_id: id, reference, pay_link_id: bytesToId(link.id) },
    });
    return { reference, amount: link.amount, currency: link.currency, receivedAt: receivedAt.toISOString() };
  }

  private async ofLink(linkId: Buffer): Promise<PaymentReceipt | undefined> {
    const row = await selectOne<PaymentRow>(
      this.dataSource.manager,
      `SELECT ${PAYMENT} FROM online_payments p WHERE p.pay_link_id = ?`,
      [linkId],
    );
    return row && receiptOf(row);
  }

  /** What waits in one business, oldest first. */
  async waiting(businessId: BusinessId, page: PageRequest): Promise<Page<WaitingPayment>> {
    const book = idToBytes(await this.businesses.currentBook(businessId));
    const rows = await this.waitingRows(businessId, book, 'AND p.id > ? ORDER BY p.id LIMIT ?', [
      afterOf(page),
      page.limit + 1,
    ]);
    const items = rows.slice(0, page.limit).map(waitingView);
    return { items, next: rows.length > page.limit ? items.at(-1)!.id : null };
  }

  async countWaiting(businessId: BusinessId): Promise<number> {
    const book = idToBytes(await this.businesses.currentBook(businessId));
    const row = await selectOne<Computed<{ n: Count }>>(
      this.dataSource.manager,
      `SELECT COUNT(*) AS n ${WAITING_IN_BUSINESS}`,
      [idToBytes(businessId), book],
    );
    return Number(row!.n);
  }

  /** One that waits. Throws NOT_FOUND for one that does not, or is another's. */
  async getWaiting(businessId: BusinessId, paymentId: string): Promise<WaitingPayment> {
    if (!isId(paymentId)) throw notFound('payment');
    const book = idToBytes(await this.businesses.currentBook(businessId));
    const [row] = await this.waitingRows(businessId, book, 'AND p.id = ?', [idToBytes(paymentId)]);
    if (!row) throw notFound('payment to record');
    return waitingView(row);
  }

  private waitingRows(businessId: BusinessId, book: Buffer, rest: string, parameters: unknown[]) {
    return select<WaitingRow>(
      this.dataSource.manager,
      `SELECT ${PAYMENT}, l.invoice_number, l.customer_name, i.id AS invoice_id, i.number, i.total
       ${WAITING_IN_BUSINESS} ${rest}`,
      [idToBytes(businessId), book, ...parameters],
    );
  }

  /** What waits in all businesses, oldest first: which payment and whose, nothing of any book. */
  async waitingEverywhere(page: PageRequest): Promise<Page<WaitingSomewhere>> {
    const [after, limit] = [afterOf(page), page.limit + 1];
    const rows = await select<PaymentRow & Pick<online_payments, 'business_id'> & Pick<BusinessRow, 'name'>>(
      this.dataSource.manager,
      `SELECT ${PAYMENT}, p.business_id, b.name FROM (${WAITING_EVERYWHERE}) w
       JOIN online_payments p ON p.id = w.id JOIN ${BUSINESSES} b ON b.id = p.business_id ORDER BY p.id LIMIT ?`,
      [after, limit, after, limit, limit],
    );
    const items = rows.slice(0, page.limit).map((row) => ({
      id: bytesToId(row.id),
      businessId: bytesToId<BusinessId>(row.business_id),
      business: row.name,
      ...receiptOf(row),
    }));
    return { items, next: rows.length > page.limit ? items.at(-1)!.id : null };
  }

  /** Whose payment it is, by its reference; undefined where there is none. */
  async businessOf(reference: string): Promise<BusinessId | undefined> {
    const row = await selectOne<Pick<online_payments, 'business_id'>>(
      this.dataSource.manager,
      'SELECT business_id FROM online_payments WHERE reference = ?',
      [reference],
    );
    return row && bytesToId<BusinessId>(row.business_id);
  }

  /** The reference of a payment that the open books have recorded; undefined for any other. */
  async recordedReference(businessId: BusinessId, paymentId: string): Promise<string | undefined> {
    if (!isId(paymentId)) return undefined;
    const row = await selectOne<Pick<online_payments, 'reference'>>(
      this.dataSource.manager,
      `SELECT p.reference FROM online_payments p JOIN ${BUSINESSES} b ON b.id = p.business_id
       JOIN recorded_payments r ON r.book_id = b.current_book_id AND r.payment_id = p.id
       WHERE p.id = ? AND p.business_id = ?`,
      [idToBytes(paymentId), idToBytes(businessId)],
    );
    return row?.reference;
  }

  /** Whether the open book holds a payment of this reference; for a page that says so. */
  async isRecorded(businessId: BusinessId, typed: string): Promise<boolean> {
    const reference = referenceOf(typed);
    if (reference === undefined) return false;
    const row = await selectOne(
      this.dataSource.manager,
      `SELECT 1 FROM online_payments p JOIN ${BUSINESSES} b ON b.id = p.business_id
       JOIN recorded_payments r ON r.book_id = b.current_book_id AND r.payment_id = p.id
       WHERE p.reference = ? AND p.business_id = ?`,
      [reference, idToBytes(businessId)],
    );
    return row !== undefined;
  }

  /**
   * Records a payment in the open book, against an invoice or as other income, with its journal entry. Throws NOT_FOUND
   * for a payment that is not this business's, ALREADY_EXISTS for one that is recorded, VALIDATION for an invoice or
   * account that is not in the open book.
   */
  record(
    actor: UserActor,
    membership: MembershipFacts,
    paymentId: string,
    ask: RecordingRequest,
  ): Promise<RecordedPaymentView> {
    if (!isId(paymentId)) throw notFound('payment');
    return writeToBook(this.dataSource, membership.businessId, async (into) => {
      const payment = await lockUnrecorded(into, paymentId);
      const { invoiceId, label, credit } = await targetOf(into, ask);
      const entry = await addEntry(into, {
        date: ask.date ?? dateIn(into.timeZone, payment.received_at),
        journal: BANK_JOURNAL,
        label: [payment.reference, label].filter(Boolean).join(' '),
        lines: [
          { account: BANK_ACCOUNT, debit: payment.amount, credit: '0.00' },
          { account: credit, debit: '0.00', credit: payment.amount },
        ],
      });
      await insertRecord(into, payment, invoiceId, entry.id);
      await this.audit.append(into.tx, {
        type: 'payment.recorded',
        subjectId: into.businessId,
        actor,
        roles: rolesOf(actor, membership),
        outcome: 'success',
        details: { payment_id: paymentId, reference: payment.reference, book_id: into.bookId, entry_id: entry.id },
      });
      return { paymentId, reference: payment.reference, invoiceId, entry };
    });
  }
}

/** Locks the payment, so that of two who record it at once the second finds the first's record. */
async function lockUnrecorded({ tx, businessId, book }: BookWrite, paymentId: string): Promise<PaymentRow> {
  const id = idToBytes(paymentId);
  const payment = await selectOne<PaymentRow>(
    tx,
    `SELECT ${PAYMENT} FROM online_payments p WHERE p.business_id = ? AND p.id = ? FOR UPDATE`,
    [idToBytes(businessId), id],
  );
  if (!payment) throw notFound('payment');
  const recorded = await selectOne(tx, 'SELECT 1 FROM recorded_payments WHERE book_id = ? AND payment_id = ?', [
    book,
    id,
  ]);
  if (recorded) {
    const { reference } = payment;
    throw new AppError('ALREADY_EXISTS', `The payment ${reference} is recorded already.`, { reference });
  }
  return payment;
}

async function insertRecord(
  { tx, book }: BookWrite,
  payment: PaymentRow,
  invoiceId: string | null,
  entryId: string,
): Promise<void> {
  await write(
    tx,
    `INSERT INTO recorded_payments (book_id, payment_id, invoice_id, entry_id, amount, created_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
    [book, payment.id, invoiceId === null ? null : idToBytes(invoiceId), idToBytes(entryId), payment.amount, now()],
  );
  await write(tx, 'UPDATE online_payments SET last_recorded_in = ? WHERE id = ?', [book, payment.id]);
}

interface Target {
  readonly invoiceId: string | null;
  /** The number of the account that is credited, and what the entry says. */
  readonly credit: string;
  readonly label?: string;
}

async function targetOf(into: BookWrite, ask: RecordingRequest): Promise<Target> {
  if (ask.invoiceId !== undefined) {
    const label = await invoiceNumber(into, ask.invoiceId);
    if (label === undefined) throw unknown('invoiceId', 'There is no such invoice in the present books.');
    return { invoiceId: ask.invoiceId, credit: RECEIVABLES_ACCOUNT, label };
  }
  const ledgerAccountId = ask.otherIncome?.ledgerAccountId;
  const credit =
    ledgerAccountId === undefined ? OTHER_INCOME_ACCOUNT : await ledgerAccountNumber(into, ledgerAccountId);
  if (credit === undefined) {
    throw unknown('otherIncome.ledgerAccountId', 'There is no such ledger account in the present books.');
  }
  return { invoiceId: null, credit };
}

const unknown = (path: string, detail: string) =>
  new AppError('VALIDATION', detail, { errors: [{ path, message: 'unknown' }] });

function afterOf({ after }: PageRequest): Buffer {
  if (after === undefined) return BEFORE_ALL;
  if (!isId(after)) throw invalid('after', '"after" must be the "next" of the page before.');
  return idToBytes(after);
}

function receiptOf(row: PaymentRow): PaymentReceipt {
  return {
    reference: row.reference,
    amount: row.amount,
    currency: row.currency,
    receivedAt: row.received_at.toISOString(),
  };
}

function waitingView(row: WaitingRow): WaitingPayment {
  return {
    id: bytesToId(row.id),
    ...receiptOf(row),
    invoiceNumber: row.invoice_number,
    customer: row.customer_name,
    proposedInvoice:
      row.invoice_id === null ? null : { id: bytesToId(row.invoice_id), number: row.number, total: row.total },
  };
}
