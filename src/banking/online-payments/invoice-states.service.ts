import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  INVOICES,
  INVOICES_WITH_CUSTOMERS,
  invoicesInOrder,
  RECORDED_PAYMENTS,
  settledOf,
  type InvoiceWithCustomerRow,
  type ListedInvoiceRow,
} from '../../accounting/invoice-sql.js';
import { between, shownAs, type ListAsk, type ListedPage } from '../../accounting/lists/list-ask.js';
import { SEALED_BOOKS } from '../../books/book-sql.js';
import { BUSINESSES } from '../../people/businesses/business-sql.js';
import { containing, pageOfList, together } from '../../platform/database/keyset-list.js';
import { select, selectOne } from '../../platform/database/transaction.js';
import { invalid } from '../../platform/kernel/app-error.js';
import { bytesToId, idToBytes, isId, type BookId, type BusinessId } from '../../platform/kernel/ids.js';
import { formatCents, parseCents } from '../../platform/kernel/money.js';
import type { Page } from '../../platform/kernel/page.js';
import type { PageRequest } from '../../platform/kernel/schemas.js';
import type { Sql } from '../../platform/database/sql.js';
import type { Computed } from '../../platform/database/rows.js';

/** paid: nothing is due; received: an online payment of it waits to be recorded; linked: it has an open pay link. */
export type InvoiceState = 'paid' | 'received' | 'linked' | 'due';

/** An invoice with what is due of it after the payments and credit notes of the open book. Amounts are decimal strings. */
export interface InvoiceInState {
  readonly id: string;
  readonly number: string;
  readonly customer: string;
  readonly issuedOn: string;
  readonly total: string;
  readonly due: string;
  readonly state: InvoiceState;
}

/** The same in a list that is looked through. */
export interface ListedInvoice extends InvoiceInState {
  readonly dueOn: string;
  /** Something is due of it, and the day on which it should have been paid is past. */
  readonly isLate: boolean;
}

type StateRow = Pick<InvoiceWithCustomerRow, 'id' | 'number' | 'customer' | 'issued_on' | 'total'> &
  Computed<{ settled: string; is_received: number; is_linked: number }>;

/** What is asked of more than its own row, of which there is less. */
const LOOK_AT_MOST = 2_000;

const LINKS = 'FROM pay_links l LEFT JOIN online_payments p ON p.pay_link_id = l.id';
const SETTLED = settledOf('i.book_id', 'i.id');
/** `business`: SQL for its id. */
const isReceived = (business: string) =>
  `EXISTS (SELECT 1 ${LINKS} LEFT JOIN ${RECORDED_PAYMENTS} r ON r.book_id = i.book_id AND r.payment_id = p.id
    WHERE l.business_id = ${business} AND l.invoice_id = i.id AND p.id IS NOT NULL AND r.payment_id IS NULL)`;
const isLinked = (business: string) =>
  `EXISTS (SELECT 1 ${LINKS} LEFT JOIN pay_link_revocations v ON v.pay_link_id = l.id
    WHERE l.business_id = ${business} AND l.invoice_id = i.id AND p.id IS NULL AND v.pay_link_id IS NULL)`;
const columnsOf = (business: string) => `i.id, i.number, i.customer, i.issued_on, i.total, ${SETTLED} AS settled,
  ${isReceived(business)} AS is_received, ${isLinked(business)} AS is_linked`;

/** `book`: SQL for the id of the book. */
const statesOf = (book: string) => `SELECT ${columnsOf('b.id')}
  FROM ${BUSINESSES} b JOIN ${INVOICES_WITH_CUSTOMERS} i ON i.book_id = ${book} WHERE b.id = ?`;

/** The invoices of a book, and where each stands with its payment. */
@Injectable()
export class InvoiceStates {
  constructor(private readonly dataSource: DataSource) {}

  /** Latest first; of the open book unless another of this business is named. */
  async list(businessId: BusinessId, { after, limit }: PageRequest, bookId?: BookId): Promise<Page<InvoiceInState>> {
    if (after !== undefined && !isId(after)) {
      throw invalid('after', '"after" must be the "next" of the page before.');
    }
    const rest = `${after ? 'AND i.id < ?' : ''} ORDER BY i.id DESC LIMIT ?`;
    const rows = await this.rows(businessId, rest, [...(after ? [idToBytes(after)] : []), limit + 1], bookId);
    const items = rows.slice(0, limit).map(viewOf);
    return { items, next: rows.length > limit ? items.at(-1)!.id : null };
  }

