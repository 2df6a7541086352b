import type { Connection } from 'mysql2/promise';
import { DAY_MS, MINUTE_MS, shiftClock } from '../../src/platform/kernel/clock.js';
import { Client, PASSWORD } from '../builders/client.js';
import { confirmAddress } from '../builders/mailbox.js';
import { expectProblem } from '../builders/problems.js';
import { connectSql, rows } from '../setup/sql.js';
import { secondProcess, startTestApp, type TestApp } from '../setup/test-app.js';

describe('signing in', () => {
  let world: TestApp;
  let admin: Connection;

  beforeAll(async () => {
    world = await startTestApp('signin', { TRUST_PROXY: '1' });
    admin = await connectSql(world.database.adminUrl);
  });
  afterEach(() => shiftClock(0));
  afterAll(async () => {
    await admin.end();
    await world.stop();
  });

  const signIn = (email: string, password = PASSWORD) =>
    new Client(world.url).post<{ token: string }>('/sessions', { email, password });
  const signInFrom = (forwarded: string, email: string, password = PASSWORD) =>
    new Client(world.url).post('/sessions', { email, password }, { 'X-Forwarded-For': forwarded });
  const denials = () =>
    rows<{ payload: Buffer }>(admin, "SELECT payload FROM audit_events WHERE type = 'session.denied' ORDER BY id");

  test('gives a token and the user, in any spelling of the address', async () => {
    const owner = await Client.signUp(world.url, { email: 'Zoé.Owner@Example.test', locale: 'fr' });
    for (const email of [owner.email, owner.email.toUpperCase(), `  ${owner.email} `, owner.email.normalize('NFD')]) {
      expect(await signIn(email)).toMatchObject({
        status: 201,
        body: {
          token: expect.stringMatching(/^ard_/),
          user: { id: await owner.userId(), email: owner.email, locale: 'fr' },
        },
      });
    }
  });

  test('advertises no password, whoever signs up under an address of the demo', async () => {
    await Client.signUp(world.url, { email: 'owner@demo.test' });
    const page = await (await fetch(`${world.url}/sign-in`)).text();
    expect(page).toContain('name="password"');
    expect(page).not.toContain('ardoise-demo');
  });

  test('tells a wrong password and an unknown address in the same words', async () => {
    const owner = await Client.signUp(world.url);
    const [wrong, unknown] = [await signIn(owner.email, `${PASSWORD}r`), await signIn('nobody@example.test')];
    expectProblem(wrong, 'UNAUTHENTICATED');
    expect(unknown.body).toEqual(wrong.body);
    expect(unknown.headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  test('is refused after ten failures, the right password too, until the time is over; each failure is recorded', async () => {
    const [owner, neighbour] = [await Client.signUp(world.url), await Client.signUp(world.url)];
    const before = (await denials()).length;
    for (let i = 0; i < 10; i++)
      expectProblem(await signIn(owner.email.toUpperCase(), `guess ${i}`), 'UNAUTHENTICATED');
    const refused = await signIn(owner.email);
    expectProblem(refused, 'TOO_MANY_REQUESTS');
    expect(Number(refused.headers.get('retry-after'))).toBe(60);
    // Nobody else is locked out, and who is signed in stays so.
    expect((await signIn(neighbour.email)).status).toBe(201);
    expect((await owner.get('/me')).status).toBe(200);
    const recorded = await denials();
    expect(recorded.length).toBe(before + 10);
    expect(JSON.parse(recorded.at(-1)!.payload.toString())).toMatchObject({
      data: { outcome: 'denied', reason: 'UNAUTHENTICATED', actor: { type: 'anonymous' } },
    });
    expect(recorded.at(-1)!.payload.toString()).not.toContain(owner.email);
    shiftClock(16 * MINUTE_MS);
    expect((await signIn(owner.email)).status).toBe(201);
  });

  test.each(['12345678', '          ', '1234567890', 'Password123'])(
    'is not set up with the password "%s"',
    async (password) => {
      const answer = await new Client(world.url).post('/sign-ups', {
        email: 'weak@example.test',
        password,
        businessName: 'Weak',
      });
      expectProblem(answer, 'VALIDATION');
      expect(answer.body).toMatchObject({ errors: [{ path: 'password' }] });
      const body = new URLSearchParams({
        email: 'weak@example.test',
        password,
        businessName: 'Weak',
        edition: 'express',
        locale: 'en',
      });
      const page = await fetch(`${world.url}/sign-up`, { method: 'POST', body });
      expect(page.status).toBe(422);
    },
  );

  test('leads back to the page that was asked for, and never by an address too long for a proxy', async () => {
    const asked = async (path: string) =>
      (await fetch(`${world.url}${path}`, { redirect: 'manual' })).headers.get('location');
    expect(await asked('/b/x/journal?after=1')).toBe('/sign-in?next=%2Fb%2Fx%2Fjournal%3Fafter%3D1');
    const long = '%F0%9F%91%8D'.repeat(1_000);
    expect(await asked(`/b/x/journal?after=${long}`)).toBe('/sign-in?next=%2Fb%2Fx%2Fjournal');
    expect(await asked(`/b/${long}/journal`)).toBe('/sign-in?next=%2F');
  });

  test('ends with the session: signed out, or after its time; other sessions go on', async () => {
    const owner = await Client.signUp(world.url);
    const [one, other] = [await owner.signInAgain(), await owner.signInAgain()];
    expect((await one.delete('/sessions/current')).status).toBe(204);
    expectProblem(await one.get('/me'), 'UNAUTHENTICATED');
    expectProblem(await one.delete('/sessions/current'), 'UNAUTHENTICATED');
    expect((await other.get('/me')).status).toBe(200);
    shiftClock(14 * DAY_MS - MINUTE_MS);
    expect((await other.get('/me')).status).toBe(200);
    shiftClock(14 * DAY_MS + MINUTE_MS);
    expectProblem(await other.get('/me'), 'UNAUTHENTICATED');
  });

  test('keeps of a token nothing that could be used', async () => {
    const { token } = await Client.signUp(world.url);
    const tables = await rows<{ t: string }>(
      admin,
      'SELECT TABLE_NAME AS t FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()',
    );
    for (const { t } of tables)
      expect(JSON.stringify(await rows(admin, `SELECT * FROM ${t}`))).not.toContain(token!.slice(4, 30));
  });

  test('looks at no more passwords than the limit lets through when four hundred come at once, at two processes', async () => {
    const owner = await Client.signUp(world.url);
    const other = await secondProcess(world);
    try {
      const before = (await denials()).length;
      const guess = (i: number) =>
        new Client(i % 2 ? world.url : other.url).post('/sessions', { email: owner.email, password: `guess ${i}` });
      const guesses = Array.from({ length: 400 }, (_, i) => (i === 200 ? signIn(owner.email) : guess(i)));
      const statuses = (await Promise.all(guesses)).map(({ status }) => status);
      const looked = statuses.filter((status) => status === 401 || status === 201).length;
      expect(looked).toBeLessThanOrEqual(11);
      expect(statuses.filter((status) => status === 429)).toHaveLength(400 - looked);
      // Each that was looked at and was wrong is in the log, and no other.
      expect((await denials()).length - before).toBe(statuses.filter((status) => status === 401).length);
    } finally {
      await other.close();
    }
  });

  test('a stranger’s failures lock out the stranger, and not whom signs in from an address that is known', async () => {
    const owner = await Client.signUp(world.url);
    expect((await signInFrom('192.0.2.10', owner.email)).status).toBe(201);
    // Seventy failures from ten addresses, as a botnet has them.
    for (let i = 0; i < 70; i++) await signInFrom(`198.51.100.${i % 10}`, owner.email, `guess ${i}`);
    expectProblem(await signInFrom('198.51.100.99', owner.email), 'TOO_MANY_REQUESTS');
    expect((await signInFrom('192.0.2.10', owner.email)).status).toBe(201);
  });

  test('believes of forwarded addresses the one that the proxy itself has written', async () => {
    const owner = await Client.signUp(world.url);
    for (let i = 0; i < 10; i++) {
      expectProblem(await signInFrom(`10.9.8.${i}, 203.0.113.5`, owner.email, 'guess'), 'UNAUTHENTICATED');
    }
    expectProblem(await signInFrom('10.9.8.99, 203.0.113.5', owner.email), 'TOO_MANY_REQUESTS');
  });

  test('needs a sign-up whose address is free and whose password is long enough', async () => {
    const owner = await Client.signUp(world.url);
    const ask = {
      email: 'fresh@example.test',
      password: PASSWORD,
      businessName: 'Fresh',
      edition: 'accounting',
      locale: 'en',
    };
    const signUp = (more: object) => new Client(world.url).post('/sign-ups', { ...ask, ...more });
    expectProblem(await signUp({ email: owner.email.toUpperCase() }), 'ALREADY_EXISTS');
    expectProblem(await signUp({ password: '1234567' }), 'VALIDATION');
    expectProblem(await signUp({ email: 'no address' }), 'VALIDATION');
    const answers = await Promise.all(Array.from({ length: 4 }, () => signUp({})));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });

  test('a flood of sign-ups from one address is stopped, and makes nobody else wait for long', async () => {
    const limited = await secondProcess(world, { signUpsPerHour: 12 });
    try {
      const ask = (i: number) => ({
        email: `flood-${i}@example.test`,
        password: PASSWORD,
        businessName: 'Flood',
        locale: 'en',
      });
      const statuses: number[] = [];
      const flood = Array.from({ length: 200 }, (_, i) =>
        new Client(limited.url)
          .post('/sign-ups', ask(i), { 'X-Forwarded-For': '203.0.113.77' })
          .then(({ status }) => statuses.push(status)),
      );
      const owner = await Client.signUp(world.url);
      const { status } = await new Client(limited.url).post(
        '/sessions',
        { email: owner.email, password: PASSWORD },
        { 'X-Forwarded-For': '192.0.2.44' },
      );
      expect(status).toBe(201);
      await Promise.all(flood);
      expect(statuses.filter((made) => made === 201).length).toBeLessThanOrEqual(12);
      expect(statuses.filter((made) => made !== 201 && made !== 429 && made !== 503)).toEqual([]);
    } finally {
      await limited.close();
    }
  });

  test('is not told by an invitation, and found out of few addresses by the answers to sign-ups', async () => {
    const known = await Client.signUp(world.url);
    const from = { 'X-Forwarded-For': '198.51.100.9' };
    const owner = await Client.signUp(world.url);
    await confirmAddress(owner);
    const invite = (email: string) => owner.post(owner.of('/members'), { email, role: 'viewer' }, from);
    const [there, not] = [await invite(known.email), await invite('nobody-signs-in-so@example.test')];
    expect([there.status, not.status]).toEqual([201, 201]);
    const shapeOf = ({ body }: typeof there) => [body.state, Object.keys(body.invitation as object)];
    expect(shapeOf(there)).toEqual(shapeOf(not));

    const signUp = (email: string) =>
      new Client(world.url)
        .post('/sign-ups', { email, password: PASSWORD, businessName: 'Guess', locale: 'en' }, from)
        .then(({ status }) => status);
    const taken = await Promise.all(Array.from({ length: 24 }, () => signUp(known.email)));
    expect(taken.filter((status) => status === 409).length).toBeLessThanOrEqual(20);
    expect(await signUp('free@example.test')).toBe(429);
  });
});
