import fc from 'fast-check';
import type { Connection } from 'mysql2/promise';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { bodyOf, CALLS, entry, furnish, pathOf, type Furnished } from '../builders/calls.js';
import type { Answer, Client } from '../builders/client.js';
import { contentOf } from '../builders/content.js';
import { expectNoInsides, expectProblem } from '../builders/problems.js';
import { nameOf, routesOf } from '../builders/routes.js';
import { beginToSend, sendOnTheWire } from '../builders/wire.js';
import { connectSql } from '../setup/sql.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';
import { until } from '../setup/until.js';

const JSON_TYPE = { 'Content-Type': 'application/json' };
const NAMES = Object.keys(CALLS);
const withJson = (name: string) => CALLS[name]!({ owner: {}, member: {} } as Furnished).json !== undefined;
/** The routes that take JSON, as they are in the table of calls. */
const WRITING = NAMES.filter((name) => /^(POST|PATCH|PUT) /.test(name) && withJson(name));
/** Each of their fields may be left out, so that an empty object says something. */
const NEEDS_NOTHING = ['POST /api/v1/businesses/:b/packs', 'PUT /api/v1/businesses/:b/details'];
/** Taken as they are, or not at all. */
const SECRETS = ['password', 'newPassword', 'signUpEmail'];
const LISTS = [
  'contacts',
  'ledger-accounts',
  'journal-entries',
  'invoices',
  'bank-accounts',
  'audit-events',
  'payments-to-record',
];

let world: TestApp;
let admin: Connection;
let there: Furnished;
let owner: Client;

beforeAll(async () => {
  world = await startTestApp('hostile');
  admin = await connectSql(world.database.adminUrl);
  there = await furnish(world.url);
  owner = there.owner;
});
afterAll(async () => {
  await admin.end();
  await world.stop();
});

/** Sends a body as it is to a route. */
function send(name: string, body: string | Buffer, headers: Record<string, string> = JSON_TYPE): Promise<Answer> {
  const path = pathOf(name, CALLS[name]!(there), there.business);
  return owner.request(name.split(' ')[0]!, path, {
    body: typeof body === 'string' ? body : new Uint8Array(body),
    // A connection that the server closes after a refusal must not be taken for the next request.
    headers: { ...headers, Connection: 'close' },
  });
}

const sendJson = (name: string, json: unknown) => send(name, JSON.stringify(json));

/** Whatever it is, it is understood or it is a problem of the caller; it is never the server's. */
function expectNoFault(answer: Answer): void {
  expectNoInsides(JSON.stringify(answer.body));
  if (answer.status < 400) return;
  expect(answer.status).toBeLessThan(500);
  expectProblem(answer);
}

test('every route of the API that takes a body is tried', () => {
  const taking = routesOf(world.app).filter(
    ({ method, path }) => path.startsWith('/api/') && /^(POST|PATCH|PUT)$/.test(method),
  );
  const bodiless = [
    'POST /api/v1/businesses/:b/imports',
    'POST /api/v1/businesses/:b/bank-feeds/:f/reconnection',
    'POST /api/v1/businesses/:b/invoices/:i/pay-link',
    'POST /api/v1/pay/:token',
    'POST /api/v1/provider-events/stripe',
    'POST /api/v1/businesses/:b/invitations/:invite/mails',
    'POST /api/v1/invitations/:invitation/acceptance',
    'POST /api/v1/me/address-confirmations',
    'POST /api/v1/me/second-factor',
    'POST /api/v1/passkeys/challenges',
  ];
  expect(taking.map(nameOf).filter((name) => !WRITING.includes(name) && !bodiless.includes(name))).toEqual([]);
});

