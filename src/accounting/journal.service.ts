import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { writeToBook, type BookWrite } from '../books/fence.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { nextDocumentNumber } from '../people/businesses/document-counters.js';
import { isDuplicateKey, select, selectOne, write } from '../platform/database/transaction.js';
import { AppError, invalid } from '../platform/kernel/app-error.js';
import { now } from '../platform/kernel/clock.js';
import { bytesToId, idToBytes, isId, newId, type BookId, type BusinessId } from '../platform/kernel/ids.js';
import { formatCents, parseCents } from '../platform/kernel/money.js';
import type { Page } from '../platform/kernel/page.js';
import type { PageRequest } from '../platform/kernel/schemas.js';
import type { JournalEntryRequest } from './accounting.schemas.js';
import { assertBalanced } from './balance.js';
import type { Computed, Count } from '../platform/database/rows.js';
import type { journal_entries, journal_lines, journals, ledger_accounts } from './tables.generated.js';

interface JournalEntryHead {
  readonly id: string;
  readonly journal: string;
  readonly number: string;
  /** A calendar date. */
  readonly date: string;
  readonly label: string;
}

/** An entry with its first lines; amounts are decimal strings in the business's currency. */
export interface JournalEntryView extends JournalEntryHead {
  /** How many lines it has in all. */
  readonly lineCount: number;
  /** Its first lines: all of them, or `LINES_LISTED_MAX` of a longer entry (`linesOfEntry` has the others). */
  readonly lines: readonly JournalLineView[];
}

/** An entry in one row; `amount` is the sum of its debits, a decimal string. */
export interface JournalEntrySum extends JournalEntryHead {
  readonly amount: string;
}

export interface JournalLineView {
  readonly account: string;
  readonly accountName: string;
  readonly debit: string;
  readonly credit: string;
  readonly label: string;
}

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
    const lines = await firstLinesOf(this.dataSource.manager, book, entries);
    const sums = await sumsOf(this.dataSource.manager, book, entries);
    const items = entries.map((entry) => {
      const id = bytesToId(entry.id);
      return { ...headOf(entry), lineCount: sums.get(id)?.lineCount ?? 0, lines: lines.get(id) ?? [] };
    });
    return { items, next };
  }

  /** The same entries without their lines. */
  async sumsOfBook(bookId: BookId, page: PageRequest): Promise<Page<JournalEntrySum>> {
    const book = idToBytes(bookId);
    const { entries, next } = await this.page(book, page);
    const sums = await sumsOf(this.dataSource.manager, book, entries);
    const amountOf = (entry: EntryRow) => sums.get(bytesToId(entry.id))?.amount ?? ZERO;
    return { items: entries.map((entry) => ({ ...headOf(entry), amount: amountOf(entry) })), next };
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

  private async page(book: Buffer, page: PageRequest): Promise<{ entries: EntryRow[]; next: string | null }> {
    const last = page.after === undefined ? undefined : await positionOf(this.dataSource.manager, book, page.after);
    const rows = await select<EntryRow>(
      this.dataSource.manager,
      `SELECT e.id, j.code, e.number, e.entry_date, e.label FROM journal_entries e
       JOIN journals j ON j.book_id = e.book_id AND j.id = e.journal_id
       WHERE e.book_id = ? ${last ? 'AND (e.entry_date < ? OR (e.entry_date = ? AND e.id < ?))' : ''}
       ORDER BY e.entry_date DESC, e.id DESC LIMIT ?`,
      [book, ...(last ? [last.entry_date, last.entry_date, last.id] : []), page.limit + 1],
    );
    const entries = rows.slice(0, page.limit);
    return { entries, next: rows.length > page.limit ? bytesToId(entries.at(-1)!.id) : null };
  }

  /** Throws UNBALANCED_ENTRY, VALIDATION for an unknown account or journal, ALREADY_EXISTS for a number taken that day. */
  async add(businessId: BusinessId, ask: JournalEntryRequest): Promise<JournalEntryView> {
    try {
      return await writeToBook(this.dataSource, businessId, (into) => addEntry(into, ask));
    } catch (error) {
      if (!isDuplicateKey(error, 'journal_entries_number')) throw error;
      throw new AppError(
        'ALREADY_EXISTS',
        `There is an entry ${ask.number} of ${ask.date} in the journal ${ask.journal} already.`,
      );
    }
  }
}

