import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogWorker } from '../../src/log/transparency-log/log-worker.service.js';
import { databaseSource } from '../../src/log/transparency-log/database-source.js';
import { LogKeys } from '../../src/log/transparency-log/log-keys.service.js';
import { LogReader } from '../../src/log/transparency-log/log-reader.service.js';
import { verifyLog } from '../../src/log/verifier/verify-log.js';
import { StaffAccounts } from '../../src/people/identity/staff.service.js';
import { systemActor, type StaffActor } from '../../src/platform/kernel/actor.js';
import { DAY_MS, shiftClock } from '../../src/platform/kernel/clock.js';
import { newId, type StaffId } from '../../src/platform/kernel/ids.js';
import { CheckpointMails } from '../../src/review/checkpoint-mails/checkpoint-mails.service.js';
import { PASSWORD } from '../builders/client.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

interface QueuedMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly attachments: { filename: string; content: string }[];
}

describe('checkpoints by mail', () => {
  let scene: Scene;
  let reviewer: StaffActor;

  beforeAll(async () => {
    scene = await Scene.start('checkpointmails');
    const email = 'reviewer@ardoise.test';
    await scene.world.app.get(StaffAccounts).add(systemActor('test'), email, 'compliance', PASSWORD);
    const [{ id }] = (await rows<{ id: string }>(scene.sql.admin, 'SELECT LOWER(HEX(id)) AS id FROM staff')) as [
      { id: string },
    ];
    const uuid = id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') as StaffId;
    reviewer = { type: 'staff', id: uuid, role: 'compliance', origin: { requestId: 'test' } };
  });
  afterAll(() => scene.stop());
  afterEach(() => shiftClock(0));

  const mails = () => scene.world.app.get(CheckpointMails);
  const queued = async () =>
    (
      await rows<{ body: string }>(scene.sql.admin, "SELECT body FROM outbox_messages WHERE topic = 'mail' ORDER BY id")
    ).map(({ body }) => JSON.parse(body) as QueuedMail);
  const events = async (type: string) =>
    (
      await rows<{ payload: Buffer }>(scene.sql.admin, 'SELECT payload FROM audit_events WHERE type = ? ORDER BY id', [
        type,
      ])
    ).map(({ payload }) => JSON.parse(payload.toString('utf8')).data);

  test('go to whom compliance names, once for each address', async () => {
    const { id } = await mails().add(reviewer, { email: 'Auditor@example.test', locale: 'en' });
    await mails().add(reviewer, { email: 'réviseure@exemple.test', locale: 'fr' });
    await expect(mails().add(reviewer, { email: 'auditor@example.test', locale: 'fr' })).rejects.toMatchObject({
      code: 'ALREADY_EXISTS',
    });
    await expect(mails().add(reviewer, { email: 'nobody', locale: 'fr' })).rejects.toMatchObject({
      code: 'VALIDATION',
    });
    expect(await mails().list()).toMatchObject([
      { id, email: 'Auditor@example.test', addedBy: 'reviewer@ardoise.test', sentAt: null },
      { email: 'réviseure@exemple.test', locale: 'fr' },
    ]);
    const added = await events('audit.subscriber-added');
    expect(added).toHaveLength(2);
    expect(added[0]).toMatchObject({ actor: { id: reviewer.id }, details: { subscriber_id: id } });
    // The address is beside the event, where it can be erased, and not in it.
    expect(JSON.stringify(added)).not.toContain('example.test');
  });

  test('hold the signed note, in both languages, as a file that the verifier takes later', async () => {
    await scene.world.app.get(LogWorker).keep();
    const published = (await scene.world.app.get(LogReader).latestCheckpoint())!.checkpoint;
    await Promise.all([mails().mailDue(), mails().mailDue()]);
    const sent = await queued();
    expect(sent.map(({ to }) => to).sort()).toEqual(['Auditor@example.test', 'réviseure@exemple.test']);
    const [english, french] = ['Auditor@example.test', 'réviseure@exemple.test'].map((to) =>
      sent.find((mail) => mail.to === to)!,
    ) as [QueuedMail, QueuedMail];
    expect(english.text).toContain('No witness has cosigned it.');
    expect(french.subject).toMatch(/^Journal d’audit : point de contrôle du \d{4}-\d\d-\d\d, \d+ entrées$/);
    const [{ filename, content }] = english.attachments as [{ filename: string; content: string }];
    expect(filename).toMatch(new RegExp(`^\\d{4}-\\d\\d-\\d\\d-${published.size}\\.checkpoint$`));
    for (const { text } of sent) {
      expect(text).toContain(content);
      expect(text).toContain(`--since ${filename}`);
    }

    await scene.world.app.get(LogWorker).keep();
    const folder = mkdtempSync(join(tmpdir(), 'ardoise-mail-'));
    writeFileSync(join(folder, filename), content);
    const { app } = scene.world;
    const source = databaseSource(app.get(LogReader), app.get(LogKeys));
    const verdict = await verifyLog(source, { keys: [app.get(LogKeys).verifierKey], kept: content });
    expect(verdict.size).toBeGreaterThan(published.size);
    rmSync(folder, { recursive: true });
    expect(await events('audit.checkpoint-mailed')).toMatchObject([
      { actor: { type: 'system' }, details: { entries: published.size } },
      { details: { entries: published.size } },
    ]);
  });

  test('leave again when a week has passed, not before', async () => {
    shiftClock(6 * DAY_MS);
    await mails().mailDue();
    expect(await queued()).toHaveLength(2);
  });

  test('stop when the address is removed', async () => {
    const [first] = await mails().list();
    await mails().remove(reviewer, { id: first!.id });
    for (const id of [first!.id, newId(), 'x', undefined]) {
      await expect(mails().remove(reviewer, { id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(await events('audit.subscriber-removed')).toMatchObject([{ details: { subscriber_id: first!.id } }]);
    await scene.sql.admin.query('UPDATE checkpoint_subscribers SET sent_at = sent_at - INTERVAL 7 DAY');
    await mails().mailDue();
    expect((await queued()).map(({ to }) => to).slice(2)).toEqual(['réviseure@exemple.test']);
  });
});
