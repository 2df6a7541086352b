import { formatCheckpoint } from '../../src/platform/tlog/checkpoint.js';
import { consistencyProof, leafHash, nodeHash, rootOf, type NodeReader } from '../../src/platform/tlog/merkle.js';
import {
  ED25519,
  formatNote,
  formatVerifierKey,
  newPrivateKey,
  signer,
  signText,
  type Signer,
} from '../../src/platform/tlog/signed-note.js';
import { formatAddCheckpoint } from '../../src/log/witness/add-checkpoint.js';

/** A log of made-up leaves with a key of its own, as a witness knows logs. */
export class SignedLog {
  readonly signer: Signer;

  /** @param forkAt from this leaf on the leaves differ from those of every other log */
  constructor(
    readonly origin = 'log.example/audit',
    private readonly forkAt = Infinity,
    private readonly forkName = 'fork',
    signedBy?: Signer,
  ) {
    this.signer = signedBy ?? signer(origin, ED25519, newPrivateKey());
  }

  get verifierKey(): string {
    return formatVerifierKey(this.signer.key);
  }

  /** The same log with another history from a leaf on: what it must never sign. */
  forkedAt(leaf: number, name = 'fork'): SignedLog {
    return new SignedLog(this.origin, leaf, name, this.signer);
  }

  async text(size: number): Promise<string> {
    return formatCheckpoint({ origin: this.origin, size, root: await rootOf(size, this.node) });
  }

  async note(size: number): Promise<string> {
    return noteOf(await this.text(size), this.signer);
  }

  /** The body of a submission that is right, if the witness knows `oldSize`. */
  async submission(oldSize: number, size: number): Promise<string> {
    return formatAddCheckpoint(oldSize, await consistencyProof(oldSize, size, this.node), await this.note(size));
  }

  private readonly node: NodeReader = async (level, index) => this.hash(level, index);

  private hash(level: number, index: number): Buffer {
    if (level > 0) return nodeHash(this.hash(level - 1, 2 * index), this.hash(level - 1, 2 * index + 1));
    return leafHash(Buffer.from(index < this.forkAt ? `leaf ${index}` : `${this.forkName} ${index}`));
  }
}

/** A text signed by one key, whatever it says. */
export function noteOf(text: string, by: Signer): string {
  return formatNote({ text, signatures: [signText(text, by)] });
}
