import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { formatDatabaseUrl } from './address.js';
import { withExclusiveLock } from './embedded/exclusive-lock.js';
import { isRunning, type ProcessIdentity } from './embedded/process-identity.js';
import { accounts, administratorSql, connectAsAdministrator, provision } from './embedded/server-accounts.js';
import { findServerBinaries } from './embedded/server-binaries.js';
import {
  prepareServerFiles,
  readOrCreateCredentials,
  type ServerCredentials,
  type ServerFiles,
} from './embedded/server-files.js';
import {
  EmbeddedServerError,
  findAnsweringServer,
  findRunningServer,
  initialiseDataFolder,
  spawnServer,
  terminateServer,
} from './embedded/server-process.js';
import { addUser, countUsers, removeUser } from './embedded/server-users.js';

/** A running private server. The URLs contain passwords. */
export interface EmbeddedServer {
  /** For the program: an account without privileges until migrations grant them table by table. */
  readonly appUrl: string;
  /** For the audit log's sequencer and signer: what migrations grant it. */
  readonly sequencerUrl: string;
  /** For migrations: all privileges on the database and on those whose names start with it and "_". */
  readonly migrationUrl: string;
  /** For tests and rescue: all privileges on everything. */
  readonly adminUrl: string;
  /** The process id of the database server. */
  readonly pid: number;
  /**
   * Leaves the server; the last one to leave stops it. May be called twice.
   * @throws EmbeddedServerError when it does not stop within a minute
   */
  stop(): Promise<void>;
}

export interface EmbeddedServerOptions {
  /** Our folder; the server's data lie in `mysql` below it, its error log in `mysqld.log`. */
  readonly dataDir: string;
  /** Letters, digits and "_". Default: ardoise. */
  readonly database?: string;
  /** Told in a line what takes time. */
  readonly log?: (line: string) => void;
  /** Further arguments of mariadbd; they win over ours, but not over a server that already runs. */
  readonly extraArgs?: readonly string[];
}

/** Recovery after a crash reads back what the redo log holds: minutes at the worst. */
const startMsMax = 300_000;

/** Longer than a start, as one may be waiting for another's. */
const lockMsMax = startMsMax + 60_000;

interface Attempt {
  readonly files: ServerFiles;
  readonly credentials: ServerCredentials;
  readonly log: (line: string) => void;
  readonly extraArgs: readonly string[];
}

/**
 * Starts the private server whose data lie in `${dataDir}/mysql`, or joins the one that already runs there: another
 * process of ours uses it, or one was killed and left it behind.
 *
 * @throws ServerBinaryMissingError when MariaDB is not installed
 * @throws EmbeddedServerError when the server does not start, with the end of its error log
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const database = options.database ?? 'ardoise';
  if (!/^\w{1,48}$/.test(database)) throw new Error(`"${database}" is not usable as the name of a database.`);
  const files = prepareServerFiles(options.dataDir);
  return withExclusiveLock(
    files.lock,
    async () => {
      const credentials = readOrCreateCredentials(files);
      const attempt = { files, credentials, log: options.log ?? (() => undefined), extraArgs: options.extraArgs ?? [] };
      const { server, connection } = (await joinRunning(attempt)) ?? (await startAnew(attempt));
      rmSync(files.initSql, { force: true });
      try {
        await provision(connection, database, credentials);
      } catch (error) {
        // Nobody would stop it: we are about to fail.
        if (countUsers(files.users) === 0) await terminateServer(server, files);
        throw error;
      } finally {
        connection.destroy();
      }
      return describe(attempt, database, server, addUser(files.users));
    },
    lockMsMax,
  );
}

interface Running {
  readonly server: ProcessIdentity;
  /** The administrator's; the caller closes it. */
  readonly connection: Connection;
}

