import type { JournalEntryView } from '../accounting/journal.service.js';
import { formatCents, parseCents } from '../kernel/money.js';
import type { EntryRow } from './components/entries-table.js';

/** A journal entry in one row: its amount is the sum of its debits. */
export function entryRow(entry: JournalEntryView): EntryRow {
  const amount = entry.lines.reduce((sum, line) => sum + parseCents(line.debit), 0n);
  return {
    id: entry.id,
    date: entry.date,
    piece: entry.number,
    journal: entry.journal,
    memo: entry.label,
    amount: formatCents(amount),
  };
}