describe.each(WRITING)('%s', (name) => {
  const valid = () => CALLS[name]!(there).json!;

  test('refuses what is not JSON, or nothing', async () => {
    for (const body of [
      '{',
      '{"a":1',
      "{'a':1}",
      'null',
      '"text"',
      '42',
      '{"a":NaN}',
      '{"a":1}}',
      '\u0000',
      '[',
      '{"\\u0000":',
    ]) {
      expectProblem(await send(name, body), 'MALFORMED_REQUEST');
    }
    for (const body of ['[]', '[{}]']) expectProblem(await send(name, body), 'VALIDATION');
    if (NEEDS_NOTHING.includes(name)) {
      expect((await send(name, '{}')).status).toBeLessThan(300);
      return;
    }
    for (const body of ['{}', '']) expectProblem(await send(name, body), 'VALIDATION');
    expectProblem(await send(name, '', {}), 'VALIDATION');
  });

  test('refuses another type of content', async () => {
    const body = JSON.stringify(valid());
    for (const type of [
      'text/plain',
      'application/xml',
      'multipart/form-data; boundary=x',
      'text/json',
      'x',
      'application/octet-stream',
    ]) {
      expect(['VALIDATION', 'UNSUPPORTED_MEDIA_TYPE']).toContain(
        expectProblem(await send(name, body, { 'Content-Type': type })),
      );
    }
    const form = new URLSearchParams(valid() as Record<string, string>).toString();
    const answer = await send(name, form, { 'Content-Type': 'application/x-www-form-urlencoded' });
    expect(['VALIDATION', 'UNSUPPORTED_MEDIA_TYPE']).toContain(expectProblem(answer));
    expectProblem(
      await send(name, body, { 'Content-Type': 'application/json; charset=latin1' }),
      'UNSUPPORTED_MEDIA_TYPE',
    );
    expectProblem(await send(name, body, { ...JSON_TYPE, 'Content-Encoding': 'zstd-99' }), 'UNSUPPORTED_MEDIA_TYPE');
  });

  test('refuses bytes that are not UTF-8, rather than store something else', async () => {
    const body = JSON.stringify(valid());
    for (const bytes of [[0xe9], [0xff, 0xfe], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80]]) {
      const broken = Buffer.concat([Buffer.from(body.slice(0, -2)), Buffer.from(bytes), Buffer.from(body.slice(-2))]);
      expectProblem(await send(name, broken), 'MALFORMED_REQUEST');
    }
  });

  test('refuses fields that it does not know, by name', async () => {
    for (const field of ['surprise', 'id', 'bookId', 'book_id', 'originalOwnerId', 'businessId', '$ne', 'toString']) {
      const answer = await sendJson(name, { ...valid(), [field]: 'x' });
      expectProblem(answer, 'VALIDATION');
      expect(JSON.stringify(answer.body.errors)).toContain(field);
    }
  });

  test('takes nothing from the prototype of a body', async () => {
    const keys = ['__proto__', 'constructor', 'prototype'];
    for (const key of keys) {
      const nested = `{"${key}":{"polluted":true,"isAdmin":true,"prototype":{"polluted":true}}}`;
      expectNoFault(await send(name, nested));
      expectNoFault(await send(name, `[${nested}]`));
    }
    expect(({} as { polluted?: true }).polluted).toBeUndefined();
  });

  test('refuses a wrong type in each field and names it', async () => {
    for (const field of Object.keys(valid())) {
      const original = valid()[field];
      const wrong = [null, 0, -1, 1.5, true, [], {}, [original], { $gt: '' }].filter(
        (value) =>
          typeof value !== typeof original || Array.isArray(value) !== Array.isArray(original) || value === null,
      );
      for (const value of wrong) {
        const answer = await sendJson(name, { ...valid(), [field]: value });
        expectProblem(answer, 'VALIDATION');
        const { errors } = answer.body as { errors: { path: string; message: string }[] };
        expect(errors[0]).toEqual({ path: expect.any(String), message: expect.any(String) });
        expect(errors[0]!.path.split('.')[0]).toBe(field);
      }
    }
  });

  test('refuses control characters, half characters and endless text in each field of text', async () => {
    for (const field of Object.keys(valid()).filter(
      (key) => typeof valid()[key] === 'string' && !SECRETS.includes(key),
    )) {
      for (const text of [
        'a\u0000b',
        '\u0007',
        'a\u001b[31m',
        '\ud800',
        '\udfff\ud83d',
        'x'.repeat(2_000),
        '',
        '   ',
      ]) {
        const answer = await sendJson(name, { ...valid(), [field]: text });
        // An unknown address or name of 2,000 letters may be not found as well as not valid.
        expect({ text, code: expectProblem(answer) }).toEqual({ text, code: 'VALIDATION' });
      }
    }
    for (const secret of SECRETS.filter((field) => field in valid())) {
      for (const text of ['a\u0000b', '\ud800', 'x'.repeat(1_001)])
        expectNoFault(await sendJson(name, { ...valid(), [secret]: text }));
    }
  });

  test('refuses deep nesting and what is too large', async () => {
    const deep = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);
    expectNoFault(await send(name, `{"a":${deep('[', ']', 5_000)}}`));
    expectNoFault(await send(name, `${'{"a":'.repeat(2_500)}1${'}'.repeat(2_500)}`));
    expectProblem(await send(name, JSON.stringify({ ...valid(), more: 'x'.repeat(600 * 1024) })), 'TOO_LARGE');
    const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024, ' '));
    expectProblem(await send(name, bomb, { ...JSON_TYPE, 'Content-Encoding': 'gzip' }), 'TOO_LARGE');
    expectProblem(
      await send(name, Buffer.from('no zip'), { ...JSON_TYPE, 'Content-Encoding': 'gzip' }),
      'MALFORMED_REQUEST',
    );
  });

  test('stands whatever JSON there is', async () => {
    const fields = Object.keys(valid());
    const body = fc.oneof(
      fc.object({ maxDepth: 3, maxKeys: 6 }),
      fc.dictionary(
        fc.constantFrom(...fields, '__proto__', 'constructor', ''),
        fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }),
      ),
      // One field is anything at all, the others are right.
      fc
        .tuple(fc.constantFrom(...fields), fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' }))
        .map(([field, value]) => ({ ...valid(), [field]: value })),
      fc.array(fc.jsonValue()),
    );
    const run = async (json: unknown) =>
      expectNoFault(
        await send(
          name,
          JSON.stringify(json, (_, value) => (typeof value === 'bigint' ? String(value) : value)) ?? 'null',
        ),
      );
    await fc.assert(fc.asyncProperty(body, run), { numRuns: 25, seed: 20260131 });
  });
});

