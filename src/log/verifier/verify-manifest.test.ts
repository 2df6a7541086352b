import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  bend,
  event,
  events,
  LOG,
  LOG_KEY,
  ORIGIN,
  signedAgain,
  signedExtractOf,
  WITNESS_KEY,
  writeFiles,
  type LogFiles,
} from '../../../test/builders/log-files.js';
import { COSIGNATURE, ED25519, newPrivateKey, signer } from '../../platform/tlog/signed-note.js';
import { openManifest } from './extract-manifest.js';
import { folderFiles } from './file-set.js';
import { VerificationFailure, type Verdict, type VerifyOptions } from './verdict.js';
import { verifyExtract } from './verify-extract.js';

const MINUTE_MS = 60_000;
const entries = events(300, MINUTE_MS);
const FIRST_MS = Date.UTC(2026, 0, 1);
const minute = (n: number) => new Date(FIRST_MS + n * MINUTE_MS).toISOString();
const isEven = (entry: Buffer) => entry.includes('"business/even"');
const timeOf = (entry: Buffer) => (JSON.parse(entry.toString('utf8')) as { time: string }).time;
const isWithin = (from: string, until: string) => (entry: Buffer) => timeOf(entry) >= from && timeOf(entry) < until;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'manifest-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function verify(files: LogFiles, options: Partial<VerifyOptions> = {}): Promise<Verdict> {
  await writeFiles(files, folder);
  return verifyExtract(folderFiles(folder), { keys: [LOG_KEY, WITNESS_KEY], ...options });
}

async function says(files: LogFiles): Promise<string> {
  const { completeness } = await verify(files);
  return completeness?.state === 'complete' ? completeness.says.join(' ') : 'it is not complete';
}

async function failure(files: LogFiles): Promise<string> {
  const error = await verify(files).then(
    (verdict) => new Error(`it was verified: ${JSON.stringify(verdict.completeness)}`),
    (thrown: unknown) => thrown as Error,
  );
  expect([error, error.message]).toEqual([expect.any(VerificationFailure), error.message]);
  return error.message;
}

const linesOf = (files: LogFiles, path: string) => files.get(path)!.toString().split('\n').slice(0, -1);
const edit = (files: LogFiles, path: string, change: (lines: string[]) => string[]): LogFiles =>
  new Map(files).set(
    path,
    Buffer.from(
      change(linesOf(files, path))
        .map((line) => `${line}\n`)
        .join(''),
    ),
  );

const period = { from: minute(100), until: minute(200) };
/** A hundred of 300 entries, between heartbeats some minutes before and behind. */
const byTime = () => signedExtractOf(entries, period, isWithin(period.from, period.until), { bounds: [79, 219] });

describe('an extract with a manifest', () => {
  test('by a period is complete: all of it lies between entries that are shown to be outside', async () => {
    const said = await says(await byTime());
    expect(said).toContain(
      'Every one of the 300 entries of the signed tree is accounted for: 100 by their bytes, 200 by hash.',
    );
    expect(said).toContain('All of the period lies in the entries 79 to 219: 100 of them are here, 41 by hash.');
    expect(said).toContain(`${ORIGIN} has signed`);
    expect(said).toContain('by staff 0190; that is recorded as event 01900000-');
    expect(said).not.toContain('was not over');
  });

  test('by a period that goes on says that later events may exist', async () => {
    const open = { from: minute(250) };
    const files = await signedExtractOf(entries, open, isWithin(open.from, '9'), { bounds: [229] });
    expect(await says(files)).toContain('The period was not over in the log when this was exported');
    const early = { until: minute(20) };
    expect(await says(await signedExtractOf(entries, early, isWithin('0', early.until), { bounds: [] }))).toContain(
      'was not over',
    );
  });

  test('of one business says up to which number', async () => {
    const files = await signedExtractOf(entries, { business: 'even' }, isEven, { lastSeq: 150 });
    expect(await says(files)).toContain('run from 1 to 150 without a gap');
    expect(await failure(await signedExtractOf(entries, { business: 'even' }, isEven, { lastSeq: 151 }))).toBe(
      'The last event of the business has the number 150, and the log signed 151.',
    );
  });

  test('of everything, and of nothing', async () => {
    expect(await says(await signedExtractOf(entries, {}, () => true))).toContain(
      'All 300 entries of the signed tree are here.',
    );
    await rm(folder, { recursive: true });
    expect(await says(await signedExtractOf(entries, { ticket: 'T-1' }, () => false))).toContain(
      '0 by their bytes, 300 by hash',
    );
  });

  test('holds what was attached to it', async () => {
    const attached = { 'sheet.json': '{}', 'sheet.pdf': 'pdf' };
    const files = await signedExtractOf(entries, { business: 'even' }, isEven, { lastSeq: 150, attached });
    expect(await says(files)).toContain('Attached, as signed: sheet.json, sheet.pdf.');
    expect(await failure(bend(files, 'sheet.pdf', 1))).toBe(
      'sheet.pdf is not the file that the log signed in the manifest: it was changed.',
    );
    const without = new Map(files);
    without.delete('sheet.json');
    await rm(folder, { recursive: true });
    expect(await failure(without)).toMatch(/^sheet.json, which the manifest names, is not readable/);
  });

  test('names a file that lies beside it and is none of it', async () => {
    const { remarks } = await verify(new Map(await byTime()).set('notes.txt', Buffer.from('mine')));
    expect(remarks.join()).toContain('Not part of the extract, since the manifest does not name them: notes.txt.');
  });
});

