import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { StaffAccounts } from '../../src/people/identity/staff.service.js';
import { STAFF_ROLES, systemActor, type StaffRole } from '../../src/platform/kernel/actor.js';
import { bytesToId, idToBytes, newId } from '../../src/platform/kernel/ids.js';
import { PanelContents } from '../../src/panel/panel-contents.js';
import { WAITING_NAMES } from '../../src/panel/waiting-lists.js';
import { Client, PASSWORD } from '../builders/client.js';
import { expectGolden } from '../builders/golden.js';
import { PanelClient } from '../builders/panel-client.js';
import { paidInvoice, pay, record, sendInvoice } from '../builders/payments.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

const ROWS_MAX = 200;
const PAGES_OF_OPERATORS = ['waiting', 'permissions', 'retention', 'staff-account', 'staff-new', 'staff-requests'];

/** The panel over real HTTP. The numbers are those of the traps that AdminJS lays (docs/decisions/0011). */
describe('the panel', () => {
  let scene: Scene;
  let owner: Client;
  const staff = {} as Record<StaffRole, PanelClient>;

  beforeAll(async () => {
    scene = await Scene.start('panel', { PANEL: 'on' });
    owner = await Client.withBooks(scene.url, { businessName: 'Atelier Lachance' });
    for (const role of STAFF_ROLES) staff[role] = await PanelClient.signedIn(scene.world.app, scene.url, role);
  });
  afterAll(() => scene.stop());

  const anonymous = () => new PanelClient(scene.url);
  const accountOf = async ({ email }: PanelClient) =>
    (await scene.world.app.get(StaffAccounts).list()).find((account) => account.email === email)!;
  const newAccount = async () => accountOf(await PanelClient.hire(scene.world.app, scene.url, 'support'));
  const idOf = async (client: PanelClient) => (await accountOf(client)).id;
  const disable = (client: PanelClient, id: string) =>
    client.post('/api/pages/staff-account', { command: 'disable', id, reason: 'LEFT', ticket: 'OPS-1' });
  const recordOf = (id: string, action: string) => `/api/resources/staff/records/${id}/${action}`;

  describe('asks who it is', () => {
    const page = /^\/admin\/sign-in\?next=/;

    test('sends a stranger to the sign-in, and tells the API so', async () => {
      expect((await anonymous().get('/resources/staff')).headers.get('location')).toMatch(page);
      expect(await anonymous().get('/api/dashboard')).toMatchObject({ status: 401, json: { code: 'UNAUTHENTICATED' } });
    });

    test('knows no session of the web app, under whatever name', async () => {
      for (const cookie of ['ardoise_session', 'ardoise_staff']) {
        const client = new PanelClient(scene.url, '', `${cookie}=${owner.token}`);
        expect((await client.get('')).headers.get('location')).toMatch(page);
        expect((await client.get('/api/dashboard')).status).toBe(401);
      }
    });

    test('is no way into the web app or the API', async () => {
      const token = staff.support.cookie.split('=')[1]!;
      const headers = { Cookie: `ardoise_session=${token}`, Authorization: `Bearer ${token}` };
      expect((await fetch(`${scene.url}/api/v1/me`, { headers })).status).toBe(401);
      const home = await fetch(`${scene.url}/b/${owner.businessId}`, { headers, redirect: 'manual' });
      expect(home.headers.get('location')).toMatch(/^\/sign-in/);
    });
  });

  test('opens to each role what the policy says, and nothing else', async () => {
    const business = `id=${owner.businessId}`;
    const nobody = newId();
    const builtIn = (resource: string) => [
      `GET /api/resources/${resource}/actions/list`,
      ...['search', 'new', 'toString'].map((action) => `GET /api/resources/${resource}/actions/${action}`),
      `POST /api/resources/${resource}/actions/new`,
      `GET /api/resources/${resource}/records/${nobody}/show`,
      ...['edit', 'delete'].map((action) => `POST /api/resources/${resource}/records/${nobody}/${action}`),
      `POST /api/resources/${resource}/bulk/bulkDelete?recordIds=${nobody}`,
    ];
    const routes = [
      ...[
        '',
        '/pages/search',
        `/pages/business?${business}`,
        '/pages/payments',
        '/resources/businesses',
        '/resources/staff',
      ].map((path) => `GET ${path}`),
      ...PAGES_OF_OPERATORS.map((path) => `GET /pages/${path}`),
      'GET /api/dashboard',
      'GET /api/session',
      'GET /api/pages/search?q=a',
      'POST /api/pages/search',
      'GET /api/pages/payments',
      'POST /api/pages/payments',
      ...[
        'overview',
        'members',
        'bank-feeds',
        'payments',
        'snapshots',
        'switches',
        'timeline',
        'notes',
        'accounting',
      ].map((tab) => `GET /api/pages/business?${business}&tab=${tab}`),
      ...['disconnect-feed', 'lift-sign-in-lock', 'send-link', 'resend-notice', 'nothing'].flatMap((action) => [
        `GET /api/pages/support-action?action=${action}`,
        `POST /api/pages/support-action {"command":"${action}"}`,
      ]),
      'GET /pages/requests',
      'GET /pages/hold',
      'GET /api/pages/requests',
      ...['approve', 'refuse', 'decide-many', 'take', 'leave', 'withdraw'].map(
        (command) => `POST /api/pages/requests {"command":"${command}"}`,
      ),
      'GET /pages/answer',
      `GET /api/pages/answer?business=${nobody}`,
      'POST /api/pages/answer {"command":"send"}',
      'POST /api/pages/business {"command":"add-note"}',
      'GET /pages/holds',
      'GET /api/pages/holds',
      'GET /pages/display',
      'GET /api/pages/display',
      'POST /api/pages/display {"command":"save"}',
      `GET /api/pages/hold?snapshot=${nobody}`,
      ...['place', 'lift'].map((command) => `POST /api/pages/hold {"command":"${command}"}`),
      ...['events', 'export', 'log'].flatMap((page) => [`GET /pages/${page}`, `GET /api/pages/${page}`]),
      'POST /api/pages/events',
      ...['check', 'subscribe', 'unsubscribe'].map((command) => `POST /api/pages/log {"command":"${command}"}`),
      'POST /exports',
      `GET /pages/event?id=${nobody}`,
      `GET /api/pages/event?id=${nobody}`,
      `GET /pages/evidence?event=${nobody}`,
      `GET /api/pages/evidence?event=${nobody}`,
      'POST /api/pages/evidence',
      'POST /evidence',
      'GET /pages/snapshot',
      `GET /api/pages/snapshot?id=${nobody}`,
      'POST /api/pages/snapshot {"command":"verify"}',
      ...['reviews', 'review-new', 'review'].map((page) => `GET /pages/${page}`),
      'GET /api/pages/reviews',
      'POST /api/pages/reviews',
      'GET /api/pages/review-new',
      'POST /api/pages/review-new {"command":"open"}',
      `GET /api/pages/review?id=${nobody}`,
      ...['note', 'submit', 'sign', 'return'].map((command) => `POST /api/pages/review {"command":"${command}"}`),
      'POST /reviews',
      'GET /pages/access-reviews',
      'GET /pages/access-review',
      'GET /api/pages/access-reviews',
      `GET /api/pages/access-review?id=${nobody}`,
      'POST /api/pages/access-reviews {"command":"nothing"}',
      ...['decide', 'sign'].map((command) => `POST /api/pages/access-review {"command":"${command}"}`),
      ...['approve', 'refuse'].map((command) => `POST /api/pages/staff-requests {"command":"${command}"}`),
      'GET /account',
      ...['sessions', 'passkeys', 'passkeys/options'].map((path) => `POST /account/${path}`),
      'POST /sign-in/passkey-challenges',
      'GET /sign-on',
      'POST /sign-on/back-channel-logout',
      ...builtIn('businesses'),
      ...builtIn('staff'),
      ...PAGES_OF_OPERATORS.map((path) => `GET /api/pages/${path}`),
      ...WAITING_NAMES.map((list) => `GET /api/pages/waiting?list=${list}`),
      `GET /api/pages/staff-account?id=${nobody}`,
      ...['staff-account', 'staff-new', 'permissions', 'waiting', 'toString'].map((page) => `POST /api/pages/${page}`),
      ...['/api/pages/nothing', '/api/resources/users/actions/list', '/pages/nothing', '/nothing'].map(
        (path) => `GET ${path}`,
      ),
    ];
    const clients = [...STAFF_ROLES.map((role) => staff[role]), anonymous()];
    const lines = [];
    for (const route of routes) {
      const [method, path = '', body = '{}'] = route.split(' ') as ['GET' | 'POST', string, string?];
      const statuses = [];
      for (const client of clients) {
        const { status } = method === 'GET' ? await client.get(path) : await client.post(path, JSON.parse(body));
        statuses.push(String(status).padEnd(14));
      }
      const name = route.replace(owner.businessId, ':b').replaceAll(nobody, ':id');
      lines.push(`${name.padEnd(64)}${statuses.join('')}`.trimEnd());
    }
    const head = [...STAFF_ROLES, 'stranger'].map((who) => who.padEnd(14)).join('');
    expectGolden('panel.txt', [
      '# What the panel answers to whom, below /admin; compared with the running program by test/e2e/panel.test.ts.',
      `${''.padEnd(64)}${head}`.trimEnd(),
      ...lines,
    ]);
  });

  test('records each visit of a business once, before it shows it', async () => {
    const visited = await Client.signUp(scene.url);
    const openings = async () => (await visited.events()).filter(({ type }) => type === 'business.viewed-by-staff');
    for (const tab of ['members', 'bank-feeds', 'snapshots']) {
      await staff.compliance.get(`/api/pages/business?id=${visited.businessId}&tab=${tab}`);
    }
    expect(await openings()).toHaveLength(1);
    await staff.support.get(`/api/pages/business?id=${visited.businessId}`);
    expect(await openings()).toHaveLength(2);
    const event = (await openings()).at(-1)!;
    expect(event.data).toMatchObject({
      actor: { type: 'staff', id: await idOf(staff.compliance), roles: ['compliance'] },
      details: { part: 'members' },
    });
  });

  test('says what can be restored also when there is no reset left to undo', async () => {
    const other = await Client.withBooks(scene.url);
    await other.reset();
    const { replaced } = (await other.restore()).body as { replaced: { id: string } };
    const { json } = await staff.support.get(`/api/pages/business?id=${other.businessId}&tab=overview`);
    const kept = json.situation.restore.find(({ name }: { name: string }) => name === 'snapshot-kept');
    expect(kept).toMatchObject({ state: 'holds', facts: { snapshot: replaced.id } });
  });

  test('finds a business by name, ids, e-mail address and the reference of a payment', async () => {
    const { body: paid } = await pay(owner, (await sendInvoice(owner)).payPath);
    const { id: eventId } = (await owner.events())[0]!;
    const snapshot = ((await owner.reset()).body.snapshot as { id: string }).id;
    const typed = [
      'atelier',
      'LACHANCE',
      owner.businessId,
      owner.email.toUpperCase(),
      snapshot,
      eventId,
      ` ${paid.reference.toLowerCase()}`,
    ];
    for (const q of typed) {
      const { json } = await staff.support.get(`/api/pages/search?q=${encodeURIComponent(q)}`);
      expect({ q, ids: json.hits.map((hit: { id: string }) => hit.id) }).toEqual({ q, ids: [owner.businessId] });
    }
    for (const q of ['', '%', '_telier', newId(), 'nobody@example.test']) {
      const { json } = await staff.support.get(`/api/pages/search?q=${encodeURIComponent(q)}`);
      expect({ q, hits: json.hits }).toEqual({ q, hits: [] });
    }
  });

  test('finds an event of no business for those alone who read the whole log', async () => {
    const [event] = await rows<{ id: Buffer }>(
      scene.sql.owner,
      "SELECT event_id AS id FROM audit_events WHERE type = 'staff.added' LIMIT 1",
    );
    const path = `/api/pages/search?q=${bytesToId(event!.id)}`;
    expect((await staff.compliance.get(path)).json).toMatchObject({ hits: [], eventId: bytesToId(event!.id) });
    const { json } = await staff.support.get(path);
    expect(json).toEqual({ query: bytesToId(event!.id), hits: [], hasMore: false });
  });

  test('shows what waits to be recorded, and of it neither invoice nor customer', async () => {
    const other = await Client.withBooks(scene.url, { businessName: 'Quincaillerie Roy' });
    const { paymentId, id, number } = await paidInvoice(other, '4321.09');
    const list = async () => (await staff.support.get('/api/pages/payments')).json;
    const tab = `/api/pages/business?id=${other.businessId}&tab=payments`;
    const there = (await list()).payments.find((row: { id: string }) => row.id === paymentId);
    expect(Object.keys(there).sort()).toEqual(['business', 'businessId', 'id', 'receivedAt', 'reference']);
    expect(there).toMatchObject({ business: 'Quincaillerie Roy', businessId: other.businessId });
    const { json, text } = await staff.compliance.get(tab);
    expect(json.part).toMatchObject({
      kind: 'payments',
      payments: [{ amount: '4321.09', reference: there.reference }],
    });
    expect(text).not.toMatch(new RegExp(`${number}|Nadeau|invoice`, 'i'));
    expect((await other.events())[0]).toMatchObject({ data: { details: { part: 'payments' } } });
    const home = (await staff.support.get('/api/dashboard')).json.counts;
    expect(home).toContainEqual(
      expect.objectContaining({ name: 'payments-waiting', count: (await list()).payments.length, isCapped: false }),
    );
    expect((await record(other, paymentId, { invoiceId: id })).status).toBe(201);
    expect((await list()).payments.map((row: { id: string }) => row.id)).not.toContain(paymentId);
    expect((await staff.compliance.get(tab)).json.part.payments).toEqual([]);
  });

  describe('falls into none of the traps', () => {
    test('1: what is not a declared column leaves the server nowhere', async () => {
      const columns = ['id', 'email', 'role', 'createdAt', 'disabledAt'];
      const list = await staff.operator.get('/api/resources/staff/actions/list');
      for (const { params } of list.json.records) expect(Object.keys(params)).toEqual(columns);
      const show = await staff.operator.get(recordOf(await idOf(staff.support), 'show'));
      expect(Object.keys(show.json.record.params)).toEqual(columns);
      expect(list.text + show.text).not.toMatch(/argon2|passwordHash|emailKey/);
    });

    test('2: what is posted changes no row', async () => {
      const before = await newAccount();
      const fields = { role: 'operator', passwordHash: 'x', email: 'x@x.test', disabledAt: '2026-01-01' };
      for (const action of ['edit', 'delete', 'show']) {
        const { status } = await staff.operator.post(recordOf(before.id, action), fields);
        expect(status).toBeGreaterThanOrEqual(400);
      }
      const made = await staff.operator.post('/api/resources/staff/actions/new', { ...fields, email: 'y@x.test' });
      expect(made.status).toBe(403);
      const accounts = await scene.world.app.get(StaffAccounts).list();
      expect(accounts.find(({ id }) => id === before.id)).toEqual(before);
      expect(accounts.some(({ email }) => email.endsWith('@x.test'))).toBe(false);
    });

    test('3: hidden columns filter nothing, a page has an end, and nonsense is refused', async () => {
      const row = (n: number) => [idToBytes(newId()), `t${n}@t.test`, `t${n}@t.test`, 'support', 'x', new Date()];
      const many = Array.from({ length: ROWS_MAX + 5 }, (_, n) => row(n));
      await scene.sql.owner.query(
        'INSERT INTO staff (id, email, email_key, role, password_hash, created_at) VALUES ?',
        [many],
      );
      const list = (query: string) => staff.operator.get(`/api/resources/staff/actions/list?${query}`);
      const all = (await list('perPage=1')).json.meta.total as number;
      for (const hidden of ['passwordHash=x', 'emailKey=t1', 'createdAt=1', 'constructor=1']) {
        const { status, json } = await list(`filters.${hidden}`);
        expect({ hidden, status, total: json.meta?.total }).toEqual({ hidden, status: 200, total: all });
      }
      expect((await list('filters.email=t1')).json.meta.total).toBeLessThan(all);
      expect((await list(`perPage=${ROWS_MAX}`)).json.records).toHaveLength(ROWS_MAX);
      expect((await list(`perPage=${ROWS_MAX + 1}`)).status).toBe(422);
      for (const hidden of ['sortBy=passwordHash', 'sortBy=nothing']) expect((await list(hidden)).status).toBe(200);
      for (const odd of ['direction=up', 'page=-3&perPage=-1', 'page=a&perPage=b']) {
        expect((await list(odd)).status).toBe(422);
      }
      await scene.sql.owner.query("DELETE FROM staff WHERE email LIKE '%@t.test'");
    });

    test('4: a fault of any kind is one, and says nothing of itself', async () => {
      const dataSource = scene.world.app.get(DataSource);
      const getRepository = dataSource.getRepository.bind(dataSource);
      dataSource.getRepository = () => {
        throw new TypeError('secret detail');
      };
      const { status, text } = await staff.operator.get('/api/resources/staff/actions/list');
      dataSource.getRepository = getRepository;
      expect(status).toBe(500);
      expect(text).not.toContain('secret');
    });

    test('5 and 22: a refusal of an action has the status of one', async () => {
      const own = await disable(staff.operator, await idOf(staff.operator));
      expect(own).toMatchObject({ status: 409, json: { code: 'INVALID_STATE' } });
      const gone = await disable(staff.operator, newId());
      expect(gone).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } });
    });

    test('6 and 7: access is decided at once, by nothing but the policy, before anything is done', async () => {
      for (const { options } of scene.world.app.get(PanelContents).options().resources as Resource[]) {
        for (const action of Object.values(options.actions)) {
          expect(action.isAccessible({ currentAdmin: undefined })).toBe(false);
          expect(action.before).toBeUndefined();
        }
      }
      const account = await newAccount();
      expect((await disable(staff['support-lead'], account.id)).status).toBe(403);
      expect(
        (await scene.world.app.get(StaffAccounts).list()).find(({ id }) => id === account.id)!.disabledAt,
      ).toBeNull();
    });

    test('8: an action is not done by a GET', async () => {
      const account = await newAccount();
      const isInUse = async () =>
        (await scene.world.app.get(StaffAccounts).list()).find(({ id }) => id === account.id)!.disabledAt === null;
      const query = new URLSearchParams({ command: 'disable', id: account.id, reason: 'LEFT' }).toString();
      expect((await staff.operator.get(`/api/pages/staff-account?${query}`)).status).toBe(200);
      expect((await staff.operator.post(`/api/pages/staff-account?${query}`, {})).status).toBe(404);
      expect((await staff.operator.get(recordOf(account.id, 'disable'))).status).toBe(404);
      expect(await isInUse()).toBe(true);
      expect((await disable(staff.operator, account.id)).status).toBe(200);
      expect(await isInUse()).toBe(false);
    });

    test('9: nothing is done or told for another site, and signing out is a POST', async () => {
      const client = await PanelClient.signedIn(scene.world.app, scene.url, 'support');
      const foreign = [
        { 'Sec-Fetch-Site': 'cross-site' },
        { 'Sec-Fetch-Site': 'same-site' },
        { 'Sec-Fetch-Site': 'none' },
      ];
      for (const headers of foreign) {
        expect((await client.get('/api/dashboard', headers)).status).toBe(403);
        expect((await client.post('/api/pages/search', {}, headers)).status).toBe(403);
        expect((await client.form('/sign-out', {}, headers)).status).toBe(403);
        expect((await client.signIn(PASSWORD, {})).status).toBe(303);
        expect((await client.form('/sign-in', { email: client.email, password: PASSWORD }, headers)).status).toBe(403);
      }
      const old = await fetch(`${scene.url}/admin/api/dashboard`, {
        headers: { Cookie: client.cookie, Origin: 'https://elsewhere.example' },
      });
      expect(old.status).toBe(403);
      expect((await client.get('/sign-out')).status).toBe(404);
      expect((await client.get('', { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(200);
      const { cookie } = client;
      expect((await client.form('/sign-out', {})).headers.get('location')).toBe('/admin/sign-in');
      expect((await new PanelClient(scene.url, '', cookie).get('/api/dashboard')).status).toBe(401);
    });

    test('10: a sign-in makes a new session, and ends the one before', async () => {
      const client = await PanelClient.hire(scene.world.app, scene.url, 'support');
      client.cookie = 'ardoise_staff=ards_chosen-by-somebody-else';
      await client.signIn();
      const first = client.cookie;
      expect(first).not.toContain('chosen');
      await client.signIn();
      expect(client.cookie).not.toBe(first);
      expect((await new PanelClient(scene.url, '', first).get('/api/dashboard')).status).toBe(401);
      expect((await client.get('/api/dashboard')).status).toBe(200);
    });

    test('11: files are taken from nobody', async () => {
      const marker = newId();
      const holds = (file: string) => statSync(file).isFile() && readFileSync(file).includes(marker);
      const upload = () => {
        const body = new FormData();
        body.append('file', new Blob([marker.repeat(1000)]), 'a.txt');
        return body;
      };
      for (const client of [anonymous(), staff.operator]) {
        for (const path of ['/sign-in', '/api/resources/staff/actions/new', `${recordOf(newId(), 'edit')}`]) {
          expect((await client.send('POST', path, { body: upload() })).status).toBeGreaterThanOrEqual(400);
        }
      }
      const fresh = readdirSync(tmpdir())
        .map((name) => join(tmpdir(), name))
        .filter((file) => existsSync(file) && statSync(file).mtimeMs > Date.now() - 10_000);
      expect(fresh.filter(holds)).toEqual([]);
    });

    test('12 and 24: the page is not broken by its own user, and knows no secret', async () => {
      const email = `"</script><script>alert(1)</script>"\u2028@example.test`;
      await scene.world.app.get(StaffAccounts).add(systemActor('test'), email, 'support', PASSWORD);
      const client = new PanelClient(scene.url, email);
      await client.signIn();
      const { text } = await client.get('');
      expect(text).not.toContain('<script>alert');
      expect(text).not.toMatch(/<script[^>]*>[^<]*\u2028/);
      const state = stateIn(text);
      expect(state.session).toEqual({ email, role: 'support', hasSecondFactor: false });
    });

    test('13: an apostrophe breaks no sign-in', async () => {
      const { status, text } = await new PanelClient(scene.url, `o'neill"<b>@example.test`).signIn('wrong');
      expect(status).toBe(401);
      expect(text).toContain('o&#x27;neill&quot;&lt;b&gt;@example.test');
      expect(text.match(/<h1>/g)).toHaveLength(1);
    });

    test('14 and 18: every answer has the headers, and asks nothing of another host', async () => {
      for (const path of ['', '/sign-in', '/nothing', '/api/dashboard', '/api/nothing']) {
        const { headers, text } = await staff.support.get(path);
        expect(headers.get('content-security-policy')).toBe(
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
            "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        );
        expect(headers.get('x-content-type-options')).toBe('nosniff');
        expect(headers.get('x-frame-options')).toBe('DENY');
        expect(text).not.toMatch(/(src|href)="(https?:)?\/\//);
      }
    });

    test('15 and 16: style and script are there, of AdminJS there is none, and nothing was made now', async () => {
      const { text } = await staff.support.get('');
      const files = [...text.matchAll(/ (?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path!);
      expect(files.map((path) => path.replace(/-\w+\./, '.')).sort()).toEqual([
        '/assets/ardoise.css',
        '/assets/panel.css',
        '/assets/panel.js',
      ]);
      for (const path of files) expect((await fetch(scene.url + path)).status).toBe(200);
      for (const name of ['global.bundle.js', 'app.bundle.js', 'logo.svg', '..%2f..%2fpackage.json']) {
        expect((await anonymous().get(`/frontend/assets/${name}`)).status).not.toBe(200);
        expect((await fetch(`${scene.url}/assets/${name}`)).status).toBe(404);
      }
      expect(existsSync('.adminjs')).toBe(false);
    });

    test('20: the menu shows what may be opened', async () => {
      const menuOf = async (client: PanelClient) => {
        const { pages, resources } = stateIn((await client.get('')).text);
        return [...pages, ...resources];
      };
      expect(await menuOf(staff.support)).toEqual([
        'search',
        'business',
        'support-action',
        'answer',
        'requests',
        'waiting',
        'display',
        'permissions',
        'payments',
        'event',
        'businesses',
      ]);
      expect(await menuOf(staff.operator)).toEqual([
        'waiting',
        'display',
        'permissions',
        'retention',
        'staff-account',
        'staff-new',
        'staff-requests',
        'access-reviews',
        'access-review',
        'staff',
      ]);
    });

    test('25: guesses are counted by address and account together, for all processes', async () => {
      const client = await PanelClient.hire(scene.world.app, scene.url, 'support');
      for (let guess = 0; guess < 10; guess++) expect((await client.signIn('wrong')).status).toBe(401);
      expect((await client.signIn()).status).toBe(429);
      expect(await rows(scene.sql.owner, 'SELECT used FROM attempt_counts')).not.toHaveLength(0);
      const other = await PanelClient.hire(scene.world.app, scene.url, 'support');
      expect((await other.signIn()).status).toBe(303);
    });
  });
});

/** What the page tells its own script. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the assertions on it are the check
const stateIn = (html: string): any =>
  JSON.parse(/<script id="state" type="application\/json">(.*?)<\/script>/s.exec(html)![1]!);

interface Resource {
  readonly options: {
    readonly actions: Record<
      string,
      { isAccessible: (context: { currentAdmin: undefined }) => unknown; before?: unknown }
    >;
  };
}
