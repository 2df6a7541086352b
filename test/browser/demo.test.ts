import { parseCents } from '../../src/platform/kernel/money.js';
import type { Connection } from 'mysql2/promise';
import type { Browser } from 'playwright-core';
import { Reports } from '../../src/accounting/reports.service.js';
import { Businesses } from '../../src/people/businesses/businesses.service.js';
import { DEMO_PASSWORD } from '../../src/demo/demo-accounts.js';
import { Demo, DEMO_PARTS } from '../../src/demo/demo.service.js';
import { businessOf } from '../../src/demo/parts.js';
import { OnlinePayments } from '../../src/banking/online-payments/online-payments.service.js';
import type { BusinessId } from '../../src/platform/kernel/ids.js';
import { Client } from '../builders/client.js';
import { connectSql, rows } from '../setup/sql.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';
import { DESK_IN_FRENCH, describeInBrowser, launchBrowser, PHONE_IN_ENGLISH, Visitor } from './browser.js';

const OWNER = 'owner@demo.test';
const WALKED = ['atelier', 'cafe'];
const MANAGE = '/settings/personalisation/manage-your-data';

describeInBrowser('the demo in a browser', () => {
  let world: TestApp;
  let browser: Browser;
  let id: BusinessId;
  let owner: Client;
  let admin: Connection;

  beforeAll(async () => {
    [world, browser] = await Promise.all([startTestApp('demo_browser', {}, { hasDemo: true }), launchBrowser()]);
    await world.app.get(Demo).makeMissing(DEMO_PARTS.filter(({ name }) => WALKED.includes(businessOf(name))));
    admin = await connectSql(world.database.adminUrl);
    owner = await signedIn(OWNER);
    id = owner.businessId as BusinessId;
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await admin?.end();
    await world?.stop();
  });

  async function signedIn(email: string): Promise<Client> {
    const { body } = await new Client(world.url).post<{ token: string }>('/sessions', {
      email,
      password: DEMO_PASSWORD,
    });
    const { body: businesses } = await new Client(world.url, body.token).get<{ items: { id: string }[] }>(
      '/businesses',
    );
    return new Client(world.url, body.token, email, businesses.items[0]!.id);
  }

  /** Each step as the page says it stands. */
  const steps = (visitor: Visitor) =>
    visitor.page
      .locator('.demo-step')
      .evaluateAll((items) =>
        (items as unknown as { className: string }[]).map(({ className }) => className.split('demo-step-')[1]),
      );

  /** Posts a form of the demo's as a browser does that is signed in as this person. */
  async function post(client: Client, path: string, fields: Record<string, string> = {}): Promise<Response> {
    return fetch(`${world.url}/b/${id}/demo/${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Cookie: `ardoise_session=${client.token}`, Origin: world.url, 'Sec-Fetch-Site': 'same-origin' },
      body: new URLSearchParams(fields),
    });
  }

  /** What the log says of the business, oldest first. */
  const typesOf = async () =>
    (
      await rows<{ type: string }>(admin, 'SELECT type FROM audit_events WHERE subject = ? ORDER BY id', [
        `business/${id}`,
      ])
    ).map(({ type }) => type);

  test('leads its owner through the three steps, each of which says what is so', async () => {
    const visitor = await Visitor.enter(browser, world.url, DESK_IN_FRENCH);
    const { page } = visitor;
    await page.goto(`${world.url}/sign-in`);
    expect(await page.locator('details').innerText()).toContain('Comptes de démonstration');
    await visitor.signIn(OWNER, DEMO_PASSWORD);
    const home = `${world.url}/b/${id}`;
    expect(await visitor.problems()).toEqual([]);
    expect(await steps(visitor)).toEqual(['next', 'later', 'later']);

    await page.click('.demo form[action$="/demo/look"] [type=submit]');
    await page.waitForURL('**/reports/trial-balance');
    await page.goto(home);
    expect(await steps(visitor)).toEqual(['done', 'next', 'later']);
    expect(await page.locator('.demo-step-next').innerText()).toContain('Compte d’exploitation');

    await page.click('.demo-step-next a');
    await page.waitForURL(`**${MANAGE}`);
    await page.locator('form[action$="/disconnect"] [type=submit]').first().click();
    await page.goto(home);
    await page.click('.demo-step-next a');
    await page.waitForURL('**/reset');
    await page.fill('[name=signUpEmail]', OWNER);
    await page.click('main form [type=submit]');
    await page.waitForURL('**/reset/done');
    await page.goto(home);
    expect(await steps(visitor)).toEqual(['done', 'done', 'next']);
    expect(await visitor.problems()).toEqual([]);

    await page.click('.demo-step-next a');
    await page.waitForURL('**/recover**');
    await page.fill('[name=signUpEmail]', OWNER);
    await page.click('main form:has([name=signUpEmail]) [type=submit]');
    await page.waitForURL('**/recover/done');
    await page.goto(home);
    expect(await steps(visitor)).toEqual(['done', 'done', 'done']);
    expect(await world.app.get(Reports).counts(id)).toMatchObject({ contacts: 25, invoices: 40 });
  });

  test('is put back by its owner, recorded as what it is, with every snapshot and payment kept', async () => {
    const visitor = await Visitor.enter(browser, world.url, PHONE_IN_ENGLISH);
    const { page } = visitor;
    await visitor.signIn(OWNER, DEMO_PASSWORD);
    await owner.post(owner.of('/contacts'), { name: 'Somebody of my own' });
    const before = { types: await typesOf(), snapshots: await snapshots() };
    expect(await visitor.problems()).toEqual([]);

    // The answer comes once everything is made anew: waited for below.
    await page.click('.demo form[action$="/demo/again"] [type=submit]', { noWaitAfter: true });
    await page.waitForFunction("document.querySelectorAll('.demo-step-next').length === 1", undefined, {
      timeout: 90_000,
    });
    expect(await steps(visitor)).toEqual(['next', 'later', 'later']);

    const counts = await world.app.get(Reports).counts(id);
    expect(counts).toMatchObject({ contacts: 25, invoices: 40 });
    const book = await world.app.get(Businesses).currentBook(id);
    let balance = 0n;
    for await (const lines of world.app.get(Reports).trialBalanceLines(book)) {
      for (const { debit, credit } of lines) balance += parseCents(debit) - parseCents(credit);
    }
    expect(balance).toBe(0n);
    expect((await world.app.get(OnlinePayments).waiting(id, { limit: 50 })).items).toHaveLength(1);
    const after = await typesOf();
    const added = after.slice(before.types.length);
    expect(added).toEqual(
      expect.arrayContaining(['demo.started-again', 'business.reset.completed', 'bank-feed.connected']),
    );
    expect(after.slice(0, before.types.length)).toEqual(before.types);
    expect(await snapshots()).toEqual(expect.arrayContaining(before.snapshots));
    expect((await snapshots()).length).toBe(before.snapshots.length + 1);
  }, 180_000);

  const snapshots = async () =>
    (await owner.get<{ id: string }[]>(owner.of('/snapshots'))).body.map((snapshot) => snapshot.id);

  test('is started again by nobody else, and once however often the form is sent', async () => {
    const before = await typesOf();
    const [partner, viewer] = [await signedIn('partner@demo.test'), await signedIn('viewer@demo.test')];
    const stranger = await Client.signUp(world.url);
    for (const path of ['look', 'again']) {
      expect((await post(partner, path)).status).toBe(403);
      expect((await post(viewer, path)).status).toBe(403);
      expect((await post(stranger, path)).status).toBe(404);
      expect((await post(new Client(world.url, 'ard_nobody'), path)).status).toBe(401);
    }
    // From another site, and with the number of a round that is over.
    const foreign = await fetch(`${world.url}/b/${id}/demo/again`, {
      method: 'POST',
      headers: { Cookie: `ardoise_session=${owner.token}`, Origin: 'https://elsewhere.example' },
    });
    expect(foreign.status).toBe(403);
    expect((await post(owner, 'again', { round: '0' })).status).toBe(303);
    expect(await typesOf()).toEqual(before);
    const home = await page(partner, `/b/${id}`);
    expect(home).not.toContain('demo-steps');
  });

  test('has no walk in a business of somebody’s own', async () => {
    const own = await Client.signUp(world.url);
    expect(await page(own, `/b/${own.businessId}`)).not.toContain('demo-steps');
    const answer = await fetch(`${world.url}/b/${own.businessId}/demo/again`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Cookie: `ardoise_session=${own.token}`, Origin: world.url },
    });
    expect(answer.status).toBe(404);
  });

  const page = async (client: Client, path: string) =>
    (await fetch(`${world.url}${path}`, { headers: { Cookie: `ardoise_session=${client.token}` } })).text();
});
