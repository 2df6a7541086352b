import { FetchTransactions } from '../../src/banking/bank-feeds/fetch-transactions.job.js';
import { SnapshotDigests } from '../../src/books/snapshot-digests.service.js';
import { STATUS_OF_KIND } from '../../src/http/problem.filter.js';
import { ERROR_CODES, type ErrorCode } from '../../src/platform/kernel/app-error.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { entry } from '../builders/calls.js';
import { Client, PASSWORD } from '../builders/client.js';
import { readDocument } from '../builders/described-answers.js';
import { smallFec } from '../builders/fec.js';
import { expectProblem } from '../builders/problems.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

const ID = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const DAY = expect.stringMatching(/^\d{4}-\d\d-\d\d$/);
const MONEY = expect.stringMatching(/^-?\d+\.\d\d$/);
const COUNT = expect.any(Number);
const COUNTS = { contacts: COUNT, ledgerAccounts: COUNT, journalEntries: COUNT, journalLines: COUNT, invoices: COUNT };

let world: TestApp;
let owner: Client;

beforeAll(async () => {
  world = await startTestApp('contract');
  owner = await Client.signUp(world.url);
});
afterAll(() => world.stop());

/** Follows `next` through all pages. */
async function all<Item>(client: Client, path: string, limit: number): Promise<Item[]> {
  const items: Item[] = [];
  for (let after: string | null = ''; after !== null;) {
    const { status, body }: { status: number; body: { items: Item[]; next: string | null } } = await client.get(
      `${path}?limit=${limit}${after && `&after=${after}`}`,
    );
    expect(status).toBe(200);
    expect(body.items.length).toBeLessThanOrEqual(limit);
    if (body.next !== null) expect(body.items.length).toBe(limit);
    items.push(...body.items);
    after = body.next;
  }
  return items;
}

