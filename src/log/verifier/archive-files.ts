import type { FileSet } from './file-set.js';

/** A file in an archive: how to read its bytes. */
export interface ArchivedFile {
  readonly path: string;
  open(): AsyncIterable<Buffer>;
}

/**
 * The files of an archive by their paths, below the one folder in which the export lies. An archive that two programs may
 * read in two ways is refused: what was verified would not be what somebody unpacks.
 */
export function archiveFiles(name: string, files: readonly ArchivedFile[]): FileSet {
  const byPath = new Map<string, ArchivedFile>();
  // Where letters' case does not count, as on most desks, the second of two such files takes the place of the first.
  const seen = new Set<string>();
  const top = topOf(files.map(({ path }) => path));
  for (const file of files) {
    if (leadsOut(file.path)) throw new Error(`it holds a file that would be unpacked elsewhere, ${shown(file.path)}`);
    const path = file.path.startsWith(top) ? file.path.slice(top.length) : `../${file.path}`;
    if (seen.has(path.toLowerCase())) throw new Error(`it holds ${shown(file.path)} twice`);
    seen.add(path.toLowerCase());
    byPath.set(path, file);
  }
  return {
    name,
    paths: async () => [...byPath.keys()],
    open(path) {
      const file = byPath.get(path);
      if (!file) throw new Error('it is not there');
      return file.open();
    },
  };
}

/** The folder of the export, with its slash: where the topmost checkpoint lies. */
function topOf(paths: readonly string[]): string {
  const checkpoints = paths.filter((path) => /(^|\/)checkpoint$/.test(path));
  const depth = (path: string) => path.split('/').length;
  const [topmost = '', second] = checkpoints.sort((a, b) => depth(a) - depth(b));
  if (second !== undefined && depth(second) === depth(topmost)) throw new Error('it holds more than one export');
  return topmost.slice(0, topmost.lastIndexOf('/') + 1);
}

function leadsOut(path: string): boolean {
  return path.startsWith('/') || /[\\:\0]/.test(path) || path.split('/').some((part) => part === '..' || part === '.');
}

/** Only what a terminal shows as it is. */
export const shown = (path: string): string => JSON.stringify(path.slice(0, 200)).replace(/[^\x20-\x7e]/g, '?');
