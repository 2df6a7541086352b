import fc from 'fast-check';
import {
  consistencyProof,
  EMPTY_ROOT,
  inclusionProof,
  isConsistent,
  leafHash,
  nodeHash,
  rootFromInclusion,
  rootOf,
  type NodeReader,
} from './merkle.js';

/** RFC 6962 read aloud: MTH, PATH and PROOF as recursions over the list of leaves. */
const naive = {
  root(leaves: Buffer[]): Buffer {
    if (leaves.length === 0) return EMPTY_ROOT;
    if (leaves.length === 1) return leaves[0]!;
    const k = split(leaves.length);
    return nodeHash(naive.root(leaves.slice(0, k)), naive.root(leaves.slice(k)));
  },
  path(m: number, leaves: Buffer[]): Buffer[] {
    if (leaves.length <= 1) return [];
    const k = split(leaves.length);
    return m < k
      ? [...naive.path(m, leaves.slice(0, k)), naive.root(leaves.slice(k))]
      : [...naive.path(m - k, leaves.slice(k)), naive.root(leaves.slice(0, k))];
  },
  proof(m: number, leaves: Buffer[], whole = true): Buffer[] {
    if (m === leaves.length) return whole ? [] : [naive.root(leaves)];
    const k = split(leaves.length);
    return m <= k
      ? [...naive.proof(m, leaves.slice(0, k), whole), naive.root(leaves.slice(k))]
      : [...naive.proof(m - k, leaves.slice(k), false), naive.root(leaves.slice(0, k))];
  },
};

function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

const leavesOf = (count: number) => Array.from({ length: count }, (_, i) => leafHash(Buffer.from(`leaf ${i}`)));
const nodesOf =
  (leaves: Buffer[]): NodeReader =>
  async (level, index) =>
    naive.root(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level));

describe('the Merkle tree of RFC 6962', () => {
  test('hashes as the vectors of the specification do', async () => {
    const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
    const roots = [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ];
    const leaves = inputs.map((hex) => leafHash(Buffer.from(hex, 'hex')));
    for (const [i, root] of roots.entries()) {
      const tree = leaves.slice(0, i + 1);
      expect((await rootOf(tree.length, nodesOf(tree))).toString('hex')).toBe(root);
    }
    expect(leafHash(Buffer.from('L123456')).toString('hex')).toMatch(/^395aa064/);
    expect(EMPTY_ROOT.toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  test('agrees with a naive implementation on roots and proofs of random sizes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 600 }), fc.nat(), fc.nat(), async (size, a, b) => {
        const leaves = leavesOf(size);
        const node = nodesOf(leaves);
        const index = a % size;
        const first = (b % size) + 1;
        const root = await rootOf(size, node);
        expect(root).toEqual(naive.root(leaves));
        const path = await inclusionProof(index, size, node);
        expect(path).toEqual(naive.path(index, leaves));
        expect(rootFromInclusion(leaves[index]!, index, size, path)).toEqual(root);
        const proof = await consistencyProof(first, size, node);
        expect(proof).toEqual(naive.proof(first, leaves));
        const old = { size: first, root: naive.root(leaves.slice(0, first)) };
        expect(isConsistent(old, { size, root }, proof)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('refuses every proof of which one bit is changed, and another leaf under the same proof', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 200 }), fc.nat(), fc.nat(), async (size, a, bit) => {
        const leaves = leavesOf(size);
        const node = nodesOf(leaves);
        const index = a % size;
        const root = naive.root(leaves);
        const path = await inclusionProof(index, size, node);
        const bent = bend(path, bit);
        expect(rootFromInclusion(leaves[index]!, index, size, bent)?.equals(root)).not.toBe(true);
        expect(rootFromInclusion(leaves[(index + 1) % size]!, index, size, path)?.equals(root)).not.toBe(true);
        const first = (a % (size - 1)) + 1;
        const proof = await consistencyProof(first, size, node);
        const old = { size: first, root: naive.root(leaves.slice(0, first)) };
        expect(isConsistent(old, { size, root }, bend(proof, bit))).toBe(false);
        expect(isConsistent({ ...old, root: leafHash(Buffer.from('x')) }, { size, root }, proof)).toBe(false);
        expect(isConsistent(old, { size, root }, [...proof, root])).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});

function bend(path: Buffer[], bit: number): Buffer[] {
  const at = bit % path.length;
  return path.map((part, i) => {
    if (i !== at) return part;
    const copy = Buffer.from(part);
    copy[bit % 32]! ^= 1 << (bit % 8);
    return copy;
  });
}
