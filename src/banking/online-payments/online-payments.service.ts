import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { INVOICES, RECORDED_PAYMENTS, type InvoiceRow, type RecordedPaymentRow } from '../../accounting/invoice-sql.js';
import { AuditLog } from '../../log/events/audit-log.service.js';
import { enterFence } from '../../books/fence.js';
import { BUSINESSES, type BusinessRow } from '../../people/businesses/business-sql.js';
import { Businesses } from '../../people/businesses/businesses.service.js';
import {
  inTransaction,
  isDuplicateKey,
  isRerunnable,
  select,
  selectOne,
  write,
  type Tx,
} from '../../platform/database/transaction.js';
import type { Actor, Locale, Origin } from '../../platform/kernel/actor.js';
import { AppError, invalid, notFound } from '../../platform/kernel/app-error.js';
import { now } from '../../platform/kernel/clock.js';
import { bytesToId, idToBytes, isId, newId, type BusinessId } from '../../platform/kernel/ids.js';
import type { Currency } from '../../platform/kernel/money.js';
import type { Page } from '../../platform/kernel/page.js';
import type { PageRequest } from '../../platform/kernel/schemas.js';
import { applyByItself, type PaymentRow } from './recordings.js';
import { assertPayable, findLink, type FoundLink } from './found-link.js';
import type { MoneyIn, ProviderName } from './payment-provider.js';
import { ReceiptMails } from './receipt-mails.service.js';
import { newReference, referenceOf } from './pay-tokens.js';
import { BEFORE_ALL, WAITING_EVERYWHERE, WAITING_IN_BUSINESS } from './waiting-sql.js';
import type { Computed, Count, Outer } from '../../platform/database/rows.js';
import type { online_payments, pay_links, provider_events } from '../tables.generated.js';

/** A payment as its customer is told of it; amounts are decimal strings, times ISO 8601 UTC. */
export interface PaymentReceipt {
  readonly reference: string;
  readonly amount: string;
  readonly currency: Currency;
  readonly receivedAt: string;
}

export type PaidAnswer = PaymentReceipt & { readonly status: 'paid' };

/** Money as it is taken in; a provider may know more currencies than we do. */
export interface MoneyTaken extends Pick<MoneyIn, 'amount' | 'currency' | 'checkoutId' | 'paymentId'> {
  readonly provider: ProviderName;
}

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

/** Any payment that came in, and what the open book says of it. */
export interface ReceivedPayment extends PaymentReceipt {
  readonly id: string;
  readonly invoiceNumber: string;
  readonly customer: string;
  readonly state: 'waiting' | 'recorded' | 'set-aside';
  /** The invoice of the open book that it was recorded against, and its number. */
  readonly invoiceId: string | null;
  readonly recordedAgainst: string | null;
  readonly entryId: string | null;
  /** Why it was set aside. */
  readonly reason: string | null;
  /** What the provider says went back to the customer or is disputed; the books know nothing of it. */
  readonly takenBack: readonly TakenBack[];
}

export interface TakenBack {
  readonly what: 'refund' | 'dispute';
  readonly amount: string;
  readonly currency: string;
}

// Number and total say nothing where there is no such invoice.
type WaitingRow = PaymentRow &
  Pick<pay_links, 'invoice_number' | 'customer_name'> &
  Pick<InvoiceRow, 'number' | 'total'> & { invoice_id: InvoiceRow['id'] | null };

type ReceivedRow = PaymentRow &
  Pick<online_payments, 'provider_payment'> &
  Pick<pay_links, 'invoice_number' | 'customer_name'> &
  Outer<Pick<RecordedPaymentRow, 'payment_id' | 'invoice_id' | 'entry_id' | 'reason'> & Pick<InvoiceRow, 'number'>>;

const PAYMENT = 'p.id, p.reference, p.amount, p.currency, p.received_at';
/** How long a customer waits for a switch or for another writer before the payment waits to be recorded instead. */
const PATIENCE = { lockWaitSecondsMax: 1, rerunOnLockTimeout: false };

/** Where the receipt goes beside the page, in the language in which the customer paid. */
export interface ReceiptWish {
  readonly email?: string | undefined;
  readonly locale?: Locale;
}

/** Money that came in through links. It is recorded by itself where its invoice is in the open book, and otherwise waits (SPEC §5). */
@Injectable()
export class OnlinePayments {
  private readonly logger = new Logger('Payments');

  constructor(
    private readonly dataSource: DataSource,
    private readonly businesses: Businesses,
    private readonly audit: AuditLog,
    private readonly receipts: ReceiptMails,
  ) {}

