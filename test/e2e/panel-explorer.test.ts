import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditLog } from '../../src/log/events/audit-log.service.js';
import { systemActor, type StaffRole } from '../../src/platform/kernel/actor.js';
import { MINUTE_MS, shiftClock } from '../../src/platform/kernel/clock.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { verifyEvent } from '../../src/panel/components/explorer/verify-event.js';
import {
  cosign,
  COSIGNATURE,
  formatSignature,
  formatVerifierKey,
  newPrivateKey,
  parseNote,
  signer,
} from '../../src/platform/tlog/signed-note.js';
import { LogWorker } from '../../src/log/transparency-log/log-worker.service.js';
import { SelfCheck } from '../../src/log/transparency-log/self-check.service.js';
import { WholeCheck } from '../../src/log/transparency-log/whole-check.service.js';
import { folderFiles } from '../../src/log/verifier/file-set.js';
import { verifyExtract } from '../../src/log/verifier/verify-extract.js';
import { verifyPath } from '../../src/log/verifier/verify-path.js';
import { verifyProofText } from '../../src/log/verifier/verify-proof.js';
import { panelAssetUrls } from '../../src/ui/assets.js';
import { Client } from '../builders/client.js';
import { PanelClient } from '../builders/panel-client.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';
import { until } from '../setup/until.js';

const witness = signer('ardoise/witness', COSIGNATURE, newPrivateKey());
const ROLES = ['support', 'support-lead', 'compliance', 'operator'] as const satisfies readonly StaffRole[];

