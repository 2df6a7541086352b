import { StreamableFile } from '@nestjs/common';
import type { Readable } from 'node:stream';

/** An answer in JSON that is too long to be made at once. */
export function jsonFile(json: Readable): StreamableFile {
  return new StreamableFile(json, { type: 'application/json; charset=utf-8' });
}
