import { isAscii, isUtf8 } from 'node:buffer';
import { readBytes } from './bytes.js';
import { FecError } from './fec-error.js';

export type FecEncoding = 'utf-8' | 'windows-1252' | 'iso-8859-15';

const PIECE_BYTES = 256 * 1024;
const LF = 0x0a;
const CR = 0x0d;

/**
 * Finds the encoding from all bytes of the file: UTF-8 if every byte is valid UTF-8, else Windows-1252 if a byte in
 * 0x80–0x9F occurs (there it has letters and signs, ISO 8859-15 only controls), else ISO 8859-15, the norm's own.
 *
 * @throws FecError `unknown-encoding` for UTF-16 and for a UTF-8 mark before bytes that are not UTF-8;
 *   `binary-file` for a zero byte. Both name the line.
 */
export async function detectEncoding(path: string, signal?: AbortSignal): Promise<FecEncoding> {
  let offset = 0;
  let isValid = true;
  let isMarked = false;
  for await (const bytes of readBytes({ path, size: PIECE_BYTES, cut: wholeCharacters, signal })) {
    if (offset === 0) isMarked = checkMark(bytes);
    const zero = bytes.indexOf(0);
    if (zero !== -1) throw await faultAtByte('binary-file', path, offset + zero);
    isValid &&= isUtf8(bytes);
    if (!isValid && isMarked) throw await faultAtByte('unknown-encoding', path, offset + invalidLine(bytes));
    offset += bytes.length;
  }
  if (isValid) return 'utf-8';
  return (await holdsHighControls(path, signal)) ? 'windows-1252' : 'iso-8859-15';
}

/** The text of `bytes`, which must not begin or end inside a character. Bytes without a meaning become U+0080–U+009F. */
export function decode(bytes: Buffer, encoding: FecEncoding): string {
  // Not TextDecoder: some Node versions decode windows-1252 as Latin-1, and Node without full ICU knows neither.
  switch (encoding) {
    case 'utf-8':
      return bytes.toString('utf8');
    case 'windows-1252':
      return bytes.toString('latin1').replace(/[\x80-\x9f]/g, (c) => WINDOWS_1252[c.charCodeAt(0) - 0x80]!);
    case 'iso-8859-15':
      return bytes.toString('latin1').replace(/[¤¦¨´¸¼½¾]/g, (c) => ISO_8859_15[c]!);
  }
}

/** 0x80–0x9F; the five bytes that Windows-1252 leaves undefined stay control characters, which no field may hold. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** Where ISO 8859-15 differs from Latin-1. */
const ISO_8859_15: Record<string, string> = {
  '¤': '€',
  '¦': 'Š',
  '¨': 'š',
  '´': 'Ž',
  '¸': 'ž',
  '¼': 'Œ',
  '½': 'œ',
  '¾': 'Ÿ',
};

/** True if the file begins with the UTF-8 mark. */
function checkMark(start: Buffer): boolean {
  const isUtf16 = (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff);
  if (isUtf16) throw new FecError({ reason: 'unknown-encoding', line: 1, column: 1 });
  return start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf;
}

/** How many bytes remain when a UTF-8 character cut off at the end is left for the next piece. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    const isContinuation = (byte & 0xc0) === 0x80;
    if (isContinuation) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needed > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** A reading of its own, so that the many files in UTF-8 do without this slower look at every byte. */
async function holdsHighControls(path: string, signal?: AbortSignal): Promise<boolean> {
  for await (const bytes of readBytes({ path, size: PIECE_BYTES, cut: (all) => all.length, signal })) {
    if (isAscii(bytes)) continue;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!;
      if (byte >= 0x80 && byte <= 0x9f) return true;
    }
  }
  return false;
}

/** Offset of the first line that is not UTF-8. */
function invalidLine(bytes: Buffer): number {
  let start = 0;
  for (let end = bytes.indexOf(LF); end !== -1; end = bytes.indexOf(LF, start)) {
    if (!isUtf8(bytes.subarray(start, end))) return start;
    start = end + 1;
  }
  return start;
}

async function faultAtByte(
  reason: 'binary-file' | 'unknown-encoding',
  path: string,
  offset: number,
): Promise<FecError> {
  let lineFeeds = 0;
  let returns = 0;
  let before = offset;
  for await (const bytes of readBytes({ path, size: PIECE_BYTES, cut: (all) => all.length })) {
    for (const byte of bytes.subarray(0, before)) {
      if (byte === LF) lineFeeds++;
      else if (byte === CR) returns++;
    }
    before -= bytes.length;
    if (before <= 0) break;
  }
  return new FecError({ reason, line: 1 + (lineFeeds || returns), column: 1 });
}
