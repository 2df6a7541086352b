import type { BookWrite } from '../books/fence.js';
import { select, selectOne, write } from '../platform/database/transaction.js';
import { AppError } from '../platform/kernel/app-error.js';
import { now } from '../platform/kernel/clock.js';
import { idToBytes, newId } from '../platform/kernel/ids.js';
import { formatCents, parseCents, type Cents } from '../platform/kernel/money.js';
import { addEntryToMonths } from './account-months.js';
import type { JournalEntryRequest } from './accounting.schemas.js';
import type { SourceKind } from './accounting.entity.js';
import { assertBalanced } from './balance.js';
import { nextEntryNumber, takeEntryNumber } from './entry-numbers.js';
import type { JournalEntryView } from './entry-view.js';
import type { journals, ledger_accounts } from './tables.generated.js';

/** Whom a line is about: what files of entries call the auxiliary account. */
export interface Auxiliary {
  readonly number: string;
  readonly name: string;
}

export interface LineToPost {
  /** The number of a ledger account. */
  readonly account: string;
  readonly debit: Cents;
  readonly credit: Cents;
  readonly label?: string;
  readonly auxiliary?: Auxiliary;
}

export interface EntryToPost {
  readonly date: string;
  readonly journal: string;
  readonly number?: string;
  readonly label: string;
  readonly lines: readonly LineToPost[];
  /** The document behind it, as it is called and dated. */
  readonly piece?: { readonly ref: string; readonly date: string };
  readonly source?: EntrySourceKey;
}

/** The document that posts an entry. */
export interface EntrySourceKey {
  readonly kind: SourceKind;
  readonly id: string;
}

/** Adds an entry as a part of something larger. Throws UNBALANCED_ENTRY, ALREADY_EXISTS, VALIDATION for an unknown account or journal. */
export function addEntry(into: BookWrite, ask: JournalEntryRequest, id = newId()): Promise<JournalEntryView> {
  const lines = ask.lines.map((line) => ({ ...line, debit: parseCents(line.debit), credit: parseCents(line.credit) }));
  const label = ask.label ?? lines.find((line) => line.label)?.label ?? '';
  return postEntry(into, { ...ask, lines, label }, id);
}

/** The same, with what only the program says of an entry: whom its lines are about, and which document it is of. */
export async function postEntry(into: BookWrite, entry: EntryToPost, id = newId()): Promise<JournalEntryView> {
  const { date, journal, label, lines } = entry;
  assertBalanced(lines);
  const journalId = await journalIdOf(into, journal);
  const accounts = await accountsOf(into, new Set(lines.map(({ account }) => account)));
  const number =
    entry.number === undefined
      ? await nextEntryNumber(into, journal, journalId)
      : await takeEntryNumber(into, { journal, journalId, number: entry.number, date });
  await insertEntries(into, [{ id: idToBytes(id), journalId, number, date, label }]);
  await insertLines(
    into,
    lines.map((line, i) => lineRow(entry, line, { id, no: i + 1, account: accounts.get(line.account)!.id })),
  );
  await addEntryToMonths(into, id);
  if (entry.source) await insertSource(into, id, entry.source);
  const views = linesInView(lines, label, (account) => accounts.get(account)!.name);
  return { id, journal, number, date, label, lineCount: views.length, lines: views };
}

/** The lines of an entry as they are shown, for one that is written as for one that is only looked at. */
export function linesInView(lines: readonly LineToPost[], label: string, nameOf: (account: string) => string) {
  return lines.map((line) => ({
    account: line.account,
    accountName: nameOf(line.account),
    debit: formatCents(line.debit),
    credit: formatCents(line.credit),
    label: line.label ?? label,
  }));
}

function lineRow(
  { label, piece }: EntryToPost,
  line: LineToPost,
  { id, no, account }: { id: string; no: number; account: Buffer },
): unknown[] {
  return [
    idToBytes(id),
    no,
    account,
    formatCents(line.debit),
    formatCents(line.credit),
    line.label ?? label,
    line.auxiliary?.number ?? null,
    line.auxiliary?.name ?? null,
    piece?.ref ?? null,
    piece?.date ?? null,
    ...NO_DETAILS,
  ];
}

/** lettering, lettered_on, validated_on, foreign_amount, foreign_currency. */
const NO_DETAILS = [null, null, null, null, null];

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

export async function insertSource(
  { tx, book }: BookWrite,
  entryId: string,
  { kind, id }: EntrySourceKey,
): Promise<void> {
  await write(tx, 'INSERT INTO entry_sources (book_id, entry_id, kind, document_id) VALUES (?, ?, ?, ?)', [
    book,
    idToBytes(entryId),
    kind,
    idToBytes(id),
  ]);
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

/** The accounts of these numbers in the book. Throws VALIDATION for one that is not there. */
export async function accountsOf(
  { tx, book }: Pick<BookWrite, 'tx' | 'book'>,
  numbers: ReadonlySet<string>,
): Promise<Map<string, { id: Buffer; name: string }>> {
  if (numbers.size === 0) return new Map();
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
