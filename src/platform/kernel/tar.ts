import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

const BLOCK = 512;
/** What eleven octal digits hold. */
const FILE_BYTES_MAX = 8 ** 11 - 1;

/**
 * Files of a folder as a tar archive (POSIX.1-2001 pax), a piece at a time: ustar, and for a file of 8 GiB or more,
 * which ustar has no digits for, an extended header before it.
 */
export async function* tarOf(
  folder: string,
  files: readonly string[],
  name: string,
  time: Date,
): AsyncGenerator<Buffer> {
  for (const file of files) {
    const path = join(folder, file);
    const { size } = await stat(path);
    yield tarHeader(`${name}/${file}`, size, time);
    yield* createReadStream(path) as AsyncIterable<Buffer>;
    yield Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
  }
  yield Buffer.alloc(2 * BLOCK);
}

/** What stands before a file's bytes: one block, or three where its size needs an extended header. */
export function tarHeader(name: string, size: number, time: Date): Buffer {
  if (size <= FILE_BYTES_MAX) return header(name, size, time, '0');
  const record = Buffer.alloc(BLOCK);
  const bytes = record.write(paxRecord('size', String(size)), 'utf8');
  // The size in the file's own header is passed over by whoever reads the extended one (POSIX.1-2001, pax).
  return Buffer.concat([header(`${name}.pax`, bytes, time, 'x'), record, header(name, 0, time, '0')]);
}

/** `length key=value\n`, where the length counts its own digits. */
function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  let length = rest.length;
  while (`${length}${rest}`.length !== length) length = `${length}${rest}`.length;
  return `${length}${rest}`;
}

function header(name: string, size: number, time: Date, kind: '0' | 'x'): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, length: number) =>
    block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'ascii');
  block.write(name, 0, 100, 'utf8');
  octal(0o600, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(Math.floor(time.getTime() / 1000), 136, 12);
  block.write(kind, 156, 'ascii');
  block.write('ustar\x0000', 257, 'latin1');
  // The sum of the header's bytes with spaces in its own place.
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'ascii');
  return block;
}
