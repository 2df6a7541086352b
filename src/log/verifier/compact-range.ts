import { EMPTY_ROOT, nodeHash } from '../../platform/tlog/merkle.js';

/** The right edge of a growing tree: as many hashes as its size has bits. Gives the root at any moment. */
export class CompactRange {
  private readonly stack: { hash: Buffer; level: number }[] = [];
  size = 0;

  /** Adds a leaf, or a complete subtree of 2^level leaves; the size so far must be a multiple of that. */
  append(subtree: Buffer, subtreeLevel = 0): void {
    if (this.size % 2 ** subtreeLevel !== 0) throw new Error('A subtree begins at a multiple of its own size.');
    let [hash, level] = [subtree, subtreeLevel];
    while (this.stack.at(-1)?.level === level) {
      hash = nodeHash(this.stack.pop()!.hash, hash);
      level += 1;
    }
    this.stack.push({ hash, level });
    this.size += 2 ** subtreeLevel;
  }

  /** The root that there would be after some more leaves. */
  rootWith(leaves: readonly Buffer[]): Buffer {
    const later = new CompactRange();
    later.stack.push(...this.stack);
    later.size = this.size;
    for (const leaf of leaves) later.append(leaf);
    return later.root();
  }

  root(): Buffer {
    let root: Buffer | undefined;
    for (const { hash } of [...this.stack].reverse()) root = root ? nodeHash(hash, root) : hash;
    return root ?? EMPTY_ROOT;
  }
}
