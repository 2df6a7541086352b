import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createApp } from '../../src/app.js';
import type { Settings } from '../../src/platform/config/settings.js';
import { HOUR_MS, MINUTE_MS, SECOND_MS, shiftClock } from '../../src/platform/kernel/clock.js';
import { AuditHealth } from '../../src/log/transparency-log/audit-health.service.js';
import { CheckpointFile } from '../../src/log/transparency-log/checkpoint-file.js';
import { LogWorker } from '../../src/log/transparency-log/log-worker.service.js';
import { LogReader } from '../../src/log/transparency-log/log-reader.service.js';
import { databaseSource } from '../../src/log/transparency-log/database-source.js';
import { LogKeys } from '../../src/log/transparency-log/log-keys.service.js';
import { LogAvailability } from '../../src/log/transparency-log/log-availability.service.js';
import { SelfCheck } from '../../src/log/transparency-log/self-check.service.js';
import { verifyLog } from '../../src/log/verifier/verify-log.js';
import { Client } from '../builders/client.js';
import { expectProblem } from '../builders/problems.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';
import { until } from '../setup/until.js';

/** The log watches itself, refuses resets when it is silent, and opens again by itself. */
describe('the state of the log', () => {
  let scene: Scene;
  let owner: Client;

  beforeAll(async () => {
    scene = await Scene.start('loghealth');
    owner = await Client.withBooks(scene.url);
  });
  afterAll(() => scene.stop());

  const ready = async () => {
    const response = await fetch(`${scene.url}/readyz`);
    const { details } = (await response.json()) as { details: { auditLog: Record<string, unknown> } };
    return { ...details.auditLog, status: response.status };
  };
  const metric = async (what: string) => {
    const text = await (await fetch(`${scene.url}/metrics`)).text();
    return Number(new RegExp(`^ardoise_audit_log\\{what="${what}"\\} (.*)$`, 'm').exec(text)?.[1]);
  };
  const untilSigned = () =>
    until('everything signed', async () => (await scene.world.app.get(LogWorker).state()).waitedMs === 0);
  const worker = () => scene.world.app.get(LogWorker);
  const file = () => join(scene.world.settings.dataDir, 'audit', 'checkpoints');

  test('is told with its times by /readyz and metrics', async () => {
    await untilSigned();
    expect(await scene.world.app.get(SelfCheck).run()).toBeNull();
    await untilSigned();
    const report = await ready();
    expect(report).toMatchObject({ status: 200, isLate: false, oldestPendingSeconds: 0, selfCheck: 'passed' });
    expect(report).toMatchObject({ witness: 'none', lastWitnessAt: null });
    for (const at of ['lastCheckpointAt', 'lastSelfCheckAt']) {
      expect(Date.now() - Date.parse((report as Record<string, unknown>)[at] as string)).toBeLessThan(60_000);
    }
    expect(await metric('closed')).toBe(0);
    expect(await metric('entries')).toBeGreaterThan(1);
    expect(await metric('last_checkpoint')).toBeGreaterThan(1_700_000_000);
    expect(await metric('last_witness')).toBe(0);
  });

  test('is closed after a minute of silence, for resets and restores only, and open again by itself', async () => {
    expect((await owner.reset()).status).toBe(201);
    await owner.withContent();
    await untilSigned();
    const other = await scene.connect('admin');
    // Whoever sequences waits for this lock.
    await other.query('START TRANSACTION');
    await other.query('SELECT * FROM audit_head FOR UPDATE');
    await owner.events();
    expect(await ready()).toMatchObject({ status: 200, isLate: false });
    await ageThePending(6);
    expect(await ready()).toMatchObject({ status: 200, isLate: true });
    expect(await metric('oldest_pending_seconds')).toBeGreaterThan(5);
    await ageThePending(61);
    expect(await ready()).toMatchObject({
      status: 200,
      message: expect.stringMatching(/has waited 6\d s/) as string,
    });
    expect(await metric('closed')).toBe(1);
    expectProblem(await owner.reset(), 'AUDIT_UNAVAILABLE');
    expectProblem(await owner.restore(), 'AUDIT_UNAVAILABLE');
    const preview = await owner.get<{ blockers: { code: string }[] }>(owner.of('/reset-preview'));
    expect(preview.body.blockers.map(({ code }) => code)).toEqual(['AUDIT_UNAVAILABLE']);
    // Everything else goes on, and the refusals are in the log.
    expect((await owner.post(owner.of('/contacts'), { name: 'Meanwhile' })).status).toBe(201);
    await other.query('ROLLBACK');
    await untilSigned();
    expect((await owner.events()).filter(({ type }) => type.endsWith('.denied')).length).toBe(2);
    expect(await ready()).toMatchObject({ status: 200 });
    expect((await owner.restore()).status).toBe(201);
  });

  /** Makes what waits look as if it had waited so long; only an administrator without the trigger can. */
  async function ageThePending(seconds: number): Promise<void> {
    const { admin } = scene.sql;
    const [trigger] = await rows<{ 'SQL Original Statement': string }>(
      admin,
      'SHOW CREATE TRIGGER audit_events_refuse_update',
    );
    await admin.query('DROP TRIGGER audit_events_refuse_update');
    await admin.query(
      `UPDATE audit_events SET recorded_at = UTC_TIMESTAMP(6) - INTERVAL ${seconds} SECOND WHERE id IN (SELECT id FROM audit_pending)`,
    );
    await admin.query(trigger!['SQL Original Statement']);
  }

  test('has been available since the last interruption, not since the last signature', async () => {
    await untilSigned();
    const availability = scene.world.app.get(LogAvailability);
    const since = async () => ((await ready()) as { since?: string | null }).since;
    await availability.note();
    const begun = await since();
    expect(begun).toEqual(expect.any(String));
    await owner.events();
    await untilSigned();
    await availability.note();
    expect(await since()).toBe(begun);
    // Closed, it says since when it has been; what was noted before does not hold for it.
    shiftClock(-HOUR_MS);
    expect(await since()).toBeNull();
    shiftClock(0);
    // Nobody looked for more than a minute: what was in between is not known.
    await scene.sql.admin.query('UPDATE audit_availability SET seen_at = seen_at - INTERVAL 61 SECOND');
    expect(await since()).toBeNull();
    await availability.note();
    expect(Date.parse((await since())!)).toBeGreaterThan(Date.parse(begun!));
  });

  test('survives a full disk: what is stored is kept outside as soon as there is room, also after a restart', async () => {
    await untilSigned();
    const kept = `${file()}.kept`;
    renameSync(file(), kept);
    // A device that takes nothing more: the kernel itself says ENOSPC.
    symlinkSync('/dev/full', file());
    await owner.events();
    await until('a failure', async () => (await worker().state()).failure !== null);
    expect((await worker().state()).failure?.why).toContain('ENOSPC');
    // Within the minute it is not closed for that.
    expect((await owner.reset()).status).toBe(201);
    rmSync(file());
    renameSync(kept, file());
    await until('the end of the failure', async () => (await worker().state()).failure === null);
    await untilSigned();
    const published = (await scene.world.app.get(LogReader).latestCheckpoint())!.checkpoint;
    expect(await new CheckpointFile(file()).latest()).toEqual(published);
  });

  test('says that the folder of checkpoints cannot be written, closes for it, and keeps what was stored as soon as it can', async () => {
    await untilSigned();
    const folder = dirname(file());
    renameSync(folder, `${folder}.kept`);
    // Not even root writes into what is no folder.
    writeFileSync(folder, '');
    try {
      await owner.events();
      await until('a failure', async () => (await worker().state()).failure !== null);
      shiftClock(MINUTE_MS + SECOND_MS);
      expect(await ready()).toMatchObject({
        status: 200,
        message: expect.stringMatching(/not been kept.*(EEXIST|ENOTDIR)/),
      });
      expectProblem(await owner.restore(), 'AUDIT_UNAVAILABLE');
    } finally {
      shiftClock(0);
      rmSync(folder);
      renameSync(`${folder}.kept`, folder);
    }
    await until('the end of the failure', async () => (await worker().state()).failure === null);
    await untilSigned();
    const published = (await scene.world.app.get(LogReader).latestCheckpoint())!.checkpoint;
    expect(await new CheckpointFile(file()).latest()).toEqual(published);
  });

  test('a checkpoint that was stored before the process died is kept outside at the next start', async () => {
    await untilSigned();
    const published = (await scene.world.app.get(LogReader).latestCheckpoint())!.checkpoint;
    const dataDir = join(scene.world.settings.dataDir, 'second');
    mkdirSync(dataDir);
    const settings = { ...scene.world.settings, dataDir, auditSigningKey: await signingKey() };
    const second = await createApp(scene.world.database, settings);
    try {
      await second.init();
      expect((await new CheckpointFile(join(dataDir, 'audit', 'checkpoints')).latest())?.size).toBeGreaterThanOrEqual(
        published.size,
      );
    } finally {
      await second.close();
    }
  });

  test('says that the file of checkpoints was lost, at a start and while it runs', async () => {
    await untilSigned();
    rmSync(file());
    await owner.events();
    await until('the notice', async () => (await worker().state()).fileLostAt !== null);
    expect(await ready()).toMatchObject({ status: 200, fileLostAt: expect.any(String) });
    const settings = {
      ...scene.world.settings,
      dataDir: join(scene.world.settings.dataDir, 'empty'),
      auditSigningKey: await signingKey(),
    };
    const second = await createApp(scene.world.database, settings);
    await second.init();
    expect((await second.get(LogWorker).state()).fileLostAt).not.toBeNull();
    await second.close();
  });

  test('writes nothing by a clock that was set back, and goes on when it is right again', async () => {
    expect((await owner.post(owner.of('/contacts'), { name: 'Before' })).status).toBe(201);
    shiftClock(-HOUR_MS);
    try {
      const count = () => rows(scene.sql.admin, 'SELECT COUNT(*) AS n FROM audit_events');
      const before = await count();
      expectProblem(await owner.reset(), 'AUDIT_UNAVAILABLE');
      expectProblem(
        await new Client(scene.url).post('/sessions', { email: 'a@b.test', password: 'x' }),
        'AUDIT_UNAVAILABLE',
      );
      expect(await ready()).toMatchObject({
        status: 200,
        message: expect.stringMatching(/\d+ minutes behind .* set back/),
      });
      expect(await count()).toEqual(before);
    } finally {
      shiftClock(0);
    }
    expect((await owner.reset()).status).toBe(201);
    await untilSigned();
    const { app } = scene.world;
    expect(await verifyLog(databaseSource(app.get(LogReader), app.get(LogKeys)), { keys: [] })).toBeTruthy();
  });

  test('a key is changed under processes that run: each is told the other key first', async () => {
    await untilSigned();
    const oldKey = await (await fetch(`${scene.url}/audit/vkey`)).text();
    const processWith = async (more: Partial<Settings>) => {
      const app = await createApp(scene.world.database, { ...scene.world.settings, ...more });
      await app.init();
      return app;
    };
    const folder = (name: string) => join(scene.world.settings.dataDir, name);
    const rotated = await processWith({ dataDir: folder('new-key'), auditOldVerifierKeys: [oldKey] });
    const newKey = rotated.get(LogKeys).verifierKey;
    const notYet = await processWith({
      dataDir: folder('old-key'),
      auditSigningKey: await signingKey(),
      auditOldVerifierKeys: [newKey],
    });
    for (const app of [rotated, notYet, rotated, notYet]) {
      await owner.events();
      await app.get(LogWorker).keep();
      expect(await app.get(LogWorker).state()).toMatchObject({ fault: null });
    }
    await Promise.all([rotated.close(), notYet.close()]);
  });

  async function signingKey(): Promise<string> {
    const { readFile } = await import('node:fs/promises');
    return readFile(join(scene.world.settings.dataDir, 'audit', 'signing-key.pem'), 'utf8');
  }

  test('a change of key is refused until the old one is named', async () => {
    await untilSigned();
    const dataDir = join(scene.world.settings.dataDir, 'rotated');
    const oldKey = await (await fetch(`${scene.url}/audit/vkey`)).text();
    const start = async (auditOldVerifierKeys: string[]) => {
      const app = await createApp(scene.world.database, { ...scene.world.settings, dataDir, auditOldVerifierKeys });
      await app.init();
      const isOpen = await app.get(AuditHealth).isOpen();
      const { fault } = await app.get(LogWorker).state();
      await app.close();
      return { isOpen, fault };
    };
    const refused = await start([]);
    expect(refused.isOpen).toBe(false);
    expect(refused.fault?.message).toContain('AUDIT_OLD_VKEYS');
    expect(await start([oldKey])).toEqual({ isOpen: true, fault: null });
    // Also when nothing is new since the file's last checkpoint: the first reset must not slip through.
    expect((await start([])).isOpen).toBe(false);
  });
});
