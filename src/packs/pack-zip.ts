import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { PackedFiles, PackFile } from './pack-contents.js';

/** What `sha256sum -c` reads. */
export const SUMS = 'SHA256SUMS';

/**
 * The files as one zip, in one folder, a piece at a time: each file is read when its turn comes, and the last one is the list of the
 * digests of all others. Memory does not grow with any of them.
 */
export function packZip({ name, files }: PackedFiles, time: Date): Readable {
  const zip = new ZipFile();
  const pieces = zip.outputStream as Readable;
  const sums: string[] = [];
  let current: Readable | undefined;
  // It tells of a file that cannot be read here, and not in the stream.
  zip.on('error', (error: Error) => pieces.destroy(error));
  // Nor does it let go of what it reads when nobody takes its pieces any more.
  pieces.once('close', () => current?.destroy());
  const add = (path: string, content: () => AsyncIterable<Buffer>) =>
    zip.addReadStreamLazy(`${name}/${path}`, { mtime: time, mode: 0o100600 }, (give) => {
      current = Readable.from(content(), { objectMode: false });
      // It listens to no error of what it is given to read.
      current.on('error', (error) => pieces.destroy(error));
      give(null, current);
    });
  for (const file of files) {
    add(file.path, () =>
      summed(file, (digest) => {
        sums.push(`${digest}  ${file.path}\n`);
      }),
    );
  }
  add(SUMS, async function* () {
    yield Buffer.from(sums.join(''));
  });
  zip.end();
  return pieces;
}

/** The content, and its digest once it has been read to the end. */
async function* summed({ content }: PackFile, onEnd: (digest: string) => void): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const piece of content()) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    hash.update(bytes);
    if (bytes.length > 0) yield bytes;
  }
  onEnd(hash.digest('hex'));
}