/** The server that already runs on this data folder; undefined when none does, or not for much longer. */
async function joinRunning(attempt: Attempt): Promise<Running | undefined> {
  const { files, log } = attempt;
  const server = findRunningServer(files);
  if (!server) return undefined;
  try {
    const running = await untilAnswering(attempt, server);
    if (running) log(`Joined the database server that already runs (process ${running.server.pid}).`);
    return running;
  } catch (error) {
    // The passwords were deleted while it ran. A fresh start sets new ones, if nobody is using it.
    if (!isAccessDenied(error) || countUsers(files.users) > 0) throw error;
    await terminateServer(server, files);
    return undefined;
  }
}

async function startAnew(attempt: Attempt): Promise<Running> {
  const { files, credentials, log, extraArgs } = attempt;
  const began = performance.now();
  const binaries = findServerBinaries();
  await initialiseDataFolder(binaries, files);
  const server = spawnServer(binaries, files, administratorSql(credentials), extraArgs);
  const running = await untilAnswering(attempt, server);
  if (!running) throw new EmbeddedServerError('The database server did not start.', files);
  // The server makes it for everybody; the folder around it is closed, and so is it.
  chmodSync(files.socket, 0o600);
  log(`Started the database server in ${((performance.now() - began) / 1000).toFixed(1)} s.`);
  return running;
}

/** Waits for the server's answer; undefined when it ends instead. Rejects at once when it does not accept our password. */
async function untilAnswering(attempt: Attempt, expected: ProcessIdentity): Promise<Running | undefined> {
  const { files, credentials, log } = attempt;
  const began = performance.now();
  let saidSeconds = 0;
  for (;;) {
    try {
      const connection = await connectAsAdministrator(files, credentials);
      return { connection, server: await serverBehind(connection, files) };
    } catch (error) {
      if (isAccessDenied(error) || error instanceof EmbeddedServerError) throw error;
    }
    if (!isRunning(expected)) return undefined;
    const waitedMs = performance.now() - began;
    if (waitedMs > startMsMax) {
      throw new EmbeddedServerError(`The database server does not answer after ${startMsMax / 1000} s.`, files);
    }
    if (waitedMs > (saidSeconds + 10) * 1000) log(`Waiting for the database server (${(saidSeconds += 10)} s) …`);
    await sleep(25);
  }
}

/**
 * Which process answered. Not always the one that we expect: a server started by a process that was killed before it could
 * note it down answers on the same socket.
 */
async function serverBehind(connection: Connection, files: ServerFiles): Promise<ProcessIdentity> {
  const [rows] = await connection.query<RowDataPacket[]>('SELECT @@datadir AS folder');
  const folder = String(rows[0]?.['folder']);
  const server = findAnsweringServer(files);
  if (join(folder) !== join(files.mysql, '/') || !server) {
    connection.destroy();
    throw new EmbeddedServerError(`${files.socket} belongs to a database server on other data (${folder}).`, files);
  }
  return server;
}

function isAccessDenied(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ER_ACCESS_DENIED_ERROR';
}

function describe(attempt: Attempt, database: string, server: ProcessIdentity, user: string): EmbeddedServer {
  const { files, credentials } = attempt;
  const url = (account: keyof typeof accounts) =>
    formatDatabaseUrl({
      type: 'mariadb',
      socketPath: files.socket,
      user: accounts[account],
      password: credentials[account],
      database,
    });
  let leaving: Promise<void> | undefined;
  return {
    appUrl: url('app'),
    sequencerUrl: url('sequencer'),
    migrationUrl: url('owner'),
    adminUrl: url('admin'),
    pid: server.pid,
    stop: () => (leaving ??= leave(files, user)),
  };
}

async function leave(files: ServerFiles, user: string): Promise<void> {
  await withExclusiveLock(
    files.lock,
    async () => {
      removeUser(user);
      if (countUsers(files.users) > 0) return;
      // Not the server we joined: it may have died and been replaced since.
      const server = findRunningServer(files);
      if (server) await terminateServer(server, files);
    },
    lockMsMax,
  );
}
