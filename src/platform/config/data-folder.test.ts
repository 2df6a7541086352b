import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertWritable } from './data-folder.js';

/** A file stands where a folder should be: that stops an administrator of the machine, too. */
describe('the data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ardoise-data-folder-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('is made where it is missing, and nothing of the trying out stays in it', () => {
    const dataDir = join(folder, 'new', 'data');
    assertWritable(dataDir);
    expect(existsSync(dataDir)).toBe(true);
    expect(readdirSync(dataDir)).toEqual([]);
  });

  test.each([['it'], ['it', 'data']])('that cannot be written is named before anything begins (%s)', (...names) => {
    writeFileSync(join(folder, 'it'), '');
    const dataDir = join(folder, ...names);
    expect(() => assertWritable(dataDir)).toThrow(`The data folder ${dataDir} (DATA_DIR) cannot be written: E`);
  });
});