describe('text', () => {
  const contact = (name: string, more: object = {}) =>
    owner.post<{ id: string; name: string }>(owner.of('/contacts'), { name, ...more });

  /** The name as a later reader gets it. */
  async function readBack(id: string): Promise<string> {
    for (let after = ''; ;) {
      const { body } = await owner.get<{ items: { id: string; name: string }[]; next: string | null }>(
        owner.of(`/contacts?limit=200${after}`),
      );
      const found = body.items.find((item) => item.id === id);
      if (found) return found.name;
      if (!body.next) throw new Error('not found');
      after = `&after=${body.next}`;
    }
  }

  test.each([
    ['French', 'Œuvre d’été à Noël, 5 € ½'],
    ['emoji of several parts', '👩‍👩‍👧‍👦🏳️‍🌈👍🏿'],
    ['right to left', 'שלום עולם، مرحبا \u200f(2026)\u200e'],
    ['composed', 'Zoé Ångström'],
    ['stacked marks', 'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢'],
    ['outside the first plane', '𠮷野家 𝒳 𐍈'],
    ['noncharacters and private use', '\uffff\ufffe\ue000\u{10ffff}'],
    ['invisible', 'a\u200b\u2060\u00adb'],
    ['what looks like code', `'; DROP TABLE contacts; -- <script>alert(1)</script> {{7*7}} \${x} %s %00 \\u0000`],
  ])('is kept to the byte: %s', async (_, name) => {
    const { status, body } = await contact(name);
    expect(status).toBe(201);
    expect(Buffer.from(body.name).toString('hex')).toBe(Buffer.from(name).toString('hex'));
    expect(Buffer.from(await readBack(body.id)).toString('hex')).toBe(Buffer.from(name).toString('hex'));
  });

  test('is counted in characters: at the limit it is taken, one more is not', async () => {
    for (const letter of ['x', 'é', '€', '👍', '𠮷']) {
      const longest = await contact(letter.repeat(200));
      expect(longest.status).toBe(201);
      expect(await readBack(longest.body.id)).toBe(letter.repeat(200));
      expectProblem(await contact(letter.repeat(201)), 'VALIDATION');
    }
    const local = 'é'.repeat(254 - '@x.test'.length);
    expect((await contact('a', { email: `${local}@x.test`, phone: '9'.repeat(50) })).status).toBe(201);
    expectProblem(await contact('a', { email: `${local}e@x.test` }), 'VALIDATION');
    expectProblem(await contact('a', { phone: '9'.repeat(51) }), 'VALIDATION');
  });

  test('at its limits everywhere else', async () => {
    const label = '👍'.repeat(500);
    const account = 'é'.repeat(20);
    expect((await owner.post(owner.of('/ledger-accounts'), { number: account, name: '👍'.repeat(200) })).status).toBe(
      201,
    );
    const lines = [
      { account, debit: '1.00', label },
      { account: '1010', credit: '1.00', label },
    ];
    const number = '€'.repeat(50);
    expect(await owner.post(owner.of('/journal-entries'), { date: '2026-01-31', number, label, lines })).toMatchObject({
      status: 201,
      body: { number, label, lines: [{ account, label }, { label }] },
    });
    for (const more of [
      { number: `${number}x` },
      { label: `${label}x` },
      { lines: [{ ...lines[0], account: `${account}x` }, lines[1]] },
    ]) {
      expectProblem(
        await owner.post(owner.of('/journal-entries'), { date: '2026-01-31', label, lines, ...more }),
        'VALIDATION',
      );
    }
    const invoice = (description: string) => ({
      contactId: there.contact,
      lines: [{ description, unitPrice: '1.00' }],
    });
    expect((await owner.post(owner.of('/invoices'), invoice(label))).status).toBe(201);
    expectProblem(await owner.post(owner.of('/invoices'), invoice(`${label}x`)), 'VALIDATION');
    const tooMany = Array.from({ length: 1_001 }, () => ({ account: '1010', debit: '0.00' }));
    expectProblem(await owner.post(owner.of('/journal-entries'), { date: '2026-01-31', lines: tooMany }), 'VALIDATION');
  });
});

