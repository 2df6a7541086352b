import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { writeToBook } from '../books/fence.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { containing, pageOfList, together } from '../platform/database/keyset-list.js';
import { isDuplicateKey, select, selectOne } from '../platform/database/transaction.js';
import { AppError, invalid } from '../platform/kernel/app-error.js';
import { bytesToId, idToBytes, isId, newId, type BookId, type BusinessId } from '../platform/kernel/ids.js';
import type { Page } from '../platform/kernel/page.js';
import type { PageRequest } from '../platform/kernel/schemas.js';
import type { JournalEntryRequest, ReversalRequest } from './accounting.schemas.js';
import { linksOf } from './entry-links.js';
import type { JournalEntryHead, JournalEntrySum, JournalEntryView, JournalLineView } from './entry-view.js';
import { addEntry } from './entry-writing.js';
import { between, inOrder, orderOf, shownAs, type ListAsk, type ListedPage, type ListOrder } from './lists/list-ask.js';
import { onceById } from './row-version.js';
import { reverseByHand } from './reversals.js';
import type { Computed, Count } from '../platform/database/rows.js';
import type { journal_entries, journal_lines, journals, ledger_accounts } from './tables.generated.js';

export type { JournalEntrySum, JournalEntryView, JournalLineView };

type EntryRow = Pick<journal_entries, 'id' | 'number' | 'entry_date' | 'label'> & Pick<journals, 'code'>;

/** Of one entry in a list: a list of 200 long entries must not keep the process from everybody else's requests. */
export const LINES_LISTED_MAX = 100;

type LineRow = Pick<journal_lines, 'entry_id' | 'line_no' | 'debit' | 'credit' | 'label'> & {
  account_number: ledger_accounts['number'];
  account_name: ledger_accounts['name'];
};

