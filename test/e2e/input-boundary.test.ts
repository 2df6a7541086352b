import type { Connection } from 'mysql2/promise';
import { signInForm, signInQuery } from '../../src/ui/sign-in-form.js';
import * as pageInput from '../../src/web/page-input.js';
import { furnish, type Furnished } from '../builders/calls.js';
import { PASSWORD, type Client } from '../builders/client.js';
import { PanelClient } from '../builders/panel-client.js';
import { connectSql, rows } from '../setup/sql.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

/** Where what is sent meets the program: one field, once, bounded, without control characters, or a 422 that names it. */

interface Sent {
  readonly cookie?: string;
  readonly json?: boolean;
  readonly headers?: Record<string, string>;
}

let world: TestApp;
let admin: Connection;
let there: Furnished;
let owner: Client;
let staff: PanelClient;

beforeAll(async () => {
  world = await startTestApp('boundary', { PANEL: 'on' });
  admin = await connectSql(world.database.adminUrl);
  there = await furnish(world.url);
  owner = there.owner;
  staff = await PanelClient.signedIn(world.app, world.url, 'support');
});
afterAll(async () => {
  await admin.end();
  await world.stop();
});

async function send(method: string, path: string, body?: string, { cookie, json, headers }: Sent = {}) {
  const response = await fetch(`${world.url}${path}`, {
    method,
    body,
    redirect: 'manual',
    headers: {
      ...(body !== undefined && { 'Content-Type': 'application/x-www-form-urlencoded' }),
      Accept: json ? 'application/json' : 'text/html',
      Cookie: cookie ?? `ardoise_session=${owner.token}`,
      ...headers,
    },
  });
  return { status: response.status, text: await response.text(), cookies: response.headers.getSetCookie() };
}

const page = (path: string) => `/b/${there.business}${path}`;
const MANAGE = '/settings/personalisation/manage-your-data';

const countEvents = async (type: string) => {
  const [row] = await rows<{ n: number | string }>(
    admin,
    `SELECT COUNT(*) AS n FROM audit_events WHERE type = '${type}'`,
  );
  return Number(row!.n);
};

/** Every form and query of the pages with where it is sent. */
const PLACES: Readonly<Record<string, () => readonly [method: 'GET' | 'POST', path: string]>> = {
  signInQuery: () => ['GET', '/sign-in'],
  signInForm: () => ['POST', '/sign-in'],
  signUpForm: () => ['POST', '/sign-up'],
  signOutForm: () => ['POST', '/sign-out'],
  languageForm: () => ['POST', '/language'],
  accountQuery: () => ['GET', '/account'],
  changeEmailForm: () => ['POST', '/account/email'],
  changePasswordForm: () => ['POST', '/account/password'],
  codeForm: () => ['POST', '/account/second-factor/code'],
  proofForm: () => ['POST', '/account/confirmation'],
  passkeyForm: () => ['POST', '/account/passkeys'],
  forgottenPasswordForm: () => ['POST', '/forgotten-password'],
  newPasswordForm: () => ['POST', '/new-password/x'],
  membersQuery: () => ['GET', page('/members')],
  inviteForm: () => ['POST', page('/members')],
  memberRoleForm: () => ['POST', page(`/members/${there.memberId}/role`)],
  invitedSignUpForm: () => ['POST', '/invitations/x/account'],
  importQuery: () => ['GET', page('/import')],
  settingsQuery: () => ['GET', page('/settings')],
  toldQuery: () => ['GET', page(`/invoices/${there.invoice}`)],
  boundForm: () => ['POST', page(`/invoices/${there.invoice}/payments/${there.receivedPayment}/undoing`)],
  paymentForm: () => ['POST', page(`/invoices/${there.invoice}/payment`)],
  mailForm: () => ['POST', page(`/invoices/${there.invoice}/mail`)],
  creditUseForm: () => ['POST', page(`/credit-notes/${there.creditNote}/use`)],
  detailsForm: () => ['POST', page('/settings/details')],
  timeZoneForm: () => ['POST', page('/settings/time-zone')],
  resetForm: () => ['POST', page(`${MANAGE}/reset`)],
  recoverForm: () => ['POST', page(`${MANAGE}/recover`)],
  recoverQuery: () => ['GET', page(`${MANAGE}/recover`)],
  packForm: () => ['POST', page('/packs')],
  manageQuery: () => ['GET', page(MANAGE)],
  snapshotQuery: () => ['GET', page(`/snapshots/${there.snapshot}`)],
  connectFeedForm: () => ['POST', page('/bank-feeds')],
  disconnectFeedForm: () => ['POST', page(`/bank-feeds/${there.feed}/disconnect`)],
  consentForm: () => ['POST', page(`/bank-feeds/${there.feed}/consent`)],
  recordPaymentForm: () => ['POST', page(`/payments-to-record/${there.payment}/recording`)],
  recordPaymentQuery: () => ['GET', page(`/payments-to-record/${there.payment}/recording`)],
  setAsideForm: () => ['POST', page(`/payments-to-record/${there.payment}/set-aside`)],
  payForm: () => ['POST', `/pay/${there.token}`],
  payQuery: () => ['GET', `/pay/${there.token}`],
  receiptMailForm: () => ['POST', `/pay/${there.token}/receipt-mail`],
  reportQuery: () => ['GET', page('/reports/ledger')],
  paymentsQuery: () => ['GET', page('/payments-to-record')],
  afterQuery: () => ['GET', page('/history')],
  contactForm: () => ['POST', page('/contacts/new')],
  productForm: () => ['POST', page('/products/new')],
  accountForm: () => ['POST', page('/accounts/new')],
  taxRateForm: () => ['POST', page('/tax-rates/new')],
  reversalForm: () => ['POST', page(`/journal/${there.journalEntry}/reversal`)],
  entryQuery: () => ['GET', page(`/journal/${there.journalEntry}`)],
  listQuery: () => ['GET', page('/contacts')],
  demoAgainForm: () => ['POST', page('/demo/again')],
};

