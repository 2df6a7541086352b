import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Holder {
  readonly pid: number;
  /** Which start of the machine `pid` is of; '' where the system does not tell. */
  readonly boot: string;
  readonly token: string;
}

/**
 * One process a folder. The lock is a file that names its holder; one whose holder has ended is taken over. Two that take
 * it over in the same moment, or that cannot see each other's processes (two containers on one volume), are told apart by
 * `assertHeld` before each write: only the last to come writes.
 */
export class FolderLock {
  private constructor(
    private readonly path: string,
    private readonly mine: Holder,
  ) {}

  /** Throws an Error that names the holder when there is one. */
  static take(folder: string): FolderLock {
    const path = join(folder, 'lock');
    const holder = readHolder(path);
    if (holder && isAlive(holder)) {
      throw new Error(`Process ${holder.pid} is the witness of ${folder}. If it is another program, delete ${path}.`);
    }
    rmSync(path, { force: true });
    const mine = { pid: process.pid, boot: bootId(), token: randomUUID() };
    createWhole(path, JSON.stringify(mine));
    return new FolderLock(path, mine);
  }

  /** Throws when another process has taken the folder since, or somebody has removed it. */
  assertHeld(): void {
    if (readHolder(this.path)?.token !== this.mine.token) throw new Error(`${this.path} is another process's by now.`);
  }

  release(): void {
    if (readHolder(this.path)?.token === this.mine.token) rmSync(this.path, { force: true });
  }
}

/** With its content from the first moment on; throws when somebody else was faster. */
function createWhole(path: string, text: string): void {
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, text, { mode: 0o600 });
  try {
    linkSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, boot }: Holder): boolean {
  // Our own number in somebody's lock is that of an earlier container, where numbers begin anew.
  if (pid === process.pid || boot !== bootId()) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}
