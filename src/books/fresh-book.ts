import type { EntityManager } from 'typeorm';
import type { Sql } from '../platform/database/sql.js';
import { contentColumnsOf, tableOf, type EntityClass } from '../platform/database/tables.js';
import { selectOne } from '../platform/database/transaction.js';
import { LOCALES, type Locale } from '../platform/kernel/actor.js';
import { idToBytes, type BookId } from '../platform/kernel/ids.js';
import { bookManifest } from './manifest.js';
import type { Computed, Count } from '../platform/database/rows.js';

/** What a row says beside its keys and its time: every column, so that one added later must be given a value here. */
export type Seed<Entity> = { readonly [Column in Exclude<keyof Entity, 'bookId' | 'id' | 'createdAt'>]: string };

interface SeededTable {
  readonly entity: EntityClass;
  readonly rows: Readonly<Record<Locale, readonly Readonly<Record<string, string>>[]>>;
}

const seeded = new Map<string, SeededTable>();

/**
 * Declares what every book holds from its first moment, in either language. Said beside the entities; a table of which
 * nothing is said is empty in a fresh book.
 */
export function holdsFromTheStart<Entity extends object>(
  entity: new () => Entity,
  rows: Record<Locale, readonly Seed<Entity>[]>,
): void {
  seeded.set(tableOf(entity), { entity, rows });
}

/**
 * SQL that is 1 where the book `books.id` holds anything but what a book holds on the day of sign-up, whole and in one
 * language. A table that is declared `@InBook` tomorrow is asked too. Each question ends at the first row that answers
 * it, so that it takes as long for ten rows as for ten million.
 */
export function heldSomething(): Sql {
  const tables = bookManifest().map(({ table }) => table);
  const others = tables
    .filter((table) => !seeded.has(table))
    .map((table) => ({ sql: `EXISTS (SELECT 1 FROM ${table} t WHERE t.book_id = books.id)`, parameters: [] }));
  const languages = LOCALES.map((locale) =>
    anyOf(tables.flatMap((table) => differsFrom(table, seeded.get(table), locale))),
  );
  const differs = { sql: languages.map(({ sql }) => sql).join(' AND '), parameters: flat(languages) };
  return anyOf([...others, differs]);
}

/** Whether a row is there that is not among the seeds, compared byte for byte, or one of the seeds is missing. */
function differsFrom(table: string, seed: SeededTable | undefined, locale: Locale): Sql[] {
  if (!seed) return [];
  const { entity, rows } = seed;
  const columns = contentColumnsOf(entity);
  const seeds = rows[locale];
  // A column without a value equals no seed: none of them may lack one.
  const read = columns.map(({ name }) => `IFNULL(CAST(t.${name} AS BINARY), X'00')`).join(', ');
  const marks = seeds.map(() => `(${columns.map(() => 'CAST(? AS BINARY)').join(', ')})`).join(', ');
  const sql = `EXISTS (SELECT 1 FROM ${table} t WHERE t.book_id = books.id AND (${read}) NOT IN (${marks}))
    OR (SELECT 1 FROM ${table} t WHERE t.book_id = books.id ORDER BY t.id LIMIT 1 OFFSET ${seeds.length - 1}) IS NULL`;
  return [{ sql, parameters: seeds.flatMap((row) => columns.map(({ property }) => row[property])) }];
}

const flat = (all: readonly Sql[]) => all.flatMap(({ parameters }) => parameters);
const anyOf = (all: readonly Sql[]): Sql => ({
  sql: `(${all.map(({ sql }) => sql).join(' OR ')})`,
  parameters: flat(all),
});

/** Whether a book holds what it would on the day of sign-up and nothing else: there would be nothing to reset. */
export async function isAsOnSignUp(manager: EntityManager, bookId: BookId): Promise<boolean> {
  const { sql, parameters } = heldSomething();
  const row = await selectOne<Computed<{ held: Count }>>(manager, `SELECT ${sql} AS held FROM books WHERE id = ?`, [
    ...parameters,
    idToBytes(bookId),
  ]);
  return Number(row?.held) === 0;
}
