import type { Connection } from 'mysql2/promise';
import { Outbox } from '../../src/platform/outbox/outbox.service.js';
import { DAY_MS, HOUR_MS, shiftClock } from '../../src/platform/kernel/clock.js';
import { Client, PASSWORD } from '../builders/client.js';
import { isOfJoining } from '../builders/mailbox.js';
import { expectProblem } from '../builders/problems.js';
import { connectSql, rows } from '../setup/sql.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

interface Mail {
  to: string;
  subject: string;
  text: string;
}

describe('another e-mail address to sign in with', () => {
  let world: TestApp;
  let admin: Connection;
  let people = 0;

  beforeAll(async () => {
    world = await startTestApp('emailchange');
    admin = await connectSql(world.database.adminUrl);
  });
  afterEach(() => shiftClock(0));
  afterAll(async () => {
    await admin.end();
    await world.stop();
  });

  const fresh = () => `new-${++people}@example.test`;
  const mailsTo = async (address: string) =>
    (
      await rows<{ body: string }>(
        admin,
        "SELECT body FROM outbox_messages WHERE topic = 'mail' ORDER BY created_at, id",
      )
    )
      .map(({ body }) => JSON.parse(body) as Mail)
      .filter((mail) => mail.to === address && !isOfJoining(mail));
  const linkTo = async (address: string) => {
    const link = /\/confirm-email\/[\w-]+/.exec((await mailsTo(address)).at(-1)!.text)?.[0];
    return `${world.url}${link}`;
  };
  const ask = (owner: Client, email: string, password = PASSWORD) => owner.patch('/me', { email, password });
  const open = async (url: string, method = 'GET') => {
    const response = await fetch(url, { method, headers: { 'Accept-Language': 'en' } });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  const signIn = async (email: string) =>
    (await new Client(world.url).post('/sessions', { email, password: PASSWORD })).status;
  const eventsOf = async (owner: Client) =>
    (
      await rows<{ payload: Buffer }>(admin, 'SELECT payload FROM audit_events WHERE subject = ? ORDER BY id', [
        `user/${await owner.userId()}`,
      ])
    )
      .map(({ payload }) => JSON.parse(payload.toString('utf8')) as { type: string; data: { outcome: string } })
      .filter(({ type }) => type.startsWith('user.'))
      .map(({ type, data }) => `${type} ${data.outcome}`);

  test('counts once it has confirmed by the mailed link; the old one is told, and other sessions end', async () => {
    const owner = await Client.signUp(world.url);
    const [elsewhere, email] = [await owner.signInAgain(), fresh()];
    expect(await ask(owner, ` ${email} `)).toMatchObject({
      status: 200,
      body: { email: owner.email, pendingEmail: email },
    });
    expect([await signIn(owner.email), await signIn(email)]).toEqual([201, 401]);
    expect((await mailsTo(owner.email)).map(({ subject }) => subject)).toEqual([
      'A change of your e-mail address was asked for',
    ]);

    const link = await linkTo(email);
    // Programs look at mailed links before people do.
    const page = await open(link);
    expect([page.status, page.text.includes(email), page.headers.get('referrer-policy')]).toEqual([
      200,
      true,
      'no-referrer',
    ]);
    expect(await signIn(email)).toBe(401);
    expect((await open(link, 'POST')).status).toBe(200);

    expect([await signIn(owner.email), await signIn(email)]).toEqual([401, 201]);
    expect((await owner.get('/me')).body).toMatchObject({ email });
    expectProblem(await elsewhere.get('/me'), 'UNAUTHENTICATED');
    expect((await mailsTo(owner.email)).at(-1)!.subject).toBe('Your e-mail address has changed');
    expect(await eventsOf(owner)).toEqual(['user.email-change-asked success', 'user.email-changed success']);
    expect((await open(link, 'POST')).status).toBe(404);
  });

  test('needs the password, whose guesses are counted and recorded like a sign-in’s', async () => {
    const owner = await Client.signUp(world.url);
    const answers = await Promise.all(Array.from({ length: 40 }, () => ask(owner, fresh(), 'not it')));
    const statuses = answers.map(({ status }) => status);
    expect([statuses.filter((s) => s === 403).length, statuses.filter((s) => s === 429).length]).toEqual([10, 30]);
    expect(await eventsOf(owner)).toEqual(Array(10).fill('user.email-change-asked denied'));
    expectProblem(await ask(owner, fresh()), 'TOO_MANY_REQUESTS');
    expectProblem(await ask(await Client.signUp(world.url), 'no address'), 'VALIDATION');
  });

  test('mails nobody more than five times a day', async () => {
    const [owner, email] = [await Client.signUp(world.url), fresh()];
    for (let i = 0; i < 5; i++) expect((await ask(owner, email)).status).toBe(200);
    expectProblem(await ask(owner, email), 'TOO_MANY_REQUESTS');
    expect(await mailsTo(email)).toHaveLength(5);
  });

  test('is confirmed by the newest link alone, within a day', async () => {
    const [owner, first, second] = [await Client.signUp(world.url), fresh(), fresh()];
    await ask(owner, first);
    const old = await linkTo(first);
    await ask(owner, second);
    expect((await open(old, 'POST')).status).toBe(404);
    const link = await linkTo(second);
    shiftClock(DAY_MS + HOUR_MS);
    expect((await open(link)).status).toBe(404);
    expect((await open(link, 'POST')).status).toBe(404);
    expect((await open(`${world.url}/confirm-email/${'x'.repeat(43)}`)).status).toBe(404);
  });

  test('does not tell who asks whether somebody has it, but whom it belongs to', async () => {
    const [owner, other] = [await Client.signUp(world.url), await Client.signUp(world.url)];
    expect(await ask(owner, other.email.toUpperCase())).toMatchObject({ status: 200, body: { email: owner.email } });
    const [mail] = await mailsTo(other.email.toUpperCase());
    expect(mail!.text).not.toContain('/confirm-email/');
    expect(await signIn(other.email)).toBe(201);
  });

  test('that somebody took in between is refused', async () => {
    const [owner, email] = [await Client.signUp(world.url), fresh()];
    await ask(owner, email);
    await Client.signUp(world.url, { email });
    expect((await open(await linkTo(email), 'POST')).status).toBe(409);
    expect(await signIn(owner.email)).toBe(201);
  });

  test('does not keep notices from the sign-up address, nor for a month from the one before', async () => {
    const owner = await Client.signUp(world.url);
    const [second, third] = [fresh(), fresh()];
    for (const email of [second, third]) {
      await ask(owner, email);
      await open(await linkTo(email), 'POST');
    }
    const told = async () => {
      await admin.query('DELETE FROM outbox_messages');
      await owner.import();
      expect((await owner.reset()).status).toBe(201);
      await world.app.get(Outbox).deliverDue();
      const mails = await rows<{ body: string }>(admin, 'SELECT body FROM outbox_messages');
      return mails.map(({ body }) => (JSON.parse(body) as Mail).to).sort();
    };
    expect(await told()).toEqual([second, third, owner.email].sort());
    await admin.query('UPDATE email_changes SET confirmed_at = confirmed_at - INTERVAL 31 DAY');
    expect(await told()).toEqual([third, owner.email].sort());
  });
});
