import type { BookWrite } from '../books/fence.js';
import { write } from '../platform/database/transaction.js';
import { idToBytes } from '../platform/kernel/ids.js';
import { formatCents, type Cents } from '../platform/kernel/money.js';

/**
 * Balances by account and month (docs/decisions/0044): kept by the posting itself, in its transaction. Who posts adds to the row of
 * their own connection; two connections meet in a row only where their numbers do, and then the second waits for the first's commit.
 */
const STRIPES = 16;
const STRIPE = `CONNECTION_ID() % ${STRIPES}`;
const INSERT = 'INSERT INTO account_months (book_id, account_id, month, stripe, debit, credit)';
const ADDED = `ON DUPLICATE KEY UPDATE debit = account_months.debit + VALUES(debit),
  credit = account_months.credit + VALUES(credit)`;

/** Adds the lines of an entry that was just written. */
export async function addEntryToMonths({ tx, book }: BookWrite, entryId: string): Promise<void> {
  await write(
    tx,
    `${INSERT} SELECT l.book_id, l.account_id, DATE_FORMAT(e.entry_date, '%Y-%m-01'), ${STRIPE}, SUM(l.debit), SUM(l.credit)
     FROM journal_entries e JOIN journal_lines l ON l.book_id = e.book_id AND l.entry_id = e.id
     WHERE e.book_id = ? AND e.id = ? GROUP BY l.book_id, l.account_id, e.entry_date ORDER BY l.account_id ${ADDED}`,
    [book, idToBytes(entryId)],
  );
}

/** Adds all lines of the book, of which none is in yet. */
export async function addBookToMonths({ tx, book }: BookWrite): Promise<void> {
  await write(
    tx,
    `${INSERT} SELECT l.book_id, l.account_id, DATE_FORMAT(e.entry_date, '%Y-%m-01') AS month, 0, SUM(l.debit), SUM(l.credit)
     FROM journal_lines l JOIN journal_entries e ON e.book_id = l.book_id AND e.id = l.entry_id
     WHERE l.book_id = ? GROUP BY l.book_id, l.account_id, month`,
    [book],
  );
}

/** A long import holds no more sums than this; then it writes them, and goes on with none. */
const SUMS_MAX = 20_000;
const ROWS_PER_INSERT = 1_000;

export interface LineOfMonth {
  readonly account: Buffer;
  /** A calendar date. */
  readonly date: string;
  readonly debit: Cents;
  readonly credit: Cents;
}

/** The lines of many entries, added up on the way. */
export class MonthSums {
  private readonly sums = new Map<string, { account: Buffer; month: string; debit: Cents; credit: Cents }>();

  constructor(private readonly into: BookWrite) {}

  async add(lines: readonly LineOfMonth[]): Promise<void> {
    for (const { account, date, debit, credit } of lines) {
      const month = `${date.slice(0, 7)}-01`;
      const key = `${account.toString('hex')} ${month}`;
      const sum = this.sums.get(key);
      if (!sum) this.sums.set(key, { account, month, debit, credit });
      else {
        sum.debit += debit;
        sum.credit += credit;
      }
    }
    if (this.sums.size > SUMS_MAX) await this.write();
  }

  /** In the order of their keys, so that two cannot wait for each other in a circle. */
  async write(): Promise<void> {
    const rows = [...this.sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
    this.sums.clear();
    const { tx, book } = this.into;
    for (let i = 0; i < rows.length; i += ROWS_PER_INSERT) {
      const part = rows.slice(i, i + ROWS_PER_INSERT);
      await write(
        tx,
        `${INSERT} VALUES ${part.map(() => `(?, ?, ?, ${STRIPE}, ?, ?)`).join(', ')} ${ADDED}`,
        part.flatMap(({ account, month, debit, credit }) => [
          book,
          account,
          month,
          formatCents(debit),
          formatCents(credit),
        ]),
      );
    }
  }
}