describe('amounts', () => {
  const BAD = [
    '1e5',
    ' 1.00',
    '1.00 ',
    '1,000.00',
    '1,00',
    '1.005',
    '+1',
    '0x10',
    '١',
    '１',
    '1.',
    '.5',
    '',
    '-',
    '--1',
    '1 000.00',
    'NaN',
    'Infinity',
    '$1',
    '1'.repeat(16),
    `-${'9'.repeat(16)}`,
    '1\n',
    '1.00\u0000',
    "1'",
  ];

  test.each(BAD)('%j is none', async (amount) => {
    const before = await contentOf(admin);
    expectProblem(await owner.post(owner.of('/journal-entries'), entry(amount)), 'VALIDATION');
    const line = { description: 'x', unitPrice: amount };
    expectProblem(await owner.post(owner.of('/invoices'), { contactId: there.contact, lines: [line] }), 'VALIDATION');
    expect(await contentOf(admin)).toEqual(before);
  });

  test.each([
    ['-0.00', '0.00'],
    ['-0', '0.00'],
    ['0', '0.00'],
    ['5', '5.00'],
    ['5.1', '5.10'],
    ['000000000000001.00', '1.00'],
    ['-12.34', '-12.34'],
    ['0.01', '0.01'],
    ['999999999999999.99', '999999999999999.99'],
  ])('%s is kept as %s, to the cent', async (amount, kept) => {
    const { status, body } = await owner.post<{ id: string; lines: { debit: string }[] }>(
      owner.of('/journal-entries'),
      entry(amount),
    );
    expect(status).toBe(201);
    expect(body.lines[0]!.debit).toBe(kept);
    const stored = await owner.get<{ lines: { debit: string }[] }>(owner.of(`/journal-entries/${body.id}`));
    expect(stored.body.lines[0]!.debit).toBe(kept);
  });

  test('whose sum is beyond what one amount can be still add up in the trial balance', async () => {
    const most = '999999999999999.99';
    for (let i = 0; i < 2; i++) expect((await owner.post(owner.of('/journal-entries'), entry(most))).status).toBe(201);
    const { status, body } = await owner.get<{ totals: { debit: string; credit: string } }>(owner.of('/trial-balance'));
    expect(status).toBe(200);
    expect(body.totals.debit).toBe(body.totals.credit);
    expect(body.totals.debit.length).toBeGreaterThan(most.length);
  });

  test('of an invoice that would be too large are refused', async () => {
    const before = await contentOf(admin);
    const most = { description: 'x', unitPrice: '999999999999999.99' };
    const invoice = (...lines: object[]) => owner.post(owner.of('/invoices'), { contactId: there.contact, lines });
    expectProblem(await invoice({ ...most, quantity: '2' }), 'VALIDATION');
    expectProblem(await invoice({ ...most, quantity: '999999999.999' }), 'VALIDATION');
    expectProblem(await invoice(most, most), 'VALIDATION');
    expectProblem(await invoice({ ...most, taxRate: 'TPS-TVQ' }), 'VALIDATION');
    expectProblem(
      await invoice({ ...most, unitPrice: '-999999999999999.99' }, { ...most, unitPrice: '-1' }),
      'VALIDATION',
    );
    for (const quantity of ['-1', '1e3', '1.0001', '0x1', ' 1', '1'.repeat(10)]) {
      expectProblem(await invoice({ description: 'x', unitPrice: '1.00', quantity }), 'VALIDATION');
    }
    expect(await contentOf(admin)).toEqual(before);
  });
});

