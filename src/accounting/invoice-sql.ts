import type { contacts, invoices } from './tables.generated.js';

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
