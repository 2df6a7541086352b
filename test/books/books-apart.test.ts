import { bookManifest } from '../../src/books/manifest.js';
import '../../src/app.module.js';
import { AnyRow, type Row } from '../builders/any-row.js';
import { currentBook } from '../builders/books.js';
import { Client } from '../builders/client.js';
import { smallFec } from '../builders/fec.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

/** Invariant 2: a book's rows refer only to rows of the same book, and two books can hold the same things. */
describe('books are apart', () => {
  const tables = bookManifest().map(({ table }) => table);
  let scene: Scene;
  let one: Buffer;
  let other: Buffer;
  let anyRow: AnyRow;

  beforeAll(async () => {
    scene = await Scene.start('apart');
    const [a, b] = await Promise.all([Client.signUp(scene.url), Client.signUp(scene.url)]);
    one = await currentBook(scene.sql.admin, a.businessId);
    other = await currentBook(scene.sql.admin, b.businessId);
    anyRow = await AnyRow.by(scene.sql.owner);
  });
  afterAll(() => scene.stop());

  interface KeyColumn {
    key: string;
    name: string;
    place: number;
    parent: string | null;
    parent_name: string | null;
  }

  async function keysOf(table: string): Promise<Map<string, KeyColumn[]>> {
    const found = await rows<KeyColumn>(
      scene.sql.owner,
      `SELECT k.CONSTRAINT_NAME AS \`key\`, k.COLUMN_NAME AS name, k.ORDINAL_POSITION AS place,
         k.REFERENCED_TABLE_NAME AS parent, k.REFERENCED_COLUMN_NAME AS parent_name
       FROM information_schema.KEY_COLUMN_USAGE k
       WHERE k.TABLE_SCHEMA = DATABASE() AND k.TABLE_NAME = ? ORDER BY k.CONSTRAINT_NAME, k.ORDINAL_POSITION`,
      [table],
    );
    const keys = new Map<string, KeyColumn[]>();
    for (const column of found) {
      const id = `${column.key}${column.parent ? ' (reference)' : ''}`;
      keys.set(id, [...(keys.get(id) ?? []), column]);
    }
    return keys;
  }

  describe.each(tables)('%s', (table) => {
    test('every key, unique key and reference begins with book_id', async () => {
      const keys = await keysOf(table);
      expect([...keys.keys()]).toContain('PRIMARY');
      const firsts = [...keys].map(([key, columns]) => `${key}: ${columns[0]!.name}`);
      expect(firsts).toEqual([...keys.keys()].map((key) => `${key}: book_id`));
    });

    test('it refers to books, and otherwise only to book tables, with the book in the reference', async () => {
      const references = [...(await keysOf(table)).values()].filter((columns) => columns[0]!.parent !== null);
      const toBooks = references.filter((columns) => columns[0]!.parent === 'books');
      expect(toBooks.map((columns) => columns.map(({ name, parent_name }) => [name, parent_name]))).toEqual([
        [['book_id', 'id']],
      ]);
      for (const columns of references.filter((found) => found[0]!.parent !== 'books')) {
        expect(tables).toContain(columns[0]!.parent);
        expect(columns[0]).toMatchObject({ name: 'book_id', parent_name: 'book_id' });
        expect(columns.length).toBeGreaterThan(1);
      }
    });

    test('nothing cascades: what a reference deletes or changes no trigger sees', async () => {
      const found = await rows(
        scene.sql.owner,
        `SELECT CONSTRAINT_NAME FROM information_schema.REFERENTIAL_CONSTRAINTS
         WHERE CONSTRAINT_SCHEMA = DATABASE() AND TABLE_NAME = ?
           AND (DELETE_RULE NOT IN ('RESTRICT', 'NO ACTION') OR UPDATE_RULE NOT IN ('RESTRICT', 'NO ACTION'))`,
        [table],
      );
      expect(found).toEqual([]);
    });

    test('a row that refers to another book is refused', async () => {
      const references = [...(await keysOf(table)).values()].filter(
        (columns) => columns[0]!.parent !== null && columns[0]!.parent !== 'books',
      );
      const there = await anyRow.insert(table, { book_id: other });
      const here = await anyRow.of(table, { book_id: one });
      for (const columns of references) {
        const foreign = Object.fromEntries(columns.slice(1).map(({ name }) => [name, there[name]]));
        await expect(
          scene.sql.app.query(`INSERT INTO ${table} SET ?`, [{ ...here, ...foreign }]),
        ).rejects.toMatchObject({
          errno: 1452,
        });
      }
      await scene.sql.app.query(`INSERT INTO ${table} SET ?`, [here]);
    });

    test('two books can hold the same row, one book cannot', async () => {
      const row = await anyRow.insert(table, { book_id: one });
      const copy: Row = { ...row, book_id: other };
      // The same ids in the other book, parents first: nothing collides across books.
      await copyParents(table, row);
      await scene.sql.app.query(`INSERT INTO ${table} SET ?`, [copy]);
      await expect(scene.sql.app.query(`INSERT INTO ${table} SET ?`, [row])).rejects.toMatchObject({ errno: 1062 });
    });
  });

  async function copyParents(table: string, row: Row): Promise<void> {
    for (const columns of (await keysOf(table)).values()) {
      const parent = columns[0]!.parent;
      if (parent === null || parent === 'books' || columns.slice(1).every(({ name }) => row[name] === null)) continue;
      const where = columns.map(({ parent_name }) => `${parent_name} = ?`).join(' AND ');
      const [found] = await rows<Row>(
        scene.sql.owner,
        `SELECT * FROM ${parent} WHERE ${where}`,
        columns.map(({ name }) => row[name]),
      );
      await copyParents(parent, found!);
      await scene.sql.app.query(`INSERT IGNORE INTO ${parent} SET ?`, [{ ...found, book_id: other }]);
    }
  }

  test('the same file goes into two books, and into one only once', async () => {
    const [a, b] = await Promise.all([Client.signUp(scene.url), Client.signUp(scene.url)]);
    const file = smallFec('twice', 50);
    expect((await a.import(file)).status).toBe(201);
    expect((await b.import(file)).status).toBe(201);
    expect(await a.import(file)).toMatchObject({ status: 409, body: { code: 'ALREADY_EXISTS' } });
    expect((await a.reset()).status).toBe(201);
    expect((await a.import(file)).status).toBe(201);
    for (const client of [a, b]) {
      expect(await client.counts()).toMatchObject({ journalEntries: 50, journalLines: 100 });
    }
  });

  test('a row of a book that does not exist is refused', async () => {
    const row = await anyRow.of('contacts', { book_id: Buffer.alloc(16, 7) });
    // By the trigger, which takes it for sealed, before the foreign key is asked.
    await expect(scene.sql.app.query('INSERT INTO contacts SET ?', [row])).rejects.toThrow('SEALED_BOOK');
    await scene.sql.admin.query('DROP TRIGGER contacts_seal_insert');
    await expect(scene.sql.app.query('INSERT INTO contacts SET ?', [row])).rejects.toMatchObject({ errno: 1452 });
  });
});
