import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyInFile } from './key-file.js';

describe('a key in a file', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ardoise-key-'));
    path = join(folder, 'keys', 'one');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const modeOf = (file: string) => statSync(file).mode & 0o777;

  test('is made once, for its owner alone, and leaves nothing beside it', () => {
    expect(keyInFile(path, () => 'first')).toBe('first');
    expect(keyInFile(path, () => 'second')).toBe('first');
    expect([modeOf(path), modeOf(join(folder, 'keys'))]).toEqual([0o600, 0o700]);
    expect(readdirSync(join(folder, 'keys'))).toEqual(['one']);
  });

  test('is that of the process that was faster', () => {
    const slower = () => {
      writeFileSync(path, 'theirs');
      return 'ours';
    };
    expect(keyInFile(path, slower)).toBe('theirs');
    expect(readdirSync(join(folder, 'keys'))).toEqual(['one']);
  });

  test('is not given where it cannot be kept', () => {
    writeFileSync(join(folder, 'keys'), 'a file where the folder should be');
    expect(() => keyInFile(path, () => 'one')).toThrow(/EEXIST|ENOTDIR/);
  });
});
