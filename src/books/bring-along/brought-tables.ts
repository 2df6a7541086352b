import { getMetadataArgsStorage } from 'typeorm';
import { declaredEntities, tableOf, type EntityClass } from '../../platform/database/tables.js';
import { bookManifest } from '../manifest.js';

interface Declared {
  readonly kind: string;
  /** The properties in which two rows that mean the same thing agree; by default those of the first unique key. */
  readonly sameBy?: readonly string[];
}

const declared = new Map<EntityClass, Declared | 'stays'>();

/** Says with which kind of data the rows of a table come along in a selective restore (SPEC §4.7), beside the entity. */
export function comesAlong(entity: EntityClass, how: Declared): void {
  declared.set(entity, how);
}

/** Says that the rows of a table are the history of their own book: they stay in the snapshot, and are looked up there. */
export function staysBehind(...entities: readonly EntityClass[]): void {
  for (const entity of entities) declared.set(entity, 'stays');
}

const narrowed = new Map<string, (row: string) => string>();

/** Says which rows of a kind are meant, of the alias that is given, where a room above knows that: what is unpaid. */
export function comesOnly(kind: string, which: (row: string) => string): void {
  narrowed.set(kind, which);
}

export interface BroughtColumn {
  readonly name: string;
  /** The table of the same book whose id it holds. */
  readonly refersTo?: string;
  readonly isNullable: boolean;
}

/** A table whose rows come along. All names are the database's. */
export interface BroughtTable {
  readonly table: string;
  readonly kind: string;
  /** Its primary key without the book. */
  readonly key: readonly string[];
  readonly columns: readonly BroughtColumn[];
  /** Rows that agree in these mean the same thing; none: only the same key does. */
  readonly sameBy: readonly string[];
  /** Whether two that agree may stand side by side. */
  readonly mayStandBeside: boolean;
  /** Its rows are parts of rows of another table (the lines of an invoice) and come with those. */
  readonly partOf?: { readonly table: string; readonly column: string };
  readonly only?: (row: string) => string;
}

/**
 * What can come along, what is referred to before what refers to it. Found through the entities' own declarations: a table of
 * which nothing is said comes as a kind of its own, so that none that is added later is forgotten.
 */
export function broughtTables(): BroughtTable[] {
  const { names, entities } = bookEntities();
  const behind = new Set(entities.filter((entity) => declared.get(entity) === 'stays').map(tableOf));
  const all = new Map<string, BroughtTable>();
  for (const entity of entities) {
    const table = tableOf(entity);
    if (!behind.has(table)) all.set(table, read(entity, names.get(table)!));
  }
  // A part goes where its whole goes.
  const stays = ({ partOf }: BroughtTable) => partOf !== undefined && behind.has(partOf.table);
  const brought = [...all.values()].filter((each) => !stays(each));
  return parentsFirst(brought.map((each) => ({ ...each, kind: wholeOf(each, all).kind })));
}

/** Every table of a book whose rows stand for themselves, whether they come along or stay. */
export function wholeTables(): (BroughtTable & { readonly countName: string })[] {
  const { names, entities } = bookEntities();
  return entities
    .map((entity) => {
      const countName = names.get(tableOf(entity))!;
      return { ...read(entity, countName), countName };
    })
    .filter(({ partOf, key }) => partOf === undefined && key.join() === 'id');
}

/** The tables whose rows are parts of rows of this one, in an order of their own: the lines of an invoice. */
export function partsOf(whole: string): BroughtTable[] {
  const { names, entities } = bookEntities();
  return (
    entities
      .map((entity) => read(entity, names.get(tableOf(entity))!))
      // A part that is told by what it refers to has other ids in other books, and no place of its own.
      .filter(({ partOf, key }) => partOf?.table === whole && key.some((name) => name.endsWith('_no')))
  );
}

function bookEntities(): { names: ReadonlyMap<string, string>; entities: EntityClass[] } {
  const names = new Map(bookManifest().map(({ table, countName }) => [table, countName]));
  return { names, entities: declaredEntities().filter((entity) => names.has(tableOf(entity))) };
}

/** The names of all kinds, in the order in which they depend on each other. */
export function broughtKinds(): string[] {
  return [...new Set(broughtTables().map(({ kind }) => kind))];
}

function wholeOf(table: BroughtTable, all: ReadonlyMap<string, BroughtTable>): BroughtTable {
  return table.partOf ? (all.get(table.partOf.table) ?? table) : table;
}

function read(entity: EntityClass, countName: string): BroughtTable {
  const { columns, uniques, foreignKeys } = getMetadataArgsStorage();
  const own = columns.filter(({ target }) => target === entity);
  const nameOf = new Map(own.map(({ propertyName, options }) => [propertyName, options.name ?? propertyName]));
  const refers = new Map<string, string>();
  for (const { target, type, columnNames } of foreignKeys) {
    if (target !== entity || columnNames?.length !== 2) continue;
    const referred = declaredEntities().find(({ name }) => name === type);
    if (referred) refers.set(nameOf.get(columnNames[1]!)!, tableOf(referred));
  }
  const key = own.filter(({ options }) => options.primary).map(({ propertyName }) => nameOf.get(propertyName)!);
  const parts = key.filter((name) => refers.has(name));
  const how = declared.get(entity) as Declared | undefined;
  const unique = uniques.find(
    ({ target, columns: of }) => target === entity && Array.isArray(of) && of[0] === 'bookId',
  );
  const uniqueBy = ((unique?.columns ?? []) as string[]).slice(1);
  const sameBy = how?.sameBy ?? uniqueBy;
  const kind = how?.kind ?? countName;
  return {
    table: tableOf(entity),
    kind,
    key: key.filter((name) => name !== 'book_id'),
    columns: own
      .filter(({ options }) => !options.primary && !options.asExpression)
      .map(({ propertyName, options }) => {
        const name = nameOf.get(propertyName)!;
        return {
          name,
          isNullable: options.nullable === true,
          ...(refers.has(name) && { refersTo: refers.get(name)! }),
        };
      }),
    sameBy: sameBy.map((property) => nameOf.get(property)!),
    mayStandBeside: sameBy.join() !== uniqueBy.join(),
    ...(parts[0] && { partOf: { table: refers.get(parts[0])!, column: parts[0] } }),
    ...(narrowed.has(kind) && { only: narrowed.get(kind)! }),
  };
}

/** The tables of a book that a row of this one names. */
export const referredBy = ({ table, columns, partOf }: BroughtTable): string[] => [
  ...new Set(
    [...columns.map(({ refersTo }) => refersTo), partOf?.table].filter(
      (name): name is string => name !== undefined && name !== table,
    ),
  ),
];

function parentsFirst(tables: readonly BroughtTable[]): BroughtTable[] {
  const sorted: BroughtTable[] = [];
  const add = (table: BroughtTable): void => {
    if (sorted.includes(table)) return;
    for (const name of referredBy(table)) {
      const parent = tables.find((each) => each.table === name);
      if (parent) add(parent);
    }
    sorted.push(table);
  };
  for (const table of [...tables].sort((a, b) => (a.table < b.table ? -1 : 1))) add(table);
  return sorted;
}
