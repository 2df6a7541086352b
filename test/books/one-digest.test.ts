import type { DataSource, EntityManager } from 'typeorm';
import { bookManifest } from '../../src/books/manifest.js';
import { SnapshotDigests } from '../../src/books/snapshot-digests.service.js';
import { AuditLog } from '../../src/log/events/audit-log.service.js';
import { MINUTE_MS, shiftClock } from '../../src/platform/kernel/clock.js';
import { idToBytes } from '../../src/platform/kernel/ids.js';
import { Client } from '../builders/client.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';
import { until } from '../setup/until.js';

/** Several processes look for snapshots that wait for their digest: each is read by one of them, and said once. */
describe('the digest of a snapshot', () => {
  let scene: Scene;
  let owner: Client;
  let snapshot: Buffer;

  beforeAll(async () => {
    scene = await Scene.start('one-digest');
  });
  afterAll(() => scene.stop());
  beforeEach(async () => {
    owner = await Client.withBooks(scene.url);
    const { body } = await owner.reset();
    snapshot = idToBytes((body.snapshot as { id: string }).id);
  });
  afterEach(() => shiftClock(0));

  const digestNext = () => scene.world.app.get(SnapshotDigests).digestNext();
  /** A process of its own that reads for real, but stands still at the last table until it may go on. */
  const readWithHalt = () => {
    let goOn = () => undefined as void;
    const halt = new Promise<void>((resolve) => (goOn = resolve));
    const { manager } = scene.dataSource;
    const query = async (sql: string, parameters?: unknown[]): Promise<unknown> => {
      if (sql.includes(`FROM ${bookManifest().at(-1)!.table}`)) await halt;
      return manager.query(sql, parameters);
    };
    const halting = Object.create(manager, { query: { value: query } }) as EntityManager;
    const dataSource = Object.create(scene.dataSource, { manager: { value: halting } }) as DataSource;
    const reading = new SnapshotDigests(dataSource, scene.world.app.get(AuditLog)).digestNext();
    return { reading, goOn };
  };
  const said = async () => (await owner.events()).filter(({ type }) => type === 'snapshot.digested').length;
  const isClaimed = async () => {
    const [row] = await rows<{ due: Date }>(scene.sql.admin, 'SELECT digest_due_at AS due FROM books WHERE id = ?', [
      snapshot,
    ]);
    return row!.due.getTime() > Date.now() + MINUTE_MS;
  };

  test('is nobody else’s to read while one process reads it', async () => {
    const { reading, goOn } = readWithHalt();
    await until('the claim', isClaimed);
    expect(await digestNext()).toBe(false);
    goOn();
    expect(await reading).toBe(true);
    expect(await digestNext()).toBe(false);
    expect(await said()).toBe(1);
  });

  test('is read again by another process when the one that read it has not been heard of for two minutes', async () => {
    const lease = new Date(Date.now() + 2 * MINUTE_MS);
    await scene.sql.admin.query('UPDATE books SET digest_due_at = ? WHERE id = ?', [lease, snapshot]);
    expect(await digestNext()).toBe(false);
    shiftClock(2 * MINUTE_MS);
    expect(await digestNext()).toBe(true);
    expect(await said()).toBe(1);
  });

  test('is said by nobody when a restore, which does not wait for the reading, has opened the books meanwhile', async () => {
    const { reading, goOn } = readWithHalt();
    await until('the claim', isClaimed);
    expect((await owner.restore()).status).toBe(201);
    goOn();
    expect(await reading).toBe(true);
    expect(await said()).toBe(0);
    const [row] = await rows<{ digest: Buffer | null }>(scene.sql.admin, 'SELECT digest FROM books WHERE id = ?', [
      snapshot,
    ]);
    expect(row!.digest).toBeNull();
  });

  test('of several snapshots is said once for each, however many processes look for them at once', async () => {
    const others = await Promise.all([1, 2, 3].map(() => Client.withBooks(scene.url)));
    for (const other of others) expect((await other.reset()).status).toBe(201);
    const all = async () => {
      while (await digestNext());
    };
    await Promise.all([all(), all(), all(), all()]);
    const counted = await rows<{ times: number }>(
      scene.sql.admin,
      "SELECT COUNT(*) AS times FROM audit_events WHERE type = 'snapshot.digested' AND subject IN (?) GROUP BY subject",
      [[owner, ...others].map(({ businessId }) => `business/${businessId}`)],
    );
    expect(counted.map(({ times }) => Number(times))).toEqual([1, 1, 1, 1]);
  });
});
