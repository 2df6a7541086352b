import type { DataSource } from 'typeorm';
import type { WitnessSetting } from '../../platform/config/witness-list.js';
import { inTransaction, isDuplicateKey, write } from '../../platform/database/transaction.js';
import { now } from '../../platform/kernel/clock.js';
import { consistencyProof } from '../../platform/tlog/merkle.js';
import {
  COSIGNATURE,
  formatNote,
  formatSignature,
  isBy,
  isValidSignature,
  parseSignature,
  parseVerifierKey,
  type NoteSignature,
  type VerifierKey,
} from '../../platform/tlog/signed-note.js';
import { formatAddCheckpoint } from '../witness/add-checkpoint.js';
import type { LogReader, PublishedCheckpoint } from './log-reader.service.js';

/** What a witness last did: nothing is hidden, neither that it is missing nor that it refuses. */
export type WitnessReport =
  | { readonly state: 'none'; readonly why: string }
  | { readonly state: 'cosigned'; readonly size: number }
  | { readonly state: 'unreachable' | 'refused'; readonly why: string };

interface Answer {
  readonly status: number;
  readonly text: string;
}

const TIMEOUT_MS = 5_000;
const ANSWER_BYTES_MAX = 64 * 1024;
/** The first may name a size that is known there, the second one that another process has brought there meanwhile. */
const TRIES_MAX = 3;
const TOO_MANY_REQUESTS = 429;

/** Thrown when the witness answers, but not with the cosignature that it should; never leaves this file. */
class Refused extends Error {}

/** Shows checkpoints to one witness and keeps its cosignatures (C2SP tlog-witness). */
export class WitnessClient {
  private fetchedKey: VerifierKey | undefined;
  /** What the witness has cosigned, as far as we know: it tells when it is another. */
  private knownSize = 0;

  /** `choose` says which checkpoint it is shown; the latest where there is no other witness. */
  constructor(
    private readonly dataSource: DataSource,
    private readonly log: LogReader,
    private readonly witness: WitnessSetting,
    private readonly choose: () => Promise<PublishedCheckpoint | undefined> = () => log.latestCheckpoint(),
  ) {}

  /** The key that it must cosign with; undefined while it is not known. */
  get key(): VerifierKey | undefined {
    const { verifierKey } = this.witness;
    return verifierKey === undefined ? this.fetchedKey : witnessKey(verifierKey);
  }

  /** One round. Never throws: whatever goes wrong is in the report. */
  async collect(): Promise<WitnessReport> {
    const { url } = this.witness;
    if (url === undefined) return { state: 'none', why: 'No witness is known (WITNESS_URL).' };
    try {
      const published = await this.choose();
      if (!published) return { state: 'none', why: 'Nothing is signed yet.' };
      const key = this.key ?? (this.fetchedKey = await fetchKey(url));
      return { state: 'cosigned', size: await this.cosignedSize(url, published, key) };
    } catch (error) {
      return { state: error instanceof Refused ? 'refused' : 'unreachable', why: whyOf(error) };
    }
  }

  /** Throws Refused; any other Error when there is no answer. */
  private async cosignedSize(url: string, published: PublishedCheckpoint, key: VerifierKey): Promise<number> {
    let latest = published;
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const { size } = latest.checkpoint;
      if (latest.note.signatures.some((signature) => isBy(signature, key))) return size;
      const oldSize = Math.min(this.knownSize, size);
      const answer = await this.submit(url, latest, oldSize);
      if (answer.status === 200) {
        await this.keep(size, key.name, cosignatureIn(answer.text, latest.note.text, key));
        this.knownSize = size;
        return size;
      }
      this.knownSize = otherSizeIn(answer, oldSize);
      // Another process may have signed and submitted more since we looked.
      if (this.knownSize > size) latest = (await this.log.latestCheckpoint()) ?? latest;
      if (this.knownSize > latest.checkpoint.size) {
        const { checkpoint } = latest;
        throw new Refused(
          `The witness has seen ${this.knownSize} entries, but only ${checkpoint.size} are signed here.`,
        );
      }
    }
    throw new Refused(`The witness has named another size ${TRIES_MAX} times.`);
  }

  private async submit(url: string, { checkpoint, note }: PublishedCheckpoint, oldSize: number): Promise<Answer> {
    const proof = await consistencyProof(oldSize, checkpoint.size, this.log.nodes(checkpoint.size));
    return ask(`${url}/add-checkpoint`, formatAddCheckpoint(oldSize, proof, formatNote(note)));
  }

  private async keep(size: number, witness: string, line: string): Promise<void> {
    try {
      await inTransaction(this.dataSource, (tx) =>
        write(tx, 'INSERT INTO audit_cosignatures (tree_size, witness, line, cosigned_at) VALUES (?, ?, ?, ?)', [
          size,
          witness,
          line,
          now(),
        ]),
      );
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
}

async function fetchKey(url: string): Promise<VerifierKey> {
  const answer = await ask(`${url}/vkey`);
  if (answer.status !== 200) throw new Refused('The witness does not tell its key: set WITNESS_VKEY.');
  return witnessKey(answer.text);
}

function witnessKey(text: string): VerifierKey {
  try {
    const key = parseVerifierKey(text);
    if (key.type === COSIGNATURE) return key;
  } catch {
    // Told below.
  }
  throw new Refused(`"${text.trim().slice(0, 200)}" is not the verifier key of a witness.`);
}

/** GET, or POST when there is a body. Throws when no answer comes in time, or one that says to come back later. */
async function ask(url: string, body?: string): Promise<Answer> {
  const method = body === undefined ? 'GET' : 'POST';
  const response = await fetch(url, { method, body, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  const answer = { status: response.status, text: await readText(response) };
  if (answer.status >= 500 || answer.status === TOO_MANY_REQUESTS) throw new Error(describe(answer));
  return answer;
}

/** A witness is somebody else's: it must not fill our memory. */
async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX) throw new Error(`The answer has more than ${ANSWER_BYTES_MAX} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The size that is known there instead of `oldSize`. Throws Refused for any other answer. */
function otherSizeIn(answer: Answer, oldSize: number): number {
  const size = answer.status === 409 && /^(0|[1-9]\d{0,15})\n$/.test(answer.text) ? Number(answer.text) : NaN;
  if (size === oldSize) throw new Refused(`The witness knows ${size} entries with another root.`);
  if (Number.isNaN(size)) throw new Refused(describe(answer));
  return size;
}

/** The line of the witness's signature, checked. Lines by others are passed over. Throws Refused when it is not there. */
function cosignatureIn(answer: string, text: string, key: VerifierKey): string {
  for (const line of answer.trimEnd().split('\n')) {
    const signature = signatureOrNull(line);
    if (signature && isValidSignature(text, signature, key)) return formatSignature(signature);
  }
  throw new Refused('The answer is no cosignature by the key of the witness.');
}

function signatureOrNull(line: string): NoteSignature | null {
  try {
    return parseSignature(line);
  } catch {
    return null;
  }
}

function describe({ status, text }: Answer): string {
  return `The witness answers ${status}: ${text.trim().slice(0, 200)}`;
}

/** fetch() says "fetch failed" and keeps the reason as its cause. */
function whyOf(error: unknown): string {
  const { message, cause } = error as { message: string; cause?: { message?: string; code?: string } };
  return cause ? `${message}: ${cause.message || cause.code}` : message;
}
