import type { Browser, BrowserContextOptions } from 'playwright-core';
import { Client, LEDGER_PATH, PASSWORD } from '../builders/client.js';
import { makeMember } from '../builders/mailbox.js';
import { smallFec } from '../builders/fec.js';
import { LISTS } from '../../src/web/paths.js';
import { makeRecords, type Records } from '../builders/records.js';
import { routesOf } from '../builders/routes.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';
import { describeInBrowser, launchBrowser, Visitor } from './browser.js';

const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 } };
const DESK: BrowserContextOptions = { viewport: { width: 1280, height: 900 } };
const MANAGE = '/settings/personalisation/manage-your-data';

describeInBrowser("the owner's pages in a browser", () => {
  let world: TestApp;
  let browser: Browser;

  beforeAll(async () => {
    [world, browser] = await Promise.all([startTestApp('browser'), launchBrowser()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  const newOwner = (more: Record<string, unknown> = {}) => Client.signUp(world.url, { locale: 'fr', ...more });

  test.each([
    ['with script on a desk, in French', { ...DESK }, 'fr'],
    ['without script on a phone, in English', { ...PHONE, javaScriptEnabled: false }, 'en'],
  ] as const)(
    'an owner imports, resets, finds the books empty and recovers every cent, %s',
    async (_, options, locale) => {
      const owner = await newOwner({ locale });
      const { page, ...visitor } = await enter(owner, options);
      const home = `${world.url}/b/${owner.businessId}`;

      await page.goto(`${home}/import`);
      await page.setInputFiles('[name=file]', LEDGER_PATH);
      await page.click('form[enctype] [type=submit]');
      await page
        .getByText(locale === 'fr' ? /3[\s\u00a0\u202f]014/ : /3,014/)
        .first()
        .waitFor({ timeout: 60_000 });

      const feed = await owner.connectFeed();
      await page.goto(home + MANAGE);
      await page.click(`form[action$="/bank-feeds/${feed.id}/disconnect"] [type=submit]`);
      await page.waitForURL(`**${MANAGE}*`);

      await page.click(`a[href$="${MANAGE}/reset"]`);
      await page.fill('[name=signUpEmail]', 'somebody@else.test');
      await page.click(`form[action$="/reset"] [type=submit]`);
      expect(await page.locator('[name=signUpEmail]').inputValue()).toBe('somebody@else.test');
      expect((await owner.counts()).journalEntries).toBe(3014);

      await page.fill('[name=signUpEmail]', ` ${owner.email.toUpperCase()} `);
      await page.fill('[name=reason]', 'Mauvais fichier');
      await page.click(`form[action$="/reset"] [type=submit]`);
      await page.waitForURL('**/reset/done');
      expect(await owner.counts()).toMatchObject({ journalEntries: 0, journalLines: 0, ledgerAccounts: 30 });
      const [snapshot] = (await owner.get<{ id: string }[]>(owner.of('/snapshots'))).body;
      expect(await page.locator('main').innerText()).toContain(snapshot!.id);

      await page.goto(`${home}/snapshots/${snapshot!.id}/reports/trial-balance`);
      expect(await page.locator('main').innerText()).toMatch(/1.927.706[.,]13/);

      await page.goto(home + MANAGE);
      await page.locator(`a[href*="${MANAGE}/recover"]`).first().click();
      await page.fill('[name=signUpEmail]', owner.email);
      await page.click(`form[method=post][action$="/recover"] [type=submit]`);
      await page.waitForURL('**/recover/done');
      expect((await owner.get(owner.of('/trial-balance'))).body).toMatchObject({ totals: { debit: '1927706.13' } });
      expect(visitor.faults).toEqual([]);
      await visitor.context.close();
    },
    120_000,
  );

  test('an earlier snapshot can be chosen, and that one comes back', async () => {
    const owner = await newOwner();
    await owner.post(owner.of('/contacts'), { name: 'Première version' });
    const first = (await owner.reset()).body.snapshot as { id: string };
    await owner.post(owner.of('/contacts'), { name: 'Deuxième version' });
    await owner.reset();
    const { page, context } = await enter(owner, DESK);
    await page.goto(`${world.url}/b/${owner.businessId}${MANAGE}/recover?snapshot=${first.id}`);
    await page.fill('[name=signUpEmail]', owner.email);
    await page.click(`form[method=post][action$="/recover"] [type=submit]`);
    await page.waitForURL('**/recover/done');
    const { body } = await owner.get<{ items: { name: string }[] }>(owner.of('/contacts'));
    expect(body.items.map(({ name }) => name)).toEqual(['Première version']);
    await context.close();
  });

  test.each([true, false])('all that is wrong with a file is told (script: %s)', async (javaScriptEnabled) => {
    const owner = await newOwner({ locale: 'fr' });
    const visitor = await enter(owner, { ...PHONE, javaScriptEnabled });
    const { page, context } = visitor;
    await page.goto(`${world.url}/b/${owner.businessId}/import`);
    const lines = smallFec('Vente', 3).replaceAll('20260115\t1000', '20260230\t1000');
    await page.setInputFiles('[name=file]', { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from(lines) });
    await page.click('form[enctype] [type=submit]');
    const told = page.locator('[data-import-answer]');
    await told.getByText('Et plus loin').waitFor();
    expect(await told.locator('h3 + ul li').allInnerTexts()).toEqual([
      expect.stringContaining('Ligne 4, colonne 4'),
      expect.stringContaining('Ligne 6, colonne 4'),
    ]);
    // axe is a script itself.
    expect(javaScriptEnabled ? await visitor.problems() : visitor.faults).toEqual([]);
    await context.close();
  });

  test('a file that is sent after the session has ended is answered in words for people', async () => {
    const owner = await newOwner({ locale: 'fr' });
    const visitor = await enter(owner, DESK);
    const { page, context } = visitor;
    await page.goto(`${world.url}/b/${owner.businessId}/import`);
    await context.clearCookies();
    await page.setInputFiles('[name=file]', LEDGER_PATH);
    await page.click('form[enctype] [type=submit]');
    const told = page.locator('[data-import-answer]');
    await told.getByText('Votre session').waitFor();
    expect(await told.innerText()).not.toContain('Authorization');
    expect(visitor.faults).toEqual([]);
    await context.close();
  });

  test('every page of a business is looked at here, or by the test that is named', () => {
    const pages = routesOf(world.app)
      .filter(({ method, path }) => method === 'GET' && path.startsWith('/b/'))
      .map(({ path }) => path.replace('/b/:b', ''));
    expect([...Object.keys(PAGES), ...Object.keys(ELSEWHERE)].sort()).toEqual(pages.sort());
  });

  test('every page passes axe, fits a phone and a desk, and logs no error, in both languages, light and dark', async () => {
    const owner = await newOwner({ edition: 'express' });
    // A few entries: axe looks at each of them.
    await owner.import(Buffer.from(smallFec('Vente', 5)));
    const open = await makeRecords(owner);
    await owner.reset();
    const old = await makeRecords(owner);
    // The snapshot of the reset is open again; what it replaced can be looked at.
    const { id: snapshot } = (await owner.restore()).body.replaced as { id: string };
    const { id: feed } = await owner.connectFeed('sandbox-consent');
    const found: string[] = [];
    for (const [options, locale] of [
      [{ ...PHONE, colorScheme: 'light' }, 'fr'],
      [{ ...DESK, colorScheme: 'dark' }, 'en'],
    ] as const) {
      const visitor = await enter(owner, options);
      await visitor.context.request.post(`${world.url}/language`, { form: { locale, back: '/' } });
      for (const page of Object.values(PAGES)) {
        const path = page({ snapshot, feed, open, old });
        const answer = await visitor.page.goto(`${world.url}/b/${owner.businessId}${path}`);
        expect(`${path} ${answer!.status()}`).toBe(`${path} 200`);
        expect(await visitor.page.getAttribute('html', 'lang')).toMatch(locale);
        for (const problem of await visitor.problems()) found.push(`${path} ${locale}: ${problem}`);
      }
      await visitor.context.close();
    }
    expect(found).toEqual([]);
  }, 600_000);

  test('the menu of each edition leads to Manage your data in the words of the product', async () => {
    for (const [edition, way] of [
      ['accounting', ['Paramètres', 'Gérer vos données']],
      ['express', ['Plus', 'Paramètres', 'Gérer vos données']],
    ] as const) {
      const owner = await newOwner({ edition });
      const { page, context } = await enter(owner, PHONE);
      for (const name of way) {
        const link = page.getByRole('link', { name }).first();
        // On a phone what has no room lies under More, which is no page of its own in this edition.
        if (!(await link.isVisible())) await page.click('.tab-more summary');
        await link.click();
      }
      await page.waitForURL(`**${MANAGE}`);
      expect(await page.locator('h1').innerText()).toBe('Gérer vos données');
      await context.close();
    }
  });

  test('a member with full access sees why it is not theirs, and cannot open the confirmation', async () => {
    const [owner, partner] = [await newOwner(), await newOwner()];
    await makeMember(owner, partner, 'owner');
    const { page, context } = await enter(partner, DESK);
    await page.goto(`${world.url}/b/${owner.businessId}${MANAGE}`);
    expect(await page.locator(`a[href$="${MANAGE}/reset"]`).count()).toBe(0);
    expect((await page.goto(`${world.url}/b/${owner.businessId}${MANAGE}/reset`))!.status()).toBe(403);
    await context.close();
  });

  test('a stranger is asked to sign in and then led to the page', async () => {
    const owner = await newOwner();
    const visitor = await Visitor.enter(browser, world.url, PHONE);
    await visitor.page.goto(`${world.url}/b/${owner.businessId}${MANAGE}`);
    expect(await visitor.problems()).toEqual([]);
    await visitor.page.fill('[name=email]', owner.email);
    await visitor.page.fill('[name=password]', PASSWORD);
    await visitor.page.keyboard.press('Enter');
    await visitor.page.waitForURL(`**${MANAGE}`);
    await visitor.context.close();
  });

  async function enter(owner: Client, options: BrowserContextOptions): Promise<Visitor> {
    const visitor = await Visitor.enter(browser, world.url, options);
    await visitor.signIn(owner.email, PASSWORD);
    return visitor;
  }
});

interface Ids {
  snapshot: string;
  feed: string;
  /** In the open books, and in the snapshot. */
  open: Records;
  old: Records;
}

/** Every page of a business by its route, with what a book in use needs in its address. */
const PAGES: Record<string, (ids: Ids) => string> = {
  '': () => '',
  '/journal': () => '/journal?from=2020-01-01',
  '/contacts/new': () => '/contacts/new',
  '/contacts/:c': ({ open }) => `/contacts/${open.contact}?done=saved`,
  '/contacts/:c/edit': ({ open }) => `/contacts/${open.contact}/edit`,
  '/products/new': () => '/products/new',
  '/products/:product': ({ open }) => `/products/${open.product}`,
  '/products/:product/edit': ({ open }) => `/products/${open.product}/edit`,
  '/accounts/new': () => '/accounts/new',
  '/accounts/:a': ({ open }) => `/accounts/${open.account}`,
  '/accounts/:a/edit': ({ open }) => `/accounts/${open.account}/edit`,
  '/tax-rates/new': () => '/tax-rates/new',
  '/tax-rates/:t': ({ open }) => `/tax-rates/${open.taxRate}`,
  '/journal/new': () => '/journal/new',
  '/journal/:e': ({ open }) => `/journal/${open.entry}`,
  '/snapshots/:s/contacts/:id': ({ snapshot, old }) => `/snapshots/${snapshot}/contacts/${old.contact}`,
  '/snapshots/:s/products/:id': ({ snapshot, old }) => `/snapshots/${snapshot}/products/${old.product}`,
  '/snapshots/:s/accounts/:id': ({ snapshot, old }) => `/snapshots/${snapshot}/accounts/${old.account}`,
  '/snapshots/:s/tax-rates/:id': ({ snapshot, old }) => `/snapshots/${snapshot}/tax-rates/${old.taxRate}`,
  '/snapshots/:s/journal/:id': ({ snapshot, old }) => `/snapshots/${snapshot}/journal/${old.entry}`,
  '/invoices/new': () => '/invoices/new',
  '/contacts': () => '/contacts?q=a',
  '/products': () => '/products',
  '/tax-rates': () => '/tax-rates?q=TPS',
  '/accounts': () => '/accounts?kind=1',
  '/credit-notes': () => '/credit-notes',
  '/payments': () => '/payments',
  '/import': () => '/import',
  '/bank-feeds': () => '/bank-feeds',
  '/bank-feeds/:f/consent': ({ feed }) => `/bank-feeds/${feed}/consent`,
  '/more': () => '/more',
  '/settings': () => '/settings',
  '/members': () => '/members',
  [MANAGE]: () => MANAGE,
  [`${MANAGE}/reset`]: () => `${MANAGE}/reset`,
  [`${MANAGE}/reset/done`]: () => `${MANAGE}/reset/done`,
  [`${MANAGE}/recover`]: () => `${MANAGE}/recover`,
  [`${MANAGE}/recover/done`]: () => `${MANAGE}/recover/done`,
  '/snapshots/:s': ({ snapshot }) => `/snapshots/${snapshot}`,
  ...Object.fromEntries(
    LISTS.map((list) => [`/snapshots/:s/${list}`, ({ snapshot }: Ids) => `/snapshots/${snapshot}/${list}`]),
  ),
  '/snapshots/:s/reports': ({ snapshot }) => `/snapshots/${snapshot}/reports`,
  '/snapshots/:s/reports/:report': ({ snapshot }) => `/snapshots/${snapshot}/reports/trial-balance`,
  '/reports': () => '/reports',
  '/reports/:report': () => '/reports/balance-sheet',
  '/settings/personalisation/manage-your-data/bring-along': ({ snapshot }) =>
    `${MANAGE}/bring-along?snapshot=${snapshot}&show=1&kind.contacts=1`,
  '/packs': () => '/packs',
  '/snapshots/:s/comparison': ({ snapshot }) => `/snapshots/${snapshot}/comparison`,
  '/snapshots/:s/comparison/:kind/:difference': ({ snapshot }) =>
    `/snapshots/${snapshot}/comparison/contacts/comesBack`,
  '/history': () => '/history',
};

/** Why the others are not among them. */
const ELSEWHERE: Record<string, string> = {
  '/invoices': 'payments.test.ts',
  '/invoices/:i': 'documents.test.ts',
  '/invoices/:i/payment': 'documents.test.ts',
  '/invoices/:i/credit-note': 'documents.test.ts',
  '/invoices/:i/mail': 'documents.test.ts',
  '/invoices/:i/pdf': 'a file',
  '/credit-notes/:n': 'documents.test.ts',
  '/credit-notes/:n/mail': 'documents.test.ts',
  '/credit-notes/:n/pdf': 'a file',
  '/snapshots/:s/invoices/:i': 'documents.test.ts',
  '/snapshots/:s/credit-notes/:n': 'documents.test.ts',
  '/invoices/:i/pay-link': 'payments.test.ts',
  '/payments-to-record': 'payments.test.ts',
  '/payments-to-record/done': 'payments.test.ts',
  '/payments-to-record/:p/recording': 'payments.test.ts',
  '/packs/:k/file': 'a file',
  '/packs/:k/progress': 'JSON for the page that waits for it',
  '/snapshots/:s/comparison/balances.csv': 'a file',
  '/snapshots/:s/comparison/differences.csv': 'a file',
  '/import/progress': 'JSON for the page of the import',
  '/settings/personalisation/manage-your-data/bring-along/done/:e': 'every-form.test.ts',
  '/reports/:report/file': 'a file',
  '/contacts.csv': 'a file',
  '/lists/:list/file': 'a file',
  '/snapshots/:s/lists/:list/file': 'a file',
  '/reports/ledger.fec.txt': 'a file',
  '/snapshots/:s/contacts.csv': 'a file',
  '/snapshots/:s/reports/:report/file': 'a file',
  '/snapshots/:s/reports/ledger.fec.txt': 'a file',
};
