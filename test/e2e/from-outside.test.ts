import { Client, PASSWORD } from '../builders/client.js';
import { PanelClient } from '../builders/panel-client.js';
import { expectProblem } from '../builders/problems.js';
import { secondProcess, startTestApp, type TestApp } from '../setup/test-app.js';

/** The same database behind two addresses: as somebody tries it out, and as it runs for everybody, over https. */
describe('what strangers get to see', () => {
  let local: TestApp;
  let open: { url: string; close: () => Promise<void> };
  let guarded: { url: string; close: () => Promise<void> };

  beforeAll(async () => {
    local = await startTestApp('outside', { PANEL: 'on' });
    open = await secondProcess(local, {
      publicUrl: 'https://books.example',
      securityContact: 'mailto:safety@books.example',
    });
    guarded = await secondProcess(local, { metricsToken: 'a-token-for-prometheus', hasPanel: false });
  });
  afterAll(async () => {
    await Promise.all([open.close(), guarded.close()]);
    await local.stop();
  });

  const look = (url: string, headers: Record<string, string> = {}) => fetch(url, { headers, redirect: 'manual' });

  test('every answer has the headers that browsers obey; over https they come back over https', async () => {
    for (const path of ['/sign-in', '/api/v1/me', '/admin/sign-in', '/healthz', '/api/docs', '/nowhere']) {
      const plain = (await look(local.url + path)).headers;
      expect(Object.fromEntries(plain)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()'),
      });
      expect(plain.get('strict-transport-security')).toBeNull();
      expect((await look(open.url + path)).headers.get('strict-transport-security')).toBe('max-age=31536000');
    }
  });

  test('pages, panel, API and its description each say what may run in them', async () => {
    const policyOf = async (path: string) => (await look(local.url + path)).headers.get('content-security-policy');
    for (const path of ['/sign-in', '/admin/sign-in', '/api/v1/me', '/api/docs']) {
      expect(await policyOf(path)).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(await policyOf(path)).not.toContain("script-src 'self' 'unsafe-inline'");
    }
    expect(await policyOf('/api/docs')).toContain("script-src 'self'");
    expect(await policyOf('/api/v1/me')).not.toContain('script-src');
  });

  test('over https a session is taken from the cookie of the host alone, by pages and by the panel', async () => {
    const owner = await Client.signUp(local.url);
    const staff = await PanelClient.signedIn(local.app, local.url, 'compliance');
    const staffToken = staff.cookie.split('=')[1]!;
    const businesses = async (url: string, cookie: string) => (await look(`${url}/businesses`, { cookie })).headers;
    const home = async (url: string, cookie: string) => (await look(`${url}/admin/api/dashboard`, { cookie })).status;
    const checkpoint = async (url: string, cookie: string) =>
      (await look(`${url}/audit/checkpoint`, { cookie })).status;

    expect((await businesses(local.url, `ardoise_session=${owner.token}`)).get('location')).toContain('/b/');
    expect((await businesses(open.url, `__Host-ardoise_session=${owner.token}`)).get('location')).toContain('/b/');
    expect((await businesses(open.url, `ardoise_session=${owner.token}`)).get('location')).toContain('/sign-in');
    expect([await home(local.url, staff.cookie), await home(open.url, staff.cookie)]).toEqual([200, 401]);
    expect(await home(open.url, `__Host-ardoise_staff=${staffToken}`)).toBe(200);
    expect(await checkpoint(open.url, staff.cookie)).toBe(401);
  });

  test('cookies over https are for the host alone', async () => {
    const { email } = await Client.signUp(local.url);
    const body = new URLSearchParams({ email, password: PASSWORD });
    const [cookie] = (
      await fetch(`${open.url}/sign-in`, { method: 'POST', body, redirect: 'manual' })
    ).headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-ardoise_session=ard_.*Path=\/;.*HttpOnly; Secure; SameSite=Lax$/);
  });

  test('metrics are for this machine only where nothing is in front of it, and else for the token', async () => {
    const metrics = async (url: string, headers?: Record<string, string>) =>
      (await look(`${url}/metrics`, headers)).status;
    expect(await metrics(local.url)).toBe(200);
    // A proxy on this machine: its requests come from here, whoever sends them.
    for (const header of ['X-Forwarded-For', 'X-Real-IP', 'Forwarded', 'Via', 'X-Forwarded-Proto']) {
      expect(await metrics(local.url, { [header]: '203.0.113.9' })).toBe(401);
    }
    expect(await metrics(open.url)).toBe(401);
    expect(await metrics(guarded.url)).toBe(401);
    expect(await metrics(guarded.url, { Authorization: 'Bearer a-token-for-prometheuz' })).toBe(401);
    expect(await metrics(guarded.url, { Authorization: 'Bearer a-token-for-prometheus' })).toBe(200);
  });

  test('whether it is ready, and not what of it', async () => {
    const ready = async (url: string, headers?: Record<string, string>) =>
      (await look(`${url}/readyz`, headers)).json();
    expect(await ready(open.url)).toEqual({ status: 'ok' });
    expect(await ready(guarded.url)).toEqual({ status: 'ok' });
    expect(await ready(guarded.url, { Authorization: 'Bearer a-token-for-prometheus' })).toHaveProperty(
      'details.auditLog',
    );
    expect(await ready(local.url)).toHaveProperty('details.auditLog');
  });

  test('whom to tell of a weakness, where somebody is named', async () => {
    const answer = await look(`${open.url}/.well-known/security.txt`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
    const text = await answer.text();
    expect(text).toMatch(/^Contact: mailto:safety@books\.example$/m);
    expect(new Date(/^Expires: (.*)$/m.exec(text)![1]!).getTime()).toBeGreaterThan(Date.now());
    expect((await look(`${local.url}/.well-known/security.txt`)).status).toBe(404);
  });

  test('connections that say nothing are closed, and an import may take as long as its bytes take', () => {
    const { headersTimeout, requestTimeout, keepAliveTimeout } = local.app.getHttpServer();
    expect(headersTimeout).toBeGreaterThan(0);
    expect(headersTimeout).toBeLessThanOrEqual(30_000);
    expect(requestTimeout).toBe(0);
    expect(keepAliveTimeout).toBeLessThanOrEqual(10_000);
  });

  test('four hundred attempts of somebody without a token make the log of a business grow by no more than a hundred', async () => {
    const owner = await Client.signUp(local.url);
    const nobody = new Client(local.url, undefined, owner.email, owner.businessId);
    // Counted by their type: that the owner reads the log is an event of its own.
    const denied = async () => (await owner.events()).filter(({ type }) => type === 'business.reset.denied').length;
    const statuses = (await Promise.all(Array.from({ length: 400 }, () => nobody.reset()))).map(({ status }) => status);
    const recorded = statuses.filter((status) => status === 401).length;
    expect(recorded).toBeLessThanOrEqual(100);
    expect(statuses.filter((status) => status === 429)).toHaveLength(400 - recorded);
    expect(await denied()).toBe(recorded);
    // Nobody who belongs there is stopped by it.
    await owner.import();
    expect((await owner.reset()).status).toBe(201);
  });

  test('who probes addresses by signing up is stopped', async () => {
    const { email } = await Client.signUp(local.url);
    const ask = { email, password: PASSWORD, businessName: 'Probe', edition: 'accounting', locale: 'en' };
    const statuses: number[] = [];
    for (let i = 0; i < 22; i++) statuses.push((await new Client(local.url).post('/sign-ups', ask)).status);
    expect(statuses).toEqual([...Array(20).fill(409), 429, 429]);
    const refused = await new Client(local.url).post('/sign-ups', { ...ask, email: 'somebody-new@example.test' });
    expectProblem(refused, 'TOO_MANY_REQUESTS');
  });
});
