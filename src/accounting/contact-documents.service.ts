import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Computed } from '../platform/database/rows.js';
import { select } from '../platform/database/transaction.js';
import { bytesToId, idToBytes, type BookId } from '../platform/kernel/ids.js';
import { formatCents, parseCents } from '../platform/kernel/money.js';
import { settledOf, usedOf } from './invoice-sql.js';
import type { credit_notes, invoices } from './tables.generated.js';

/** A document of a contact of which something is open; amounts are decimal strings. */
export interface OpenDocument {
  readonly kind: 'invoice' | 'credit-note';
  readonly id: string;
  readonly number: string;
  readonly date: string;
  /** Null of a credit note, which is never due. */
  readonly dueOn: string | null;
  readonly total: string;
  /** What a credit note has left counts against what is owed: less than nothing. */
  readonly open: string;
}

export interface ContactDocuments {
  readonly open: readonly OpenDocument[];
  /** What the contact owes in all, and what of it should have been paid by `today`. */
  readonly owed: string;
  readonly late: string;
  /** Of how many documents at most this was reckoned: the latest. */
  readonly isCut: boolean;
}

/** So many documents of one contact are looked at: those of years. */
const LOOK_AT_MOST = 2_000;

/** What is open between a business and one of its contacts. */
@Injectable()
export class DocumentsOfContact {
  constructor(private readonly dataSource: DataSource) {}

  async of(bookId: BookId, contactId: string, today: string): Promise<ContactDocuments> {
    const key = [idToBytes(bookId), idToBytes(contactId)];
    const invoiced = await this.invoices(key);
    const credited = await this.creditNotes(key);
    const open = [...invoiced, ...credited].filter((document) => parseCents(document.open) !== 0n);
    const sum = (documents: readonly OpenDocument[]) =>
      formatCents(documents.reduce((total, document) => total + parseCents(document.open), 0n));
    return {
      open,
      owed: sum(open),
      late: sum(open.filter(({ dueOn }) => dueOn !== null && dueOn < today)),
      isCut: invoiced.length === LOOK_AT_MOST || credited.length === LOOK_AT_MOST,
    };
  }

  private async invoices(key: readonly Buffer[]): Promise<OpenDocument[]> {
    const rows = await select<
      Pick<invoices, 'id' | 'number' | 'issued_on' | 'due_on' | 'total'> & Computed<{ settled: string }>
    >(
      this.dataSource.manager,
      `SELECT i.id, i.number, i.issued_on, i.due_on, i.total, ${settledOf('i.book_id', 'i.id')} AS settled
       FROM invoices i WHERE i.book_id = ? AND i.contact_id = ? ORDER BY i.id DESC LIMIT ${LOOK_AT_MOST}`,
      [...key],
    );
    return rows.map((row) => ({
      kind: 'invoice' as const,
      id: bytesToId(row.id),
      number: row.number,
      date: row.issued_on,
      dueOn: row.due_on,
      total: row.total,
      open: formatCents(parseCents(row.total) - parseCents(row.settled)),
    }));
  }

  private async creditNotes(key: readonly Buffer[]): Promise<OpenDocument[]> {
    const rows = await select<Pick<credit_notes, 'id' | 'number' | 'issued_on' | 'total'> & Computed<{ used: string }>>(
      this.dataSource.manager,
      `SELECT n.id, n.number, n.issued_on, n.total, ${usedOf('n.book_id', 'n.id')} AS used
       FROM credit_notes n WHERE n.book_id = ? AND n.contact_id = ? ORDER BY n.id DESC LIMIT ${LOOK_AT_MOST}`,
      [...key],
    );
    return rows.map((row) => ({
      kind: 'credit-note' as const,
      id: bytesToId(row.id),
      number: row.number,
      date: row.issued_on,
      dueOn: null,
      total: row.total,
      open: formatCents(parseCents(row.used) - parseCents(row.total)),
    }));
  }
}
