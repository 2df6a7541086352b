import { openCheckpoint, type SignedCheckpoint } from './checkpoint.js';
import { HASH_BYTES, leafHash, rootFromInclusion } from './merkle.js';
import { NoteError, type VerifierKey } from './signed-note.js';

/** C2SP tlog-proof: that an entry is in a log, as a text to keep beside the entry and to check without the log. */
export interface LogProof {
  readonly index: number;
  /** RFC 6962 §2.1.1, from the leaf's sibling up; 32 bytes each. */
  readonly hashes: readonly Buffer[];
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string;
  /** Whatever the application adds. Nothing authenticates it. */
  readonly extra?: Buffer;
}

const HEADER = 'c2sp.org/tlog-proof@v1';
/** A tree of 2^53 leaves has no longer path. */
const HASHES_MAX = 53;

export function formatProof({ index, hashes, checkpoint, extra }: LogProof): string {
  const lines = [HEADER, ...(extra ? [`extra ${extra.toString('base64')}`] : []), `index ${index}`];
  return [...lines, ...hashes.map((hash) => hash.toString('base64')), '', checkpoint].join('\n');
}

/** Throws NoteError for what is no proof. Verifies nothing. */
export function parseProof(text: string): LogProof {
  const end = text.indexOf('\n\n');
  const lines = text.slice(0, end).split('\n');
  if (end < 0 || lines.shift() !== HEADER) throw new NoteError(`A proof begins with ${HEADER} and holds a checkpoint.`);
  const extra = lines[0]?.startsWith('extra ') ? bytesOf(lines.shift()!.slice('extra '.length)) : undefined;
  const index = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '');
  if (!index || lines.length > HASHES_MAX) throw new NoteError('A proof has an index and a path, a hash a line.');
  const hashes = lines.map(bytesOf);
  if (hashes.some((hash) => hash.length !== HASH_BYTES)) throw new NoteError('A hash of the path has not 32 bytes.');
  return { index: Number(index[1]), hashes, checkpoint: text.slice(end + 2), ...(extra && { extra }) };
}

function bytesOf(base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.toString('base64') !== base64) throw new NoteError('A line of the proof is not base64.');
  return bytes;
}

/**
 * Verifies that `entry`, byte for byte, is in the log that signed the proof's checkpoint. The keys are the log's and
 * those of witnesses. Returns the checkpoint and who signed it; throws NoteError when anything is wrong.
 */
export function verifyProof(proof: LogProof, entry: Uint8Array, keys: readonly VerifierKey[]): SignedCheckpoint {
  const signed = openCheckpoint(proof.checkpoint, keys);
  const { size, root } = signed.checkpoint;
  if (!isIncluded(leafHash(entry), proof, { size, root })) {
    throw new NoteError(`This is not entry ${proof.index} of the ${size} that ${signed.checkpoint.origin} signed.`);
  }
  return signed;
}

/** Whether the path leads from the leaf to the root. */
export function isIncluded(
  leaf: Buffer,
  { index, hashes }: Pick<LogProof, 'index' | 'hashes'>,
  { size, root }: { readonly size: number; readonly root: Buffer },
): boolean {
  return index < size && rootFromInclusion(leaf, index, size, hashes)?.equals(root) === true;
}
