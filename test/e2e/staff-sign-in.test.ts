import { Secret } from 'otpauth';
import { SETTINGS } from '../../src/platform/config/settings.js';
import { HOUR_MS, MINUTE_MS, shiftClock } from '../../src/platform/kernel/clock.js';
import { PASSWORD } from '../builders/client.js';
import { codeOf, PanelClient } from '../builders/panel-client.js';
import { Scene } from '../setup/scene.js';
import { secondProcess } from '../setup/test-app.js';
import { rows } from '../setup/sql.js';

describe("the staff's sign-in", () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.start('staff-sign-in', { PANEL: 'on' });
  });
  afterEach(() => shiftClock(0));
  afterAll(() => scene.stop());

  const hire = () => PanelClient.hire(scene.world.app, scene.url, 'support');
  const isIn = async (client: PanelClient) => (await client.get('/api/dashboard')).status === 200;

  /** Signed in and enrolled: with the phone's secret and the recovery codes. */
  async function enrol(client: PanelClient) {
    await client.signIn();
    const secret = await client.beginEnrolment();
    const { text } = await client.form('/second-factor/enrolment', { code: codeOf(secret) });
    return {
      secret,
      recovery: [...text.matchAll(/<code>([0-9a-f]{5}-[0-9a-f]{5})<\/code>/g)].map((match) => match[1]!),
    };
  }

  const eventsOf = async (type: string) =>
    (await rows<{ payload: Buffer }>(scene.sql.owner, 'SELECT payload FROM audit_events WHERE type = ?', [type])).map(
      ({ payload }) => JSON.parse(payload.toString('utf8')),
    );

  test('stores of a session only the hash of its cookie', async () => {
    const client = await hire();
    await client.signIn();
    const token = client.cookie.split('=')[1]!;
    const stored = JSON.stringify(await rows(scene.sql.owner, 'SELECT * FROM staff_sessions'));
    expect(stored).not.toContain(token);
    expect(stored).not.toContain(Buffer.from(token).toString('hex'));
  });

  test('gives a cookie that no script reads', async () => {
    const client = await hire();
    const { headers } = await client.signIn();
    expect(headers.getSetCookie()[0]).toMatch(
      /^ardoise_staff=ards_[\w-]{43}; Max-Age=43200; Path=\/; .*HttpOnly; SameSite=Lax$/,
    );
  });

  test('over https gives one of the host alone, that no plain connection sees, and signs in with it', async () => {
    const secure = await Scene.start('staff-https', { PANEL: 'on', PUBLIC_URL: 'https://books.example' });
    try {
      const client = await PanelClient.hire(secure.world.app, secure.url, 'support');
      const { headers } = await client.signIn();
      expect(headers.getSetCookie()[0]).toMatch(
        /^__Host-ardoise_staff=ards_[\w-]{43}; Max-Age=43200; Path=\/; (?!.*Domain=).*HttpOnly; Secure; SameSite=Lax$/,
      );
      expect(client.cookie).toMatch(/^__Host-ardoise_staff=/);
      expect(await isIn(client)).toBe(true);
    } finally {
      await secure.stop();
    }
  });

  test('ends after half an hour of nothing, and after twelve hours of anything', async () => {
    const client = await hire();
    await client.signIn();
    for (let minutes = 25; minutes <= 12 * 60 - 5; minutes += 25) {
      shiftClock(minutes * MINUTE_MS);
      expect(await isIn(client)).toBe(true);
    }
    shiftClock(12 * HOUR_MS + MINUTE_MS);
    expect(await isIn(client)).toBe(false);
    shiftClock(0);
    await client.signIn();
    shiftClock(31 * MINUTE_MS);
    expect(await isIn(client)).toBe(false);
  });

  test('ends with the account', async () => {
    const client = await hire();
    await client.signIn();
    await scene.sql.owner.query('UPDATE staff SET disabled_at = NOW(6) WHERE email = ?', [client.email]);
    expect(await isIn(client)).toBe(false);
    expect((await client.signIn()).status).toBe(401);
  });

  test('is recorded, done or denied, and its end too', async () => {
    const client = await hire();
    await client.signIn('wrong');
    await client.signIn();
    await client.form('/sign-out', {});
    expect((await eventsOf('staff-session.denied')).at(-1).data).toMatchObject({ reason: 'UNAUTHENTICATED' });
    const started = (await eventsOf('staff-session.started')).at(-1);
    expect(started.data).toMatchObject({
      actor: { type: 'staff', roles: ['support'] },
      details: { second_factor: false },
    });
    const ended = (await eventsOf('staff-session.ended')).at(-1);
    expect(ended.data.details.session_id).toBe(started.data.details.session_id);
  });

  test('with a second factor asks for the code, and opens nothing before', async () => {
    const client = await hire();
    const { secret, recovery } = await enrol(client);
    expect(recovery).toHaveLength(10);
    expect(await eventsOf('staff.second-factor-enrolled')).toHaveLength(1);

    expect((await client.signIn()).headers.get('location')).toBe('/admin');
    const halfway = client.cookie;
    expect(await isIn(client)).toBe(false);
    expect((await client.get('')).headers.get('location')).toBe('/admin/second-factor?next=%2Fadmin');
    expect((await client.get('/second-factor/enrolment')).headers.get('location')).toBe('/admin');

    expect((await client.form('/second-factor', { code: '000000' })).status).toBe(401);
    expect((await client.form('/second-factor', { code: codeOf(secret, 1) })).status).toBe(303);
    expect(await isIn(client)).toBe(true);
    expect(client.cookie).not.toBe(halfway);
    expect(await isIn(new PanelClient(scene.url, '', halfway))).toBe(false);
    expect((await eventsOf('staff-session.started')).at(-1).data.details.second_factor).toBe(true);
  });

  test('takes no code twice, recovery codes included', async () => {
    const client = await hire();
    const { secret, recovery } = await enrol(client);
    const enter = async (code: string) => {
      await client.signIn();
      return (await client.form('/second-factor', { code })).status;
    };
    expect(await enter(codeOf(secret))).toBe(401);
    const next = codeOf(secret, 1);
    expect([await enter(next), await enter(next)]).toEqual([303, 401]);
    const [code] = recovery;
    expect([await enter(` ${code!.toUpperCase()} `), await enter(code!)]).toEqual([303, 401]);
    expect(await enter(recovery[1]!)).toBe(303);
  });

  test('shows a secret for the password alone, another one each time, and stores it closed', async () => {
    const client = await hire();
    await client.signIn();
    const first = await client.beginEnrolment();
    const secret = await client.beginEnrolment();
    expect(secret).not.toBe(first);
    const stored = await rows<{ secret: Buffer }>(scene.sql.owner, 'SELECT secret FROM staff_second_factors');
    for (const shown of [first, secret]) {
      const raw = Buffer.from(Secret.fromBase32(shown).bytes);
      expect(stored.some((row) => row.secret.includes(raw))).toBe(false);
    }
    const enter = (code: string) => client.form('/second-factor/enrolment', { code });
    for (const code of ['123', codeOf(first)]) {
      const { status, text } = await enter(code);
      expect([status, text.includes('qr-code'), text.includes(secret.slice(0, 4))]).toEqual([422, false, false]);
    }
    expect((await enter(codeOf(secret))).status).toBe(200);
    expect((await client.get('/second-factor/enrolment')).text).not.toMatch(/<svg xmlns|name="password"/);
  });

  test('is protected by a phone only by who knows the password, which is asked before anything is shown', async () => {
    const client = await hire();
    await client.signIn();
    const asked = await client.get('/second-factor/enrolment');
    const answers = [asked];
    for (const password of ['', 'not it']) answers.push(await client.form('/second-factor/enrolment', { password }));
    expect(answers.map(({ status }) => status)).toEqual([200, 422, 422]);
    for (const { text } of answers) expect(text).not.toMatch(/qr-code|<code>|name="code"/);
    expect(
      await rows(
        scene.sql.owner,
        'SELECT 1 FROM staff_second_factors f JOIN staff s ON s.id = f.staff_id WHERE s.email = ?',
        [client.email],
      ),
    ).toEqual([]);
    expect((await eventsOf('staff-session.denied')).at(-1).data.actor).toMatchObject({ type: 'staff' });
    expect((await client.form('/second-factor/enrolment', { code: '123456' })).status).toBe(303);
    await client.signIn();
    expect(await isIn(client)).toBe(true);
  });

  test('counts wrong codes of an enrolment too: whoever finds a session open cannot guess one', async () => {
    const client = await hire();
    await client.signIn();
    const secret = await client.beginEnrolment();
    const enter = async (code: string) => (await client.form('/second-factor/enrolment', { code })).status;
    for (let guess = 0; guess < 10; guess++) expect(await enter('000000')).toBe(422);
    expect(await enter(codeOf(secret))).toBe(429);
  });

  test('looks at no more codes than the limit lets through when three hundred come at once', async () => {
    const client = await hire();
    await enrol(client);
    await client.signIn();
    const answers = await Promise.all(
      Array.from({ length: 300 }, () => client.form('/second-factor', { code: '000000' })),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(290);
  });

  test('counts wrong codes like wrong passwords, one after the other', async () => {
    const client = await hire();
    const { secret } = await enrol(client);
    await client.signIn();
    for (let guess = 0; guess < 10; guess++) {
      expect((await client.form('/second-factor', { code: '000000' })).status).toBe(401);
    }
    expect((await client.form('/second-factor', { code: codeOf(secret, 1) })).status).toBe(429);
  });

  test('says so when STAFF_SECRET_KEY is another one, where a recovery code still opens; no password is asked in vain', async () => {
    const client = await hire();
    const { secret, recovery } = await enrol(client);
    const other = await secondProcess(scene.world, { staffSecretKey: 'another key than the one before, and long' });
    try {
      const there = new PanelClient(other.url, client.email);
      await there.signIn();
      for (let more = 0; more < 11; more++) {
        const { status, text } = await there.form('/second-factor', { code: codeOf(secret, 1) });
        // That it cannot be checked is no wrong code, and so counted by no limit.
        expect([status, text.includes('la clé qui les protège a été changée ou perdue')]).toEqual([503, true]);
      }
      expect((await there.form('/second-factor', { code: recovery[0]! })).status).toBe(303);
      expect(await isIn(there)).toBe(true);
      const ready = await fetch(`${other.url}/readyz`);
      expect([ready.status, (await ready.json()) as unknown]).toMatchObject([
        200,
        {
          status: 'degraded',
          details: { staffSecondFactors: { status: 'degraded', message: expect.stringContaining('STAFF_SECRET_KEY') } },
        },
      ]);
    } finally {
      await other.close();
    }
  });

  test('where a second factor is required, leads to nothing but its enrolment', async () => {
    const settings = scene.world.app.get<{ isSecondFactorRequired: boolean }>(SETTINGS);
    settings.isSecondFactorRequired = true;
    try {
      const client = await hire();
      await client.signIn();
      expect((await client.get('/pages/search')).headers.get('location')).toBe(
        '/admin/second-factor/enrolment?next=%2Fadmin%2Fpages%2Fsearch',
      );
      expect(await isIn(client)).toBe(false);
      const secret = await client.beginEnrolment();
      await client.form('/second-factor/enrolment', { code: codeOf(secret) });
      expect(await isIn(client)).toBe(true);
    } finally {
      settings.isSecondFactorRequired = false;
    }
  });

  test('comes back to where somebody wanted to go, if that is the panel', async () => {
    const client = await hire();
    const landed = async (next: string) => (await client.signIn(PASSWORD, { next })).headers.get('location');
    expect(await landed('/admin/pages/search?q=a')).toBe('/admin/pages/search?q=a');
    for (const next of ['https://elsewhere.example', '//elsewhere.example', '/b/x', '/administrator']) {
      expect(await landed(next)).toBe('/admin');
    }
  });
});
