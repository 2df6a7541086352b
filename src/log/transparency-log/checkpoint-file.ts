import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseCheckpoint, type Checkpoint } from '../../platform/tlog/checkpoint.js';
import { parseNote } from '../../platform/tlog/signed-note.js';

/** Between two notes in the file; a note holds no NUL. */
const SEPARATOR = '\0\n';
/** Checkpoints only grow, so the largest is among the last; the file is never read whole. */
const TAIL_BYTES = 64 * 1024;

/**
 * Every checkpoint that was signed, appended to a file outside the database: what a restored backup or a rewritten
 * history is measured against. A line cut off by a crash or a full disk is passed over and written again.
 */
export class CheckpointFile {
  private last: Checkpoint | undefined;
  private isRead = false;

  /** `onLost` is told the size of the newest checkpoint that was in the file when the file turns out to be gone. */
  constructor(
    readonly path: string,
    private readonly onLost: (size: number) => void = () => undefined,
  ) {}

  /** The largest checkpoint in the file; undefined when there is none yet. */
  async latest(): Promise<Checkpoint | undefined> {
    if (this.isRead) return this.last;
    for (const note of (await readTail(this.path)).split(SEPARATOR)) this.remember(readCheckpoint(note));
    this.isRead = true;
    return this.last;
  }

  /** Appends and waits until it is on disk. Throws what the file system says, a full disk for example. */
  async append(note: string): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    const file = await open(this.path, 'a', 0o600);
    try {
      const found = await file.stat();
      if (this.last && found.isFile() && found.size === 0) this.onLost(this.last.size);
      // The leading separator closes whatever a cut-off append left behind.
      await file.appendFile(SEPARATOR + note + SEPARATOR);
      await file.sync();
    } finally {
      await file.close();
    }
    this.remember(readCheckpoint(note));
  }

  private remember(checkpoint: Checkpoint | undefined): void {
    if (checkpoint && checkpoint.size >= (this.last?.size ?? -1)) this.last = checkpoint;
  }
}

function readCheckpoint(note: string): Checkpoint | undefined {
  try {
    return note === '' ? undefined : parseCheckpoint(parseNote(note).text);
  } catch {
    return undefined;
  }
}

async function readTail(path: string): Promise<string> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!file) return '';
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(size - from), position: from });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
