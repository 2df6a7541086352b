import { digestBook } from '../../src/books/digest.js';
import { FIRST_COLUMNS } from '../../src/books/digest-columns.js';
import { bookManifest } from '../../src/books/manifest.js';
import { bytesToId, type BookId } from '../../src/platform/kernel/ids.js';
import { currentBook } from '../builders/books.js';
import { Client } from '../builders/client.js';
import { withoutGuards } from '../log/log-tamper/rows-of-log.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

describe('the columns of a digest', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.start('digest-columns');
  });
  afterAll(() => scene.stop());

  test.each(Object.entries(FIRST_COLUMNS))(
    '%s: the first are there in their order, and what came later is NULL in old rows',
    async (table, first) => {
      const found = await rows<{ name: string; nullable: string; preset: string | null; extra: string }>(
        scene.sql.admin,
        `SELECT COLUMN_NAME AS name, IS_NULLABLE AS nullable, NULLIF(COLUMN_DEFAULT, 'NULL') AS preset, EXTRA AS extra
       FROM information_schema.COLUMNS
       WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND COLUMN_NAME <> 'book_id' ORDER BY ORDINAL_POSITION`,
        [table],
      );
      const isFirst = ({ name }: { name: string }) => first.includes(name);
      expect(found.filter(isFirst).map(({ name }) => name)).toEqual(first);
      // With a value of its own, or one that is computed, it would say something in the books that were there before it.
      const saysNothing = { nullable: 'YES', preset: null, extra: '' };
      for (const column of found.filter((column) => !isFirst(column))) expect(column).toMatchObject(saysNothing);
    },
  );

  test('books of fixed content have the digest that the first version of the program gave them', async () => {
    const owner = await Client.withBooks(scene.url);
    const { admin } = scene.sql;
    const book = await currentBook(admin, owner.businessId);
    const [one, two, at] = [Buffer.alloc(16, 1), Buffer.alloc(16, '2:-\n'), '2026-03-01 12:00:00.000001'];
    await withoutGuards(
      admin,
      async () => {
        for (const { table } of bookManifest()) await admin.query(`DELETE FROM ${table} WHERE book_id = ?`, [book]);
        const insert = (table: string, values: Record<string, unknown>) =>
          admin.query(`INSERT INTO ${table} SET ?`, { book_id: book, ...values });
        await insert('contacts', { id: one, kind: 'customer', name: 'Zoë 🧾', email: 'a@b.test', created_at: at });
        await insert('contacts', { id: two, kind: 'supplier', name: '', phone: '-', created_at: at });
        await insert('tax_rates', { id: one, code: 'TVQ', name: 'Taxe', percent: '9.9750' });
        await insert('journals', { id: one, code: 'AC', name: 'Achats' });
        const line = { entry_id: one, account_id: two, debit: '10.50', credit: '0.00', label: 'Été', aux_name: null };
        await insert('journal_lines', { ...line, line_no: 1, piece_date: '2026-02-28' });
        await insert('journal_lines', { ...line, line_no: 2, foreign_amount: '-1.00', foreign_currency: 'USD' });
      },
      '%',
    );
    const { digest } = await digestBook(scene.dataSource.manager, bytesToId<BookId>(book));
    expect(digest.toString('hex')).toBe('3f728bac99a48780872a3b78b06ce5c6d75be5f5300e729783d8fa38fd20aa75');
  });
});