describe('the calls of the contract answer in its words', () => {
  test('POST /sign-ups', async () => {
    const ask = {
      email: 'contract@example.test',
      password: PASSWORD,
      businessName: 'Atelier',
      edition: 'express',
      locale: 'fr',
    };
    expect(await new Client(world.url).post('/sign-ups', ask)).toMatchObject({
      status: 201,
      body: {
        user: { id: ID, email: ask.email, locale: 'fr' },
        business: { id: ID, name: 'Atelier', edition: 'express', isOriginalOwner: true, role: 'owner' },
        token: expect.any(String),
      },
    });
  });

  test('POST /sessions and DELETE /sessions/current', async () => {
    const answer = await new Client(world.url).post('/sessions', { email: owner.email, password: PASSWORD });
    expect(answer).toMatchObject({
      status: 201,
      body: { token: expect.any(String), user: { id: ID, email: owner.email } },
    });
    const session = new Client(world.url, answer.body.token as string);
    expect(await session.delete('/sessions/current')).toMatchObject({ status: 204, body: '' });
    expectProblem(await session.get('/businesses'), 'UNAUTHENTICATED');
  });

  test('GET /businesses and GET /businesses/{b}', async () => {
    const business = {
      id: owner.businessId,
      name: expect.any(String),
      edition: 'accounting',
      locale: 'en',
      currency: 'CAD',
    };
    expect(await owner.get('/businesses')).toMatchObject({ status: 200, body: { items: [business], next: null } });
    expect(await owner.get(owner.of(''))).toMatchObject({ status: 200, body: business });
    expectProblem(await owner.get(`/businesses/${newId()}`), 'NOT_FOUND');
  });

  test('GET …/counts and …/trial-balance', async () => {
    await owner.post(owner.of('/journal-entries'), entry('12.30'));
    expect(await owner.get(owner.of('/counts'))).toMatchObject({ status: 200, body: COUNTS });
    expect(await owner.get(owner.of('/trial-balance'))).toMatchObject({
      status: 200,
      body: {
        lines: [
          { account: '1010', name: 'Bank account', debit: '0.00', credit: '12.30' },
          { account: '5200', name: 'Rent', debit: '12.30', credit: '0.00' },
        ],
        totals: { debit: '12.30', credit: '12.30' },
      },
    });
  });

  test('POST …/imports', async () => {
    expect(await owner.import(smallFec('contract', 3))).toMatchObject({
      status: 201,
      body: { entries: 3, lines: 6, accounts: 2 },
    });
  });

  test('POST and GET of contacts, ledger accounts, journal entries, invoices and bank accounts', async () => {
    const contact = await owner.post<{ id: string }>(owner.of('/contacts'), {
      name: 'Nadeau',
      email: 'n@example.test',
    });
    expect(contact).toMatchObject({
      status: 201,
      body: { id: ID, name: 'Nadeau', kind: 'customer', email: 'n@example.test', phone: null },
    });
    expect(await owner.post(owner.of('/ledger-accounts'), { number: '9999', name: 'Suspense' })).toMatchObject({
      status: 201,
      body: { id: ID, number: '9999', name: 'Suspense' },
    });
    expectProblem(await owner.post(owner.of('/ledger-accounts'), { number: '9999', name: 'Again' }), 'ALREADY_EXISTS');
    expect(await owner.post(owner.of('/journal-entries'), entry('5.00', { number: 'one' }))).toMatchObject({
      status: 201,
      body: {
        id: ID,
        journal: 'OD',
        number: 'one',
        date: DAY,
        label: 'Rent',
        lines: [
          { account: '5200', accountName: 'Rent', debit: '5.00', credit: '0.00', label: 'Rent' },
          { account: '1010', debit: '0.00', credit: '5.00' },
        ],
      },
    });
    expectProblem(await owner.post(owner.of('/journal-entries'), entry('5.00', { number: 'one' })), 'ALREADY_EXISTS');
    const lines = [{ description: 'Work', quantity: '2.5', unitPrice: '100.00', taxRate: 'TPS-TVQ' }];
    expect(
      await owner.post(owner.of('/invoices'), { contactId: contact.body.id, issuedOn: '2026-01-31', lines }),
    ).toMatchObject({
      status: 201,
      body: {
        id: ID,
        number: 'F-000001',
        contactId: contact.body.id,
        issuedOn: '2026-01-31',
        dueOn: '2026-03-02',
        net: '250.00',
        tax: '37.44',
        total: '287.44',
      },
    });
    expect(await owner.post(owner.of('/bank-accounts'), { name: 'Chequing' })).toMatchObject({
      status: 201,
      body: { id: ID, name: 'Chequing', currency: 'CAD' },
    });
    for (const list of ['contacts', 'ledger-accounts', 'journal-entries', 'invoices', 'bank-accounts']) {
      const { status, body } = await owner.get(owner.of(`/${list}`));
      expect({ status, body }).toMatchObject({ status: 200, body: { items: expect.any(Array), next: null } });
      expect((body.items as unknown[]).length).toBeGreaterThan(0);
    }
  });

  test('an entry that does not balance, or names an account that there is not', async () => {
    const before = await owner.counts();
    const lines = [
      { account: '5200', debit: '10.00' },
      { account: '1010', credit: '9.99' },
    ];
    const answer = await owner.post(owner.of('/journal-entries'), entry('1.00', { lines }));
    expectProblem(answer, 'UNBALANCED_ENTRY');
    expect(answer.body).toMatchObject({ debit: '10.00', credit: '9.99' });
    const unknown = [lines[0], { account: '0815', credit: '10.00' }];
    expectProblem(await owner.post(owner.of('/journal-entries'), entry('1.00', { lines: unknown })), 'VALIDATION');
    const both = [{ account: '5200', debit: '10.00', credit: '10.00' }, { account: '1010' }];
    expectProblem(await owner.post(owner.of('/journal-entries'), entry('1.00', { lines: both })), 'VALIDATION');
    expectProblem(await owner.post(owner.of('/journal-entries'), entry('1.00', { journal: 'ZZ' })), 'VALIDATION');
    expectProblem(
      await owner.post(owner.of('/invoices'), { contactId: newId(), lines: [{ description: 'x', unitPrice: '1' }] }),
      'VALIDATION',
    );
    expect(await owner.counts()).toEqual(before);
  });

  test('GET, POST and DELETE of bank feeds', async () => {
    const feed = await owner.connectFeed();
    expect(feed).toMatchObject({ id: ID, bankAccountId: ID, institution: 'sandbox', state: 'connected', since: TIME });
    expect(await owner.get(owner.of('/bank-feeds'))).toMatchObject({
      status: 200,
      body: { items: [feed], next: null },
    });
    await world.app.get(FetchTransactions).fetchNext();
    expect(await owner.disconnectFeed(feed.id)).toMatchObject({
      status: 200,
      body: { id: feed.id, state: 'disconnected' },
    });
  });

  test('GET …/reset-preview and POST …/resets', async () => {
    expect(await owner.get(owner.of('/reset-preview'))).toMatchObject({
      status: 200,
      body: { allowed: true, blockers: [], replaces: COUNTS, keeps: expect.arrayContaining([expect.any(String)]) },
    });
    expect(await owner.reset({ reason: 'a reason' })).toMatchObject({
      status: 201,
      body: { id: ID, snapshot: { id: ID, sealedAt: TIME }, auditEventId: ID },
    });
  });

  test('GET …/snapshots', async () => {
    const snapshot = { id: ID, cause: 'reset', sealedAt: TIME, expiresAt: TIME, state: 'kept' };
    expect(await owner.get(owner.of('/snapshots'))).toMatchObject({ status: 200, body: [snapshot] });
    while (await world.app.get(SnapshotDigests).digestNext());
    const { body } = await owner.get<object[]>(owner.of('/snapshots'));
    expect(body).toMatchObject([
      { ...snapshot, digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/), counts: COUNTS },
    ]);
  });

  test('GET …/restore-preview and POST …/restores', async () => {
    const { body: snapshots } = await owner.get<{ id: string }[]>(owner.of('/snapshots'));
    const preview = {
      allowed: true,
      blockers: [],
      restores: { snapshot: { id: snapshots[0]!.id }, counts: COUNTS },
      overwrites: COUNTS,
    };
    for (const query of ['', `?snapshot=${snapshots[0]!.id}`]) {
      expect(await owner.get(owner.of(`/restore-preview${query}`))).toMatchObject({ status: 200, body: preview });
    }
    expect(await owner.restore({ snapshotId: snapshots[0]!.id, reason: 'a reason' })).toMatchObject({
      status: 201,
      body: { id: ID, restored: { id: snapshots[0]!.id }, replaced: { id: ID }, auditEventId: ID },
    });
  });

  test('GET …/audit-events', async () => {
    const { status, body } = await owner.get<{ items: object[] }>(owner.of('/audit-events?limit=200'));
    expect(status).toBe(200);
    expect(body).toMatchObject({ next: null });
    for (const event of body.items) {
      expect(event).toMatchObject({
        specversion: '1.0',
        id: ID,
        type: expect.any(String),
        time: TIME,
        subject: `business/${owner.businessId}`,
      });
    }
    const reset = await owner.reset();
    const events = await owner.events();
    expect(events.find(({ id }) => id === reset.body.auditEventId)).toMatchObject({
      type: 'business.reset.completed',
      data: { snapshot: { id: (reset.body.snapshot as { id: string }).id } },
    });
  });

  test('money is text with two decimals wherever it is', async () => {
    await owner.restore();
    const invoices = await owner.get<{ items: object[] }>(owner.of('/invoices'));
    for (const invoice of invoices.body.items) expect(invoice).toMatchObject({ net: MONEY, tax: MONEY, total: MONEY });
    const { body } = await owner.get<{ lines: object[]; totals: object }>(owner.of('/trial-balance'));
    for (const line of [...body.lines, body.totals]) expect(line).toMatchObject({ debit: MONEY, credit: MONEY });
  });
});