  /** A list that is looked through, of any book of this business; `today` is the business's own day. */
  async browse(
    businessId: BusinessId,
    bookId: BookId,
    ask: ListAsk & { readonly today: string },
  ): Promise<ListedPage<ListedInvoice>> {
    const business = `X'${idToBytes(businessId).toString('hex')}'`;
    const order = invoicesInOrder(ask.sort);
    const dates = between('i.issued_on', ask);
    const isByDate = order.keys[0] === 'i.issued_on';
    const page = await pageOfList<StateRow & Pick<ListedInvoiceRow, 'due_on'>>(
      this.dataSource.manager,
      {
        ...order,
        columns: `${columnsOf(business)}, i.due_on`,
        within: together([{ sql: 'i.book_id = ?', parameters: [idToBytes(bookId)] }, isByDate && dates])!,
        where: together([
          !isByDate && dates,
          inState(ask, business),
          ask.text !== undefined && containing(['i.number', 'i.customer'], ask.text),
        ]),
        lookAtMost: LOOK_AT_MOST,
      },
      ask,
    );
    return shownAs(page, (row) => {
      const view = viewOf(row);
      return { ...view, dueOn: row.due_on, isLate: view.state !== 'paid' && row.due_on < ask.today };
    });
  }

  /** Those of which something is due, latest first. */
  async due(businessId: BusinessId, limit: number): Promise<InvoiceInState[]> {
    const rows = await this.rows(businessId, 'HAVING settled < total ORDER BY i.id DESC LIMIT ?', [limit]);
    return rows.map(viewOf);
  }

  async find(businessId: BusinessId, by: { id: string } | { number: string }): Promise<InvoiceInState | undefined> {
    if ('id' in by && !isId(by.id)) return undefined;
    const [row] = await ('id' in by
      ? this.rows(businessId, 'AND i.id = ?', [idToBytes(by.id)])
      : this.rows(businessId, 'AND i.number = ?', [by.number]));
    return row && viewOf(row);
  }

  /** Whether it lies in books of the business that are not the open ones, by a reset or a restore since. */
  async isInOtherBooks(businessId: BusinessId, id: string): Promise<boolean> {
    if (!isId(id)) return false;
    const row = await selectOne(
      this.dataSource.manager,
      `SELECT 1 FROM ${SEALED_BOOKS} o JOIN ${INVOICES} i ON i.book_id = o.id AND i.id = ?
       WHERE o.business_id = ? LIMIT 1`,
      [idToBytes(id), idToBytes(businessId)],
    );
    return row !== undefined;
  }

  private rows(businessId: BusinessId, rest: string, parameters: unknown[], bookId?: BookId): Promise<StateRow[]> {
    return select<StateRow>(this.dataSource.manager, `${statesOf(bookId ? '?' : 'b.current_book_id')} ${rest}`, [
      ...(bookId ? [idToBytes(bookId)] : []),
      idToBytes(businessId),
      ...parameters,
    ]);
  }
}

function inState({ state, today }: ListAsk & { readonly today: string }, business: string): Sql | undefined {
  const isOpen = `i.total > ${SETTLED}`;
  switch (state) {
    case 'open':
      return { sql: isOpen, parameters: [] };
    case 'late':
      return { sql: `i.due_on < ? AND ${isOpen}`, parameters: [today] };
    case 'paid':
      return { sql: `i.total <= ${SETTLED}`, parameters: [] };
    case 'received':
      return { sql: `${isOpen} AND ${isReceived(business)}`, parameters: [] };
    default:
      return undefined;
  }
}

function viewOf(row: StateRow): InvoiceInState {
  const due = parseCents(row.total) - parseCents(row.settled);
  const waiting = row.is_received ? 'received' : row.is_linked ? 'linked' : 'due';
  return {
    id: bytesToId(row.id),
    number: row.number,
    customer: row.customer,
    issuedOn: row.issued_on,
    total: row.total,
    due: formatCents(due),
    state: due <= 0n ? 'paid' : waiting,
  };
}
