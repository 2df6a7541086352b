import '../../src/app.module.js';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { DataSource } from 'typeorm';
import { openDataSource } from '../../src/platform/database/data-source.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { expectFile } from '../builders/golden.js';
import { SOURCES } from '../builders/table-owners.js';
import { rowsOfTables } from '../builders/table-rows.js';
import { createTestDatabase, type TestDatabase } from '../setup/databases.js';

/**
 * Entities and migrations say the same, to the last length, key and reference: asked of TypeORM, which compares what it can
 * read, and of the server, which tells two schemas apart better. `TEST_DATABASE_ADMIN_URL` runs it on MySQL.
 */

/** Where TypeORM notes the expressions of generated columns when it makes a schema: it does not read the server's. */
const NOTES = `CREATE TABLE typeorm_metadata (
  \`type\` VARCHAR(255) NOT NULL, \`database\` VARCHAR(255) NULL, \`schema\` VARCHAR(255) NULL,
  \`table\` VARCHAR(255) NULL, \`name\` VARCHAR(255) NULL, \`value\` TEXT NULL)`;

/** Names in order, quoted as TypeORM does. */
const LIST = (column: string, order: string, separator: string) =>
  `GROUP_CONCAT(CONCAT('\`', ${column}, '\`') ORDER BY ${order} SEPARATOR '${separator}')`;

const KEYS = `SELECT TABLE_NAME AS t, INDEX_NAME AS name, MIN(NON_UNIQUE) AS is_plain,
    ${LIST('COLUMN_NAME', 'SEQ_IN_INDEX', ', ')} AS columns
  FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() GROUP BY TABLE_NAME, INDEX_NAME`;

/** InnoDB takes NO ACTION and RESTRICT for the same; which of them is told of neither depends on the server. */
const RULE = (rule: string) => `MIN(REPLACE(rc.${rule}, 'RESTRICT', 'NO ACTION'))`;

const REFERENCES = `SELECT k.TABLE_NAME AS t, k.CONSTRAINT_NAME AS name, k.REFERENCED_TABLE_NAME AS parent,
    ${LIST('k.COLUMN_NAME', 'k.ORDINAL_POSITION', ', ')} AS columns,
    ${LIST('k.REFERENCED_COLUMN_NAME', 'k.ORDINAL_POSITION', ',')} AS parent_columns,
    ${RULE('DELETE_RULE')} AS on_delete, ${RULE('UPDATE_RULE')} AS on_update
  FROM information_schema.KEY_COLUMN_USAGE k JOIN information_schema.REFERENTIAL_CONSTRAINTS rc
    ON rc.CONSTRAINT_SCHEMA = k.TABLE_SCHEMA AND rc.TABLE_NAME = k.TABLE_NAME AND rc.CONSTRAINT_NAME = k.CONSTRAINT_NAME
  WHERE k.TABLE_SCHEMA = DATABASE() AND k.REFERENCED_TABLE_NAME IS NOT NULL
  GROUP BY k.TABLE_NAME, k.CONSTRAINT_NAME, k.REFERENCED_TABLE_NAME`;

const COLUMNS = `SELECT TABLE_NAME AS t, COLUMN_NAME AS name, COLUMN_TYPE AS type, IS_NULLABLE AS nullable,
    COLUMN_DEFAULT AS value, EXTRA AS extra, COLLATION_NAME AS collation, GENERATION_EXPRESSION AS expression
  FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()`;

interface Key {
  readonly t: string;
  readonly name: string;
  readonly is_plain: number;
  readonly columns: string;
}

interface Reference {
  readonly t: string;
  readonly name: string;
  readonly parent: string;
  readonly columns: string;
  readonly parent_columns: string;
  readonly on_delete: string;
  readonly on_update: string;
}

/** Made by TypeORM for itself. */
const OF_NO_ENTITY = ['schema_migrations', 'typeorm_metadata'];

