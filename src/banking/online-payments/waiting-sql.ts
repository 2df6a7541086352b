import { INVOICES, RECORDED_PAYMENTS } from '../../accounting/invoice-sql.js';
import { SEALED_BOOKS } from '../../books/book-sql.js';
import { BUSINESSES } from '../../people/businesses/business-sql.js';
import type { RowsByTime } from '../../platform/database/rows-by-time.js';

/**
 * A payment waits when the open book of its business has no record of it (`r.payment_id IS NULL`): that alone decides,
 * so a reset or restore, which moves one pointer, changes what waits without touching a payment.
 *
 * Asked of every payment ever received this would be a walk through all of them. `last_recorded_in` narrows it to those
 * that can wait: never recorded, or last in a book that is no longer open. A payment recorded last in the open book has
 * its record there, as both are written at once; so none that waits is left out. What is read grows with what waits.
 */
const NOT_IN_OPEN_BOOK = `LEFT JOIN ${RECORDED_PAYMENTS} r ON r.book_id = b.current_book_id AND r.payment_id = p.id`;

/** In one business, with the invoice of the link where that is in the open book. Parameters: the business, its book. */
export const WAITING_IN_BUSINESS = `FROM online_payments p JOIN pay_links l ON l.id = p.pay_link_id
  JOIN ${BUSINESSES} b ON b.id = p.business_id ${NOT_IN_OPEN_BOOK}
  LEFT JOIN ${INVOICES} i ON i.book_id = b.current_book_id AND i.id = l.invoice_id
  WHERE p.business_id = ? AND (p.last_recorded_in IS NULL OR p.last_recorded_in <> ?) AND r.payment_id IS NULL`;

const oldestOf = (payments: string, where: string) =>
  `(SELECT p.id FROM ${payments} JOIN ${BUSINESSES} b ON b.id = p.business_id ${NOT_IN_OPEN_BOOK}
    WHERE ${where} AND r.payment_id IS NULL AND p.id > ? ORDER BY p.id LIMIT ?)`;

/**
 * In all businesses: of each of the two kinds the oldest, along an index of its own. Parameters: beyond which payment,
 * and how many; then both once more.
 */
export const WAITING_EVERYWHERE = [
  oldestOf('online_payments p', 'p.last_recorded_in IS NULL'),
  oldestOf(`${SEALED_BOOKS} k JOIN online_payments p ON p.last_recorded_in = k.id`, 'TRUE'),
].join(' UNION ALL ');

/** Before every payment there is. */
export const BEFORE_ALL = Buffer.alloc(16);

/** Likewise, for a list that stops at `max`. An id grows with the time at which the payment came in. */
export const waitingPayments = (max: number): RowsByTime => ({
  from: `(${WAITING_EVERYWHERE}) w`,
  where: 'TRUE',
  parameters: [BEFORE_ALL, max, BEFORE_ALL, max],
  at: 'w.id',
  id: 'w.id',
  shown: 'w.id AS payment_id',
});