describe('dates', () => {
  const BAD = [
    '2026-02-30',
    '2026-02-29',
    '0000-00-00',
    '2026-00-10',
    '2026-13-01',
    '2026-1-1',
    '26-01-01',
    '2026-01-31T00:00:00Z',
    '2026/01/31',
    ' 2026-01-31',
    '0001-01-01',
    '1899-12-31',
    '3000-01-01',
    '99999-01-01',
    '-2026-01-01',
    'today',
    '2026-01-32',
    '２０２６-01-01',
  ];

  test.each(BAD)('%j is none', async (date) => {
    expectProblem(await owner.post(owner.of('/journal-entries'), entry('1.00', { date })), 'VALIDATION');
    const lines = [{ description: 'x', unitPrice: '1.00' }];
    for (const field of ['issuedOn', 'dueOn']) {
      expectProblem(
        await owner.post(owner.of('/invoices'), { contactId: there.contact, lines, [field]: date }),
        'VALIDATION',
      );
    }
  });

  test.each(['2024-02-29', '1900-01-01', '2999-12-31'])('%s is one', async (date) => {
    expect(await owner.post(owner.of('/journal-entries'), entry('1.00', { date }))).toMatchObject({
      status: 201,
      body: { date },
    });
    const lines = [{ description: 'x', unitPrice: '1.00' }];
    expect((await owner.post(owner.of('/invoices'), { contactId: there.contact, lines, issuedOn: date })).status).toBe(
      201,
    );
  });
});

