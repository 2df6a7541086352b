import type { BookWrite } from '../books/fence.js';
import { write } from '../platform/database/transaction.js';
import { now } from '../platform/kernel/clock.js';
import { idToBytes, newId } from '../platform/kernel/ids.js';
import type { ContactKind } from './accounting.entity.js';
import type { FecLine } from './fec/row.js';

/** So many auxiliary accounts are remembered as written; then they are forgotten, and the database knows them. */
const REMEMBERED_MAX = 10_000;

/**
 * Whose auxiliaries an account holds: customers' in 411 of the French chart and 1100 of the default one, suppliers' in 401 and
 * 2000. Of others nothing is known.
 */
export function kindOfAccount(account: string): ContactKind | undefined {
  if (/^(411|1100)/.test(account)) return 'customer';
  if (/^(401|2000)/.test(account)) return 'supplier';
  return undefined;
}

/** The customers and suppliers that a file of entries names: each becomes a contact once, by its number. Memory stays flat. */
export class Auxiliaries {
  private readonly written = new Set<string>();
  private added = 0;

  constructor(private readonly into: BookWrite) {}

  /** How many contacts were added. */
  get created(): number {
    return this.added;
  }

  async note(lines: readonly FecLine[]): Promise<void> {
    const rows = new Map<string, unknown[]>();
    for (const { accountNumber, auxNumber, auxName } of lines) {
      const kind = auxNumber === null ? undefined : kindOfAccount(accountNumber);
      if (kind === undefined) continue;
      const key = `${kind} ${auxNumber}`;
      if (this.written.has(key) || rows.has(key)) continue;
      rows.set(key, [this.into.book, idToBytes(newId()), kind, auxNumber, auxName ?? auxNumber, now()]);
    }
    if (rows.size === 0) return;
    const { affectedRows } = await write(
      this.into.tx,
      'INSERT IGNORE INTO contacts (book_id, id, kind, number, name, created_at) VALUES ?',
      [[...rows.values()]],
    );
    this.added += affectedRows;
    if (this.written.size + rows.size > REMEMBERED_MAX) this.written.clear();
    for (const key of rows.keys()) this.written.add(key);
  }
}
