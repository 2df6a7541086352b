import { randomBytes } from 'node:crypto';
import { lstat, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AppError } from '../../platform/kernel/app-error.js';

/**
 * Lets `work` write a file or folder beside `path` and gives it that name once it is whole, so that an interrupted one is
 * not mistaken for it. Never overwrites. Throws ALREADY_EXISTS, and VALIDATION when there is no folder to write into.
 */
export async function writeWhole<T>(path: string, work: (draft: string) => Promise<T>): Promise<T> {
  const target = resolve(path);
  if (!(await exists(dirname(target)))) throw new AppError('VALIDATION', `There is no folder ${dirname(target)}.`);
  await assertFree(target);
  const draft = `${target}.part-${randomBytes(4).toString('hex')}`;
  try {
    const result = await work(draft);
    await assertFree(target);
    await rename(draft, target);
    return result;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

async function assertFree(path: string): Promise<void> {
  if (await exists(path)) throw new AppError('ALREADY_EXISTS', `${path} is there already and is not overwritten.`);
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}

const FLUSH_BYTES = 1 << 20;

/** A new file that is written a line at a time, a megabyte at once; only its owner may read it. */
export class LineFile {
  private lines: Buffer[] = [];
  private bytes = 0;

  private constructor(private readonly file: FileHandle) {}

  static async create(path: string): Promise<LineFile> {
    return new LineFile(await open(path, 'wx', 0o600));
  }

  async add(line: Buffer | string): Promise<void> {
    const bytes = Buffer.concat([Buffer.from(line), NEWLINE]);
    this.lines.push(bytes);
    this.bytes += bytes.length;
    if (this.bytes >= FLUSH_BYTES) await this.flush();
  }

  private async flush(): Promise<void> {
    const lines = this.lines;
    this.lines = [];
    this.bytes = 0;
    await this.file.appendFile(Buffer.concat(lines));
  }

  /** Writes what is left and waits until all is on disk. */
  async finish(): Promise<void> {
    await this.flush();
    await this.file.sync();
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}

const NEWLINE = Buffer.from('\n');
