import { secondProcess } from '../setup/test-app.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';
import { AuditLog } from '../../src/log/events/audit-log.service.js';
import { LogWorker } from '../../src/log/transparency-log/log-worker.service.js';
import { SelfCheck } from '../../src/log/transparency-log/self-check.service.js';
import { WholeCheck } from '../../src/log/transparency-log/whole-check.service.js';
import { systemActor, type StaffActor } from '../../src/platform/kernel/actor.js';
import { MINUTE_MS, shiftClock } from '../../src/platform/kernel/clock.js';
import { newId, type StaffId } from '../../src/platform/kernel/ids.js';

const reviewer: StaffActor = {
  type: 'staff',
  id: newId<StaffId>(),
  role: 'compliance',
  origin: { requestId: 'test' },
};

describe('the check of the whole log', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.start('wholecheck');
    await grow(300);
  });
  afterAll(() => scene.stop());
  afterEach(() => shiftClock(0));

  const whole = () => scene.world.app.get(WholeCheck);

  async function grow(events: number): Promise<void> {
    const actor = systemActor('test');
    const draft = { type: 'audit.heartbeat', subjectId: newId(), actor, outcome: 'success', details: {} } as const;
    for (let i = 0; i < events; i++) await scene.world.app.get(AuditLog).record(draft);
    await scene.world.app.get(LogWorker).keep();
  }

  const checks = async () => {
    const found = await rows<{ payload: Buffer }>(
      scene.sql.admin,
      "SELECT payload FROM audit_events WHERE type = 'audit.verified' ORDER BY id",
    );
    return found.map(({ payload }) => JSON.parse(payload.toString('utf8')).data);
  };

  test('is asked for once, however often it is asked for', async () => {
    expect(await whole().latest()).toBeNull();
    await whole().ask(reviewer);
    const asked = await whole().latest();
    await whole().ask({ ...reviewer, id: newId<StaffId>() });
    expect(await whole().latest()).toEqual(asked);
    expect(asked).toMatchObject({ askedBy: reviewer.id, done: 0, total: 0, endedAt: null, eventId: null });
  });

  test('runs in one process, from the first entry on, and its event names who asked', async () => {
    const other = await secondProcess(scene.world);
    try {
      await Promise.all([whole().work(), whole().work()]);
    } finally {
      await other.close();
    }
    const found = await checks();
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      outcome: 'success',
      actor: { type: 'staff', id: reviewer.id, roles: ['compliance'] },
      details: { from: 0, verdict: 'whole' },
    });
    const { entries } = found[0].details;
    expect(entries).toBeGreaterThanOrEqual(300);
    expect(await whole().latest()).toMatchObject({
      done: entries,
      total: entries,
      endedAt: expect.any(Date),
      eventId: expect.any(String),
    });
    // What nobody asked for is not done.
    await whole().work();
    expect(await checks()).toHaveLength(1);
  });

  test('of a process that was killed is begun again by another when its lease is over', async () => {
    await whole().ask(reviewer);
    await scene.sql.admin.query(
      'UPDATE audit_check SET claim = ?, lease_until = UTC_TIMESTAMP(6) + INTERVAL 30 SECOND',
      [Buffer.alloc(16, 1)],
    );
    await whole().work();
    expect(await whole().latest()).toMatchObject({ endedAt: null });
    shiftClock(MINUTE_MS);
    await whole().work();
    expect(await whole().latest()).toMatchObject({ endedAt: expect.any(Date) });
  });

  test('is left to others by a process that stops', async () => {
    const { createApp } = await import('../../src/app.js');
    const app = await createApp(scene.world.database, scene.world.settings);
    await app.init();
    await whole().ask(reviewer);
    app.get(WholeCheck).beforeApplicationShutdown();
    await app.get(WholeCheck).work();
    const [row] = await rows(scene.sql.admin, 'SELECT ended_at, lease_until FROM audit_check');
    expect(row).toEqual({ ended_at: null, lease_until: null });
    await whole().work();
    expect(await whole().latest()).toMatchObject({ endedAt: expect.any(Date) });
    await app.close();
  });

  test('finds what the check of what is new does not look at, and that one then begins from the first entry', async () => {
    await grow(1);
    expect(await scene.world.app.get(SelfCheck).run()).toBeNull();
    const { admin } = scene.sql;
    const [trigger] = await rows<{ 'SQL Original Statement': string }>(
      admin,
      'SHOW CREATE TRIGGER audit_events_refuse_update',
    );
    await admin.query('DROP TRIGGER audit_events_refuse_update');
    await admin.query(
      `UPDATE audit_events SET payload = REPLACE(payload, 'audit.heartbeat', 'audit.heartbeaT')
       WHERE id = (SELECT id FROM audit_leaves WHERE leaf_index = 40)`,
    );
    await admin.query(trigger!['SQL Original Statement']);
    await grow(1);
    expect(await scene.world.app.get(SelfCheck).run()).toBeNull();

    await whole().ask(reviewer);
    await whole().work();
    const sentence = 'Entry 40: its bytes are not those that are in the tree.';
    expect((await checks()).at(-1)).toMatchObject({
      outcome: 'failed',
      actor: { id: reviewer.id },
      details: { from: 0, entries: 0, verdict: sentence, fault: 'ENTRY_CHANGED', facts: { entry: '40' } },
    });
    expect(await scene.world.app.get(SelfCheck).run()).toBe(sentence);
  });
});
