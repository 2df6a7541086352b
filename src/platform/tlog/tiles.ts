import { HASH_BYTES, nodeHash, type NodeReader } from './merkle.js';

/** C2SP tlog-tiles: hashes in tiles of 256, and entries in bundles of 256. */
export const TILE_WIDTH = 256;
export const TILE_HEIGHT = 8;
const ENTRY_LENGTH_BYTES = 2;

/** A tile of hashes at a level of tiles (0 holds leaf hashes), or with level 'entries' a bundle of entries. */
export interface Tile {
  readonly level: number | 'entries';
  readonly index: number;
  /** How many of the 256 are there. */
  readonly width: number;
}

/** 1234067 → `x001/x234/067`. */
function formatIndex(index: number): string {
  const groups: string[] = [String(index % 1000).padStart(3, '0')];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`);
  }
  return groups.join('/');
}

/** The path below the log's prefix: `tile/<L>/<N>[.p/<W>]`. */
export function tilePath({ level, index, width }: Tile): string {
  return `tile/${level}/${formatIndex(index)}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** Null for what is not the canonical path of a tile. */
export function parseTilePath(path: string): Tile | null {
  const match = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  if (!match) return null;
  const index = Number(match[2]!.replace(/[x/]/g, ''));
  const width = match[3] === undefined ? TILE_WIDTH : Number(match[3]);
  const level = match[1] === 'entries' ? 'entries' : Number(match[1]);
  const tile: Tile = { level, index, width };
  const isInRange = width >= 1 && (match[3] === undefined || width < TILE_WIDTH) && Number.isSafeInteger(index);
  return isInRange && (level === 'entries' || level < 64) && tilePath(tile) === path ? tile : null;
}

/** How wide the tile is in a tree of `size` leaves; 0 when it is not there. */
export function tileWidth(level: number | 'entries', index: number, size: number): number {
  const hashes = Math.floor(size / TILE_WIDTH ** (level === 'entries' ? 0 : level));
  return Math.max(0, Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH));
}

/** Every tile and bundle of a tree of `size` leaves, level by level, entries first. */
export function* tilesOf(size: number): Generator<Tile> {
  yield* tilesOfLevel('entries', size);
  for (let level = 0; tileWidth(level, 0, size) > 0; level++) yield* tilesOfLevel(level, size);
}

/** The tiles of one level from left to right; all are full but the last, which may be. */
export function* tilesOfLevel(level: number | 'entries', size: number): Generator<Tile> {
  for (let index = 0; ; index++) {
    const width = tileWidth(level, index, size);
    if (width === 0) return;
    yield { level, index, width };
  }
}

/** The hash of the subtree over a full tile: one hash of the level above. */
export function tileRoot(hashes: Buffer): Buffer {
  return subtreeHash(hashes, 0, hashes.length / HASH_BYTES);
}

/** The hash over a power of two of neighbouring hashes in a tile. */
function subtreeHash(hashes: Buffer, from: number, count: number): Buffer {
  if (count === 1) return hashes.subarray(from * HASH_BYTES, (from + 1) * HASH_BYTES);
  return nodeHash(subtreeHash(hashes, from, count / 2), subtreeHash(hashes, from + count / 2, count / 2));
}

/** Reads a tile's hashes, as wide as it is in the tree. */
export type TileReader = (level: number, index: number) => Promise<Buffer>;

/** Any complete subtree's hash out of the tile that holds its level. */
export function nodesFromTiles(readTile: TileReader): NodeReader {
  return async (level, index) => {
    const tileLevel = Math.floor(level / TILE_HEIGHT);
    const inTile = 2 ** (level - tileLevel * TILE_HEIGHT);
    const first = index * inTile;
    const tile = await readTile(tileLevel, Math.floor(first / TILE_WIDTH));
    const from = first % TILE_WIDTH;
    if (tile.length < (from + inTile) * HASH_BYTES)
      throw new Error(`Tile ${tileLevel}/${Math.floor(first / TILE_WIDTH)} is too short.`);
    return subtreeHash(tile, from, inTile);
  };
}

/** `uint16 length ‖ bytes` for each entry. */
export function formatBundle(entries: readonly Buffer[]): Buffer {
  return Buffer.concat(
    entries.flatMap((entry) => {
      const length = Buffer.alloc(ENTRY_LENGTH_BYTES);
      length.writeUInt16BE(entry.length);
      return [length, entry];
    }),
  );
}

/** Throws an Error when the bundle does not end with an entry. */
export function parseBundle(bundle: Buffer): Buffer[] {
  const entries: Buffer[] = [];
  let at = 0;
  while (at < bundle.length) {
    const end =
      at + ENTRY_LENGTH_BYTES + (at + ENTRY_LENGTH_BYTES <= bundle.length ? bundle.readUInt16BE(at) : Infinity);
    if (end > bundle.length) throw new Error('The bundle of entries is cut off.');
    entries.push(bundle.subarray(at + ENTRY_LENGTH_BYTES, end));
    at = end;
  }
  return entries;
}