@Injectable()
export class JournalService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly businesses: Businesses,
  ) {}

  /** Latest first: by date, then by id. */
  async list(businessId: BusinessId, page: PageRequest): Promise<Page<JournalEntryView>> {
    return this.listOfBook(await this.businesses.currentBook(businessId), page);
  }

  async listOfBook(bookId: BookId, page: PageRequest): Promise<Page<JournalEntryView>> {
    const book = idToBytes(bookId);
    const { entries, next } = await this.page(book, page);
    return { items: await this.viewsOf(book, entries), next };
  }

  /** One entry with its first lines. Throws NOT_FOUND. */
  async get(businessId: BusinessId, entryId: string): Promise<JournalEntryView> {
    return this.getOfBook(await this.businesses.currentBook(businessId), entryId);
  }

  async getOfBook(bookId: BookId, entryId: string): Promise<JournalEntryView> {
    const book = idToBytes(bookId);
    const entry = isId(entryId)
      ? await selectOne<EntryRow>(this.dataSource.manager, `${SELECT_ENTRIES} AND e.id = ?`, [book, idToBytes(entryId)])
      : undefined;
    if (!entry) throw new AppError('NOT_FOUND', 'There is no such entry in these books.');
    return (await this.viewsOf(book, [entry]))[0]!;
  }

  private async viewsOf(book: Buffer, entries: EntryRow[]): Promise<JournalEntryView[]> {
    const lines = await firstLinesOf(this.dataSource.manager, book, entries);
    const sums = await sumsOf(this.dataSource.manager, book, entries);
    const links = await linksOf(
      this.dataSource.manager,
      book,
      entries.map(({ id }) => id),
    );
    return entries.map((entry) => {
      const id = bytesToId(entry.id);
      const lineCount = sums.get(id)?.lineCount ?? 0;
      return { ...headOf(entry), lineCount, ...links.get(id), lines: lines.get(id) ?? [] };
    });
  }

  /** The same entries without their lines. */
  async sumsOfBook(bookId: BookId, page: PageRequest): Promise<Page<JournalEntrySum>> {
    const book = idToBytes(bookId);
    const { entries, next } = await this.page(book, page);
    const sums = await sumsOf(this.dataSource.manager, book, entries);
    const amountOf = (entry: EntryRow) => sums.get(bytesToId(entry.id))?.amount ?? ZERO;
    return { items: entries.map((entry) => ({ ...headOf(entry), amount: amountOf(entry) })), next };
  }

  /** The same entries as a list that is looked through: in the order of their dates, of some days, of one journal. */
  async browse(bookId: BookId, ask: ListAsk): Promise<ListedPage<JournalEntrySum>> {
    const book = idToBytes(bookId);
    const order = orderOf(ENTRY_ORDERS, ask.sort);
    const dates = between('e.entry_date', ask);
    const page = await pageOfList<EntryRow>(
      this.dataSource.manager,
      {
        ...order,
        from: inOrder('journal_entries e', order),
        joins: 'STRAIGHT_JOIN journals j ON j.book_id = e.book_id AND j.id = e.journal_id',
        columns: 'e.id, j.code, e.number, e.entry_date, e.label',
        within: together([{ sql: 'e.book_id = ?', parameters: [book] }, dates])!,
        where: together([
          ask.journal !== undefined && { sql: JOURNAL_OF_ENTRY, parameters: [book, ask.journal] },
          ask.text !== undefined && containing(['e.number', 'e.label'], ask.text),
        ]),
      },
      ask,
    );
    const sums = await sumsOf(this.dataSource.manager, book, page.rows);
    return shownAs(page, (entry) => ({ ...headOf(entry), amount: sums.get(bytesToId(entry.id))?.amount ?? ZERO }));
  }

  async sums(businessId: BusinessId, page: PageRequest): Promise<Page<JournalEntrySum>> {
    return this.sumsOfBook(await this.businesses.currentBook(businessId), page);
  }

  /** The lines of one entry in its order; `after` is the number of a line, from 1. Throws NOT_FOUND. */
  async linesOfEntry(businessId: BusinessId, entryId: string, page: PageRequest): Promise<Page<JournalLineView>> {
    return this.linesOfEntryOfBook(await this.businesses.currentBook(businessId), entryId, page);
  }

  async linesOfEntryOfBook(bookId: BookId, entryId: string, page: PageRequest): Promise<Page<JournalLineView>> {
    const book = idToBytes(bookId);
    const after = lineNumber(page.after);
    const entry = isId(entryId)
      ? await selectOne(this.dataSource.manager, 'SELECT 1 FROM journal_entries WHERE book_id = ? AND id = ?', [
          book,
          idToBytes(entryId),
        ])
      : undefined;
    if (!entry) throw new AppError('NOT_FOUND', 'There is no such entry in these books.');
    const rows = await select<LineRow>(
      this.dataSource.manager,
      `${SELECT_LINES} AND l.entry_id = ? AND l.line_no > ? ORDER BY l.line_no LIMIT ?`,
      [book, idToBytes(entryId), after, page.limit + 1],
    );
    const shown = rows.slice(0, page.limit);
    return { items: shown.map(lineOf), next: rows.length > page.limit ? String(shown.at(-1)!.line_no) : null };
  }

  /** What an entry comes to on each side, however many lines it has. */
  async sumsOfEntry(bookId: BookId, entryId: string): Promise<{ debit: string; credit: string }> {
    const row = await selectOne<Computed<{ debit: string; credit: string }>>(
      this.dataSource.manager,
      `SELECT COALESCE(SUM(debit), 0) AS debit, COALESCE(SUM(credit), 0) AS credit FROM journal_lines
       WHERE book_id = ? AND entry_id = ?`,
      [idToBytes(bookId), idToBytes(entryId)],
    );
    return row!;
  }

  /** Entry → its number, for links to a few of them. */
  async numbersOf(bookId: BookId, ids: readonly (string | undefined)[]): Promise<ReadonlyMap<string, string>> {
    const present = ids.flatMap((id) => (id === undefined ? [] : idToBytes(id)));
    if (present.length === 0) return new Map();
    const rows = await select<Pick<journal_entries, 'id' | 'number'>>(
      this.dataSource.manager,
      'SELECT id, number FROM journal_entries WHERE book_id = ? AND id IN (?)',
      [idToBytes(bookId), present],
    );
    return new Map(rows.map(({ id, number }) => [bytesToId<string>(id), number]));
  }

  /** Book → the date of its last entry; books without entries are left out. One look into an index for each. */
  async lastDates(bookIds: readonly BookId[]): Promise<ReadonlyMap<string, string>> {
    if (bookIds.length === 0) return new Map();
    const rows = await select<Computed<{ book: Buffer; last: string }>>(
      this.dataSource.manager,
      'SELECT book_id AS book, MAX(entry_date) AS last FROM journal_entries WHERE book_id IN (?) GROUP BY book_id',
      [bookIds.map(idToBytes)],
    );
    return new Map(rows.map(({ book, last }) => [bytesToId(book), last]));
  }

  private async page(book: Buffer, page: PageRequest): Promise<{ entries: EntryRow[]; next: string | null }> {
    const last = page.after === undefined ? undefined : await positionOf(this.dataSource.manager, book, page.after);
    const rows = await select<EntryRow>(
      this.dataSource.manager,
      `${SELECT_ENTRIES} ${last ? 'AND (e.entry_date < ? OR (e.entry_date = ? AND e.id < ?))' : ''}
       ORDER BY e.entry_date DESC, e.id DESC LIMIT ?`,
      [book, ...(last ? [last.entry_date, last.entry_date, last.id] : []), page.limit + 1],
    );
    const entries = rows.slice(0, page.limit);
    return { entries, next: rows.length > page.limit ? bytesToId(entries.at(-1)!.id) : null };
  }

  /** Posts the mirror of an entry, once; its lines come as those of any entry. Throws as `reverseByHand`. */
  async reverse(businessId: BusinessId, entryId: string, ask: ReversalRequest): Promise<JournalEntryView> {
    const { id } = await writeToBook(this.dataSource, businessId, (into) => reverseByHand(into, entryId, ask));
    return this.get(businessId, id);
  }

  /**
   * Once, by the id that is given. Throws UNBALANCED_ENTRY, VALIDATION for an unknown account or journal, ALREADY_EXISTS for a
   * number taken that year.
   */
  async add(businessId: BusinessId, ask: JournalEntryRequest, id = newId()): Promise<JournalEntryView> {
    try {
      return await onceById(
        () => writeToBook(this.dataSource, businessId, (into) => addEntry(into, ask, id)),
        () => this.get(businessId, id),
      );
    } catch (error) {
      if (!isDuplicateKey(error, 'journal_entries_number')) throw error;
      throw new AppError(
        'ALREADY_EXISTS',
        `There is an entry ${ask.number} of ${ask.date} in the journal ${ask.journal} already.`,
      );
    }
  }
}