describe('the explorer of the log', () => {
  let scene: Scene;
  let owner: Client;
  let folder: string;
  const staff = {} as Record<StaffRole, PanelClient>;

  beforeAll(async () => {
    scene = await Scene.start('explorer', { PANEL: 'on', WITNESS_VKEY: formatVerifierKey(witness.key) });
    folder = mkdtempSync(join(tmpdir(), 'ardoise-explorer-test-'));
    owner = await Client.withBooks(scene.url, { businessName: 'Atelier Lachance' });
    await owner.reset();
    await owner.reset({ signUpEmail: 'wrong@example.test' });
    for (const role of ROLES) staff[role] = await PanelClient.signedIn(scene.world.app, scene.url, role);
    await sign();
  });
  afterAll(async () => {
    await scene.stop();
    rmSync(folder, { recursive: true });
  });
  afterEach(() => shiftClock(0));

  const sign = () => scene.world.app.get(LogWorker).keep();
  const reviewer = () => staff.compliance;
  const list = (query = '', who = reviewer()) => who.get(`/api/pages/events?${query}`);
  const command = (data: object, who = reviewer()) => who.post('/api/pages/events', data);
  const last = async (type: string) => {
    const [row] = await rows<{ payload: Buffer }>(
      scene.sql.admin,
      'SELECT payload FROM audit_events WHERE type = ? ORDER BY id DESC LIMIT 1',
      [type],
    );
    return row && JSON.parse(row.payload.toString('utf8'));
  };

  test('is for compliance alone', async () => {
    const statuses: Record<string, number[]> = {};
    for (const who of [...ROLES.map((role) => staff[role]), new PanelClient(scene.url)]) {
      const answers = await Promise.all([
        who.get('/pages/events'),
        list('', who),
        who.get('/api/pages/export'),
        command({ command: 'save-view', name: 'x', query: '', isShared: false }, who),
        who.form('/exports', { format: 'csv' }),
      ]);
      statuses[who.email.split('-').slice(0, -2).join('-')] = answers.map(({ status }) => status);
    }
    expect(statuses).toEqual({
      support: [403, 403, 403, 403, 403],
      'support-lead': [403, 403, 403, 403, 403],
      compliance: [200, 200, 200, 200, 200],
      operator: [403, 403, 403, 403, 403],
      '': [303, 401, 401, 401, 401],
    });
  });

  test('says so while nothing has checked the log', async () => {
    expect((await list()).json.status).toMatchObject({ state: 'not-yet', verified: null, remarks: ['no-witness'] });
  });

  test('finds by what is in the address, with names, and records each look', async () => {
    const query = `business=${owner.businessId}&type=business.reset.completed&type=business.reset.denied&from=2020-01-01`;
    const { json } = await list(query);
    expect(json.events).toMatchObject([
      {
        type: 'business.reset.denied',
        outcome: 'denied',
        reason: 'SIGN_UP_EMAIL_MISMATCH',
        actor: { type: 'user', name: owner.email },
        business: { id: owner.businessId, name: 'Atelier Lachance' },
      },
      { type: 'business.reset.completed', outcome: 'success', snapshotId: expect.any(String) },
    ]);
    expect((await last('audit.read')).data).toMatchObject({
      actor: { type: 'staff', roles: ['compliance'] },
      details: { filter: { business: owner.businessId, type: 'business.reset.completed,business.reset.denied' } },
    });
    const { json: ofStaff } = await list('type=staff-session.started');
    expect(ofStaff.events.map(({ actor }: { actor: { name: string } }) => actor.name)).toContain(staff.support.email);
    expect((await last('audit.searched')).data.details.filter).toEqual({ type: 'staff-session.started' });
    expect((await list(`actor=${newId()}`)).json).toMatchObject({ events: [], next: null });
  });

  test('turns pages by the address', async () => {
    for (let i = 0; i < 55; i++) await list(`actor=${newId()}`);
    const first = (await list('type=audit.searched&until=2999-01-01')).json;
    expect(first.events).toHaveLength(50);
    const second = (await list(`type=audit.searched&until=2999-01-01&after=${first.next}`)).json;
    const ids = [...first.events, ...second.events].map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(second.events.length).toBeGreaterThan(5);
    expect((await list(`after=${newId()}`)).status).toBe(422);
  });

  test.each([
    ['business=x', 'business'],
    ['actor=a%20b', 'actor'],
    ['type=audit.eaten', 'type.0'],
    ['outcome=good', 'outcome'],
    ['ticket=%20', 'ticket'],
    ['from=yesterday', 'from'],
    ['from=2026-02-01&until=2026-01-01', 'until'],
    ['buisness=x', ''],
  ])('says what is wrong with %s', async (query, path) => {
    for (const page of ['events', 'export']) {
      const { status, json } = await reviewer().get(`/api/pages/${page}?${query}`);
      expect({ status, json }).toMatchObject({ status: 422, json: { code: 'VALIDATION', errors: [{ path }] } });
    }
  });

  describe('opens one event', () => {
    const open = (id: string, who = reviewer()) => who.get(`/api/pages/event?id=${id}`);

    test('with a proof that verifies here and by the verifier, and records it', async () => {
      const { id } = (await owner.events()).find(({ type }) => type === 'business.reset.completed')!;
      const { json } = await open(id);
      const steps = await verifyEvent(json);
      expect(steps.map(({ name, state }) => `${name} ${state}`)).toEqual([
        'event passed',
        'personal passed',
        'leaf passed',
        'path passed',
        'key passed',
        'signature passed',
      ]);
      const { entry, index } = await verifyProofText(json.proof.text, json.keys.log);
      expect([entry.toString('base64'), index]).toEqual([json.bytes, json.leafIndex]);
      expect(JSON.parse(entry.toString('utf8')).id).toBe(id);
      expect(json.operation).toMatchObject([{ type: 'business.reset.requested' }]);
      expect(json.names).toMatchObject({ [owner.businessId]: 'Atelier Lachance' });
      expect(json.personal).toMatchObject({ state: 'kept', details: expect.stringContaining(owner.email) });
      expect((await last('audit.read')).data.details).toEqual({ filter: { event: id } });
    });

    test('of a business to whoever looks up businesses, without what is personal; of the log to compliance', async () => {
      const { id } = (await owner.events()).find(({ type }) => type === 'business.reset.completed')!;
      const ofLog = await last('staff-session.started');
      for (const role of ['support', 'support-lead'] as const) {
        expect((await open(id, staff[role])).json.personal).toEqual({ state: 'withheld' });
        expect((await open(ofLog.id, staff[role])).status).toBe(404);
      }
      expect((await open(ofLog.id)).status).toBe(200);
      expect((await last('audit.searched')).data.details).toEqual({ filter: { event: ofLog.id } });
      expect((await open(id, staff.operator)).status).toBe(403);
      for (const nothing of [newId(), 'x', '']) expect((await open(nothing)).status).toBe(404);
    });

    test('says when personal details are erased', async () => {
      const event = await last('business.reset.denied');
      await scene.sql.owner.query('DELETE FROM audit_personal_details WHERE event_id = UNHEX(?)', [
        event.id.replaceAll('-', ''),
      ]);
      expect((await open(event.id)).json.personal).toEqual({ state: 'erased' });
    });
  });

  describe('exports', () => {
    const preview = async (query: string) => (await reviewer().get(`/api/pages/export?${query}`)).json;
    const exported = async (format: string, query: string, size: number) => {
      const body = new URLSearchParams(query);
      body.set('format', format);
      body.set('size', String(size));
      const headers = { Cookie: reviewer().cookie, 'Sec-Fetch-Site': 'same-origin' };
      const response = await fetch(`${scene.url}/admin/exports`, { method: 'POST', body, headers });
      return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
    };
    const leftBehind = () => readdirSync(tmpdir()).filter((name) => name.startsWith('ardoise-export-'));

    test('exactly what is filtered and shown, which verifies elsewhere', async () => {
      await sign();
      const before = leftBehind();
      for (const query of [`business=${owner.businessId}`, '', 'type=audit.searched&type=business.reset.completed']) {
        const { entries, size } = await preview(query);
        await sign();
        const { status, headers, bytes } = await exported('jsonl', query, size);
        expect(status).toBe(200);
        const name = /filename="(audit-\d+)\.tar"/.exec(headers.get('content-disposition')!)![1]!;
        writeFileSync(join(folder, 'export.tar'), bytes);
        execFileSync('tar', ['-xf', join(folder, 'export.tar'), '-C', folder]);
        const verdict = await verifyExtract(folderFiles(join(folder, name)), { keys: [] });
        expect(verdict).toMatchObject({ entries, size, completeness: { state: 'complete' } });
        expect(readFileSync(join(folder, name, 'manifest'), 'utf8')).toMatch(/^exported \S+ staff [0-9a-f-]{36}$/m);
        rmSync(join(folder, name), { recursive: true });
        const zip = await exported('zip', query, size);
        expect(zip.headers.get('content-disposition')).toMatch(/filename="audit-\d+\.zip"/);
        writeFileSync(join(folder, 'export.zip'), zip.bytes);
        expect((await verifyPath(join(folder, 'export.zip'), { keys: [] })).verdict).toMatchObject({ entries, size });
        expect((await last('audit.exported')).data).toMatchObject({
          actor: { type: 'staff', roles: ['compliance'] },
          details: { format: 'jsonl', entries },
        });
        for (const format of ['csv', 'ocsf']) {
          const text = (await exported(format, query, size)).bytes.toString('utf8');
          expect(text.trimEnd().split('\n')).toHaveLength(entries + (format === 'csv' ? 1 : 0));
        }
      }
      await until('nothing is left behind', async () => leftBehind().every((name) => before.includes(name)));
    });

    test('nothing for a filter or a format that is none, or a size that was not signed', async () => {
      for (const [format, query, size] of [
        ['tiles', '', 1],
        ['csv', 'outcome=good', 1],
        ['csv', 'buisness=x', 1],
        ['csv', '', 999_999],
        ['csv', '', -1],
      ] as const) {
        expect((await exported(format, query, size)).status).toBe(422);
      }
    });

    test('leaves nothing behind either when the client breaks off', async () => {
      const before = leftBehind();
      const headers = { Cookie: reviewer().cookie, 'Sec-Fetch-Site': 'same-origin' };
      const body = new URLSearchParams({ format: 'jsonl' });
      const recorded = await last('audit.exported');
      const breaking = new AbortController();
      const asked = fetch(`${scene.url}/admin/exports`, { method: 'POST', body, headers, signal: breaking.signal });
      await until('the export has begun', async () => (await last('audit.exported')).id !== recorded.id);
      breaking.abort();
      await asked.then((response) => response.text()).catch(() => undefined);
      await until('nothing is left behind', async () => leftBehind().every((name) => before.includes(name)));
      expect((await list()).status).toBe(200);
    });

    test('nothing for another site', async () => {
      const foreign = await reviewer().form('/exports', { format: 'csv' }, { 'Sec-Fetch-Site': 'cross-site' });
      expect(foreign.status).toBe(403);
    });
  });

  // After the exports: what a witness has cosigned is exported, and a verifier finds what a shifted clock has dated.
  test('shows what a witness has cosigned, and the browser verifies it', async () => {
    await sign();
    const { id } = (await owner.events()).find(({ type }) => type === 'business.reset.completed')!;
    const [signed] = await rows<{ tree_size: number; note: string }>(
      scene.sql.admin,
      'SELECT tree_size, note FROM audit_checkpoints ORDER BY tree_size DESC LIMIT 1',
    );
    const line = formatSignature(cosign(parseNote(signed!.note).text, 1_700_000_000, witness));
    await scene.sql.owner.query('INSERT INTO audit_cosignatures VALUES (?, ?, ?, ?)', [
      signed!.tree_size,
      witness.key.name,
      line,
      new Date(),
    ]);
    const { json } = await reviewer().get(`/api/pages/event?id=${id}`);
    expect((await verifyEvent(json)).at(-1)).toEqual({
      name: 'cosignature',
      state: 'passed',
      facts: { name: 'ardoise/witness', at: '2023-11-14T22:13:20.000Z' },
    });
    expect((await list()).json.status.witness).toMatchObject({ name: 'ardoise/witness', size: signed!.tree_size });
  });

  describe('has a page for the state of the log', () => {
    const page = async (who = reviewer()) => (await who.get('/api/pages/log')).json;
    const order = (data: object, who = reviewer()) => who.post('/api/pages/log', data);

    test('for compliance alone, and looking at it is no event', async () => {
      const before = (await last('audit.searched'))!.id;
      for (const who of [...ROLES.map((role) => staff[role]), new PanelClient(scene.url)]) {
        const statuses = [
          await who.get('/api/pages/log'),
          await order({ command: 'check' }, who),
          await order({ command: 'subscribe', email: 'x', locale: 'fr' }, who),
          await order({ command: 'unsubscribe', id: newId() }, who),
        ].map(({ status }) => status);
        const expected =
          who === reviewer() ? [200, 200, 422, 404] : who.email === '' ? [401, 401, 401, 401] : [403, 403, 403, 403];
        expect({ who: who.email, statuses }).toEqual({ who: who.email, statuses: expected });
      }
      expect((await last('audit.searched'))!.id).toBe(before);
    });

    test('with each witness, and where the latest checkpoint is to be had', async () => {
      expect(await page()).toMatchObject({
        status: {
          witnesses: [{ name: 'ardoise/witness', key: formatVerifierKey(witness.key), state: 'not-asked' }],
          quorum: { needed: 1, agreeing: 0, isMet: false },
        },
        address: `${scene.world.settings.publicUrl}/audit/checkpoint`,
      });
    });

    test('on which the whole log is checked in the background, for whoever asked first', async () => {
      expect((await page()).check).toMatchObject({ askedBy: reviewer().email, endedAt: null, done: 0, total: 0 });
      await scene.world.app.get(WholeCheck).work();
      const { check } = await page();
      expect(check).toMatchObject({ endedAt: expect.any(String), fault: null });
      expect(check.done).toBe(check.total);
      const event = await last('audit.verified');
      expect(event).toMatchObject({ id: check.eventId, data: { details: { from: 0 }, actor: { type: 'staff' } } });
      await scene.sql.owner.query('DELETE FROM checkpoint_subscribers');
    });
  });

  test('knows how the log stands', async () => {
    await scene.world.app.get(SelfCheck).run();
    const { status } = (await list()).json;
    expect(status).toMatchObject({ state: 'incomplete', fault: null, verified: { entries: expect.any(Number) } });
    await scene.world.app.get(AuditLog).record({
      type: 'audit.verified',
      subjectId: 'audit',
      actor: systemActor('test'),
      outcome: 'failed',
      details: {
        from: 3,
        entries: 3,
        root: '',
        verdict: 'Entry 3: its bytes are not those that are in the tree.',
        fault: 'ENTRY_CHANGED',
        facts: { entry: '3' },
      },
    });
    expect((await list()).json.status).toMatchObject({
      state: 'broken',
      fault: {
        why: expect.stringContaining('its bytes are not those'),
        code: 'ENTRY_CHANGED',
        facts: { entry: '3' },
        entry: 3,
      },
      verified: status.verified,
    });
    shiftClock(61 * MINUTE_MS);
    const later = await PanelClient.signedIn(scene.world.app, scene.url, 'compliance');
    expect((await list('', later)).json.status.remarks).toContain('check-old');
  });

  describe('saved views', () => {
    const save = (name: string, more: object = {}, who = reviewer()) =>
      command({ command: 'save-view', name, query: 'outcome=denied&after=x', isShared: false, ...more }, who);

    test('are kept under any name, once for each maker', async () => {
      const name = 'Réinitialisations refusées 🧾';
      const { json } = await save(name);
      expect((await list()).json.saved).toContainEqual({
        id: json.id,
        name,
        query: 'outcome=denied',
        isShared: false,
        isMine: true,
        maker: reviewer().email,
      });
      expect(await save(name.normalize('NFD'))).toMatchObject({ status: 409, json: { code: 'ALREADY_EXISTS' } });
    });

    test('are shared or not, and deleted by their maker', async () => {
      const colleague = await PanelClient.signedIn(scene.world.app, scene.url, 'compliance');
      const mine = (await save('Mine')).json.id as string;
      const shared = (await save('Shared', { isShared: true })).json.id as string;
      expect((await save('Mine', {}, colleague)).status).toBe(200);
      const seen = (await list('', colleague)).json.saved as { id: string; isMine: boolean }[];
      expect(seen.map(({ id }) => id)).not.toContain(mine);
      expect(seen.find(({ id }) => id === shared)).toMatchObject({ isMine: false });
      for (const id of [shared, newId(), 'x', undefined]) {
        expect((await command({ command: 'delete-view', id }, colleague)).status).toBe(404);
      }
      expect((await command({ command: 'delete-view', id: shared })).status).toBe(200);
      expect((await list('', colleague)).json.saved.map(({ id }: { id: string }) => id)).not.toContain(shared);
    });

    test('with a bad name or filter are refused', async () => {
      for (const bad of [
        { name: ' ' },
        { name: 'x'.repeat(101) },
        { name: 'a\u0000b' },
        { query: 'outcome=good' },
        { query: 'x=1' },
        { query: 5 },
        { isShared: 'yes' },
      ]) {
        expect((await save('Fine', bad)).status).toBe(422);
      }
    });
  });

  describe('the tree itself', () => {
    const read = (path: string, who: PanelClient, headers: Record<string, string> = {}) =>
      fetch(`${scene.url}/audit/${path}`, {
        headers: { Cookie: who.cookie, 'Sec-Fetch-Site': 'same-origin', ...headers },
      });
    const readings = async () =>
      (await rows(scene.sql.admin, "SELECT 1 FROM audit_events WHERE type = 'audit.read-by-staff'")).length;

    test('is read by compliance with the session of the panel, and that is recorded once a quarter of an hour', async () => {
      const answers = await Promise.all(
        ['checkpoint', 'tile/0/000.p/1', 'tile/entries/000.p/1'].map((path) => read(path, reviewer())),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(await readings()).toBe(1);
      expect((await last('audit.read-by-staff')).data.actor).toMatchObject({ type: 'staff', roles: ['compliance'] });
      shiftClock(16 * MINUTE_MS);
      expect((await read('checkpoint', reviewer())).status).toBe(200);
      expect(await readings()).toBe(2);
    });

    test('is closed to other roles, other sites, and whoever has no session', async () => {
      for (const role of ['support', 'support-lead', 'operator'] as const) {
        expect((await read('checkpoint', staff[role])).status).toBe(403);
      }
      for (const site of ['cross-site', 'same-site', 'none']) {
        expect((await read('checkpoint', reviewer(), { 'Sec-Fetch-Site': site })).status).toBe(403);
      }
      const signedOut = await PanelClient.signedIn(scene.world.app, scene.url, 'compliance');
      const { cookie } = signedOut;
      await signedOut.form('/sign-out', {});
      expect((await read('checkpoint', new PanelClient(scene.url, '', cookie))).status).toBe(401);
      expect((await read('checkpoint', new PanelClient(scene.url))).status).toBe(401);
      expect(await readings()).toBe(2);
    });
  });

  test('bundles nothing of the server for the browser', () => {
    // The catalogue's schemas, or Node's cryptography, would come with a wrong import.
    const bundle = readFileSync(`dist${panelAssetUrls.js}`, 'utf8');
    expect(bundle).not.toMatch(/node:crypto|ZodError/);
  });
});
