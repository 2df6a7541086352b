import { InclusionProofs } from './inclusion-proofs.js';
import { inclusionProof, leafHash, nodeHash, rootFromInclusion, rootOf, type NodeReader } from './merkle.js';

const leaf = (index: number) => leafHash(Buffer.from(`L${index}`));
let reads = 0;
const node: NodeReader = async (level, index) => {
  reads += 1;
  return hashOf(level, index);
};
const hashOf = (level: number, index: number): Buffer =>
  level === 0 ? leaf(index) : nodeHash(hashOf(level - 1, 2 * index), hashOf(level - 1, 2 * index + 1));

test('are those of RFC 6962, for every leaf of every small tree, in any order', async () => {
  for (let size = 1; size <= 70; size++) {
    const [forwards, backwards] = [new InclusionProofs(size, node), new InclusionProofs(size, node)];
    for (let index = 0; index < size; index++) {
      expect(await forwards.of(index)).toEqual(await inclusionProof(index, size, node));
      const other = size - 1 - index;
      expect(await backwards.of(other)).toEqual(await inclusionProof(other, size, node));
    }
  }
});

test('lead to the root', async () => {
  const size = 300;
  const proofs = new InclusionProofs(size, node);
  const root = await rootOf(size, node);
  for (const index of [0, 1, 255, 256, 257, 298, 299]) {
    expect(rootFromInclusion(leaf(index), index, size, await proofs.of(index))).toEqual(root);
  }
});

test('in the order of the log read about two nodes a leaf', async () => {
  const proofs = new InclusionProofs(1000, node);
  reads = 0;
  for (let index = 0; index < 1000; index++) await proofs.of(index);
  expect(reads).toBeLessThan(2.2 * 1000);
});

test.each([-1, 5, 0.5, NaN])('there is no leaf %p in a tree of five', async (index) => {
  await expect(new InclusionProofs(5, node).of(index)).rejects.toThrow('There is no leaf');
});
