import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { writeToBook, type BookWrite } from '../books/fence.js';
import { Businesses } from '../businesses/businesses.service.js';
import { nextDocumentNumber } from '../businesses/document-counters.js';
import { isDuplicateKey, select, selectOne, write } from '../database/transaction.js';
import { AppError } from '../kernel/app-error.js';
import { now } from '../kernel/clock.js';
import { bytesToId, idToBytes, isId, newId, type BookId, type BusinessId } from '../kernel/ids.js';
import { formatCents, parseCents } from '../kernel/money.js';
import type { Page } from '../kernel/page.js';
import type { PageRequest } from '../kernel/schemas.js';
import type { JournalEntryRequest } from './accounting.schemas.js';
import { assertBalanced } from './balance.js';

/** An entry with its lines; `date` is a calendar date, amounts are decimal strings in the business's currency. */
export interface JournalEntryView {
  readonly id: string;
  readonly journal: string;
  readonly number: string;
  readonly date: string;
  readonly label: string;
  readonly lines: readonly JournalLineView[];
}

export interface JournalLineView {
  readonly account: string;
  readonly accountName: string;
  readonly debit: string;
  readonly credit: string;
  readonly label: string;
}

interface EntryRow {
  id: Buffer;
  code: string;
  number: string;
  entry_date: string;
  label: string;
}

interface LineRow {
  entry_id: Buffer;
  account_number: string;
  account_name: string;
  debit: string;
  credit: string;
  label: string;
}

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
    const lines = await linesOf(this.dataSource.manager, book, entries);
    const items = entries.map((entry) => viewOf(entry, lines.get(bytesToId(entry.id)) ?? []));
    return { items, next: rows.length > page.limit ? items.at(-1)!.id : null };
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
  return { id, journal: ask.journal, number, date: ask.date, label, lines: views };
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
  const row = await selectOne<{ id: Buffer }>(tx, 'SELECT id FROM journals WHERE book_id = ? AND code = ?', [
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
  const rows = await select<{ id: Buffer; number: string; name: string }>(
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
async function nextEntryNumber(into: BookWrite, code: string, date: string, journalId: Buffer): Promise<string> {
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
    ? await selectOne<{ entry_date: string; id: Buffer }>(
        manager,
        'SELECT entry_date, id FROM journal_entries WHERE book_id = ? AND id = ?',
        [book, idToBytes(id)],
      )
    : undefined;
  if (!row) throw new AppError('VALIDATION', '"after" is not the id of an entry of these books.');
  return row;
}

async function linesOf(
  manager: EntityManager,
  book: Buffer,
  entries: EntryRow[],
): Promise<Map<string, JournalLineView[]>> {
  const byEntry = new Map<string, JournalLineView[]>();
  if (entries.length === 0) return byEntry;
  const rows = await select<LineRow>(
    manager,
    `SELECT l.entry_id, a.number AS account_number, a.name AS account_name, l.debit, l.credit, l.label
     FROM journal_lines l JOIN ledger_accounts a ON a.book_id = l.book_id AND a.id = l.account_id
     WHERE l.book_id = ? AND l.entry_id IN (?) ORDER BY l.entry_id, l.line_no`,
    [book, entries.map((entry) => entry.id)],
  );
  for (const row of rows) {
    const id = bytesToId(row.entry_id);
    const view = {
      account: row.account_number,
      accountName: row.account_name,
      debit: row.debit,
      credit: row.credit,
      label: row.label,
    };
    byEntry.set(id, [...(byEntry.get(id) ?? []), view]);
  }
  return byEntry;
}

function viewOf(row: EntryRow, lines: JournalLineView[]): JournalEntryView {
  return {
    id: bytesToId(row.id),
    journal: row.code,
    number: row.number,
    date: row.entry_date,
    label: row.label,
    lines,
  };
}
