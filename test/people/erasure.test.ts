import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { auditErase } from '../../src/cli/audit-erase-command.js';
import { databaseSource } from '../../src/log/transparency-log/database-source.js';
import { LogKeys } from '../../src/log/transparency-log/log-keys.service.js';
import { LogReader } from '../../src/log/transparency-log/log-reader.service.js';
import { LogWorker } from '../../src/log/transparency-log/log-worker.service.js';
import { verifyLog } from '../../src/log/verifier/verify-log.js';
import { Outbox } from '../../src/platform/outbox/outbox.service.js';
import { CheckpointMails } from '../../src/review/checkpoint-mails/checkpoint-mails.service.js';
import { RETENTION } from '../../src/ui/retention/retention-table.js';
import { Client, PASSWORD } from '../builders/client.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { moveTo } from '../builders/confirm-email.js';
import { sendInvitation } from '../builders/mailbox.js';
import { PanelClient } from '../builders/panel-client.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

/** What tells who it was: nothing else in the database or among the files has these words in it. */
const MARKS = {
  signUpEmail: 'Mark.Sign-Up@marked.example',
  formerEmail: 'mark.former@marked.example',
  email: 'mark.now@marked.example',
  pendingEmail: 'mark.pending@marked.example',
  ip: '203.0.113.77',
  device: 'MarkedDevice/7.7',
  reason: 'A marked reason of my own',
} as const;
type Mark = keyof typeof MARKS;

/** Somebody else, of whom everything must stay: an address that ends and begins like the other. */
const OTHER = 'not.mark.now@marked.example';

/** What the events of an erasure say. */
interface Erased {
  readonly events: number;
  readonly also?: Readonly<Record<string, number>>;
}

/** Mark → the places in which it was found: `table.column`, or a file. */
type Places = Readonly<Record<Mark, readonly string[]>>;

/**
 * A person does everything that leaves something behind, and is erased. Then every table that the database has is read to the end, and every
 * file of the data folder: a table that is added tomorrow is read, too.
 */
