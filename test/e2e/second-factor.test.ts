import { Secret, TOTP } from 'otpauth';
import { HOUR_MS, MINUTE_MS, now, shiftClock } from '../../src/platform/kernel/clock.js';
import { Client, PASSWORD } from '../builders/client.js';
import { formTo, PageReader } from '../builders/pages.js';
import { expectProblem } from '../builders/problems.js';
import { rows } from '../setup/sql.js';
import { Scene } from '../setup/scene.js';

describe('the codes of a phone, for people of a business', () => {
  let scene: Scene;
  let steps = 0;
  beforeAll(async () => {
    scene = await Scene.start('secondfactor');
  });
  afterEach(() => shiftClock(0));
  afterAll(() => scene.stop());

  const codeOf = (secret: string) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now().getTime() });
  /** No code is good twice: the next one comes half a minute later. */
  const nextCode = (secret: string) => {
    shiftClock((steps += 1) * 30_000);
    return codeOf(secret);
  };
  const signIn = (email: string, more: Record<string, unknown> = {}) =>
    new Client(scene.url).post('/sessions', { email, password: PASSWORD, ...more });
  const turnOn = async (owner: Client) => {
    steps = 0;
    const { body } = await owner.post<{ secret: string }>('/me/second-factor', {});
    const on = await owner.post<{ recoveryCodes: string[] }>('/me/second-factor/confirmation', {
      code: codeOf(body.secret),
    });
    expect(on.status).toBe(201);
    return { secret: body.secret, recoveryCodes: on.body.recoveryCodes };
  };

  test('are asked for after the password, each once; a recovery code takes their place once', async () => {
    const owner = await Client.signUp(scene.url);
    const { secret, recoveryCodes } = await turnOn(owner);
    expectProblem(await signIn(owner.email), 'SECOND_FACTOR_REQUIRED');
    expectProblem(await signIn(owner.email, { code: '000000' }), 'UNAUTHENTICATED');
    const code = nextCode(secret);
    expectProblem(await signIn(owner.email, { password: 'not the password', code }), 'UNAUTHENTICATED');
    expect((await signIn(owner.email, { code })).status).toBe(201);
    expectProblem(await signIn(owner.email, { code }), 'UNAUTHENTICATED');
    expect((await signIn(owner.email, { code: recoveryCodes[0] })).status).toBe(201);
    expectProblem(await signIn(owner.email, { code: recoveryCodes[0] }), 'UNAUTHENTICATED');
  });

  test('are turned on and off by who has just shown who they are', async () => {
    const owner = await Client.signUp(scene.url);
    shiftClock(HOUR_MS + MINUTE_MS);
    expectProblem(await owner.post('/me/second-factor', {}), 'REAUTHENTICATION_REQUIRED');
    shiftClock(0);
    await turnOn(owner);
    expectProblem(await owner.post('/me/second-factor', {}), 'INVALID_STATE');
    shiftClock(HOUR_MS + MINUTE_MS);
    expectProblem(await owner.delete('/me/second-factor'), 'REAUTHENTICATION_REQUIRED');
    await owner.confirmSession();
    expect((await owner.delete('/me/second-factor')).status).toBe(204);
    expect((await signIn(owner.email)).status).toBe(201);
    const sql = "SELECT type FROM audit_events WHERE subject = ? AND type LIKE 'user.second-factor%' ORDER BY id";
    const events = await rows<{ type: string }>(scene.sql.admin, sql, [`user/${await owner.userId()}`]);
    expect(events.map(({ type }) => type)).toEqual(['user.second-factor-enrolled', 'user.second-factor-removed']);
  });

  test('on the pages: read from a picture, asked for on a page of its own, which opens nothing else', async () => {
    const owner = await Client.signUp(scene.url);
    steps = 0;
    const reader = new PageReader(scene.url, owner.token);
    const account = await reader.open('/account');
    const scan = await reader.send(account, formTo(account, '/second-factor'));
    const secret = /<code>([A-Z2-7 ]+)<\/code>/.exec(scan.html)![1]!.replaceAll(' ', '');
    const wrong = await reader.send(scan, formTo(scan, '/second-factor/code'), { code: '000000' });
    expect(wrong).toMatchObject({ status: 422 });
    const kept = await reader.send(wrong, formTo(wrong, '/second-factor/code'), { code: codeOf(secret) });
    expect(kept.title).toBe('Keep these recovery codes');

    const visitor = new PageReader(scene.url);
    const path = `/b/${owner.businessId}/settings`;
    const signInPage = await visitor.open(path);
    const typed = { email: owner.email, password: PASSWORD };
    const asked = await visitor.send(signInPage, formTo(signInPage, '/sign-in'), typed);
    expect(asked.title).toBe('Enter your code');
    expect((await visitor.open(path)).title).toBe('Sign in');
    const again = await visitor.send(asked, formTo(asked, '/sign-in/code'), { code: '000000' });
    expect(again).toMatchObject({ status: 401, title: 'Enter your code' });
    const inside = await visitor.send(again, formTo(again, '/sign-in/code'), { code: nextCode(secret) });
    expect(inside.path).toBe(path);
    expect((await visitor.open('/sign-in/code')).title).toBe('Sign in');
  });

  test('an old session confirms first that it is still the same person', async () => {
    const owner = await Client.signUp(scene.url);
    const reader = new PageReader(scene.url, owner.token);
    const fresh = await reader.open('/account');
    shiftClock(HOUR_MS + MINUTE_MS);
    const refused = await reader.send(fresh, formTo(fresh, '/second-factor'));
    expect(refused.status).toBe(403);
    const wrong = await reader.send(refused, formTo(refused, '/confirmation'), { proof: 'not the password' });
    expect(wrong.text).toContain('This password is not right');
    const proven = await reader.send(wrong, formTo(wrong, '/confirmation'), { proof: PASSWORD });
    expect(proven.text).toContain('Confirmed, for an hour');
    const scan = await reader.send(proven, formTo(proven, '/second-factor'));
    expect(scan.status).toBe(200);
  });
});
