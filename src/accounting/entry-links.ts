import type { EntityManager } from 'typeorm';
import { select } from '../platform/database/transaction.js';
import { bytesToId } from '../platform/kernel/ids.js';
import type { JournalEntryView } from './entry-view.js';
import type { entry_reversals, entry_sources } from './tables.generated.js';

type EntryLinks = Pick<JournalEntryView, 'document' | 'reverses' | 'reversedBy'>;

/** What entries have to do with documents and with each other, by their ids; nothing for those that stand alone. */
export async function linksOf(
  manager: EntityManager,
  book: Buffer,
  entries: readonly Buffer[],
): Promise<ReadonlyMap<string, EntryLinks>> {
  const links = new Map<string, EntryLinks>();
  if (entries.length === 0) return links;
  const add = (entry: Buffer, more: EntryLinks) => {
    const id = bytesToId(entry);
    links.set(id, { ...links.get(id), ...more });
  };
  const sources = await select<Pick<entry_sources, 'entry_id' | 'kind' | 'document_id'>>(
    manager,
    'SELECT entry_id, kind, document_id FROM entry_sources WHERE book_id = ? AND entry_id IN (?)',
    [book, entries],
  );
  for (const { entry_id, kind, document_id } of sources)
    add(entry_id, { document: { kind, id: bytesToId(document_id) } });
  const reversals = await select<Pick<entry_reversals, 'entry_id' | 'reversal_id'>>(
    manager,
    `SELECT entry_id, reversal_id FROM entry_reversals WHERE book_id = ? AND entry_id IN (?)
     UNION SELECT entry_id, reversal_id FROM entry_reversals WHERE book_id = ? AND reversal_id IN (?)`,
    [book, entries, book, entries],
  );
  for (const { entry_id, reversal_id } of reversals) {
    add(entry_id, { reversedBy: bytesToId(reversal_id) });
    add(reversal_id, { reverses: bytesToId(entry_id) });
  }
  return links;
}
