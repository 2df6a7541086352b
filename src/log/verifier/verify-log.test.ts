import fc from 'fast-check';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  bend,
  event,
  events,
  LOG_KEY,
  logOf,
  signedNote,
  sourceOf,
  WITNESS_KEY,
  writeFiles,
  WRONG_KEY,
  type LogFiles,
} from '../../../test/builders/log-files.js';
import { COSIGNATURE, formatVerifierKey, newPrivateKey, signer } from '../../platform/tlog/signed-note.js';
import { folderSource, SourceUnavailable, urlSource } from './log-source.js';
import { VerificationFailure, type Verdict, type VerifyOptions } from './verdict.js';
import { verifyLog } from './verify-log.js';

const KEYS = [LOG_KEY, WITNESS_KEY];

function verify(files: LogFiles, options: Partial<VerifyOptions> = {}): Promise<Verdict> {
  return verifyLog(sourceOf(files), { keys: KEYS, ...options });
}

/** The failure's message; fails the test when there is none. */
async function failure(files: LogFiles, options: Partial<VerifyOptions> = {}): Promise<string> {
  const error = await verify(files, options).then(
    () => new Error('it was verified'),
    (thrown: unknown) => thrown as Error,
  );
  expect(error).toBeInstanceOf(VerificationFailure);
  return error.message;
}

const swap = <T>(list: readonly T[], a: number, b: number) =>
  list.map((each, i) => (i === a ? list[b]! : i === b ? list[a]! : each));

describe('a log that is as it was signed', () => {
  test.each([0, 1, 2, 255, 256, 257, 512, 700])('of %i entries is verified', async (size) => {
    const progress: number[] = [];
    const verdict = await verify(await logOf(events(size)), { onProgress: (done) => progress.push(done) });
    expect(verdict).toMatchObject({ entries: size, size, isLogKeyGiven: true });
    expect(verdict.signedBy).toEqual(['log.example/audit', 'witness.example at 2026-01-01T00:00:00.000Z']);
    expect(progress.at(-1)).toBe(size === 0 ? undefined : size);
  });

  test('of more than 65,536 entries, which has tiles of three levels, is verified', async () => {
    const files = await logOf(events(65_536 + 300));
    expect((await verify(files)).size).toBe(65_836);
    expect(await failure(bend(files, 'tile/2/000.p/1', 5))).toBe('Tile 2/0 does not follow from the entries.');
  });

  test('is verified in a folder and behind an address', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'log-'));
    const files = await logOf(events(300));
    await writeFiles(files, folder);
    const server = await serve((path) => files.get(path.replace(/^\/audit\//, '')));
    try {
      expect((await verifyLog(folderSource(folder), { keys: KEYS })).size).toBe(300);
      expect((await verifyLog(urlSource(server.url), { keys: [] })).size).toBe(300);
      expect(urlSource(`${server.url}/elsewhere/`).name).toBe(`${server.url}/elsewhere`);
    } finally {
      await server.close();
      await rm(folder, { recursive: true });
    }
  });

  test('with no key given is verified with its own, and the verdict says so', async () => {
    const verdict = await verify(await logOf(events(3)), { keys: [] });
    expect(verdict.isLogKeyGiven).toBe(false);
    expect(verdict.remarks.join()).toMatch(/taken from the log itself.*No witness vouches/);
  });

  test('ignores signatures of unknown keys', async () => {
    const verdict = await verify(await logOf(events(3)), { keys: [LOG_KEY, WRONG_KEY] });
    expect(verdict.signedBy).toEqual(['log.example/audit']);
  });
});

