import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { likeText } from '../platform/database/like.js';
import { select } from '../platform/database/transaction.js';
import { bytesToId, idToBytes, isId, type BookId } from '../platform/kernel/ids.js';
import { settledOf } from './invoice-sql.js';
import type { Computed } from '../platform/database/rows.js';
import { formatCents, parseCents } from '../platform/kernel/money.js';
import type { contacts, invoices } from './tables.generated.js';

/** In a list of a form; whoever has more finds others by the beginning of their name. */
export const CHOICES_MAX = 100;

export interface CustomerChoice {
  readonly id: string;
  readonly name: string;
  readonly number: string | null;
  readonly email: string | null;
}

type Row = Pick<contacts, 'id' | 'name' | 'number' | 'email'>;

/** Whom a form offers. A look into an index of so many rows, however many there are. */
@Injectable()
export class DocumentChoices {
  constructor(private readonly dataSource: DataSource) {}

  /** Contacts by their name, those whose name begins with `find`; whether there are more. */
  async customers(bookId: BookId, find = ''): Promise<{ items: CustomerChoice[]; isMore: boolean }> {
    const rows = await select<Row>(
      this.dataSource.manager,
      `SELECT id, name, number, email FROM contacts WHERE book_id = ? AND name LIKE ? ORDER BY name, id LIMIT ?`,
      [idToBytes(bookId), `${likeText(find)}%`, CHOICES_MAX + 1],
    );
    return { items: rows.slice(0, CHOICES_MAX).map(viewOf), isMore: rows.length > CHOICES_MAX };
  }

  /** Of the latest invoices of a contact those of which something is open. */
  async openInvoices(bookId: BookId, contactId: string): Promise<{ id: string; number: string; open: string }[]> {
    const rows = await select<Pick<invoices, 'id' | 'number' | 'total'> & Computed<{ settled: string }>>(
      this.dataSource.manager,
      `SELECT i.id, i.number, i.total, ${settledOf('i.book_id', 'i.id')} AS settled FROM invoices i
       WHERE i.book_id = ? AND i.contact_id = ? ORDER BY i.id DESC LIMIT ?`,
      [idToBytes(bookId), idToBytes(contactId), LOOK_AT_MOST],
    );
    return rows
      .map(({ id, number, total, settled }) => ({
        id: bytesToId<string>(id),
        number,
        open: parseCents(total) - parseCents(settled),
      }))
      .filter(({ open }) => open > 0n)
      .map((invoice) => ({ ...invoice, open: formatCents(invoice.open) }));
  }

  /** One of them; undefined for what is none of the book. */
  async customer(bookId: BookId, id: string): Promise<CustomerChoice | undefined> {
    if (!isId(id)) return undefined;
    const [row] = await select<Row>(
      this.dataSource.manager,
      'SELECT id, name, number, email FROM contacts WHERE book_id = ? AND id = ?',
      [idToBytes(bookId), idToBytes(id)],
    );
    return row && viewOf(row);
  }
}

const LOOK_AT_MOST = 200;

const viewOf = ({ id, name, number, email }: Row): CustomerChoice => ({ id: bytesToId(id), name, number, email });
