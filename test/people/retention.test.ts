import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { auditErase } from '../../src/cli/audit-erase-command.js';
import { Sessions } from '../../src/people/identity/sessions.service.js';
import { DAY_MS, shiftClock } from '../../src/platform/kernel/clock.js';
import { Mailer } from '../../src/platform/outbox/mailer.service.js';
import { Outbox } from '../../src/platform/outbox/outbox.service.js';
import { Client } from '../builders/client.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

/** What tells of people and is of no use any more does not stay for ever. */
describe('mails that were delivered and sessions that are over', () => {
  let scene: Scene;
  let owner: Client;

  beforeAll(async () => {
    scene = await Scene.start('retention', { MAIL_RETENTION_DAYS: '30', SESSION_RETENTION_DAYS: '60' });
  });
  afterAll(() => scene.stop());
  afterEach(() => shiftClock(0));

  /** Somebody to whom a mail was delivered, one waits, and of whose sessions one is over. */
  beforeEach(async () => {
    await scene.sql.admin.query('DELETE FROM outbox_messages');
    owner = await Client.withBooks(scene.url);
    await owner.reset();
    while ((await scene.world.app.get(Outbox).deliverDue()) > 0);
    await owner.restore();
    await (await owner.signInAgain()).delete('/sessions/current');
  });

  const mailFiles = () => readdirSync(join(scene.world.settings.dataDir, 'mail'));
  const sessionsOf = async (client: Client) => {
    const [found] = await rows<{ open: string; over: string }>(
      scene.sql.admin,
      `SELECT COUNT(*) - COUNT(ended_at) AS open, COUNT(ended_at) AS \`over\` FROM sessions
       WHERE user_id = (SELECT id FROM users WHERE email = ?)`,
      [client.email],
    );
    return { open: Number(found!.open), over: Number(found!.over) };
  };
  const mails = async () => {
    const found = await rows<{ done: number; n: string }>(
      scene.sql.admin,
      'SELECT done_at IS NOT NULL AS done, COUNT(*) AS n FROM outbox_messages GROUP BY 1',
    );
    const count = (isDone: number) => Number(found.find(({ done }) => Number(done) === isDone)?.n ?? 0);
    return { delivered: count(1), waiting: count(0) };
  };
  const forgetOld = async () => {
    while (await scene.world.app.get(Mailer).forgetOld());
    while (await scene.world.app.get(Sessions).forgetOld());
  };

  test('stay for the time that the settings say', async () => {
    shiftClock(29 * DAY_MS);
    await forgetOld();
    expect(await mails()).toEqual({ delivered: 1, waiting: 1 });
    expect(await sessionsOf(owner)).toEqual({ open: 1, over: 1 });
  });

  test('are deleted then, with the file of the mail; what waits to be sent stays', async () => {
    const filesBefore = mailFiles().length;
    shiftClock(31 * DAY_MS);
    await forgetOld();
    expect(await mails()).toEqual({ delivered: 0, waiting: 1 });
    expect(mailFiles()).toHaveLength(filesBefore - 1);
    expect(await sessionsOf(owner)).toEqual({ open: 1, over: 1 });
    shiftClock(61 * DAY_MS);
    await forgetOld();
    expect((await sessionsOf(owner)).over).toBe(0);
    shiftClock(61 * DAY_MS + 14 * DAY_MS);
    await forgetOld();
    expect(await sessionsOf(owner)).toEqual({ open: 0, over: 0 });
  });

  test('are deleted at once when the person is erased, and nobody else is touched', async () => {
    const other = await Client.signUp(scene.url);
    await (await other.signInAgain()).delete('/sessions/current');
    const said: string[] = [];
    const open = async () => ({ app: scene.world.app, isEmbedded: false, migrated: [], urls: scene.world.database });
    await auditErase.run(
      { open, print: (line) => said.push(line) },
      auditErase.parse(['--user', await owner.userId(), '--yes']),
    );
    expect(said.at(-1)).toBe('Deleted also: mail files 1, mails 1, sessions 2, known addresses 1.');
    expect(await mails()).toEqual({ delivered: 0, waiting: 1 });
    expect(await sessionsOf(owner)).toEqual({ open: 0, over: 0 });
    expect(await sessionsOf(other)).toEqual({ open: 1, over: 1 });
  });
});
