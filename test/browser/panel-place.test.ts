import type { Browser, Page } from 'playwright-core';
import { StaffAccounts } from '../../src/people/identity/staff.service.js';
import { systemActor } from '../../src/platform/kernel/actor.js';
import { Client, PASSWORD } from '../builders/client.js';
import type { TestApp } from '../setup/test-app.js';
import { until } from '../setup/until.js';
import { describeInBrowser, startPanel, Visitor } from './browser.js';

// Scrolled at once, so that a place is one.
const SMALL = { viewport: { width: 1000, height: 500 }, reducedMotion: 'reduce' } as const;
const ROWS = '.grid tbody tr';
const MINUTE_MS = 60_000;

/** Somebody who works in the panel all day keeps the place where they are. */
describeInBrowser('the place where one is in the panel', () => {
  let world: TestApp;
  let browser: Browser;
  let owner: Client;

  beforeAll(async () => {
    [world, browser] = await startPanel('place');
    const accounts = world.app.get(StaffAccounts);
    await accounts.add(systemActor('test'), 'review@ardoise.test', 'compliance', PASSWORD);
    await accounts.add(systemActor('test'), 'help@ardoise.test', 'support', PASSWORD);
    owner = await Client.signUp(world.url, { businessName: 'Café Brûlerie' });
    for (let version = 0; version < 6; version++) {
      await owner.post(owner.of('/contacts'), { name: `Client ${version}` });
      await owner.reset();
    }
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  async function enter(who: string, path: string, there: string): Promise<Visitor> {
    const visitor = await Visitor.enter(browser, world.url, SMALL);
    await visitor.signInAsStaff(`${who}@ardoise.test`, PASSWORD);
    await visitor.page.waitForSelector('#log');
    await visitor.page.goto(`${world.url}/admin/pages/${path}`);
    await visitor.page.waitForSelector(there);
    return visitor;
  }

  const settled = (page: Page) => page.waitForSelector('main [aria-busy=false]');
  const scrolled = (page: Page) => page.evaluate<number>('scrollY');
  /** Where in the window what has the focus stands: what is above it may have grown meanwhile. */
  const placed = (page: Page) => page.evaluate<number>('document.activeElement.getBoundingClientRect().top');
  /** Once what is above and around it is there again, a few pixels aside at most. */
  const isBackAt = (page: Page, before: number) =>
    until('the place is as before', async () => Math.abs((await placed(page)) - before) < 4);
  const scrollToFocus = (page: Page, block: 'start' | 'center') =>
    page.evaluate(`document.activeElement.scrollIntoView({ block: '${block}', behavior: 'instant' })`);
  const focused = (page: Page) =>
    page.evaluate<string>(
      'document.activeElement.getAttribute("href") ?? document.activeElement.name ?? document.activeElement.tagName',
    );

  test('stays under another filter, with the focus in the field', async () => {
    const { page, context, ...visitor } = await enter('review', 'events', ROWS);
    await page.click('#filter > summary');
    await page.fill('#business', owner.businessId);
    await scrollToFocus(page, 'start');
    const before = await placed(page);
    expect(before).toBeLessThan(SMALL.viewport.height / 2);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/events?business=*');
    await settled(page);
    expect(await focused(page)).toBe('business');
    await isBackAt(page, before);
    expect(visitor.faults).toEqual([]);
    await context.close();
  });

  test('is where one was and on the link that one had followed, after Back', async () => {
    const { page, context, ...visitor } = await enter('review', `events?business=${owner.businessId}`, ROWS);
    const link = page.locator('.open-row').last();
    const href = await link.getAttribute('href');
    await link.focus();
    await scrollToFocus(page, 'center');
    const before = await placed(page);
    await page.keyboard.press('Enter');
    await page.click('.side .button-primary');
    await page.waitForSelector('#evidence');
    expect(await scrolled(page)).toBe(0);
    await page.goBack();
    await page.waitForSelector('.side');
    await page.goBack();
    await page.waitForSelector(ROWS);
    await settled(page);
    await until('the focus is on the link', async () => (await focused(page)) === href);
    await isBackAt(page, before);
    expect(visitor.faults).toEqual([]);
    await context.close();
  });

  test('stays on the tab of a business that was opened', async () => {
    const { page, context } = await enter('help', `business?id=${owner.businessId}`, '.preconditions');
    const tab = page.locator('.part-tabs a[href*="tab=timeline"]');
    await tab.focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('.part-tabs a[href*="tab=timeline"][aria-current=page]');
    expect(await focused(page)).toContain('tab=timeline');
    await context.close();
  });

  test('keeps what was typed when the language changes', async () => {
    const { page, context } = await enter('review', 'events', ROWS);
    await page.click('#filter > summary');
    await page.fill('#ticket', 'SUP-42');
    await page.click('.types summary');
    await page.check('[name=type][value="business.reset.denied"]');
    const heading = page.locator('h1');
    const before = await heading.innerText();
    await page.click('header form[data-language] button');
    await heading.and(page.locator(`:not(:text-is("${before}"))`)).waitFor();
    await page.waitForSelector(ROWS);
    await settled(page);
    expect(await page.inputValue('#ticket')).toBe('SUP-42');
    expect(await page.isChecked('[name=type][value="business.reset.denied"]')).toBe(true);
    await context.close();
  });

  test('is said to end before it does, can be kept, and is come back to', async () => {
    const visitor = await Visitor.enter(browser, world.url, SMALL);
    const { page } = visitor;
    await page.clock.install();
    await visitor.signInAsStaff('help@ardoise.test', PASSWORD);
    await page.waitForSelector('#log');
    const here = `${world.url}/admin/pages/business?id=${owner.businessId}&tab=members`;
    await page.goto(here);
    await page.waitForSelector('#part');
    await page.clock.fastForward(28 * MINUTE_MS);
    const notice = page.locator('.idle [role=alert]');
    await notice.waitFor();
    expect(await visitor.problems()).toEqual([]);
    await notice.locator('button').click();
    await notice.waitFor({ state: 'detached' });

    await page.clock.fastForward(31 * MINUTE_MS);
    await notice.locator('a').waitFor();
    await visitor.context.clearCookies({ name: 'ardoise_staff' });
    await notice.locator('a').click();
    await page.fill('[name=email]', 'help@ardoise.test');
    await page.fill('[name=password]', PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL(here);
    await page.waitForSelector('#part');
    expect(visitor.faults).toEqual([]);
    await visitor.context.close();
  });

  test('stays in the panel when a page is refused or is none', async () => {
    const { page, context } = await enter('help', 'search', 'h1');
    for (const [path, status] of [
      ['/admin/pages/events', 403],
      ['/admin/nothing', 404],
    ] as const) {
      const answer = await page.goto(world.url + path);
      expect(answer!.status()).toBe(status);
      expect(await page.locator('header nav a[href="/admin/pages/search"]').count()).toBe(1);
      expect(await page.locator('main a.button-primary').getAttribute('href')).toBe('/admin');
      expect(await page.locator('main a:not([href^="/admin"])').count()).toBe(0);
    }
    await context.close();
  });
});
