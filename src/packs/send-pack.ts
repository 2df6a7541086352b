import type { Response } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PackedFile } from './packs.service.js';

/** Sends the file of a pack; a client that breaks off ends the reading, and a reading that breaks off the answer. */
export async function sendPack(
  response: Response,
  { file, pieces }: { readonly file: PackedFile; readonly pieces: AsyncIterable<Buffer> },
): Promise<void> {
  const sha256 = Buffer.from(file.digest.slice('sha256:'.length), 'hex').toString('base64');
  response
    .type('application/zip')
    .attachment(file.name)
    .setHeader('Content-Length', file.bytes)
    .setHeader('Repr-Digest', `sha-256=:${sha256}:`)
    .setHeader('Cache-Control', 'no-store');
  await pipeline(Readable.from(pieces, { objectMode: false }), response);
}
