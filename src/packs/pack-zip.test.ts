import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { zipFiles } from '../log/verifier/zip-files.js';
import type { PackFile } from './pack-contents.js';
import { packZip, SUMS } from './pack-zip.js';

const AT = new Date('2026-03-05T14:00:00.000Z');
const file = (path: string, pieces: readonly string[]): PackFile => ({
  path,
  async *content() {
    for (const piece of pieces) yield piece;
  },
});
const zipOf = (files: readonly PackFile[]) => buffer(packZip({ name: 'pack', files, rows: 0 }, AT));

test('a pack is one folder, with the digest of each file behind them all', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ardoise-zip-'));
  const at = join(folder, 'pack.zip');
  writeFileSync(at, await zipOf([file('a/é.csv', ['one,', 'two']), file('empty.txt', [])]));
  const files = await zipFiles(at);
  expect(await files.paths()).toEqual(['pack/a/é.csv', 'pack/empty.txt', `pack/${SUMS}`]);
  const sum = (text: string) => createHash('sha256').update(text).digest('hex');
  expect((await buffer(files.open(`pack/${SUMS}`))).toString()).toBe(
    `${sum('one,two')}  a/é.csv\n${sum('')}  empty.txt\n`,
  );
  rmSync(folder, { recursive: true });
});

test('a file that cannot be read ends it, and is not left out', async () => {
  const broken: PackFile = {
    path: 'broken.csv',
    async *content() {
      yield 'half';
      throw new Error('the connection broke');
    },
  };
  await expect(zipOf([file('a.csv', ['a']), broken])).rejects.toThrow('the connection broke');
});

test('nothing is read on when nobody takes its pieces any more', async () => {
  let isLetGo = false;
  const endless: PackFile = {
    path: 'endless.bin',
    async *content() {
      try {
        for (;;) yield createHash('sha256').update(String(Math.random())).digest().toString('latin1').repeat(1_000);
      } finally {
        isLetGo = true;
      }
    },
  };
  const zip = packZip({ name: 'pack', files: [endless], rows: 0 }, AT);
  for await (const piece of zip) {
    expect(piece).toBeDefined();
    break;
  }
  await new Promise((done) => setTimeout(done, 50));
  expect(isLetGo).toBe(true);
});
