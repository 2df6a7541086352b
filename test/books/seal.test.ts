import '../../src/app.module.js';
import { purgedTables } from '../../src/books/manifest.js';
import { primaryKeyOf } from '../../src/platform/database/tables.js';
import { AnyRow, type Row } from '../builders/any-row.js';
import { contentOf, currentBook } from '../builders/books.js';
import { Client } from '../builders/client.js';
import { Scene, type SqlUser } from '../setup/scene.js';

/** Invariant 4, the seal: nobody with an SQL client changes a row of a sealed book, one reason for every table. */
describe('a sealed book does not change', () => {
  const tables = purgedTables().map(({ table }) => ({ table, key: primaryKeyOf(table) }));
  const users: readonly SqlUser[] = ['app', 'owner', 'admin'];
  let scene: Scene;
  let anyRow: AnyRow;
  let sealed: Buffer;
  let open: Buffer;
  let content: string;
  /** A row of each table in the sealed book, one in the open book, and one more that could have been in the sealed one. */
  const rowsOf = new Map<string, { inSealed: Row; inOpen: Row; late: Row }>();

  beforeAll(async () => {
    scene = await Scene.start('seal');
    const owner = await Client.withBooks(scene.url);
    anyRow = await AnyRow.by(scene.sql.owner);
    sealed = await currentBook(scene.sql.admin, owner.businessId);
    for (const { table } of tables) {
      const inSealed = await anyRow.insert(table, { book_id: sealed });
      rowsOf.set(table, { inSealed, late: await anyRow.of(table, { book_id: sealed }), inOpen: {} });
    }
    expect((await owner.reset()).status).toBe(201);
    open = await currentBook(scene.sql.admin, owner.businessId);
    for (const { table } of tables) rowsOf.get(table)!.inOpen = await anyRow.insert(table, { book_id: open });
    content = await contentOf(scene.dataSource, sealed);
  });
  afterAll(() => scene.stop());
  afterEach(async () => {
    for (const user of users) await scene.sql[user].query('SET FOREIGN_KEY_CHECKS = 1');
    // Told once, by the test that changed it.
    const before = content;
    content = await contentOf(scene.dataSource, sealed);
    expect(content).toBe(before);
  });

  /** A table of nothing but keys would still fire its trigger. */
  const changeOf = (table: string, key: readonly string[]): Row => anyRow.changes(table, key)[0] ?? { book_id: sealed };

  describe.each(users)('as %s', (user) => {
    const refused = (sql: string, values: unknown[]) =>
      expect(scene.sql[user].query(sql, values)).rejects.toThrow('SEALED_BOOK');

    async function refusesEverything(table: string, key: readonly string[]): Promise<void> {
      const { inSealed, inOpen, late } = rowsOf.get(table)!;
      const where = key.map((column) => `${column} = ?`).join(' AND ');
      const keyOf = (row: Row) => key.map((column) => row[column]);
      const change = changeOf(table, key);

      await refused(`INSERT INTO ${table} SET ?`, [late]);
      await refused(`REPLACE INTO ${table} SET ?`, [late]);
      await refused(`INSERT INTO ${table} SET ? ON DUPLICATE KEY UPDATE ?`, [inSealed, change]);
      await refused(`UPDATE ${table} SET ? WHERE ${where}`, [change, ...keyOf(inSealed)]);
      await refused(`UPDATE ${table} SET book_id = ? WHERE ${where}`, [open, ...keyOf(inSealed)]);
      await refused(`UPDATE ${table} SET book_id = ? WHERE ${where}`, [sealed, ...keyOf(inOpen)]);
      await refused(`DELETE FROM ${table} WHERE ${where}`, keyOf(inSealed));
      await refused(`DELETE FROM ${table} WHERE book_id IN (?, ?)`, [open, sealed]);
      await refused(`DELETE t FROM ${table} t JOIN books b ON b.id = t.book_id WHERE b.id = ?`, [sealed]);
      await refused(`UPDATE ${table} t JOIN books b ON b.id = t.book_id SET ? WHERE b.id = ?`, [
        Object.fromEntries(Object.entries(change).map(([column, value]) => [`t.${column}`, value])),
        sealed,
      ]);
    }

    test.each(tables)('$table', ({ table, key }) => refusesEverything(table, key));

    test.each(tables)('$table, with the checks of foreign keys switched off', async ({ table, key }) => {
      await scene.sql[user].query('SET FOREIGN_KEY_CHECKS = 0');
      await refusesEverything(table, key);
    });

    test.each(tables)('$table, with a statement that ignores errors', async ({ table, key }) => {
      const { late } = rowsOf.get(table)!;
      const ignoring = async (sql: string, values: unknown[]) => {
        await scene.sql[user]
          .query(sql, values)
          .catch((error: Error) => expect(error.message).toContain('SEALED_BOOK'));
      };
      await ignoring(`INSERT IGNORE INTO ${table} SET ?`, [late]);
      await ignoring(`UPDATE IGNORE ${table} SET ? WHERE book_id = ?`, [changeOf(table, key), sealed]);
      await ignoring(`UPDATE IGNORE ${table} SET book_id = ? WHERE book_id = ?`, [open, sealed]);
      await ignoring(`DELETE IGNORE FROM ${table} WHERE book_id = ?`, [sealed]);
    });

    test('a statement with rows for the open and the sealed book does neither', async () => {
      const [one, two] = [
        await anyRow.of('contacts', { book_id: open }),
        await anyRow.of('contacts', { book_id: sealed }),
      ];
      const columns = Object.keys(one);
      await refused(`INSERT INTO contacts (${columns.join(', ')}) VALUES ?`, [
        [columns.map((column) => one[column]), columns.map((column) => two[column])],
      ]);
      const [found] = await scene.sql[user].query('SELECT 1 FROM contacts WHERE id = ?', [one.id]);
      expect(found).toEqual([]);
    });
  });

  describe('the application may not take the triggers away', () => {
    test.each([
      'DROP TRIGGER contacts_seal_update',
      'CREATE TRIGGER mine BEFORE INSERT ON contacts FOR EACH ROW SET NEW.name = NEW.name',
      'TRUNCATE TABLE journal_lines',
      'DROP TABLE journal_lines',
      'ALTER TABLE contacts ADD COLUMN more INT',
      'RENAME TABLE contacts TO other',
      'LOCK TABLES contacts WRITE',
    ])('%s', async (sql) => {
      await expect(scene.sql.app.query(sql)).rejects.toThrow(/denied/);
    });
  });

  test('every book table has its three triggers', async () => {
    const [found] = await scene.sql.owner.query(
      `SELECT EVENT_OBJECT_TABLE AS t, EVENT_MANIPULATION AS verb FROM information_schema.TRIGGERS
       WHERE TRIGGER_SCHEMA = DATABASE() AND ACTION_TIMING = 'BEFORE' AND ACTION_STATEMENT LIKE '%SEALED_BOOK%'`,
    );
    const present = new Set((found as { t: string; verb: string }[]).map(({ t, verb }) => `${t} ${verb}`));
    const demanded = tables.flatMap(({ table }) => ['INSERT', 'UPDATE', 'DELETE'].map((verb) => `${table} ${verb}`));
    expect(demanded.filter((trigger) => !present.has(trigger))).toEqual([]);
  });
});
