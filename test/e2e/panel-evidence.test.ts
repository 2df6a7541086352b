import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SnapshotDigests } from '../../src/books/snapshot-digests.service.js';
import { SnapshotVerification } from '../../src/books/snapshot-verification.service.js';
import { LogKeys } from '../../src/log/transparency-log/log-keys.service.js';
import { LogWorker } from '../../src/log/transparency-log/log-worker.service.js';
import { bytesOf } from '../../src/log/verifier/file-set.js';
import { zipFiles } from '../../src/log/verifier/zip-files.js';
import { STAFF_ROLES, type StaffRole } from '../../src/platform/kernel/actor.js';
import { idToBytes, newId, type BusinessId } from '../../src/platform/kernel/ids.js';
import {
  cosign,
  COSIGNATURE,
  formatSignature,
  newPrivateKey,
  parseNote,
  signer,
} from '../../src/platform/tlog/signed-note.js';
import type { EvidenceSheet } from '../../src/review/evidence-sheet.js';
import { Client, type AuditEvent } from '../builders/client.js';
import { PanelClient } from '../builders/panel-client.js';
import { readPdf } from '../builders/pdf-text.js';
import { run } from '../delivered/run.js';
import { withoutGuards } from '../log/log-tamper/rows-of-log.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

const witness = signer('ardoise/witness', COSIGNATURE, newPrivateKey());
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('evidence in the panel', () => {
  let scene: Scene;
  let owner: Client;
  let folder: string;
  const staff = {} as Record<StaffRole, PanelClient>;

  beforeAll(async () => {
    scene = await Scene.start('evidence', { PANEL: 'on' });
    folder = mkdtempSync(join(tmpdir(), 'ardoise-evidence-'));
    for (const role of STAFF_ROLES) staff[role] = await PanelClient.signedIn(scene.world.app, scene.url, role);
  });
  afterAll(async () => {
    await scene.stop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    owner = await Client.withBooks(scene.url, { businessName: 'Café Brûlerie' });
  });

  const anonymous = () => new PanelClient(scene.url);
  const others = () => [staff.support, staff['support-lead'], staff.operator, anonymous()];
  const digest = async () => {
    while (await scene.world.app.get(SnapshotDigests).digestNext());
  };
  const sign = () => scene.world.app.get(LogWorker).keep();
  const reset = async () => (await owner.reset()).body as { snapshot: { id: string }; auditEventId: string };
  const lastEvent = async (type: string) => (await owner.events()).find((event) => event.type === type)!;

  describe('compares snapshots', () => {
    const shown = async (who = staff.compliance) =>
      (await who.get(`/api/pages/business?id=${owner.businessId}&tab=snapshots`)).json.part.snapshots;
    const verify = (id: string, who = staff.compliance) => who.post('/api/pages/snapshot', { command: 'verify', id });

    test('in the list: digest, row and log, and nothing of what is not digested', async () => {
      const { snapshot, auditEventId } = await reset();
      const undigested = { verdict: 'not-digested', faults: [], digest: null, digestEventId: null };
      expect(await shown(staff.support)).toMatchObject([{ id: snapshot.id, compared: undigested }]);
      await digest();
      const { id: digestEventId, data } = await lastEvent('snapshot.digested');
      expect(await shown()).toMatchObject([
        {
          id: snapshot.id,
          switchEventId: auditEventId,
          compared: {
            verdict: 'same',
            faults: [],
            digestEventId,
            digest: (data.snapshot as { digest?: string }).digest,
          },
        },
      ]);
      await withoutGuards(
        scene.sql.admin,
        () =>
          scene.sql.admin.query("UPDATE books SET digest = UNHEX(SHA2('x', 256)) WHERE id = ?", [
            idToBytes(snapshot.id),
          ]),
        '%',
      );
      expect(await shown()).toMatchObject([{ compared: { verdict: 'differs', faults: ['digest-not-as-in-log'] } }]);
    });

    test('in as many statements however many there are, and as each one alone', async () => {
      const verification = scene.world.app.get(SnapshotVerification);
      const businessId = owner.businessId as BusinessId;
      const counted = async () => {
        const runner = scene.dataSource.createQueryRunner();
        const asked = async () => {
          const [found] = (await runner.query("SHOW SESSION STATUS LIKE 'Questions'")) as { Value: string }[];
          return Number(found!.Value);
        };
        try {
          const before = await asked();
          const all = await verification.allOnRecord(runner.manager, businessId);
          return { statements: (await asked()) - before, all };
        } finally {
          await runner.release();
        }
      };
      await reset();
      const { statements } = await counted();
      await owner.withContent();
      await reset();
      await digest();
      await owner.withContent();
      await owner.restore();
      const more = await counted();
      expect([more.statements, more.all.size]).toEqual([statements, 2]);
      for (const [id, compared] of more.all) {
        expect(await verification.onRecord(scene.dataSource.manager, businessId, id)).toEqual(compared);
      }
    });

    test('by reading one again, which compliance alone may, and records what it found', async () => {
      const { snapshot } = await reset();
      const other = { verdict: 'not-digested', faults: [], hasContent: true };
      expect((await verify(snapshot.id)).json).toMatchObject(other);
      await digest();
      const page = await staff.compliance.get(`/api/pages/snapshot?id=${snapshot.id}`);
      expect(page.json).toMatchObject({ business: { name: 'Café Brûlerie' }, onRecord: { verdict: 'same' } });
      const same = await verify(snapshot.id);
      expect(same.json).toMatchObject({ verdict: 'same', faults: [], digest: page.json.onRecord.digest });
      expect(await lastEvent('snapshot.verified')).toMatchObject({
        id: same.json.auditEventId,
        data: { outcome: 'success', actor: { type: 'staff', roles: ['compliance'] }, details: { comparison: 'same' } },
      });
      for (const who of others()) {
        const [seen, done] = [await who.get(`/api/pages/snapshot?id=${snapshot.id}`), await verify(snapshot.id, who)];
        expect([seen.status, done.status]).toEqual(who.cookie ? [403, 403] : [401, 401]);
      }
      const tamper = "UPDATE contacts SET name = 'Somebody else' WHERE book_id = ?";
      await withoutGuards(scene.sql.admin, () => scene.sql.admin.query(tamper, [idToBytes(snapshot.id)]), '%');
      expect(await shown()).toMatchObject([{ compared: { verdict: 'same' } }]);
      const found = await verify(snapshot.id);
      const faults = ['content-not-as-in-log', 'content-not-as-on-row'];
      expect(found.json).toMatchObject({ verdict: 'differs', faults });
      expect((await lastEvent('snapshot.verified')).data).toMatchObject({ outcome: 'failed', details: { faults } });
      expect((await verify(newId())).status).toBe(404);
    });
  });

  describe('makes a sheet of one attempt', () => {
    const open = (event: string, who = staff.compliance) => who.get(`/api/pages/evidence?event=${event}`);
    const sheetOf = async (event: string) => (await open(event)).json.sheet as EvidenceSheet;
    const file = (event: string, format: string, who = staff.compliance, locale = 'fr') =>
      who.form('/evidence', { event, format, locale });
    /** The bytes, which the client's text would bend. */
    const bytes = async (event: string, format: string, locale = 'fr'): Promise<Buffer> => {
      const response = await fetch(`${scene.url}/admin/evidence`, {
        method: 'POST',
        body: new URLSearchParams({ event, format, locale }),
        headers: { Cookie: staff.compliance.cookie, 'Sec-Fetch-Site': 'same-origin' },
      });
      expect(response.status).toBe(200);
      return Buffer.from(await response.arrayBuffer());
    };

    test('with who, when, what was read, what was refused before and what became of it', async () => {
      const feed = await owner.connectFeed();
      await owner.reset();
      await owner.disconnectFeed(feed.id);
      const { snapshot, auditEventId } = await reset();
      const before = await sheetOf(auditEventId);
      expect(before.snapshot).toMatchObject({ id: snapshot.id, digest: null, counts: null, fate: { state: 'kept' } });
      expect(before.snapshot?.comparison?.verdict).toBe('not-digested');
      await digest();
      await staff.compliance.post('/api/pages/snapshot', { command: 'verify', id: snapshot.id });
      await sign();
      const sheet = await sheetOf(auditEventId);
      expect(sheet).toMatchObject({
        format: 'ardoise-evidence-sheet/v1',
        what: { kind: 'reset', outcome: 'success', eventId: auditEventId },
        business: { id: owner.businessId, name: 'Café Brûlerie', timeZone: 'America/Toronto' },
        who: {
          email: owner.email,
          isOriginalOwner: true,
          originalOwner: { id: await owner.userId(), signUpEmail: owner.email, since: expect.stringMatching(TIME) },
        },
        when: { at: expect.stringMatching(TIME), askedAt: expect.stringMatching(TIME) },
        feeds: [{ id: feed.id, account: 'Chequing', state: 'disconnected', since: expect.stringMatching(TIME) }],
        snapshot: {
          digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
          counts: { contacts: 1 },
          comparison: { verdict: 'same', faults: [] },
          readAgain: { verdict: 'same' },
        },
        refusedBefore: [{ type: 'business.reset.denied', reason: 'BANK_FEEDS_CONNECTED' }],
        made: { by: { email: staff.compliance.email, role: 'compliance' }, format: 'screen' },
      });
      expect(sheet.feeds[0]!.disconnectedEventId).toBe((await lastEvent('bank-feed.disconnected')).id);
      expect(sheet.preconditions.every(({ held, readAt }) => held && TIME.test(readAt))).toBe(true);
      expect(sheet.events.map(({ type }) => type)).toEqual([
        'business.reset.denied',
        'bank-feed.disconnected',
        'business.reset.requested',
        'business.reset.completed',
        'snapshot.digested',
        'snapshot.verified',
      ]);
      expect(sheet.events.every(({ leafIndex }) => leafIndex !== null)).toBe(true);
      expect(sheet.log?.leafIndex).toBe(sheet.events.find(({ id }) => id === auditEventId)!.leafIndex);
      // Of whichever event of the attempt somebody opens it: it is the same sheet.
      expect((await sheetOf((await lastEvent('business.reset.requested')).id)).what).toEqual(before.what);
    });

    test('with the fate of the pair: restored, compared before it was opened, held again', async () => {
      const first = await reset();
      await digest();
      await owner.withContent();
      const { body } = await owner.restore({ snapshotId: first.snapshot.id });
      const { auditEventId: restore, replaced } = body as { auditEventId: string; replaced: { id: string } };
      const why = { reason: 'A matter before the court', ticket: 'LEG-7', idempotencyKey: newId() };
      await staff.compliance.post('/api/pages/hold', { command: 'place', id: replaced.id, ...why });
      const of = await sheetOf(first.auditEventId);
      expect(of.snapshot).toMatchObject({
        comparison: null,
        fate: { state: 'restored', eventId: restore, comparedBefore: 'same' },
      });
      const sheet = await sheetOf(restore);
      expect(sheet).toMatchObject({
        what: { kind: 'restore', outcome: 'success' },
        snapshot: { id: replaced.id, digest: null, fate: { state: 'held', holdsInForce: 1 } },
        givenBack: {
          id: first.snapshot.id,
          digest: of.snapshot!.digest,
          comparedBefore: 'same',
          sealedBy: { kind: 'reset', eventId: first.auditEventId },
        },
      });
      expect(sheet.events.map(({ type }) => type)).toContain('snapshot.hold-placed');
    });

    test('of an attempt that was refused, also by somebody else than the original owner', async () => {
      const partner = await owner.invite('owner');
      await partner.at(owner.businessId).post(partner.of('/resets'), { signUpEmail: owner.email });
      const { id } = await lastEvent('business.reset.denied');
      expect(await sheetOf(id)).toMatchObject({
        what: { outcome: 'denied', reason: 'NOT_ORIGINAL_OWNER' },
        who: { email: partner.email, isOriginalOwner: false, originalOwner: { signUpEmail: owner.email } },
        snapshot: null,
        givenBack: null,
      });
    });

    test('for compliance alone, of resets and restores alone, and every making is an event', async () => {
      const { auditEventId } = await reset();
      for (const who of others()) {
        const answers = [
          await open(auditEventId, who),
          await file(auditEventId, 'pdf', who),
          await file(auditEventId, 'bundle', who),
        ];
        expect(answers.map(({ status }) => status)).toEqual(who.cookie ? [403, 403, 403] : [401, 401, 401]);
      }
      const of = async () => (await owner.events()).filter(({ type }) => type === 'evidence.sheet-made');
      expect(await of()).toEqual([]);
      const { id: signUp } = await lastEvent('business.signed-up');
      for (const id of [signUp, newId(), 'x', '']) expect((await open(id)).status).toBe(404);
      expect((await file(auditEventId, 'docx')).status).toBe(422);
      expect((await file('x', 'pdf')).status).toBe(422);
      expect(await of()).toEqual([]);
      await open(auditEventId);
      await bytes(auditEventId, 'pdf');
      const made = await of();
      const formatOf = ({ data }: AuditEvent) => (data as unknown as { details: object }).details;
      expect(made.map(formatOf)).toEqual([
        { event_id: auditEventId, format: 'pdf' },
        { event_id: auditEventId, format: 'screen' },
      ]);
    });

    test('as PDF/A in both languages, in which everything can be read', async () => {
      const { auditEventId, snapshot } = await reset();
      await digest();
      await sign();
      const read = async (locale: string) => readPdf(await bytes(auditEventId, 'pdf', locale));
      const [fr, en] = [await read('fr'), await read('en')];
      const { digest: content } = (await sheetOf(auditEventId)).snapshot!;
      for (const { text, xmp, fonts, pages } of [fr, en]) {
        expect(xmp).toContain('<pdfaid:part>2</pdfaid:part>');
        expect(fonts.every(({ isEmbedded }) => isEmbedded)).toBe(true);
        expect(pages).toBeLessThanOrEqual(2);
        for (const fact of ['Café Brûlerie', owner.email, snapshot.id, content!, staff.compliance.email]) {
          expect(text.replaceAll(' ', '')).toContain(fact.replaceAll(' ', ''));
        }
      }
      expect(fr.text).toContain('Fiche de preuve');
      expect(fr.text).toContain('Toutes les banques sont déconnectées');
      expect(en.text).toContain('Evidence sheet');
      expect(en.text).toContain('All bank feeds are disconnected');
    });

    describe('as a bundle', () => {
      const verifier = resolve('dist/ardoise-verify.mjs');
      const key = () => scene.world.app.get(LogKeys).verifierKey;
      const verified = (path: string) => run(process.execPath, [verifier, path, '--key', key(), '--complete']);

      test('not before the event is signed', async () => {
        const signing = await scene.connect('admin');
        // Whoever sequences waits for this lock.
        await signing.query('START TRANSACTION');
        await signing.query('SELECT * FROM audit_head FOR UPDATE');
        const { auditEventId } = await reset();
        expect((await file(auditEventId, 'bundle')).status).toBe(409);
        await signing.query('ROLLBACK');
        await sign();
        expect((await file(auditEventId, 'bundle')).status).toBe(200);
      });

      test('that verifies alone, and does not once a letter of the sheet is another', async () => {
        const { auditEventId } = await reset();
        await digest();
        await sign();
        const [latest] = await rows<{ tree_size: number; note: string }>(
          scene.sql.admin,
          'SELECT tree_size, note FROM audit_checkpoints ORDER BY tree_size DESC LIMIT 1',
        );
        const line = formatSignature(cosign(parseNote(latest!.note).text, 1_700_000_000, witness));
        await scene.sql.owner.query('INSERT INTO audit_cosignatures VALUES (?, ?, ?, ?)', [
          latest!.tree_size,
          witness.key.name,
          line,
          new Date(),
        ]);
        const zip = join(folder, 'bundle.zip');
        writeFileSync(zip, await bytes(auditEventId, 'bundle'));
        const ended = await verified(zip);
        expect([ended.code, ended.stderr]).toEqual([0, '']);
        expect(ended.stdout).toContain('Attached, as signed: sheet.json, sheet.pdf.');
        expect(ended.stdout).toMatch(/VERIFIED AND COMPLETE: \d+ of \d+ entries/);

        const files = await zipFiles(zip);
        const unpacked = join(folder, 'unpacked');
        await mkdir(unpacked);
        for (const path of await files.paths()) {
          await writeFile(join(unpacked, path), await bytesOf(files, path, 1 << 24));
        }
        expect((await verified(unpacked)).code).toBe(0);
        const sheet = JSON.parse(readFileSync(join(unpacked, 'sheet.json'), 'utf8')) as EvidenceSheet;
        expect(sheet).toMatchObject({
          what: { eventId: auditEventId },
          log: {
            note: readFileSync(join(unpacked, 'checkpoint'), 'utf8'),
            signatures: [{ by: 'log' }, { by: 'witness', name: 'ardoise/witness', at: '2023-11-14T22:13:20.000Z' }],
          },
          made: { format: 'bundle' },
        });
        // What the sheet rests on, and the checkpoint holds, is in the extract.
        const events = readFileSync(join(unpacked, 'events.jsonl'), 'utf8');
        const held = sheet.events.filter(({ leafIndex }) => leafIndex !== null && leafIndex < sheet.log!.size);
        expect(held.map(({ type }) => type)).toContain('snapshot.digested');
        for (const { id } of held) expect(events).toContain(id);

        const text = readFileSync(join(unpacked, 'sheet.json'), 'utf8');
        writeFileSync(join(unpacked, 'sheet.json'), text.replace('"success"', '"succesS"'));
        const changed = await verified(unpacked);
        expect(changed.code).toBe(1);
        expect(changed.stdout).toContain('sheet.json is not the file that the log signed in the manifest');
      });
    });
  });
});
