import type { Connection } from 'mysql2/promise';
import { may, type MembershipFacts } from '../../src/policy/ability.js';
import { StaffSessions } from '../../src/people/identity/staff-sessions.service.js';
import { commandOf } from '../../src/log/recorded-commands.js';
import { StaffAccounts } from '../../src/people/identity/staff.service.js';
import {
  MEMBER_ROLES,
  STAFF_ROLES,
  systemActor,
  type MemberRole,
  type StaffRole,
  type UserActor,
} from '../../src/platform/kernel/actor.js';
import { newId, type BusinessId, type UserId } from '../../src/platform/kernel/ids.js';
import { bodyOf, callAs, CALLS, furnish, type Call, type Furnished } from '../builders/calls.js';
import { Client, PASSWORD } from '../builders/client.js';
import { contentOf } from '../builders/content.js';
import { expectGolden } from '../builders/golden.js';
import { expectNoInsides, expectProblem } from '../builders/problems.js';
import { nameOf, routesOf, type Route } from '../builders/routes.js';
import { connectSql, rows } from '../setup/sql.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

/** Everybody who has no business here tries every route of the API, with a request that would do. */
describe('somebody without the right', () => {
  let world: TestApp;
  let admin: Connection;
  let there: Furnished;
  let routes: Route[];

  beforeAll(async () => {
    world = await startTestApp('strangers');
    admin = await connectSql(world.database.adminUrl);
    there = await furnish(world.url);
    routes = routesOf(world.app).filter((route) => route.path.startsWith('/api/') && nameOf(route) in CALLS);
  });
  afterAll(async () => {
    await admin.end();
    await world.stop();
  });

  const closed = () => routes.filter(({ permission }) => permission?.kind !== 'public');
  const ofABusiness = () => routes.filter(({ permission }) => permission?.kind === 'policy');

  /** Calls all the routes and expects the same refusal of each, and that nothing changed. */
  async function isRefused(client: Client, tried: readonly Route[], code: (route: Route) => string): Promise<void> {
    expect(tried.length).toBeGreaterThan(0);
    const before = await contentOf(admin);
    const expected = Object.fromEntries(tried.map((route) => [nameOf(route), code(route)]));
    const found: Record<string, string> = {};
    for (const route of tried) {
      const answer = await callAs(client, nameOf(route), there);
      found[nameOf(route)] = answer.status < 400 ? `was allowed (${answer.status})` : expectProblem(answer);
    }
    expect(found).toEqual(expected);
    expect(await contentOf(admin)).toEqual(before);
  }

  test('the routes that are tried are those of the API, and there are many', () => {
    expect(ofABusiness().length).toBeGreaterThan(25);
    expect(closed().length + 2).toBeLessThanOrEqual(routes.length);
  });

  test('no token', () => isRefused(new Client(world.url), closed(), () => 'UNAUTHENTICATED'));

  test.each([
    ['made up', 'ard_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['of another program', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.'],
    ['that is a statement', "'or'1'='1"],
  ])('a token %s', (_, token) => isRefused(new Client(world.url, token), closed(), () => 'UNAUTHENTICATED'));

  test('the token of a session that was ended', async () => {
    const session = await there.owner.signInAgain();
    expect((await session.delete('/sessions/current')).status).toBe(204);
    await isRefused(session, closed(), () => 'UNAUTHENTICATED');
  });

  test('the token of a session that has expired', async () => {
    const session = await there.owner.signInAgain();
    await admin.query('UPDATE sessions SET expires_at = UTC_TIMESTAMP(6) WHERE token_hash = UNHEX(SHA2(?, 256))', [
      session.token,
    ]);
    await isRefused(session, closed(), () => 'UNAUTHENTICATED');
  });

  test('a good token in the cookie of the pages instead of the header', async () => {
    for (const cookie of ['ardoise_session', '__Host-ardoise_session']) {
      const headers = { Cookie: `${cookie}=${there.owner.token}` };
      const answer = await new Client(world.url).request('GET', there.owner.of('/counts'), { headers });
      expectProblem(answer, 'UNAUTHENTICATED');
    }
  });

  test("another business's owner", async () => {
    const other = await Client.signUp(world.url);
    await isRefused(other, ofABusiness(), () => 'NOT_FOUND');
  });

  test('somebody who had full access and was taken out', async () => {
    const former = await there.owner.invite('owner');
    expect((await former.counts()).contacts).toBe(3);
    expect((await there.owner.remove(former)).status).toBe(204);
    await isRefused(former, ofABusiness(), () => 'NOT_FOUND');
  });

  test.each(MEMBER_ROLES)('a member who is %s, where the policy does not say so', async (role) => {
    const member = role === 'viewer' ? there.member : await there.owner.invite(role);
    const forbidden = ofABusiness().filter((route) => !allows(role, route));
    await isRefused(member, forbidden, ({ permission }) =>
      permission && commandOf(permission) ? 'NOT_ORIGINAL_OWNER' : 'FORBIDDEN',
    );
  });

  test('a viewer, wherever something is changed', async () => {
    const writing = ofABusiness().filter(({ method }) => method !== 'GET');
    expect(writing.length).toBeGreaterThan(10);
    for (const route of writing) expect((await callAs(there.member, nameOf(route), there)).status).toBe(403);
  });

  test('staff, who sign in elsewhere', async () => {
    for (const role of STAFF_ROLES) {
      const email = `${role}@staff.test`;
      await world.app.get(StaffAccounts).add(systemActor('test'), email, role, PASSWORD);
      expectProblem(await new Client(world.url).post('/sessions', { email, password: PASSWORD }), 'UNAUTHENTICATED');
    }
    const denied = await rows(admin, "SELECT 1 FROM audit_events WHERE type = 'session.denied'");
    expect(denied.length).toBe(STAFF_ROLES.length);
  });

  test('staff, with a session of the panel, at every route that is not for everybody', async () => {
    const closedToSome = routesOf(world.app).filter(
      ({ permission, path }) => permission?.kind !== 'public' || path.startsWith('/audit/'),
    );
    const tokens = await Promise.all(STAFF_ROLES.map(panelToken));
    const before = await contentOf(admin);
    const lines: string[] = [];
    for (const route of closedToSome) {
      const statuses = [];
      for (const token of tokens) statuses.push(String((await callWithPanelSession(route, token)).status).padEnd(14));
      lines.push(`${nameOf(route).padEnd(74)}${statuses.join('')}`.trimEnd());
    }
    expect(await contentOf(admin)).toEqual(before);
    expectGolden('staff-api.txt', [
      '# What a session of the panel is worth outside the panel; compared with the running program by test/e2e/strangers.test.ts.',
      '# 401, and 303 to the sign-in of the web app: nothing. Compliance reads the tree of the log.',
      `${''.padEnd(74)}${STAFF_ROLES.map((role) => role.padEnd(14)).join('')}`.trimEnd(),
      ...lines,
    ]);
  });

  async function panelToken(role: StaffRole): Promise<string> {
    const email = `${role}@panel.test`;
    await world.app.get(StaffAccounts).add(systemActor('test'), email, role, PASSWORD);
    return world.app.get(StaffSessions).signIn({ requestId: 'test' }, email, PASSWORD);
  }

  /** The token wherever a token may be, with a request that would do. */
  function callWithPanelSession(route: Route, token: string): Promise<Response> {
    const call: Call = CALLS[nameOf(route)]?.(there) ?? {};
    const ids: Record<string, string> = { b: there.business, f: there.feed, s: there.snapshot, ...call.params };
    const path = route.path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? 'x').replace(/\/\*\w+/, '/0/000');
    const { headers, ...init } = bodyOf(call);
    const cookies = ['ardoise_staff', 'ardoise_session', '__Host-ardoise_staff', '__Host-ardoise_session'];
    return fetch(`${world.url}${path}`, {
      ...init,
      method: route.method,
      redirect: 'manual',
      headers: {
        ...(headers as Record<string, string>),
        Authorization: `Bearer ${token}`,
        Cookie: cookies.map((name) => `${name}=${token}`).join('; '),
        'Sec-Fetch-Site': 'same-origin',
      },
    });
  }

  test('somebody who asks for a business that there is not', async () => {
    const nowhere = { ...there, business: newId() };
    for (const route of ofABusiness()) expectProblem(await callAs(there.owner, nameOf(route), nowhere), 'NOT_FOUND');
  });

  describe('on the pages for people', () => {
    const pages = () =>
      routesOf(world.app).filter(({ path, permission }) => !path.startsWith('/api/') && permission?.kind !== 'public');
    const ofABusiness = () => pages().filter(({ permission }) => permission?.kind === 'policy');
    const ids = () => ({ b: there.business, f: there.feed, s: there.snapshot, userId: there.memberId });

    /** Visits a page or sends its form, filled in as the original owner would, and does not follow where it leads. */
    function visit({ method, path }: Route, headers: Record<string, string> = {}): Promise<Response> {
      const filled = path.replace(/:(\w+)/g, (_, name: string) => (ids() as Record<string, string>)[name] ?? 'x');
      const body =
        method === 'GET' ? undefined : new URLSearchParams({ signUpEmail: there.owner.email, agreed: 'yes' });
      return fetch(`${world.url}${filled}`, { method, body, headers, redirect: 'manual' });
    }

    /** Visits all of them, and expects the same of each, and that nothing changed. */
    async function isTurnedAway(
      tried: Route[],
      headers: Record<string, string>,
      statusOf: (route: Route) => number,
    ): Promise<void> {
      expect(tried.length).toBeGreaterThan(5);
      const before = await contentOf(admin);
      for (const route of tried) {
        const answer = await visit(route, headers);
        expectNoInsides(await answer.text());
        const status = statusOf(route);
        expect({ page: nameOf(route), status: answer.status }).toEqual({ page: nameOf(route), status });
        if (status === 303) expect(answer.headers.get('location')).toMatch(/^\/sign-in\b/);
      }
      expect(await contentOf(admin)).toEqual(before);
    }
    /** A page leads to the sign-in and back; a form is answered by it, with the word that nothing was done. */
    const signsIn = ({ method, path }: Route) => (method === 'POST' && path !== '/sign-out' ? 401 : 303);
    const cookieOf = ({ token }: Client) => ({ Cookie: `ardoise_session=${token}` });

    test('somebody without a cookie is sent to sign in', () => isTurnedAway(pages(), {}, signsIn));

    test('somebody with a good token in the header of the API is sent to sign in', () =>
      isTurnedAway(pages(), { Authorization: `Bearer ${there.owner.token}` }, signsIn));

    test("another business's owner finds nothing", async () =>
      isTurnedAway(ofABusiness(), cookieOf(await Client.signUp(world.url)), () => 404));

    test('a viewer is refused what a viewer may not do', () =>
      isTurnedAway(
        ofABusiness().filter((route) => !allows('viewer', route)),
        cookieOf(there.member),
        () => 403,
      ));

    test('a form that another site sends in the name of the owner is refused', () =>
      isTurnedAway(
        ofABusiness().filter(({ method }) => method === 'POST'),
        { ...cookieOf(there.owner), Origin: 'https://elsewhere.test', 'Sec-Fetch-Site': 'cross-site' },
        () => 403,
      ));
  });

  test('an original owner cannot be taken out or made less, however the id is spelt', async () => {
    const partner = await there.owner.invite('owner');
    const id = await there.owner.userId();
    expectProblem(await partner.delete(partner.of(`/members/${id}`)), 'INVALID_STATE');
    expectProblem(await partner.delete(partner.of(`/members/${id.toUpperCase()}`)), 'NOT_FOUND');
    expectProblem(
      await partner.post(partner.of('/members'), { email: there.owner.email, role: 'viewer' }),
      'INVALID_STATE',
    );
    const shouted = ` ${there.owner.email.toUpperCase()} `;
    expectProblem(await partner.post(partner.of('/members'), { email: shouted, role: 'viewer' }), 'INVALID_STATE');
    expect((await there.owner.get(there.owner.of(''))).body).toMatchObject({ role: 'owner', isOriginalOwner: true });
  });
});

function allows(role: MemberRole, { permission }: Route): boolean {
  if (permission?.kind !== 'policy') return true;
  const actor: UserActor = {
    type: 'user',
    id: newId<UserId>(),
    email: '',
    locale: 'en',
    sessionId: '',
    origin: { requestId: '' },
  };
  const membership: MembershipFacts = {
    businessId: newId<BusinessId>(),
    originalOwnerId: newId<UserId>(),
    memberRole: role,
  };
  return may(actor, permission.action, permission.on, membership);
}