const schemas = Object.entries({ ...pageInput, signInForm, signInQuery }) as [string, unknown][];
const fieldsIn = (schema: unknown) =>
  Object.keys((schema as { _zod: { def: { out: { shape: object } } } })._zod.def.out.shape);
const FIELDS = schemas.flatMap(([name, schema]) => fieldsIn(schema).map((field) => [name, field] as const));

test('every form and query of the pages is tried', () => {
  expect(Object.keys(PLACES).sort()).toEqual(schemas.map(([name]) => name).sort());
});

describe('a field given twice is refused by name', () => {
  test.each(FIELDS)('%s: %s', async (name, field) => {
    const [method, path] = PLACES[name]!();
    const twice = `${field}=1&${field}=2`;
    const asJson = { json: true };
    const answer =
      method === 'GET'
        ? await send('GET', `${path}?${twice}`, undefined, asJson)
        : await send('POST', path, twice, asJson);
    expect(answer.status).toBe(422);
    expect(JSON.parse(answer.text)).toMatchObject({
      code: 'VALIDATION',
      errors: expect.arrayContaining([{ path: field, message: 'must be given once' }]) as unknown,
    });
  });

  test('and so is whose page a form stood on, in the form and in its address; one that is nobody’s does nothing', async () => {
    for (const [path, body, status] of [
      ['/language', 'pageOwner=a&pageOwner=b', 422],
      ['/language?pageOwner=a&pageOwner=b', '', 422],
      [`/language?pageOwner=${'a'.repeat(65)}`, '', 422],
      ['/language', 'pageOwner=nobody', 409],
    ] as const) {
      const answer = await send('POST', path, body, { json: true });
      expect({ path, body, status: answer.status }).toEqual({ path, body, status });
    }
  });

  test('and each field of a journal entry, whose lines are as many as one likes', async () => {
    for (const field of ['date', 'account1', 'debit2', 'lines']) {
      const body = `${field}=1&${field}=2`;
      const answer = await send('POST', page('/journal/new'), body, { json: true });
      expect({ field, status: answer.status }).toEqual({ field, status: 422 });
      expect(answer.text).toContain('must be given once');
    }
  });

  test('wherever a list goes on', async () => {
    for (const path of ['/journal', '/history', '/invoices', '/payments-to-record', '/reports/ledger']) {
      expect({ path, ...(await send('GET', page(`${path}?after=1&after=2`))) }).toMatchObject({ path, status: 422 });
    }
  });

  test('and a person is told so in the language of the page', async () => {
    const path = page(`${MANAGE}/reset`);
    const english = await send('POST', path, 'signUpEmail=a&signUpEmail=b');
    expect(english.text).toContain('<code>signUpEmail</code> was sent more than once.');
    const french = await send('POST', '/sign-in', 'email=a&email=b', { cookie: 'ardoise_locale=fr' });
    expect(french.status).toBe(422);
    expect(french.text).toContain('<code>email</code> a été envoyé plus d’une fois.');
  });
});

