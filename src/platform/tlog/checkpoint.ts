import { ED25519, NoteError, readCheckpoint } from './note-text.js';
import { parseNote, verifyNote, type SignedNote, type VerifierKey } from './signed-note.js';

/** C2SP tlog-checkpoint: what a log has committed to. */
export interface Checkpoint {
  /** The log's name, which is also its key's. */
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

/** `origin\nsize\nbase64(root)\n`: the text that is signed. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`;
}

/** Throws NoteError. */
export function parseCheckpoint(text: string): Checkpoint {
  const { root, ...rest } = readCheckpoint(text);
  return { ...rest, root: Buffer.from(root) };
}

export interface SignedCheckpoint {
  readonly note: SignedNote;
  readonly checkpoint: Checkpoint;
  /** Of the known keys those that signed; the log's own is among them. */
  readonly signedBy: readonly VerifierKey[];
}

/**
 * Reads a signed checkpoint and verifies its signatures. Throws NoteError for what is none, for a wrong signature of a
 * known key, and when the log's own signature by a known key is missing. Whether witnesses signed is for the caller.
 */
export function openCheckpoint(text: string, keys: readonly VerifierKey[]): SignedCheckpoint {
  const note = parseNote(text);
  const checkpoint = parseCheckpoint(note.text);
  const signedBy = verifyNote(note, keys);
  if (!signedBy.some(({ type, name }) => type === ED25519 && name === checkpoint.origin)) {
    throw new NoteError(`The signature of the log itself, ${checkpoint.origin}, is missing.`);
  }
  return { note, checkpoint, signedBy };
}