describe('an extract with a manifest that was tampered with', () => {
  let files: LogFiles;
  beforeAll(async () => {
    files = await byTime();
  });
  const without = (line: number) => (lines: string[]) => lines.filter((_, i) => i !== line);
  const counted = (changed: LogFiles, by: number) =>
    new Map(changed).set(
      'filter.json',
      Buffer.from(
        changed
          .get('filter.json')!
          .toString()
          .replace(/"entries":(\d+)/, (_, n) => `"entries":${Number(n) + by}`),
      ),
    );
  const taken = () => counted(edit(edit(files, 'events.jsonl', without(7)), 'proofs.jsonl', without(7)), -1);

  test('by an event that is taken out, with its proof and its count: which one, is named', async () => {
    expect(await failure(taken())).toBe(
      'Entry 107 is missing: neither among the events nor accounted for by a hash in rest.jsonl.',
    );
  });

  test('by an event that is taken out and put among the others by its hash', async () => {
    const isKept = (entry: Buffer) => entry !== entries[107] && isWithin(period.from, period.until)(entry);
    const hidden = await signedExtractOf(entries, period, isKept, { bounds: [79, 219] });
    expect(await failure(new Map(hidden).set('manifest', files.get('manifest')!))).toBe(
      'The extract holds 99 events, and the log signed that there are 100.',
    );
  });

  test('by a manifest with other counts, which is not what was signed', async () => {
    const manifest = Buffer.from(files.get('manifest')!.toString().replace('entries 100', 'entries 99'));
    expect(await failure(new Map(taken()).set('manifest', manifest))).toBe(
      `The manifest does not verify: The signature of ${ORIGIN} is wrong.`,
    );
  });

  test('by a manifest that another key signed, and by one of a stranger of the same name', async () => {
    for (const by of [signer('other.example', ED25519, newPrivateKey()), signer(ORIGIN, ED25519, newPrivateKey())]) {
      const forged = await signedExtractOf(entries, period, isWithin(period.from, period.until), {
        bounds: [79, 219],
        by,
      });
      expect(await failure(forged)).toBe('The manifest does not verify: The note is signed by none of the known keys.');
    }
    const witness = signer(ORIGIN, COSIGNATURE, newPrivateKey());
    await expect(verify(await signedExtractOf(entries, {}, () => true, { by: witness }))).rejects.toThrow(
      'none of the known',
    );
  });

  test('by the manifest of another extract, of this tree or of another', async () => {
    const ofEven = await signedExtractOf(entries, { business: 'even' }, isEven, { lastSeq: 150 });
    expect(await failure(new Map(files).set('manifest', ofEven.get('manifest')!))).toMatch(
      /^Entry 100 .*business\/even lacks its event 1/,
    );
    const grown = await signedExtractOf(events(301, MINUTE_MS), {}, () => true);
    expect(await failure(new Map(files).set('manifest', grown.get('manifest')!))).toBe(
      'The manifest is of a tree of 301 entries, and not of the 300 of this checkpoint.',
    );
    expect(await failure(new Map(files).set('manifest', files.get('checkpoint')!))).toMatch(/no manifest of the log/);
    expect(await failure(new Map(files).set('checkpoint', files.get('manifest')!))).toMatch(
      /^The checkpoint does not verify/,
    );
  });

  test('by taking the manifest away', async () => {
    const rest = new Map(files);
    rest.delete('manifest');
    expect(await failure(rest)).toBe('The extract lacks its manifest: it was taken away.');
    rest.delete('rest.jsonl');
    await rm(folder, { recursive: true });
    expect((await verify(rest)).completeness).toEqual({ state: 'unknown' });
    await expect(verify(rest, { mustBeComplete: true })).rejects.toThrow('nothing shows that it is complete');
  });

  test('by a hash of what is not shown', async () => {
    const changed = edit(files, 'rest.jsonl', ([line, ...lines]) => {
      const run = JSON.parse(line!) as { hashes: string[] };
      return [JSON.stringify({ ...run, hashes: run.hashes.with(0, Buffer.alloc(32).toString('base64')) }), ...lines];
    });
    expect(await failure(changed)).toBe(
      'The events and the hashes of all others do not lead to the root that was signed.',
    );
    expect(await failure(edit(files, 'rest.jsonl', without(1)))).toBe(
      'Entries 200 to 299 are missing: neither among the events nor accounted for by a hash in rest.jsonl.',
    );
    expect(await failure(edit(files, 'rest.jsonl', (lines) => [...lines, lines[0]!]))).toContain('has more hashes');
    expect(await failure(edit(files, 'rest.jsonl', (lines) => [lines[0]!.replace('100', '101'), lines[1]!]))).toContain(
      'too few or too many',
    );
  });

  test('by bounds that are not outside of the period', async () => {
    const within = (bounds: number[]) =>
      signedExtractOf(entries, period, isWithin(period.from, period.until), { bounds });
    // Ten minutes before the period: an event of the period might still lie before it.
    expect(await failure(await within([90, 219]))).toBe(
      'That no entry of the period lies before entry 90 is not shown.',
    );
    expect(await failure(await within([89, 209]))).toBe(
      'That no entry of the period lies behind entry 209 is not shown.',
    );
    expect((await verify(await within([89, 210]))).completeness?.state).toBe('complete');
    const moved = edit(files, 'bounds.jsonl', ([first, last]) => [first!.replace('"index":79', '"index":78'), last!]);
    expect(await failure(moved)).toMatch(/^bounds.jsonl is not the file that the log signed/);
    // The log itself has signed what its tree does not bear out.
    const about = openManifest(files.get('manifest')!.toString(), ORIGIN, [LOG.key]);
    expect(await failure(signedAgain(moved, about))).toMatch(
      /^Entry 78 .*: it is in bounds.jsonl, and not in the tree that was signed/,
    );
  });

  test('by an event that the log signed and that is not of the filter', async () => {
    const loose = await signedExtractOf(entries, { type: ['audit.searched'] }, isEven);
    expect(await failure(loose)).toMatch(/^Entry 0 .*it is not of the filter, by its "type"/);
    const odd = [...entries.slice(0, 299), event(299, 'log/x', undefined, FIRST_MS + 299 * MINUTE_MS)];
    const far = await signedExtractOf(odd, { from: minute(280) }, isWithin(minute(280), '9'), { bounds: [259, 285] });
    expect(await failure(far)).toMatch(/^Entry 286 .*it lies outside of the entries 259 to 285/);
  });

  test('in any byte of what it holds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...[...files.keys()].filter((path) => path !== 'vkeys')),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (path, at, by) => {
          await writeFiles(files, folder);
          await expect(verify(bend(files, path, at % files.get(path)!.length, by))).rejects.toThrow(
            VerificationFailure,
          );
        },
      ),
      { numRuns: 150 },
    );
  });
});
