import type { BookWrite } from '../books/fence.js';
import { selectOne, write } from '../platform/database/transaction.js';
import { AppError, notFound } from '../platform/kernel/app-error.js';
import { bytesToId, idToBytes, isId, newId } from '../platform/kernel/ids.js';
import { dateIn } from '../platform/kernel/time-zone.js';
import { addEntryToMonths } from './account-months.js';
import type { ReversalRequest } from './accounting.schemas.js';
import type { SourceKind } from './accounting.entity.js';
import { nextEntryNumber } from './entry-numbers.js';
import { insertEntries, insertSource } from './entry-writing.js';
import type { entry_reversals, entry_sources, journal_entries, journals } from './tables.generated.js';

/** How an entry is taken back that a document has posted: through the document, or the two would say different things. */
const THROUGH_ITS_DOCUMENT: Readonly<Record<SourceKind, string>> = {
  invoice: 'It is the entry of an invoice: issue a credit note of that invoice.',
  'credit-note': 'It is the entry of a credit note: issue an invoice for what was credited.',
  payment: 'It is the entry of a payment: undo the payment.',
  'online-payment': 'It is the entry of an online payment: undo its recording.',
  'other-income': 'It is the entry of an online payment: undo its recording.',
};

export interface ReversedEntry {
  readonly id: string;
  readonly number: string;
}

/**
 * Posts the mirror of an entry, once. Throws NOT_FOUND; INVALID_STATE for the entry of a document, with the way to take that
 * back; ALREADY_EXISTS, naming the first, for one that is reversed.
 */
export async function reverseByHand(into: BookWrite, entryId: string, ask: ReversalRequest): Promise<ReversedEntry> {
  const source = isId(entryId) ? await sourceOf(into, entryId) : undefined;
  if (source) throw new AppError('INVALID_STATE', THROUGH_ITS_DOCUMENT[source.kind], { document: source.kind });
  return reverseEntry(into, entryId, ask);
}

/** The same for the document's own room, which knows what it takes back. The reversal belongs to the same document. */
export async function reverseEntry(
  into: BookWrite,
  entryId: string,
  { date, label }: Partial<ReversalRequest> = {},
): Promise<ReversedEntry> {
  const entry = await lockEntry(into, entryId);
  const today = dateIn(into.timeZone);
  const id = newId();
  const number = await nextEntryNumber(into, entry.code, entry.journal_id);
  const reversal = {
    id: idToBytes(id),
    journalId: entry.journal_id,
    number,
    date: date ?? (entry.entry_date > today ? entry.entry_date : today),
    label: label ?? entry.label,
  };
  await insertEntries(into, [reversal]);
  await mirrorLines(into, { from: idToBytes(entryId), to: reversal.id, label: label ?? null });
  await addEntryToMonths(into, id);
  await write(into.tx, 'INSERT INTO entry_reversals (book_id, entry_id, reversal_id) VALUES (?, ?, ?)', [
    into.book,
    idToBytes(entryId),
    reversal.id,
  ]);
  const source = await sourceOf(into, entryId);
  if (source) await insertSource(into, id, { kind: source.kind, id: bytesToId(source.document_id) });
  return { id, number };
}

/** In one statement, whatever the length of the entry. Lettering and validation are of the first entry alone. */
async function mirrorLines(
  { tx, book }: BookWrite,
  { from, to, label }: { from: Buffer; to: Buffer; label: string | null },
): Promise<void> {
  await write(
    tx,
    `INSERT INTO journal_lines (book_id, entry_id, line_no, account_id, debit, credit, label, aux_number, aux_name,
       piece_ref, piece_date, foreign_amount, foreign_currency)
     SELECT l.book_id, ?, l.line_no, l.account_id, l.credit, l.debit, COALESCE(?, l.label), l.aux_number, l.aux_name,
       l.piece_ref, l.piece_date, l.foreign_amount, l.foreign_currency
     FROM journal_lines l WHERE l.book_id = ? AND l.entry_id = ?`,
    [to, label, book, from],
  );
}

type LockedEntry = Pick<journal_entries, 'journal_id' | 'number' | 'entry_date' | 'label'> & Pick<journals, 'code'>;

/** Locked, so that of two who reverse it at once the second finds the first's reversal. */
async function lockEntry({ tx, book }: BookWrite, entryId: string): Promise<LockedEntry> {
  if (!isId(entryId)) throw notFound('entry');
  const key = [book, idToBytes(entryId)];
  const entry = await selectOne<Omit<LockedEntry, 'code'>>(
    tx,
    'SELECT journal_id, number, entry_date, label FROM journal_entries WHERE book_id = ? AND id = ? FOR UPDATE',
    key,
  );
  if (!entry) throw notFound('entry');
  const reversed = await selectOne<Pick<entry_reversals, 'reversal_id'> & Pick<journal_entries, 'number'>>(
    tx,
    `SELECT r.reversal_id, e.number FROM entry_reversals r
     JOIN journal_entries e ON e.book_id = r.book_id AND e.id = r.reversal_id WHERE r.book_id = ? AND r.entry_id = ?`,
    key,
  );
  if (reversed) {
    const reversal = { id: bytesToId(reversed.reversal_id), number: reversed.number };
    throw new AppError('ALREADY_EXISTS', `The entry ${entry.number} was reversed by ${reversal.number}.`, { reversal });
  }
  const sql = 'SELECT code FROM journals WHERE book_id = ? AND id = ?';
  const journal = await selectOne<Pick<journals, 'code'>>(tx, sql, [book, entry.journal_id]);
  return { ...entry, code: journal!.code };
}

function sourceOf({ tx, book }: BookWrite, entryId: string) {
  return selectOne<Pick<entry_sources, 'kind' | 'document_id'>>(
    tx,
    'SELECT kind, document_id FROM entry_sources WHERE book_id = ? AND entry_id = ?',
    [book, idToBytes(entryId)],
  );
}
