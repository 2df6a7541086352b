import type { Connection } from 'mysql2/promise';
import { SnapshotExpiry } from '../../src/books/expiry.service.js';
import { bookManifest, purgedTables } from '../../src/books/manifest.js';
import { SnapshotDigests } from '../../src/books/snapshot-digests.service.js';
import { SnapshotHolds } from '../../src/books/holds.service.js';
import type { AuditEventView } from '../../src/log/events/audit-reader.service.js';
import { systemActor, type StaffActor } from '../../src/platform/kernel/actor.js';
import { idToBytes, newId } from '../../src/platform/kernel/ids.js';
import { StaffAccounts } from '../../src/people/identity/staff.service.js';
import { AnyRow } from '../builders/any-row.js';
import { currentBook } from '../builders/books.js';
import { Client } from '../builders/client.js';
import type { CutLine, Fate } from '../setup/cut-line.js';
import { CutScene } from '../setup/cut-scene.js';
import { rows } from '../setup/sql.js';
import type { TestApp } from '../setup/test-app.js';

/** What the end of a snapshot leaves in the log: how much of what was deleted, and that nothing is left. */
describe('the purge of a snapshot', () => {
  const CONTACTS = 1_200;
  const TRIES_MAX = 1_000;
  let scene: CutScene;
  let line: CutLine;
  let world: TestApp;
  let sql: Connection;
  let owner: Client;

  beforeAll(async () => {
    scene = await CutScene.start('purge');
    ({ world, line, sql } = scene);
  });
  afterAll(() => scene.stop());
  beforeEach(async () => {
    owner = await Client.withBooks(world.url);
  });
  afterEach(() => {
    line.fate = () => 'arrives';
  });

  const purgeNext = () => world.app.get(SnapshotExpiry).purgeNext();
  const purgeAll = async () => {
    while (await purgeNext());
  };

  /** A snapshot with a row in every table, one of them with more than one batch; what it holds, by count name. */
  async function filledSnapshot(contacts = CONTACTS): Promise<{ id: string; held: Record<string, number> }> {
    const book = await currentBook(sql, owner.businessId);
    const anyRow = await AnyRow.by(sql);
    for (const { table } of purgedTables()) await anyRow.insert(table, { book_id: book });
    const many = Array.from({ length: contacts }, () => [book, idToBytes(newId()), 'customer', 'many', new Date()]);
    if (contacts > 0) await sql.query('INSERT INTO contacts (book_id, id, kind, name, created_at) VALUES ?', [many]);
    const held: Record<string, number> = {};
    for (const { table, countName } of bookManifest()) held[countName] = await countIn(table, book);
    return { id: ((await owner.reset()).body.snapshot as { id: string }).id, held };
  }

  async function countIn(table: string, book: Buffer): Promise<number> {
    const [found] = await rows<{ n: number }>(sql, `SELECT COUNT(*) AS n FROM ${table} WHERE book_id = ?`, [book]);
    return Number(found!.n);
  }

  const digestAll = async () => {
    while (await world.app.get(SnapshotDigests).digestNext());
  };
  const setBook = (id: string, change: object) => sql.query('UPDATE books SET ? WHERE id = ?', [change, idToBytes(id)]);
  const expire = async (id: string) => {
    await digestAll();
    await setBook(id, { expires_at: new Date(Date.now() - 1_000) });
  };
  const ofType = async (type: string): Promise<AuditEventView[]> => {
    const found = await rows<{ payload: Buffer }>(
      sql,
      'SELECT payload FROM audit_events WHERE subject = ? AND type = ? ORDER BY id DESC',
      [`business/${owner.businessId}`, type],
    );
    return found.map(({ payload }) => JSON.parse(payload.toString('utf8')) as AuditEventView);
  };

  test('ends in an event with the rows of every table, the digest, its switch, and that nothing is left', async () => {
    const { id, held } = await filledSnapshot();
    await expire(id);
    await purgeAll();
    const [purged, ...more] = await ofType('snapshot.purged');
    const [digested] = await ofType('snapshot.digested');
    const [reset] = await ofType('business.reset.completed');
    expect(more).toEqual([]);
    expect(purged!.data.actor).toMatchObject({ type: 'system', id: 'snapshot-expiry' });
    expect(purged!.data.details).toEqual({
      switch_event_id: reset!.id,
      sealed_at: digested!.data.details['sealed_at'],
      expires_at: expect.any(String),
      began_at: expect.any(String),
      ended_at: expect.any(String),
      was_digested: true,
      rows_deleted: held,
      rows_left: 0,
      tables_asked: purgedTables().length,
      rule: 'every-table-in-book',
      holds_lifted: 0,
    });
    expect(purged!.data.snapshot).toEqual({ id, digest: digested!.data.snapshot!.digest });
    expect(held).toEqual(digested!.data.snapshot!.counts);
    expect(held['contacts']).toBeGreaterThan(CONTACTS);
    for (const { table } of purgedTables()) expect(await countIn(table, idToBytes(id))).toBe(0);
  });

  test('says so when there never was a digest, and how many holds had been on it', async () => {
    const { id } = await filledSnapshot(0);
    const email = `${newId()}@example.test`;
    const staffId = await world.app.get(StaffAccounts).add(systemActor('test'), email, 'compliance', 'a long password');
    const actor: StaffActor = { type: 'staff', id: staffId, role: 'compliance', origin: { requestId: 'test' } };
    const holds = world.app.get(SnapshotHolds);
    const hold = await holds.place(actor, id, { reason: 'Why', ticket: 'M-1', idempotencyKey: newId() });
    await setBook(id, { digest_due_at: null, expires_at: new Date(Date.now() - 1_000) });
    await purgeAll();
    expect(await ofType('snapshot.purged')).toEqual([]);
    await holds.lift(actor, hold.holdId, { reason: 'Why not', ticket: 'M-1', idempotencyKey: newId() });
    await purgeAll();
    const [purged] = await ofType('snapshot.purged');
    expect(purged!.data.snapshot).toEqual({ id });
    expect(purged!.data.details).toMatchObject({ was_digested: false, holds_lifted: 1 });
  });

  test('does not call counted what an older version had begun to delete without counting', async () => {
    const { id } = await filledSnapshot(0);
    await expire(id);
    await setBook(id, { purging_at: new Date() });
    await purgeAll();
    const [purged] = await ofType('snapshot.purged');
    expect(purged!.data.details).not.toHaveProperty('rows_deleted');
    expect(purged!.data.details).toMatchObject({ rows_left: 0 });
  });

  test('counts each row once when several processes work on it at the same time', async () => {
    const { id, held } = await filledSnapshot();
    await expire(id);
    const purged = async () => ofType('snapshot.purged');
    while ((await purged()).length === 0) await Promise.all([purgeNext(), purgeNext(), purgeNext()]);
    await purgeAll();
    expect((await purged()).map(({ data }) => data.details['rows_deleted'])).toEqual([held]);
  });

  const isLeft = async () =>
    (await rows(sql, 'SELECT id FROM books WHERE purged_at IS NULL AND expires_at <= ?', [new Date()])).length > 0;

  /** Purges all there is, with the line breaking at the n-th statement of it; gives how many statements there were. */
  async function purgeCutAt(n: number, fate: Fate): Promise<number> {
    let [i, hasBegun] = [0, false];
    line.fate = (statement) => {
      hasBegun ||= statement.includes('FROM books') && statement.includes('SKIP LOCKED');
      return hasBegun && i++ === n ? fate : 'arrives';
    };
    // What was cut off is gone on with by whoever comes next, in the order that it finds.
    // A go that finds nothing may only have passed by a row which the server still holds for the connection that broke.
    let more = true;
    for (let tries = 0; more && tries < TRIES_MAX; tries++) {
      await purgeNext().catch(() => undefined);
      more = await isLeft();
    }
    // Or a test whose time is over would go on for ever, and its process with it.
    if (more) throw new Error(`The purge did not end in ${TRIES_MAX} goes.`);
    line.fate = () => 'arrives';
    return i;
  }

  test.each(['cut-before', 'cut-after'] as const)(
    'says once and rightly what was deleted, wherever the process is cut off from the database (%s)',
    async (fate) => {
      await expire((await filledSnapshot(0)).id);
      const statements = await purgeCutAt(-1, fate);
      expect(statements).toBeGreaterThan(100);
      for (let n = 0; n < statements; n += 8) {
        await owner.withContent();
        const { id, held } = await filledSnapshot(0);
        await expire(id);
        await purgeCutAt(n, fate);
        const purged = (await ofType('snapshot.purged')).filter(({ data }) => data.snapshot!.id === id);
        expect({ n, said: purged.map(({ data }) => data.details['rows_deleted']) }).toEqual({ n, said: [held] });
      }
    },
    240_000,
  );
});
