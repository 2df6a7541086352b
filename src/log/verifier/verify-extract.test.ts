import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  bend,
  events,
  extractOf,
  LOG_KEY,
  WITNESS_KEY,
  writeFiles,
  WRONG_KEY,
  type LogFiles,
} from '../../../test/builders/log-files.js';
import { folderFiles } from './file-set.js';
import { VerificationFailure, type Verdict } from './verdict.js';
import { verifyExtract } from './verify-extract.js';

const KEYS = [LOG_KEY, WITNESS_KEY];
const entries = events(300);
const isEven = (entry: Buffer) => entry.includes('"business/even"');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'extract-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function verify(files: LogFiles, keys: readonly string[] = KEYS): Promise<Verdict> {
  await writeFiles(files, folder);
  return verifyExtract(folderFiles(folder), { keys });
}

async function failure(files: LogFiles): Promise<string> {
  const error = await verify(files).then(
    () => new Error('it was verified'),
    (thrown: unknown) => thrown as Error,
  );
  expect(error).toBeInstanceOf(VerificationFailure);
  return error.message;
}

/** The file with its lines changed. */
function edit(files: LogFiles, path: string, change: (lines: string[]) => string[]): LogFiles {
  const lines = files.get(path)!.toString().trimEnd().split('\n');
  return new Map(files).set(
    path,
    Buffer.from(
      change(lines)
        .map((line) => `${line}\n`)
        .join(''),
    ),
  );
}

const editBoth = (files: LogFiles, change: (lines: string[]) => string[]) =>
  edit(edit(files, 'events.jsonl', change), 'proofs.jsonl', change);

const claim = (files: LogFiles, info: object) =>
  new Map(files).set(
    'filter.json',
    Buffer.from(JSON.stringify({ filter: { business: 'even' }, tree_size: 300, ...info })),
  );

describe('an extract of before there were manifests', () => {
  test('of one business is verified, and shown to be without gaps', async () => {
    const verdict = await verify(await extractOf(entries, { business: 'even' }, isEven));
    expect(verdict).toMatchObject({ entries: 150, size: 300, isLogKeyGiven: true });
    expect(verdict.remarks.join()).toContain('run from 1 without a gap');
  });

  test('by another filter is verified entry by entry', async () => {
    const isSome = (entry: Buffer) => entry.includes('7,"');
    const verdict = await verify(await extractOf(entries, { outcome: 'success', business: 'even' }, isSome));
    expect(verdict.remarks.join()).toContain('only the whole log shows');
    expect((await verify(await extractOf(entries, { type: 'none' }, () => false))).entries).toBe(0);
  });

  test('without a filter must hold everything', async () => {
    expect((await verify(await extractOf(entries, {}, () => true))).remarks.join()).toContain('all entries');
    expect(await failure(await extractOf(entries, {}, (entry) => !entry.includes('"i":7}')))).toMatch(
      /^Entry 8 .*entry 7 is missing before it \(line 8\)/,
    );
    expect(await failure(await extractOf(entries, {}, (entry) => !entry.includes('"i":299}')))).toContain(
      'only 299 of the 300',
    );
  });

  test('can be verified with the keys that come with it, which the verdict says', async () => {
    const verdict = await verify(await extractOf(entries, { business: 'even' }, isEven), []);
    expect(verdict.isLogKeyGiven).toBe(false);
    expect(verdict.signedBy).toHaveLength(2);
  });
});

describe('such an extract that was tampered with', () => {
  let files: LogFiles;
  beforeAll(async () => {
    files = await extractOf(entries, { business: 'even' }, isEven);
  });

  test('by swapping two proofs, or two lines with their proofs', async () => {
    const swap = (lines: string[]) => [lines[1]!, lines[0]!, ...lines.slice(2)];
    expect(await failure(edit(files, 'proofs.jsonl', swap))).toMatch(
      /^Entry 2 .*not in the tree that was signed \(line 1\)/,
    );
    expect(await failure(editBoth(files, swap))).toMatch(/^Entry 2 .*lacks its event 1/);
    const others = await extractOf(entries, { type: 'audit.read' }, isEven);
    expect(await failure(editBoth(others, swap))).toMatch(/^Entry 0 .*it comes after entry 2 \(line 2\)/);
    expect(await failure(editBoth(others, (lines) => [lines[0]!, ...lines]))).toMatch(
      /^Entry 0 .*it comes after entry 0/,
    );
  });

  test('by a line that is missing, with or without its proof, admitted or not', async () => {
    const drop = (lines: string[]) => lines.filter((_, i) => i !== 3);
    expect(await failure(edit(files, 'events.jsonl', drop))).toMatch(/^Entry 6 .*not in the tree/);
    expect(await failure(edit(files, 'proofs.jsonl', drop))).toMatch(/^Entry 8 .*not in the tree/);
    expect(await failure(editBoth(files, drop))).toMatch(/^Entry 8 .*business\/even lacks its event 4: next comes 5/);
    const last = (lines: string[]) => lines.slice(0, -1);
    expect(await failure(edit(files, 'events.jsonl', last))).toContain('proofs.jsonl has more lines than the 149');
    expect(await failure(edit(files, 'proofs.jsonl', last))).toContain('events.jsonl has more lines than the 149');
    expect(await failure(editBoth(files, last))).toContain('holds 149 events, but says that it has 150');
  });

  test('by a line that was added, even one of another business that is in the log', async () => {
    expect(await failure(edit(files, 'events.jsonl', (lines) => [...lines, lines[0]!]))).toContain('more lines');
    const both = await extractOf(entries, { business: 'even' }, (entry) => isEven(entry) || entry.includes('"i":1}'));
    expect(await failure(both)).toMatch(/^Entry 1 .*it is not of the business even \(line 2\)/);
  });

  test('by a changed byte, a cut-off line or another claim', async () => {
    const at = files.get('events.jsonl')!.indexOf('"i":6}') + 4;
    expect(await failure(bend(files, 'events.jsonl', at))).toMatch(
      /^Entry 6 \(event .*-000000000006, business\/even\): it is not in the tree that was signed \(line 4\)/,
    );
    expect(await failure(new Map(files).set('events.jsonl', files.get('events.jsonl')!.subarray(0, -1)))).toContain(
      'cut off',
    );
    expect(await failure(claim(files, { entries: 149 }))).toContain('holds 150 events, but says that it has 149');
    expect(await failure(claim(files, { entries: 150, tree_size: 299 }))).toContain('filter.json is of a tree of 299');
    expect(await failure(new Map(files).set('filter.json', Buffer.from('{}')))).toContain(
      'filter.json is not readable',
    );
    await expect(verify(files, [WRONG_KEY])).rejects.toThrow('none of the known keys');
  });

  test('by lines too long to be an event', async () => {
    expect(
      await failure(edit(files, 'events.jsonl', ([line, ...rest]) => [line! + ' '.repeat(65_536), ...rest])),
    ).toContain('more than 65535 bytes');
  });

  test('in any byte of what it holds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('events.jsonl', 'proofs.jsonl', 'checkpoint'),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (path, at, by) => {
          await writeFiles(files, folder);
          await expect(verify(bend(files, path, at % files.get(path)!.length, by))).rejects.toThrow(
            VerificationFailure,
          );
        },
      ),
      { numRuns: 100 },
    );
  });
});
