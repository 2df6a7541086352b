import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditLog } from '../../src/log/events/audit-log.service.js';
import { auditExport } from '../../src/cli/audit-export-command.js';
import { UsageError } from '../../src/cli/usage-error.js';
import { systemActor } from '../../src/platform/kernel/actor.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { parseCheckpoint } from '../../src/platform/tlog/checkpoint.js';
import { leafHash, rootFromInclusion } from '../../src/platform/tlog/merkle.js';
import {
  COSIGNATURE,
  formatVerifierKey,
  newPrivateKey,
  parseNote,
  parseVerifierKey,
  signer,
  verifyNote,
} from '../../src/platform/tlog/signed-note.js';
import { LogWorker } from '../../src/log/transparency-log/log-worker.service.js';
import { folderSource } from '../../src/log/verifier/log-source.js';
import { verifyPath } from '../../src/log/verifier/verify-path.js';
import { verifyLog } from '../../src/log/verifier/verify-log.js';
import { whileTheLogIsBroken } from '../builders/broken-log.js';
import { Client } from '../builders/client.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

const WITNESS_KEY = formatVerifierKey(signer('ardoise/witness', COSIGNATURE, newPrivateKey()).key);

/** What every export has beside it for whoever has only Node. */
const FOR_AUDITORS = ['LISEZMOI.txt', 'README.txt', 'ardoise-verify.mjs'];

