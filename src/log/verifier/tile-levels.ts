import { HASH_BYTES } from '../../platform/tlog/merkle.js';
import { TILE_WIDTH, tileRoot, type Tile } from '../../platform/tlog/tiles.js';
import { SourceUnavailable, type LogSource } from './log-source.js';
import { VerificationFailure } from './verdict.js';

/** Compares the tiles above level 0 that the log serves with those that follow from its entries. */
export class TileLevels {
  private readonly pending: Buffer[][] = [];
  private readonly done: number[] = [];

  constructor(private readonly source: LogSource) {}

  /** Takes the root of the next full tile of the level below. */
  async add(root: Buffer, level = 1): Promise<void> {
    const tile = (this.pending[level] ??= []);
    tile.push(root);
    if (tile.length < TILE_WIDTH) return;
    const index = this.done[level] ?? 0;
    this.done[level] = index + 1;
    this.pending[level] = [];
    const hashes = await this.compare(level, index, tile);
    await this.add(tileRoot(hashes), level + 1);
  }

  /** The partial tiles at the right edge. */
  async finish(): Promise<void> {
    for (const [level, tile] of this.pending.entries()) {
      if (tile && tile.length > 0) await this.compare(level, this.done[level] ?? 0, tile);
    }
  }

  private async compare(level: number, index: number, roots: readonly Buffer[]): Promise<Buffer> {
    const served = await readTile(this.source, { level, index, width: roots.length });
    if (served.equals(Buffer.concat(roots))) return served;
    throw new VerificationFailure(`Tile ${level}/${index} does not follow from the entries.`);
  }
}

/** A tile of hashes, exactly as wide as it must be. Throws VerificationFailure. */
export async function readTile(source: LogSource, tile: Tile): Promise<Buffer> {
  const served = await read(source, tile);
  if (served.length === tile.width * HASH_BYTES) return served;
  throw new VerificationFailure(
    `Tile ${tile.level}/${tile.index} has ${served.length} bytes, not ${tile.width * HASH_BYTES}.`,
  );
}

/** A tile or a bundle as the source gives it. Throws VerificationFailure when it does not give it. */
export async function read(source: LogSource, tile: Tile): Promise<Buffer> {
  try {
    return await source.tile(tile);
  } catch (error) {
    if (error instanceof SourceUnavailable) throw error;
    const what = tile.level === 'entries' ? 'bundle of entries' : `tile of level ${tile.level},`;
    throw new VerificationFailure(`The log does not give its ${what} ${tile.index}: ${(error as Error).message}`);
  }
}
