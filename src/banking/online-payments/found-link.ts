import type { EntityManager } from 'typeorm';
import { INVOICES, settledOf, type InvoiceRow } from '../../accounting/invoice-sql.js';
import { sentInvoice, type SentInvoice } from '../../accounting/sent-invoice.js';
import { SEALED_BOOKS } from '../../books/book-sql.js';
import { BUSINESSES, type BusinessRow } from '../../people/businesses/business-sql.js';
import type { Computed, Outer } from '../../platform/database/rows.js';
import { selectOne } from '../../platform/database/transaction.js';
import type { Locale } from '../../platform/kernel/actor.js';
import { AppError } from '../../platform/kernel/app-error.js';
import { bytesToId, idToBytes, type BusinessId } from '../../platform/kernel/ids.js';
import { formatCents, parseCents, type Currency } from '../../platform/kernel/money.js';
import { tokenOf, tokenText } from './pay-tokens.js';
import type { online_payments, pay_link_revocations, pay_links } from '../tables.generated.js';

/** A pay link with all that it stands for now. Amounts are decimal strings. */
export interface FoundLink {
  readonly id: string;
  /** As it stands in its address. */
  readonly token: string;
  readonly businessId: BusinessId;
  /** Names an invoice of the book that was open when the link was issued. */
  readonly invoiceId: string;
  readonly invoiceNumber: string;
  /** As they were called when it was issued. */
  readonly business: string;
  readonly customer: string;
  /** What was asked for when it was issued. */
  readonly amount: string;
  /** What is to be paid: that, or what is open of the invoice where the open books say that it is less; never more. */
  readonly due: string;
  readonly currency: Currency;
  /** The language of the business. */
  readonly locale: Locale;
  readonly isRevoked: boolean;
  /** The first payment that came in through it. */
  readonly paid?: { readonly reference: string; readonly amount: string; readonly at: string };
}

type Row = Pick<
  pay_links,
  | 'id'
  | 'token'
  | 'business_id'
  | 'invoice_id'
  | 'invoice_number'
  | 'business_name'
  | 'customer_name'
  | 'amount'
  | 'currency'
> &
  Pick<BusinessRow, 'locale'> &
  Outer<Pick<pay_link_revocations, 'revoked_at'> & Pick<online_payments, 'reference' | 'received_at'>> & {
    readonly paid_amount: online_payments['amount'] | null;
    readonly invoice_total: InvoiceRow['total'] | null;
  } & Computed<{ settled: string }>;

const SELECT_LINK = `SELECT l.id, l.token, l.business_id, l.invoice_id, l.invoice_number, l.business_name, l.customer_name, l.amount,
    l.currency, b.locale, v.revoked_at, p.reference, p.received_at, p.amount AS paid_amount, i.total AS invoice_total,
    ${settledOf('b.current_book_id', 'l.invoice_id')} AS settled
  FROM pay_links l JOIN ${BUSINESSES} b ON b.id = l.business_id
  LEFT JOIN pay_link_revocations v ON v.pay_link_id = l.id
  LEFT JOIN online_payments p ON p.pay_link_id = l.id
  LEFT JOIN ${INVOICES} i ON i.book_id = b.current_book_id AND i.id = l.invoice_id`;

/** By the text of its address. Throws NOT_FOUND. */
export async function findLink(manager: EntityManager, text: string): Promise<FoundLink> {
  const token = tokenOf(text);
  const row =
    token && (await selectOne<Row>(manager, `${SELECT_LINK} WHERE l.token = ? ORDER BY p.id LIMIT 1`, [token]));
  if (!row) throw noSuchLink();
  return linkOf(row);
}

/** By its id, as a provider was told it; undefined where there is none. */
export async function findLinkById(manager: EntityManager, id: string): Promise<FoundLink | undefined> {
  const row = await selectOne<Row>(manager, `${SELECT_LINK} WHERE l.id = ? ORDER BY p.id LIMIT 1`, [idToBytes(id)]);
  return row && linkOf(row);
}

function linkOf(row: Row): FoundLink {
  const { reference, received_at, paid_amount } = row;
  return {
    id: bytesToId(row.id),
    token: tokenText(row.token),
    businessId: bytesToId<BusinessId>(row.business_id),
    invoiceId: bytesToId(row.invoice_id),
    invoiceNumber: row.invoice_number,
    business: row.business_name,
    customer: row.customer_name,
    amount: row.amount,
    due: dueOf(row),
    currency: row.currency,
    locale: row.locale,
    isRevoked: row.revoked_at !== null,
    ...(reference !== null &&
      received_at !== null &&
      paid_amount !== null && { paid: { reference, amount: paid_amount, at: received_at.toISOString() } }),
  };
}

function dueOf({ amount, invoice_total: total, settled }: Row): string {
  if (total === null) return amount;
  const open = parseCents(total) - parseCents(settled);
  return open < parseCents(amount) ? formatCents(open < 0n ? 0n : open) : amount;
}

/**
 * The invoice as it was sent with a link: the link keeps it. One from before links did is read where it still is, in the open book
 * or in one that was sealed since; of one whose snapshot is gone nothing but what the link says is left.
 */
export async function documentOf(
  manager: EntityManager,
  { id, businessId, invoiceId }: FoundLink,
): Promise<SentInvoice | undefined> {
  const kept = await selectOne<Pick<pay_links, 'document'>>(manager, 'SELECT document FROM pay_links WHERE id = ?', [
    idToBytes(id),
  ]);
  if (kept?.document) return JSON.parse(kept.document) as SentInvoice;
  const [business, invoice] = [idToBytes(businessId), idToBytes(invoiceId)];
  const row = await selectOne<Pick<InvoiceRow, 'book_id'>>(
    manager,
    `SELECT i.book_id FROM ${BUSINESSES} b JOIN ${INVOICES} i ON i.book_id = b.current_book_id AND i.id = ? WHERE b.id = ?
     UNION ALL
     SELECT i.book_id FROM ${SEALED_BOOKS} o JOIN ${INVOICES} i ON i.book_id = o.id AND i.id = ? WHERE o.business_id = ?
     LIMIT 1`,
    [invoice, business, invoice, business],
  );
  return row && sentInvoice(manager, row.book_id, invoice);
}

export function noSuchLink(): AppError {
  return new AppError('NOT_FOUND', 'There is no such pay link. Check that its address is complete.');
}

export function revokedLink(): AppError {
  return new AppError('LINK_REVOKED', 'This link was taken back by the business. Ask it what is to be paid, and how.');
}

/** Throws LINK_REVOKED, and INVALID_STATE where nothing is due any more. */
export function assertPayable(link: FoundLink): void {
  if (link.isRevoked) throw revokedLink();
  if (parseCents(link.due) <= 0n) {
    throw new AppError('INVALID_STATE', 'Nothing is due of this invoice any more: it was settled in another way.');
  }
}
