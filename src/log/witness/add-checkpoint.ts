import { parseCheckpoint, type Checkpoint } from '../../platform/tlog/checkpoint.js';
import { isConsistent } from '../../platform/tlog/merkle.js';
import {
  NoteError,
  parseNote,
  verifyNote,
  type SignedNote,
  type VerifierKey,
} from '../../platform/tlog/signed-note.js';

/** A state of a log: how many leaves, and the root over them. */
export type Tree = Pick<Checkpoint, 'size' | 'root'>;

/** C2SP tlog-witness: the body of `POST /add-checkpoint`. */
export interface AddCheckpoint {
  readonly oldSize: number;
  readonly proof: readonly Buffer[];
  readonly note: SignedNote;
  readonly checkpoint: Checkpoint;
}

/** Why a checkpoint is not cosigned. */
export interface Refusal {
  readonly status: 400 | 403 | 404 | 409 | 413 | 422;
  readonly why: string;
  /** Where the old size is not the one known here: the one that is. */
  readonly knownSize?: number;
  /** The log signed something that does not follow from what is known here: worth keeping, it may prove a fork. */
  readonly isSuspicious?: true;
}

/** No tree that can be counted needs more. */
const PROOF_LINES_MAX = 63;

/** `old <size>`, the proof with a hash a line, an empty line, the checkpoint. Throws NoteError. */
export function parseAddCheckpoint(body: string): AddCheckpoint {
  const end = body.indexOf('\n\n');
  const [first = '', ...lines] = body.slice(0, Math.max(end, 0)).split('\n');
  const oldSize = Number(/^old (0|[1-9]\d{0,15})$/.exec(first)?.[1]);
  if (!Number.isSafeInteger(oldSize)) throw new NoteError('The request begins with "old", a space and a size.');
  if (lines.length > PROOF_LINES_MAX) throw new NoteError(`A proof has at most ${PROOF_LINES_MAX} lines.`);
  const proof = lines.map((line) => Buffer.from(line, 'base64'));
  if (proof.some((hash, i) => hash.length !== 32 || hash.toString('base64') !== lines[i])) {
    throw new NoteError('A line of the proof is not the base64 of a hash.');
  }
  const note = parseNote(body.slice(end + 2));
  return { oldSize, proof, note, checkpoint: parseCheckpoint(note.text) };
}

export function formatAddCheckpoint(oldSize: number, proof: readonly Buffer[], note: string): string {
  return [`old ${oldSize}`, ...proof.map((hash) => hash.toString('base64')), '', note].join('\n');
}

/** The part that needs no memory: is this log known here, and did it sign? `null` when so. */
export function refusalOfNote({ checkpoint, note }: AddCheckpoint, logs: readonly VerifierKey[]): Refusal | null {
  // Several keys of one name are one log that changes its key.
  const keys = logs.filter((key) => key.name === checkpoint.origin);
  if (keys.length === 0) return { status: 404, why: `The log ${checkpoint.origin} is not known here.` };
  try {
    verifyNote(note, keys);
    return null;
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    return { status: 403, why: error.message };
  }
}

/** The part that compares with what was cosigned last; `null` when the checkpoint may be cosigned. */
export function refusalOfTree({ checkpoint, oldSize, proof }: AddCheckpoint, known: Tree): Refusal | null {
  if (oldSize > checkpoint.size) return { status: 400, why: 'The old size is larger than the new one.' };
  if (oldSize !== known.size) {
    return { status: 409, why: `The old size is ${known.size}, not ${oldSize}.`, knownSize: known.size };
  }
  if (oldSize === checkpoint.size && !known.root.equals(checkpoint.root)) {
    return { status: 409, why: `Another root is known for ${known.size} entries.`, isSuspicious: true };
  }
  if (!isConsistent(known, checkpoint, proof)) {
    const why = `The proof does not lead from the ${known.size} entries known here to these ${checkpoint.size}.`;
    return { status: 422, why, isSuspicious: true };
  }
  return null;
}
