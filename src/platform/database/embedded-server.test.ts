import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { transpileDatabaseFolder } from '../../../test/setup/transpile.js';
import { parseDatabaseUrl } from './address.js';
import { identityOf } from './embedded/process-identity.js';
import { findServerBinaries, serverInstallLine, ServerBinaryMissingError } from './embedded/server-binaries.js';
import { EmbeddedServerError } from './embedded/server-process.js';
import { type EmbeddedServer, startEmbeddedServer } from './embedded-server.js';

let dataDir: string;
const children: ChildProcess[] = [];
const connections: Connection[] = [];
const serverPids = new Set<number>();

/** Small and quick to create; everything that makes it crash-safe stays as it is. */
const extraArgs = ['--innodb-buffer-pool-size=32M', '--innodb-log-file-size=16M'];

let initialised: string;

beforeAll(async () => {
  initialised = mkdtempSync(join(tmpdir(), 'ardoise-embedded-'));
  await (await startEmbeddedServer({ dataDir: initialised, extraArgs })).stop();
});

afterAll(() => rmSync(initialised, { recursive: true, force: true }));

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ardoise-embedded-'));
});

/** As after an earlier start and stop; creating it anew for each test would be most of the time. */
function reuseInitialisedFolder(): void {
  cpSync(initialised, dataDir, { recursive: true });
}

afterEach(async () => {
  for (const connection of connections.splice(0)) connection.destroy();
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const pid of serverPids) if (identityOf(pid)) process.kill(pid, 'SIGKILL');
  for (const pid of serverPids) await untilEnded(pid);
  serverPids.clear();
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
});

async function start(log: string[] = []): Promise<EmbeddedServer> {
  const server = await startEmbeddedServer({ dataDir, extraArgs, log: (line) => void log.push(line) });
  serverPids.add(server.pid);
  return server;
}

async function connect(url: string): Promise<Connection> {
  const { socketPath, user, password, database } = parseDatabaseUrl(url);
  const connection = await createConnection({ socketPath, user, password, database });
  connection.on('error', () => undefined);
  connections.push(connection);
  return connection;
}

async function select(connection: Connection, sql: string): Promise<Record<string, unknown> | undefined> {
  const [rows] = await connection.query<RowDataPacket[]>(sql);
  return rows[0];
}

async function untilEnded(pid: number): Promise<void> {
  while (identityOf(pid)) await sleep(10);
}

