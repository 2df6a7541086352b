import { hash as digest } from 'node:crypto';
import { HASH_BYTES, LEAF_PREFIX as LEAF, NODE_PREFIX as NODE, sidesOfPath } from './proof-path.js';

/** RFC 6962 §2.1, with SHA-256. Hashes are 32 bytes; tree sizes and indices are safe integers. */
export { HASH_BYTES };

/** Inputs are put together here: hashing is synchronous, and a new buffer for each would cost a third of the time. */
const leafScratch = Buffer.alloc(1 + 65_535, LEAF);
const nodeScratch = Buffer.alloc(1 + 2 * HASH_BYTES, NODE);

export function leafHash(data: Uint8Array): Buffer {
  if (data.length >= leafScratch.length) return sha256(Buffer.concat([Buffer.of(LEAF), data]));
  leafScratch.set(data, 1);
  return sha256(leafScratch.subarray(0, 1 + data.length));
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  if (left.length !== HASH_BYTES || right.length !== HASH_BYTES) throw new Error('A hash has 32 bytes.');
  nodeScratch.set(left, 1);
  nodeScratch.set(right, 1 + HASH_BYTES);
  return sha256(nodeScratch);
}

/**
 * In one call, for inputs this small a hash object costs more than the hashing; and by way of a string, whose bytes go
 * into the pool of small buffers, since a buffer of its own for each hash costs as much again.
 */
function sha256(data: Buffer): Buffer {
  return Buffer.from(digest('sha256', data, 'binary'), 'binary');
}

export const EMPTY_ROOT = sha256(Buffer.alloc(0));

/** Gives the hash of the complete subtree of 2^level leaves that begins at `index` · 2^level. */
export type NodeReader = (level: number, index: number) => Promise<Buffer>;

/** The complete subtrees of which a tree of `size` leaves is made, largest (leftmost) first. */
export function subtreesOf(size: number, from = 0): { level: number; index: number }[] {
  const subtrees: { level: number; index: number }[] = [];
  let at = from;
  while (at < size) {
    const level = Math.min(trailingZeros(at), floorLog2(size - at));
    subtrees.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return subtrees;
}

function trailingZeros(n: number): number {
  if (n === 0) return 52;
  let zeros = 0;
  for (let rest = n; rest % 2 === 0; rest /= 2) zeros++;
  return zeros;
}

export function floorLog2(n: number): number {
  let log = 0;
  for (let power = 2; power <= n; power *= 2) log++;
  return log;
}

/** The root of the first `size` leaves. */
export async function rootOf(size: number, node: NodeReader): Promise<Buffer> {
  return size === 0 ? EMPTY_ROOT : rangeHash(0, size, node);
}

/** MTH(D[begin:end]) where `begin` is a multiple of the power of two that the range spans (RFC 6962 §2.1). */
async function rangeHash(begin: number, end: number, node: NodeReader): Promise<Buffer> {
  const parts = subtreesOf(end, begin);
  let hash = await node(parts.at(-1)!.level, parts.at(-1)!.index);
  for (const { level, index } of parts.slice(0, -1).reverse()) hash = nodeHash(await node(level, index), hash);
  return hash;
}

/** The largest power of two smaller than `n`, for n > 1: where RFC 6962 splits a tree. */
function splitOf(n: number): number {
  const power = 2 ** floorLog2(n);
  return power === n ? n / 2 : power;
}

/** PATH(index, D[size]): from the leaf's sibling up to the root (RFC 6962 §2.1.1). */
export async function inclusionProof(index: number, size: number, node: NodeReader): Promise<Buffer[]> {
  assertIndex(index, size);
  const path: Buffer[] = [];
  let [begin, end] = [0, size];
  while (end - begin > 1) {
    const middle = begin + splitOf(end - begin);
    if (index < middle) {
      path.unshift(await rangeHash(middle, end, node));
      end = middle;
    } else {
      path.unshift(await rangeHash(begin, middle, node));
      begin = middle;
    }
  }
  return path;
}

/** PROOF(first, D[second]) (RFC 6962 §2.1.2). Empty for first = 0 and for first = second. */
export async function consistencyProof(first: number, second: number, node: NodeReader): Promise<Buffer[]> {
  if (first > second) throw new Error(`There is no proof from ${first} back to ${second} leaves.`);
  if (first === 0 || first === second) return [];
  return subProof(first, 0, second, true, node);
}

async function subProof(m: number, begin: number, end: number, whole: boolean, node: NodeReader): Promise<Buffer[]> {
  const n = end - begin;
  if (m === n) return whole ? [] : [await rangeHash(begin, end, node)];
  const k = splitOf(n);
  if (m <= k) {
    return [...(await subProof(m, begin, begin + k, whole, node)), await rangeHash(begin + k, end, node)];
  }
  return [...(await subProof(m - k, begin + k, end, false, node)), await rangeHash(begin, begin + k, node)];
}

/** The root that a leaf and its path lead to; null when the path has the wrong length. */
export function rootFromInclusion(leaf: Buffer, index: number, size: number, path: readonly Buffer[]): Buffer | null {
  assertIndex(index, size);
  const sides = sidesOfPath(index, size, path.length);
  if (!sides) return null;
  return path.reduce((hash, part, i) => (sides[i] === 'left' ? nodeHash(part, hash) : nodeHash(hash, part)), leaf);
}

/** Whether `secondRoot` extends `firstRoot` by leaves at the end only (RFC 9162 §2.1.4.2). */
export function isConsistent(
  first: { size: number; root: Buffer },
  second: { size: number; root: Buffer },
  proof: readonly Buffer[],
): boolean {
  if (first.size > second.size) return false;
  if (first.size === second.size) return proof.length === 0 && first.root.equals(second.root);
  if (first.size === 0) return proof.length === 0 && first.root.equals(EMPTY_ROOT);
  const path = isPowerOfTwo(first.size) ? [first.root, ...proof] : [...proof];
  if (path.length === 0) return false;
  let [fn, sn] = [first.size - 1, second.size - 1];
  while (fn % 2 === 1) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  let [firstHash, secondHash] = [path[0]!, path[0]!];
  for (const part of path.slice(1)) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      firstHash = nodeHash(part, firstHash);
      secondHash = nodeHash(part, secondHash);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
    } else {
      secondHash = nodeHash(secondHash, part);
    }
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && firstHash.equals(first.root) && secondHash.equals(second.root);
}

function isPowerOfTwo(n: number): boolean {
  return n > 0 && 2 ** floorLog2(n) === n;
}

function assertIndex(index: number, size: number): void {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) {
    throw new Error(`There is no leaf ${index} in a tree of ${size}.`);
  }
}