describe('what cannot be shown or is endless is refused by name', () => {
  test.each([
    ['signInForm', 'email', 'a%07b'],
    ['signUpForm', 'businessName', 'a%00b'],
    ['signUpForm', 'email', 'a'.repeat(2_001)],
    ['resetForm', 'reason', 'a%07b'],
    ['recoverForm', 'reason', 'a%C2%85b'],
    ['resetForm', 'reason', 'a'.repeat(1_001)],
    ['resetForm', 'signUpEmail', 'a'.repeat(1_001)],
    ['recoverForm', 'signUpEmail', 'a'.repeat(1_001)],
    ['recoverForm', 'snapshot', 'x'],
    ['recoverQuery', 'snapshot', 'x'],
    ['connectFeedForm', 'newAccountName', 'a%1bb'],
    ['recordPaymentForm', 'number', '%7f'],
    ['paymentsQuery', 'recorded', '%07'],
    ['recordPaymentQuery', 'income', '%07'],
    ['setAsideForm', 'reason', 'a%07b'],
  ])('%s: %s', async (name, field, value) => {
    const [method, path] = PLACES[name]!();
    const sent = `${field}=${value}`;
    const json = { json: true };
    const { status, text } = await (method === 'GET'
      ? send('GET', `${path}?${sent}`, undefined, json)
      : send('POST', path, sent, json));
    expect(status).toBe(422);
    expect((JSON.parse(text) as { errors: { path: string }[] }).errors[0]!.path).toBe(field);
  });

  test('but what merely names nothing is told on the page', async () => {
    const letters = await send('GET', page('/payments-to-record?recorded=%C3%A9'));
    expect(letters.status).toBe(200);
    const account = await send('POST', page('/bank-feeds'), 'institution=sandbox&bankAccountId=x');
    expect(account.status).toBe(422);
    expect(account.text).toContain('id="bankAccountId"');
    const number = await send(
      'POST',
      page(`/payments-to-record/${there.payment}/recording`),
      'target=by-number&number=%F0%9F%92%A9',
    );
    expect(number.status).toBe(422);
  });
});

describe('an attempt whose fields are refused', () => {
  test.each([
    ['reset', () => page(`${MANAGE}/reset`), 'signUpEmail=a&signUpEmail=b'],
    ['reset', () => page(`${MANAGE}/reset`), 'signUpEmail=x&reason=%07'],
    ['reset', () => page(`${MANAGE}/reset`), 'signUpEmail='],
    ['restore', () => page(`${MANAGE}/recover`), 'signUpEmail=x&snapshot=x'],
  ] as const)('is recorded as a refused %s', async (kind, path, body) => {
    const type = `business.${kind}.denied`;
    const before = await countEvents(type);
    expect((await send('POST', path(), body)).status).toBe(422);
    expect(await countEvents(type)).toBe(before + 1);
  });

  test('is recorded by the API as well', async () => {
    const before = await countEvents('business.reset.denied');
    expect((await owner.post(owner.of('/resets'), { signUpEmail: ['a', 'b'] })).status).toBe(422);
    expect((await owner.reset({ reason: 'a\u0007b' })).status).toBe(422);
    expect((await owner.reset({}, { 'Idempotency-Key': 'a b' })).status).toBe(422);
    expect(await countEvents('business.reset.denied')).toBe(before + 3);
  });

  test('with the key of another request is recorded too', async () => {
    const other = await owner.reset({}, { 'Idempotency-Key': 'boundary-2' });
    expect(other.status).toBe(201);
    const before = await countEvents('business.reset.denied');
    const reused = await owner.reset({ reason: 'another' }, { 'Idempotency-Key': 'boundary-2' });
    expect(reused).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    expect(await countEvents('business.reset.denied')).toBe(before + 1);
  });

  test('opening a page with an address that does not fit attempts nothing', async () => {
    const before = await countEvents('business.restore.denied');
    expect((await send('GET', page(`${MANAGE}/recover?snapshot=x`))).status).toBe(422);
    expect(await countEvents('business.restore.denied')).toBe(before);
  });
});

describe('an upload', () => {
  test.each([
    ['without a boundary', 'multipart/form-data'],
    ['with an empty boundary', 'multipart/form-data; boundary='],
    ['with a boundary over 256 characters', `multipart/form-data; boundary=${'x'.repeat(300)}`],
  ])('%s cannot be read', async (_, type) => {
    const body = '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\na\r\n--x--\r\n';
    const answer = await send('POST', page('/import'), body, {
      headers: { 'Content-Type': type, Connection: 'close' },
    });
    expect(answer.status).toBe(400);
  });
});

describe('the sign-in', () => {
  test('sets no cookie when it ends in an error', async () => {
    const right = new URLSearchParams({ email: owner.email, password: PASSWORD }).toString();
    const answer = await send('POST', '/sign-in', `${right}&next=/a&next=/b`, { cookie: '' });
    expect(answer.status).toBe(422);
    expect(answer.cookies).toEqual([]);
    const someone = await PanelClient.hire(world.app, world.url, 'support');
    const atPanel = new URLSearchParams({ email: someone.email, password: PASSWORD }).toString();
    const panel = await send('POST', '/admin/sign-in', `${atPanel}&next=/a&next=/b`, { cookie: '' });
    expect(panel.status).toBe(422);
    expect(panel.cookies).toEqual([]);
  });

  test('of the panel takes each field once', async () => {
    const someone = await PanelClient.hire(world.app, world.url, 'compliance');
    await someone.signIn();
    for (const path of ['/second-factor/enrolment', '/second-factor']) {
      const answer = await someone.send('POST', path, {
        body: 'code=1&code=2',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      });
      expect({ path, status: answer.status }).toEqual({ path, status: 422 });
    }
    for (const who of [staff, new PanelClient(world.url)]) {
      expect((await who.get('/sign-in?next=1&next=2')).status).toBe(422);
    }
  });
});

