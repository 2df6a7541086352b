import { moneyAccount } from '../../accounting/bank-accounts.service.js';
import { auxiliaryOf } from '../../accounting/contacts.service.js';
import { postEntry, type EntryToPost } from '../../accounting/entry-writing.js';
import { findAndLockInvoice } from '../../accounting/invoices.service.js';
import type { JournalEntryView } from '../../accounting/journal.service.js';
import { ledgerAccountNumber } from '../../accounting/ledger-accounts.service.js';
import { insertRecord, recordOf } from '../../accounting/payments.service.js';
import { linesOfPayment, POSTED_IN, POSTED_TO } from '../../accounting/posting-rules.js';
import type { BookWrite } from '../../books/fence.js';
import type { AuditLog } from '../../log/events/audit-log.service.js';
import { BUSINESSES, type BusinessRow } from '../../people/businesses/business-sql.js';
import { selectOne, write } from '../../platform/database/transaction.js';
import type { Actor, Origin } from '../../platform/kernel/actor.js';
import { AppError, notFound } from '../../platform/kernel/app-error.js';
import { bytesToId, idToBytes } from '../../platform/kernel/ids.js';
import { parseCents } from '../../platform/kernel/money.js';
import { dateIn } from '../../platform/kernel/time-zone.js';
import type { RecordingRequest } from './online-payments.schemas.js';
import type { online_payments } from '../tables.generated.js';

export type PaymentRow = Pick<online_payments, 'id' | 'reference' | 'amount' | 'currency' | 'received_at'>;

export interface RecordedPaymentView {
  readonly paymentId: string;
  readonly reference: string;
  readonly invoiceId: string | null;
  readonly entry: JournalEntryView;
}

/** Who records, as the event says it. */
export interface Recorder {
  readonly actor: Actor;
  readonly roles?: readonly string[];
}

/** What recording a payment would post, and against what. */
export interface Recording {
  readonly invoiceId: string | null;
  readonly entry: EntryToPost;
}

/**
 * Records a payment that has just come in, where its invoice is in the open book and that much of it is open. Otherwise it
 * waits, and a person decides.
 */
export async function applyByItself(
  into: BookWrite,
  audit: AuditLog,
  payment: PaymentRow,
  invoiceId: string,
  { requestId }: Origin,
): Promise<void> {
  const invoice = await findAndLockInvoice(into, invoiceId);
  if (!invoice || invoice.open < parseCents(payment.amount)) return;
  const actor: Actor = { type: 'system', id: 'pay-now', origin: { requestId } };
  await recordInto(into, audit, { actor }, payment, { invoiceId });
}

/** Posts the entry of a payment, and says that it is recorded and by whom. */
export async function recordInto(
  into: BookWrite,
  audit: AuditLog,
  { actor, roles }: Recorder,
  payment: PaymentRow,
  ask: RecordingRequest,
): Promise<RecordedPaymentView> {
  const { invoiceId, entry: toPost } = await recordingOf(into, payment, ask);
  const entry = await postEntry(into, toPost);
  const { reference } = payment;
  const paymentId = bytesToId(payment.id);
  await insertRecord(into, { paymentId, invoiceId, entryId: entry.id, amount: payment.amount });
  await dealtWithIn(into, payment, into.book);
  await audit.append(into.tx, {
    type: 'payment.recorded',
    subjectId: into.businessId,
    actor,
    ...(roles && { roles }),
    outcome: 'success',
    details: { payment_id: paymentId, reference, book_id: into.bookId, entry_id: entry.id },
  });
  return { paymentId, reference, invoiceId, entry };
}