describe('the erasure of a person', () => {
  let scene: Scene;
  let person: Client;
  let other: Client;
  let userId: string;
  let before: Places;
  let said: string[];
  let ofOtherBefore: string[];

  beforeAll(async () => {
    scene = await Scene.start('erasure', { PANEL: 'on', TRUST_PROXY: '1' });
    other = await Client.withBooks(scene.url, { email: OTHER });
    await other.reset();
    person = await liveALife();
    await othersDoSomethingAboutIt();
    await deliverMails();
    await person.patch('/me', { email: MARKS.pendingEmail, password: PASSWORD }, asMarked);
    await deliverMails();
    userId = await person.userId();
    before = await placesOfMarks();
    ofOtherBefore = await ofOther();
    said = await erase();
  }, 120_000);
  afterAll(() => scene.stop());

  const asMarked = { 'X-Forwarded-For': MARKS.ip, 'User-Agent': MARKS.device };

  const deliverMails = async () => {
    while ((await scene.world.app.get(Outbox).deliverDue()) > 0);
  };

  const trySignIn = (email: string) =>
    new Client(scene.url).post('/sessions', { email, password: 'a wrong password' }, asMarked);

  async function liveALife(): Promise<Client> {
    const signedUp = await new Client(scene.url).post<{ token: string; business: { id: string } }>(
      '/sign-ups',
      {
        email: MARKS.signUpEmail,
        password: PASSWORD,
        businessName: 'A business',
        edition: 'accounting',
        locale: 'fr',
      },
      asMarked,
    );
    const owner = new Client(scene.url, signedUp.body.token, MARKS.signUpEmail, signedUp.body.business.id);
    await owner.withContent();
    await owner.invite('owner');
    const reason = MARKS.reason;
    await owner.reset({ reason, signUpEmail: 'other@e.test' }, asMarked);
    await owner.reset({ reason }, { ...asMarked, 'Idempotency-Key': 'marked' });
    await owner.restore({ reason }, asMarked);
    await (await owner.signInAgain()).delete('/sessions/current');
    await trySignIn(MARKS.signUpEmail.toUpperCase());
    await moveTo(owner, MARKS.formerEmail, scene.sql.admin);
    await moveTo(owner, MARKS.email, scene.sql.admin);
    await trySignIn(MARKS.email);
    return owner;
  }

  async function othersDoSomethingAboutIt(): Promise<void> {
    await sendInvitation(other, MARKS.email, 'accountant');
    const { app } = scene.world;
    const compliance = await PanelClient.signedIn(app, scene.url, 'compliance');
    const support = await PanelClient.signedIn(app, scene.url, 'support');
    const done = [
      await compliance.post('/api/pages/events', {
        command: 'save-view',
        name: `of ${MARKS.email}`,
        query: 'outcome=denied',
        isShared: true,
      }),
      await compliance.post('/api/pages/log', { command: 'subscribe', email: MARKS.email, locale: 'en' }),
      await support.post('/api/pages/support-action', {
        command: 'send-link',
        businessId: person.businessId,
        targetId: person.businessId,
        reason: `Asked by ${MARKS.email} on the phone`,
        ticket: 'S-1',
        idempotencyKey: newId(),
      }),
      await new PanelClient(scene.url, MARKS.email).signIn('not the password'),
    ];
    expect(done.map(({ status }) => status)).toEqual([200, 200, 200, 401]);
    while (await app.get(LogWorker).keep());
    await app.get(CheckpointMails).mailDue();
  }

  async function erase(): Promise<string[]> {
    const lines: string[] = [];
    const open = async () => ({ app: scene.world.app, isEmbedded: false, migrated: [], urls: scene.world.database });
    await auditErase.run(
      { open, print: (line) => lines.push(line) },
      auditErase.parse(['--user', userId, '--ticket', 'GDPR-1', '--yes']),
    );
    return lines;
  }

  /** Every place in the database and in the data folder, with what stands there. */
  async function everything(): Promise<(readonly [place: string, text: string])[]> {
    const tables = await rows<{ name: string }>(
      scene.sql.admin,
      "SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE'",
    );
    const found: (readonly [string, string])[] = [];
    for (const { name } of tables) {
      for (const row of await rows<Record<string, unknown>>(scene.sql.admin, `SELECT * FROM ${name}`)) {
        for (const [column, value] of Object.entries(row)) {
          const text = Buffer.isBuffer(value) ? value.toString('utf8') : String(value);
          found.push([`${name}.${column}`, text]);
        }
      }
    }
    const { dataDir } = scene.world.settings;
    for (const name of readdirSync(dataDir, { recursive: true, encoding: 'utf8' })) {
      const path = join(dataDir, name);
      if (statSync(path).isFile()) found.push([name.split('/')[0]!, readFileSync(path, 'utf8').replace(/=\r?\n/g, '')]);
    }
    return found;
  }

  async function placesOfMarks(): Promise<Places> {
    const all = await everything();
    const places = Object.entries(MARKS).map(([mark, text]) => {
      // Of addresses, none that only has one in it.
      const isIn = new RegExp(`(?<![\\w.])${text.replace(/[.+/]/g, '\\$&')}(?!\\w)`, 'i');
      return [mark, [...new Set(all.filter(([, found]) => isIn.test(found)).map(([place]) => place))].sort()];
    });
    return Object.fromEntries(places) as Places;
  }

  const ofOther = async () =>
    (await everything())
      .filter(([, text]) => text.includes(OTHER))
      .map(([place]) => place)
      .sort();

  test('has something to do: the marks are wherever a person leaves some', () => {
    const beside = 'audit_personal_details.details';
    const mails = ['mail', 'outbox_messages.body'];
    const changes = ['email_changes.new_email', 'email_changes.old_email'];
    expect(before).toEqual({
      signUpEmail: [beside, changes[1], ...mails, 'users.sign_up_email'],
      formerEmail: [beside, ...changes, ...mails],
      email: [
        ...[beside, 'checkpoint_subscribers.email', ...changes, 'invitations.email', 'invitations.email_key', ...mails],
        ...['saved_views.name', 'users.email', 'users.email_key'],
      ],
      pendingEmail: [beside, changes[0], ...mails],
      ip: [beside, 'sessions.address'],
      device: [beside, 'sessions.user_agent'],
      reason: [beside, ...mails],
    });
  });

  test('leaves nothing but what the table of retention says, and why', async () => {
    const kept = new Set(RETENTION.flatMap(({ afterErasure }) => afterErasure?.columns ?? []));
    const left = Object.entries(await placesOfMarks()).flatMap(([mark, places]) =>
      places.filter((place) => !kept.has(place)).map((place) => `${mark} in ${place}`),
    );
    expect(left).toEqual([]);
  });

  test('says what went, on the screen and in the log, which verifies as before', async () => {
    const [beside, also, ...more] = said;
    expect(more).toEqual([]);
    const [events] = /\d+/.exec(beside!)!;
    for (const name of [
      'mails',
      'mail files',
      'sessions',
      'email changes',
      'known addresses',
      'saved views',
      'invitations',
    ]) {
      expect(also).toMatch(new RegExp(`\\b${name} [1-9]`));
    }
    const recorded = await rows<{ payload: Buffer }>(
      scene.sql.admin,
      "SELECT payload FROM audit_events WHERE type = 'audit.personal-details-erased' ORDER BY id",
    );
    const details = recorded.map(({ payload }) => {
      const { data } = JSON.parse(payload.toString('utf8')) as { data: { details: Erased } };
      return data.details;
    });
    expect(details.reduce((sum, { events: count }) => sum + count, 0)).toBe(Number(events));
    const counts = Object.entries(details.at(-1)!.also!).map(
      ([name, count]) => `${name.replaceAll('_', ' ')} ${count}`,
    );
    expect(
      also!
        .replace(/^Deleted also: |\.$/g, '')
        .split(', ')
        .sort(),
    ).toEqual(counts.sort());
    const { app } = scene.world;
    while (await app.get(LogWorker).keep());
    await verifyLog(databaseSource(app.get(LogReader), app.get(LogKeys)), { keys: [] });
  });

  test('touches nobody else, though the one address ends like the other', async () => {
    expect(ofOtherBefore).toEqual(
      expect.arrayContaining(['audit_personal_details.details', 'mail', 'outbox_messages.body']),
    );
    // The invitation that the other sent to this person names both, and was this person's to be forgotten.
    const left = [...ofOtherBefore];
    for (const shared of ['audit_personal_details.details', 'mail', 'outbox_messages.body'])
      left.splice(left.indexOf(shared), 1);
    expect(await ofOther()).toEqual(left);
    expect((await other.get('/me')).status).toBe(200);
  });

  test('does not take the account away: the person signs in again, and has the data', async () => {
    expect((await person.get('/me')).status).toBe(401);
    const again = await new Client(scene.url, undefined, MARKS.email, person.businessId).signInAgain();
    expect((await again.reset({ signUpEmail: MARKS.signUpEmail })).status).toBe(201);
  });
});
