import type { Connection } from 'mysql2/promise';
import type { Socket } from 'node:net';
import { inTransaction, select, selectOne, write, type Tx } from '../../src/platform/database/transaction.js';
import { AppError } from '../../src/platform/kernel/app-error.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';
import { until, untilWaiting } from '../setup/until.js';

/** Invariant 9: a deadlock or lock timeout reruns the whole unit of work, a bounded number of times; nothing else does. */
describe('a transaction', () => {
  let scene: Scene;
  let holder: Connection;

  beforeAll(async () => {
    scene = await Scene.start('transactions');
    await scene.sql.owner.query('CREATE TABLE tallies (id INT PRIMARY KEY, n INT NOT NULL) ENGINE=InnoDB');
    await scene.sql.owner.query('INSERT INTO tallies VALUES (1, 0), (2, 0)');
    const [who] = await rows<{ account: string }>(scene.sql.app, 'SELECT CURRENT_USER() AS account');
    await scene.sql.owner.query(`GRANT SELECT, INSERT, UPDATE ON tallies TO '${who!.account.replace('@', "'@'")}'`);
  });
  afterAll(() => scene.stop());
  beforeEach(async () => {
    await scene.sql.owner.query('UPDATE tallies SET n = 0');
    holder = await scene.connect('admin');
  });
  afterEach(() => holder.destroy());

  const add = (tx: Tx, id: number) => write(tx, 'UPDATE tallies SET n = n + 1 WHERE id = ?', [id]);
  const tallies = async () =>
    (await rows<{ n: number }>(scene.sql.owner, 'SELECT n FROM tallies ORDER BY id')).map(({ n }) => n);

  /** Nothing that the server says from here on arrives, and once it has committed, the connection breaks. */
  function loseTheAnswerToCommit(tx: Tx): void {
    const { stream } = (tx.queryRunner as unknown as { databaseConnection: { stream: Socket } }).databaseConnection;
    stream.pause();
    void until('the server has committed', async () => (await tallies())[0] === 1).then(() => stream.destroy());
  }

  test('that deadlocks with another is run again as a whole, and both are done', async () => {
    let attempts = 0;
    let arrived = 0;
    let letGo: () => void;
    const bothHoldOne = new Promise<void>((done) => (letGo = done));
    const unit = (first: number, second: number) =>
      inTransaction(scene.dataSource, async (tx) => {
        attempts += 1;
        await add(tx, first);
        arrived += 1;
        if (arrived === 2) letGo();
        await bothHoldOne;
        await add(tx, second);
      });
    await Promise.all([unit(1, 2), unit(2, 1)]);
    expect(attempts).toBe(3);
    expect(await tallies()).toEqual([2, 2]);
  });

  test('that waits too long for a lock is run again as a whole, when its caller wants that', async () => {
    await holder.query('START TRANSACTION');
    await holder.query('UPDATE tallies SET n = n + 10 WHERE id = 2');
    let attempts = 0;
    await inTransaction(
      scene.dataSource,
      async (tx) => {
        attempts += 1;
        if (attempts === 2) await holder.query('COMMIT');
        await add(tx, 1);
        await add(tx, 2);
      },
      { lockWaitSecondsMax: 1 },
    );
    expect(attempts).toBe(2);
    expect(await tallies()).toEqual([1, 11]);
  });

  test('that waits too long is not run again when its caller does not want that', async () => {
    await holder.query('START TRANSACTION');
    await holder.query('UPDATE tallies SET n = n + 10 WHERE id = 2');
    let attempts = 0;
    const unit = inTransaction(
      scene.dataSource,
      async (tx) => {
        attempts += 1;
        await add(tx, 1);
        await add(tx, 2);
      },
      { lockWaitSecondsMax: 1, rerunOnLockTimeout: false },
    );
    await expect(unit).rejects.toMatchObject({ errno: 1205 });
    await holder.query('ROLLBACK');
    expect(attempts).toBe(1);
    expect(await tallies()).toEqual([0, 0]);
  });

  test.each([1213, 1205])('is not run again for ever (%i)', async (errno) => {
    let attempts = 0;
    const unit = inTransaction(scene.dataSource, async (tx) => {
      attempts += 1;
      await add(tx, 1);
      throw Object.assign(new Error('as the driver says it'), { errno });
    });
    await expect(unit).rejects.toMatchObject({ errno });
    expect(attempts).toBe(8);
    expect(await tallies()).toEqual([0, 0]);
  });

  test('whose connection dies while it works is undone, and run again on another, four times at most', async () => {
    let attempts = 0;
    const unit = inTransaction(scene.dataSource, async (tx) => {
      attempts += 1;
      await add(tx, 1);
      const row = await selectOne<{ id: number }>(tx, 'SELECT CONNECTION_ID() AS id');
      await holder.query(`KILL CONNECTION ${row!.id}`);
      await add(tx, 2);
    });
    await expect(unit).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    expect(attempts).toBe(4);
    await inTransaction(scene.dataSource, (tx) => add(tx, 2));
    expect(await tallies()).toEqual([0, 1]);
  });

  test('whose connection dies once while it works is done once', async () => {
    let attempts = 0;
    await inTransaction(scene.dataSource, async (tx) => {
      attempts += 1;
      await add(tx, 1);
      const row = await selectOne<{ id: number }>(tx, 'SELECT CONNECTION_ID() AS id');
      if (attempts === 1) await holder.query(`KILL CONNECTION ${row!.id}`);
      await add(tx, 2);
    });
    expect(attempts).toBe(2);
    expect(await tallies()).toEqual([1, 1]);
  });

  test('whose connection dies once COMMIT is sent is done, is not run again, and its caller is told nothing is known', async () => {
    let attempts = 0;
    const unit = inTransaction(scene.dataSource, async (tx) => {
      attempts += 1;
      await add(tx, 1);
      loseTheAnswerToCommit(tx);
    });
    await expect(unit).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    expect(attempts).toBe(1);
    expect(await tallies()).toEqual([1, 0]);
  });

  test.each([
    ['a refusal', new AppError('VALIDATION', 'no')],
    ['any other error', new Error('broken')],
  ])('that ends with %s is rolled back, not run again, and throws just that', async (_, error) => {
    let attempts = 0;
    const unit = inTransaction(scene.dataSource, async (tx) => {
      attempts += 1;
      await add(tx, 1);
      throw error;
    });
    await expect(unit).rejects.toBe(error);
    expect(attempts).toBe(1);
    expect(await tallies()).toEqual([0, 0]);
  });

  test('reads what is committed, at that moment', async () => {
    await inTransaction(scene.dataSource, async (tx) => {
      const before = await select<{ n: number }>(tx, 'SELECT n FROM tallies WHERE id = 1');
      await scene.sql.owner.query('UPDATE tallies SET n = 5 WHERE id = 1');
      const after = await select<{ n: number }>(tx, 'SELECT n FROM tallies WHERE id = 1');
      expect([before[0]!.n, after[0]!.n]).toEqual([0, 5]);
    });
  });

  test('leaves no session setting behind for the next one on its connection', async () => {
    const [standard] = await rows<{ s: number }>(holder, 'SELECT @@GLOBAL.innodb_lock_wait_timeout AS s');
    const short = () => inTransaction(scene.dataSource, async (tx) => add(tx, 1), { lockWaitSecondsMax: 1 });
    await Promise.all(Array.from({ length: 20 }, short));
    const read = () =>
      inTransaction(scene.dataSource, (tx) => selectOne<{ s: number }>(tx, 'SELECT @@innodb_lock_wait_timeout AS s'));
    const seen = await Promise.all(Array.from({ length: 20 }, read));
    expect(new Set(seen.map((row) => Number(row!.s)))).toEqual(new Set([Number(standard!.s)]));
  });

  test('is on a connection of its own: many at once lose nothing', async () => {
    await Promise.all(
      Array.from({ length: 60 }, (_, i) => inTransaction(scene.dataSource, (tx) => add(tx, 1 + (i % 2)))),
    );
    expect(await tallies()).toEqual([30, 30]);
  });

  test('that is waiting when its lock is released goes on', async () => {
    await holder.query('START TRANSACTION');
    await holder.query('UPDATE tallies SET n = n + 10 WHERE id = 1');
    const unit = inTransaction(scene.dataSource, (tx) => add(tx, 1));
    await untilWaiting(scene.sql.admin, 1);
    await holder.query('COMMIT');
    await unit;
    expect(await tallies()).toEqual([11, 0]);
  });
});
