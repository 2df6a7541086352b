import type { Connection } from 'mysql2/promise';
import { AuditLog } from '../../src/log/events/audit-log.service.js';
import { systemActor } from '../../src/platform/kernel/actor.js';
import { parseCheckpoint } from '../../src/platform/tlog/checkpoint.js';
import { parseNote, parseVerifierKey, verifyNote } from '../../src/platform/tlog/signed-note.js';
import { parseBundle } from '../../src/platform/tlog/tiles.js';
import { LogReader } from '../../src/log/transparency-log/log-reader.service.js';
import { ReaderKeys } from '../../src/log/transparency-log/reader-keys.service.js';
import { urlSource } from '../../src/log/verifier/log-source.js';
import { verifyLog } from '../../src/log/verifier/verify-log.js';
import { Client } from '../builders/client.js';
import { expectNoInsides } from '../builders/problems.js';
import { connectSql, rows } from '../setup/sql.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';
import { until } from '../setup/until.js';

describe('the log over HTTP', () => {
  let world: TestApp;
  let owner: Client;
  let readerKey: string;
  let sql: Connection;

  beforeAll(async () => {
    world = await startTestApp('tlog');
    sql = await connectSql(world.database.adminUrl);
    owner = await Client.withBooks(world.url);
    readerKey = await world.app.get(ReaderKeys).add(systemActor('test'), 'Reviewer');
    await owner.reset();
    await owner.restore();
    await write(300);
  });
  afterAll(async () => {
    await sql?.end();
    await world?.stop();
  });

  async function write(events: number): Promise<void> {
    const log = world.app.get(AuditLog);
    const draft = {
      type: 'audit.read',
      subjectId: owner.businessId,
      actor: systemActor('test'),
      outcome: 'success',
    } as const;
    for (let i = 0; i < events; i++) await log.record({ ...draft, details: {} });
    const [found] = await rows<{ recorded: number }>(sql, 'SELECT COUNT(*) AS recorded FROM audit_events');
    await until('a checkpoint over all that is recorded', async () => {
      const [head, published] = [
        await world.app.get(LogReader).head(),
        await world.app.get(LogReader).latestCheckpoint(),
      ];
      return head.size >= Number(found!.recorded) && published?.checkpoint.size === head.size;
    });
  }

  async function look(path: string, token: string | undefined = readerKey) {
    const response = await fetch(`${world.url}/audit/${path}`, {
      headers: token === '' ? {} : { Authorization: `Bearer ${token}` },
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, bytes, text: bytes.toString('utf8'), headers: response.headers };
  }

  test('every event is under a checkpoint signed by the key that is published', async () => {
    const key = parseVerifierKey((await look('vkey', '')).text);
    const { text, headers } = await look('checkpoint');
    const note = parseNote(text);
    expect(verifyNote(note, [key])).toEqual([key]);
    expect(parseCheckpoint(note.text).origin).toBe('ardoise/audit');
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-cache');
  });

  test('a verifier elsewhere, which knows the key, finds it whole', async () => {
    const vkey = (await look('vkey', '')).text;
    const verdict = await verifyLog(urlSource(`${world.url}/audit`, readerKey), { keys: [vkey] });
    expect(verdict.size).toBeGreaterThan(300);
    expect(verdict.signedBy).toEqual(['ardoise/audit']);
  });

  test('tiles of hashes may be kept for ever, entries by nobody, and a partial one is the beginning of the full one', async () => {
    for (const level of ['0', 'entries']) {
      const full = await look(`tile/${level}/000`);
      expect(full.headers.get('content-type')).toBe('application/octet-stream');
      const partial = await look(`tile/${level}/000.p/7`);
      for (const { headers } of [full, partial]) {
        expect(headers.get('cache-control')).toBe(
          level === 'entries' ? 'private, no-store' : 'private, max-age=31536000, immutable',
        );
      }
      expect(full.bytes.subarray(0, partial.bytes.length)).toEqual(partial.bytes);
    }
    expect((await look('tile/0/000')).bytes.length).toBe(256 * 32);
    expect(parseBundle((await look('tile/entries/000')).bytes).length).toBe(256);
    expect((await look('tile/1/000.p/1')).bytes.length).toBe(32);
  });

  test.each([
    'tile/0/001',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/999',
    'tile/0/0',
    'tile/0/x000/000',
    'tile/64/000',
    'tile/-1/000',
    'tile/entries/000.p/07',
    'tile/entries/..%2f..%2fvkey',
    'tile/data/000',
    'tile/',
    'tile',
    'nothing',
  ])('%s is not there', async (path) => {
    const { status, text } = await look(path);
    expect(status).toBe(404);
    expectNoInsides(text);
  });

  describe('is closed to', () => {
    const PATHS = ['checkpoint', 'tile/0/000', 'tile/entries/000', 'tile/0/999'];

    test.each([
      ['nobody in particular', () => ''],
      ['the owner of a business', () => owner.token!],
      ['a made-up key', () => `arr_${'A'.repeat(43)}`],
      ['a statement', () => "arr_' OR 1=1 -- "],
    ])('%s', async (_, token) => {
      for (const path of PATHS) {
        const { status, text, headers } = await look(path, token());
        expect(status).toBe(401);
        expect(headers.get('content-type')).toContain('application/problem+json');
        expect(headers.get('cache-control')).toBe('no-store');
        expect(JSON.parse(text)).toMatchObject({ code: 'UNAUTHENTICATED' });
      }
    });

    test('a key that was ended', async () => {
      const keys = world.app.get(ReaderKeys);
      const token = await keys.add(systemActor('test'), 'For a day');
      expect((await look('checkpoint', token)).status).toBe(200);
      const { id } = (await keys.list()).find(({ name }) => name === 'For a day')!;
      await keys.end(systemActor('test'), id);
      for (const path of PATHS) expect((await look(path, token)).status).toBe(401);
    });
  });
});