describe('what the entities say is what the migrations have made', () => {
  const databases: TestDatabase[] = [];
  const opened: DataSource[] = [];
  let migrated: DataSource;
  let built: DataSource;

  async function open(label: string, prepare: (database: TestDatabase) => Promise<unknown>): Promise<DataSource> {
    const database = await createTestDatabase(label);
    databases.push(database);
    await prepare(database);
    const dataSource = await openDataSource(database.adminUrl);
    opened.push(dataSource);
    await dataSource.query(NOTES);
    return dataSource;
  }

  beforeAll(async () => {
    migrated = await open('migrated', migrate);
    built = await open('built', async () => undefined);
    for (const { query, parameters } of (await built.driver.createSchemaBuilder().log()).upQueries) {
      // TypeORM writes UNSIGNED behind the expression of a generated column, where no server takes it.
      await built.query(query.replace(/ bigint (AS \(.*?\) STORED) UNSIGNED/, ' bigint unsigned $1'), parameters);
    }
    // The expressions are compared below, as the server tells them.
    await migrated.query(
      `INSERT INTO typeorm_metadata SELECT type, \`database\`, DATABASE(), \`table\`, name, value
       FROM \`${built.driver.database}\`.typeorm_metadata`,
    );
  });

  afterAll(async () => {
    for (const dataSource of opened) await dataSource.destroy();
    for (const database of databases) await database.drop();
  });

  test('TypeORM finds nothing to change', async () => {
    const { upQueries } = await migrated.driver.createSchemaBuilder().log();
    const there = await statementsOfWhatIsThere(migrated);
    expect(upQueries.map(({ query }) => query).filter((query) => !there(query))).toEqual([]);
  });

  test('the types of the rows that SQL reads are those of the database', async () => {
    for (const [file, text] of await rowsOfTables(migrated)) {
      expectFile(join(SOURCES, file), await format(text, { ...(await resolveConfig(SOURCES)), parser: 'typescript' }));
    }
  });

  test.each([
    ['column', COLUMNS, 250],
    ['key', KEYS, 100],
    ['reference', REFERENCES, 50],
  ])('the server finds no %s that is in one and not in the other', async (_, sql, atLeast) => {
    const [ofMigrations, ofEntities] = [await told(migrated, sql), await told(built, sql)];
    expect(ofMigrations.length).toBeGreaterThan(atLeast);
    expect({
      'only migrations': ofMigrations.filter((row) => !ofEntities.includes(row)),
      'only entities': ofEntities.filter((row) => !ofMigrations.includes(row)),
    }).toEqual({ 'only migrations': [], 'only entities': [] });
  });
});

/**
 * TypeORM misreads two things, and would make again what stands there word for word: a key that bears the name of a foreign
 * key (it passes over it, and over that its column is unique; on MySQL it takes it for the reference), and on MariaDB every
 * reference, because that tells RESTRICT where nothing was said. It has no word for checks and triggers, which
 * the tests of invariants try.
 */
async function statementsOfWhatIsThere(dataSource: DataSource): Promise<(statement: string) => boolean> {
  const keys = await dataSource.query<Key[]>(KEYS);
  const references = await dataSource.query<Reference[]>(REFERENCES);
  const there = new Set([
    ...keys.map(
      ({ t, name, is_plain, columns }) =>
        `CREATE ${Number(is_plain) === 0 ? 'UNIQUE ' : ''}INDEX \`${name}\` ON \`${t}\` (${columns})`,
    ),
    ...keys
      .filter(({ is_plain }) => Number(is_plain) === 0)
      .map(({ t, columns }) => `ALTER TABLE \`${t}\` ADD UNIQUE INDEX (${columns})`),
    ...references.map(({ t, name }) => `ALTER TABLE \`${t}\` DROP FOREIGN KEY \`${name}\``),
    ...references.map(
      (r) =>
        `ALTER TABLE \`${r.t}\` ADD CONSTRAINT \`${r.name}\` FOREIGN KEY (${r.columns}) REFERENCES \`${r.parent}\`` +
        `(${r.parent_columns}) ON DELETE ${r.on_delete} ON UPDATE ${r.on_update}`,
    ),
  ]);
  return (statement) => there.has(statement.replace(/ADD UNIQUE INDEX `IDX_\w+`/, 'ADD UNIQUE INDEX'));
}

/** The rows as text, without what two spellings of one column differ in. */
async function told(dataSource: DataSource, sql: string): Promise<string[]> {
  const rows = await dataSource.query<{ t: string }[]>(sql);
  return rows
    .filter(({ t }) => !OF_NO_ENTITY.includes(t))
    .map((row) =>
      JSON.stringify(row)
        // How wide an integer is printed: TypeORM cannot ask for it, MySQL has forgotten it, and nobody prints it.
        .replace(/\b(\w*int)\(\d+\)/, '$1')
        // The character set of a literal, which MySQL notes with it.
        .replaceAll(/_(?:utf8mb4|ascii)(?=\\)/g, ''),
    );
}
