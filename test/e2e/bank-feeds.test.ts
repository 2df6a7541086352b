import type { Connection } from 'mysql2/promise';
import { BankProvider } from '../../src/banking/bank-feeds/bank-provider.js';
import { FetchTransactions } from '../../src/banking/bank-feeds/fetch-transactions.job.js';
import { MINUTE_MS, SECOND_MS, shiftClock } from '../../src/platform/kernel/clock.js';
import { idToBytes, newId } from '../../src/platform/kernel/ids.js';
import { formTo, PageReader } from '../builders/pages.js';
import { Client } from '../builders/client.js';
import { expectProblem } from '../builders/problems.js';
import { connectSql, rows } from '../setup/sql.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

interface Feed {
  readonly id: string;
  readonly institution: string;
  readonly bankAccountId: string;
  readonly state: string;
  readonly since: string;
  readonly failure: string | null;
  readonly consentUrl?: string;
}

/** A feed as an integrator lives through it, with the sandbox as the bank. */
describe('a bank feed', () => {
  let world: TestApp;
  let admin: Connection;
  let owner: Client;

  beforeAll(async () => {
    world = await startTestApp('feeds');
    admin = await connectSql(world.database.adminUrl);
  });
  beforeEach(async () => {
    owner = await Client.withBooks(world.url);
  });
  afterEach(() => shiftClock(0));
  afterAll(async () => {
    await admin.end();
    await world.stop();
  });

  const feeds = async () => (await owner.get<{ items: Feed[] }>(owner.of('/bank-feeds'))).body.items;
  const stateOf = async (id: string) => (await feeds()).find((feed) => feed.id === id)!.state;
  const arrived = async () => (await owner.counts()).bankTransactions!;
  const answerConsent = (id: string, agreed: boolean) => owner.post(owner.of(`/bank-feeds/${id}/consent`), { agreed });
  const reconnect = (id: string) => owner.request('POST', owner.of(`/bank-feeds/${id}/reconnection`));
  /** Lets so much time pass that the bank has something to tell, and fetches all of it. */
  async function fetchAfter(ms: number): Promise<void> {
    shiftClock(ms);
    while (await world.app.get(FetchTransactions).fetchNext());
  }

  test('can be chosen from what the bank side offers', async () => {
    const { body } = await owner.get<{ items: { id: string; name: { fr: string; en: string } }[] }>(
      owner.of('/institutions'),
    );
    expect(body.items.map(({ id }) => id)).toEqual(['sandbox', 'sandbox-consent', 'sandbox-unsteady']);
    for (const { name } of body.items) expect(name).toEqual({ fr: expect.any(String), en: expect.any(String) });
  });

  test('is connected on the page to a new account, which without a name is called like the bank', async () => {
    const reader = new PageReader(world.url, owner.token);
    const shown = await reader.open(`/b/${owner.businessId}/bank-feeds`);
    const form = formTo(shown, `/b/${owner.businessId}/bank-feeds`);
    const accounts = async () => (await owner.counts()).bankAccounts!;
    const before = await accounts();
    const none = await reader.send(shown, form, { institution: 'no-bank', bankAccountId: 'new', newAccountName: '' });
    expect(none.status).toBe(422);
    // What failed leaves nothing behind.
    expect(await accounts()).toBe(before);
    await reader.send(shown, form, { institution: 'sandbox', bankAccountId: 'new', newAccountName: '' });
    expect(await accounts()).toBe(before + 1);
    const [feed] = (await owner.get<{ items: { bankAccountName: string }[] }>(owner.of('/bank-feeds'))).body.items;
    // One of the banks that the page offered.
    expect(feed!.bankAccountName.length).toBeGreaterThan(3);
    expect(shown.text).toContain(feed!.bankAccountName);
  });

  test('connects, brings in transactions, and each of them once', async () => {
    const feed = await owner.connectFeed();
    expect(feed).toMatchObject({ state: 'connected', institution: 'sandbox', failure: null });
    await fetchAfter(0);
    expect(await arrived()).toBe(0);
    await fetchAfter(2.5 * SECOND_MS);
    expect(await arrived()).toBe(1);
    await fetchAfter(3 * MINUTE_MS);
    const three = await arrived();
    expect(three).toBeGreaterThanOrEqual(3);
    await fetchAfter(3 * MINUTE_MS + SECOND_MS);
    expect(await arrived()).toBe(three);
    const amounts = await rows<{ amount: string }>(admin, 'SELECT amount FROM bank_transactions WHERE feed_id = ?', [
      idToBytes(feed.id),
    ]);
    for (const { amount } of amounts) expect(amount).toMatch(/^-?\d+\.\d\d$/);
  });

  test('waits for consent where the bank asks for it, and connects on yes', async () => {
    const feed = (await owner.connectFeed('sandbox-consent')) as Feed;
    expect(feed).toMatchObject({ state: 'consent', consentUrl: expect.stringContaining(feed.id) });
    await fetchAfter(5 * MINUTE_MS);
    expect(await arrived()).toBe(0);
    shiftClock(0);
    expect(await answerConsent(feed.id, true)).toMatchObject({ status: 200, body: { state: 'connected' } });
    await fetchAfter(MINUTE_MS);
    expect(await arrived()).toBeGreaterThan(0);
  });

  test('is disconnected on no', async () => {
    const feed = await owner.connectFeed('sandbox-consent');
    expect(await answerConsent(feed.id, false)).toMatchObject({ status: 200, body: { state: 'disconnected' } });
    expectProblem(await answerConsent(feed.id, true), 'INVALID_STATE');
    expect(await stateOf(feed.id)).toBe('disconnected');
  });

  test('is not connected around the consent', async () => {
    const feed = await owner.connectFeed('sandbox-consent');
    expectProblem(await reconnect(feed.id), 'INVALID_STATE');
    expect(await stateOf(feed.id)).toBe('consent');
    const connected = await owner.connectFeed();
    expectProblem(await answerConsent(connected.id, false), 'INVALID_STATE');
    expect(await stateOf(connected.id)).toBe('connected');
  });

  test('goes into error when the bank stops answering, and on after a reconnection', async () => {
    const feed = await owner.connectFeed('sandbox-unsteady');
    await fetchAfter(3 * MINUTE_MS);
    await fetchAfter(5 * MINUTE_MS);
    expect((await feeds())[0]).toMatchObject({ state: 'error', failure: 'The bank does not answer' });
    const before = await arrived();
    expect(before).toBeGreaterThanOrEqual(3);
    await fetchAfter(30 * MINUTE_MS);
    expect(await arrived()).toBe(before);
    expect(await reconnect(feed.id)).toMatchObject({ status: 200, body: { state: 'connected', failure: null } });
    expectProblem(await reconnect(feed.id), 'INVALID_STATE');
    const types = (await owner.events()).map(({ type }) => type).filter((type) => type.startsWith('bank-feed.'));
    expect(types).toEqual(['bank-feed.connected', 'bank-feed.failed', 'bank-feed.connected']);
  });

  test('shows of a failure what the bank said and nothing of our own database', async () => {
    await owner.connectFeed();
    const broken = { externalId: 'x', postedOn: '2026-01-31', description: 'x'.repeat(300), amount: '1.00' };
    await bankAnswers(
      async () => [broken],
      async () => {
        shiftClock(MINUTE_MS);
        await expect(world.app.get(FetchTransactions).fetchNext()).rejects.toThrow('Data too long');
      },
    );
    expect((await feeds())[0]).toMatchObject({ state: 'connected', failure: null });
    expect(await arrived()).toBe(0);
  });

  test('once disconnected stays so, in the list, with since when', async () => {
    const feed = await owner.connectFeed();
    const { status, body } = await owner.disconnectFeed(feed.id);
    expect({ status, body }).toMatchObject({ status: 200, body: { id: feed.id, state: 'disconnected' } });
    expect(Date.parse(body.since as string)).toBeGreaterThan(Date.now() - MINUTE_MS);
    expectProblem(await owner.disconnectFeed(feed.id), 'INVALID_STATE');
    expectProblem(await reconnect(feed.id), 'INVALID_STATE');
    expect(await feeds()).toMatchObject([{ id: feed.id, state: 'disconnected' }]);
    await fetchAfter(10 * MINUTE_MS);
    expect(await arrived()).toBe(0);
  });

  /** Puts another bank in the place of the sandbox for as long as `work` runs. */
  async function bankAnswers(fetchNew: BankProvider['fetchNew'], work: () => Promise<void>): Promise<void> {
    const provider = world.app.get(BankProvider);
    const sandbox = provider.fetchNew.bind(provider);
    provider.fetchNew = fetchNew;
    try {
      await work();
    } finally {
      provider.fetchNew = sandbox;
    }
  }

  /** The bank answers, but what it says comes in only after `meanwhile`. */
  async function answerArrivesAfter(meanwhile: () => Promise<unknown>): Promise<void> {
    const provider = world.app.get(BankProvider);
    const sandbox = provider.fetchNew.bind(provider);
    const late: BankProvider['fetchNew'] = async (connection) => {
      const transactions = await sandbox(connection);
      expect(transactions.length).toBeGreaterThan(0);
      await meanwhile();
      return transactions;
    };
    await bankAnswers(late, async () => {
      shiftClock(3 * MINUTE_MS);
      expect(await world.app.get(FetchTransactions).fetchNext()).toBe(true);
    });
  }

  test('that was disconnected while the bank was answering writes nothing', async () => {
    const feed = await owner.connectFeed();
    await answerArrivesAfter(async () => expect((await owner.disconnectFeed(feed.id)).status).toBe(200));
    expect(await arrived()).toBe(0);
    expect(await stateOf(feed.id)).toBe('disconnected');
  });

  test('nor into the books that a reset has opened in between', async () => {
    const feed = await owner.connectFeed();
    await answerArrivesAfter(async () => {
      await owner.disconnectFeed(feed.id);
      expect((await owner.reset()).status).toBe(201);
    });
    expect(await arrived()).toBe(0);
    expect((await owner.restore()).status).toBe(201);
    expect(await arrived()).toBe(0);
    expect(await rows(admin, 'SELECT 1 FROM bank_transactions WHERE feed_id = ?', [idToBytes(feed.id)])).toEqual([]);
  });

  test('stays disconnected through a reset and a restore, and its account can be connected again after', async () => {
    const feed = await owner.connectFeed();
    await fetchAfter(MINUTE_MS);
    const before = await arrived();
    shiftClock(0);
    await owner.disconnectFeed(feed.id);
    await owner.reset();
    expect(await feeds()).toMatchObject([{ id: feed.id, state: 'disconnected' }]);
    expect(await arrived()).toBe(0);
    const onTheOldAccount = { bankAccountId: feed.bankAccountId, institution: 'sandbox' };
    expectProblem(await owner.post(owner.of('/bank-feeds'), onTheOldAccount), 'VALIDATION');
    await owner.restore();
    expect(await arrived()).toBe(before);
    expect(await stateOf(feed.id)).toBe('disconnected');
    expect(await owner.post(owner.of('/bank-feeds'), onTheOldAccount)).toMatchObject({
      status: 201,
      body: { state: 'connected' },
    });
  });

  test('is one per account', async () => {
    const feed = await owner.connectFeed();
    const again = { bankAccountId: feed.bankAccountId, institution: 'sandbox-consent' };
    expectProblem(await owner.post(owner.of('/bank-feeds'), again), 'ALREADY_EXISTS');
    await owner.disconnectFeed(feed.id);
    expect((await owner.post(owner.of('/bank-feeds'), again)).status).toBe(201);
    expectProblem(await owner.post(owner.of('/bank-feeds'), again), 'ALREADY_EXISTS');
  });

  test('needs an account of these books and a bank that there is', async () => {
    const other = await Client.withBooks(world.url);
    const theirs = await other.connectFeed();
    for (const bankAccountId of [theirs.bankAccountId, newId()]) {
      expectProblem(await owner.post(owner.of('/bank-feeds'), { bankAccountId, institution: 'sandbox' }), 'VALIDATION');
    }
    const account = await owner.post<{ id: string }>(owner.of('/bank-accounts'), { name: 'Chequing' });
    const nowhere = { bankAccountId: account.body.id, institution: 'bank-of-nowhere' };
    expectProblem(await owner.post(owner.of('/bank-feeds'), nowhere), 'VALIDATION');
    for (const path of [`/bank-feeds/${theirs.id}/consent`, `/bank-feeds/${theirs.id}/reconnection`]) {
      expectProblem(await owner.post(owner.of(path), { agreed: true }), 'NOT_FOUND');
    }
    expectProblem(await owner.disconnectFeed(theirs.id), 'NOT_FOUND');
  });
});