/** Throws VALIDATION for an invoice or an account that is not in the open book, INVALID_STATE for money of another currency. */
export async function recordingOf(into: BookWrite, payment: PaymentRow, ask: RecordingRequest): Promise<Recording> {
  await assertOwnCurrency(into, payment);
  const bank = await moneyAccount(into, { bankAccountId: ask.bankAccountId, account: ask.bankAccount });
  const amount = parseCents(payment.amount);
  const id = bytesToId<string>(payment.id);
  const date = ask.date ?? dateIn(into.timeZone, payment.received_at);
  const common = { date, journal: POSTED_IN.bank, piece: { ref: payment.reference, date } };
  if (ask.invoiceId === undefined) {
    const credit = await incomeAccount(into, ask.otherIncome ?? {});
    const lines = linesOfPayment(amount, { bank, credit });
    return {
      invoiceId: null,
      entry: { ...common, label: payment.reference, lines, source: { kind: 'other-income', id } },
    };
  }
  const invoice = await findAndLockInvoice(into, ask.invoiceId);
  if (!invoice) throw unknown('invoiceId', 'There is no such invoice in the present books.');
  const customer = await auxiliaryOf(into, invoice.contactId);
  const lines = linesOfPayment(amount, { bank, credit: POSTED_TO.receivables, customer });
  const label = `${payment.reference} ${invoice.number}`;
  return { invoiceId: invoice.id, entry: { ...common, label, lines, source: { kind: 'online-payment', id } } };
}

/** What other money is worth a person says, with an entry of their own; then the payment is set aside. */
async function assertOwnCurrency({ tx, businessId }: BookWrite, { currency, reference }: PaymentRow): Promise<void> {
  const own = await selectOne<Pick<BusinessRow, 'currency'>>(
    tx,
    `SELECT b.currency FROM ${BUSINESSES} b WHERE b.id = ?`,
    [idToBytes(businessId)],
  );
  if (own!.currency === currency) return;
  const why = `The payment ${reference} is in ${currency}. Enter it in the journal at its value in ${own!.currency}, and set it aside.`;
  throw new AppError('INVALID_STATE', why, { reference });
}

/** Any account of the ledger, receivables too: where opening balances hold what is owed, that is where it comes off. */
async function incomeAccount(
  into: BookWrite,
  { ledgerAccountId, account }: NonNullable<RecordingRequest['otherIncome']>,
): Promise<string> {
  if (ledgerAccountId === undefined) return account ?? POSTED_TO.otherIncome;
  const number = await ledgerAccountNumber(into, ledgerAccountId);
  if (number === undefined) {
    throw unknown('otherIncome.ledgerAccountId', 'There is no such ledger account in the present books.');
  }
  return number;
}

/** A payment under its lock, with what the open book says of it. Throws NOT_FOUND for one that is not this business's. */
export async function lockPayment(into: BookWrite, paymentId: string) {
  const payment = await selectOne<PaymentRow>(
    into.tx,
    `SELECT p.id, p.reference, p.amount, p.currency, p.received_at FROM online_payments p
     WHERE p.business_id = ? AND p.id = ? FOR UPDATE`,
    [idToBytes(into.businessId), idToBytes(paymentId)],
  );
  if (!payment) throw notFound('payment');
  return { payment, record: await recordOf(into, paymentId) };
}

/** One that waits; of two who deal with it at once the second finds what the first did. */
export async function lockWaiting(into: BookWrite, paymentId: string): Promise<PaymentRow> {
  const { payment, record } = await lockPayment(into, paymentId);
  if (!record) return payment;
  const { reference } = payment;
  if (record.reason === null) {
    throw new AppError('ALREADY_EXISTS', `The payment ${reference} is recorded already.`, { reference });
  }
  throw new AppError('INVALID_STATE', `The payment ${reference} is set aside. Undo that first.`, { reference });
}

/** Notes the book that has dealt with a payment last; null is that none has (waiting-sql.ts). */
export async function dealtWithIn({ tx }: BookWrite, { id }: PaymentRow, book: Buffer | null): Promise<void> {
  await write(tx, 'UPDATE online_payments SET last_recorded_in = ? WHERE id = ?', [book, id]);
}

const unknown = (path: string, detail: string) =>
  new AppError('VALIDATION', detail, { errors: [{ path, message: 'unknown' }] });
