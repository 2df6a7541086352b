import { Entity, getMetadataArgsStorage } from 'typeorm';

/**
 * Which side of a reset a table is on (SPEC §2). Every table declares one; a test compares the declarations with the
 * database and fails on a table that has none.
 *
 * - `kept`: survives resets and restores untouched.
 * - `book`: accounting data; every row belongs to one book and is switched with it.
 * - `audit`: the log; append-only.
 * - `derived`: worked out from rows of a book, so that a page need not read them all; goes with the book, and is neither counted,
 *   digested, compared nor brought along: it says nothing that the book does not say.
 * - `infrastructure`: sessions, queues, leases: neither the business's data nor evidence.
 */
export type TableSide = 'kept' | 'book' | 'derived' | 'audit' | 'infrastructure';

export type EntityClass = abstract new () => object;

const sides = new Map<EntityClass, { side: TableSide; table: string }>();

function declare(side: TableSide, table: string): ClassDecorator {
  return (target) => {
    Entity(table)(target);
    sides.set(target as unknown as EntityClass, { side, table });
  };
}

export const Kept = (table: string) => declare('kept', table);
export const InBook = (table: string) => declare('book', table);
export const DerivedFromBook = (table: string) => declare('derived', table);
export const AuditTable = (table: string) => declare('audit', table);
export const Infrastructure = (table: string) => declare('infrastructure', table);

/** For tests only: takes a declaration back, so that what else runs in this process does not know the table. */
export function undeclare(table: string): void {
  for (const [entity, declared] of sides) if (declared.table === table) sides.delete(entity);
}

/** Every entity class declared so far; complete once the whole application is imported. */
export function declaredEntities(): EntityClass[] {
  return [...sides.keys()];
}

/** Table names by side, in alphabetical order. */
export function declaredTables(side?: TableSide): string[] {
  return [...sides.values()]
    .filter((declared) => side === undefined || declared.side === side)
    .map((declared) => declared.table)
    .sort();
}

/** The primary key columns of a declared table, in order. */
export function primaryKeyOf(table: string): string[] {
  const entity = [...sides].find(([, declared]) => declared.table === table)?.[0];
  if (!entity) throw new Error(`No entity declares the table ${table}`);
  return getMetadataArgsStorage()
    .columns.filter((column) => column.target === entity && column.options.primary)
    .map((column) => column.options.name ?? column.propertyName);
}

export function tableOf(entity: EntityClass): string {
  const declared = sides.get(entity);
  if (!declared) throw new Error(`${entity.name} declares no table`);
  return declared.table;
}

/** What a row says: the columns that are neither of its key nor the time of its making. */
export function contentColumnsOf(entity: EntityClass): { readonly property: string; readonly name: string }[] {
  return getMetadataArgsStorage()
    .columns.filter(({ target, options }) => target === entity && !options.primary)
    .map(({ propertyName, options }) => ({ property: propertyName, name: options.name ?? propertyName }))
    .filter(({ property }) => property !== 'createdAt');
}