  /**
   * Pays what is due of a link in the sandbox, once: whoever comes second, even at the same moment, is told of the first payment.
   * Throws NOT_FOUND for a token of no link, LINK_REVOKED for one that was taken back, INVALID_STATE where nothing is due any more.
   * Works whatever book is open.
   */
  async pay(text: string, origin: Origin, wish: ReceiptWish = {}): Promise<{ answer: PaidAnswer; isNew: boolean }> {
    const link = await findLink(this.dataSource.manager, text);
    if (!link.paid) assertPayable(link);
    const { due: amount, currency } = link;
    const money: MoneyTaken = { amount, currency, provider: 'sandbox', checkoutId: '', paymentId: null };
    // Whoever has the address may pay; who that is nobody asks, signed in or not.
    const { payment, isNew } = await this.takeInOnce(link, money, { type: 'anonymous', origin }, wish);
    return { answer: { status: 'paid', ...payment }, isNew };
  }

  /** Takes money in that came through a checkout, once. What was taken in before is told again. */
  async takeInOnce(
    link: FoundLink,
    money: MoneyTaken,
    payer: Actor,
    wish: ReceiptWish,
  ): Promise<{ payment: PaymentReceipt; isNew: boolean }> {
    for (;;) {
      const before = await this.ofCheckout(link.id, money.checkoutId);
      if (before) return { payment: before, isNew: false };
      try {
        return { payment: await this.receive(link, money, payer, wish), isNew: true };
      } catch (error) {
        // Somebody was faster, and is found now; or the reference is taken, and the next will not be.
        if (!isDuplicateKey(error)) throw error;
      }
    }
  }

  /**
   * Takes the money in, and into the open book if its invoice is there. Whatever stands in the way of the second (the book is
   * being switched, another writer is slow, an account is missing) leaves the first as it is: the payment waits.
   */
  private async receive(link: FoundLink, money: MoneyTaken, payer: Actor, wish: ReceiptWish): Promise<PaymentReceipt> {
    try {
      return await inTransaction(
        this.dataSource,
        async (tx) => {
          const into = await enterFence(tx, link.businessId);
          const payment = await this.takeIn(tx, link, money, payer, wish);
          // What came in other money is worth what a person says.
          if (money.currency === link.currency) {
            await applyByItself(into, this.audit, payment, link.invoiceId, payer.origin);
          }
          return receiptOf(payment);
        },
        PATIENCE,
      );
    } catch (error) {
      if (isDuplicateKey(error)) throw error;
      if (!isRerunnable(error) && !(error instanceof AppError)) this.logger.error(error);
      return inTransaction(this.dataSource, async (tx) => receiptOf(await this.takeIn(tx, link, money, payer, wish)));
    }
  }

