import { readFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { StaffAccounts } from '../../src/people/identity/staff.service.js';
import { systemActor } from '../../src/platform/kernel/actor.js';
import { LogWorker } from '../../src/log/transparency-log/log-worker.service.js';
import { WholeCheck } from '../../src/log/transparency-log/whole-check.service.js';
import { SelfCheck } from '../../src/log/transparency-log/self-check.service.js';
import { Client, PASSWORD } from '../builders/client.js';
import type { TestApp } from '../setup/test-app.js';
import { LogKeys } from '../../src/log/transparency-log/log-keys.service.js';
import { ED25519, formatVerifierKey, newPrivateKey, signer } from '../../src/platform/tlog/signed-note.js';
import { describeInBrowser, LOOKS, startPanel, Visitor } from './browser.js';

const ROWS = '.grid tbody tr';

/** Of the first row: beside the table first, and from there whole. */
async function openEvent(page: Page): Promise<void> {
  await page.click('.open-row');
  await page.click('.side .button-primary');
}

interface EventAnswer {
  bytes: string;
}

describeInBrowser('the explorer of the log in a browser', () => {
  let world: TestApp;
  let browser: Browser;

  beforeAll(async () => {
    [world, browser] = await startPanel('explorer-browser');
    const accounts = world.app.get(StaffAccounts);
    await accounts.add(systemActor('test'), 'review@ardoise.test', 'compliance', PASSWORD);
    await accounts.add(systemActor('test'), 'help@ardoise.test', 'support', PASSWORD);
    const owner = await Client.withBooks(world.url, { businessName: 'Café </script> Brûlerie' });
    const feed = await owner.connectFeed();
    await owner.reset();
    await owner.disconnectFeed(feed.id);
    await owner.reset();
    await world.app.get(LogWorker).keep();
    await world.app.get(SelfCheck).run();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  const enter = async (email: string, options: BrowserContextOptions) => {
    const visitor = await Visitor.enter(browser, world.url, options);
    await visitor.signInAsStaff(email, PASSWORD);
    await visitor.page.waitForSelector('#log');
    return visitor;
  };

  const shot = (visitor: Visitor, name: string) =>
    process.env.SHOTS
      ? visitor.page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true })
      : undefined;

  test.each(LOOKS)(
    'compliance filters, opens, verifies, saves and exports (%s)',
    async (locale, options) => {
      const visitor = await enter('review@ardoise.test', options);
      const { page } = visitor;
      await page.click('nav a[href="/admin/pages/events"]');
      await page.waitForSelector(ROWS);
      expect(await visitor.heading()).toBe(locale === 'fr' ? 'Journal d’audit' : 'Audit log');
      expect(await page.locator('#state summary').innerText()).toContain(locale === 'fr' ? 'entier' : 'whole');
      await shot(visitor, `${locale}-events`);

      await page.click('#filter > summary');
      await page.fill('#from', 'yesterday');
      await page.keyboard.press('Enter');
      await page.waitForSelector('#from-problem');
      expect(await page.inputValue('#from')).toBe('yesterday');
      await shot(visitor, `${locale}-fault`);
      expect(await visitor.problems()).toEqual([]);

      await page.fill('#from', '2020-01-01');
      await page.click('.types summary');
      await page.check('[name=type][value="business.reset.completed"]');
      await page.check('[name=type][value="business.reset.denied"]');
      await page.click('#filter [type=submit]');
      await page.waitForSelector(`[aria-busy=false] ${ROWS}`);
      expect(await page.locator(ROWS).count()).toBe(2);
      await shot(visitor, `${locale}-filtered`);

      await page.click('#saved > summary');
      await page.click('#saved .more-detail summary');
      await page.fill('#view-name', `Réinitialisations ${locale} 🧾`);
      await page.click('#saved [type=submit]');
      await page.click(`#saved a:has-text("Réinitialisations ${locale}")`);
      await page.waitForSelector('.saved-views');
      await page.click('.types summary');
      expect(await visitor.problems()).toEqual([]);

      await openEvent(page);
      await page.waitForSelector('#evidence .holds');
      // To the millisecond, as it was signed: two of the same second can be told apart.
      expect(await page.locator('main code', { hasText: /T\d\d:\d\d:\d\d\.\d{3}Z$/ }).count()).toBeGreaterThan(0);
      await page.click('#verify button');
      await page.waitForSelector('.steps');
      const states = await page.$$eval('.steps > li', (steps) => steps.map((step) => step.getAttribute('data-state')));
      expect(states).toEqual(['passed', 'passed', 'passed', 'passed', 'passed', 'passed']);
      await shot(visitor, `${locale}-event`);
      expect(await visitor.problems()).toEqual([]);
      const [raw] = await Promise.all([page.waitForEvent('download'), page.click('#bytes a[download]')]);
      const bytes = readFileSync(await raw.path(), 'utf8');
      expect(bytes).toBe(await page.locator('#bytes pre').innerText());

      await page.goBack();
      await page.click('#results a[href*="/pages/export"]');
      await page.waitForSelector('#export');
      await shot(visitor, `${locale}-export`);
      expect(await visitor.problems()).toEqual([]);
      expect(await page.locator('#export-title').innerText()).toMatch(/^2/);
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.click('form:has(input[value=csv]) [type=submit]'),
      ]);
      expect(
        readFileSync(await file.path(), 'utf8')
          .trimEnd()
          .split('\r\n'),
      ).toHaveLength(3);
      expect(visitor.faults).toEqual([]);
      await visitor.context.close();
    },
    60_000,
  );

  test.each(LOOKS)(
    'compliance has the whole log checked, leaves, comes back to its result, and subscribes (%s)',
    async (locale, options) => {
      const visitor = await enter('review@ardoise.test', options);
      const { page } = visitor;
      await page.click('nav a[href="/admin/pages/events"]');
      await page.click('#state > summary');
      await page.click('.log-status a[href="/admin/pages/log"]');
      await page.waitForSelector('#check button');
      expect(await visitor.heading()).toBe(locale === 'fr' ? 'État du journal' : 'State of the log');
      await page.click('#check button');
      await page.waitForSelector('#check progress');
      await shot(visitor, `${locale}-check-runs`);
      expect(await visitor.problems()).toEqual([]);
      await page.reload();
      await page.waitForSelector('#check progress');
      await world.app.get(WholeCheck).work();
      await page.waitForSelector('#check .notice-success');
      expect(await page.locator('#check').innerText()).toContain(
        locale === 'fr' ? 'Tout le journal a été vérifié' : 'The whole log was checked',
      );

      await page.fill('#email', `${locale}@example.test`);
      await page.click('#mails [type=submit]');
      await page.waitForSelector('#mails table');
      await page.click('#mails [type=submit]');
      await page.waitForSelector('#email-problem');
      await shot(visitor, `${locale}-log`);
      expect(await visitor.problems()).toEqual([]);
      await page.click('#mails table button');
      await page.waitForSelector('#mails table', { state: 'detached' });
      expect(visitor.faults).toEqual([]);
      await visitor.context.close();
    },
    60_000,
  );

  test('an event that was changed on its way does not verify, and is called so', async () => {
    const visitor = await enter('review@ardoise.test', LOOKS[0]![1]);
    const { page } = visitor;
    await page.route('**/admin/api/pages/event?**', async (route) => {
      const response = await route.fetch();
      const json = (await response.json()) as EventAnswer;
      const text = Buffer.from(json.bytes, 'base64').toString('utf8').replace('"success"', '"Success"');
      await route.fulfill({ response, json: { ...json, bytes: Buffer.from(text).toString('base64') } });
    });
    await page.goto(`${world.url}/admin/pages/events?type=business.signed-up`);
    await openEvent(page);
    await page.click('#verify button');
    await page.waitForSelector('[data-step=path][data-state=failed]');
    expect(await page.locator('#verify [role=alert]').innerText()).toContain('Quelque chose ne concorde pas');
    await shot(visitor, 'tampered');
    expect(await visitor.problems()).toEqual([]);
    await visitor.context.close();
  });

  test("keys that the reviewer has brought count in place of the server's, and are compared with them", async () => {
    const visitor = await enter('review@ardoise.test', LOOKS[0]![1]);
    const { page } = visitor;
    const { origin, verifierKey } = world.app.get(LogKeys);
    const strangers = formatVerifierKey(signer(origin, ED25519, newPrivateKey()).key);
    await page.goto(`${world.url}/admin/pages/events?type=business.signed-up`);
    await openEvent(page);
    await page.fill('#own-keys', verifierKey);
    await page.click('#verify button');
    await page.waitForSelector('[data-step=own][data-state=passed]');
    expect(await page.locator('#verify [role=status]').innerText()).toContain('Tout concorde');

    await page.fill('#own-keys', strangers);
    // What was found with the other key is gone.
    expect(await page.locator('.steps').count()).toBe(0);
    await page.click('#verify button');
    await page.waitForSelector('[data-step=own][data-state=failed]');
    await page.waitForSelector('[data-step=signature][data-state=failed]');
    expect(await page.locator('#verify [role=alert]').innerText()).toContain('Quelque chose ne concorde pas');

    await page.fill('#own-keys', 'nonsense');
    expect(await page.locator('#own-keys-problem').innerText()).toContain('pas une clé de vérification');
    expect(await page.locator('#verify button').isDisabled()).toBe(true);
    expect(await visitor.problems()).toEqual([]);
    await visitor.context.close();
  });

  test('support finds no way to it, but opens an event of a business', async () => {
    const visitor = await enter('help@ardoise.test', LOOKS[0]![1]);
    const { page } = visitor;
    expect(await page.locator('a[href="/admin/pages/events"]').count()).toBe(0);
    await page.fill('#q-page', 'brûlerie');
    await page.keyboard.press('Enter');
    await page.click('main table a');
    await page.click('.part-tabs a[href*="tab=switches"]');
    await page.click('main a[href*="/pages/event?"]');
    await page.waitForSelector('#evidence .holds');
    expect(await page.locator('#facts').innerText()).toContain('Votre rôle ne permet pas de les voir');
    expect(await visitor.problems()).toEqual([]);
    await visitor.context.close();
  });
});
