import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../platform/kernel/app-error.js';
import { DAY_MS } from '../platform/kernel/clock.js';
import { newId } from '../platform/kernel/ids.js';

/** A file of a million lines has about 130 MB. */
export const UPLOAD_BYTES_MAX = 1024 ** 3;

export interface SpooledFile {
  readonly path: string;
  /** SHA-256 of the bytes, hex. */
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Keeps an upload in a file while `use` works with it, so that a slow sender never holds a database transaction open and
 * the whole file can be checked before the first row is written. The file is gone afterwards, whatever happened.
 * Throws TOO_LARGE, STORAGE_FULL; MALFORMED_REQUEST when the sender broke off.
 */
export async function withSpooledFile<T>(
  folder: string,
  upload: Readable,
  use: (file: SpooledFile) => Promise<T>,
): Promise<T> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, newId());
  try {
    return await use(await spool(upload, path));
  } finally {
    await rm(path, { force: true });
  }
}

async function spool(upload: Readable, path: string): Promise<SpooledFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      hash.update(chunk);
      if (bytes > UPLOAD_BYTES_MAX) done(new AppError('TOO_LARGE', 'The file is larger than 1 GB. Split it by year.'));
      else done(null, chunk);
    },
  });
  try {
    await pipeline(upload, measure, createWriteStream(path, { mode: 0o600 }));
  } catch (error) {
    throw translate(error);
  }
  return { path, sha256: hash.digest('hex'), bytes };
}

function translate(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError('STORAGE_FULL', 'There is no room left to store the file. Nothing was changed; tell support.');
  }
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ABORT_ERR') {
    return new AppError('MALFORMED_REQUEST', 'The file did not arrive whole. Nothing was changed; send it again.');
  }
  return error;
}

/** Removes what a killed process left behind. */
export async function clearOldSpool(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found && found.mtimeMs < Date.now() - DAY_MS) await rm(path, { force: true });
  }
}
