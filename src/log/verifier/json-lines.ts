import { HASH_BYTES } from '../../platform/tlog/merkle.js';
import type { FileSet } from './file-set.js';
import { linesOf } from './lines.js';
import { VerificationFailure } from './verdict.js';

/** 53 hashes on either side, in base64, and what is around them. */
export const LINE_BYTES_MAX = 8_192;
const HASHES_MAX = 106;

/** The lines of a file of an extract. Throws VerificationFailure for what is not readable. */
export async function* linesIn(files: FileSet, name: string, bytesMax: number): AsyncGenerator<Buffer, void> {
  try {
    yield* linesOf(files.open(name), bytesMax);
  } catch (error) {
    if (error instanceof VerificationFailure) throw error;
    throw new VerificationFailure(`${name} is not readable: ${(error as Error).message}.`);
  }
}

/** Reads a list of hashes. Throws an Error. */
export function hashesOf(list: unknown): Buffer[] {
  if (!Array.isArray(list) || list.length > HASHES_MAX) throw new Error('it has no hashes');
  return list.map(hashOf);
}

function hashOf(text: unknown): Buffer {
  const hash = typeof text === 'string' ? Buffer.from(text, 'base64') : undefined;
  if (hash?.length !== HASH_BYTES || hash.toString('base64') !== text) throw new Error('a hash is none');
  return hash;
}

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** An entry's place in the tree: its index and its inclusion path. Throws an Error. */
export function placeOf(line: Buffer): { index: number; hashes: Buffer[] } {
  const { index, hashes } = JSON.parse(line.toString('utf8')) as { index?: unknown; hashes?: unknown };
  if (!isCount(index) || !Array.isArray(hashes)) throw new Error('it is not a proof');
  return { index, hashes: hashesOf(hashes) };
}
