import type { BookWrite } from '../books/fence.js';
import { countBeyond, nextDocumentNumber } from '../people/businesses/document-counters.js';
import { selectOne } from '../platform/database/transaction.js';
import { AppError } from '../platform/kernel/app-error.js';
import { countedIn } from './fec/counted.js';

const NUMBER_LENGTH_MAX = 50;
const DIGITS = 6;

/** What the counter of a journal is called among the business's counters. */
const counterOf = (journal: string) => `entry:${journal}`;

/** "BQ000012": what the counter of a journal gives. */
const numberOf = (journal: string, counted: number) =>
  `${journal}${String(counted).padStart(DIGITS, '0')}`.slice(-NUMBER_LENGTH_MAX);

/** Sends the counter of a journal above numbers that came from outside. Its row stays locked until the commit. */
export function countBeyondNumber(
  { tx, businessId }: Pick<BookWrite, 'tx' | 'businessId'>,
  journal: string,
  last: number,
) {
  return countBeyond(tx, businessId, counterOf(journal), last);
}

/** The next number of a journal: one that no entry of it has, whatever its date. */
export async function nextEntryNumber(into: BookWrite, journal: string, journalId: Buffer): Promise<string> {
  for (;;) {
    const number = numberOf(journal, await nextDocumentNumber(into.tx, into.businessId, counterOf(journal)));
    const sql = 'SELECT 1 FROM journal_entries WHERE book_id = ? AND journal_id = ? AND number = ? LIMIT 1';
    if (!(await selectOne(into.tx, sql, [into.book, journalId, number]))) return number;
  }
}

/**
 * A number of somebody's own choice. Throws ALREADY_EXISTS where an entry of the journal has it in the year of `date`: numbers
 * begin again with a year in many books, so that imported ones may repeat, and then only so.
 */
export async function takeEntryNumber(
  into: BookWrite,
  { journal, journalId, number, date }: { journal: string; journalId: Buffer; number: string; date: string },
): Promise<string> {
  // First, so that of two who take the same number at once the second sees the first.
  await countBeyondNumber(into, journal, countedIn(journal, number));
  const year = date.slice(0, 4);
  const taken = await selectOne(
    into.tx,
    `SELECT 1 FROM journal_entries WHERE book_id = ? AND journal_id = ? AND number = ?
       AND entry_date BETWEEN ? AND ? LIMIT 1`,
    [into.book, journalId, number, `${year}-01-01`, `${year}-12-31`],
  );
  if (!taken) return number;
  throw new AppError('ALREADY_EXISTS', `There is an entry ${number} of ${year} in the journal ${journal} already.`);
}
