import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SnapshotDigests } from '../../src/books/snapshot-digests.service.js';
import { SnapshotExpiry } from '../../src/books/expiry.service.js';
import { bookManifest } from '../../src/books/manifest.js';
import { PackDeletion } from '../../src/packs/pack-deletion.service.js';
import { PackMaker } from '../../src/packs/pack-maker.service.js';
import { idToBytes } from '../../src/platform/kernel/ids.js';
import { Client, LEDGER_PATH } from '../builders/client.js';
import { smallFec } from '../builders/fec.js';
import { readPdf } from '../builders/pdf-text.js';
import { unpacked, type Pack } from '../builders/packs.js';
import { paidInvoice, sendInvoice } from '../builders/payments.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

/** Everything of a book as one file: asked for, made by a job, kept with the book. */
describe('a pack', () => {
  let scene: Scene;
  let owner: Client;
  let folder: string;

  beforeAll(async () => {
    scene = await Scene.start('packs');
    folder = mkdtempSync(join(tmpdir(), 'ardoise-packs-'));
  });
  afterAll(async () => {
    await scene.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const maker = () => scene.world.app.get(PackMaker);
  const makeAll = async () => {
    while (await maker().makeNext());
  };
  const ask = (client = owner, more: object = {}) => client.post<Pack>(client.of('/packs'), more);
  const look = async (id: string, client = owner) => (await client.get<Pack>(client.of(`/packs/${id}`))).body;
  async function made(client = owner, more: object = {}): Promise<Pack> {
    const asked = await ask(client, more);
    expect(asked.status).toBe(202);
    await makeAll();
    const pack = await look(asked.body.id, client);
    expect(pack.state).toBe('made');
    return pack;
  }

  describe('of open books', () => {
    let pack: Pack;
    let files: string;

    beforeAll(async () => {
      owner = await Client.signUp(scene.url, { locale: 'en', businessName: 'Atelier Zoé & Cie' });
      await owner.import(readFileSync(LEDGER_PATH));
      await owner.post(owner.of('/contacts'), { name: '=SUM(A1)', email: 'a@example.test' });
      await owner.post(owner.of('/products'), { name: 'Bread', unitPrice: '6.50' });
      await sendInvoice(owner);
      pack = await made();
      files = await unpacked(owner, pack, folder);
    }, 120_000);

    const read = (path: string) => readFileSync(join(files, path), 'utf8');

    test('is a zip of which sha256sum accepts every file, and lists every file', () => {
      const said = execFileSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: files, encoding: 'utf8' });
      const checked = said.trim().split('\n');
      expect(checked.filter((line) => !line.endsWith(': OK'))).toEqual([]);
      const there = readdirSync(files, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      expect(checked).toHaveLength(there.length - 1);
      expect(pack.file!.files).toBe(there.length);
    });

    test('has each report as PDF and CSV, the ledger to the cent', () => {
      expect(readdirSync(join(files, 'reports')).sort()).toEqual(
        [
          'aged-receivables',
          'balance-sheet',
          'gst-qst-return',
          'journal',
          'ledger',
          'profit-and-loss',
          'trial-balance',
        ].flatMap((name) => [`${name}.csv`, `${name}.pdf`]),
      );
      expect(read('reports/trial-balance.csv')).toContain('Account,Name,Debit,Credit');
      const { text } = readPdf(readFileSync(join(files, 'reports/trial-balance.pdf')));
      expect(text).toContain('Atelier Zoé & Cie');
      expect(text).toContain('Trial balance');
    });

    test('has a FEC file that can be imported, and gives the same balances', async () => {
      const other = await Client.signUp(scene.url);
      const fec = readdirSync(join(files, 'fec'))[0]!;
      expect((await other.import(readFileSync(join(files, 'fec', fec)))).status).toBe(201);
      const totals = async (client: Client) =>
        (await client.get<{ totals: object }>(client.of('/trial-balance'))).body.totals;
      expect(await totals(other)).toEqual(await totals(owner));
    });

    test('has the lists with headings in the language of whoever asked, in which nothing is a formula', () => {
      expect(read('lists/contacts.csv')).toContain('Name,Kind,Number,E-mail,Phone,Address');
      expect(read('lists/contacts.csv')).toContain("'=SUM(A1),Customer");
      expect(read('lists/products.csv')).toContain('Bread,,6.50,,');
      expect(read('lists/unpaid-invoices.csv').trim().split('\r\n')).toHaveLength(2);
      expect(read('lists/payments-to-record.csv')).toContain('Reference,Received (UTC),Amount');
      expect(read('README.txt')).toContain('sha256sum -c SHA256SUMS');
    });

    test('has every table of the books, with as many rows as are counted', () => {
      expect(readdirSync(join(files, 'tables')).sort()).toEqual(bookManifest().map(({ table }) => `${table}.csv`));
      const { counts } = JSON.parse(read('book.json')) as { counts: Record<string, number> };
      expect(counts).toEqual(pack.file!.counts);
      for (const { table, countName } of bookManifest()) {
        expect({ table, rows: read(`tables/${table}.csv`).trimEnd().split('\r\n').length - 1 }).toEqual({
          table,
          rows: counts[countName],
        });
      }
    });

    test('is in the log with its digest, by whom it was asked for and that it left', async () => {
      const events = (await owner.events()).filter(({ type }) => type.startsWith('books.')).toReversed();
      expect(events.map(({ type }) => type)).toEqual([
        'books.imported',
        'books.pack-requested',
        'books.packed',
        'books.exported',
      ]);
      const packed = events[2]!.data as unknown as { operation_id: string; details: Record<string, unknown> };
      expect(packed).toMatchObject({
        operation_id: pack.id,
        details: {
          sha256: pack.file!.digest.replace('sha256:', ''),
          bytes: pack.file!.bytes,
          asked_by: await owner.userId(),
        },
      });
    });
  });

  test('is replaced by the next one', async () => {
    owner = await Client.withBooks(scene.url);
    await made();
    const next = await made();
    const { items } = (await owner.get<{ items: Pack[] }>(owner.of('/packs'))).body;
    expect(items.map(({ id }) => id)).toEqual([next.id]);
  });

  test('is one at a time in a business: whoever asks meanwhile gets the same', async () => {
    owner = await Client.withBooks(scene.url);
    const { body: reset } = await owner.reset();
    await owner.withContent();
    const [one, two] = await Promise.all([ask(), ask()]);
    expect([one.status, two.status]).toEqual([202, 202]);
    expect(one.body.id).toBe(two.body.id);
    const other = await ask(owner, { snapshotId: (reset.snapshot as { id: string }).id });
    expect(other).toMatchObject({ status: 409, body: { code: 'REQUEST_IN_PROGRESS' } });
    expect((await owner.get(owner.of(`/packs/${one.body.id}/file`))).body).toMatchObject({ code: 'INVALID_STATE' });
    await makeAll();
    expect((await look(one.body.id)).state).toBe('made');
  });

  test('is of one moment, while others go on writing and nobody waits', async () => {
    owner = await Client.withBooks(scene.url);
    await owner.import(smallFec('during', 300));
    const asked = await ask();
    let isOver = false;
    const making = makeAll().finally(() => {
      isOver = true;
    });
    let written = 0;
    while (!isOver) {
      expect((await owner.post(owner.of('/contacts'), { name: `During ${written}` })).status).toBe(201);
      written += 1;
    }
    await making;
    expect(written).toBeGreaterThan(1);
    const pack = await look(asked.body.id);
    const files = await unpacked(owner, pack, folder);
    const linesOf = (path: string) => readFileSync(join(files, path), 'utf8').trimEnd().split('\r\n').length - 1;
    const { contacts } = pack.file!.counts;
    expect(linesOf('tables/contacts.csv')).toBe(contacts);
    expect(linesOf('lists/contacts.csv')).toBe(contacts);
    expect((await owner.counts()).contacts).toBeGreaterThan(contacts!);
  }, 120_000);

  test('stays with its books when they are sealed, for those who may look at them, and goes with them', async () => {
    owner = await Client.withBooks(scene.url);
    const bookkeeper = await owner.invite('bookkeeper');
    const accountant = await owner.invite('accountant');
    const pack = await made(bookkeeper);
    const { body } = await owner.reset();
    const snapshotId = (body.snapshot as { id: string }).id;
    expect(pack.bookId).toBe(snapshotId);
    expect((await owner.get<{ items: Pack[] }>(owner.of('/packs'))).body.items).toEqual([]);
    const ofSnapshot = owner.of(`/packs?snapshotId=${snapshotId}`);
    expect((await accountant.get<{ items: Pack[] }>(ofSnapshot)).body.items.map(({ id }) => id)).toEqual([pack.id]);
    await unpacked(accountant, pack, folder);
    for (const path of [`/packs/${pack.id}`, `/packs/${pack.id}/file`, `/packs?snapshotId=${snapshotId}`]) {
      expect(await bookkeeper.get(owner.of(path))).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    }
    expect(await ask(bookkeeper, { snapshotId })).toMatchObject({ status: 403 });
    // Nor does its own time end it, which is that of open books.
    await scene.sql.app.query('UPDATE book_packs SET due_at = ? WHERE id = ?', [new Date(0), idToBytes(pack.id)]);
    await deleteAll();
    expect((await look(pack.id)).state).toBe('made');

    while (await scene.world.app.get(SnapshotDigests).digestNext());
    await scene.sql.app.query('UPDATE books SET expires_at = ? WHERE id = ?', [
      new Date(Date.now() - 1_000),
      idToBytes(snapshotId),
    ]);
    expect(await owner.get(owner.of(`/packs/${pack.id}`))).toMatchObject({ body: { code: 'SNAPSHOT_EXPIRED' } });
    while (await scene.world.app.get(SnapshotExpiry).purgeNext());
    expect(await leftOf(pack.id)).toEqual({ packs: 0, parts: 0 });
    expect(await owner.get(owner.of(`/packs/${pack.id}`))).toMatchObject({ status: 404 });
  });

  test('of a snapshot is asked for later too, with its digest, and without payments of the open books', async () => {
    owner = await Client.withBooks(scene.url, { locale: 'fr' });
    await paidInvoice(owner);
    const { body } = await owner.reset();
    while (await scene.world.app.get(SnapshotDigests).digestNext());
    const snapshotId = (body.snapshot as { id: string }).id;
    const pack = await made(owner, { snapshotId });
    const files = await unpacked(owner, pack, folder);
    const readme = readFileSync(join(files, 'README.txt'), 'utf8');
    expect(readme).toContain(snapshotId);
    expect(readme).toMatch(/Empreinte de l’instantané : sha256:[0-9a-f]{64}/);
    expect(readdirSync(join(files, 'listes'))).not.toContain('paiements-a-enregistrer.csv');
    expect(readdirSync(join(files, 'rapports'))).toContain('grand-livre.pdf');
  });

  test('is begun anew when the process that made it is gone, and has nothing of the first beginning', async () => {
    owner = await Client.withBooks(scene.url);
    const { body } = await ask();
    // What a process leaves that was killed in the middle: its beginning, a part, and a lease.
    await scene.sql.app.query('UPDATE book_packs SET attempts = 1, due_at = ? WHERE id = ?', [
      new Date(Date.now() + 3_600_000),
      idToBytes(body.id),
    ]);
    await scene.sql.app.query('INSERT INTO book_pack_parts (pack_id, attempt, part_no, content) VALUES (?, 1, 1, ?)', [
      idToBytes(body.id),
      Buffer.from('half of'),
    ]);
    expect(await maker().makeNext()).toBe(false);
    await scene.sql.app.query('UPDATE book_packs SET due_at = ? WHERE id = ?', [new Date(0), idToBytes(body.id)]);
    await makeAll();
    const pack = await look(body.id);
    await unpacked(owner, pack, folder);
    expect(
      await rows(scene.sql.app, 'SELECT DISTINCT attempt FROM book_pack_parts WHERE pack_id = ?', [idToBytes(body.id)]),
    ).toEqual([{ attempt: 2 }]);
  });

  async function leftOf(id: string): Promise<{ packs: number; parts: number }> {
    const count = async (table: string, column: string) =>
      Number(
        (
          await rows<{ n: number }>(scene.sql.app, `SELECT COUNT(*) AS n FROM ${table} WHERE ${column} = ?`, [
            idToBytes(id),
          ])
        )[0]!.n,
      );
    return { packs: await count('book_packs', 'id'), parts: await count('book_pack_parts', 'pack_id') };
  }

  async function deleteAll(): Promise<void> {
    while (await scene.world.app.get(PackDeletion).deleteNext());
  }

  test('its digest is that of the bytes that are sent', async () => {
    owner = await Client.withBooks(scene.url);
    const pack = await made();
    const response = await fetch(`${scene.url}/api/v1${owner.of(`/packs/${pack.id}/file`)}`, {
      headers: { Authorization: `Bearer ${owner.token}` },
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const digest = createHash('sha256').update(bytes).digest();
    expect(`sha256:${digest.toString('hex')}`).toBe(pack.file!.digest);
    expect(response.headers.get('repr-digest')).toBe(`sha-256=:${digest.toString('base64')}:`);
    expect(Number(response.headers.get('content-length'))).toBe(bytes.length);
  });
});
