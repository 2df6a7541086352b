import { auditErase } from '../../src/cli/audit-erase-command.js';
import { UsageError } from '../../src/cli/usage-error.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { databaseSource } from '../../src/log/transparency-log/database-source.js';
import { LogWorker } from '../../src/log/transparency-log/log-worker.service.js';
import { LogKeys } from '../../src/log/transparency-log/log-keys.service.js';
import { LogReader } from '../../src/log/transparency-log/log-reader.service.js';
import { verifyLog } from '../../src/log/verifier/verify-log.js';
import { whileTheLogIsBroken } from '../builders/broken-log.js';
import { Client } from '../builders/client.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

const REASON = 'Raison très privée';

describe('audit erase', () => {
  let scene: Scene;
  let owner: Client;
  let other: Client;

  beforeAll(async () => {
    scene = await Scene.start('erase');
    owner = await Client.withBooks(scene.url);
    other = await owner.invite('accountant');
    await owner.reset({ reason: REASON });
    await owner.restore({ reason: REASON });
  });
  afterAll(() => scene.stop());

  async function run(...args: string[]): Promise<string[]> {
    const said: string[] = [];
    const open = async () => ({ app: scene.world.app, isEmbedded: false, migrated: [], urls: scene.world.database });
    await auditErase.run({ open, print: (line) => said.push(line) }, auditErase.parse(args));
    return said;
  }

  async function detailsOf(actorId: string): Promise<string[]> {
    const found = await rows<{ details: string }>(
      scene.sql.admin,
      `SELECT d.details FROM audit_events e JOIN audit_personal_details d ON d.event_id = e.event_id
       WHERE e.actor_id = ?`,
      [actorId],
    );
    return found.map(({ details }) => details);
  }

  async function verify() {
    const { app } = scene.world;
    while (await app.get(LogWorker).keep());
    return verifyLog(databaseSource(app.get(LogReader), app.get(LogKeys)), { keys: [] });
  }

  const erasures = () =>
    rows<{ payload: Buffer }>(
      scene.sql.admin,
      "SELECT payload FROM audit_events WHERE type = 'audit.personal-details-erased' ORDER BY id",
    );

  test('erases nothing where the erasure cannot be recorded', async () => {
    const user = await owner.userId();
    const before = await detailsOf(user);
    await whileTheLogIsBroken(scene.sql.admin, async () => {
      await expect(run('--user', user, '--yes')).rejects.toThrow('AUDIT_UNAVAILABLE');
    });
    expect(await detailsOf(user)).toEqual(before);
  });

  test("erases what lies beside a user's events, and nothing else", async () => {
    const user = await owner.userId();
    const before = await detailsOf(user);
    expect(before.some((details) => details.includes(REASON))).toBe(true);
    const ofOther = await detailsOf(await other.userId());
    const sizeBefore = (await verify()).size;

    expect(await run('--user', user.toUpperCase(), '--ticket', 'GDPR-7', '--yes')).toEqual([
      `Erased the personal details beside ${before.length} events.`,
      'Deleted also: sessions 1.',
    ]);

    expect(await detailsOf(user)).toEqual([]);
    expect(await detailsOf(await other.userId())).toEqual(ofOther);
    const [erasure, also, ...more] = await erasures();
    expect(more).toEqual([]);
    expect(JSON.parse(erasure!.payload.toString('utf8'))).toMatchObject({
      subject: `user/${user}`,
      data: { ticket: 'GDPR-7', details: { events: before.length }, actor: { type: 'system', id: 'cli' } },
    });
    expect(JSON.parse(also!.payload.toString('utf8'))).toMatchObject({
      data: { ticket: 'GDPR-7', details: { events: 0, also: { sessions: 1 } } },
    });
    expect((await verify()).size).toBe(sizeBefore + 2);
    // The person was signed out with it, and signs in again.
    owner = await owner.signInAgain();
  });

  test('the owner still reads the events, over the API and in the pages', async () => {
    const types = (await owner.events()).map(({ type }) => type);
    expect(types).toContain('business.reset.completed');
    const page = await fetch(`${scene.url}/b/${owner.businessId}/history`, {
      headers: { Cookie: `ardoise_session=${owner.token}` },
    });
    expect(page.status).toBe(200);
    expect(await page.text()).not.toContain(REASON);
  });

  test('of more rows than one transaction erases, each batch is recorded', async () => {
    const user = await owner.userId();
    for (let i = 0; i < 510; i++) await owner.get(owner.of('/audit-events?limit=1'));
    const before = (await detailsOf(user)).length;
    await run('--user', user, '--yes');
    expect(await detailsOf(user)).toEqual([]);
    const counts = (await erasures()).map(({ payload }) => JSON.parse(payload.toString('utf8')).data.details.events);
    expect(counts.slice(2)).toEqual([500, before - 500, 0]);
    await verify();
  });

  test('says so when there is nothing, and records nothing', async () => {
    const before = (await erasures()).length;
    expect(await run('--user', newId(), '--yes')).toEqual([
      'There are no personal details beside events of this user.',
    ]);
    expect((await erasures()).length).toBe(before);
  });

  test('without a terminal it wants to be told --yes', async () => {
    await expect(run('--user', newId())).rejects.toThrow(UsageError);
  });

  test.each([[[]], [['--user', 'x']], [['--user', newId(), '--ticket', 'of Mr X']], [['--user', newId(), '--no']]])(
    '%j is bad usage',
    (args) => {
      expect(() => auditErase.parse(args)).toThrow(UsageError);
    },
  );
});
