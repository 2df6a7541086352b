import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import '../../src/app.module.js';
import { AuditLog } from '../../src/log/events/audit-log.service.js';
import { digestBook } from '../../src/books/digest.js';
import { SnapshotExpiry } from '../../src/books/expiry.service.js';
import { bookManifest } from '../../src/books/manifest.js';
import { SnapshotDigests } from '../../src/books/snapshot-digests.service.js';
import { declaredTables } from '../../src/platform/database/tables.js';
import { later, MINUTE_MS, SECOND_MS, shiftClock } from '../../src/platform/kernel/clock.js';
import { bytesToId, idToBytes, newId, type BookId } from '../../src/platform/kernel/ids.js';
import { AnyRow, type Row } from '../builders/any-row.js';
import { contentOf, currentBook } from '../builders/books.js';
import { Client } from '../builders/client.js';
import { smallFec } from '../builders/fec.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

describe('snapshots', () => {
  let scene: Scene;
  let owner: Client;

  beforeAll(async () => {
    scene = await Scene.start('snapshots');
  });
  afterAll(() => scene.stop());
  beforeEach(async () => {
    owner = await Client.withBooks(scene.url);
  });

  const expiry = () => scene.world.app.get(SnapshotExpiry);
  const digestAll = async () => {
    while (await scene.world.app.get(SnapshotDigests).digestNext());
  };
  const purgeAll = async () => {
    let steps = 0;
    while (await expiry().purgeNext()) steps += 1;
    return steps;
  };
  const snapshotOf = async (client = owner) => ((await client.reset()).body.snapshot as { id: string }).id;
  /** Past its date, which is long after its digest was computed: without one it is not purged. */
  const expire = async (id: string) => {
    await digestAll();
    await scene.sql.admin.query('UPDATE books SET expires_at = ? WHERE id = ?', [
      new Date(Date.now() - 1_000),
      idToBytes(id),
    ]);
  };
  const bookRow = async (id: string) =>
    (await rows<Record<string, unknown>>(scene.sql.admin, 'SELECT * FROM books WHERE id = ?', [idToBytes(id)]))[0]!;

  /** One row in every table, and so many contacts that they take several batches. */
  async function fill(book: Buffer, contacts = 0): Promise<void> {
    const anyRow = await AnyRow.by(scene.sql.owner);
    for (const { table } of bookManifest()) await anyRow.insert(table, { book_id: book });
    const many = Array.from({ length: contacts }, () => [
      book,
      idToBytes(newId()),
      'customer',
      'one of many',
      new Date(),
    ]);
    if (contacts > 0) {
      await scene.sql.app.query('INSERT INTO contacts (book_id, id, kind, name, created_at) VALUES ?', [many]);
    }
  }

  async function rowsIn(book: Buffer): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { table } of bookManifest()) {
      const [found] = await rows<{ n: number }>(
        scene.sql.admin,
        `SELECT COUNT(*) AS n FROM ${table} WHERE book_id = ?`,
        [book],
      );
      counts[table] = Number(found!.n);
    }
    return counts;
  }

  describe('an expired one', () => {
    test('is purged in batches, from every table; its tombstone and an event stay', async () => {
      const book = await currentBook(scene.sql.admin, owner.businessId);
      await fill(book, 2_500);
      const id = await snapshotOf();
      await digestAll();
      const { digest } = await bookRow(id);
      const kept = await contentOf(scene.dataSource, await currentBook(scene.sql.admin, owner.businessId));
      await expire(id);

      expect(await purgeAll()).toBeGreaterThan(bookManifest().length);
      expect(Object.values(await rowsIn(book)).every((n) => n === 0)).toBe(true);
      expect(await bookRow(id)).toMatchObject({ purged_at: expect.any(Date), sealed_at: expect.any(Date), digest });
      expect(await contentOf(scene.dataSource, await currentBook(scene.sql.admin, owner.businessId))).toBe(kept);
      const purged = (await owner.events()).filter(({ type }) => type === 'snapshot.purged');
      expect(purged).toHaveLength(1);
      expect(purged[0]!.data).toMatchObject({
        actor: { type: 'system' },
        snapshot: { id, digest: `sha256:${(digest as Buffer).toString('hex')}` },
      });
    });

    test('cannot be restored or looked at, before its purge, in the middle of it and after', async () => {
      await fill(await currentBook(scene.sql.admin, owner.businessId));
      const id = await snapshotOf();
      await expire(id);
      const refused = async () => {
        for (const answer of [await owner.restore(), await owner.restore({ snapshotId: id })]) {
          expect(answer).toMatchObject({ status: 410, body: { code: 'SNAPSHOT_EXPIRED' } });
        }
        expect((await owner.get(owner.of(`/snapshots/${id}/counts`))).status).toBe(410);
        const { body } = await owner.get<{ id: string; state: string }[]>(owner.of('/snapshots'));
        expect(body).toMatchObject([{ id, state: 'expired' }]);
      };
      await refused();
      expect(await expiry().purgeNext()).toBe(true);
      await refused();
      await purgeAll();
      await refused();
    });

    test('is purged once by many processes at the same time', async () => {
      await fill(await currentBook(scene.sql.admin, owner.businessId), 1_200);
      await expire(await snapshotOf());
      await Promise.all([purgeAll(), purgeAll(), purgeAll(), purgeAll()]);
      expect((await owner.events()).filter(({ type }) => type === 'snapshot.purged')).toHaveLength(1);
    });

    test('is purged after a fault of the database: what failed once is asked again', async () => {
      await fill(await currentBook(scene.sql.admin, owner.businessId));
      await expire(await snapshotOf());
      const fresh = new SnapshotExpiry(scene.dataSource, scene.world.app.get(AuditLog));
      const { manager } = scene.dataSource;
      const query = manager.query.bind(manager);
      manager.query = () => Promise.reject(new Error('the connection broke'));
      await expect(fresh.purgeNext()).rejects.toThrow('the connection broke');
      manager.query = query;
      while (await fresh.purgeNext());
      expect((await owner.events()).filter(({ type }) => type === 'snapshot.purged')).toHaveLength(1);
    });

    test('does not stand in the way of purging others', async () => {
      const other = await Client.withBooks(scene.url);
      const ids = [await snapshotOf(), await snapshotOf(other)];
      await owner.withContent();
      ids.push(await snapshotOf());
      for (const id of ids) await expire(id);
      await purgeAll();
      for (const id of ids) expect((await bookRow(id)).purged_at).not.toBeNull();
    });

    test('never opens again, whoever tries by SQL', async () => {
      const id = await snapshotOf();
      await expire(id);
      await purgeAll();
      for (const user of ['app', 'owner', 'admin'] as const) {
        for (const change of [
          'sealed_at = NULL',
          'purging_at = NULL, purged_at = NULL',
          'sealed_at = NULL, purging_at = NULL',
        ]) {
          await expect(
            scene.sql[user].query(`UPDATE books SET ${change} WHERE id = ?`, [idToBytes(id)]),
          ).rejects.toThrow('IMMUTABLE');
        }
        await expect(scene.sql[user].query('DELETE FROM books WHERE id = ?', [idToBytes(id)])).rejects.toThrow(
          'IMMUTABLE',
        );
      }
    });
  });

  describe('one that is kept', () => {
    test('is not purged by the job', async () => {
      const id = await snapshotOf();
      await purgeAll();
      expect(await bookRow(id)).toMatchObject({ purging_at: null, purged_at: null });
      expect((await owner.restore()).status).toBe(201);
    });

    test.each(['app', 'owner', 'admin'] as const)('cannot be purged by %s with SQL', async (user) => {
      await fill(await currentBook(scene.sql.admin, owner.businessId));
      const id = await snapshotOf();
      const sql = scene.sql[user];
      for (const at of ['NOW(6)', "'2999-01-01'", "'2000-01-01'"]) {
        await expect(sql.query(`UPDATE books SET purging_at = ${at} WHERE id = ?`, [idToBytes(id)])).rejects.toThrow(
          'IMMUTABLE',
        );
      }
      await sql.query("SET time_zone = '+13:00', timestamp = 32503680000").catch(() => undefined);
      await expect(sql.query('UPDATE books SET purging_at = NOW(6) WHERE id = ?', [idToBytes(id)])).rejects.toThrow(
        'IMMUTABLE',
      );
      await sql.query('SET time_zone = DEFAULT, timestamp = DEFAULT');
      await expect(sql.query('DELETE FROM contacts WHERE book_id = ?', [idToBytes(id)])).rejects.toThrow('SEALED_BOOK');
    });

    test('nor an open book', async () => {
      const open = await currentBook(scene.sql.admin, owner.businessId);
      const purge = scene.sql.owner.query(
        "UPDATE books SET purging_at = NOW(6), expires_at = '2000-01-01' WHERE id = ?",
        [open],
      );
      await expect(purge).rejects.toThrow('IMMUTABLE');
    });

    test('is digested by one of many processes, and by another when that one died', async () => {
      await digestAll();
      const id = await snapshotOf();
      const digests = scene.world.app.get(SnapshotDigests);
      const atOnce = await Promise.all([1, 2, 3, 4].map(() => digests.digestNext()));
      expect(atOnce.filter(Boolean)).toHaveLength(1);
      expect((await bookRow(id)).digest).not.toBeNull();
      const second = await snapshotOf(await Client.withBooks(scene.url));
      // As one that died leaves it: claimed for two minutes, and not renewed.
      const claimed = 'UPDATE books SET digest_due_at = ? WHERE id = ?';
      await scene.sql.admin.query(claimed, [later(2 * MINUTE_MS), idToBytes(second)]);
      expect(await digests.digestNext()).toBe(false);
      shiftClock(2 * MINUTE_MS + SECOND_MS);
      try {
        expect(await digests.digestNext()).toBe(true);
      } finally {
        shiftClock(0);
      }
      expect((await bookRow(second)).digest).not.toBeNull();
      expect((await owner.events()).filter(({ type }) => type === 'snapshot.digested')).toHaveLength(1);
    });

    test('has a digest that reads each line once, however long the book is', async () => {
      await owner.import(Buffer.from(smallFec('Long', 4_000)));
      const book = await currentBook(scene.sql.admin, owner.businessId);
      const runner = scene.world.app.get(DataSource).createQueryRunner();
      try {
        const rowsRead = async () => {
          const [found] = (await runner.query("SHOW SESSION STATUS LIKE 'Handler_read_next'")) as { Value: string }[];
          return Number(found!.Value);
        };
        const before = await rowsRead();
        const { counts } = await digestBook(runner.manager, bytesToId<BookId>(book));
        expect(counts.journalLines).toBe(8_000);
        const held = Object.values(counts).reduce((sum, count) => sum + count, 0);
        expect((await rowsRead()) - before).toBeLessThan(held * 1.2);
      } finally {
        await runner.release();
      }
    });

    test('whose reading ends with what ended it, and nothing else, though the next page is on its way and is lost', async () => {
      await owner.import(Buffer.from(smallFec('Long', 4_000)));
      const book = await currentBook(scene.sql.admin, owner.businessId);
      const runner = scene.dataSource.createQueryRunner();
      const lost: unknown[] = [];
      const note = (error: unknown) => lost.push(error);
      process.on('unhandledRejection', note);
      try {
        const [{ id }] = (await runner.query('SELECT CONNECTION_ID() AS id')) as [{ id: number }];
        const reading = digestBook(runner.manager, bytesToId<BookId>(book), async (soFar) => {
          // The first page of the lines, of which there are two.
          if (soFar < 5_000) return;
          await scene.sql.admin.query(`KILL ${Number(id)}`);
          await sleep(50);
          throw new Error('ended');
        });
        await expect(reading).rejects.toThrow('ended');
        expect(lost).toEqual([]);
      } finally {
        process.off('unhandledRejection', note);
        await runner.release();
      }
    });

    test('has a digest that holds for its content, restored or not', async () => {
      await fill(await currentBook(scene.sql.admin, owner.businessId), 10);
      const id = await snapshotOf();
      await digestAll();
      const stored = ((await bookRow(id)).digest as Buffer).toString('hex');
      expect(await contentOf(scene.dataSource, id)).toBe(stored);
      expect((await owner.restore()).status).toBe(201);
      expect(await contentOf(scene.dataSource, id)).toBe(stored);
    });

    test.each(bookManifest())('whose digest tells of every change in $table', async ({ table, key }) => {
      const book = await currentBook(scene.sql.admin, owner.businessId);
      await fill(book);
      const content = () => contentOf(scene.dataSource, book);
      const before = await content();
      const anyRow = await AnyRow.by(scene.sql.owner);
      const [row] = await rows<Row>(scene.sql.admin, `SELECT * FROM ${table} WHERE book_id = ? LIMIT 1`, [book]);
      const update = (change: Row) =>
        scene.sql.app.query(`UPDATE ${table} SET ? WHERE ${key.map((column) => `${column} = ?`).join(' AND ')}`, [
          change,
          ...key.map((column) => row![column]),
        ]);
      for (const change of anyRow.changes(table, key)) {
        const [column] = Object.keys(change) as [string];
        await update(change);
        expect({ column, content: await content() }).not.toEqual({ column, content: before });
        await update({ [column]: row![column] });
        expect({ column, content: await content() }).toEqual({ column, content: before });
      }
      await anyRow.insert(table, { book_id: book });
      expect(await content()).not.toBe(before);
    });
  });

  describe('what a reset and a restore keep', () => {
    /** The pointer and the books are what a switch changes; everything else declared kept stays to the last byte. */
    const CHANGED = ['books', 'book_switches', 'businesses'];

    async function keptContent(): Promise<Record<string, unknown[]>> {
      const content: Record<string, unknown[]> = {};
      for (const table of [...declaredTables('kept'), 'sessions'].filter((name) => !CHANGED.includes(name))) {
        content[table] = (await rows(scene.sql.admin, `SELECT * FROM ${table} ORDER BY 1, 2`)).map((row) =>
          JSON.stringify(row),
        );
      }
      content.businesses = (
        await rows<Record<string, unknown>>(scene.sql.admin, 'SELECT * FROM businesses ORDER BY id')
      ).map(({ current_book_id: _, ...rest }) => JSON.stringify(rest));
      return content;
    }

    test('users, memberships, billing, feeds, sessions and whatever else is declared kept', async () => {
      await owner.invite('owner');
      await owner.invite('accountant');
      const { id } = await owner.connectFeed();
      await owner.disconnectFeed(id);
      const before = await keptContent();
      expect((await owner.reset()).status).toBe(201);
      expect(await keptContent()).toEqual(before);
      expect((await owner.restore()).status).toBe(201);
      expect(await keptContent()).toEqual(before);
    });

    test('the end of the trial', async () => {
      const trial = async () => (await owner.get<{ plan: unknown }>(owner.of(''))).body.plan;
      const before = await trial();
      await owner.reset();
      await owner.withContent();
      await owner.reset();
      await owner.restore();
      expect(await trial()).toEqual(before);
    });

    test('document numbers: they go on after a reset and after a restore', async () => {
      const invoice = async () => {
        const contact = await owner.post<{ id: string }>(owner.of('/contacts'), { name: 'Customer' });
        const lines = [{ description: 'Work', unitPrice: '10.00' }];
        const made = await owner.post<{ number: string }>(owner.of('/invoices'), { contactId: contact.body.id, lines });
        return made.body.number;
      };
      const entry = async () => {
        const lines = [
          { account: '1000', debit: '5.00' },
          { account: '4000', credit: '5.00' },
        ];
        return (await owner.post<{ number: string }>(owner.of('/journal-entries'), { date: '2026-01-31', lines })).body
          .number;
      };
      const numbers: string[][] = [];
      numbers.push([await invoice(), await entry()]);
      await owner.reset();
      numbers.push([await invoice(), await entry()]);
      await owner.restore();
      numbers.push([await invoice(), await entry()]);
      expect(new Set(numbers.flat()).size).toBe(6);
      expect(numbers.map(([number]) => Number(/\d+$/.exec(number!)![0]))).toEqual([1, 2, 3]);
      expect(numbers.map(([, number]) => Number(/\d+$/.exec(number!)![0]))).toEqual([1, 2, 3]);
    });
  });

  test('after a reset the business looks as on the day of sign-up', async () => {
    await owner.reset();
    const fresh = await owner.counts();
    await fill(await currentBook(scene.sql.admin, owner.businessId), 20);
    expect(await owner.counts()).not.toEqual(fresh);
    await owner.reset();
    expect(await owner.counts()).toEqual(fresh);
    expect(bytesToId(await currentBook(scene.sql.admin, owner.businessId))).toHaveLength(36);
  });
});
