import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { containing, pageOfList, together } from '../../platform/database/keyset-list.js';
import type { Computed } from '../../platform/database/rows.js';
import { select, selectOne } from '../../platform/database/transaction.js';
import type { Locale } from '../../platform/kernel/actor.js';
import { bytesToId, idToBytes, isId, type BookId } from '../../platform/kernel/ids.js';
import { CONTACT_KINDS, type ContactKind } from '../accounting.entity.js';
import type { contacts, credit_notes, journals, ledger_accounts } from '../tables.generated.js';
import type { invoices, products, recorded_payments, tax_rates } from '../tables.generated.js';
import { usedOf } from '../invoice-sql.js';
import { between, inOrder, orderOf, shownAs, type ListAsk, type ListedPage, type ListOrder } from './list-ask.js';

/** Rows of the lists as they are shown; amounts are decimal strings, dates calendar dates. */
export interface ListedContact {
  readonly id: string;
  readonly name: string;
  readonly kind: ContactKind;
  readonly number: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly address: string | null;
  readonly locale: Locale | null;
}

export interface ListedProduct {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly unitPrice: string;
  readonly account: string | null;
  readonly taxRate: string | null;
}

export interface ListedTaxRate {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly percent: string;
}

export interface ListedAccount {
  readonly id: string;
  readonly number: string;
  readonly name: string;
}

export interface ListedCreditNote {
  readonly id: string;
  readonly number: string;
  readonly customer: string;
  readonly invoice: string | null;
  readonly issuedOn: string;
  readonly total: string;
  readonly open: string;
}

export interface ListedPayment {
  readonly id: string;
  readonly paidOn: string;
  readonly customer: string | null;
  readonly invoice: { readonly id: string; readonly number: string } | null;
  readonly entryId: string | null;
  readonly amount: string;
  readonly how: 'hand' | 'online' | 'set-aside';
}

const BY_KEY = (alias: string, order: 'ASC' | 'DESC'): ListOrder => ({ keys: [`${alias}.id`], order });

export const CONTACT_ORDERS = {
  name: { index: 'contacts_name', keys: ['c.name', 'c.id'], order: 'ASC' },
  '-name': { index: 'contacts_name', keys: ['c.name', 'c.id'], order: 'DESC' },
  '-added': BY_KEY('c', 'DESC'),
  added: BY_KEY('c', 'ASC'),
} as const satisfies Readonly<Record<string, ListOrder>>;

export const PRODUCT_ORDERS = {
  name: { index: 'products_name', keys: ['p.name', 'p.id'], order: 'ASC' },
  '-name': { index: 'products_name', keys: ['p.name', 'p.id'], order: 'DESC' },
  '-added': BY_KEY('p', 'DESC'),
} as const satisfies Readonly<Record<string, ListOrder>>;

export const ACCOUNT_ORDERS = {
  number: { index: 'ledger_accounts_number', keys: ['a.number'], id: 'a.id', order: 'ASC' },
  '-number': { index: 'ledger_accounts_number', keys: ['a.number'], id: 'a.id', order: 'DESC' },
} as const satisfies Readonly<Record<string, ListOrder>>;

export const TAX_RATE_ORDERS = {
  code: { index: 'tax_rates_code', keys: ['t.code'], id: 't.id', order: 'ASC' },
  '-code': { index: 'tax_rates_code', keys: ['t.code'], id: 't.id', order: 'DESC' },
} as const satisfies Readonly<Record<string, ListOrder>>;

export const CREDIT_NOTE_ORDERS = {
  '-date': { index: 'credit_notes_issued', keys: ['n.issued_on', 'n.id'], order: 'DESC' },
  date: { index: 'credit_notes_issued', keys: ['n.issued_on', 'n.id'], order: 'ASC' },
  number: { index: 'credit_notes_number', keys: ['n.number'], id: 'n.id', order: 'ASC' },
  '-number': { index: 'credit_notes_number', keys: ['n.number'], id: 'n.id', order: 'DESC' },
} as const satisfies Readonly<Record<string, ListOrder>>;

/** A payment's id grows with the time at which it came in. */
export const PAYMENT_ORDERS = {
  '-added': { keys: ['p.payment_id'], order: 'DESC' },
  added: { keys: ['p.payment_id'], order: 'ASC' },
} as const satisfies Readonly<Record<string, ListOrder>>;

/** The lists of any book, the open one or a snapshot: a page is read by the index of its order (docs/decisions/0040). */
@Injectable()
export class BookLists {
  constructor(private readonly dataSource: DataSource) {}

