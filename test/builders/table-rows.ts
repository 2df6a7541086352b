import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { DataSource } from 'typeorm';
import { roomOf, SOURCES } from './table-owners.js';

interface Column {
  readonly t: string;
  readonly name: string;
  readonly type: string;
  readonly collation: string | null;
  readonly nullable: 'YES' | 'NO';
}

/** How `src/platform/database/data-source.ts` has the driver hand over what the database holds. */
const OF_DRIVER: Readonly<Record<string, string>> = {
  binary: 'Buffer',
  varbinary: 'Buffer',
  blob: 'Buffer',
  mediumblob: 'Buffer',
  longblob: 'Buffer',
  varchar: 'string',
  text: 'string',
  mediumtext: 'string',
  // Read as UTC.
  datetime: 'Date',
  date: 'string',
  // Exact.
  decimal: 'string',
  int: 'number',
  tinyint: 'number',
  // Text once it is too large for a number.
  bigint: 'number | string',
};

/**
 * The types of all rows, one file a room: what the migrated database says of its columns. A word of ours (`WordColumn`) has
 * the type that its entity gives it.
 */
export async function rowsOfTables(migrated: DataSource): Promise<ReadonlyMap<string, string>> {
  const columns = await migrated.query<Column[]>(
    `SELECT TABLE_NAME AS t, COLUMN_NAME AS name, DATA_TYPE AS type, COLLATION_NAME AS collation, IS_NULLABLE AS nullable
     FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME, ORDINAL_POSITION`,
  );
  const files = new Map<string, string>();
  for (const [room, entities] of entitiesByRoom(migrated)) {
    const file = `${room}/tables.generated.ts`;
    const bodies = entities.map(({ table, entity }) => {
      const fields = columns.filter(({ t }) => t === table).map((column) => `  ${fieldOf(column, entity, migrated)}\n`);
      return `export interface ${table} {\n${fields.join('')}}\n`;
    });
    const needed = entities.filter(({ entity }) => bodies.some((body) => body.includes(`: ${entity}['`)));
    files.set(file, [HEAD, importsOf(file, needed), ...bodies].filter((part) => part !== '').join('\n'));
  }
  return files;
}

const HEAD =
  '// Written by `UPDATE_GOLDEN=1 npm test -- test/platform/schema` from the migrated database: see src/platform/database.\n';

interface Declared {
  readonly file: string;
  readonly table: string;
  readonly entity: string;
}

function entitiesByRoom({ entityMetadatas }: DataSource): [string, Declared[]][] {
  const declared = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.entity.ts'))
    .flatMap((file) =>
      [...readFileSync(join(SOURCES, file), 'utf8').matchAll(/^export class (\w+)/gm)].flatMap(([, entity]) =>
        entityMetadatas
          .filter(({ targetName }) => targetName === entity)
          .map(({ tableName, targetName }) => ({ file, table: tableName, entity: targetName })),
      ),
    )
    .sort((a, b) => (a.table < b.table ? -1 : 1));
  const rooms = [...new Set(declared.map(({ file }) => roomOf(file)))].sort();
  return rooms.map((room) => [room, declared.filter(({ file }) => roomOf(file) === room)]);
}

function fieldOf(
  { t, name, type, collation, nullable }: Column,
  entity: string,
  { entityMetadatas }: DataSource,
): string {
  const property = entityMetadatas
    .find(({ tableName }) => tableName === t)!
    .columns.find(({ databaseName }) => databaseName === name)!.propertyName;
  const said = collation === 'ascii_bin' ? `${entity}['${property}']` : OF_DRIVER[type];
  if (said === undefined)
    throw new Error(`Say in OF_DRIVER what the driver makes of ${type}, the type of ${t}.${name}.`);
  return `${name}: ${said}${nullable === 'YES' ? ' | null' : ''};`;
}

function importsOf(file: string, needed: readonly Declared[]): string {
  const sources = [...new Set(needed.map((declared) => declared.file))].sort();
  return sources
    .map((source) => {
      const names = needed.filter((declared) => declared.file === source).map(({ entity }) => entity);
      const path = relative(dirname(file), source).replace(/\.ts$/, '.js');
      return `import type { ${names.sort().join(', ')} } from './${path}';\n`;
    })
    .join('');
}
