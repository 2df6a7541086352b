import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { tarOf } from './tar.js';

export const ARCHIVES = ['tar', 'zip'] as const;
export type ArchiveKind = (typeof ARCHIVES)[number];

/** A folder as an archive, a piece at a time; in it everything lies in one folder of this name. */
export function archiveOf(kind: ArchiveKind, folder: string, name: string, time: Date): Readable {
  return Readable.from(piecesOf(kind, folder, name, time));
}

async function* piecesOf(kind: ArchiveKind, folder: string, name: string, time: Date): AsyncGenerator<Buffer> {
  const files = await filesBelow(folder);
  yield* kind === 'tar' ? tarOf(folder, files, name, time) : zipOf(folder, files, name, time);
}

function zipOf(folder: string, files: readonly string[], name: string, time: Date): AsyncIterable<Buffer> {
  const zip = new ZipFile();
  const pieces = zip.outputStream as Readable;
  // It tells of a file that cannot be read here, and not in the stream.
  zip.on('error', (error: Error) => pieces.destroy(error));
  for (const file of files) {
    zip.addFile(join(folder, file), `${name}/${file}`, { mtime: time, mode: 0o100600 });
  }
  zip.end();
  return pieces as AsyncIterable<Buffer>;
}

/** With `/` between folders, in order. */
async function filesBelow(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile());
  return files.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')).sort();
}
