import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { StaffAccounts } from '../../src/people/identity/staff.service.js';
import { StaffPreferencesStore } from '../../src/people/identity/staff-preferences.service.js';
import { LogWorker } from '../../src/log/transparency-log/log-worker.service.js';
import { SelfCheck } from '../../src/log/transparency-log/self-check.service.js';
import { systemActor, type StaffRole } from '../../src/platform/kernel/actor.js';
import { Client, PASSWORD } from '../builders/client.js';
import { PanelClient } from '../builders/panel-client.js';
import type { TestApp } from '../setup/test-app.js';
import { describeInBrowser, PHONE_IN_ENGLISH, startPanel, Visitor } from './browser.js';

const WIDE: BrowserContextOptions = { locale: 'fr-CA', viewport: { width: 1600, height: 900 } };
const BUSINESSES = 32;
const REQUESTS = 22;
const ROWS = '.grid tbody tr';

/** How much is to be seen at once, with nothing scrolled. */
describeInBrowser('the density of the panel', () => {
  let world: TestApp;
  let browser: Browser;
  let owner: Client;

  beforeAll(async () => {
    [world, browser] = await startPanel('density');
    const { app, url } = world;
    owner = await Client.withBooks(url, { businessName: 'Atelier Lachance', locale: 'fr' });
    await owner.reset();
    for (let made = 1; made < BUSINESSES; made++) await Client.signUp(url, { businessName: `Atelier ${made}` });
    const support = await PanelClient.signedIn(app, url, 'support');
    for (let asked = 0; asked < REQUESTS; asked++) await askToDisconnect(support, owner);
    await app.get(LogWorker).keep();
    await app.get(SelfCheck).run();
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  /** Somebody who has chosen how the panel is to look. */
  async function enter(role: StaffRole, density: 'comfortable' | 'compact', options = WIDE): Promise<Visitor> {
    const email = `${role}-${randomUUID()}@ardoise.test`;
    const id = await world.app.get(StaffAccounts).add(systemActor('test'), email, role, PASSWORD);
    await world.app.get(StaffPreferencesStore).save(id, { density });
    const visitor = await Visitor.enter(browser, world.url, options);
    await visitor.signInAsStaff(email, PASSWORD);
    await visitor.page.waitForSelector('#log');
    return visitor;
  }

  async function open({ page }: Visitor, path: string, there: string): Promise<void> {
    await page.goto(`${world.url}/admin${path}`);
    await page.waitForSelector(there);
  }

  const shot = ({ page }: Visitor, name: string) =>
    process.env.SHOTS ? page.screenshot({ path: `${process.env.SHOTS}/${name}.png` }) : undefined;

  test.each([
    ['compliance', '/pages/events', 25],
    ['support-lead', '/pages/requests', 20],
    ['support', '/resources/businesses', 30],
  ] as const)(
    '%s sees on %s at least %i rows without scrolling',
    async (role, path, least) => {
      for (const [density, wanted] of [
        ['compact', least],
        ['comfortable', 12],
      ] as const) {
        const visitor = await enter(role, density);
        await open(visitor, path, ROWS);
        await shot(visitor, `density-${density}${path.replaceAll('/', '-')}`);
        const { seen, first, heights } = await rowsInSight(visitor.page);
        expect({ density, seen: seen >= wanted ? wanted : seen }).toEqual({ density, seen: wanted });
        expect(first).toBeLessThanOrEqual(260);
        expect(heights).toHaveLength(1);
        expect(await visitor.problems()).toEqual([]);
        await visitor.context.close();
      }
    },
    120_000,
  );

  test.each(['compact', 'comfortable'] as const)("a business's header is low (%s)", async (density) => {
    const visitor = await enter('support', density);
    await open(visitor, `/pages/business?id=${owner.businessId}`, '.facts-line');
    await shot(visitor, `density-${density}-business`);
    expect(await heightOf(visitor.page, '.screen-head')).toBeLessThanOrEqual(120);
    await visitor.context.close();
  });

  test('the header of a phone is low, whatever the role', async () => {
    for (const role of ['support', 'compliance', 'operator'] as const) {
      const visitor = await enter(role, 'compact', PHONE_IN_ENGLISH);
      await shot(visitor, `density-phone-${role}`);
      expect(await heightOf(visitor.page, 'header.board')).toBeLessThanOrEqual(96);
      expect(await visitor.problems()).toEqual([]);
      await visitor.context.close();
    }
  }, 60_000);

  test('a row opens beside the table, by mouse and by key, and Back closes it where one was', async () => {
    const visitor = await enter('compliance', 'compact');
    const { page } = visitor;
    await open(visitor, '/pages/events', ROWS);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.click(`${ROWS} >> nth=3 >> td >> nth=1`);
    await page.waitForSelector('.side .facts');
    await shot(visitor, 'density-side');
    expect(await page.evaluate('document.activeElement.id')).toBe('side-title');
    expect(await visitor.problems()).toEqual([]);
    await page.goBack();
    await page.waitForSelector('.side', { state: 'detached' });

    await page.locator('body').press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.side .facts');
    expect(await page.locator(ROWS).nth(1).getAttribute('class')).toBe('is-open');
    await page.keyboard.press('Escape');
    await page.waitForSelector('.side', { state: 'detached' });
    expect(await page.evaluate('document.activeElement.closest("tr").rowIndex')).toBe(2);
    // What a row knows was there with the list: nothing was read for it, so nothing was recorded either.
    expect(asked).toEqual([]);
    await visitor.context.close();
  });

  test('letters lead through the panel, are told by "?", and can be turned off', async () => {
    const visitor = await enter('support', 'comfortable');
    const { page } = visitor;
    await page.keyboard.press('g');
    await page.keyboard.press('b');
    await page.waitForSelector(ROWS);
    await page.keyboard.press('?');
    await page.waitForSelector('dialog[open]');
    await shot(visitor, 'density-keys');
    expect(await visitor.problems()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { state: 'detached' });

    await open(visitor, '/pages/display', '[name=density]');
    await page.check('[name=shortcuts][value=off]');
    await page.check('[name=density][value=compact]');
    await page.fill('[name=timeZone]', 'Europe/Nowhere');
    await page.click('main [type=submit]');
    await page.waitForSelector('#timeZone-problem');
    expect(await visitor.problems()).toEqual([]);
    await page.fill('[name=timeZone]', 'UTC');
    await page.click('main [type=submit]');
    await page.waitForSelector('html[data-density=compact]');
    await page.waitForSelector('[name=shortcuts][value=off]:checked');
    await page.locator('body').press('?');
    expect(await page.locator('dialog').count()).toBe(0);
    await open(visitor, `/pages/business?id=${owner.businessId}&tab=switches`, ROWS);
    expect(await page.locator(`${ROWS} time`).first().getAttribute('title')).toContain('UTC');
    await visitor.context.close();
  }, 60_000);

  test('columns that are not wanted stay away, here and at the next visit', async () => {
    const visitor = await enter('support', 'compact');
    const { page } = visitor;
    await open(visitor, '/resources/businesses', ROWS);
    const heads = () => page.locator('.grid thead th').allInnerTexts();
    const all = await heads();
    await page.click('.columns-menu summary');
    const [saved] = await Promise.all([
      page.waitForResponse('**/admin/api/pages/display'),
      page.locator('.columns-menu input').first().uncheck(),
    ]);
    expect(saved.status()).toBe(200);
    expect(await heads()).toHaveLength(all.length - 1);
    await page.reload();
    await page.waitForSelector(ROWS);
    expect(await heads()).toHaveLength(all.length - 1);
    expect(await visitor.problems()).toEqual([]);
    await visitor.context.close();
  });
});

async function askToDisconnect(support: PanelClient, owner: Client): Promise<void> {
  const feed = await owner.connectFeed();
  const { status, text } = await support.post('/api/pages/support-action', {
    command: 'disconnect-feed',
    businessId: owner.businessId,
    targetId: feed.id,
    reason: 'La propriétaire l’a demandé au téléphone',
    ticket: 'SUP-7',
    idempotencyKey: randomUUID(),
  });
  if (status !== 200) throw new Error(text);
}

const rowsInSight = (page: Page) =>
  page.evaluate<{ seen: number; first: number; heights: number[] }>(`(() => {
    const rows = [...document.querySelectorAll('${ROWS}')].map((row) => row.getBoundingClientRect());
    return {
      seen: rows.filter(({ bottom }) => bottom <= innerHeight).length,
      first: rows[0].top,
      heights: [...new Set(rows.map(({ height }) => Math.round(height)))],
    };
  })()`);

const heightOf = async (page: Page, selector: string) => (await page.locator(selector).boundingBox())!.height;