describe('audit export', () => {
  let scene: Scene;
  let folder: string;
  let owner: Client;

  beforeAll(async () => {
    scene = await Scene.start('export', { WITNESS_VKEY: WITNESS_KEY });
    folder = mkdtempSync(join(tmpdir(), 'ardoise-exports-'));
    owner = await Client.withBooks(scene.url);
    await owner.reset({ reason: 'Très privé' });
    await owner.reset({ signUpEmail: 'wrong@example.test' });
    await owner.restore();
    const log = scene.world.app.get(AuditLog);
    for (let i = 0; i < 300; i++) {
      await log.record({
        type: 'audit.heartbeat',
        subjectId: 'audit',
        actor: systemActor('test'),
        outcome: 'success',
        details: {},
      });
    }
  });
  afterAll(async () => {
    await scene.stop();
    rmSync(folder, { recursive: true });
  });

  const at = (name: string) => join(folder, name);
  const lines = (path: string) => readFileSync(path, 'utf8').replace(/\n$/, '').split('\n');

  async function run(...args: string[]): Promise<string[]> {
    const said: string[] = [];
    const open = async () => ({ app: scene.world.app, isEmbedded: false, migrated: [], urls: scene.world.database });
    await auditExport.run({ open, print: (line) => said.push(line) }, auditExport.parse(args));
    return said;
  }

  async function exportsRecorded() {
    const found = await rows<{ payload: Buffer }>(
      scene.sql.admin,
      "SELECT payload FROM audit_events WHERE type = 'audit.exported' ORDER BY id",
    );
    return found.map(({ payload }) => JSON.parse(payload.toString('utf8')).data.details);
  }

  test('tiles: the whole log, which verifies', async () => {
    const said = await run('--format', 'tiles', '--out', at('tiles'));
    const names = [...FOR_AUDITORS, 'checkpoint', 'tile', 'vkey', 'witness-vkeys'];
    expect(readdirSync(at('tiles')).sort()).toEqual(names.sort());
    const verdict = await verifyLog(folderSource(at('tiles')), { keys: [] });
    expect(verdict.size).toBeGreaterThan(300);
    expect(said).toEqual([`Wrote ${verdict.size} entries to ${at('tiles')}.`]);
    expect(await exportsRecorded()).toEqual([{ format: 'tiles', entries: verdict.size, filter: {} }]);
  });

  describe('jsonl', () => {
    test.each([
      ['everything', []],
      ['of one business', ['--business']],
      ['of several types', ['--type', 'business.reset.completed', '--type', 'business.restore.completed']],
      ['nothing', ['--actor', 'nobody']],
    ])('%s: each line is proven to be in the signed tree', async (what, options) => {
      const path = at(`jsonl ${what}`);
      const filter = options[0] === '--business' ? [...options, owner.businessId] : options;
      await run('--format', 'jsonl', '--out', path, ...filter);
      const names = ['checkpoint', 'events.jsonl', 'filter.json', 'manifest', 'proofs.jsonl', 'rest.jsonl', 'vkeys'];
      expect(readdirSync(path).sort()).toEqual([...FOR_AUDITORS, ...names].sort());

      const [key, witness] = lines(join(path, 'vkeys'));
      expect(witness).toBe(WITNESS_KEY);
      const note = parseNote(readFileSync(join(path, 'checkpoint'), 'utf8'));
      verifyNote(note, [parseVerifierKey(key!)]);
      const { size, root } = parseCheckpoint(note.text);
      const about = JSON.parse(readFileSync(join(path, 'filter.json'), 'utf8'));
      expect(about).toEqual({
        filter: expect.any(Object),
        entries: expect.any(Number),
        tree_size: size,
        exported_at: expect.stringMatching(/Z$/),
      });

      const text = readFileSync(join(path, 'events.jsonl'));
      const events = text.toString('utf8').split('\n').slice(0, -1);
      const proofs = readFileSync(join(path, 'proofs.jsonl'), 'utf8').split('\n').slice(0, -1);
      expect(events.length).toBe(about.entries);
      expect(proofs.length).toBe(about.entries);
      events.forEach((event, i) => {
        const { index, hashes } = JSON.parse(proofs[i]!) as { index: number; hashes: string[] };
        const path = hashes.map((hash) => Buffer.from(hash, 'base64'));
        expect(rootFromInclusion(leafHash(Buffer.from(event)), index, size, path)).toEqual(root);
      });
      if (what === 'everything') expect(about.entries).toBe(size);
      if (what === 'nothing') expect(about.entries).toBe(0);
      if (what === 'of several types') expect(about).toMatchObject({ entries: 2, filter: { type: expect.any(Array) } });
      expect((await exportsRecorded()).at(-1)).toMatchObject({ format: 'jsonl', entries: about.entries });
      const { verdict } = await verifyPath(path, { keys: [key!], mustBeComplete: true });
      expect(verdict).toMatchObject({ entries: about.entries, size, completeness: { state: 'complete' } });
    });

    test("one business's events are without gap", async () => {
      const seqs = lines(join(at('jsonl of one business'), 'events.jsonl')).map(
        (line) => JSON.parse(line).data.business_seq,
      );
      expect(seqs).toEqual(seqs.map((_, i) => i + 1));
    });
  });

  describe('by a period', () => {
    const HOUR_MS = 3_600_000;
    async function said(from: string | undefined, until: string | undefined, name: string): Promise<string[]> {
      const times = [...(from ? ['--from', from] : []), ...(until ? ['--until', until] : [])];
      await run('--format', 'jsonl', '--out', at(name), ...times);
      const { verdict } = await verifyPath(at(name), { keys: [], mustBeComplete: true });
      return verdict.completeness?.state === 'complete' ? [...verdict.completeness.says] : [];
    }
    const hoursFromNow = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();

    test('that goes on: later events may exist', async () => {
      const says = await said(hoursFromNow(-1), undefined, 'this hour');
      expect(says.join(' ')).toMatch(/All of the period lies in the entries 0 to \d+: .*The period was not over/);
    });

    test('that is over: the heartbeat behind it shows that nothing of it lies later', async () => {
      // The period ended half an hour before the heartbeats that the log is full of.
      const says = await said(undefined, hoursFromNow(-0.5), 'before');
      expect(says.join(' ')).toMatch(/All of the period lies in the entries 0 to \d+: 0 of them are here/);
      expect(says.join(' ')).not.toContain('was not over');
      expect(lines(at('before/bounds.jsonl'))).toHaveLength(1);
    });

    test('that is to come: the heartbeat before it shows where it would begin', async () => {
      await said(hoursFromNow(1), undefined, 'to come');
      const [bound] = lines(at('to come/bounds.jsonl'));
      const manifest = readFileSync(at('to come/manifest'), 'utf8');
      expect(manifest).toMatch(new RegExp(`^range ${(JSON.parse(bound!) as { index: number }).index} \\d+$`, 'm'));
    });
  });

  test.each(['zip', 'tar'])('as one file when its name ends in .%s, which verifies as it is', async (kind) => {
    await run('--format', 'jsonl', '--out', at(`extract.${kind}`), '--business', owner.businessId);
    await run('--format', 'tiles', '--out', at(`whole.${kind}`));
    const of = async (name: string) => (await verifyPath(at(`${name}.${kind}`), { keys: [] })).verdict;
    expect((await of('extract')).completeness).toMatchObject({ state: 'complete' });
    expect((await of('whole')).entries).toBeGreaterThan(300);
    expect(readdirSync(folder).filter((name) => name.includes('.part-'))).toEqual([]);
  });

  test('csv: a line for each event, and nothing that a spreadsheet would run', async () => {
    await owner.connectFeed();
    await scene.world.app.get(AuditLog).record({
      type: 'audit.heartbeat',
      subjectId: 'audit',
      actor: { type: 'system', id: 'test', origin: { requestId: '=HYPERLINK("http://evil.example";"a,b")' } },
      outcome: 'success',
      details: {},
    });
    await run('--format', 'csv', '--out', at('log.csv'), '--until', '2999-01-01');
    const text = readFileSync(at('log.csv'), 'utf8');
    expect(text.charCodeAt(0)).toBe(0xfeff);
    const [header, ...records] = text.slice(1).trimEnd().split('\r\n');
    expect(header).toBe(
      'leaf_index,event_id,time,type,subject,outcome,reason,actor_type,actor_id,roles,original_owner,authorization,precondition,snapshot_id,snapshot_digest,operation_id,ticket,request_id,business_seq,details,leaf_hash',
    );
    expect((await exportsRecorded()).at(-1)).toEqual({
      format: 'csv',
      entries: records.length,
      filter: { until: '2999-01-02T00:00:00.000Z' },
    });
    expect(records.map((record) => Number(record.split(',')[0]))).toEqual(records.map((_, i) => i));
    expect(text).toContain(`"'=HYPERLINK(""http://evil.example"";""a,b"")"`);
    expect(text).toMatch(
      /business\.reset\.completed,business\/[0-9a-f-]+,success,,user,[0-9a-f-]+,[a-z -]+,true,allowed: /,
    );
    expect(text).not.toMatch(/Très privé|wrong@example|127\.0\.0\.1/);
  });

  test('ocsf: a line for each event', async () => {
    await run('--format', 'ocsf', '--out', at('log.ocsf'), '--business', owner.businessId);
    const events = lines(at('log.ocsf')).map((line) => JSON.parse(line));
    expect(events.find(({ metadata }) => metadata.event_code === 'business.reset.completed')).toMatchObject({
      class_uid: 3004,
      type_uid: 300403,
      status_id: 1,
      entity: { type: 'business', uid: owner.businessId },
      metadata: { log_name: 'ardoise/audit', sequence: expect.any(Number) },
    });
  });

  describe('what is there is not overwritten', () => {
    test.each([
      ['tiles', 'tiles'],
      ['jsonl', 'jsonl nothing'],
      ['csv', 'log.csv'],
      ['ocsf', 'log.ocsf'],
    ])('%s', async (format, name) => {
      const recorded = await exportsRecorded();
      await expect(run('--format', format, '--out', at(name))).rejects.toThrow('is there already');
      expect(await exportsRecorded()).toEqual(recorded);
    });

    test('not even an empty file', async () => {
      writeFileSync(at('empty'), '');
      await expect(run('--format', 'csv', '--out', at('empty'))).rejects.toThrow('is there already');
      expect(readFileSync(at('empty'), 'utf8')).toBe('');
    });

    test('a folder that is not there is named', async () => {
      await expect(run('--format', 'csv', '--out', at('nowhere/log.csv'))).rejects.toThrow('There is no folder');
    });
  });

  test('nothing leaves that cannot be recorded', async () => {
    await scene.world.app.get(LogWorker).keep();
    await whileTheLogIsBroken(scene.sql.admin, async () => {
      await expect(run('--format', 'csv', '--out', at('secret.csv'))).rejects.toThrow('AUDIT_UNAVAILABLE');
    });
    expect(readdirSync(folder).filter((name) => name.startsWith('secret'))).toEqual([]);
  });

  test('an export that breaks leaves nothing that looks whole', async () => {
    await scene.sql.app.query(
      `INSERT INTO audit_events (event_id, payload) VALUES (UNHEX(REPLACE(UUID(), '-', '')), '{"type":"none","data":{"actor":{"id":"stray"}}}')`,
    );
    await scene.sql.app.query('INSERT INTO audit_pending SELECT MAX(id) FROM audit_events');
    await expect(run('--format', 'ocsf', '--out', at('broken.ocsf'), '--actor', 'stray')).rejects.toThrow(
      'of the unknown type none',
    );
    expect(existsSync(at('broken.ocsf'))).toBe(false);
    expect(readdirSync(folder).filter((name) => name.includes('.part-'))).toEqual([]);
  });

  test.each([
    [[], '--format must be one of'],
    [['--format', 'pdf', '--out', 'x'], '--format must be one of'],
    [['--format', 'csv'], '--out is missing'],
    [['--format', 'csv', '--out', 'x', '--business', 'mine'], '--business'],
    [
      ['--format', 'csv', '--out', 'x', '--type', 'audit.read', '--type', 'audit.reads'],
      'no type of event "audit.reads"',
    ],
    [['--format', 'csv', '--out', 'x', '--from', 'now'], '--from: must be a date'],
    [['--format', 'tiles', '--out', 'x', '--business', newId()], 'Tiles are the whole log'],
    [['--format', 'csv', '--out', 'x', '--everything'], '--everything'],
  ])('%j is bad usage', (args, why) => {
    expect(() => auditExport.parse(args)).toThrow(UsageError);
    expect(() => auditExport.parse(args)).toThrow(why);
  });
});
