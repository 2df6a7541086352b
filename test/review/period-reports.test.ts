import { AuditLog } from '../../src/log/events/audit-log.service.js';
import type { EventDraft } from '../../src/log/events/envelope.js';
import { LogWorker } from '../../src/log/transparency-log/log-worker.service.js';
import { StaffAccounts } from '../../src/people/identity/staff.service.js';
import { systemActor, type StaffActor } from '../../src/platform/kernel/actor.js';
import { HOUR_MS, MINUTE_MS, now, shiftClock } from '../../src/platform/kernel/clock.js';
import { idToBytes, newId } from '../../src/platform/kernel/ids.js';
import { PeriodReports } from '../../src/review/reviews/period-reports.service.js';
import { Client, PASSWORD } from '../builders/client.js';
import { withoutGuards } from '../log/log-tamper/rows-of-log.js';
import { Scene } from '../setup/scene.js';

describe('a report of a period', () => {
  let scene: Scene;
  let actor: StaffActor;
  let owner: Client;

  beforeAll(async () => {
    scene = await Scene.start('period-reports');
    const accounts = scene.world.app.get(StaffAccounts);
    await accounts.add(systemActor('test'), 'c@ardoise.test', 'compliance', PASSWORD);
    const id = await accounts.idOf('c@ardoise.test');
    actor = { type: 'staff', id, role: 'compliance', origin: { requestId: newId() } };
  });
  afterAll(() => scene.stop());
  beforeEach(async () => {
    owner = await Client.withBooks(scene.url);
  });
  afterEach(() => shiftClock(0));

  const iso = (ms: number) => new Date(now().getTime() + ms).toISOString();
  const sign = () => scene.world.app.get(LogWorker).keep();
  const make = async (more: object = {}) => {
    await sign();
    const scope = { from: iso(-HOUR_MS), until: iso(HOUR_MS), businessId: owner.businessId, action: null, ...more };
    return scene.world.app.get(PeriodReports).make(actor, scope, { seed: 'seed', size: 5 });
  };
  const record = (draft: Partial<EventDraft>) =>
    scene.world.app.get(AuditLog).record({
      subjectId: owner.businessId,
      actor: systemActor('test'),
      originalOwner: false,
      details: {},
      ...draft,
    } as EventDraft);
  const ask = (operationId: string) => record({ type: 'business.reset.requested', outcome: 'pending', operationId });
  const end = (operationId: string, how: 'denied' | 'failed') =>
    record({ type: `business.reset.${how}`, outcome: how, reason: 'INTERNAL', operationId });

  test('has one row for each attempt, whatever came of it, and no other business’s', async () => {
    await (await Client.withBooks(scene.url)).reset();
    await owner.reset();
    await owner.reset();
    await owner.restore();
    const partner = await owner.invite('owner');
    await partner.at(owner.businessId).post(partner.of('/resets'), { signUpEmail: owner.email });
    const { population, totals, completeness } = await make();
    const row = (action: string, outcome: string, reason: string | null) => ({ action, outcome, reason });
    expect(population).toMatchObject([
      row('reset', 'success', null),
      row('reset', 'denied', 'NOTHING_TO_RESET'),
      row('restore', 'success', null),
      row('reset', 'denied', 'NOT_ORIGINAL_OWNER'),
    ]);
    expect(population.map(({ askedAt }) => askedAt !== null)).toEqual([true, true, true, false]);
    expect(totals).toMatchObject({ operations: 4, businesses: 1 });
    expect(completeness).toMatchObject({ holds: true, ends: { asked: 3, ended: 3, without: [] } });
    expect((await make({ action: 'restore' })).population).toHaveLength(1);
  });

  test('finds a request that has no end, and one that has two', async () => {
    const [without, twice] = [newId(), newId()];
    await ask(without);
    await ask(twice);
    await end(twice, 'failed');
    await end(twice, 'denied');
    expect((await make()).exceptions.map(({ kind }) => kind)).toEqual(['two-ends']);
    shiftClock(11 * MINUTE_MS);
    const { exceptions, completeness } = await make();
    expect(exceptions).toMatchObject([
      { kind: 'two-ends', item: twice },
      { kind: 'no-end', item: without },
    ]);
    expect(completeness).toMatchObject({ holds: false, ends: { without: [without] } });
  });

  test('has an attempt in the period in which it was asked, and in that one alone', async () => {
    const operation = newId();
    await ask(operation);
    const border = iso(1);
    shiftClock(MINUTE_MS);
    await end(operation, 'failed');
    const before = await make({ until: border });
    expect(before.population).toMatchObject([{ id: operation, outcome: 'failed' }]);
    expect((await make({ from: border })).population).toEqual([]);
  });

  test('names the numbers of a business that are missing', async () => {
    await owner.reset();
    await scene.sql.admin.query('UPDATE audit_business_seqs SET last_seq = last_seq + 2 WHERE business_id = ?', [
      idToBytes(owner.businessId),
    ]);
    await owner.restore();
    for (const businessId of [owner.businessId, null]) {
      const { completeness } = await make({ businessId });
      expect(completeness.holds).toBe(false);
      const [gap] = completeness.gaps.filter((each) => each.businessId === owner.businessId);
      expect(gap!.last - gap!.first).toBe(1);
    }
    const earlier = { from: iso(-3 * HOUR_MS), until: iso(-2 * HOUR_MS) };
    expect((await make(earlier)).completeness.gaps).toEqual([]);
  });

  test('sees that a leaf is missing, or another one', async () => {
    await owner.reset();
    await sign();
    const [last] = 'ORDER BY leaf_index DESC LIMIT 1'.split('\n');
    const tamper = (sql: string) => withoutGuards(scene.sql.admin, () => scene.sql.admin.query(sql), '%');
    await scene.sql.admin.query(`CREATE TABLE kept_leaf AS SELECT * FROM audit_leaves ${last}`);
    await tamper("UPDATE audit_leaves l JOIN kept_leaf k ON k.id = l.id SET l.leaf_hash = UNHEX(SHA2('x', 256))");
    const scope = { from: iso(-HOUR_MS), until: iso(HOUR_MS), businessId: null, action: null };
    const report = () => scene.world.app.get(PeriodReports).make(actor, scope, { seed: 's', size: 1 });
    expect((await report()).completeness.leaves).toMatchObject({ holds: false, isRootAfterRight: false });
    await tamper('DELETE l FROM audit_leaves l JOIN kept_leaf k ON k.id = l.id');
    const { leaves, holds } = (await report()).completeness;
    expect(holds).toBe(false);
    expect(leaves.expected - leaves.found).toBe(1);
  });
});
