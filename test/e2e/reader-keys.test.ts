import { readerKeyAdd, readerKeyEnd, readerKeyList } from '../../src/cli/audit-reader-key-command.js';
import type { CliCommand } from '../../src/cli/command.js';
import { UsageError } from '../../src/cli/usage-error.js';
import { MINUTE_MS, shiftClock } from '../../src/platform/kernel/clock.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { LogWorker } from '../../src/log/transparency-log/log-worker.service.js';
import { ReaderKeys } from '../../src/log/transparency-log/reader-keys.service.js';
import { whileTheLogIsBroken } from '../builders/broken-log.js';
import { Client } from '../builders/client.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

describe('reading the log with a reader key', () => {
  let scene: Scene;
  let token: string;

  beforeAll(async () => {
    scene = await Scene.start('readers');
    await Client.signUp(scene.url);
    await scene.world.app.get(LogWorker).keep();
  });
  afterAll(() => scene.stop());
  afterEach(() => shiftClock(0));

  async function run<T>(command: CliCommand<T>, ...args: string[]): Promise<string[]> {
    const said: string[] = [];
    const open = async () => ({ app: scene.world.app, isEmbedded: false, migrated: [], urls: scene.world.database });
    await command.run({ open, print: (line) => said.push(line) }, command.parse(args));
    return said;
  }

  const read = (path: string, key = token) =>
    fetch(`${scene.url}/audit/${path}`, { headers: { Authorization: `Bearer ${key}`, 'User-Agent': 'tester/1' } });

  async function readings() {
    const found = await rows<{ payload: Buffer; details: string }>(
      scene.sql.admin,
      `SELECT e.payload, d.details FROM audit_events e JOIN audit_personal_details d ON d.event_id = e.event_id
       WHERE e.type = 'audit.read-by-key' ORDER BY e.id`,
    );
    return found.map(({ payload, details }) => ({
      ...JSON.parse(payload.toString('utf8')),
      personal: JSON.parse(details),
    }));
  }

  test('a key is made, and its token told once', async () => {
    expect(await run(readerKeyList)).toEqual([expect.stringContaining('no reader keys yet')]);
    [token] = (await run(readerKeyAdd, '--name', 'Cabinet Évêque')) as [string];
    expect(token).toMatch(/^arr_[\w-]{43}$/);
    const [line] = await run(readerKeyList);
    expect(line).toMatch(/^[0-9a-f-]{36} {2}Cabinet Évêque .*in use {2}never read$/);
    expect(line).not.toContain(token);
  });

  test('the first reading is an event, and those that follow are not', async () => {
    expect((await read('checkpoint')).status).toBe(200);
    expect((await read('tile/0/000.p/1')).status).toBe(200);
    expect((await read('tile/entries/000.p/1')).status).toBe(200);
    expect((await read('tile/entries/999')).status).toBe(404);
    const [key] = await scene.world.app.get(ReaderKeys).list();
    expect(await readings()).toMatchObject([
      {
        subject: `reader-key/${key!.id}`,
        data: { outcome: 'success', actor: { type: 'anonymous' } },
        personal: { user_agent: 'tester/1' },
      },
    ]);
    expect((await run(readerKeyList))[0]).toMatch(/in use {2}read \d{4}-/);
  });

  test('a quarter of an hour later it is again, once however many read at once', async () => {
    shiftClock(14 * MINUTE_MS);
    await read('checkpoint');
    expect(await readings()).toHaveLength(1);
    shiftClock(16 * MINUTE_MS);
    const answers = await Promise.all(Array.from({ length: 12 }, () => read('checkpoint')));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 200));
    expect(await readings()).toHaveLength(2);
  });

  test('nothing is shown that cannot be recorded', async () => {
    shiftClock(60 * MINUTE_MS);
    await whileTheLogIsBroken(scene.sql.admin, async () => {
      expect((await read('checkpoint')).status).toBe(503);
    });
    expect((await read('checkpoint')).status).toBe(200);
    expect(await readings()).toHaveLength(3);
  });

  test('without a key, or with another, nothing is shown and nothing recorded', async () => {
    shiftClock(120 * MINUTE_MS);
    for (const wrong of ['', 'x', `${token}x`, token.toUpperCase(), 'arr_']) {
      expect((await read('checkpoint', wrong)).status).toBe(401);
    }
    expect(await readings()).toHaveLength(3);
  });

  test('an ended key opens nothing any more', async () => {
    const [key] = await scene.world.app.get(ReaderKeys).list();
    expect(await run(readerKeyEnd, key!.id)).toEqual([`Ended the reader key ${key!.id}.`]);
    expect((await read('checkpoint')).status).toBe(401);
    expect((await run(readerKeyList))[0]).toContain('ended ');
    await expect(run(readerKeyEnd, key!.id)).rejects.toThrow('NOT_FOUND');
    await expect(run(readerKeyEnd, newId())).rejects.toThrow('NOT_FOUND');
  });

  test('bad usage is said', () => {
    for (const args of [[], ['--name', ''], ['--name', '  '], ['--name', 'x'.repeat(201)], ['--nom', 'x']]) {
      expect(() => readerKeyAdd.parse(args)).toThrow(UsageError);
    }
    for (const args of [[], ['x'], [newId(), newId()], ['--id', newId()]]) {
      expect(() => readerKeyEnd.parse(args)).toThrow(UsageError);
    }
  });
});
