import type { EntityManager } from 'typeorm';
import type { Computed } from '../../platform/database/rows.js';
import type { Sql } from '../../platform/database/sql.js';
import { select, selectOne } from '../../platform/database/transaction.js';
import { now } from '../../platform/kernel/clock.js';
import { parseCents, type Cents } from '../../platform/kernel/money.js';
import type { contacts, invoices } from '../tables.generated.js';
import { daysBefore } from './periods.js';

/** By how many days what is open is late. Credit notes, and what was paid too much, are open too: less than nothing. */
export const AGES = ['current', 'days30', 'days60', 'days90', 'older'] as const;
type Age = (typeof AGES)[number];

/** Before it is due, and so many days after. Each is the last day of its age. */
const LAST_DAYS = [0, 30, 60, 90] as const;

/** The first day on which something may be due to be of an age at a day; the oldest begins with the calendar. */
export const firstDays = (on: string): readonly string[] => LAST_DAYS.map((late) => daysBefore(on, late));

export function ageOf(lateFrom: string, on: string): Age {
  const age = firstDays(on).findIndex((first) => lateFrom >= first);
  return AGES[age === -1 ? AGES.length - 1 : age]!;
}

/** A day of a business: its end is the first instant that is not in it. */
export interface BusinessDay {
  readonly on: string;
  readonly end: Date;
}

export interface OpenDocument {
  readonly contactId: Buffer;
  readonly customer: string;
  readonly kind: 'invoice' | 'credit-note';
  readonly number: string;
  readonly issuedOn: string;
  /** The day from which it is late: of a credit note that on which it was issued. */
  readonly lateFrom: string;
  /** What the customer owes; less than nothing for a credit that is not used. */
  readonly amount: Cents;
}

/**
 * What was open of each invoice of a book at the end of a day, as SQL: what is open now (`open_invoices`), and what has settled it since.
 * One that is issued later is open by what was paid ahead. Reads nothing of what was settled until that day.
 */
function openInvoicesAt(book: Buffer, { on, end }: BusinessDay): Sql {
  const settledSince: Sql[] =
    end > now() ? [] : [PAID_BEFORE_SINCE, CREDITED_SINCE].map((sql) => ({ sql, parameters: [book, end] }));
  const parts: Sql[] = [
    { sql: 'SELECT invoice_id AS id, amount FROM open_invoices WHERE book_id = ?', parameters: [book] },
    { sql: PAID_SINCE, parameters: [book, on] },
    ...settledSince,
    { sql: ISSUED_SINCE, parameters: [book, on] },
  ];
  return {
    sql: `(SELECT x.id, SUM(x.amount) AS amount FROM (${parts.map(({ sql }) => sql).join(' UNION ALL ')}) x
      GROUP BY x.id HAVING SUM(x.amount) <> 0)`,
    parameters: parts.flatMap(({ parameters }) => parameters),
  };
}

/** By an entry that is dated later. */
const PAID_SINCE = `SELECT r.invoice_id, r.amount FROM journal_entries e FORCE INDEX (journal_entries_date)
  STRAIGHT_JOIN recorded_payments r FORCE INDEX (recorded_payments_entry) ON r.book_id = e.book_id AND r.entry_id = e.id
  WHERE e.book_id = ? AND e.entry_date > ? AND r.invoice_id IS NOT NULL`;
/** Without an entry: settled in other books, and carried over. */
const PAID_BEFORE_SINCE = `SELECT r.invoice_id, r.amount FROM recorded_payments r FORCE INDEX (recorded_payments_entry)
  WHERE r.book_id = ? AND r.entry_id IS NULL AND r.invoice_id IS NOT NULL AND r.created_at >= ?`;
const CREDITED_SINCE = `SELECT u.invoice_id, u.amount FROM credit_note_uses u WHERE u.book_id = ? AND u.created_at >= ?`;
const ISSUED_SINCE = `SELECT i.id, -i.total FROM invoices i FORCE INDEX (invoices_issued) WHERE i.book_id = ? AND i.issued_on > ?`;