describe('numbers of invoices', () => {
  test('go on after a reset and after a restore, also when several are made at once', async () => {
    const seller = await Client.signUp(world.url);
    const invoice = async () => {
      const contact = await seller.post<{ id: string }>(seller.of('/contacts'), { name: 'Customer' });
      const lines = [{ description: 'Work', unitPrice: '1.00' }];
      const { body } = await seller.post<{ number: string }>(seller.of('/invoices'), {
        contactId: contact.body.id,
        lines,
      });
      return body.number;
    };
    const numbers = [await invoice(), await invoice()];
    await seller.reset();
    numbers.push(await invoice());
    await seller.restore();
    numbers.push(...(await Promise.all([invoice(), invoice(), invoice()])));
    await seller.restore({ snapshotId: (await seller.get<{ id: string }[]>(seller.of('/snapshots'))).body[0]!.id });
    numbers.push(await invoice());
    expect(numbers.sort()).toEqual([
      'F-000001',
      'F-000002',
      'F-000003',
      'F-000004',
      'F-000005',
      'F-000006',
      'F-000007',
    ]);
  });
});

describe('lists go through all their pages without a gap and without a repeat', () => {
  let lister: Client;
  beforeAll(async () => {
    lister = await Client.signUp(world.url);
    await lister.import(smallFec('paged', 23));
    for (let i = 0; i < 7; i++) {
      await lister.post(lister.of('/contacts'), { name: `Contact ${i}` });
      await lister.post(lister.of('/bank-accounts'), { name: `Account ${i}` });
    }
    const contactId = (await lister.get<{ items: { id: string }[] }>(lister.of('/contacts'))).body.items[0]!.id;
    for (let i = 0; i < 5; i++)
      await lister.post(lister.of('/invoices'), { contactId, lines: [{ description: 'x', unitPrice: '1' }] });
  });

  test.each([
    ['contacts', 7],
    ['ledger-accounts', 30],
    // Those of the file, and one of each invoice.
    ['journal-entries', 28],
    ['invoices', 5],
    ['bank-accounts', 7],
  ])('%s', async (list, count) => {
    const whole = await all<{ id: string }>(lister, lister.of(`/${list}`), 200);
    expect(whole.length).toBe(count);
    for (const limit of [1, 2, count - 1, count, count + 1]) {
      expect(await all(lister, lister.of(`/${list}`), limit)).toEqual(whole);
    }
    expect(new Set(whole.map(({ id }) => id)).size).toBe(count);
  });

  test('journal entries, latest first, when all are of one day', async () => {
    const found = await all<{ date: string; number: string }>(lister, lister.of('/journal-entries'), 4);
    const entries = found.filter(({ number }) => number.startsWith('paged'));
    expect(new Set(entries.map(({ date }) => date)).size).toBe(1);
    expect(new Set(entries.map(({ number }) => number)).size).toBe(23);
  });

  test('audit events, although each reading adds one', async () => {
    const events = await all<{ id: string; data: { business_seq: number } }>(lister, lister.of('/audit-events'), 2);
    const numbers = events.map(({ data }) => data.business_seq);
    expect(numbers).toEqual(numbers.map((_, i) => numbers[0]! - i));
    expect(numbers.at(-1)).toBe(1);
  });

  test('businesses of somebody who belongs to several', async () => {
    const accountant = await Client.signUp(world.url);
    const owners = [lister, owner, await Client.signUp(world.url)];
    for (const other of owners) await other.post(other.of('/members'), { email: accountant.email, role: 'accountant' });
    const whole = await all<{ id: string; role: string }>(accountant, '/businesses', 200);
    expect(whole.map(({ id }) => id).sort()).toEqual(
      [...owners, accountant].map(({ businessId }) => businessId).sort(),
    );
    for (const limit of [1, 3, 4]) expect(await all(accountant, '/businesses', limit)).toEqual(whole);
  });

  test('the pages of a snapshot, which does not change meanwhile', async () => {
    const whole = await all(lister, lister.of('/journal-entries'), 200);
    const { snapshot } = (await lister.reset()).body as { snapshot: { id: string } };
    expect(await all(lister, lister.of(`/snapshots/${snapshot.id}/journal-entries`), 5)).toEqual(whole);
  });
});

