import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';

/** Where everything of one embedded server lies. All paths are absolute and free of symbolic links. */
export interface ServerFiles {
  readonly dataDir: string;
  /** The server's own data folder; it exists only once it is completely initialised. */
  readonly mysql: string;
  /** The server's temporary files. Its own folder: a server that starts deletes every temporary table it finds there. */
  readonly temporary: string;
  /** Written by the server when it is ready. */
  readonly pid: string;
  /** Written by us right after the start: who runs while there is no pid file yet. */
  readonly process: string;
  /** What the server runs before it accepts connections. Holds a password: deleted when the server answers. */
  readonly initSql: string;
  readonly errorLog: string;
  readonly credentials: string;
  readonly users: string;
  readonly lock: string;
  readonly socket: string;
}

/** Passwords of the four accounts that we use; base64url, so they need no quoting anywhere. */
export interface ServerCredentials {
  readonly admin: string;
  readonly owner: string;
  readonly app: string;
  readonly sequencer: string;
}

/** Unix socket paths end at 108 bytes on Linux and 104 elsewhere; some room for what the server appends. */
const socketBytesMax = 99;

/** Creates `dataDir` (closed to other users of the machine) when it is missing. */
export function prepareServerFiles(dataDir: string): ServerFiles {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const folder = realpathSync(dataDir);
  mkdirSync(join(folder, 'temporary'), { recursive: true, mode: 0o700 });
  return {
    dataDir: folder,
    mysql: join(folder, 'mysql'),
    temporary: join(folder, 'temporary'),
    pid: join(folder, 'mysqld.pid'),
    process: join(folder, 'mysqld.json'),
    initSql: join(folder, 'init.sql'),
    errorLog: join(folder, 'mysqld.log'),
    credentials: join(folder, 'credentials.json'),
    users: join(folder, 'users'),
    lock: join(folder, 'lock'),
    socket: socketIn(folder),
  };
}

function socketIn(folder: string): string {
  const near = join(folder, 'mysql.sock');
  if (Buffer.byteLength(near) <= socketBytesMax) return near;
  const short = join(tmpdir(), `ardoise-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`);
  mkdirSync(short, { recursive: true, mode: 0o700 });
  const { uid } = userInfo();
  const found = lstatSync(short);
  // Anybody may create folders in the temporary folder, also under this name: a socket in theirs would be theirs.
  if (!found.isDirectory() || (uid >= 0 && found.uid !== uid) || (found.mode & 0o077) !== 0) {
    throw new Error(
      `${short} is needed for the database's socket, but others can write there. Remove it or set TMPDIR.`,
    );
  }
  return join(short, 'mysql.sock');
}

/**
 * The passwords of this data folder, made up at the first call. They are on disk before any account gets them: a crash in
 * between loses nothing, the next start sets the same ones.
 */
export function readOrCreateCredentials(files: ServerFiles): ServerCredentials {
  const known = readCredentials(files.credentials);
  if (known) return known;
  const password = () => randomBytes(24).toString('base64url');
  const created = { admin: password(), owner: password(), app: password(), sequencer: password() };
  writeDurably(files.credentials, `${JSON.stringify(created, null, 2)}\n`);
  return created;
}

function readCredentials(path: string): ServerCredentials | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const { admin, owner, app, sequencer } = JSON.parse(text) as Record<string, unknown>;
  for (const password of [admin, owner, app, sequencer]) {
    if (typeof password !== 'string' || !/^[\w-]{20,}$/.test(password)) {
      throw new Error(`${path} is damaged. Delete it and start again: new passwords are then set.`);
    }
  }
  return { admin, owner, app, sequencer } as ServerCredentials;
}

/** Complete and on disk, or not there at all; readable by this user only. */
function writeDurably(path: string, text: string): void {
  const draft = `${path}.new`;
  writeFileSync(draft, text, { mode: 0o600 });
  syncToDisk(draft);
  renameSync(draft, path);
  syncToDisk(dirname(path));
}

/** Waits until a file, or the names in a folder, are on disk. */
export function syncToDisk(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The last lines of the server's error log, the place where it says why it does not start; '' when there is none. */
export function tailOfErrorLog(files: ServerFiles, linesMax = 12): string {
  try {
    return readFileSync(files.errorLog, 'utf8').trimEnd().split('\n').slice(-linesMax).join('\n');
  } catch {
    return '';
  }
}