describe('the API under another spelling', () => {
  test.each(['/API/v1/me', '/Api/v1/me', '/aPi/v1/businesses'])('%s believes no cookie', async (path) => {
    expect((await send('GET', path, undefined, { json: true })).status).toBe(401);
    const withToken = { cookie: '', headers: { Authorization: `Bearer ${owner.token}` } };
    expect((await send('GET', path, undefined, withToken)).status).toBe(200);
  });
});

describe('the API of the panel', () => {
  test.each([
    ['/api/resources/businesses/bulk/show?recordIds=x', 404],
    ['/api/resources/businesses/records/A/list', 404],
    ['/api/resources/businesses/actions/show', 404],
    ['/api/resources/businesses/bulk/list', 404],
    ['/api/resources/businesses/records/A/show', 404],
    ['/api/resources/businesses/actions/list?page=1&page=2', 422],
    ['/api/resources/businesses/actions/list?page=x', 422],
    ['/api/resources/businesses/actions/list?perPage=-1', 422],
    ['/api/resources/businesses/actions/list?perPage=201', 422],
    ['/api/resources/businesses/actions/list?sortBy=name&sortBy=id', 422],
    ['/api/resources/businesses/actions/list?direction=up', 422],
    // Compared with words in ASCII, which the database refuses to compare it with: 500 before.
    ['/api/resources/businesses/actions/list?filters.edition=%F0%9F%91%8D', 200],
    ['/api/resources/businesses/actions/list?filters.name=a&filters.name=b', 422],
    ['/api/resources/businesses/actions/list?filters.name=%07', 422],
    ['/api/resources/businesses/actions/list?filters=a&page.x=1&sortBy.y=2&filters.constructor=x', 200],
    ['/api/pages/search?q=a&q=b', 422],
    ['/api/pages/search?q=%00', 422],
    ['/api/pages/business?id=a&id=b', 422],
    ['/api/pages/waiting?after=1&after=2', 422],
    ['/api/pages/payments?after=1&after=2', 422],
    ['/api/pages/event?id=a&id=b', 422],
    ['/api/dashboard?a=1&a=2', 422],
  ])('%s is %i', async (path, status) => {
    const answer = await staff.get(path);
    expect({ path, status: answer.status, text: answer.text.slice(0, 200) }).toMatchObject({ path, status });
  });

  test('a filter of the log may name several types, and compliance nothing else twice', async () => {
    const compliance = await PanelClient.signedIn(world.app, world.url, 'compliance');
    expect((await compliance.get('/api/pages/hold?snapshot=a&snapshot=b')).status).toBe(422);
    const list = async (query: string) => (await compliance.get(`/api/pages/events?${query}`)).status;
    expect(await list('type=audit.searched&type=audit.exported')).toBe(200);
    expect(await list('outcome=success&outcome=denied')).toBe(422);
    expect(await list(`after=${there.business}&after=${there.business}`)).toBe(422);
    const sent = (body: string) =>
      compliance.send('POST', '/exports', {
        body,
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      });
    expect((await sent('format=csv&format=jsonl')).status).toBe(422);
    expect((await sent('format=csv&size=1&size=2')).status).toBe(422);
  });
});

describe('names', () => {
  test.each([['a\nb'], ['a\r\nb'], ['a\tb'], ['a\u2028b'], ['a\u0085b']])('are single lines: %j', async (name) => {
    expect((await owner.post(owner.of('/contacts'), { name })).status).toBe(422);
    expect((await owner.post(owner.of('/bank-accounts'), { name })).status).toBe(422);
    expect((await owner.post(owner.of('/ledger-accounts'), { number: '9999', name })).status).toBe(422);
    const form = new URLSearchParams({
      email: 'lines@example.test',
      password: PASSWORD,
      businessName: name,
      edition: 'express',
      locale: 'fr',
    });
    expect((await send('POST', '/sign-up', form.toString(), { cookie: '' })).status).toBe(422);
  });

  test('are composed, so that two that look alike are alike', async () => {
    const { body } = await owner.post<{ name: string }>(owner.of('/contacts'), { name: 'Zoe\u0301' });
    expect(body.name).toBe('Zo\u00e9');
  });
});
