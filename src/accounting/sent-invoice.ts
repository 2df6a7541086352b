import type { EntityManager } from 'typeorm';
import { LOCALES, type Locale } from '../platform/kernel/actor.js';
import { selectOne } from '../platform/database/transaction.js';
import { formatCents, parseCents } from '../platform/kernel/money.js';
import type { Computed } from '../platform/database/rows.js';
import { taxesOfLines, type DocumentTax } from './document-taxes.js';
import { linesInBook, type DocumentLineView } from './document-views.js';
import { settledOf } from './invoice-sql.js';
import type { contacts, invoices } from './tables.generated.js';

/** An invoice as its customer was sent it: all that its page and its file say, whatever becomes of the book. */
export interface SentInvoice {
  readonly number: string;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly net: string;
  readonly tax: string;
  readonly total: string;
  /** What was not settled of it then. */
  readonly open: string;
  readonly lines: readonly Pick<DocumentLineView, 'description' | 'quantity' | 'unitPrice' | 'taxRate' | 'net'>[];
  /** By the language in which they are named. */
  readonly taxes: Readonly<Record<Locale, readonly DocumentTax[]>>;
  readonly customer: Readonly<Pick<contacts, 'name' | 'address' | 'email' | 'locale'>>;
}

type Row = Pick<invoices, 'number' | 'issued_on' | 'due_on' | 'net' | 'tax' | 'total'> &
  SentInvoice['customer'] &
  Computed<{ settled: string }>;

/** Undefined for an invoice that is not in the book. */
export async function sentInvoice(
  manager: EntityManager,
  book: Buffer,
  invoice: Buffer,
): Promise<SentInvoice | undefined> {
  const key = [book, invoice];
  const row = await selectOne<Row>(
    manager,
    `SELECT i.number, i.issued_on, i.due_on, i.net, i.tax, i.total, c.name, c.address, c.email, c.locale,
       ${settledOf('i.book_id', 'i.id')} AS settled
     FROM invoices i JOIN contacts c ON c.book_id = i.book_id AND c.id = i.contact_id WHERE i.book_id = ? AND i.id = ?`,
    key,
  );
  if (!row) return undefined;
  const lines = await linesInBook(manager, 'invoice', key);
  const taxes = {} as Record<Locale, readonly DocumentTax[]>;
  for (const locale of LOCALES) taxes[locale] = await taxesOfLines(manager, book, lines, locale);
  const { number, issued_on, due_on, net, tax, total, settled, ...customer } = row;
  return {
    number,
    issuedOn: issued_on,
    dueOn: due_on,
    net,
    tax,
    total,
    open: formatCents(parseCents(total) - parseCents(settled)),
    lines: lines.map(({ description, quantity, unitPrice, taxRate, net: ofLine }) => ({
      description,
      quantity,
      unitPrice,
      taxRate,
      net: ofLine,
    })),
    taxes,
    customer,
  };
}
