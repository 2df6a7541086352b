import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { archiveFiles, shown, type ArchivedFile } from './archive-files.js';
import type { FileSet } from './file-set.js';

/** PKWARE's APPNOTE 6.3: the records' signatures and the lengths of their fixed parts. */
const [LOCAL, CENTRAL, END, END64, LOCATOR64] = [0x04034b50, 0x02014b50, 0x06054b50, 0x06064b50, 0x07064b50];
const [LOCAL_BYTES, CENTRAL_BYTES, END_BYTES, END64_BYTES, LOCATOR64_BYTES] = [30, 46, 22, 56, 20];
const COMMENT_BYTES_MAX = 65_535;
/** Some hundreds of thousands of files. */
const DIRECTORY_BYTES_MAX = 1 << 26;
const [STORED, DEFLATED] = [0, 8];
const ENCRYPTED = 1;
/** A number that is too large for its 32 bits stands in the extra field (zip64). */
const IN_EXTRA = 0xffffffff;

/** What the directory at the archive's end says of a file. */
interface Listed {
  readonly path: string;
  readonly method: number;
  readonly size: number;
  readonly packedSize: number;
  /** Where its local header stands. */
  readonly at: number;
}

/** Whether these first bytes are a zip archive's. */
export const isZip = (head: Buffer): boolean => head.length >= 4 && [LOCAL, END].includes(head.readUInt32LE(0));

/**
 * The files of a zip archive, as they are or deflated. Never more is inflated of a file than the directory says that it
 * has. Throws an Error for what is not a zip, and for a file that its two headers name differently.
 */
export async function zipFiles(path: string): Promise<FileSet> {
  const handle = await open(path);
  try {
    const directory = await directoryOf(handle);
    const files: ArchivedFile[] = [];
    for (const listed of listedIn(directory)) {
      if (!listed.path.endsWith('/')) files.push(await fileOf(handle, path, listed));
    }
    return archiveFiles(path, files);
  } finally {
    await handle.close();
  }
}

async function directoryOf(handle: FileHandle): Promise<Buffer> {
  const { size } = await handle.stat();
  const tailAt = Math.max(0, size - END_BYTES - COMMENT_BYTES_MAX);
  const tail = await read(handle, tailAt, size - tailAt);
  const end = endIn(tail);
  let [at, length] = [tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12)];
  const locator = end - LOCATOR64_BYTES;
  if (locator >= 0 && tail.readUInt32LE(locator) === LOCATOR64) {
    const record = await read(handle, numberAt(tail, locator + 8), END64_BYTES);
    if (record.readUInt32LE(0) !== END64) throw damaged();
    [at, length] = [numberAt(record, 48), numberAt(record, 40)];
  }
  if (at + length > size || length > DIRECTORY_BYTES_MAX) throw damaged();
  return read(handle, at, length);
}

/** Where the last record stands: behind it there is its comment, and nothing else. */
function endIn(tail: Buffer): number {
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (tail.readUInt32LE(at) === END && at + END_BYTES + tail.readUInt16LE(at + 20) === tail.length) return at;
  }
  throw damaged();
}

function* listedIn(directory: Buffer): Generator<Listed> {
  for (let at = 0; at < directory.length;) {
    if (at + CENTRAL_BYTES > directory.length || directory.readUInt32LE(at) !== CENTRAL) throw damaged();
    const nameEnd = at + CENTRAL_BYTES + directory.readUInt16LE(at + 28);
    const extraEnd = nameEnd + directory.readUInt16LE(at + 30);
    const path = directory.toString('utf8', at + CENTRAL_BYTES, nameEnd);
    if (directory.readUInt16LE(at + 8) & ENCRYPTED) throw new Error(`${shown(path)} in it is encrypted`);
    const large = largeNumbers(directory.subarray(nameEnd, extraEnd));
    const number = (offset: number) => {
      const value = directory.readUInt32LE(at + offset);
      return value === IN_EXTRA ? large() : value;
    };
    // In the order in which the extra field has them.
    const size = number(24);
    const packedSize = number(20);
    yield { path, method: directory.readUInt16LE(at + 10), size, packedSize, at: number(42) };
    at = extraEnd + directory.readUInt16LE(at + 32);
  }
}

/** Gives the numbers of the zip64 extra field one after the other. */
function largeNumbers(extra: Buffer): () => number {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let next = at + 4;
    return () => {
      if (next + 8 > extra.length) throw damaged();
      next += 8;
      return numberAt(extra, next - 8);
    };
  }
  return () => {
    throw damaged();
  };
}

async function fileOf(handle: FileHandle, archive: string, listed: Listed): Promise<ArchivedFile> {
  const { path, method, size, packedSize, at } = listed;
  if (method !== STORED && method !== DEFLATED)
    throw new Error(`${shown(path)} in it is packed in a way not known here`);
  const local = await read(handle, at, LOCAL_BYTES);
  if (local.readUInt32LE(0) !== LOCAL) throw damaged();
  const [nameLength, extraLength] = [local.readUInt16LE(26), local.readUInt16LE(28)];
  const name = (await read(handle, at + LOCAL_BYTES, nameLength)).toString('utf8');
  if (name !== path) throw new Error(`it calls one file ${shown(path)} and ${shown(name)}`);
  const start = at + LOCAL_BYTES + nameLength + extraLength;
  return { path, open: () => unpacked(archive, { start, packedSize, size, isDeflated: method === DEFLATED }) };
}

async function* unpacked(
  archive: string,
  { start, packedSize, size, isDeflated }: { start: number; packedSize: number; size: number; isDeflated: boolean },
): AsyncGenerator<Buffer> {
  let left = size;
  if (packedSize > 0) {
    const packed = createReadStream(archive, { start, end: start + packedSize - 1 });
    // What goes wrong in the file ends the inflating stream, which throws it below.
    const plain = isDeflated ? pipeline(packed, createInflateRaw(), () => undefined) : packed;
    for await (const part of plain as AsyncIterable<Buffer>) {
      left -= part.length;
      if (left < 0) break;
      yield part;
    }
  }
  if (left !== 0) throw new Error('the archive says another size of it');
}

async function read(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) throw damaged();
  return buffer;
}

function numberAt(bytes: Buffer, at: number): number {
  const value = Number(bytes.readBigUInt64LE(at));
  if (!Number.isSafeInteger(value)) throw damaged();
  return value;
}

const damaged = () => new Error('it is no zip archive, or a damaged one');
