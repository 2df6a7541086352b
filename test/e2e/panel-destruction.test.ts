import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SnapshotExpiry } from '../../src/books/expiry.service.js';
import { SnapshotDigests } from '../../src/books/snapshot-digests.service.js';
import { LogKeys } from '../../src/log/transparency-log/log-keys.service.js';
import { LogWorker } from '../../src/log/transparency-log/log-worker.service.js';
import { bytesOf } from '../../src/log/verifier/file-set.js';
import { zipFiles } from '../../src/log/verifier/zip-files.js';
import { STAFF_ROLES, type StaffRole } from '../../src/platform/kernel/actor.js';
import { idToBytes, newId } from '../../src/platform/kernel/ids.js';
import type { DestructionCertificate } from '../../src/review/destruction-certificate.js';
import { Client } from '../builders/client.js';
import { PanelClient } from '../builders/panel-client.js';
import { readPdf } from '../builders/pdf-text.js';
import { run } from '../delivered/run.js';
import { Scene } from '../setup/scene.js';

/** The end of a snapshot, as compliance shows it to others. */
describe('the certificate of destruction', () => {
  let scene: Scene;
  let folder: string;
  let owner: Client;
  let ids: { snapshot: string; reset: string; purged: string };
  const staff = {} as Record<StaffRole, PanelClient>;

  beforeAll(async () => {
    scene = await Scene.start('destruction', { PANEL: 'on' });
    folder = mkdtempSync(join(tmpdir(), 'ardoise-destruction-'));
    for (const role of STAFF_ROLES) staff[role] = await PanelClient.signedIn(scene.world.app, scene.url, role);
    owner = await Client.withBooks(scene.url, { businessName: 'Café Brûlerie' });
    ids = await liveToItsEnd();
  }, 60_000);
  afterAll(async () => {
    await scene.stop();
    rmSync(folder, { recursive: true });
  });

  /** A snapshot that is held, let go, expires and is purged. */
  async function liveToItsEnd() {
    const { app } = scene.world;
    const { body } = await owner.reset();
    const { snapshot, auditEventId } = body as { snapshot: { id: string }; auditEventId: string };
    while (await app.get(SnapshotDigests).digestNext());
    const order = (command: string, more: object) =>
      staff.compliance.post('/api/pages/hold', {
        command,
        reason: 'The matter',
        ticket: 'LEG-1',
        idempotencyKey: newId(),
        ...more,
      });
    const { json } = await order('place', { id: snapshot.id });
    expect((await order('lift', { id: json.holdId })).status).toBe(200);
    await scene.sql.admin.query('UPDATE books SET expires_at = NOW(6) - INTERVAL 1 DAY WHERE id = ?', [
      idToBytes(snapshot.id),
    ]);
    while (await app.get(SnapshotExpiry).purgeNext());
    while (await app.get(LogWorker).keep());
    const purged = (await owner.events()).find(({ type }) => type === 'snapshot.purged')!.id;
    return { snapshot: snapshot.id, reset: auditEventId, purged };
  }

  const open = (who = staff.compliance, event = ids.purged) => who.get(`/api/pages/evidence?event=${event}&locale=en`);
  const file = (format: string, who = staff.compliance, locale = 'en') =>
    who.form('/evidence', { event: ids.purged, format, locale });
  const bytes = async (format: string, locale = 'en') => {
    const answer = await fetch(`${scene.url}/admin/evidence`, {
      method: 'POST',
      headers: { Cookie: staff.compliance.cookie, 'Sec-Fetch-Site': 'same-origin' },
      body: new URLSearchParams({ event: ids.purged, format, locale }),
    });
    expect(answer.status).toBe(200);
    return Buffer.from(await answer.arrayBuffer());
  };

  test('says what went, why, how it was seen that nothing is left, and by which job', async () => {
    const { sheet } = (await open()).json as { sheet: DestructionCertificate };
    expect(sheet).toMatchObject({
      format: 'ardoise-destruction-certificate/v1',
      business: { name: 'Café Brûlerie' },
      snapshot: { id: ids.snapshot, digestBefore: expect.stringMatching(/^sha256:/), sealedBy: { eventId: ids.reset } },
      destroyed: { eventId: ids.purged, job: 'snapshot-expiry', asManyAsDigested: true },
      left: { rows: 0, rule: 'every-table-in-book' },
      holds: [{ ticket: 'LEG-1', liftedAt: expect.any(String) }],
      log: { leafIndex: expect.any(Number) },
    });
    expect(sheet.destroyed.rowsDeleted).toMatchObject({ contacts: 1 });
    expect(sheet.events.map(({ type }) => type)).toEqual([
      'business.reset.completed',
      'snapshot.digested',
      'snapshot.hold-placed',
      'snapshot.hold-lifted',
      'snapshot.purged',
    ]);
  });

  test('is for compliance alone, and every making is an event that says its kind', async () => {
    const made = async () => (await owner.events()).filter(({ type }) => type === 'evidence.sheet-made');
    const before = (await made()).length;
    for (const who of [staff.support, staff['support-lead'], staff.operator, new PanelClient(scene.url)]) {
      const answers = [await open(who), await file('pdf', who), await file('bundle', who)];
      expect(answers.map(({ status }) => status)).toEqual(who.cookie ? [403, 403, 403] : [401, 401, 401]);
    }
    expect((await open(staff.compliance, newId())).status).toBe(404);
    expect((await made()).length).toBe(before);
    await file('pdf');
    const [latest] = await made();
    expect((latest!.data as unknown as { details: object }).details).toEqual({
      event_id: ids.purged,
      format: 'pdf',
      kind: 'destruction',
    });
  });

  test('is reached from the list of snapshots, the page of the snapshot, its event, and the sheet of the switch', async () => {
    const { compliance } = staff;
    const list = await compliance.get(`/api/pages/business?id=${owner.businessId}&tab=snapshots`);
    expect(list.json.part.snapshots).toMatchObject([{ id: ids.snapshot, purgedEventId: ids.purged }]);
    const page = await compliance.get(`/api/pages/snapshot?id=${ids.snapshot}`);
    expect(page.json.snapshot).toMatchObject({ purgedEventId: ids.purged });
    expect((await compliance.get(`/api/pages/event?id=${ids.purged}&locale=en`)).json.hasSheet).toBe(true);
    expect((await open(compliance, ids.reset)).json.sheet.snapshot.fate).toMatchObject({
      state: 'purged',
      eventId: ids.purged,
    });
  });

  test('as PDF/A in both languages', async () => {
    const [fr, en] = [readPdf(await bytes('pdf', 'fr')), readPdf(await bytes('pdf'))] as const;
    for (const { text, xmp, fonts, pages } of [fr, en]) {
      expect(xmp).toContain('<pdfaid:part>2</pdfaid:part>');
      expect(fonts.every(({ isEmbedded }) => isEmbedded)).toBe(true);
      expect(pages).toBeLessThanOrEqual(2);
      for (const fact of ['Café Brûlerie', ids.snapshot, ids.purged, 'LEG-1', 'snapshot-expiry']) {
        expect(text.replaceAll(' ', '')).toContain(fact.replaceAll(' ', ''));
      }
    }
    // A ligature stands for two letters.
    expect(fr.text.normalize('NFKC')).toContain('Certificat de destruction');
    expect(en.text).toContain('No row.');
  });

  test('as a bundle that verifies alone, and does not once a letter of it is another', async () => {
    const key = scene.world.app.get(LogKeys).verifierKey;
    const verified = (path: string) =>
      run(process.execPath, [resolve('dist/ardoise-verify.mjs'), path, '--key', key, '--complete']);
    const zip = join(folder, 'bundle.zip');
    writeFileSync(zip, await bytes('bundle'));
    const ended = await verified(zip);
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    expect(ended.stdout).toContain('Attached, as signed: certificate.json, certificate.pdf.');
    expect(ended.stdout).toMatch(/VERIFIED AND COMPLETE/);

    const files = await zipFiles(zip);
    const unpacked = join(folder, 'unpacked');
    await mkdir(unpacked);
    for (const path of await files.paths()) {
      await writeFile(join(unpacked, path), await bytesOf(files, path, 1 << 24));
    }
    const path = join(unpacked, 'certificate.json');
    const text = readFileSync(path, 'utf8');
    const { events } = JSON.parse(text) as DestructionCertificate;
    const extract = readFileSync(join(unpacked, 'events.jsonl'), 'utf8');
    for (const { id } of events) expect(extract).toContain(id);
    writeFileSync(path, text.replace('"rows": 0', '"rows": 1'));
    const changed = await verified(unpacked);
    expect(changed.code).toBe(1);
    expect(changed.stdout).toContain('certificate.json is not the file that the log signed in the manifest');
  });
});
