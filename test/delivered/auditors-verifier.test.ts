import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { archiveOf } from '../../src/platform/kernel/archive.js';
import { bend, events, LOG_KEY, logOf, signedExtractOf, WITNESS_KEY, writeFiles } from '../builders/log-files.js';
import { run, type Ended } from './run.js';

const BUILT = resolve('dist/ardoise-verify.mjs');
const PUBLISHED_IN = ['README.md', 'docs/audit.md'];
const PUBLISHED = /(`ardoise-verify\.mjs`[^`]*SHA-256[^`]*`)([0-9a-f]{64})(`)/;
const isUpdate = process.env['UPDATE_GOLDEN'] === '1';
const hashOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ardoise-auditor-'));
  const isEven = (entry: Buffer) => entry.includes('/even"');
  const files = await signedExtractOf(events(40), { business: 'even' }, isEven, { lastSeq: 20 });
  await writeFiles(files, at('extract'));
  await writeFiles(bend(files, 'events.jsonl', 200), at('bent'));
  await writeFiles(await logOf(events(300)), at('log'));
  await writeFile(at('extract.zip'), archiveOf('zip', at('extract'), 'export', new Date()));
  writeFileSync(at('keys.txt'), `${LOG_KEY}\n${WITNESS_KEY}\n`);
  copyFileSync(BUILT, at('ardoise-verify.mjs'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);
/** Away from the checkout and its packages. */
const verify = (...args: string[]): Promise<Ended> =>
  run(process.execPath, ['ardoise-verify.mjs', ...args], { cwd: folder, env: { LANG: 'C' } });
const lastOf = ({ stdout }: Ended) => stdout.trimEnd().split('\n').at(-1);

describe("the auditor's verifier", () => {
  test('is built to the same bytes again, from another folder too', async () => {
    const script = `import { buildVerifier } from ${JSON.stringify(resolve('scripts/build-verifier.mjs'))}; await buildVerifier(${JSON.stringify(at('again.mjs'))})`;
    const built = await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: folder });
    expect(built).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(hashOf(at('again.mjs'))).toBe(hashOf(BUILT));
  });

  test.each(PUBLISHED_IN)('has the hash that %s says (UPDATE_GOLDEN=1 writes it)', (path) => {
    const text = readFileSync(path, 'utf8');
    if (isUpdate) writeFileSync(path, text.replace(PUBLISHED, `$1${hashOf(BUILT)}$3`));
    else expect(PUBLISHED.exec(text)?.[2]).toBe(hashOf(BUILT));
  });

  test('imports what Node has, and nothing of this machine', () => {
    const text = readFileSync(BUILT, 'utf8');
    const imports = [...text.matchAll(/(?:from |import |import\(|require\()"([^"]+)"/g)].map(([, name]) => name!);
    expect(imports.length).toBeGreaterThan(5);
    expect(imports.filter((name) => !name.startsWith('node:'))).toEqual([]);
    expect(text).not.toContain(resolve('.'));
  });

  test('verifies a folder, a zip and a whole log, where there is nothing but Node', async () => {
    for (const what of ['extract', 'extract.zip']) {
      const ended = await verify(what, '--key', 'keys.txt', '--complete');
      expect([ended.code, ended.stderr]).toEqual([0, '']);
      expect(lastOf(ended)).toBe(`VERIFIED AND COMPLETE: 20 of 40 entries of ${what}.`);
    }
    expect(lastOf(await verify('log', '--key', LOG_KEY, '--key', WITNESS_KEY))).toBe(
      'VERIFIED: all 300 entries of log.',
    );
  });

  test('keeps a checkpoint, and finds a log that does not begin with it any more', async () => {
    expect((await verify('log', '--key', 'keys.txt', '--save', 'kept')).code).toBe(0);
    await writeFiles(await logOf(events(310)), at('grown'));
    await writeFiles(await logOf(events(310, 2000)), at('rewritten'));
    expect((await verify('grown', '--key', 'keys.txt', '--since', 'kept')).code).toBe(0);
    const rewritten = await verify('rewritten', '--key', LOG_KEY, '--since', 'kept', '--lang', 'fr');
    expect(rewritten).toMatchObject({ code: 1, stdout: expect.stringContaining('l’histoire a été récrite') });
    expect((await verify('grown', '--since', 'nowhere')).code).toBe(2);
  });

  test('ends with 1 for what was changed, and with 2 when there is no verdict', async () => {
    const bent = await verify('bent', '--key', 'keys.txt');
    expect(bent).toMatchObject({ code: 1, stderr: '', stdout: expect.stringMatching(/^NOT VERIFIED\. Entry 0 /) });
    for (const args of [
      ['nowhere'],
      ['--no-such-option'],
      ['keys.txt'],
      ['extract', '--key', 'nonsense'],
      ['a', 'b'],
    ]) {
      expect(await verify(...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/./) });
    }
  });

  test('speaks French when it is asked to, or where the terminal does', async () => {
    const asked = await verify('extract', '--key', 'keys.txt', '--lang', 'fr');
    expect(lastOf(asked)).toBe('VÉRIFIÉ ET COMPLET : 20 des 40 entrées de extract.');
    const lines = asked.stdout.trimEnd().split('\n');
    expect(lines.filter((line) => /\b(the|of|entries|by)\b/.test(line))).toEqual([]);
    const bent = await run(process.execPath, ['ardoise-verify.mjs', 'bent', '--key', 'keys.txt'], {
      cwd: folder,
      env: { LANG: 'fr_CA.UTF-8' },
    });
    expect(bent.stdout).toMatch(/^NON VÉRIFIÉ\. Entrée 0 .* : elle n’est pas dans l’arbre qui a été signé/);
    expect((await verify('--help', '--lang=fr')).stdout).toContain('Codes de sortie');
    expect((await verify('--help')).stdout).toContain('Exit codes');
  });
});