describe('addresses', () => {
  const IDS = [
    'x',
    '0',
    '-1',
    '%00',
    '..%2f..%2fetc',
    'null',
    'undefined',
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    "'%20OR%20'1'='1",
    '%F0%9F%92%A9',
    'a'.repeat(4_000),
    '019b0000-0000-7000-8000-00000000000g',
  ];

  test('that name nothing are not found, on every route and in every place', async () => {
    for (const name of NAMES.filter((route) => route.includes('/:'))) {
      const [method = '', path = ''] = name.split(' ');
      for (const parameter of path.match(/:\w+/g)!) {
        for (const id of IDS) {
          const call = CALLS[name]!(there);
          const others = path.replace('/api/v1', '').replace(parameter, id);
          const filled = pathOf(`${method} ${others}`, call, there.business);
          expect({ name, id, code: expectProblem(await owner.request(method, filled, bodyOf(call))) }).toEqual({
            name,
            id,
            code: 'NOT_FOUND',
          });
        }
      }
    }
  });

  test('in upper case name nothing: an id has one spelling', async () => {
    expectProblem(await owner.at(there.business.toUpperCase()).reset(), 'NOT_FOUND');
    expectProblem(await owner.get(`/businesses/${there.business.toUpperCase()}/counts`), 'NOT_FOUND');
  });

  test('that are not even text are refused', async () => {
    for (const path of [
      '/businesses/%ff',
      '/businesses/%',
      `/businesses/${there.business}/bank-feeds/%e9`,
      '/%c0%80',
      '/businesses/%ED%A0%80',
    ]) {
      for (const method of ['GET', 'DELETE', 'POST']) {
        expect(['MALFORMED_REQUEST', 'NOT_FOUND']).toContain(expectProblem(await owner.request(method, path)));
      }
    }
  });

  test('that are nowhere, and methods that no route has, are not found', async () => {
    for (const path of [
      '',
      '/',
      '/nothing',
      '/businesses/',
      `/businesses/${there.business}/nothing`,
      '//businesses',
      '/businesses/../../healthz',
      '/__proto__',
      '/constructor',
    ]) {
      const answer = await owner.request('GET', path);
      if (answer.status !== 200) expectProblem(answer, 'NOT_FOUND');
    }
    for (const method of ['PUT', 'PATCH', 'DELETE', 'PROPFIND']) {
      expectProblem(await owner.request(method, owner.of('/contacts')), 'NOT_FOUND');
    }
    const elsewhere = await fetch(`${world.url}/api/nothing`);
    expect(elsewhere.headers.get('content-type')).toMatch(/problem\+json/);
    expect(elsewhere.status).toBe(404);
  });

  test('that are endless are refused before they are read', async () => {
    const answer = await sendOnTheWire(
      world.url,
      `GET /api/v1/${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    );
    expect(answer!.status).toBe(431);
  });
});

describe('lists', () => {
  const paged = () => [
    ...LISTS.map((list) => owner.of(`/${list}`)),
    '/businesses',
    owner.of(`/snapshots/${there.snapshot}/journal-entries`),
  ];

  test('refuse a limit that is none', async () => {
    for (const path of paged()) {
      for (const limit of [
        '0',
        '-1',
        '1e9',
        'abc',
        '',
        '1.5',
        '201',
        'NaN',
        '99999999999999999999',
        '1&limit=2',
        '%00',
        '9007199254740993',
        '__proto__',
      ]) {
        expectProblem(await owner.get(`${path}?limit=${limit}`), 'VALIDATION');
      }
    }
  });

  test('refuse a place to go on that is none', async () => {
    for (const path of paged()) {
      for (const after of [
        'x',
        '',
        '1',
        "'",
        there.business.toUpperCase(),
        'a'.repeat(500),
        `${there.business}&after=${there.business}`,
        '%00',
      ]) {
        expectProblem(await owner.get(`${path}?after=${after}`), 'VALIDATION');
      }
    }
  });

  test('refuse parameters that they do not know', async () => {
    for (const path of paged()) expectProblem(await owner.get(`${path}?offset=3`), 'VALIDATION');
    expectProblem(await owner.get(owner.of('/restore-preview?snapshotId=x')), 'VALIDATION');
    expectNoFault(await owner.get(owner.of('/restore-preview?snapshot=x&snapshot=y')));
    expectNoFault(await owner.get(owner.of('/restore-preview?snapshot[$ne]=x')));
    expectNoFault(await owner.get(owner.of('/contacts?__proto__=x&constructor=y')));
  });
});

describe('headers', () => {
  test('a key of idempotency that is none is refused', async () => {
    const before = await contentOf(admin);
    for (const key of ['', ' ', 'a b', 'é', 'a'.repeat(256), 'a\tb', 'a, b']) {
      expectProblem(await owner.reset({}, { 'Idempotency-Key': key }), 'VALIDATION');
      expectProblem(await owner.restore({}, { 'Idempotency-Key': key }), 'VALIDATION');
    }
    expect(await contentOf(admin)).toEqual(before);
  });

  test('a key with a half character in the body is a mismatch like any other', async () => {
    expectProblem(
      await owner.reset({ signUpEmail: '\ud800' }, { 'Idempotency-Key': 'half' }),
      'SIGN_UP_EMAIL_MISMATCH',
    );
  });

  test('two of a kind, endless ones and broken ones break nothing', async () => {
    const path = `/api/v1${owner.of('/counts')}`;
    const ask = (...lines: string[]) =>
      sendOnTheWire(
        world.url,
        `GET ${path} HTTP/1.1\r\nHost: x\r\n${lines.map((line) => `${line}\r\n`).join('')}Connection: close\r\n\r\n`,
      );
    const good = `Authorization: Bearer ${owner.token}`;
    const bad = 'Authorization: Bearer ard_nobody';
    expect((await ask(bad, good))!.status).toBe(401);
    expect((await ask(`${bad}, ${good}`))!.status).toBe(401);
    expect((await ask('Authorization: Basic YTpi'))!.status).toBe(401);
    expect((await ask('Authorization: Bearer'))!.status).toBe(401);
    expect((await ask(`Authorization: Bearer ${owner.token} extra`))!.status).toBe(401);
    expect((await ask(good, `X-Huge: ${'a'.repeat(20_000)}`))!.status).toBe(431);
    expect((await ask(good, 'X-Bad: \u0001'))!.status).toBe(400);
    expect(
      (await ask(good, 'X-Forwarded-For: 1.2.3.4, <script>', 'Accept-Language: %%%', 'Range: bytes=9-1'))!.status,
    ).toBe(200);
    for (const answer of [
      await ask('Host: y', good),
      await ask('Transfer-Encoding: chunked', 'Content-Length: 5', good),
    ]) {
      expect(answer!.status).toBeLessThan(500);
      expectNoInsides(answer!.body);
    }
  });

  test('a body that is packed is unpacked', async () => {
    const name = 'POST /api/v1/businesses/:b/contacts';
    const body = Buffer.from(JSON.stringify({ name: 'Packed' }));
    for (const [encoding, packed] of [
      ['gzip', gzipSync(body)],
      ['deflate', deflateSync(body)],
      ['br', brotliCompressSync(body)],
    ] as const) {
      expect((await send(name, packed, { ...JSON_TYPE, 'Content-Encoding': encoding })).status).toBe(201);
    }
  });
});

describe('an upload that breaks off', () => {
  const head = (path: string, more: string) =>
    `POST /api/v1${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${owner.token}\r\n${more}\r\n\r\n`;
  const CHUNKED = 'Transfer-Encoding: chunked';

  test('changes nothing and leaves nothing behind', async () => {
    const before = await contentOf(admin);
    const spool = join(world.settings.dataDir, 'spool');
    const spooled = () => (existsSync(spool) ? readdirSync(spool).length : 0);
    const [imports, contacts] = [owner.of('/imports'), owner.of('/contacts')];
    const broken = [
      beginToSend(world.url, `${head(imports, `Content-Type: text/plain\r\n${CHUNKED}`)}c\r\nJournalCode|\r\n`),
      beginToSend(world.url, `${head(imports, 'Content-Type: text/plain\r\nContent-Length: 100000')}JournalCode|`),
      beginToSend(world.url, head(imports, `Content-Type: application/octet-stream\r\n${CHUNKED}`)),
      beginToSend(world.url, `${head(contacts, `Content-Type: application/json\r\n${CHUNKED}`)}10\r\n{"name":`),
      beginToSend(world.url, `${head(contacts, 'Content-Type: application/json\r\nContent-Length: 50')}{"name":"x"}`),
    ];
    await until('the uploads have begun', async () => spooled() === 3);
    for (const breakOff of broken) breakOff();
    await until('nothing is left of them', async () => spooled() === 0);
    expect(await contentOf(admin)).toEqual(before);
    expect((await owner.get(owner.of('/counts'))).status).toBe(200);
  });

  test('or whose chunks are nonsense is refused', async () => {
    const answer = await sendOnTheWire(
      world.url,
      `${head(owner.of('/imports'), `Content-Type: text/plain\r\n${CHUNKED}`)}zz\r\nnonsense\r\n\r\n`,
    );
    expect(answer?.status ?? 400).toBe(400);
  });
});

test('the application still serves after all this', async () => {
  expect((await fetch(`${world.url}/readyz`)).status).toBe(200);
  expect(({} as { polluted?: true }).polluted).toBeUndefined();
});
