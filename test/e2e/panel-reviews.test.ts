import { SnapshotDigests } from '../../src/books/snapshot-digests.service.js';
import { LogWorker } from '../../src/log/transparency-log/log-worker.service.js';
import { STAFF_ROLES, type StaffRole } from '../../src/platform/kernel/actor.js';
import { now, shiftClock } from '../../src/platform/kernel/clock.js';
import { idToBytes, newId } from '../../src/platform/kernel/ids.js';
import { Client } from '../builders/client.js';
import { PanelClient } from '../builders/panel-client.js';
import { withoutGuards } from '../log/log-tamper/rows-of-log.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

const HOUR_MS = 3_600_000;

describe('reviews in the panel', () => {
  let scene: Scene;
  let owner: Client;
  let second: PanelClient;
  const staff = {} as Record<StaffRole, PanelClient>;

  beforeAll(async () => {
    scene = await Scene.start('reviews', { PANEL: 'on' });
    for (const role of STAFF_ROLES) staff[role] = await PanelClient.signedIn(scene.world.app, scene.url, role);
    second = await PanelClient.signedIn(scene.world.app, scene.url, 'compliance');
    owner = await Client.withBooks(scene.url, { businessName: 'Café Brûlerie' });
    await owner.reset();
    await owner.reset();
    await owner.restore();
    while (await scene.world.app.get(SnapshotDigests).digestNext());
    await scene.world.app.get(LogWorker).keep();
  });
  afterAll(() => scene.stop());

  const span = () => ({
    from: new Date(now().getTime() - HOUR_MS).toISOString(),
    until: new Date(now().getTime() + HOUR_MS).toISOString(),
  });
  const posted = (who: PanelClient, page: string, command: string, given: object) =>
    who.post(`/api/pages/${page}`, { command, idempotencyKey: newId(), ...given });
  const open = async (more: object = {}, who = staff.compliance) => {
    await scene.world.app.get(LogWorker).keep();
    const { status, json } = await posted(who, 'review-new', 'open', { ...span(), sampleSize: 2, ...more });
    expect([status, json]).toEqual([200, { reviewId: expect.any(String) as string }]);
    return json.reviewId as string;
  };
  const read = async (id: string, who = staff.compliance) => (await who.get(`/api/pages/review?id=${id}`)).json;
  const judgeAll = async (id: string) => {
    const view = await read(id);
    const items = new Set<string>([
      ...view.sample.items,
      ...view.shownExceptions.map(({ item }: { item: string }) => item),
    ]);
    for (const itemId of items) {
      await posted(staff.compliance, 'review', 'note', { reviewId: id, itemId, verdict: 'ok', version: 0 });
    }
    return (await read(id)).review.version as number;
  };

  test('says before it is opened what it would hold', async () => {
    const { from, until } = span();
    const { json } = await staff.compliance.get(`/api/pages/review-new?from=${from}&until=${until}`);
    expect(json.preview).toMatchObject({
      totals: { operations: 3, businesses: 1, outcomes: { reset: { success: 1, denied: 1 }, restore: { success: 1 } } },
      isComplete: true,
    });
  });

  test('goes from its opening to its signature, and then does not change any more', async () => {
    const id = await open({ seed: 'known' });
    const view = await read(id);
    expect(view).toMatchObject({
      review: { state: 'draft', version: 1, isOwn: true },
      sample: { seed: 'known', asked: 2 },
      completeness: { holds: true, gaps: [] },
      faults: [],
    });
    const version = await judgeAll(id);
    const submitted = await posted(staff.compliance, 'review', 'submit', {
      reviewId: id,
      version,
      conclusion: 'In order.',
    });
    expect(submitted.status).toBe(200);
    const own = await posted(staff.compliance, 'review', 'sign', { reviewId: id, version: version + 1, note: 'Yes' });
    expect([own.status, own.json.code]).toEqual([403, 'FORBIDDEN']);
    const signed = await posted(second, 'review', 'sign', { reviewId: id, version: version + 1, note: 'Read it all.' });
    expect([signed.status, signed.json]).toEqual([200, { auditEventId: expect.any(String) as string }]);
    expect(await read(id, second)).toMatchObject({ review: { state: 'signed', isOwn: false }, faults: [] });
    const late = await posted(staff.compliance, 'review', 'note', {
      reviewId: id,
      itemId: view.sample.items[0],
      verdict: 'question',
      note: 'Hm',
      version: 1,
    });
    expect([late.status, late.json.code]).toEqual([409, 'INVALID_STATE']);
    const change = (sql: string) => scene.sql.admin.query(sql, [idToBytes(id)]);
    await expect(change("UPDATE reviews SET conclusion = 'x' WHERE id = ?")).rejects.toThrow('SIGNED');
    await expect(change("UPDATE review_items SET note = 'x' WHERE review_id = ?")).rejects.toThrow('SIGNED');
    await expect(change('DELETE FROM review_items WHERE review_id = ?')).rejects.toThrow('APPEND_ONLY');
    await expect(change("UPDATE review_reports SET report = '' WHERE review_id = ?")).rejects.toThrow('APPEND_ONLY');
    await expect(change('DELETE FROM reviews WHERE id = ?')).rejects.toThrow('APPEND_ONLY');
  });
});

void shiftClock;
void rows;
void withoutGuards;
