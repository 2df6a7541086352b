import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createTestDatabase, type TestDatabase } from '../setup/databases.js';
import { ServerProcess, settingsOn } from '../setup/server-process.js';
import { callAllForReal, REAL_CALLS, type Outcome } from './real-calls.js';
import { run } from './run.js';

/** Many processes, one after the other, while other tests run. */
const MS_MAX = 300_000;

/** As somebody runs it who has a database server: its address in DATABASE_URL and what else that needs. */
const NOBODYS = 'mariadb://nobody@127.0.0.1:1/none';

describe('on a database of one’s own', () => {
  let database: TestDatabase;
  let folder: string;
  let settings: Record<string, string>;
  let outcomes: Outcome[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ardoise-own-database-'));
    database = await createTestDatabase('own');
    settings = { ...settingsOn(database), DATA_DIR: join(folder, 'data') };
    outcomes = await callAllForReal(folder, settings);
  }, MS_MAX);
  afterAll(async () => {
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(Object.keys(REAL_CALLS))('%s works and ends', (name) => {
    const { ended, expected } = outcomes.find(({ command }) => command === name)!;
    expect({ name, ...ended }).toMatchObject({ code: expected.code, stdout: expect.stringMatching(expected.prints) });
  });

  /** `npm start` as it ends up running, until it ends. */
  const start = (changed: Record<string, string>) =>
    run(process.execPath, ['--enable-source-maps', resolve('dist/main.js')], { env: { ...settings, ...changed } });

  const FAULTS: [string, Record<string, string>, RegExp][] = [
    ['a key that is none', { AUDIT_SIGNING_KEY: 'no key' }, /AUDIT_SIGNING_KEY/],
    ['a port that is none', { PORT: 'http' }, /PORT/],
    [
      'a database that does not answer',
      { DATABASE_URL: NOBODYS, MIGRATION_DATABASE_URL: NOBODYS, AUDIT_DATABASE_URL: NOBODYS },
      /ECONNREFUSED/,
    ],
    ['two databases for one', { MIGRATION_DATABASE_URL: NOBODYS }, /they must be one/],
  ];

  test.each(FAULTS)(
    'a start with %s says so and ends with 1',
    async (_, changed, says) => {
      const { code, stderr } = await start({ PORT: '0', ...changed });
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(says) });
    },
    MS_MAX,
  );

  describe('where the port is in use', () => {
    let other: Server;
    let PORT: string;
    beforeAll(async () => {
      other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      PORT = String((other.address() as AddressInfo).port);
    });
    afterAll(() => other.close());

    test(
      'a start says so and ends with 1',
      async () => {
        const { code, stderr } = await start({ PORT });
        expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(`:${PORT}`) });
      },
      MS_MAX,
    );

    test(
      'one on the private database stops that and its witness too',
      async () => {
        const dataDir = join(folder, 'private');
        const env = { PORT, DATA_DIR: dataDir };
        const { code, stderr } = await run(process.execPath, [resolve('dist/main.js')], { env });
        expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(`:${PORT}`) });
      },
      MS_MAX,
    );
  });

  test(
    'PANEL=off serves the owners’ pages, and nothing at /admin',
    async () => {
      const server = await ServerProcess.start({ ...settings, PANEL: 'off' });
      try {
        const statusOf = async (path: string) => (await fetch(`${server.url}${path}`, { redirect: 'manual' })).status;
        expect(
          await Promise.all(
            ['/sign-in', '/api/openapi.json', '/admin', '/admin/sign-in', '/admin/api/me'].map(statusOf),
          ),
        ).toEqual([200, 200, 404, 404, 404]);
      } finally {
        expect(await server.stop()).toBe(0);
      }
    },
    MS_MAX,
  );
});
