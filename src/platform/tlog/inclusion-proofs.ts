import { nodeHash, subtreesOf, type NodeReader } from './merkle.js';

/**
 * Inclusion proofs (RFC 6962 §2.1.1) of many leaves of one tree of `size` leaves. Neighbouring leaves share nearly all of
 * their paths: the last sibling on each level is remembered, so that in the order of the log a leaf costs two nodes on
 * average, whatever the size of the tree.
 */
export class InclusionProofs {
  private readonly last: { index: number; hash: Buffer }[] = [];

  constructor(
    private readonly size: number,
    private readonly node: NodeReader,
  ) {}

  /** From the leaf's sibling up to the root. Throws an Error for a leaf that the tree does not have. */
  async of(leaf: number): Promise<Buffer[]> {
    if (!Number.isSafeInteger(leaf) || leaf < 0 || leaf >= this.size) {
      throw new Error(`There is no leaf ${leaf} in a tree of ${this.size}.`);
    }
    const path: Buffer[] = [];
    let [index, lastIndex] = [leaf, this.size - 1];
    for (let level = 0; lastIndex > 0; level++) {
      const sibling = index % 2 === 0 ? index + 1 : index - 1;
      // On the right edge a subtree may have no sibling: it is on the next level as it is.
      if (sibling <= lastIndex) path.push(await this.sibling(level, sibling));
      [index, lastIndex] = [Math.floor(index / 2), Math.floor(lastIndex / 2)];
    }
    return path;
  }

  private async sibling(level: number, index: number): Promise<Buffer> {
    const last = this.last[level];
    if (last?.index === index) return last.hash;
    const hash = await this.subtree(index * 2 ** level, Math.min((index + 1) * 2 ** level, this.size));
    this.last[level] = { index, hash };
    return hash;
  }

  /** The hash over a subtree's leaves, which on the right edge may be fewer than a power of two. */
  private async subtree(begin: number, end: number): Promise<Buffer> {
    let hash: Buffer | undefined;
    for (const { level, index } of subtreesOf(end, begin).reverse()) {
      const part = await this.node(level, index);
      hash = hash ? nodeHash(part, hash) : part;
    }
    return hash!;
  }
}
