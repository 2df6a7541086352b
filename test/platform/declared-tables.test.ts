import { declaredTables } from '../../src/platform/database/tables.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

/**
 * Invariant 1: every table is declared kept, book, audit or infrastructure. A test here that fails names the table or
 * column: declare it on its entity with @Kept, @InBook, @AuditTable or @Infrastructure (src/platform/database/tables.ts).
 */
describe('every table says which side of a reset it is on', () => {
  /** TypeORM's own record of what was migrated. */
  const OF_MIGRATIONS = 'schema_migrations';
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.start('declared');
  });
  afterAll(() => scene.stop());

  async function strangers(): Promise<string[]> {
    const found = await rows<{ name: string }>(
      scene.sql.owner,
      'SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()',
    );
    const known = new Set([...declaredTables(), OF_MIGRATIONS]);
    return found.map(({ name }) => name).filter((name) => !known.has(name));
  }

  test('no table of the schema is undeclared', async () => {
    expect(await strangers()).toEqual([]);
  });

  test('a stranger is noticed', async () => {
    await scene.sql.owner.query('CREATE TABLE loyalty_points (id BINARY(16) NOT NULL PRIMARY KEY)');
    expect(await strangers()).toEqual(['loyalty_points']);
    await scene.sql.owner.query('DROP TABLE loyalty_points');
  });

  test('no declared table is missing, and none is declared twice', async () => {
    const found = await rows<{ name: string }>(
      scene.sql.owner,
      'SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()',
    );
    const there = found.map(({ name }) => name).filter((name) => name !== OF_MIGRATIONS);
    expect(declaredTables()).toEqual(there.sort());
  });

  test('every side has tables, and the sides do not overlap', () => {
    const sides = (['kept', 'book', 'derived', 'audit', 'infrastructure'] as const).map((side) => declaredTables(side));
    expect(sides.every((tables) => tables.length > 0)).toBe(true);
    expect(sides.flat().sort()).toEqual(declaredTables());
  });

  test('exactly the tables of books, and what is derived from them, have a book_id', async () => {
    const found = await rows<{ name: string }>(
      scene.sql.owner,
      `SELECT TABLE_NAME AS name FROM information_schema.COLUMNS
       WHERE TABLE_SCHEMA = DATABASE() AND COLUMN_NAME = 'book_id'`,
    );
    expect(found.map(({ name }) => name).sort()).toEqual(
      [...declaredTables('book'), ...declaredTables('derived')].sort(),
    );
  });

  describe('entities and tables have the same columns', () => {
    interface ColumnFacts {
      name: string;
      type: string;
      nullable: boolean;
    }

    async function inDatabase(table: string): Promise<ColumnFacts[]> {
      const found = await rows<{ name: string; type: string; nullable: string }>(
        scene.sql.owner,
        `SELECT COLUMN_NAME AS name, DATA_TYPE AS type, IS_NULLABLE AS nullable FROM information_schema.COLUMNS
         WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?`,
        [table],
      );
      return found.map(({ name, type, nullable }) => ({ name, type, nullable: nullable === 'YES' }));
    }

    function inEntity(table: string): ColumnFacts[] {
      const metadata = scene.dataSource.entityMetadatas.find((entity) => entity.tableName === table)!;
      return metadata.columns.map(({ databaseName, type, isNullable }) => ({
        name: databaseName,
        type: String(type),
        nullable: isNullable,
      }));
    }

    /** A generated column may be null whatever its entity says: nobody writes it. */
    const comparable = (facts: ColumnFacts[]) => facts.map(({ name, type }) => `${name} ${type}`).sort();

    test.each(declaredTables())('%s', async (table) => {
      const [database, entity] = [await inDatabase(table), inEntity(table)];
      expect(comparable(entity)).toEqual(comparable(database));
      const wronglyRequired = entity.filter(({ name, nullable }) => {
        const stored = database.find((column) => column.name === name)!;
        return nullable && !stored.nullable;
      });
      expect(wronglyRequired).toEqual([]);
    });
  });
});
