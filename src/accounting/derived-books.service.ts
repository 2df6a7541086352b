import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { booksWithRows, type BookSeen } from '../books/all-books.js';
import { enterFence } from '../books/fence.js';
import { lockForSwitch } from '../people/businesses/current-book.js';
import type { Computed, Count } from '../platform/database/rows.js';
import { inTransaction, selectOne, write } from '../platform/database/transaction.js';
import { idToBytes, type BookId, type BusinessId } from '../platform/kernel/ids.js';
import { addBookToMonths } from './account-months.js';
import { settledOf } from './invoice-sql.js';
import { noteOpen } from './open-invoices.js';

/** How many rows of what is derived from a book are not what its own rows say. */
export interface DerivedFaults {
  readonly months: number;
  readonly invoices: number;
}

export interface CheckedBook extends BookSeen {
  readonly faults: DerivedFaults;
}

/** What is derived from books, held against the books themselves (docs/decisions/0044). */
@Injectable()
export class DerivedBooks {
  constructor(private readonly dataSource: DataSource) {}

  /** Every book that holds its rows still, of one business or of all: the open one and its snapshots. */
  async *check(businessId: BusinessId | undefined): AsyncGenerator<CheckedBook> {
    for await (const book of booksWithRows(this.dataSource.manager, businessId)) {
      yield { ...book, faults: await derivedFaults(this.dataSource.manager, book.id) };
    }
  }

  /** Adds up the open books of a business anew. Who writes to them waits meanwhile. */
  mend(businessId: BusinessId): Promise<void> {
    return inTransaction(this.dataSource, async (tx) => {
      await lockForSwitch(tx, businessId);
      const into = await enterFence(tx, businessId);
      for (const table of ['account_months', 'open_invoices'])
        await write(into.tx, `DELETE FROM ${table} WHERE book_id = ?`, [into.book]);
      await addBookToMonths(into);
      await noteOpen(into);
    });
  }
}

export async function derivedFaults(manager: EntityManager, bookId: BookId): Promise<DerivedFaults> {
  const book = idToBytes(bookId);
  const count = async (sql: string) => {
    const row = await selectOne<Computed<{ n: Count }>>(manager, `SELECT COUNT(*) AS n FROM (${sql}) t`, [book, book]);
    return Number(row!.n);
  };
  return { months: await count(MONTHS_APART), invoices: await count(INVOICES_APART) };
}

const MONTHS_APART = `SELECT d.account_id, d.month FROM (
    SELECT account_id, month, debit, credit FROM account_months WHERE book_id = ?
    UNION ALL SELECT l.account_id, CAST(DATE_FORMAT(e.entry_date, '%Y-%m-01') AS DATE), -l.debit, -l.credit
      FROM journal_lines l JOIN journal_entries e ON e.book_id = l.book_id AND e.id = l.entry_id WHERE l.book_id = ?) d
  GROUP BY d.account_id, d.month HAVING SUM(d.debit) <> 0 OR SUM(d.credit) <> 0`;

const INVOICES_APART = `SELECT d.id FROM (
    SELECT invoice_id AS id, amount FROM open_invoices WHERE book_id = ?
    UNION ALL SELECT i.id, -(i.total - ${settledOf('i.book_id', 'i.id')}) FROM invoices i WHERE i.book_id = ?) d
  GROUP BY d.id HAVING SUM(d.amount) <> 0`;
