import { readBytes } from './bytes.js';
import { decode, type FecEncoding } from './encoding.js';

/** Far above what 18 fields of allowed length can need; it keeps a file without line ends out of memory. */
export const LINE_BYTES_MAX = 16 * 1024;

/** Decoded to two-byte characters this stays below 128 KiB, from where on V8 maps fresh pages for every string. */
const BLOCK_BYTES = 60 * 1024;

const LF = 0x0a;
const CR = 0x0d;

export interface LineBlock {
  /** Number of the first of `lines` in the file, from 1. */
  firstLine: number;
  /** Without their line ends. */
  lines: string[];
  /** The last of `lines` is over `LINE_BYTES_MAX` and may be incomplete; no block follows. */
  overlong: boolean;
}

/**
 * Cuts the file into lines, block by block. Lines end with CRLF or LF, mixed as they come; if the first line ends
 * with a lone CR, all do. The last line needs no end. An empty file yields nothing.
 */
export async function* readLines(path: string, encoding: FecEncoding, signal?: AbortSignal): AsyncGenerator<LineBlock> {
  let lineEnd: number | undefined;
  let firstLine = 1;
  const cut = (bytes: Buffer) => {
    lineEnd ??= findLineEnd(bytes);
    return lineEnd === undefined ? 0 : bytes.lastIndexOf(lineEnd) + 1;
  };
  for await (const bytes of readBytes({ path, size: BLOCK_BYTES, cut, signal })) {
    const block = toBlock(bytes, lineEnd ?? LF, firstLine, encoding);
    yield block;
    if (block.overlong) return;
    firstLine += block.lines.length;
  }
}

/** LF, or CR where the first line ends with a lone CR; undefined while the bytes do not tell. */
function findLineEnd(bytes: Buffer): number | undefined {
  const lf = bytes.indexOf(LF);
  const cr = bytes.indexOf(CR);
  if (cr === -1 || (lf !== -1 && lf <= cr + 1)) return lf === -1 ? undefined : LF;
  const isLastByte = cr === bytes.length - 1;
  return isLastByte ? undefined : CR;
}

function toBlock(bytes: Buffer, lineEnd: number, firstLine: number, encoding: FecEncoding): LineBlock {
  const isEnded = bytes[bytes.length - 1] === lineEnd;
  const text = decode(isEnded ? bytes.subarray(0, -1) : bytes, encoding);
  const lines = text.split(lineEnd === LF ? '\n' : '\r');
  for (let i = 0; i < lines.length; i++) {
    let line = lines[i]!;
    if (line.charCodeAt(line.length - 1) === CR) lines[i] = line = line.slice(0, -1);
    if (isOverlong(line, encoding)) return { firstLine, lines: lines.slice(0, i + 1), overlong: true };
  }
  return { firstLine, lines, overlong: false };
}

function isOverlong(line: string, encoding: FecEncoding): boolean {
  // At most 3 bytes of UTF-8 for a UTF-16 unit: a line below a third needs no counting.
  if (line.length <= LINE_BYTES_MAX / 3) return false;
  return (encoding === 'utf-8' ? Buffer.byteLength(line) : line.length) > LINE_BYTES_MAX;
}
