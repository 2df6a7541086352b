import type { EntityManager } from 'typeorm';
import { FecExport } from '../../src/accounting/fec-export.service.js';
import { TIME_ZONE } from '../../src/platform/kernel/time-zone.js';
import { bytesToId, type BookId } from '../../src/platform/kernel/ids.js';
import { Client } from '../builders/client.js';
import { smallFec } from '../builders/fec.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

/** Several pages of the export. */
const ENTRIES = 1_600;

interface Plan {
  readonly table: string;
  readonly key: string | null;
  readonly rows: number | string;
  readonly Extra: string | null;
}

/** Right after a large import, when the engine's statistics are those of an empty table. */
describe('the export of a book that was just imported', () => {
  let scene: Scene;
  let book: BookId;

  beforeAll(async () => {
    scene = await Scene.start('export-plan');
    const owner = await Client.withBooks(scene.url);
    const { status } = await owner.import(smallFec('plan', ENTRIES));
    expect(status).toBe(201);
    const [row] = await rows<{ current_book_id: Buffer }>(
      scene.sql.owner,
      'SELECT current_book_id FROM businesses WHERE id = UNHEX(?)',
      [owner.businessId.replaceAll('-', '')],
    );
    book = bytesToId<BookId>(row!.current_book_id);
  }, 120_000);
  afterAll(() => scene.stop());

  /** Every statement that an export runs, with its values; it runs in the real database. */
  async function statementsOf(): Promise<{ sql: string; values: unknown[] }[]> {
    const seen: { sql: string; values: unknown[] }[] = [];
    const real = scene.dataSource.manager;
    const query = (sql: string, values: unknown[]) => {
      seen.push({ sql, values });
      return real.query(sql, values);
    };
    const exporter = new FecExport({ manager: { query } as unknown as EntityManager });
    let lines = 0;
    for await (const text of exporter.lines(book, TIME_ZONE)) lines += text.split('\r\n').length - 1;
    expect(lines).toBe(1 + 2 * ENTRIES);
    return seen;
  }

  test('reads each page by index, from where the last one ended, and never the whole book', async () => {
    await scene.sql.admin.query("SET explain_format = 'TRADITIONAL'").catch(() => undefined);
    const statements = await statementsOf();
    expect(statements.length).toBeGreaterThan(6);
    for (const { sql, values } of statements) {
      const plan = await rows<Plan>(scene.sql.admin, `EXPLAIN ${sql}`, values);
      const isOfEntries = !sql.includes('journal_lines');
      const isOfLengths = sql.includes('MAX(line_no)');
      const first = isOfLengths ? 'journal_lines' : isOfEntries ? 'journal_entries' : 'e';
      const read = plan.find(({ table }) => table === first)!;
      expect({ sql, key: read.key }).toEqual({ sql, key: 'PRIMARY' });
      // A page of entries is found in its order; sorting a page's own lines is another matter.
      if (isOfEntries) expect(read.Extra ?? '').not.toContain('filesort');
      for (const { table, key } of plan) expect({ sql, table, key }).toEqual({ sql, table, key: expect.any(String) });
      expect(sql).toMatch(/ LIMIT \d+|entry_id IN \(\?\)/);
      if (!isOfEntries) expect((values[1] as unknown[]).length).toBeLessThanOrEqual(500);
    }
  });

  test('looks at the rows of its pages and no others', async () => {
    const reads = async () => {
      const counted = await rows<{ Variable_name: string; Value: string }>(
        scene.sql.admin,
        "SHOW SESSION STATUS LIKE 'Handler_read%'",
      );
      return counted.reduce((sum, { Value }) => sum + Number(Value), 0);
    };
    // Of the lines all are read, once; how many there are in each entry is read off their index.
    const pages = (await statementsOf()).filter(({ sql }) => !sql.includes('journal_lines') || sql.includes('MAX('));
    for (const { sql, values } of pages) {
      const before = await reads();
      await scene.sql.admin.query(sql, values);
      // What is asked for, and a few to find its place.
      expect((await reads()) - before).toBeLessThan(sql.includes('MAX(') ? 2_100 : 600);
    }
  });
});
