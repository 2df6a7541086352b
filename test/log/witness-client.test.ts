import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { AuditLog } from '../../src/log/events/audit-log.service.js';
import { systemActor } from '../../src/platform/kernel/actor.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { formatVerifierKey, isValidSignature } from '../../src/platform/tlog/signed-note.js';
import { AUDIT_DATA_SOURCE } from '../../src/log/transparency-log/audit-data-source.js';
import { LogWorker } from '../../src/log/transparency-log/log-worker.service.js';
import { LogKeys } from '../../src/log/transparency-log/log-keys.service.js';
import { LogReader } from '../../src/log/transparency-log/log-reader.service.js';
import { WitnessClient } from '../../src/log/transparency-log/witness-client.js';
import { WitnessFolder } from '../../src/log/witness/witness-folder.js';
import { createWitnessServer } from '../../src/log/witness/witness-server.js';
import { SignedLog } from '../builders/forkable-log.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

/** The real log, the real witness, and witnesses that are not what they should be. */
describe('the log asks its witness', () => {
  let world: TestApp;
  let log: LogReader;
  let ended: (() => void)[];
  let names = 0;

  beforeAll(async () => {
    world = await startTestApp('witness');
    log = world.app.get(LogReader);
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    ended = [];
    await grow(3);
  });
  afterEach(() => ended.reverse().forEach((end) => end()));

  /** Adds events, gives them their place and signs. Returns the size of the log. */
  async function grow(events: number): Promise<number> {
    const actor = systemActor('test');
    for (let i = 0; i < events; i++) {
      const event = { type: 'audit.heartbeat', subjectId: newId(), actor, outcome: 'success', details: {} } as const;
      await world.app.get(AuditLog).record(event);
    }
    await world.app.get(LogWorker).keep();
    return (await log.latestCheckpoint())!.checkpoint.size;
  }

  const client = (url?: string, verifierKey?: string, reader = log) =>
    new WitnessClient(world.app.get<DataSource>(AUDIT_DATA_SOURCE), reader, { url, verifierKey });

  async function listen(server: Server): Promise<string> {
    ended.push(() => {
      server.close();
      server.closeAllConnections();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** Each with a name of its own: the log keeps one cosignature a name and size. */
  async function startWitness(): Promise<{
    url: string;
    folder: WitnessFolder;
    restart(state: object): Promise<string>;
  }> {
    const path = mkdtempSync(join(tmpdir(), 'ardoise-witness-'));
    ended.push(() => rmSync(path, { recursive: true, force: true }));
    const name = `witness.example/${names++}`;
    const logs = [world.app.get(LogKeys).signer.key];
    const start = async () => {
      const folder = await WitnessFolder.open(path, name);
      return { folder, url: await listen(createWitnessServer({ folder, logs, log: () => undefined })) };
    };
    const { folder, url } = await start();
    return {
      folder,
      url,
      restart: async (state) => {
        folder.close();
        writeFileSync(join(path, 'state.json'), JSON.stringify(state));
        return (await start()).url;
      },
    };
  }

  /** One that answers everything in the same way. */
  const fake = (answer: RequestListener) => listen(createServer(answer));

  const forged = () => new SignedLog(world.settings.auditOrigin, 0, 'forged', world.app.get(LogKeys).signer);
  const show = async (url: string, body: string) =>
    expect((await fetch(`${url}/add-checkpoint`, { method: 'POST', body })).status).toBe(200);

  test('and says so when it has none', async () => {
    expect(await client().collect()).toMatchObject({ state: 'none' });
  });

  test('for each checkpoint, and publishes the cosignature', async () => {
    const { url, folder } = await startWitness();
    const asking = client(url, formatVerifierKey(folder.signer.key));
    for (const events of [0, 1, 4]) {
      const size = await grow(events);
      expect(await asking.collect()).toEqual({ state: 'cosigned', size });
      const { note } = (await log.latestCheckpoint())!;
      expect(note.signatures.some((each) => isValidSignature(note.text, each, folder.signer.key))).toBe(true);
    }
    expect(await asking.collect()).toMatchObject({ state: 'cosigned' });
  });

  test('after its own start, though it does not know what the witness knows', async () => {
    const { url } = await startWitness();
    await client(url).collect();
    const size = await grow(2);
    expect(await client(url).collect()).toEqual({ state: 'cosigned', size });
  });

  test('though the witness knows less than it did', async () => {
    const witness = await startWitness();
    const asking = client(witness.url);
    await asking.collect();
    const size = await grow(2);
    Object.assign((asking as unknown as { witness: object }).witness, { url: await witness.restart({}) });
    expect(await asking.collect()).toEqual({ state: 'cosigned', size });
  });

  test('with what is signed now, when another process has shown it more meanwhile', async () => {
    const { url } = await startWitness();
    const before = (await log.latestCheckpoint())!;
    const size = await grow(2);
    await client(url).collect();
    const late = Object.create(log) as LogReader;
    let reads = 0;
    late.latestCheckpoint = async () => (reads++ === 0 ? before : log.latestCheckpoint());
    expect(await client(url, undefined, late).collect()).toEqual({ state: 'cosigned', size });
  });

  test('and is refused by one that has seen more', async () => {
    const { url } = await startWitness();
    await show(url, await forged().submission(0, 1_000));
    expect(await client(url).collect()).toEqual({
      state: 'refused',
      why: expect.stringMatching(/^The witness has seen 1000 entries, but only \d+ are signed here\.$/),
    });
  });

  test.each([
    ['before', false, '422'],
    ['now', true, '409'],
  ])('and is refused by one that has seen another history %s', async (_, isNow, status) => {
    const { url } = await startWitness();
    const { size } = (await log.latestCheckpoint())!.checkpoint;
    await show(url, await forged().submission(0, isNow ? size : size - 1));
    const why = expect.stringContaining(`The witness answers ${status}: `) as string;
    expect(await client(url).collect()).toEqual({ state: 'refused', why });
  });

  test('and refuses one with another key than the settings say', async () => {
    const [witness, other] = [await startWitness(), await startWitness()];
    const report = await client(witness.url, formatVerifierKey(other.folder.signer.key)).collect();
    expect(report).toEqual({ state: 'refused', why: 'The answer is no cosignature by the key of the witness.' });
  });

  describe('and reports', () => {
    const key = async () => formatVerifierKey((await startWitness()).folder.signer.key);

    test('one that is not there as unreachable', async () => {
      const { url, folder } = await startWitness();
      ended.pop()!();
      const report = await client(url, formatVerifierKey(folder.signer.key)).collect();
      expect(report).toMatchObject({ state: 'unreachable', why: expect.stringContaining('ECONNREFUSED') });
      expect(await client(url).collect()).toMatchObject({ state: 'unreachable' });
    });

    test('one that never answers as unreachable', async () => {
      const url = await fake(() => undefined);
      expect(await client(url, await key()).collect()).toMatchObject({ state: 'unreachable' });
    });

    test.each([
      [500, 'unreachable', 'broken'],
      [503, 'unreachable', ''],
      [429, 'unreachable', 'later'],
      [200, 'unreachable', 'x'.repeat(100_000)],
      [200, 'refused', '<html>welcome to this hotel</html>'],
      [200, 'refused', ''],
      [204, 'refused', ''],
      [404, 'refused', 'unknown log'],
      [409, 'refused', 'no'],
      [409, 'refused', '0\n'],
      [409, 'refused', '99999999999999999999\n'],
    ])('an answer %d as %s (%#)', async (status, state, text) => {
      const url = await fake((_, response) => response.writeHead(status).end(text));
      expect(await client(url, await key()).collect()).toMatchObject({ state });
    });

    test('one that names ever other sizes as refused', async () => {
      let size = 0;
      const url = await fake((_, response) => response.writeHead(409).end(`${++size}\n`));
      expect(await client(url, await key()).collect()).toMatchObject({ state: 'refused' });
      expect(size).toBe(3);
    });

    test('one without a key, or with one that is none, as refused', async () => {
      const silent = await fake((_, response) => response.writeHead(404).end());
      expect(await client(silent).collect()).toEqual({
        state: 'refused',
        why: expect.stringContaining('WITNESS_VKEY'),
      });
      const { verifierKey } = world.app.get(LogKeys);
      const mistaken = await fake((_, response) => response.end(verifierKey));
      expect(await client(mistaken).collect()).toEqual({
        state: 'refused',
        why: `"${verifierKey}" is not the verifier key of a witness.`,
      });
    });

    test('a log that cannot be read, and does not throw', async () => {
      const broken = Object.create(log) as LogReader;
      broken.latestCheckpoint = () => Promise.reject(new Error('the database is gone'));
      const report = await client('http://127.0.0.1:1', undefined, broken).collect();
      expect(report).toEqual({ state: 'unreachable', why: 'the database is gone' });
    });
  });
});