/** The codes of the contract with the status that it gives them. */
const CODES: Readonly<Partial<Record<ErrorCode, number>>> = {
  NOT_FOUND: 404,
  NOT_ORIGINAL_OWNER: 403,
  SIGN_UP_EMAIL_MISMATCH: 422,
  BANK_FEEDS_CONNECTED: 409,
  BOOK_CHANGED: 409,
  NOTHING_TO_RESET: 409,
  WRITE_IN_PROGRESS: 409,
  NOTHING_TO_RESTORE: 409,
  SNAPSHOT_EXPIRED: 410,
  AUDIT_UNAVAILABLE: 503,
  IDEMPOTENCY_KEY_REUSED: 422,
  VALIDATION: 422,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  TOO_MANY_REQUESTS: 429,
};

test.each(Object.entries(CODES))('%s is %i', (code, status) => {
  expect(STATUS_OF_KIND[ERROR_CODES[code as ErrorCode].kind]).toBe(status);
});

/** The calls of the contract. */
const CONTRACT = [
  'POST /sign-ups',
  'POST /sessions',
  'DELETE /sessions/current',
  'GET /businesses',
  'GET /businesses/{b}',
  'GET /businesses/{b}/counts',
  'GET /businesses/{b}/trial-balance',
  'POST /businesses/{b}/imports',
  ...['contacts', 'ledger-accounts', 'journal-entries', 'invoices', 'bank-accounts', 'bank-feeds'].flatMap((list) => [
    `POST /businesses/{b}/${list}`,
    `GET /businesses/{b}/${list}`,
  ]),
  'DELETE /businesses/{b}/bank-feeds/{f}',
  'POST /businesses/{b}/invoices/{i}/pay-link',
  'POST /pay/{token}',
  'GET /businesses/{b}/payments-to-record',
  'POST /businesses/{b}/payments-to-record/{p}/recording',
  'GET /businesses/{b}/reset-preview',
  'POST /businesses/{b}/resets',
  'GET /businesses/{b}/snapshots',
  'GET /businesses/{b}/restore-preview',
  'POST /businesses/{b}/restores',
  'GET /businesses/{b}/audit-events',
];

test('the document names every call of the contract', async () => {
  const document = await readDocument(world.url);
  const named = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(CONTRACT.filter((call) => !named.includes(call.replace(' ', ' /api/v1')))).toEqual([]);
});