describe('a log that was tampered with', () => {
  const entries = events(600);
  let files: LogFiles;
  beforeAll(async () => {
    files = await logOf(entries);
  });

  test('in a byte of an entry: the entry is named', async () => {
    const at = files.get('tile/entries/001')!.indexOf('"i":300');
    const message = await failure(bend(files, 'tile/entries/001', at + 5));
    expect(message).toBe(
      'Entry 300 (event 01900000-0000-7000-8000-000000000300, business/even): its bytes do not have the hash that is in tile 0/1.',
    );
  });

  test('in a byte of a tile', async () => {
    expect(await failure(bend(files, 'tile/0/001', 32 * 7))).toContain('Entry 263 (event');
    expect(await failure(bend(files, 'tile/1/000.p/2', 40))).toBe('Tile 1/0 does not follow from the entries.');
  });

  test('in the root and in a signature', async () => {
    const note = files.get('checkpoint')!;
    const root = note.indexOf('\n600\n') + 5;
    expect(await failure(bend(files, 'checkpoint', root))).toContain('signature of log.example/audit is wrong');
    const signature = note.indexOf('— log.example/audit ') + 50;
    expect(await failure(bend(files, 'checkpoint', signature))).toContain('The checkpoint does not verify');
    const other = new Map(files).set('checkpoint', Buffer.from(await signedNote(entries.slice(0, 600).reverse())));
    expect(await failure(other)).toBe('The entries do not lead to the root that was signed.');
  });

  test('by swapping two entries, with and without new tiles', async () => {
    const swapped = await logOf(swap(entries, 20, 21));
    const signed = files.get('checkpoint')!;
    const entriesOnly = new Map(files).set('tile/entries/000', swapped.get('tile/entries/000')!);
    expect(await failure(entriesOnly)).toMatch(/^Entry 20 .*its bytes do not have the hash/);
    expect(await failure(new Map(swapped).set('checkpoint', signed))).toContain('do not lead to the root');
    // Signed anew, by the log's own key: of one business the numbers give it away.
    expect(await failure(await logOf(swap(entries, 20, 22)))).toMatch(/^Entry 20 .*lacks its event/);
  });

  test('by removing an entry, or the last ones', async () => {
    const without = [...entries.slice(0, 40), ...entries.slice(41)];
    expect(await failure(await logOf(without))).toMatch(
      /^Entry 41 .*business\/even lacks its event 21: next comes 22\.$/,
    );
    const kept = files.get('checkpoint')!.toString();
    expect(await failure(await logOf(entries.slice(0, 500)), { kept })).toBe(
      'The log has shrunk: 600 entries were signed before, now there are 500.',
    );
    const cut = new Map(files);
    cut.delete('tile/entries/002.p/88');
    expect(await failure(cut)).toContain('does not give its bundle of entries 2');
  });

  test('by files that are cut off or longer', async () => {
    const shorter = new Map(files).set('tile/entries/000', files.get('tile/entries/000')!.subarray(0, -1));
    expect(await failure(shorter)).toContain('cut off');
    const longer = new Map(files).set('tile/0/000', Buffer.concat([files.get('tile/0/000')!, Buffer.alloc(32)]));
    expect(await failure(longer)).toBe('Tile 0/0 has 8224 bytes, not 8192.');
    const more = Buffer.concat([files.get('tile/entries/002.p/88')!, Buffer.from([0, 1, 65])]);
    expect(await failure(new Map(files).set('tile/entries/002.p/88', more))).toBe('Bundle 2 has 89 entries, not 88.');
  });

  test('by an event that is there twice, is back-dated, or is none', async () => {
    expect(await failure(await logOf([...entries.slice(0, 9), entries[8]!]))).toMatch(
      /^Entry 9 .*business\/even has its event 5 twice/,
    );
    const late = event(10, 'business/even', 6, Date.UTC(2025, 11, 31));
    expect(await failure(await logOf([...entries.slice(0, 10), late]))).toMatch(
      /^Entry 10 .*back-dated to 2025-12-31T00:00:00.000Z/,
    );
    expect(await failure(await logOf([Buffer.from('nonsense')]))).toMatch(/^Entry 0: it is not an event/);
    const hostile = Buffer.from(JSON.stringify({ id: '\u001b[2J', subject: 5 }));
    expect(await failure(await logOf([hostile]))).toBe('Entry 0: it is not an event: it has no subject.');
  });
});

