import fc from 'fast-check';
import { leafHash, rootOf, type NodeReader } from './merkle.js';
import { formatCheckpoint, parseCheckpoint } from './checkpoint.js';
import {
  formatBundle,
  nodesFromTiles,
  parseBundle,
  parseTilePath,
  tilePath,
  tileRoot,
  tilesOf,
  tileWidth,
} from './tiles.js';

describe('tiles', () => {
  test.each([
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
    [{ level: 0, index: 1234067, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 3, index: 67, width: 17 }, 'tile/3/067.p/17'],
    [{ level: 'entries' as const, index: 999999, width: 1 }, 'tile/entries/x999/999.p/1'],
  ])('%j lie at %s', (tile, path) => {
    expect(tilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  });

  test.each([
    'tile/0/0',
    'tile/0/1234',
    'tile/0/x000/001',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/64/000',
    'tile/00/000',
    'tile/-1/000',
    'tile/0/000/',
    'tile/data/000',
    '../tile/0/000',
  ])('do not lie at %s', (path) => {
    expect(parseTilePath(path)).toBeNull();
  });

  test('of a tree are as many and as wide as its leaves ask for', () => {
    expect([...tilesOf(0)]).toEqual([]);
    expect([...tilesOf(257)].map(tilePath)).toEqual([
      'tile/entries/000',
      'tile/entries/001.p/1',
      'tile/0/000',
      'tile/0/001.p/1',
      'tile/1/000.p/1',
    ]);
    expect(tileWidth(1, 0, 65_536 + 255)).toBe(256);
    expect(tileWidth(2, 0, 65_535)).toBe(0);
  });

  test('give every root that the leaves give', async () => {
    const size = 70_000;
    const leaves = Array.from({ length: size }, (_, i) => leafHash(Buffer.from(String(i))));
    const levels: Buffer[][] = [leaves];
    while (levels.at(-1)!.length >= 256) levels.push(tileRoots(levels.at(-1)!));
    const read = nodesFromTiles(async (level, index) =>
      Buffer.concat(levels[level]!.slice(index * 256, (index + 1) * 256)),
    );
    const naive: NodeReader = nodesFromTiles(async (level, index) => {
      if (level > 0) throw new Error('not asked');
      return Buffer.concat(leaves.slice(index * 256, (index + 1) * 256));
    });
    for (const small of [1, 2, 255, 256, 257, 300, 511, 512]) {
      expect(await rootOf(small, read)).toEqual(
        await rootOf(small, (level, index) => (level < 8 ? naive : read)(level, index)),
      );
    }
    expect((await rootOf(size, read)).length).toBe(32);
  });

  test('bundles give back the entries that went in, and refuse to be cut off', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes))), (entries) => {
        const bundle = formatBundle(entries);
        expect(parseBundle(bundle)).toEqual(entries);
        if (bundle.length > 0) expect(() => parseBundle(bundle.subarray(0, -1))).toThrow('cut off');
      }),
    );
  });
});

function tileRoots(hashes: Buffer[]): Buffer[] {
  return Array.from({ length: Math.floor(hashes.length / 256) }, (_, i) =>
    tileRoot(Buffer.concat(hashes.slice(i * 256, (i + 1) * 256))),
  );
}

describe('a checkpoint', () => {
  test('reads and writes back the same', () => {
    const text = 'ardoise.example/audit\n12\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n';
    expect(formatCheckpoint(parseCheckpoint(text))).toBe(text);
  });

  test.each([
    '',
    'origin\n1\n',
    'origin\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n',
    'origin\n1\nshort\n',
    '\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n',
    'origin\n9007199254740993\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n',
    'origin\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n',
    'origin\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\nextension\n',
  ])('is not made of %j', (text) => {
    expect(() => parseCheckpoint(text)).toThrow();
  });
});
