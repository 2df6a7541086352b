import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { archiveFiles, shown, type ArchivedFile } from './archive-files.js';
import type { FileSet } from './file-set.js';

const BLOCK = 512;
/** An extended header holds a name or a size. */
const HEADER_BYTES_MAX = 1 << 16;

/** What stands before a file in the archive. */
interface Header {
  readonly name: string;
  readonly size: number;
  readonly kind: string;
}

/** Whether these first bytes are a tar archive's. */
export const isTar = (head: Buffer): boolean => head.length >= BLOCK && isSum(head.subarray(0, BLOCK));

/** The files of a tar archive (ustar, pax, and what GNU tar adds for long names). Throws an Error for what is not one. */
export async function tarFiles(path: string): Promise<FileSet> {
  const handle = await open(path);
  try {
    return archiveFiles(path, await list(handle, path));
  } finally {
    await handle.close();
  }
}

async function list(handle: FileHandle, archive: string): Promise<ArchivedFile[]> {
  const { size: end } = await handle.stat();
  const files: ArchivedFile[] = [];
  let extended: Partial<Header> = {};
  for (let at = 0; at + BLOCK <= end;) {
    const block = await read(handle, at, BLOCK);
    if (block.every((byte) => byte === 0)) break;
    const header = { ...headerOf(block), ...extended };
    const from = at + BLOCK;
    at = from + Math.ceil(header.size / BLOCK) * BLOCK;
    if (from + header.size > end) throw new Error(`it is cut off in ${shown(header.name)}`);
    extended = {};
    if (header.kind === 'x') extended = paxOf(await read(handle, from, header.size));
    else if (header.kind === 'L') extended = { name: textOf(await read(handle, from, header.size)) };
    else if (header.kind === '0' || header.kind === '\0') files.push(fileAt(archive, header, from));
    else if (header.kind !== '5' && header.kind !== 'g') {
      throw new Error(`it holds ${shown(header.name)}, which is not a plain file`);
    }
  }
  return files;
}

function fileAt(archive: string, { name, size }: Header, start: number): ArchivedFile {
  const range = { start, end: start + size - 1 };
  const open = () => (size === 0 ? empty() : (createReadStream(archive, range) as AsyncIterable<Buffer>));
  return { path: name.replace(/^(\.\/)+/, ''), open };
}

async function* empty(): AsyncGenerator<Buffer> {}

async function read(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  if (length > HEADER_BYTES_MAX) throw new Error('one of its headers is too long');
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) throw new Error('it is cut off');
  return buffer;
}

function headerOf(block: Buffer): Header {
  if (!isSum(block)) throw new Error('it is no tar archive, or a damaged one');
  const prefix = block.toString('latin1', 257, 263) === 'ustar\0' ? textOf(block.subarray(345, 500)) : '';
  const name = textOf(block.subarray(0, 100));
  return { name: prefix ? `${prefix}/${name}` : name, size: sizeOf(block), kind: block.toString('latin1', 156, 157) };
}

/** The sum of the header's bytes, with spaces in its own place. */
function isSum(block: Buffer): boolean {
  const said = parseInt(textOf(block.subarray(148, 156)), 8);
  return block.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0) === said;
}

/** Octal digits; of a file of 8 GiB or more GNU tar writes the bytes of the number itself. */
function sizeOf(block: Buffer): number {
  const size =
    block[124]! & 0x80
      ? Number(block.readBigUInt64BE(128) & 0x1fffffffffffffn)
      : parseInt(textOf(block.subarray(124, 136)).trim() || '0', 8);
  if (!Number.isSafeInteger(size)) throw new Error('it is no tar archive, or a damaged one');
  return size;
}

/** `length key=value\n`, one after the other (POSIX.1-2001 pax). */
function paxOf(bytes: Buffer): Partial<Header> {
  const text = bytes.toString('utf8');
  const name = /(?:^|\n)\d+ path=([^\n]+)/.exec(text)?.[1];
  const size = /(?:^|\n)\d+ size=(\d{1,15})\n/.exec(text)?.[1];
  return { ...(name !== undefined && { name }), ...(size !== undefined && { size: Number(size) }) };
}

function textOf(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}