describe('a first start', () => {
  test('gives a database with an owner who may all in it and an app that may nothing yet', async () => {
    const server = await start();
    const owner = await connect(server.migrationUrl);
    await owner.query('CREATE TABLE t (id INT PRIMARY KEY)');
    await owner.query('CREATE TRIGGER t_bi BEFORE INSERT ON t FOR EACH ROW SET NEW.id = NEW.id + 1');
    await owner.query('CREATE DATABASE ardoise_second');
    await expect(owner.query('CREATE DATABASE elsewhere')).rejects.toMatchObject({ code: 'ER_DBACCESS_DENIED_ERROR' });
    await expect(owner.query('CREATE DATABASE ardoisexsecond')).rejects.toMatchObject({
      code: 'ER_DBACCESS_DENIED_ERROR',
    });
    await expect(connect(server.appUrl)).rejects.toMatchObject({ code: 'ER_DBACCESS_DENIED_ERROR' });

    await owner.query("GRANT INSERT ON ardoise.t TO 'ardoise_app'@'localhost'");
    const app = await connect(server.appUrl);
    await app.query('INSERT INTO t VALUES (1)');
    await expect(app.query('DELETE FROM t')).rejects.toMatchObject({ code: 'ER_TABLEACCESS_DENIED_ERROR' });
    await server.stop();
  });

  test('runs with the settings that commits, text and times rely on, and without a network', async () => {
    const server = await start();
    const variables = await select(
      await connect(server.adminUrl),
      `SELECT @@innodb_flush_log_at_trx_commit AS flush, @@innodb_doublewrite AS doublewrite, @@skip_networking AS closed,
              @@tx_isolation AS isolation, @@time_zone AS zone, @@sql_mode AS mode, @@log_bin AS log_bin,
              @@character_set_server AS charset, @@collation_database AS collation, @@tmpdir AS temporary`,
    );
    expect(variables).toMatchObject({
      // A neighbour that starts deletes the temporary tables in its folder: a shared one would fail queries at random.
      temporary: join(realpathSync(dataDir), 'temporary'),
      flush: 1,
      doublewrite: 1,
      closed: 1,
      isolation: 'READ-COMMITTED',
      zone: '+00:00',
      mode: expect.stringContaining('STRICT_TRANS_TABLES') as string,
      log_bin: 0,
      charset: 'utf8mb4',
      collation: 'utf8mb4_unicode_ci',
    });
    await server.stop();
  });

  test('keeps its passwords from other users of the machine and leaves no other copy', async () => {
    const server = await start();
    expect(statSync(join(dataDir, 'credentials.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataDir)).not.toContain('init.sql');
    const withoutPassword = server.adminUrl.replace(/:[^:@]+@/, '@');
    await expect(connect(withoutPassword)).rejects.toMatchObject({ code: 'ER_ACCESS_DENIED_ERROR' });
    await server.stop();
  });

  test('begins again when an earlier one was interrupted', async () => {
    const interrupted = join(dataDir, 'mysql.new-abc');
    mkdirSync(join(interrupted, 'mysql'), { recursive: true });
    writeFileSync(join(interrupted, 'ibdata1'), 'half');
    const server = await start();
    expect(existsSync(interrupted)).toBe(false);
    await connect(server.migrationUrl);
    await server.stop();
  });

  test('works in a folder whose path is too long for a socket', async () => {
    dataDir = join(dataDir, 'x'.repeat(120));
    const server = await start();
    const { socketPath = '' } = parseDatabaseUrl(server.appUrl);
    expect(socketPath.length).toBeLessThan(100);
    await connect(server.migrationUrl);
    await server.stop();
    rmSync(join(socketPath, '..'), { recursive: true });
    dataDir = join(dataDir, '..');
  });
});

describe('a second start', () => {
  beforeEach(reuseInitialisedFolder);

  test('finds the data of the first and takes less time', async () => {
    rmSync(dataDir, { recursive: true });
    const began = performance.now();
    const first = await start();
    const firstMs = performance.now() - began;
    await (await connect(first.migrationUrl)).query('CREATE TABLE kept (id INT PRIMARY KEY) AS SELECT 7 AS id');
    await first.stop();
    expect(identityOf(first.pid)).toBeUndefined();

    const beganAgain = performance.now();
    const second = await start();
    expect(performance.now() - beganAgain).toBeLessThan(firstMs);
    expect(second.migrationUrl).toBe(first.migrationUrl);
    expect(await select(await connect(second.migrationUrl), 'SELECT id FROM kept')).toEqual({ id: 7 });
    await second.stop();
  });

  test('finds every committed row after the server was killed', async () => {
    const first = await start();
    const owner = await connect(first.migrationUrl);
    await owner.query('CREATE TABLE entries (id INT PRIMARY KEY) ENGINE=InnoDB');
    for (let id = 1; id <= 50; id += 1) await owner.query('INSERT INTO entries VALUES (?)', [id]);
    await owner.beginTransaction();
    await owner.query('INSERT INTO entries VALUES (51)');
    process.kill(first.pid, 'SIGKILL');
    await untilEnded(first.pid);

    const second = await start();
    expect(second.pid).not.toBe(first.pid);
    expect(await select(await connect(second.migrationUrl), 'SELECT COUNT(*) AS n FROM entries')).toEqual({ n: 50 });
    await first.stop();
    expect(identityOf(second.pid)).toBeDefined();
    await second.stop();
    expect(identityOf(second.pid)).toBeUndefined();
  });

  test('is not misled by a pid file whose number passed to a stranger', async () => {
    writeFileSync(join(dataDir, 'mysqld.pid'), `${process.pid}\n`);
    writeFileSync(join(dataDir, 'mysqld.json'), JSON.stringify({ pid: process.pid, started: 'long ago' }));
    writeFileSync(join(dataDir, 'mysql.sock'), '');
    const server = await start();
    expect(server.pid).not.toBe(process.pid);
    await server.stop();
  });

  test('sets new passwords when theirs were deleted', async () => {
    const first = await start();
    await first.stop();
    rmSync(join(dataDir, 'credentials.json'));
    const second = await start();
    expect(second.appUrl).not.toBe(first.appUrl);
    await connect(second.migrationUrl);
    await second.stop();
  });
});

describe('a server that is shared', () => {
  beforeEach(reuseInitialisedFolder);

  test('is stopped by the last of its users only, each of whom may leave twice', async () => {
    const [one, two] = await Promise.all([start(), start()]);
    expect(two.pid).toBe(one.pid);
    await one.stop();
    await one.stop();
    await connect(two.migrationUrl);
    await two.stop();
    expect(identityOf(two.pid)).toBeUndefined();
  });

  test('is stopped by a process that joined it, after the one that started it was killed', async () => {
    const child = await startInChild();
    const said: string[] = [];
    const joined = await start(said);
    expect(joined.pid).toBe(child.serverPid);
    expect(said.join()).toContain('Joined');
    child.process.kill('SIGKILL');
    await once(child.process, 'exit');

    await connect(joined.migrationUrl);
    await joined.stop();
    expect(identityOf(joined.pid)).toBeUndefined();
  });

  test('is found again when all its users were killed', async () => {
    const child = await startInChild();
    child.process.kill('SIGKILL');
    await once(child.process, 'exit');
    expect(identityOf(child.serverPid)).toBeDefined();

    const server = await start();
    expect(server.pid).toBe(child.serverPid);
    await server.stop();
    expect(identityOf(server.pid)).toBeUndefined();
  });

  test('is never stopped under somebody who is just joining', async () => {
    const comeAndGo = async (times: number) => {
      for (let time = 0; time < times; time += 1) {
        const server = await start();
        await (await connect(server.migrationUrl)).query('SELECT 1');
        await server.stop();
      }
    };
    const child = await startInChild(3);
    await Promise.all([comeAndGo(3), comeAndGo(3), once(child.process, 'exit')]);
    expect(child.process.exitCode).toBe(0);
    for (const pid of serverPids) expect(identityOf(pid)).toBeUndefined();
  });
});

describe('a start that fails', () => {
  beforeEach(reuseInitialisedFolder);

  test('says what to type when there is no server on the machine', () => {
    const nowhere = [join(dataDir, 'nothing')];
    expect(() => findServerBinaries(nowhere)).toThrow(ServerBinaryMissingError);
    writeFileSync(join(dataDir, 'apt-get'), '', { mode: 0o755 });
    expect(serverInstallLine([dataDir])).toContain('apt-get install -y --no-install-recommends mariadb-server-core');
    expect(serverInstallLine(nowhere)).toContain('mariadb.org');
  });

  test('shows the end of the error log and leaves the way free', async () => {
    const refused = startEmbeddedServer({ dataDir, extraArgs: ['--no-such-option'] });
    await expect(refused).rejects.toThrow(EmbeddedServerError);
    await expect(refused).rejects.toThrow("unknown option '--no-such-option'");
    await (await start()).stop();
  });
});

/** Another Node process that uses the server, `times` times over; after the last it stays until it is killed. */
async function startInChild(times?: number): Promise<{ process: ChildProcess; serverPid: number }> {
  const module = join(transpileDatabaseFolder('embedded-server-test'), 'embedded-server.js');
  const script = `
    const { startEmbeddedServer } = await import(${JSON.stringify(module)});
    const options = { dataDir: ${JSON.stringify(dataDir)}, extraArgs: ${JSON.stringify(extraArgs)} };
    let server = await startEmbeddedServer(options);
    console.log(server.pid);
    if (${times ?? 0} === 0) setInterval(() => {}, 1000);
    for (let time = 1; time < ${times ?? 0}; time += 1) {
      await server.stop();
      server = await startEmbeddedServer(options);
    }
    if (${times ?? 0} > 0) await server.stop();
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    serverPids.add(Number(line));
    return { process: child, serverPid: Number(line) };
  }
  throw new Error('The child process ended without a server.');
}
