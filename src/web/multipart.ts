import { Busboy } from '@fastify/busboy';
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Request } from 'express';
import { AppError } from '../platform/kernel/app-error.js';

/** RFC 2046 §5.1.1 allows no longer boundary. */
const BOUNDARY = /;\s*boundary=(?:"[^"]{1,70}"|[^\s";]{1,70})(?:;|\s*$)/i;

/**
 * Hands the one file of a `multipart/form-data` body to `use` while it is still arriving; nothing is kept in memory.
 * `use` has ended when the promise settles. Throws UNSUPPORTED_MEDIA_TYPE for another kind of body, MALFORMED_REQUEST for
 * one that breaks off, VALIDATION (`reason: 'NO_FILE'`) without a file.
 */
export async function withUploadedFile<T>(
  request: Request,
  field: string,
  use: (file: Readable) => Promise<T>,
): Promise<T> {
  const type = request.headers['content-type'];
  if (!type?.startsWith('multipart/form-data')) {
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', 'Send the file as a form does.');
  }
  if (!BOUNDARY.test(type)) throw notWhole();
  const parser = new Busboy({
    headers: request.headers as IncomingHttpHeaders & { 'content-type': string },
    limits: { files: 1, fields: 5, fieldSize: 1_000, parts: 8 },
  });
  let used: Promise<T> | undefined;
  let file: Readable | undefined;
  const read = new Promise<void>((resolve, reject) => {
    const breakOff = () => reject(notWhole());
    parser.on('file', (name, part, filename) => {
      // A part that breaks off says so on its own stream, perhaps before anybody reads it: unheard, it ends the process.
      part.on('error', breakOff);
      if (name !== field || used || !filename) return void part.resume();
      file = part;
      used = use(part);
      // Not waited for: a file that is refused early need not arrive whole.
      used.catch(reject);
    });
    parser.on('error', breakOff);
    parser.on('finish', resolve);
    request.on('error', breakOff);
    request.on('close', () => request.complete || breakOff());
    request.pipe(parser);
  });
  try {
    await read;
  } catch (error) {
    request.unpipe(parser);
    request.resume();
    // What uses the file hears of it and cleans up after itself; only then is this done.
    file?.destroy(notWhole());
    await used?.catch(() => undefined);
    throw error;
  }
  if (!used) throw new AppError('VALIDATION', 'Choose a file first.', { reason: 'NO_FILE' });
  return used;
}

function notWhole(): AppError {
  return new AppError('MALFORMED_REQUEST', 'The form did not arrive whole. Nothing was changed; send it again.');
}