/** What was open of each document of a book at the end of a day: a derived table `d`. */
export function openDocumentsAt(book: Buffer, day: BusinessDay): Sql {
  const open = openInvoicesAt(book, day);
  return {
    sql: `(SELECT i.contact_id, 'invoice' AS kind, i.number, i.issued_on, i.due_on AS late_from, o.amount
        FROM ${open.sql} o JOIN invoices i ON i.book_id = ? AND i.id = o.id
      UNION ALL SELECT c.contact_id, 'credit-note', c.number, c.issued_on, c.issued_on, c.amount FROM
        (SELECT n.contact_id, n.number, n.issued_on, (SELECT COALESCE(SUM(u.amount), 0) FROM credit_note_uses u
            WHERE u.book_id = n.book_id AND u.credit_note_id = n.id AND u.created_at < ?)
          - CASE WHEN n.issued_on <= ? THEN n.total ELSE 0 END AS amount
         FROM credit_notes n WHERE n.book_id = ?) c WHERE c.amount <> 0) d`,
    parameters: [...open.parameters, book, day.end, day.on, book],
  };
}

type DocumentRow = Pick<invoices, 'contact_id' | 'number' | 'issued_on'> & { customer: contacts['name'] } & Computed<{
    kind: OpenDocument['kind'];
    late_from: string;
    amount: string;
  }>;

/** By customer, the oldest first. All are of one moment. */
export async function openDocuments(manager: EntityManager, book: Buffer, day: BusinessDay): Promise<OpenDocument[]> {
  const { sql, parameters } = openDocumentsAt(book, day);
  const rows = await select<DocumentRow>(
    manager,
    `SELECT d.*, c.name AS customer FROM ${sql} JOIN contacts c ON c.book_id = ? AND c.id = d.contact_id
     ORDER BY c.name, c.id, d.late_from, d.number`,
    [...parameters, book],
  );
  return rows.map((row) => ({
    contactId: row.contact_id,
    customer: row.customer,
    kind: row.kind,
    number: row.number,
    issuedOn: row.issued_on,
    lateFrom: row.late_from,
    amount: parseCents(row.amount),
  }));
}

/** Entries on receivables that are not of a document, as a condition on a line `l`: posted by hand, imported, brought along. */
export const OF_NO_DOCUMENT = `NOT EXISTS (SELECT 1 FROM entry_sources s WHERE s.book_id = l.book_id AND s.entry_id = l.entry_id
  AND s.kind <> 'other-income')`;

/** What is open of invoices that have no entry, brought along or issued before invoices posted: their totals, less what no entry settled. */
export async function openWithoutEntry(manager: EntityManager, book: Buffer, { on, end }: BusinessDay): Promise<Cents> {
  const totals = await centsOf(manager, {
    sql: `SELECT SUM(i.total) AS amount FROM invoices i WHERE i.book_id = ? AND i.issued_on <= ? AND NOT EXISTS
      (SELECT 1 FROM entry_sources s WHERE s.book_id = i.book_id AND s.document_id = i.id AND s.kind = 'invoice')`,
    parameters: [book, on],
  });
  const settled = await centsOf(manager, {
    sql: `SELECT SUM(r.amount) AS amount FROM recorded_payments r
      WHERE r.book_id = ? AND r.entry_id IS NULL AND r.invoice_id IS NOT NULL AND r.created_at < ?`,
    parameters: [book, end],
  });
  return totals - settled;
}

/** The one `amount` that a statement gives; nothing where it is null. */
export async function centsOf(manager: EntityManager, { sql, parameters }: Sql): Promise<Cents> {
  const row = await selectOne<Computed<{ amount: string | null }>>(manager, sql, [...parameters]);
  return parseCents(row?.amount ?? '0.00');
}
