import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMPTY_ROOT, leafHash } from '../../platform/tlog/merkle.js';
import { formatVerifierKey } from '../../platform/tlog/signed-note.js';
import { WitnessFolder } from './witness-folder.js';

describe('the folder of a witness', () => {
  const NAME = 'witness.example/w1';
  const TREE = { size: 7, root: leafHash(Buffer.from('x')) };
  let path: string;

  beforeEach(() => {
    path = join(mkdtempSync(join(tmpdir(), 'ardoise-witness-')), 'new/folder');
  });
  afterEach(() => rmSync(join(path, '../..'), { recursive: true, force: true }));

  const file = (name: string) => join(path, name);
  /** Opens it, does something, closes it. */
  async function opened<T>(use: (folder: WitnessFolder) => T | Promise<T>, name = NAME): Promise<T> {
    const folder = await WitnessFolder.open(path, name);
    try {
      return await use(folder);
    } finally {
      folder.close();
    }
  }

  test('is made at the first start, for its user only, and is the same ever after', async () => {
    const key = await opened((folder) => formatVerifierKey(folder.signer.key));
    expect(readFileSync(file('vkey'), 'utf8')).toBe(`${key}\n`);
    expect([statSync(path).mode & 0o777, statSync(file('key.pem')).mode & 0o777]).toEqual([0o700, 0o600]);
    expect(await opened((folder) => formatVerifierKey(folder.signer.key))).toBe(key);
  });

  test('knows the empty tree of a log it has not seen, and what it was told of others', async () => {
    await opened(async (folder) => {
      expect(folder.known('a')).toEqual({ size: 0, root: EMPTY_ROOT });
      await folder.remember('a', TREE);
      await folder.remember('__proto__', TREE);
    });
    await opened((folder) => {
      expect(folder.known('a')).toEqual(TREE);
      expect(folder.known('__proto__')).toEqual(TREE);
      expect(folder.known('b').size).toBe(0);
    });
  });

  test.each([
    ['empty', ''],
    ['cut off', '{"a":{"size":7,'],
    ['of another kind', 'null'],
    ['without a root', '{"a":{"size":7}}'],
    ['with half a root', '{"a":{"size":7,"root":"AAAA"}}'],
    ['with a size that is none', `{"a":{"size":"7","root":"${TREE.root.toString('base64')}"}}`],
  ])('is not opened when its memory is %s', async (_, text) => {
    await opened((folder) => folder.remember('a', TREE));
    writeFileSync(file('state.json'), text);
    await expect(opened(() => undefined)).rejects.toThrow(/state\.json is damaged .*Put back the latest copy/);
    expect(readFileSync(file('state.json'), 'utf8')).toBe(text);
    expect(existsSync(file('lock'))).toBe(false);
  });

  test.each(['state.json', 'key.pem'])('is not opened without %s', async (name) => {
    await opened((folder) => folder.remember('a', TREE));
    rmSync(file(name));
    await expect(opened(() => undefined)).rejects.toThrow(`${name} is missing`);
    expect(existsSync(file(name))).toBe(false);
  });

  test('is not opened with a damaged key, or under another name', async () => {
    await opened(() => undefined);
    await expect(opened(() => undefined, 'another')).rejects.toThrow('neither its name nor its key may change');
    writeFileSync(file('key.pem'), 'x');
    await expect(opened(() => undefined)).rejects.toThrow('key.pem is damaged');
  });

  test('is one living process’s, and left behind by a dead one', async () => {
    await opened(() => undefined);
    const lock = { boot: bootId(), token: 'of another' };
    writeFileSync(file('lock'), JSON.stringify({ ...lock, pid: process.ppid }));
    await expect(opened(() => undefined)).rejects.toThrow(`Process ${process.ppid} is the witness of ${path}`);
    for (const left of [
      JSON.stringify({ ...lock, pid: 2 ** 22 + 1 }),
      JSON.stringify({ ...lock, pid: process.pid }),
      '',
    ]) {
      writeFileSync(file('lock'), left);
      await opened(() => undefined);
    }
  });
});

function bootId(): string {
  return existsSync('/proc') ? readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() : '';
}
