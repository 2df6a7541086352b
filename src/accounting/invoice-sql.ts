import { orderOf, type ListOrder } from './lists/list-ask.js';
import type { contacts, invoices, recorded_payments } from './tables.generated.js';

/**
 * Invoices for a statement of another room that must join them, as a table under a name of theirs (`JOIN ${INVOICES} i`):
 * the database merges it into the statement, which is planned as if it named the table itself.
 */
export const INVOICES = '(SELECT book_id, id, number, total FROM invoices)';

export type InvoiceRow = Pick<invoices, 'book_id' | 'id' | 'number' | 'total'>;

/** Likewise, with the name of whom each is for. */
export const INVOICES_WITH_CUSTOMERS = `(SELECT n.book_id, n.id, n.number, c.name AS customer, n.issued_on, n.total
  FROM invoices n JOIN contacts c ON c.book_id = n.book_id AND c.id = n.contact_id)`;

export type InvoiceWithCustomerRow = InvoiceRow & Pick<invoices, 'issued_on'> & { customer: contacts['name'] };

/** How a list of invoices may be ordered. */
export const INVOICE_ORDERS = {
  '-date': { index: 'invoices_issued', keys: ['i.issued_on', 'i.id'], order: 'DESC' },
  date: { index: 'invoices_issued', keys: ['i.issued_on', 'i.id'], order: 'ASC' },
  due: { index: 'invoices_due', keys: ['i.due_on', 'i.id'], order: 'ASC' },
  number: { index: 'invoices_number', keys: ['i.number'], id: 'i.id', order: 'ASC' },
  '-number': { index: 'invoices_number', keys: ['i.number'], id: 'i.id', order: 'DESC' },
} as const satisfies Readonly<Record<string, ListOrder>>;

/** Likewise as the list `i`, read by the index of an order. */
export function invoicesInOrder(sort: string | undefined) {
  const order = orderOf(INVOICE_ORDERS, sort);
  const from = `(SELECT n.book_id, n.id, n.number, n.contact_id, c.name AS customer, n.issued_on, n.due_on, n.total
    FROM invoices n FORCE INDEX (${order.index!}) STRAIGHT_JOIN contacts c ON c.book_id = n.book_id AND c.id = n.contact_id) i`;
  return { ...order, from };
}

export type ListedInvoiceRow = InvoiceWithCustomerRow & Pick<invoices, 'due_on'>;

/** Likewise: that a payment is dealt with in a book, recorded or set aside. */
export const RECORDED_PAYMENTS = '(SELECT book_id, payment_id, invoice_id, entry_id, reason FROM recorded_payments)';

export type RecordedPaymentRow = Pick<
  recorded_payments,
  'book_id' | 'payment_id' | 'invoice_id' | 'entry_id' | 'reason'
>;

/** How much of a credit note invoices have used up, as SQL; both arguments are columns or parameters. */
export const usedOf = (book: string, note: string) =>
  `(SELECT COALESCE(SUM(nu.amount), 0) FROM credit_note_uses nu WHERE nu.book_id = ${book} AND nu.credit_note_id = ${note})`;

/**
 * What settles an invoice in a book, as SQL: payments recorded against it, by hand or online, and credit notes applied to it.
 * Both arguments are columns or parameters. What is open of it is the total less this.
 */
export const settledOf = (book: string, invoice: string) =>
  `((SELECT COALESCE(SUM(sp.amount), 0) FROM recorded_payments sp WHERE sp.book_id = ${book} AND sp.invoice_id = ${invoice})
   + (SELECT COALESCE(SUM(su.amount), 0) FROM credit_note_uses su WHERE su.book_id = ${book} AND su.invoice_id = ${invoice}))`;
