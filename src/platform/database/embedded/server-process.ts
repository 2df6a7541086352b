import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { argumentsOf, identityOf, isRunning, type ProcessIdentity, readIdentity } from './process-identity.js';
import type { ServerBinaries } from './server-binaries.js';
import { type ServerFiles, syncToDisk, tailOfErrorLog } from './server-files.js';

/** The embedded server did not start or stop. The message ends with the last lines of its error log. */
export class EmbeddedServerError extends Error {
  override readonly name = 'EmbeddedServerError';

  constructor(problem: string, files: ServerFiles) {
    const tail = tailOfErrorLog(files);
    super(tail === '' ? problem : `${problem}\nThe end of ${files.errorLog}:\n${tail}`);
  }
}

/** The default mode of MySQL 8 and later, so that statements which pass here also pass there. */
const sqlMode = [
  'ONLY_FULL_GROUP_BY',
  'STRICT_TRANS_TABLES',
  'NO_ZERO_IN_DATE',
  'NO_ZERO_DATE',
  'ERROR_FOR_DIVISION_BY_ZERO',
  'NO_ENGINE_SUBSTITUTION',
].join(',');

/** For the server's own files, which it makes open to its group unless it is told: this user alone. */
const privateFiles = { UMASK: '0600', UMASK_DIR: '0700' };

/** A committed transaction survives a kill -9 and a power cut; nothing listens on the network. */
function serverArguments(files: ServerFiles): string[] {
  return [
    // First, by the server's own rule: the machine's my.cnf is for the machine's server.
    '--no-defaults',
    ...asRoot(),
    `--datadir=${files.mysql}`,
    `--tmpdir=${files.temporary}`,
    `--socket=${files.socket}`,
    `--pid-file=${files.pid}`,
    `--log-error=${files.errorLog}`,
    '--skip-networking',
    '--skip-name-resolve',
    '--skip-log-bin',
    '--local-infile=OFF',
    '--symbolic-links=OFF',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_unicode_ci',
    '--transaction-isolation=READ-COMMITTED',
    '--default-time-zone=+00:00',
    `--sql-mode=${sqlMode}`,
    '--innodb-flush-log-at-trx-commit=1',
    '--innodb-doublewrite=ON',
    '--innodb-buffer-pool-size=256M',
    '--innodb-log-file-size=256M',
    '--max-connections=200',
    '--max-allowed-packet=64M',
  ];
}

function asRoot(): string[] {
  return userInfo().uid === 0 ? ['--user=root'] : [];
}

/**
 * Creates the data folder when it is missing. The work is done in a folder beside it that gets its name last: a folder
 * called `mysql` is complete, whenever the power was cut.
 */
export async function initialiseDataFolder(binaries: ServerBinaries, files: ServerFiles): Promise<void> {
  const prefix = `${basename(files.mysql)}.new-`;
  for (const name of readdirSync(files.dataDir).filter((found) => found.startsWith(prefix))) {
    removeLeftover(join(files.dataDir, name));
  }
  if (existsSync(files.mysql)) return;
  const draft = mkdtempSync(join(files.dataDir, prefix));
  const child = spawn(
    binaries.install,
    [
      '--no-defaults',
      ...asRoot(),
      `--datadir=${draft}`,
      `--tmpdir=${files.temporary}`,
      '--auth-root-authentication-method=socket',
      '--skip-test-db',
      '--skip-name-resolve',
      '--innodb-log-file-size=16M',
    ],
    { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...privateFiles } },
  );
  const output: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => output.push(part));
  child.stderr.on('data', (part: Buffer) => output.push(part));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) {
    const said = Buffer.concat(output).toString('utf8').trim().split('\n').slice(-12).join('\n');
    throw new EmbeddedServerError(`The database could not be created in ${files.dataDir}:\n${said}`, files);
  }
  renameSync(draft, files.mysql);
  syncToDisk(files.dataDir);
}

function removeLeftover(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // The orphan of an interrupted initialisation still writes there. It is in nobody's way until the next start.
  }
}

/**
 * Starts the server in a process group of its own: Ctrl-C in a terminal reaches us, and we stop the server when we are
 * done with it. `initSql` runs before the first connection is accepted.
 */
export function spawnServer(
  binaries: ServerBinaries,
  files: ServerFiles,
  initSql: string,
  extraArgs: readonly string[],
): ProcessIdentity {
  writeFileSync(files.initSql, initSql, { mode: 0o600 });
  rmSync(files.pid, { force: true });
  const child = spawn(binaries.server, [...serverArguments(files), `--init-file=${files.initSql}`, ...extraArgs], {
    detached: true,
    stdio: 'ignore',
    cwd: files.dataDir,
    env: { ...process.env, ...privateFiles },
  });
  child.on('error', () => undefined);
  child.unref();
  const identity = child.pid === undefined ? undefined : identityOf(child.pid);
  if (!identity) throw new EmbeddedServerError(`${binaries.server} ended at once.`, files);
  writeFileSync(files.process, JSON.stringify(identity), { mode: 0o600 });
  return identity;
}

/** The server that runs on this data folder, whoever started it; undefined when none does. */
export function findRunningServer(files: ServerFiles): ProcessIdentity | undefined {
  const answering = findAnsweringServer(files);
  if (answering) return answering;
  // No pid file yet: it is starting, or recovering.
  const noted = readIdentity(files.process);
  return noted && isRunning(noted) ? noted : undefined;
}

/** The server that wrote the pid file, which it does before it answers the first connection. */
export function findAnsweringServer(files: ServerFiles): ProcessIdentity | undefined {
  const identity = identityOf(Number(readTextOr(files.pid, '0')));
  // The number may have passed to a stranger since.
  return identity && argumentsOf(identity.pid).includes(`--datadir=${files.mysql} `) ? identity : undefined;
}

/**
 * Asks the server to stop and waits for its end; with a kill -9 instead, the next start would have to recover.
 * @throws EmbeddedServerError when it still runs after `waitMsMax`
 */
export async function terminateServer(server: ProcessIdentity, files: ServerFiles, waitMsMax = 60_000): Promise<void> {
  if (isRunning(server)) process.kill(server.pid, 'SIGTERM');
  const deadline = Date.now() + waitMsMax;
  while (isRunning(server)) {
    if (Date.now() > deadline) {
      const seconds = waitMsMax / 1000;
      throw new EmbeddedServerError(
        `The database server (process ${server.pid}) did not stop within ${seconds} s.`,
        files,
      );
    }
    await sleep(20);
  }
  rmSync(files.process, { force: true });
  rmSync(files.pid, { force: true });
  rmSync(files.socket, { force: true });
}

function readTextOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return otherwise;
  }
}
