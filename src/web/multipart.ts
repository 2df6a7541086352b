import { Busboy } from '@fastify/busboy';
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Request } from 'express';
import { AppError } from '../kernel/app-error.js';

/**
 * Hands the one file of a `multipart/form-data` body to `use` while it is still arriving; nothing is kept in memory.
 * Throws MALFORMED_REQUEST for another kind of body, VALIDATION (`reason: 'NO_FILE'`) without a file.
 */
export function withUploadedFile<T>(request: Request, field: string, use: (file: Readable) => Promise<T>): Promise<T> {
  const type = request.headers['content-type'];
  if (!type?.startsWith('multipart/form-data')) {
    return Promise.reject(new AppError('UNSUPPORTED_MEDIA_TYPE', 'Send the file as a form does.'));
  }
  return new Promise<T>((resolve, reject) => {
    let used: Promise<T> | undefined;
    const parser = new Busboy({
      headers: request.headers as IncomingHttpHeaders & { 'content-type': string },
      limits: { files: 1, fields: 5, fieldSize: 1_000, parts: 8 },
    });
    parser.on('file', (name, file, filename) => {
      if (name !== field || used || !filename) {
        file.resume();
        return;
      }
      used = use(file);
      used.then(resolve, reject);
    });
    parser.on('error', () => reject(new AppError('MALFORMED_REQUEST', 'The form did not arrive whole.')));
    parser.on('finish', () => {
      if (!used) reject(new AppError('VALIDATION', 'Choose a file first.', { reason: 'NO_FILE' }));
    });
    request.on('aborted', () => parser.destroy(new Error('aborted')));
    request.pipe(parser);
  });
}