describe('keys and witnesses', () => {
  test('a wrong key of the right name does not do, nor does the key of the witness alone', async () => {
    const files = await logOf(events(3));
    expect(await failure(files, { keys: [WRONG_KEY] })).toContain('none of the known keys');
    expect(await failure(files, { keys: [WRONG_KEY, WITNESS_KEY] })).toContain(
      'the log itself, log.example/audit, is missing',
    );
    expect(await failure(files, { keys: ['nonsense'] })).toContain('A given key is not readable');
  });

  test('a witness whose key is given must have cosigned', async () => {
    const files = (await logOf(events(3))).set(
      'checkpoint',
      Buffer.from(await signedNote(events(3), { isCosigned: false })),
    );
    expect(await failure(files)).toBe('The witness witness.example has not cosigned this checkpoint of 3 entries.');
    expect((await verify(files, { keys: [LOG_KEY] })).remarks.join()).toContain('No witness vouches');
  });

  test('of several witnesses as many as the quorum says must have cosigned, and the verdict names who did not', async () => {
    const silent = formatVerifierKey(signer('silent.example', COSIGNATURE, newPrivateKey()).key);
    const files = await logOf(events(3));
    const keys = [...KEYS, silent];
    expect((await verify(files, { keys, quorum: 1 })).remarks).toContain(
      '1 of 2 witnesses have cosigned it, 1 must (--quorum); not: silent.example.',
    );
    expect(await failure(files, { keys })).toMatch(/^The witness silent\.example has not cosigned/);
    const third = formatVerifierKey(signer('third.example', COSIGNATURE, newPrivateKey()).key);
    expect(await failure(files, { keys: [...keys, third], quorum: 2 })).toBe(
      'Only 1 of 3 witnesses have cosigned this checkpoint of 3 entries, and 2 must; not: silent.example, third.example.',
    );
  });

  test('a live log gets the time that its witness needs', async () => {
    const files = await logOf(events(3));
    const early = await signedNote(events(3), { isCosigned: false });
    let asked = 0;
    const source = sourceOf(files);
    const slow = { ...source, isLive: true, checkpoint: async () => (asked++ === 0 ? early : source.checkpoint()) };
    expect((await verifyLog(slow, { keys: KEYS })).signedBy).toHaveLength(2);
  });
});

describe('a checkpoint kept from before', () => {
  const entries = events(600);

  test.each([0, 1, 255, 256, 257, 300, 512, 599, 600])('at %i of the same log is its beginning', async (size) => {
    const kept = await signedNote(entries.slice(0, size));
    const verdict = await verify(await logOf(entries), { kept });
    expect(verdict.remarks).toEqual([]);
  });

  test.each([1, 255, 256, 257, 300, 512, 600])('at %i of a log that was rewritten is not', async (size) => {
    const other = [event(0, 'business/even', 1, Date.UTC(2026, 0, 1) + 5), ...entries.slice(1)];
    const message = await failure(await logOf(other), { kept: await signedNote(entries.slice(0, size)) });
    expect(message).toBe(`The first ${size} entries are not those that were signed before: the history was rewritten.`);
  });

  test('must be signed by the log', async () => {
    const files = await logOf(entries);
    const kept = (await signedNote(entries.slice(0, 5))).replace('\n5\n', '\n6\n');
    expect(await failure(files, { kept })).toContain('The checkpoint kept from before');
    expect(await failure(files, { kept: 'nonsense' })).toContain('The checkpoint kept from before');
  });
});

test('any byte that changes in any file is found, and so is any file that is missing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 1500 }),
      fc.nat(),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      async (size, f, at, by) => {
        const files = await logOf(events(size));
        // Not read, since the key is given.
        files.delete('vkey');
        const path = [...files.keys()][f % files.size]!;
        await expect(verify(bend(files, path, at % files.get(path)!.length, by))).rejects.toThrow(VerificationFailure);
        files.delete(path);
        await expect(verify(files)).rejects.toThrow();
      },
    ),
    { numRuns: 60 },
  );
});

describe('a live log', () => {
  test.each([
    [401, 'asks for a reader key: give it with --reader-key'],
    [503, 'answers 503: try again later'],
  ])('that answers %i gives no verdict, but says what to do', async (status, message) => {
    const server = await serve(() => status);
    const result = verifyLog(urlSource(server.url), { keys: KEYS });
    await expect(result).rejects.toThrow(message);
    await expect(result).rejects.toBeInstanceOf(SourceUnavailable);
    await server.close();
  });

  test('that cannot be reached gives no verdict', async () => {
    const server = await serve(() => 200);
    await server.close();
    await expect(verifyLog(urlSource(server.url), { keys: KEYS })).rejects.toThrow('cannot be reached');
  });
});

/** A server of files below /audit, or of one status for everything. */
async function serve(answer: (path: string) => Buffer | number | undefined) {
  const server: Server = createServer((request, response) => {
    const body = answer(request.url!) ?? 404;
    if (typeof body === 'number') response.writeHead(body).end();
    else response.end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
