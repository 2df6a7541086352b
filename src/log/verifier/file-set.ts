import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** The files of an export, wherever they lie: in a folder, in a tar archive, in a zip. Nothing is unpacked. */
export interface FileSet {
  /** For messages: the folder or the archive. */
  readonly name: string;
  /** Paths with `/`, from the folder of the export. */
  paths(): Promise<readonly string[]>;
  /** The file's bytes, a piece at a time. Throws an Error when there is none. */
  open(path: string): AsyncIterable<Buffer>;
}

export function folderFiles(folder: string): FileSet {
  return {
    name: folder,
    async paths() {
      const found = await readdir(folder, { recursive: true, withFileTypes: true });
      const files = found.filter((entry) => !entry.isDirectory());
      return files.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
    },
    open: (path) => piecesOf(join(folder, path)),
  };
}

async function* piecesOf(path: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(path) as AsyncIterable<Buffer>;
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? new Error('it is not there') : error;
  }
}

/** All of a file that is small. Throws an Error when it has more than `bytesMax` bytes. */
export async function bytesOf(files: FileSet, path: string, bytesMax: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of files.open(path)) {
    parts.push(part);
    length += part.length;
    if (length > bytesMax) throw new Error(`it has more than ${bytesMax} bytes`);
  }
  return Buffer.concat(parts);
}