  async contacts(bookId: BookId, ask: ListAsk): Promise<ListedPage<ListedContact>> {
    const order = orderOf(CONTACT_ORDERS, ask.sort);
    const kind = CONTACT_KINDS.find((known) => known === ask.kind);
    const page = await pageOfList<
      Pick<contacts, 'id' | 'name' | 'kind' | 'number' | 'email' | 'phone' | 'address' | 'locale'>
    >(
      this.dataSource.manager,
      {
        ...order,
        from: inOrder('contacts c', order),
        columns: 'c.id, c.name, c.kind, c.number, c.email, c.phone, c.address, c.locale',
        within: ofBook('c', bookId),
        where: together([
          kind && { sql: 'c.kind = ?', parameters: [kind] },
          ask.text !== undefined && containing(['c.name', 'c.number', 'c.email', 'c.phone', 'c.address'], ask.text),
        ]),
      },
      ask,
    );
    return shownAs(page, (row) => ({ ...row, id: bytesToId(row.id) }));
  }

  async products(bookId: BookId, ask: ListAsk): Promise<ListedPage<ListedProduct>> {
    const order = orderOf(PRODUCT_ORDERS, ask.sort);
    type Row = Pick<products, 'id' | 'name' | 'description' | 'unit_price'> &
      Computed<{ account: ledger_accounts['number'] | null; tax_rate: tax_rates['code'] | null }>;
    const page = await pageOfList<Row>(
      this.dataSource.manager,
      {
        ...order,
        from: inOrder('products p', order),
        columns: `p.id, p.name, p.description, p.unit_price,
          (SELECT a.number FROM ledger_accounts a WHERE a.book_id = p.book_id AND a.id = p.account_id) AS account,
          (SELECT t.code FROM tax_rates t WHERE t.book_id = p.book_id AND t.id = p.tax_rate_id) AS tax_rate`,
        within: ofBook('p', bookId),
        where: together([ask.text !== undefined && containing(['p.name', 'p.description'], ask.text)]),
      },
      ask,
    );
    return shownAs(page, ({ id, name, description, unit_price, account, tax_rate }) => ({
      id: bytesToId(id),
      name,
      description,
      unitPrice: unit_price,
      account,
      taxRate: tax_rate,
    }));
  }

  async accounts(bookId: BookId, ask: ListAsk): Promise<ListedPage<ListedAccount>> {
    const order = orderOf(ACCOUNT_ORDERS, ask.sort);
    const page = await pageOfList<Pick<ledger_accounts, 'id' | 'number' | 'name'>>(
      this.dataSource.manager,
      {
        ...order,
        from: inOrder('ledger_accounts a', order),
        columns: 'a.id, a.number, a.name',
        within: ofBook('a', bookId),
        where: together([
          ask.text !== undefined && containing(['a.number', 'a.name'], ask.text),
          /^\d$/.test(ask.kind ?? '') && { sql: 'a.number LIKE ?', parameters: [`${ask.kind}%`] },
        ]),
      },
      ask,
    );
    return shownAs(page, (row) => ({ ...row, id: bytesToId(row.id) }));
  }

  async taxRates(bookId: BookId, ask: ListAsk): Promise<ListedPage<ListedTaxRate>> {
    const order = orderOf(TAX_RATE_ORDERS, ask.sort);
    const page = await pageOfList<Pick<tax_rates, 'id' | 'code' | 'name' | 'percent'>>(
      this.dataSource.manager,
      {
        ...order,
        from: inOrder('tax_rates t', order),
        columns: 't.id, t.code, t.name, t.percent',
        within: ofBook('t', bookId),
        where: together([ask.text !== undefined && containing(['t.code', 't.name'], ask.text)]),
      },
      ask,
    );
    return shownAs(page, (row) => ({ ...row, id: bytesToId(row.id) }));
  }