async function positionOf(
  manager: EntityManager,
  book: Buffer,
  id: string,
): Promise<{ entry_date: string; id: Buffer }> {
  const row = isId(id)
    ? await selectOne<Pick<journal_entries, 'entry_date' | 'id'>>(
        manager,
        'SELECT entry_date, id FROM journal_entries WHERE book_id = ? AND id = ?',
        [book, idToBytes(id)],
      )
    : undefined;
  if (!row) throw invalid('after', '"after" is not the id of an entry of these books.');
  return row;
}

export const ENTRY_ORDERS = {
  '-date': { index: 'journal_entries_date', keys: ['e.entry_date', 'e.id'], order: 'DESC' },
  date: { index: 'journal_entries_date', keys: ['e.entry_date', 'e.id'], order: 'ASC' },
} as const satisfies Readonly<Record<string, ListOrder>>;

const JOURNAL_OF_ENTRY = 'e.journal_id = (SELECT k.id FROM journals k WHERE k.book_id = ? AND k.code = ?)';

const SELECT_ENTRIES = `SELECT e.id, j.code, e.number, e.entry_date, e.label FROM journal_entries e
  JOIN journals j ON j.book_id = e.book_id AND j.id = e.journal_id WHERE e.book_id = ?`;

const SELECT_LINES = `SELECT l.entry_id, l.line_no, a.number AS account_number, a.name AS account_name, l.debit,
    l.credit, l.label
  FROM journal_lines l JOIN ledger_accounts a ON a.book_id = l.book_id AND a.id = l.account_id
  WHERE l.book_id = ?`;

async function firstLinesOf(
  manager: EntityManager,
  book: Buffer,
  entries: EntryRow[],
): Promise<Map<string, JournalLineView[]>> {
  const byEntry = new Map<string, JournalLineView[]>();
  if (entries.length === 0) return byEntry;
  const rows = await select<LineRow>(
    manager,
    `${SELECT_LINES} AND l.entry_id IN (?) AND l.line_no <= ? ORDER BY l.entry_id, l.line_no`,
    [book, entries.map((entry) => entry.id), LINES_LISTED_MAX],
  );
  for (const row of rows) {
    const id = bytesToId(row.entry_id);
    const lines = byEntry.get(id);
    if (lines) lines.push(lineOf(row));
    else byEntry.set(id, [lineOf(row)]);
  }
  return byEntry;
}

const ZERO = '0.00';

/** Added up by the database: the lines of a long entry are too many to be read for a list. */
async function sumsOf(
  manager: EntityManager,
  book: Buffer,
  entries: readonly EntryRow[],
): Promise<Map<string, { amount: string; lineCount: number }>> {
  if (entries.length === 0) return new Map();
  const rows = await select<Pick<journal_lines, 'entry_id'> & Computed<{ amount: string; line_count: Count }>>(
    manager,
    `SELECT entry_id, SUM(debit) AS amount, COUNT(*) AS line_count FROM journal_lines
     WHERE book_id = ? AND entry_id IN (?) GROUP BY entry_id`,
    [book, entries.map((entry) => entry.id)],
  );
  return new Map(
    rows.map((row) => [bytesToId(row.entry_id), { amount: row.amount, lineCount: Number(row.line_count) }]),
  );
}

/** Lines are numbered from 1; throws VALIDATION for what is no such number. */
function lineNumber(after: string | undefined): number {
  if (after === undefined) return 0;
  if (/^[1-9]\d{0,8}$/.test(after)) return Number(after);
  throw new AppError('VALIDATION', '"after" is not the number of a line.', {
    errors: [{ path: 'after', message: 'must be the number of a line, from 1' }],
  });
}

function lineOf(row: LineRow): JournalLineView {
  return {
    account: row.account_number,
    accountName: row.account_name,
    debit: row.debit,
    credit: row.credit,
    label: row.label,
  };
}

function headOf(row: EntryRow): JournalEntryHead {
  return { id: bytesToId(row.id), journal: row.code, number: row.number, date: row.entry_date, label: row.label };
}
