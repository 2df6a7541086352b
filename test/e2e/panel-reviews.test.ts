import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SnapshotDigests } from '../../src/books/snapshot-digests.service.js';
import { LogKeys } from '../../src/log/transparency-log/log-keys.service.js';
import { LogWorker } from '../../src/log/transparency-log/log-worker.service.js';
import { STAFF_ROLES, type StaffRole } from '../../src/platform/kernel/actor.js';
import { now } from '../../src/platform/kernel/clock.js';
import { idToBytes, newId } from '../../src/platform/kernel/ids.js';
import { bytesOf } from '../../src/log/verifier/file-set.js';
import { zipFiles } from '../../src/log/verifier/zip-files.js';
import { Client } from '../builders/client.js';
import { PanelClient } from '../builders/panel-client.js';
import { readPdf } from '../builders/pdf-text.js';
import { run } from '../delivered/run.js';
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
    // As the form sends it: a field that was left empty.
    expect((await read(await open({ seed: '' }))).sample.seed).toMatch(/^[0-9a-f]{16}$/);
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

  const toSign = async (more: object = {}) => {
    const id = await open(more);
    const version = await judgeAll(id);
    await posted(staff.compliance, 'review', 'submit', { reviewId: id, version, conclusion: 'In order.' });
    return { id, version: version + 1 };
  };
  const signed = async () => {
    const { id, version } = await toSign();
    await posted(second, 'review', 'sign', { reviewId: id, version, note: 'Read it all.' });
    return id;
  };

  test('is found out by the log when somebody changes it past the guards, signed or not', async () => {
    const id = await signed();
    const change = (sql: string) =>
      withoutGuards(scene.sql.admin, () => scene.sql.admin.query(sql, [idToBytes(id)]), '%');
    const faults = async () => (await read(id)).faults as string[];
    await change("UPDATE review_items SET verdict = 'question' WHERE review_id = ?");
    expect(await faults()).toEqual(['content-not-as-in-log']);
    await change("UPDATE review_items SET verdict = 'ok' WHERE review_id = ?");
    expect(await faults()).toEqual([]);
    await change("UPDATE reviews SET conclusion = 'All is well' WHERE id = ?");
    expect(await faults()).toEqual(['content-not-as-in-log']);
    await change("UPDATE reviews SET state = 'draft' WHERE id = ?");
    expect(await faults()).toEqual(['signed-in-log-alone']);
    const other = await open({ seed: 'other' });
    await withoutGuards(
      scene.sql.admin,
      () =>
        scene.sql.admin.query(
          `UPDATE review_reports r JOIN (SELECT report FROM review_reports WHERE review_id = ?) o
           SET r.report = o.report WHERE r.review_id = ?`,
          [idToBytes(id), idToBytes(other)],
        ),
      '%',
    );
    expect((await read(other)).faults).toEqual(['report-not-as-in-log']);
  });

  test('cannot be changed by the application itself: it lacks the rights', async () => {
    const id = await open();
    for (const sql of [
      'DELETE FROM reviews WHERE id = ?',
      'DELETE FROM review_items WHERE review_id = ?',
      "UPDATE review_reports SET report = '' WHERE review_id = ?",
    ]) {
      await expect(scene.dataSource.query(sql, [idToBytes(id)])).rejects.toThrow(/denied/);
    }
  });

  test('goes back to its reviewer with what is missing, and comes again', async () => {
    const { id, version } = await toSign();
    const returned = await posted(second, 'review', 'return', { reviewId: id, version, note: 'Look at the refusal.' });
    expect(returned.status).toBe(200);
    const back = await read(id);
    expect(back).toMatchObject({
      review: {
        state: 'returned',
        decisionNote: 'Look at the refusal.',
        decidedBy: second.email,
        version: version + 1,
      },
    });
    const again = await posted(staff.compliance, 'review', 'submit', {
      reviewId: id,
      version: version + 1,
      conclusion: 'Looked at it.',
    });
    expect(again.status).toBe(200);
    expect((await read(id)).review.state).toBe('submitted');
  });

  test('is not submitted while something is not judged, and takes a word where something is wrong', async () => {
    const id = await open();
    const view = await read(id);
    const [itemId] = view.sample.items as string[];
    const early = await posted(staff.compliance, 'review', 'submit', { reviewId: id, version: 1, conclusion: 'So.' });
    expect([early.status, early.json.code]).toEqual([409, 'INVALID_STATE']);
    const note = (given: object, who = staff.compliance) =>
      posted(who, 'review', 'note', { reviewId: id, itemId, version: 0, ...given });
    const silent = await note({ verdict: 'exception' });
    expect([silent.status, silent.json.errors]).toEqual([422, [expect.objectContaining({ path: 'note' })]]);
    expect((await note({ verdict: 'fine' })).status).toBe(422);
    expect((await note({ verdict: 'ok', itemId: newId() })).status).toBe(404);
    expect((await note({ verdict: 'ok' }, second)).status).toBe(403);
    expect((await note({ verdict: 'question', note: 'Who is this?' })).status).toBe(200);
    // The same once more, as from a second tab, and another one on top of what is no longer shown.
    expect((await note({ verdict: 'question', note: 'Who is this?' })).json.wasSoAlready).toBe(true);
    expect((await note({ verdict: 'ok' })).json.code).toBe('INVALID_STATE');
    expect((await read(id)).items[itemId!]).toMatchObject({ verdict: 'question', note: 'Who is this?', version: 1 });
  });

  test('has each step in the log, and what was typed only beside it', async () => {
    const id = await signed();
    const found = await rows<{ type: string; payload: Buffer }>(
      scene.sql.admin,
      'SELECT type, payload FROM audit_events WHERE subject = ? ORDER BY id',
      [`review/${id}`],
    );
    const types = found.map(({ type }) => type).filter((type) => type !== 'review.read');
    expect([...new Set(types)]).toEqual(['review.opened', 'review.item-noted', 'review.submitted', 'review.signed']);
    expect(Buffer.concat(found.map(({ payload }) => payload)).toString()).not.toContain('Read it all.');
  });

  test('is for compliance alone', async () => {
    const id = await signed();
    const { from, until } = span();
    for (const who of [staff.support, staff['support-lead'], staff.operator, new PanelClient(scene.url)]) {
      const answers = [
        who.get('/api/pages/reviews'),
        who.get(`/api/pages/review?id=${id}`),
        who.get(`/api/pages/review-new?from=${from}&until=${until}`),
        posted(who, 'review-new', 'open', { from, until, sampleSize: 1 }),
        ...['note', 'submit', 'sign', 'return'].map((name) => posted(who, 'review', name, { reviewId: id })),
        ...['pdf', 'csv', 'bundle'].map((format) => who.form('/reviews', { review: id, format, locale: 'en' })),
      ];
      const status = (await Promise.all(answers)).map((answer) => answer.status);
      const refused = who.cookie ? 403 : 401;
      expect(status.slice(0, 8)).toEqual(Array(8).fill(refused));
      expect(status.slice(8)).toEqual(Array(3).fill(refused));
    }
    for (const unknown of [newId(), 'x', '']) {
      expect((await staff.compliance.get(`/api/pages/review?id=${unknown}`)).status).toBe(404);
    }
    expect((await staff.compliance.get('/api/pages/review-new?from=x&until=y')).status).toBe(422);
    const nobody = await staff.compliance.get(`/api/pages/review-new?from=${from}&until=${until}&business=${newId()}`);
    expect(nobody.status).toBe(404);
  });

  describe('as files', () => {
    const bytes = async (id: string, format: string, locale = 'en') => {
      const { cookie } = staff.compliance;
      const response = await fetch(`${scene.url}/admin/reviews`, {
        method: 'POST',
        headers: { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' },
        body: new URLSearchParams({ review: id, format, locale }),
      });
      expect(response.status).toBe(200);
      return Buffer.from(await response.arrayBuffer());
    };

    test('as PDF/A in both languages', async () => {
      const id = await signed();
      for (const [locale, title] of [
        ['en', 'Period report'],
        ['fr', 'Rapport de période'],
      ] as const) {
        const { text, xmp } = readPdf(await bytes(id, 'pdf', locale));
        expect(xmp).toContain('<pdfaid:part>2</pdfaid:part>');
        for (const fact of [title, 'Café Brûlerie', 'In order.', 'Read it all.', second.email]) {
          expect(text.replaceAll(' ', '')).toContain(fact.replaceAll(' ', ''));
        }
      }
    });

    test('as a table that a spreadsheet can use', async () => {
      const id = await open({ seed: 'table' });
      const [head, ...lines] = (await bytes(id, 'csv')).toString('utf8').trim().split('\r\n');
      expect(head).toMatch(/^operation_id,action,outcome,reason,asked_at,ended_at,business_id,business_name,/);
      expect(lines).toHaveLength(3);
      expect(lines[0]).toMatch(/^[0-9a-f-]{36},reset,success,,\d{4}-\d\d-\d\dT[\d:.]+Z,/);
    });

    test('as a bundle that says COMPLETE alone, and does not once a verdict is another', async () => {
      const id = await signed();
      await scene.world.app.get(LogWorker).keep();
      const folder = mkdtempSync(join(tmpdir(), 'ardoise-review-'));
      try {
        const zip = join(folder, 'bundle.zip');
        writeFileSync(zip, await bytes(id, 'bundle'));
        const key = scene.world.app.get(LogKeys).verifierKey;
        const verified = (path: string) =>
          run(process.execPath, [resolve('dist/ardoise-verify.mjs'), path, '--key', key, '--complete']);
        const ended = await verified(zip);
        expect([ended.code, ended.stderr]).toEqual([0, '']);
        expect(ended.stdout).toMatch(/VERIFIED AND COMPLETE/);
        const files = await zipFiles(zip);
        const unpacked = join(folder, 'unpacked');
        mkdirSync(unpacked);
        for (const path of await files.paths())
          writeFileSync(join(unpacked, path), await bytesOf(files, path, 1 << 24));
        const text = (name: string) => readFileSync(join(unpacked, name), 'utf8');
        const { population } = JSON.parse(text('report.json')) as { population: { eventId: string }[] };
        expect(text('sheets.jsonl').trim().split('\n')).toHaveLength(population.length);
        for (const { eventId } of population) expect(text('events.jsonl')).toContain(eventId);
        const hash = createHash('sha256').update(text('review.json')).digest('hex');
        expect(text('review.signed.event.json')).toContain(hash);
        const proof = await run(process.execPath, [
          resolve('dist/ardoise-verify.mjs'),
          join(unpacked, 'review.signed.proof'),
          '--key',
          key,
        ]);
        expect(proof.code).toBe(0);
        writeFileSync(join(unpacked, 'review.json'), text('review.json').replace('"ok"', '"OK"'));
        expect((await verified(unpacked)).code).toBe(1);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });
});
