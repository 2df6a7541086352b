import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countBook } from '../../src/books/book-counts.js';
import { verifySnapshots } from '../../src/cli/verify-snapshots.js';
import { SnapshotDigests } from '../../src/books/snapshot-digests.service.js';
import { SnapshotVerification } from '../../src/books/snapshot-verification.service.js';
import { PrimaryIdColumn, TextColumn } from '../../src/platform/database/columns.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { sealTriggers } from '../../src/platform/database/migrations/seal-triggers.js';
import { InBook, undeclare } from '../../src/platform/database/tables.js';
import { bytesToId, idToBytes, newId, type BookId, type BusinessId } from '../../src/platform/kernel/ids.js';
import { currentBook } from '../builders/books.js';
import { PackMaker } from '../../src/packs/pack-maker.service.js';
import { Client } from '../builders/client.js';
import { unpacked, type Pack } from '../builders/packs.js';
import { withoutGuards } from '../log/log-tamper/rows-of-log.js';
import { Scene } from '../setup/scene.js';

/** What a later version of the program adds to the books: docs/how-to/add-a-table-to-the-books.md. */
async function addTable(scene: Scene): Promise<void> {
  await scene.sql.owner.query(
    `CREATE TABLE added_later (book_id BINARY(16) NOT NULL, id BINARY(16) NOT NULL, name VARCHAR(100) NOT NULL,
       PRIMARY KEY (book_id, id), CONSTRAINT added_later_book FOREIGN KEY (book_id) REFERENCES books (id))`,
  );
  for (const trigger of sealTriggers('added_later')) await scene.sql.owner.query(trigger);
  class AddedLater {
    bookId!: string;
    id!: string;
    name!: string;
  }
  PrimaryIdColumn('book_id')(AddedLater.prototype, 'bookId');
  PrimaryIdColumn()(AddedLater.prototype, 'id');
  TextColumn('name', 100)(AddedLater.prototype, 'name');
  InBook('added_later')(AddedLater);
  // The rights follow from the declaration.
  await migrate(scene.world.database);
}

describe('a table that is added to the books', () => {
  let scene: Scene;
  let owner: Client;

  beforeAll(async () => {
    scene = await Scene.start('added-table');
    owner = await Client.withBooks(scene.url);
    await owner.reset();
    await digestAll();
    await addTable(scene);
  });
  afterAll(async () => {
    undeclare('added_later');
    await scene.stop();
  });

  const digestAll = async () => {
    while (await scene.world.app.get(SnapshotDigests).digestNext());
  };
  /** Not by the API, whose document was made when the program started. */
  const counted = async () => {
    const book = bytesToId<BookId>(await currentBook(scene.sql.admin, owner.businessId));
    return (await countBook(scene.dataSource.manager, book)).addedLater;
  };
  async function verdicts(): Promise<string[]> {
    const found = [];
    for await (const { verdict } of scene.world.app.get(SnapshotVerification).each(owner.businessId as BusinessId)) {
      found.push(verdict);
    }
    return found;
  }

  test('leaves the digests of the snapshots from before as they are in the log', async () => {
    expect(await verdicts()).toEqual(['same']);
  });

  test('and so does a column that is added to a table of old, until it holds something', async () => {
    await scene.sql.owner.query('ALTER TABLE contacts ADD COLUMN nickname VARCHAR(50) NULL AFTER name');
    expect(await verdicts()).toEqual(['same']);
    const plant = (value: string | null) =>
      withoutGuards(
        scene.sql.admin,
        () => scene.sql.admin.query('UPDATE contacts SET nickname = ?', [value]),
        'contacts',
      );
    await plant('hidden');
    expect(await verdicts()).toEqual(['differs']);
    await plant(null);
    expect(await verdicts()).toEqual(['same']);
    await scene.sql.owner.query('ALTER TABLE contacts DROP COLUMN nickname');
  });

  test('what an old digest speaks of and is gone cannot be compared, which is not the same as changed', async () => {
    const rename = (from: string, to: string) =>
      scene.sql.owner.query(`ALTER TABLE contacts RENAME COLUMN ${from} TO ${to}`);
    await rename('phone', 'telephone');
    const lines: string[] = [];
    const verification = scene.world.app.get(SnapshotVerification);
    const print = (line: string) => lines.push(line);
    expect(await verifySnapshots(verification, owner.businessId as BusinessId, print)).toBe(false);
    expect(lines.slice(1)).toEqual([
      '  the columns of which its digest speaks are not in the database any more',
      '1 snapshots, none differs. 1 cannot be compared: nothing can be said of them.',
    ]);
    await rename('telephone', 'phone');
    expect(await verdicts()).toEqual(['same']);
  });

  test('is in a pack, without a line for it', async () => {
    const book = await currentBook(scene.sql.admin, owner.businessId);
    await scene.sql.app.query('INSERT INTO added_later (book_id, id, name) VALUES (?, ?, ?)', [
      book,
      idToBytes(newId()),
      'packed',
    ]);
    const { body } = await owner.post<Pack>(owner.of('/packs'), {});
    while (await scene.world.app.get(PackMaker).makeNext());
    const folder = mkdtempSync(join(tmpdir(), 'ardoise-added-'));
    const files = await unpacked(owner, body, folder);
    expect(readFileSync(join(files, 'tables/added_later.csv'), 'utf8')).toMatch(
      /^\ufeffid,name\r\n[0-9a-f-]{36},packed\r\n$/,
    );
    rmSync(folder, { recursive: true });
    await scene.sql.app.query('DELETE FROM added_later');
  });

  test('is counted, digested, switched and brought along from then on, without a line for it', async () => {
    const book = await currentBook(scene.sql.admin, owner.businessId);
    const insert = 'INSERT INTO added_later (book_id, id, name) VALUES (?, ?, ?)';
    await scene.sql.app.query(insert, [book, idToBytes(newId()), 'one']);
    expect(await counted()).toBe(1);
    const reset = await owner.reset();
    const { id: snapshotId } = reset.body.snapshot as { id: string };
    expect(await counted()).toBe(0);
    const brought = await owner.post(owner.of('/bring-alongs'), { snapshotId, kinds: ['addedLater'] });
    expect(brought).toMatchObject({ status: 201, body: { added: { added_later: 1 } } });
    expect(await counted()).toBe(1);
    await expect(scene.sql.app.query(insert, [book, idToBytes(newId()), 'two'])).rejects.toThrow('SEALED_BOOK');
    await digestAll();
    expect(await verdicts()).toEqual(['same', 'same']);
    await scene.sql.admin.query('DROP TRIGGER added_later_seal_delete');
    await scene.sql.admin.query('DELETE FROM added_later');
    expect((await verdicts()).toSorted()).toEqual(['differs', 'same']);
  });
});
