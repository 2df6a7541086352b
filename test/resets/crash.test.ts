import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from 'mysql2/promise';
import { identityOf, isRunning } from '../../src/platform/database/embedded/process-identity.js';
import { connectAsAdministrator } from '../../src/platform/database/embedded/server-accounts.js';
import { prepareServerFiles, readOrCreateCredentials } from '../../src/platform/database/embedded/server-files.js';
import { findAnsweringServer } from '../../src/platform/database/embedded/server-process.js';
import { Client } from '../builders/client.js';
import { smallFec } from '../builders/fec.js';
import { ServerProcess } from '../setup/server-process.js';
import { rows } from '../setup/sql.js';
import { until } from '../setup/until.js';

/** Brings an error that nobody catches into the program, at a signal. */
const FAULT = `process.on("SIGUSR2",()=>{throw new Error("a fault of the test")})`;

/** The program with the database of its own, as "npm start" runs it; both are killed with kill -9. */
describe('after a crash', () => {
  const IMPORT_ENTRIES = 12_000;
  let dataDir: string;
  let server: ServerProcess;
  let owner: Client;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'ardoise-crash-'));
    await start();
    owner = await Client.signUp(server.url);
  }, 180_000);

  afterAll(async () => {
    await server?.kill();
    await killDatabase();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });

  const files = () => prepareServerFiles(dataDir);

  async function start(more: Record<string, string> = {}): Promise<void> {
    server = await ServerProcess.start({ DATA_DIR: dataDir, PANEL: 'off', ...more });
    if (owner) owner = new Client(server.url, owner.token, owner.email, owner.businessId);
  }

  async function killDatabase(): Promise<void> {
    const database = findAnsweringServer(files());
    if (!database) return;
    process.kill(database.pid, 'SIGKILL');
    await until('the end of the database server', async () => !isRunning(database));
  }

  async function withAdmin<T>(use: (admin: Connection) => Promise<T>): Promise<T> {
    const admin = await connectAsAdministrator(files(), readOrCreateCredentials(files()));
    try {
      await admin.query('USE ardoise');
      return await use(admin);
    } finally {
      admin.destroy();
    }
  }

  const addContact = (name: string) => owner.post(owner.of('/contacts'), { name });
  async function contactNames(): Promise<string[]> {
    const names: string[] = [];
    for (let after = ''; ;) {
      const { body } = await owner.get<{ items: { name: string }[]; next: string | null }>(
        owner.of(`/contacts?limit=200${after}`),
      );
      names.push(...body.items.map(({ name }) => name));
      if (body.next === null) return names;
      after = `&after=${body.next}`;
    }
  }

  /** Writes without pause until the connection breaks; returns what was answered. */
  async function writeUntilBroken(prefix: string): Promise<string[]> {
    const answered: string[] = [];
    for (let i = 0; ; i++) {
      const answer = await addContact(`${prefix}-${i}`).catch(() => undefined);
      if (answer?.status !== 201) return answered;
      answered.push(`${prefix}-${i}`);
    }
  }

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'is not what %s makes: it ends the program and its database',
    async (signal) => {
      const database = findAnsweringServer(files())!;
      expect(await server.stop(signal)).toBe(0);
      expect(isRunning(database)).toBe(false);
      await start();
    },
  );

  test('of the program, everything that was answered is there, and the database ran on', async () => {
    const database = findAnsweringServer(files());
    const writing = Promise.all(['a', 'b', 'c'].map(writeUntilBroken));
    await until('some writes', async () => (await owner.counts()).contacts! >= 10);
    await server.kill();
    const answered = (await writing).flat();
    await start();
    expect(findAnsweringServer(files())).toEqual(database);
    const names = await contactNames();
    expect(answered.filter((name) => !names.includes(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length - answered.length).toBeLessThanOrEqual(3);
  });

  test('of the database, everything that was answered is there, a switch and its event included', async () => {
    const reset = await owner.reset({}, { 'Idempotency-Key': 'before-the-crash' });
    expect(reset.status).toBe(201);
    const writing = Promise.all(['d', 'e', 'f'].map(writeUntilBroken));
    await until('some writes', async () => (await owner.counts()).contacts! >= 10);
    await killDatabase();
    const answered = (await writing).flat();
    expect((await owner.get(owner.of('/counts'))).status).toBe(503);
    await server.kill();
    await start();
    const names = await contactNames();
    expect(answered.filter((name) => !names.includes(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    const again = await owner.reset({}, { 'Idempotency-Key': 'before-the-crash' });
    expect(again.body).toEqual(reset.body);
    expect((await owner.events()).some(({ id }) => id === reset.body.auditEventId)).toBe(true);
    expect((await owner.restore()).status).toBe(201);
    expect((await contactNames()).filter((name) => name.startsWith('a-')).length).toBeGreaterThan(0);
    expect((await owner.reset()).status).toBe(201);
  });

  /** The witness that runs beside the program, once it is up. */
  const witness = () =>
    until('a witness beside the program', async () => {
      const lock = await readFile(join(dataDir, 'witness/lock'), 'utf8').catch(() => '{}');
      const { pid } = JSON.parse(lock) as { pid?: number };
      return pid === undefined ? undefined : identityOf(pid);
    });

  test('of the witness, another takes its place with the same key, and the log goes on', async () => {
    const first = await witness();
    const key = readFileSync(join(dataDir, 'witness/vkey'), 'utf8');
    process.kill(first.pid, 'SIGKILL');
    await until('the end of the witness', async () => !isRunning(first));
    expect((await addContact('without a witness')).status).toBe(201);
    const second = await witness();
    expect(second).not.toEqual(first);
    expect(readFileSync(join(dataDir, 'witness/vkey'), 'utf8')).toBe(key);
    await withAdmin((admin) =>
      until('a cosignature on the latest checkpoint', async () => {
        const [row] = await rows<{ missing: number | string }>(
          admin,
          `SELECT (SELECT MAX(tree_size) FROM audit_checkpoints) - (SELECT MAX(tree_size) FROM audit_cosignatures) AS missing`,
        );
        return Number(row!.missing) === 0;
      }),
    );
  });

  test('of the program, its witness ends as well', async () => {
    const before = await witness();
    await server.kill();
    await until('the end of the witness', async () => !isRunning(before));
    await start();
    await witness();
  });

  test('is not what an error does that nobody caught: it is logged and ends the program with 1, its database stopped', async () => {
    await server.stop();
    await start({ NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(FAULT)}` });
    const database = findAnsweringServer(files())!;
    process.kill(server.pid, 'SIGUSR2');
    expect(await server.ended()).toBe(1);
    expect(server.said()).toContain('a fault of the test');
    expect(isRunning(database)).toBe(false);
    await start();
  });

  describe('in the middle of an import', () => {
    /** Begins an import and waits until a good part of it is in the transaction. */
    async function beginImport(): Promise<{ end: Promise<unknown> }> {
      const end = owner.import(smallFec('crash', IMPORT_ENTRIES)).catch(() => undefined);
      await withAdmin((admin) =>
        until('an import that is half done', async () => {
          const [status] = await rows<{ Status: string }>(admin, 'SHOW ENGINE INNODB STATUS');
          return [...status!.Status.matchAll(/undo log entries (\d+)/g)].some(([, entries]) => Number(entries) > 2_000);
        }),
      );
      return { end };
    }

    async function expectNothingLeft(): Promise<void> {
      // The server undoes what it finds at its start in the background; reads do not see it meanwhile.
      expect(await owner.counts()).toMatchObject({ journalEntries: 0, journalLines: 0 });
      expect((await owner.events()).some(({ type }) => type === 'books.imported')).toBe(false);
    }

    test('of the program, nothing of it is left; a reset waits for the end of the lease, no longer', async () => {
      const importing = await beginImport();
      await server.kill();
      await importing.end;
      await start();
      await expectNothingLeft();
      await owner.withContent();
      expect(await owner.reset()).toMatchObject({ status: 409, body: { code: 'WRITE_IN_PROGRESS' } });
      await withAdmin((admin) =>
        admin.query('UPDATE write_jobs SET lease_until = started_at WHERE finished_at IS NULL'),
      );
      expect((await owner.reset()).status).toBe(201);
    });

    test('of the database, nothing of it is left, and the same file can be imported', async () => {
      const importing = await beginImport();
      await killDatabase();
      await importing.end;
      await server.kill();
      await start();
      await expectNothingLeft();
      const again = await owner.import(smallFec('crash', IMPORT_ENTRIES));
      expect(again).toMatchObject({ status: 201, body: { entries: IMPORT_ENTRIES, lines: 2 * IMPORT_ENTRIES } });
    });
  });
});
