import type { BookWrite } from '../books/fence.js';
import { select, write } from '../platform/database/transaction.js';
import { now } from '../platform/kernel/clock.js';
import { idToBytes, newId } from '../platform/kernel/ids.js';
import type { ContactKind } from './accounting.entity.js';
import type { FecLine } from './fec/row.js';
import type { contacts } from './tables.generated.js';

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
    const found = new Map<string, Named>();
    for (const { accountNumber, auxNumber, auxName } of lines) {
      const kind = auxNumber === null ? undefined : kindOfAccount(accountNumber);
      if (kind === undefined || auxNumber === null) continue;
      const key = `${kind} ${auxNumber}`;
      if (!this.written.has(key))
        found.set(key, found.get(key) ?? { kind, number: auxNumber, name: auxName ?? auxNumber });
    }
    if (found.size === 0) return;
    await this.add([...found.values()]);
    if (this.written.size + found.size > REMEMBERED_MAX) this.written.clear();
    for (const key of found.keys()) this.written.add(key);
  }

  /** Those that the book does not have. */
  private async add(named: readonly Named[]): Promise<void> {
    const { tx, book } = this.into;
    const there = await select<Pick<contacts, 'kind' | 'number'>>(
      tx,
      'SELECT kind, number FROM contacts WHERE book_id = ? AND (kind, number) IN (?)',
      [book, named.map(({ kind, number }) => [kind, number])],
    );
    const known = new Set(there.map(({ kind, number }) => `${kind} ${number}`));
    const rows = named
      .filter(({ kind, number }) => !known.has(`${kind} ${number}`))
      .map(({ kind, number, name }) => [book, idToBytes(newId()), kind, number, name, now()]);
    if (rows.length === 0) return;
    await write(tx, 'INSERT INTO contacts (book_id, id, kind, number, name, created_at) VALUES ?', [rows]);
    this.added += rows.length;
  }
}

interface Named {
  readonly kind: ContactKind;
  readonly number: string;
  readonly name: string;
}