  private async takeIn(
    tx: Tx,
    link: FoundLink,
    money: MoneyTaken,
    payer: Actor,
    wish: ReceiptWish,
  ): Promise<PaymentRow> {
    const payment = { id: idToBytes(newId()), reference: newReference(), received_at: now() };
    const { id, reference } = payment;
    const { amount, currency, provider, checkoutId, paymentId } = money;
    await write(
      tx,
      `INSERT INTO online_payments (id, business_id, pay_link_id, reference, amount, currency, received_at, provider,
         provider_checkout, provider_payment) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        id,
        idToBytes(link.businessId),
        idToBytes(link.id),
        reference,
        amount,
        currency,
        payment.received_at,
        provider,
        checkoutId,
        paymentId,
      ],
    );
    const row = { ...payment, amount, currency } as PaymentRow;
    await this.receipts.queue(tx, link, receiptOf(row), wish);
    await this.audit.append(tx, {
      type: 'payment.received',
      subjectId: link.businessId,
      actor: payer,
      outcome: 'success',
      details: { payment_id: bytesToId(id), reference, pay_link_id: link.id },
    });
    return row;
  }

  private async ofCheckout(linkId: string, checkoutId: string): Promise<PaymentReceipt | undefined> {
    const row = await selectOne<PaymentRow>(
      this.dataSource.manager,
      `SELECT ${PAYMENT} FROM online_payments p WHERE p.pay_link_id = ? AND p.provider_checkout = ?`,
      [idToBytes(linkId), checkoutId],
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

  /** All that came in for one business, latest first, with what the open book says of each. */
  received(businessId: BusinessId, page: PageRequest): Promise<Page<ReceivedPayment>> {
    return this.receivedRows(businessId, page, 'LEFT JOIN');
  }

  /** Likewise, those that the open book has dealt with. */
  dealtWith(businessId: BusinessId, page: PageRequest): Promise<Page<ReceivedPayment>> {
    return this.receivedRows(businessId, page, 'JOIN');
  }

  private async receivedRows(
    businessId: BusinessId,
    page: PageRequest,
    join: 'JOIN' | 'LEFT JOIN',
  ): Promise<Page<ReceivedPayment>> {
    const rows = await select<ReceivedRow>(
      this.dataSource.manager,
      `SELECT ${PAYMENT}, p.provider_payment, l.invoice_number, l.customer_name, r.payment_id, r.invoice_id, r.entry_id,
         r.reason, i.number
       FROM online_payments p JOIN pay_links l ON l.id = p.pay_link_id JOIN ${BUSINESSES} b ON b.id = p.business_id
       ${join} ${RECORDED_PAYMENTS} r ON r.book_id = b.current_book_id AND r.payment_id = p.id
       LEFT JOIN ${INVOICES} i ON i.book_id = r.book_id AND i.id = r.invoice_id
       WHERE p.business_id = ? ${page.after === undefined ? '' : 'AND p.id < ?'} ORDER BY p.id DESC LIMIT ?`,
      [idToBytes(businessId), ...(page.after === undefined ? [] : [afterOf(page)]), page.limit + 1],
    );
    const back = await takenBack(this.dataSource.manager, rows);
    const items = rows.slice(0, page.limit).map((row) => receivedView(row, back.get(row.provider_payment ?? '') ?? []));
    return { items, next: rows.length > page.limit ? items.at(-1)!.id : null };
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

  /** What the open book says of a payment, by its id or by what it is called; undefined where there is none of this business. */
  async stateOf(
    businessId: BusinessId,
    by: { readonly id: string } | { readonly reference: string },
  ): Promise<Pick<ReceivedPayment, 'reference' | 'state'> | undefined> {
    const key = 'id' in by ? isId(by.id) && idToBytes(by.id) : referenceOf(by.reference);
    if (!key) return undefined;
    const row = await selectOne<
      Pick<online_payments, 'reference'> & Outer<Pick<RecordedPaymentRow, 'payment_id' | 'reason'>>
    >(
      this.dataSource.manager,
      `SELECT p.reference, r.payment_id, r.reason FROM online_payments p JOIN ${BUSINESSES} b ON b.id = p.business_id
       LEFT JOIN ${RECORDED_PAYMENTS} r ON r.book_id = b.current_book_id AND r.payment_id = p.id
       WHERE ${'id' in by ? 'p.id' : 'p.reference'} = ? AND p.business_id = ?`,
      [key, idToBytes(businessId)],
    );
    return row && { reference: row.reference, state: stateIn(row) };
  }
}

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

function receivedView(row: ReceivedRow, back: readonly TakenBack[]): ReceivedPayment {
  const id = (bytes: Buffer | null) => (bytes === null ? null : bytesToId(bytes));
  return {
    id: bytesToId(row.id),
    ...receiptOf(row),
    invoiceNumber: row.invoice_number,
    customer: row.customer_name,
    state: stateIn(row),
    invoiceId: id(row.invoice_id),
    recordedAgainst: row.number,
    entryId: id(row.entry_id),
    reason: row.reason,
    takenBack: back,
  };
}

function stateIn({ payment_id, reason }: Pick<ReceivedRow, 'payment_id' | 'reason'>): ReceivedPayment['state'] {
  if (payment_id === null) return 'waiting';
  return reason === null ? 'recorded' : 'set-aside';
}

/** By what the provider calls the payment. Of refunds the largest counts: each says what went back in all. */
async function takenBack(
  manager: EntityManager,
  payments: readonly Pick<online_payments, 'provider_payment'>[],
): Promise<ReadonlyMap<string, readonly TakenBack[]>> {
  const names = payments.flatMap(({ provider_payment: name }) => name ?? []);
  if (names.length === 0) return new Map();
  const rows = await select<Pick<provider_events, 'outcome' | 'reference' | 'amount' | 'currency'>>(
    manager,
    `SELECT outcome, reference, MAX(amount) AS amount, MIN(currency) AS currency FROM provider_events
     WHERE outcome IN ('refund', 'dispute') AND reference IN (?) GROUP BY outcome, reference`,
    [names],
  );
  const found = new Map<string, TakenBack[]>();
  for (const { outcome, reference, amount, currency } of rows) {
    const before = found.get(reference!) ?? [];
    found.set(reference!, [...before, { what: outcome as TakenBack['what'], amount, currency }]);
  }
  return found;
}
