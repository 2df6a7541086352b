import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '../builders/client.js';
import { smallFec } from '../builders/fec.js';
import { unpacked, type Pack } from '../builders/packs.js';
import { createTestDatabase, type TestDatabase } from '../setup/databases.js';
import { ServerProcess, settingsOn } from '../setup/server-process.js';
import { until } from '../setup/until.js';

const ENTRIES = 4_000;

/** The built program, killed with kill -9 while it makes a pack. */
describe('a pack of which the process is killed', () => {
  let folder: string;
  let database: TestDatabase;
  let settings: Record<string, string>;
  let server: ServerProcess;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ardoise-killed-'));
    database = await createTestDatabase('killed');
    settings = { ...settingsOn(database), DATA_DIR: folder, PANEL: 'off' };
    server = await ServerProcess.start(settings);
  }, 180_000);
  afterAll(async () => {
    await server?.kill();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  test('is made by the next process, whole', async () => {
    let owner = await Client.signUp(server.url);
    expect((await owner.import(smallFec('killed', ENTRIES))).status).toBe(201);
    const { body } = await owner.post<Pack>(owner.of('/packs'), {});
    const look = async () => (await owner.get<Pack>(owner.of(`/packs/${body.id}`))).body;
    await until('rows that are written', async () => (await look()).done > 0, 120_000);
    await server.kill();

    server = await ServerProcess.start(settings);
    owner = new Client(server.url, owner.token, owner.email, owner.businessId);
    expect((await look()).state).toBe('making');
    const pack = await until(
      'the pack',
      async () => {
        const found = await look();
        return found.state === 'making' ? undefined : found;
      },
      240_000,
    );
    expect(pack.state).toBe('made');
    const files = await unpacked(owner, pack, folder);
    const said = execFileSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: files, encoding: 'utf8' });
    expect(said).not.toContain('FAILED');
    expect((await owner.events()).filter(({ type }) => type === 'books.packed')).toHaveLength(1);
  }, 400_000);
});
