import type { Browser, BrowserContextOptions } from 'playwright-core';
import { StaffAccounts } from '../../src/people/identity/staff.service.js';
import { systemActor } from '../../src/platform/kernel/actor.js';
import { Client, PASSWORD } from '../builders/client.js';
import type { TestApp } from '../setup/test-app.js';
import { describeInBrowser, LOOKS, startPanel, Visitor } from './browser.js';

/** The tables are of one kind: each tab is looked at once, in one of the looks. */
const TABS: Record<string, string[]> = { fr: ['members', 'timeline'], en: ['bank-feeds', 'snapshots', 'switches'] };

describeInBrowser('the panel in a browser', () => {
  let world: TestApp;
  let browser: Browser;
  let owner: Client;

  beforeAll(async () => {
    [world, browser] = await startPanel('panel-browser');
    const accounts = world.app.get(StaffAccounts);
    await accounts.add(systemActor('test'), 'help@ardoise.test', 'support', PASSWORD);
    await accounts.add(systemActor('test'), "o'neill@ardoise.test", 'operator', PASSWORD);
    owner = await Client.signUp(world.url, { businessName: 'Café </script> Brûlerie' });
    await owner.connectFeed();
    const feed = await owner.connectFeed();
    await owner.disconnectFeed(feed.id);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  const enter = async (email: string, options: BrowserContextOptions) => {
    const visitor = await Visitor.enter(browser, world.url, options);
    await visitor.page.goto(`${world.url}/admin`);
    expect(await visitor.problems()).toEqual([]);
    await visitor.signInAsStaff(email, PASSWORD);
    await visitor.page.waitForSelector('#log');
    return visitor;
  };

  test.each(LOOKS)(
    'support signs in, finds a business and opens it (%s)',
    async (locale, options) => {
      const visitor = await enter('help@ardoise.test', options);
      const { page } = visitor;
      expect(await visitor.problems()).toEqual([]);
      expect(await visitor.heading()).toBe(locale === 'fr' ? 'Accueil' : 'Home');
      expect(await page.locator('nav').first().innerText()).not.toMatch(/Comptes du personnel|Staff accounts/);

      await page.fill('#q-page', 'brûlerie');
      await page.keyboard.press('Enter');
      await page.waitForSelector('#results');
      expect(await visitor.problems()).toEqual([]);
      await page.click('main table a');
      await page.waitForSelector('.preconditions');
      expect(await visitor.heading()).toBe('Café </script> Brûlerie');
      expect(await page.title()).toContain('Café </script> Brûlerie');
      expect(await page.locator('.fails').count()).toBeGreaterThan(0);
      expect(await page.locator('main').innerText()).toContain(
        locale === 'fr' ? 'Aucun rôle du personnel ne le permet' : 'No staff role allows it',
      );
      expect(await visitor.problems()).toEqual([]);
      for (const tab of TABS[locale]!) {
        await page.click(`.part-tabs a[href*="tab=${tab}"]`);
        await page.waitForSelector(`.part-tabs a[href*="tab=${tab}"][aria-current=page]`);
        expect({ tab, problems: await visitor.problems() }).toEqual({ tab, problems: [] });
      }
      await visitor.context.close();
    },
    60_000,
  );

  test('an operator sees the staff, and no business', async () => {
    const visitor = await enter("o'neill@ardoise.test", LOOKS[0]![1]);
    await visitor.page.click('nav a[href="/admin/resources/staff"]');
    await visitor.page.getByRole('rowheader', { name: 'help@ardoise.test' }).waitFor();
    expect(await visitor.problems()).toEqual([]);
    expect(await visitor.page.locator('a[href*="businesses"]').count()).toBe(0);
    await visitor.page.click('.account summary');
    await visitor.page.click('.account-menu [type=submit]');
    await visitor.page.waitForURL('**/admin/sign-in');
    expect(visitor.faults).toEqual([]);
    await visitor.context.close();
  });
});
