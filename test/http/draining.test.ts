import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../src/platform/database/migrate.js';
import { createTestDatabase, type TestDatabase } from '../setup/databases.js';
import { ServerProcess, settingsOn } from '../setup/server-process.js';
import { until } from '../setup/until.js';

/** Long enough for a few requests on a busy machine. */
const DRAIN_SECONDS = 8;

describe('a process that was asked to stop', () => {
  let database: TestDatabase;
  let folder: string;
  let server: ServerProcess;

  beforeAll(async () => {
    database = await createTestDatabase('draining');
    await migrate(database);
    folder = mkdtempSync(join(tmpdir(), 'ardoise-draining-'));
    const settings = { ...settingsOn(database), DATA_DIR: folder, PANEL: 'off', DRAIN_SECONDS: String(DRAIN_SECONDS) };
    server = await ServerProcess.start(settings);
  }, 180_000);
  afterAll(async () => {
    await server?.kill();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('says so to a balancer and goes on answering for DRAIN_SECONDS, then ends as asked', async () => {
    const ask = async (path: string) => (await fetch(server.url + path, { headers: { Connection: 'close' } })).status;
    expect(await ask('/readyz')).toBe(200);
    const ended = server.stop('SIGTERM');
    await until('that it is not ready any more', async () => (await ask('/readyz')) === 503);
    // Whoever was sent here before the balancer asked is served like anybody else.
    expect(await ask('/sign-in')).toBe(200);
    expect(await ask('/readyz')).toBe(503);
    expect(await ended).toBe(0);
    await expect(ask('/healthz')).rejects.toThrow();
  }, 120_000);
});
