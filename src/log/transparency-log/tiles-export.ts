import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseCheckpoint } from '../../platform/tlog/checkpoint.js';
import { parseNote } from '../../platform/tlog/signed-note.js';
import { tilePath, tilesOf } from '../../platform/tlog/tiles.js';
import type { LogSource } from '../verifier/log-source.js';

/** Writes the whole log as a folder (C2SP tlog-tiles): checkpoint, vkey, tile/…; a tile at a time. Returns the size. */
export async function exportTiles(
  source: LogSource,
  folder: string,
  onProgress: (done: number, total: number) => void,
): Promise<number> {
  const checkpoint = await source.checkpoint();
  const { size } = parseCheckpoint(parseNote(checkpoint).text);
  let entries = 0;
  for (const tile of tilesOf(size)) {
    const path = join(folder, tilePath(tile));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, await source.tile(tile));
    if (tile.level === 'entries') onProgress((entries += tile.width), size);
  }
  await writeFile(join(folder, 'vkey'), await source.verifierKey());
  // Last: a folder with a checkpoint is whole.
  await writeFile(join(folder, 'checkpoint'), checkpoint);
  return size;
}
