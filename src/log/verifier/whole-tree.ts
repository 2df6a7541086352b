import type { Checkpoint } from '../../platform/tlog/checkpoint.js';
import { subtreesOf } from '../../platform/tlog/merkle.js';
import { CompactRange } from './compact-range.js';
import { hashesOf, isCount } from './json-lines.js';
import { orFail, VerificationFailure } from './verdict.js';

/** Neighbouring leaves that are not shown: each lies in one of the complete subtrees of which these are the hashes. */
interface Run {
  readonly first: number;
  readonly count: number;
  readonly hashes: readonly Buffer[];
}

/**
 * Puts a signed tree together again from the leaves that are shown and from hashes of all others (`rest.jsonl`): whoever
 * arrives at the root has accounted for every leaf, at its place.
 */
export class WholeTree {
  private readonly edge = new CompactRange();
  private next: Run | undefined;

  constructor(
    private readonly checkpoint: Checkpoint,
    private readonly rest: AsyncGenerator<Buffer, void>,
  ) {}

  /** The next leaf that is shown. Throws VerificationFailure when one before it is missing. */
  async add(index: number, leaf: Buffer): Promise<void> {
    await this.fillTo(index);
    this.edge.append(leaf);
  }

  async finish(): Promise<void> {
    await this.fillTo(this.checkpoint.size);
    if (this.next ?? (await this.read())) {
      throw new VerificationFailure('rest.jsonl has more hashes than there are entries that are not shown.');
    }
    if (this.edge.root().equals(this.checkpoint.root)) return;
    throw new VerificationFailure('The events and the hashes of all others do not lead to the root that was signed.');
  }

  private async fillTo(index: number): Promise<void> {
    while (this.edge.size < index) {
      const run = (this.next ??= await this.read());
      if (run?.first !== this.edge.size) throw missing(this.edge.size, Math.min(run?.first ?? index, index));
      if (run.first + run.count > index) {
        throw new VerificationFailure(`Entry ${index} is among the events, and rest.jsonl has it among the others.`);
      }
      for (const [i, { level }] of subtreesOf(run.first + run.count, run.first).entries()) {
        this.edge.append(run.hashes[i]!, level);
      }
      this.next = undefined;
    }
  }

  private async read(): Promise<Run | undefined> {
    const { value, done } = await this.rest.next();
    return done ? undefined : orFail('A line of rest.jsonl', value, runOf);
  }
}

function missing(from: number, until: number): VerificationFailure {
  const what = until - from <= 1 ? `Entry ${from} is` : `Entries ${from} to ${until - 1} are`;
  return new VerificationFailure(
    `${what} missing: neither among the events nor accounted for by a hash in rest.jsonl.`,
    from,
  );
}

function runOf(line: Buffer): Run {
  const { first, count, hashes } = JSON.parse(line.toString('utf8')) as Record<string, unknown>;
  if (!isCount(first) || !isCount(count) || count === 0 || !Number.isSafeInteger(first + count)) {
    throw new Error('it needs first and count');
  }
  const run = { first, count, hashes: hashesOf(hashes) };
  if (run.hashes.length !== subtreesOf(first + count, first).length)
    throw new Error('it has too few or too many hashes');
  return run;
}
