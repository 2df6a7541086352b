import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noteOf, SignedLog } from '../../../test/builders/forkable-log.js';
import { EMPTY_ROOT } from '../../platform/tlog/merkle.js';
import {
  COSIGNATURE,
  cosignatureTime,
  ED25519,
  formatVerifierKey,
  newPrivateKey,
  parseSignature,
  signer,
  verifyNote,
} from '../../platform/tlog/signed-note.js';
import { formatAddCheckpoint } from './add-checkpoint.js';
import { WitnessFolder } from './witness-folder.js';
import { createWitnessServer } from './witness-server.js';

/** C2SP tlog-witness, as a stranger sees it. */
describe('a witness', () => {
  const HASH = EMPTY_ROOT.toString('base64');
  let path: string;
  let folder: WitnessFolder;
  let server: Server;
  let url: string;
  let log: SignedLog;
  let lines: string[];

  beforeEach(async () => {
    path = mkdtempSync(join(tmpdir(), 'ardoise-witness-'));
    folder = await WitnessFolder.open(path, 'witness.example/w1');
    log = new SignedLog();
    lines = [];
    await serve([log]);
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
    folder.close();
    rmSync(path, { recursive: true, force: true });
  });

  async function serve(logs: readonly SignedLog[]): Promise<void> {
    server?.close();
    server = createWitnessServer({
      folder,
      logs: logs.map((each) => each.signer.key),
      log: (line) => lines.push(line),
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async function post(
    body: string | Uint8Array<ArrayBuffer>,
  ): Promise<{ status: number; type: string | null; text: string }> {
    const response = await fetch(`${url}/add-checkpoint`, { method: 'POST', body });
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
  }

  const submit = async (oldSize: number, size: number, by = log) => post(await by.submission(oldSize, size));

  describe('cosigns', () => {
    test('a first checkpoint and each that extends the last', async () => {
      for (const [oldSize, size] of [
        [0, 5],
        [5, 8],
        [8, 300],
        [300, 301],
      ] as const) {
        const answer = await submit(oldSize, size);
        expect(answer.status).toBe(200);
        expect(answer.text).toMatch(/^— witness\.example\/w1 \S+\n$/u);
        const signature = parseSignature(answer.text.trimEnd());
        const note = { text: await log.text(size), signatures: [signature] };
        expect(verifyNote(note, [folder.signer.key])).toEqual([folder.signer.key]);
        expect(Math.abs(cosignatureTime(signature) - Date.now() / 1000)).toBeLessThan(60);
      }
      expect(lines).toEqual([]);
    });

    test('the same again, whenever it is asked', async () => {
      await submit(0, 7);
      expect((await submit(7, 7)).status).toBe(200);
    });

    test('an empty log, and what grows from it', async () => {
      expect((await submit(0, 0)).status).toBe(200);
      expect((await submit(0, 0)).status).toBe(200);
      expect((await submit(0, 3)).status).toBe(200);
    });

    test('extension lines with the rest, as they are part of what was signed', async () => {
      const text = `${await log.text(4)}an extension\n`;
      const { status, text: line } = await post(formatAddCheckpoint(0, [], noteOf(text, log.signer)));
      expect(status).toBe(200);
      verifyNote({ text, signatures: [parseSignature(line.trimEnd())] }, [folder.signer.key]);
    });

    test('beside signatures of keys that it does not know', async () => {
      const stranger = noteOf(await log.text(4), signer(log.origin, ED25519, newPrivateKey()));
      const line = stranger.slice(stranger.indexOf('\n\n') + 2);
      expect((await post((await log.submission(0, 4)) + line)).status).toBe(200);
    });

    test('a log that changes its key, under the old one and the new one', async () => {
      const next = new SignedLog(log.origin);
      await serve([log, next]);
      expect((await submit(0, 4)).status).toBe(200);
      expect((await submit(4, 6, next)).status).toBe(200);
      expect((await submit(4, 6)).status).toBe(409);
    });

    test('several logs, each with a memory of its own', async () => {
      const other = new SignedLog('constructor');
      await serve([log, other]);
      expect((await submit(0, 4)).status).toBe(200);
      expect((await submit(0, 9, other)).status).toBe(200);
      expect((await submit(4, 5)).status).toBe(200);
    });
  });

  describe('refuses', () => {
    beforeEach(async () => {
      await submit(0, 10);
    });
    afterEach(async () => {
      expect(folder.known(log.origin).size).toBe(10);
      expect((await submit(10, 12)).status).toBe(200);
    });

    test('with 404 a log that it does not know', async () => {
      const answer = await submit(0, 4, new SignedLog('stranger.example\u009b31m'));
      expect(answer.status).toBe(404);
      expect(lines).toEqual([expect.stringMatching(/^refused stranger\.example\?31m with 404: /)]);
    });

    test("with 403 a checkpoint without the log's signature", async () => {
      const impostor = new SignedLog(log.origin);
      expect((await submit(10, 11, impostor)).status).toBe(403);
    });

    test('with 403 one whose signature is of another text', async () => {
      const body = (await log.submission(10, 11)).replace('\n11\n', '\n12\n');
      expect((await post(body)).status).toBe(403);
    });

    test('an unknown log before a wrong signature, and that before a wrong size', async () => {
      const impostor = new SignedLog(log.origin);
      expect((await post(formatAddCheckpoint(99, [], await impostor.note(4)))).status).toBe(403);
      expect((await post(formatAddCheckpoint(99, [], await new SignedLog('x').note(4)))).status).toBe(404);
    });

    test('with 400 an old size above the new one', async () => {
      expect((await post(formatAddCheckpoint(11, [], await log.note(10)))).status).toBe(400);
    });

    test.each([
      ['none', 0],
      ['too small', 9],
      ['too large', 11],
    ])('with 409 and the size that it knows an old size that is %s', async (_, oldSize) => {
      expect(await submit(oldSize, 12)).toEqual({ status: 409, type: 'text/x.tlog.size', text: '10\n' });
    });

    test('a rollback', async () => {
      expect((await submit(0, 9)).status).toBe(409);
      expect((await submit(9, 9)).status).toBe(409);
      expect((await post(formatAddCheckpoint(10, [], await log.note(9)))).status).toBe(400);
    });

    test('with 409 another root for the size that it knows, and keeps the signed words', async () => {
      const fork = log.forkedAt(9);
      const answer = await submit(10, 10, fork);
      expect(answer).toMatchObject({ status: 409, type: expect.stringContaining('text/plain') });
      const note = JSON.parse(lines[0]!.slice(lines[0]!.indexOf('"'))) as string;
      expect(note).toBe(await fork.note(10));
    });

    test.each([3, 9])('with 422 a history that differs from leaf %d on', async (leaf) => {
      expect((await submit(10, 12, log.forkedAt(leaf))).status).toBe(422);
    });

    test('with 422 a proof that is missing, too long, of other hashes or of the same tree', async () => {
      const note = await log.note(12);
      const proof = (await log.submission(10, 12)).split('\n\n')[0]!.split('\n').slice(1);
      const right = proof.map((line) => Buffer.from(line, 'base64'));
      const other = right.map((hash, i) => (i === 1 ? EMPTY_ROOT : hash));
      for (const wrong of [[], right.slice(1), right.slice(0, -1), [...right, EMPTY_ROOT], other]) {
        expect((await post(formatAddCheckpoint(10, wrong, note))).status).toBe(422);
      }
      expect((await post(formatAddCheckpoint(10, [EMPTY_ROOT], await log.note(10)))).status).toBe(422);
    });

    test.each([
      ['nothing', ''],
      ['garbage', 'garbage'],
      ['no old size', `old\n\nNOTE`],
      ['a negative size', 'old -1\n\nNOTE'],
      ['a leading zero', 'old 010\n\nNOTE'],
      ['a size that cannot be counted', 'old 9007199254740993\n\nNOTE'],
      ['two spaces', 'old  10\n\nNOTE'],
      ['carriage returns', 'old 10\r\n\r\nNOTE'],
      ['no empty line', `old 10\n${HASH}\nNOTE`],
      ['a proof that is not base64', 'old 10\n!\n\nNOTE'],
      ['a hash that is too short', 'old 10\nAAAA\n\nNOTE'],
      ['a hash in another base64', `old 10\n${HASH.replaceAll('+', '-').replaceAll('/', '_')}\n\nNOTE`],
      ['a proof of 64 lines', `old 10\n${`${HASH}\n`.repeat(64)}\nNOTE`],
      ['no checkpoint', 'old 10\n\n'],
      ['no signature', 'old 10\n\nlog.example/audit\n12\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n'],
      ['a control character', 'old 10\n\nNOTE— a\u0007 AAAAAAAA\n'],
    ])('with 400 a request with %s', async (_, body) => {
      expect((await post(body.replace('NOTE', await log.note(12)))).status).toBe(400);
      expect(lines).toHaveLength(1);
    });

    test.each([
      '',
      '\n',
      'x\n\n',
      'log.example/audit\n012\nROOT\n',
      'log.example/audit\n12\nshort\n',
      'log.example/audit\n12\n',
    ])('with 400 a signed text that is no checkpoint: %j', async (text) => {
      expect((await post(formatAddCheckpoint(10, [], noteOf(text.replace('ROOT', HASH), log.signer)))).status).toBe(
        400,
      );
    });

    test('with 400 bytes that are not UTF-8', async () => {
      const body = Buffer.from(await log.submission(10, 12));
      expect((await post(Uint8Array.from([...body.subarray(0, -1), 0xff, 0x0a]))).status).toBe(400);
    });

    test('with 413 a huge request, and serves on', async () => {
      expect((await post('x'.repeat(5_000_000))).status).toBe(413);
    });

    test('a request that is cut off', async () => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      socket.write('POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 1000\r\n\r\nold 10\n');
      await once(socket, 'connect');
      await fetch(`${url}/healthz`);
      socket.destroy();
      while (lines.length === 0) await new Promise((done) => setTimeout(done, 5));
      expect(lines).toEqual(['refused with 400: The request was cut off.']);
    });

    test('what is not its business', async () => {
      expect((await fetch(`${url}/add-checkpoint`)).status).toBe(405);
      expect((await fetch(`${url}/vkey`, { method: 'POST', body: '' })).status).toBe(404);
      expect((await fetch(`${url}/`)).status).toBe(404);
    });
  });

  test('cosigns one of two different successors, however they arrive', async () => {
    await submit(0, 4);
    const forks = Array.from({ length: 8 }, (_, i) => log.forkedAt(4, `fork ${i}`));
    const bodies = await Promise.all(forks.map((fork) => fork.submission(4, 6)));
    const statuses = (await Promise.all(bodies.map(post))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, ...Array<number>(7).fill(409)]);
  });

  test('does not wait for who sends slowly', async () => {
    const slow = connect(Number(new URL(url).port), '127.0.0.1');
    slow.write('POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 1000\r\n\r\nold 0\n');
    await once(slow, 'connect');
    expect((await submit(0, 4)).status).toBe(200);
    slow.destroy();
  });

  test('tells its key and that it lives', async () => {
    const vkey = await (await fetch(`${url}/vkey`)).text();
    expect(vkey).toBe(`${formatVerifierKey(folder.signer.key)}\n`);
    expect(vkey).toBe(readFileSync(join(path, 'vkey'), 'utf8'));
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test('signs nothing that it cannot write down, and can again later', async () => {
    await submit(0, 4);
    // As a full disk would: the draft cannot be written.
    mkdirSync(join(path, 'state.json.new'));
    expect((await submit(4, 6)).status).toBe(500);
    expect(lines).toEqual([expect.stringContaining('failed: ')]);
    rmSync(join(path, 'state.json.new'), { recursive: true });
    expect((await submit(4, 5)).status).toBe(200);
  });

  test('signs nothing once another process has its folder', async () => {
    await submit(0, 4);
    writeFileSync(join(path, 'lock'), JSON.stringify({ pid: 1, boot: '', token: 'of another' }));
    expect((await submit(4, 6)).status).toBe(500);
    expect((await submit(4, 4)).status).toBe(500);
  });

  test('does not sign as a log: its key is of another kind', () => {
    expect(folder.signer.key.type).toBe(COSIGNATURE);
  });
});
