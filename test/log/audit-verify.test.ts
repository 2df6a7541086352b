import '../../src/app.module.js';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditProof } from '../../src/cli/audit-proof-command.js';
import { auditVerify } from '../../src/cli/audit-verify-command.js';
import type { CliCommand } from '../../src/cli/command.js';
import { UsageError } from '../../src/cli/usage-error.js';
import { bytesToId, newId } from '../../src/platform/kernel/ids.js';
import { LogWorker } from '../../src/log/transparency-log/log-worker.service.js';
import { LogKeys } from '../../src/log/transparency-log/log-keys.service.js';
import { Client } from '../builders/client.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

describe('the log in the database', () => {
  let scene: Scene;
  let folder: string;
  beforeAll(async () => {
    scene = await Scene.start('audit_verify');
    folder = await mkdtemp(join(tmpdir(), 'audit-verify-'));
    await Client.signUp(scene.url);
    await Client.signUp(scene.url);
    while (await scene.world.app.get(LogWorker).keep());
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    await scene.stop();
  });

  async function run<Input>(command: CliCommand<Input>, ...args: string[]): Promise<string[]> {
    const lines: string[] = [];
    const open = async () => ({ app: scene.world.app, isEmbedded: false, migrated: [], urls: scene.world.database });
    await command.run({ open, print: (line) => lines.push(line) }, command.parse(args));
    return lines;
  }
  const eventIds = async () =>
    (await rows<{ event_id: Buffer }>(scene.sql.admin, 'SELECT event_id FROM audit_events ORDER BY id')).map((row) =>
      bytesToId(row.event_id),
    );
  const key = () => scene.world.app.get(LogKeys).verifierKey;

  test('is verified, with the personal details beside it', async () => {
    const count = (await eventIds()).length;
    const lines = await run(auditVerify, '--key', key());
    expect(lines.at(-1)).toBe(`VERIFIED: all ${count} entries of the database.`);
    expect(lines).toContain(`Personal details: ${count} events have theirs, as recorded; those of 0 are erased.`);
  });

  test('gives a proof of each event, which is verified without it', async () => {
    const file = join(folder, 'event.tlog-proof');
    for (const id of await eventIds()) {
      expect((await run(auditProof, id, '--out', file))[0]).toContain(`the event ${id} is entry`);
      expect(await readFile(file, 'utf8')).toMatch(/^c2sp\.org\/tlog-proof@v1\nextra /);
      expect((await run(auditVerify, file, '--key', key())).at(-1)).toMatch(/^VERIFIED: 1 of/);
    }
    await expect(run(auditProof, newId(), '--out', file)).rejects.toThrow('There is no event');
    await expect(run(auditProof, 'nonsense', '--out', file)).rejects.toThrow(UsageError);
    await expect(run(auditProof, newId())).rejects.toThrow(UsageError);
  });

  test('counts personal details that are erased, and finds those that are changed', async () => {
    const { admin } = scene.sql;
    await admin.query('DELETE FROM audit_personal_details LIMIT 1');
    expect((await run(auditVerify)).join('\n')).toContain('those of 1 are erased');
    await admin.query('DROP TRIGGER audit_personal_details_refuse_update');
    await admin.query(`UPDATE audit_personal_details SET details = '{}' LIMIT 1`);
    expect((await run(auditVerify)).at(-1)).toMatch(/^NOT VERIFIED\. The personal details of event \S+ are not those/);
  });

  test('is not verified once an administrator has changed an event', async () => {
    const { admin } = scene.sql;
    await admin.query('DROP TRIGGER audit_events_refuse_update');
    await admin.query(
      `UPDATE audit_events SET payload = REPLACE(payload, '"success"', '"denied!"') ORDER BY id LIMIT 1`,
    );
    expect((await run(auditVerify)).at(-1)).toMatch(
      /^NOT VERIFIED\. Entry 0 \(event \S+, \S+\): its bytes do not have/,
    );
  });
});