/** Adds an entry as a part of something larger. Throws UNBALANCED_ENTRY, VALIDATION for an unknown account or journal. */
export async function addEntry(into: BookWrite, ask: JournalEntryRequest): Promise<JournalEntryView> {
  const lines = ask.lines.map((line) => ({ ...line, debit: parseCents(line.debit), credit: parseCents(line.credit) }));
  assertBalanced(lines);
  const journalId = await journalIdOf(into, ask.journal);
  const accounts = await accountIdsOf(into, new Set(lines.map((line) => line.account)));
  const number = ask.number ?? (await nextEntryNumber(into, ask.journal, ask.date, journalId));
  const id = newId();
  const label = ask.label ?? lines.find((line) => line.label)?.label ?? '';
  await insertEntries(into, [{ id: idToBytes(id), journalId, number, date: ask.date, label }]);
  await insertLines(
    into,
    lines.map((line, i) => [
      idToBytes(id),
      i + 1,
      accounts.get(line.account)!.id,
      formatCents(line.debit),
      formatCents(line.credit),
      line.label ?? label,
      ...NO_DETAILS,
    ]),
  );
  const views = lines.map((line) => ({
    account: line.account,
    accountName: accounts.get(line.account)!.name,
    debit: formatCents(line.debit),
    credit: formatCents(line.credit),
    label: line.label ?? label,
  }));
  return { id, journal: ask.journal, number, date: ask.date, label, lineCount: views.length, lines: views };
}

/** aux_number, aux_name, piece_ref, piece_date, lettering, lettered_on, validated_on, foreign_amount, foreign_currency. */
const NO_DETAILS = [null, null, null, null, null, null, null, null, null];

export interface EntryToInsert {
  readonly id: Buffer;
  readonly journalId: Buffer;
  readonly number: string;
  readonly date: string;
  readonly label: string;
}

export async function insertEntries({ tx, book }: BookWrite, entries: readonly EntryToInsert[]): Promise<void> {
  const createdAt = now();
  await write(
    tx,
    'INSERT INTO journal_entries (book_id, id, journal_id, number, entry_date, label, created_at) VALUES ?',
    [entries.map((e) => [book, e.id, e.journalId, e.number, e.date, e.label, createdAt])],
  );
}

/** Each row holds the columns after `book_id` in the order of the statement. */
export async function insertLines({ tx, book }: BookWrite, rows: readonly (readonly unknown[])[]): Promise<void> {
  await write(
    tx,
    `INSERT INTO journal_lines (book_id, entry_id, line_no, account_id, debit, credit, label, aux_number, aux_name,
       piece_ref, piece_date, lettering, lettered_on, validated_on, foreign_amount, foreign_currency) VALUES ?`,
    [rows.map((row) => [book, ...row])],
  );
}

async function journalIdOf({ tx, book }: BookWrite, code: string): Promise<Buffer> {
  const row = await selectOne<Pick<journals, 'id'>>(tx, 'SELECT id FROM journals WHERE book_id = ? AND code = ?', [
    book,
    code,
  ]);
  if (!row)
    throw new AppError('VALIDATION', `There is no journal ${code}.`, {
      errors: [{ path: 'journal', message: 'unknown' }],
    });
  return row.id;
}

export async function accountIdsOf(
  { tx, book }: BookWrite,
  numbers: ReadonlySet<string>,
): Promise<Map<string, { id: Buffer; name: string }>> {
  const rows = await select<Pick<ledger_accounts, 'id' | 'number' | 'name'>>(
    tx,
    'SELECT id, number, name FROM ledger_accounts WHERE book_id = ? AND number IN (?)',
    [book, [...numbers]],
  );
  const found = new Map(rows.map((row) => [row.number, row]));
  const missing = [...numbers].find((number) => !found.has(number));
  if (missing !== undefined) {
    throw new AppError('VALIDATION', `There is no ledger account ${missing}. Create it first.`, {
      errors: [{ path: 'lines.account', message: `unknown account ${missing}` }],
    });
  }
  return found;
}

/** Numbers that an import already took on that day are passed over. */
export async function nextEntryNumber(into: BookWrite, code: string, date: string, journalId: Buffer): Promise<string> {
  for (;;) {
    const counted = await nextDocumentNumber(into.tx, into.businessId, `entry:${code}`);
    const number = `${code}${String(counted).padStart(6, '0')}`.slice(-50);
    const taken = await selectOne(
      into.tx,
      'SELECT 1 FROM journal_entries WHERE book_id = ? AND journal_id = ? AND entry_date = ? AND number = ?',
      [into.book, journalId, date, number],
    );
    if (!taken) return number;
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
  entries: EntryRow[],
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