  async creditNotes(bookId: BookId, ask: ListAsk): Promise<ListedPage<ListedCreditNote>> {
    const order = orderOf(CREDIT_NOTE_ORDERS, ask.sort);
    type Row = Pick<credit_notes, 'id' | 'number' | 'issued_on' | 'total'> & { customer: contacts['name'] } & Computed<{
        invoice: invoices['number'] | null;
        open: string;
      }>;
    const dates = between('n.issued_on', ask);
    const page = await pageOfList<Row>(
      this.dataSource.manager,
      {
        ...order,
        from: inOrder('credit_notes n', order),
        joins: 'STRAIGHT_JOIN contacts c ON c.book_id = n.book_id AND c.id = n.contact_id',
        columns: `n.id, n.number, n.issued_on, n.total, c.name AS customer,
          (SELECT i.number FROM invoices i WHERE i.book_id = n.book_id AND i.id = n.invoice_id) AS invoice,
          ${OPEN_OF_NOTE} AS open`,
        within: ofBook('n', bookId),
        where: together([
          dates,
          ask.state === 'open' && { sql: `${OPEN_OF_NOTE} > 0`, parameters: [] },
          ask.text !== undefined && containing(['n.number', 'c.name'], ask.text),
        ]),
      },
      ask,
    );
    return shownAs(page, ({ id, issued_on, ...row }) => ({ ...row, id: bytesToId(id), issuedOn: issued_on }));
  }

  async payments(bookId: BookId, ask: ListAsk): Promise<ListedPage<ListedPayment>> {
    const order = orderOf(PAYMENT_ORDERS, ask.sort);
    type Row = { id: Buffer } & Pick<recorded_payments, 'amount' | 'entry_id' | 'invoice_id' | 'reason' | 'paid_on'> &
      Computed<{ invoice: string | null; customer: string | null; at: string }>;
    const at = 'COALESCE(p.paid_on, e.entry_date, DATE(p.created_at))';
    const page = await pageOfList<Row>(
      this.dataSource.manager,
      {
        ...order,
        from: inOrder('recorded_payments p', order),
        joins: `LEFT JOIN journal_entries e ON e.book_id = p.book_id AND e.id = p.entry_id
          LEFT JOIN invoices i ON i.book_id = p.book_id AND i.id = p.invoice_id
          LEFT JOIN contacts c ON c.book_id = i.book_id AND c.id = i.contact_id`,
        columns: `p.payment_id AS id, p.amount, p.entry_id, p.invoice_id, p.reason, p.paid_on, i.number AS invoice,
          c.name AS customer, ${at} AS at`,
        within: ofBook('p', bookId),
        where: together([
          between(at, ask),
          ask.kind === 'hand' && { sql: 'p.paid_on IS NOT NULL', parameters: [] },
          ask.kind === 'online' && { sql: 'p.paid_on IS NULL AND p.reason IS NULL', parameters: [] },
          ask.text !== undefined && containing(['i.number', 'c.name'], ask.text),
        ]),
      },
      ask,
    );
    return shownAs(page, ({ id, amount, entry_id, invoice_id, reason, paid_on, invoice, customer, at: paidOn }) => ({
      id: bytesToId(id),
      paidOn,
      customer,
      invoice: invoice_id && invoice !== null ? { id: bytesToId(invoice_id), number: invoice } : null,
      entryId: entry_id && bytesToId(entry_id),
      amount,
      how: paid_on !== null ? ('hand' as const) : reason !== null ? ('set-aside' as const) : ('online' as const),
    }));
  }

  /** Whether a row of one of the lists is in a book. */
  async holds(bookId: BookId, list: string, id: string): Promise<boolean> {
    const table = TABLES.get(list);
    if (table === undefined || !isId(id)) return false;
    const sql = `SELECT 1 FROM ${table} WHERE book_id = ? AND ${list === 'payments' ? 'payment_id' : 'id'} = ?`;
    return (await selectOne(this.dataSource.manager, sql, [idToBytes(bookId), idToBytes(id)])) !== undefined;
  }

  /** The journals of a book by their codes: a few. */
  async journals(bookId: BookId): Promise<{ code: string; name: string }[]> {
    const sql = 'SELECT code, name FROM journals WHERE book_id = ? ORDER BY code LIMIT 200';
    return select<Pick<journals, 'code' | 'name'>>(this.dataSource.manager, sql, [idToBytes(bookId)]);
  }
}

/** The table behind each list, as their addresses name them. */
const TABLES: ReadonlyMap<string, string> = new Map([
  ['contacts', 'contacts'],
  ['products', 'products'],
  ['tax-rates', 'tax_rates'],
  ['accounts', 'ledger_accounts'],
  ['journal', 'journal_entries'],
  ['invoices', 'invoices'],
  ['credit-notes', 'credit_notes'],
  ['payments', 'recorded_payments'],
]);

/** What no invoice has used up of a credit note. */
const OPEN_OF_NOTE = `(n.total - ${usedOf('n.book_id', 'n.id')})`;

const ofBook = (alias: string, bookId: BookId) => ({ sql: `${alias}.book_id = ?`, parameters: [idToBytes(bookId)] });
