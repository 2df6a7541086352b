import type { JournalEntrySum } from '../accounting/journal.service.js';
import type { EntryRow } from './components/entries-table.js';

/** A journal entry in one row. */
export function entryRow({ id, date, number, journal, label, amount }: JournalEntrySum): EntryRow {
  return { id, date, piece: number, journal, memo: label, amount };
}
