import type { Browser, BrowserContextOptions } from 'playwright-core';
import { StaffAccounts } from '../../src/people/identity/staff.service.js';
import { systemActor } from '../../src/platform/kernel/actor.js';
import { Client, PASSWORD } from '../builders/client.js';
import type { TestApp } from '../setup/test-app.js';
import { describeInBrowser, DESK_IN_FRENCH, PHONE_IN_ENGLISH, startPanel, Visitor } from './browser.js';

const REASON = 'La propriétaire l’a demandé au téléphone et a donné son code';

describeInBrowser('support at the panel in a browser', () => {
  let world: TestApp;
  let browser: Browser;
  let owner: Client;
  let snapshot: string;

  beforeAll(async () => {
    [world, browser] = await startPanel('support-browser');
    const accounts = world.app.get(StaffAccounts);
    for (const role of ['support', 'support-lead', 'compliance'] as const) {
      await accounts.add(systemActor('test'), `${role}@ardoise.test`, role, PASSWORD);
    }
    owner = await Client.withBooks(world.url, { businessName: 'Café </script> Brûlerie', locale: 'fr' });
    snapshot = ((await owner.reset()).body.snapshot as { id: string }).id;
    await owner.connectFeed();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  const enter = async (role: string, options: BrowserContextOptions) => {
    const visitor = await Visitor.enter(browser, world.url, options);
    await visitor.signInAsStaff(`${role}@ardoise.test`, PASSWORD);
    await visitor.page.waitForSelector('#log');
    return visitor;
  };
  const openTab = async ({ page }: Visitor, tab: string) => {
    await page.goto(`${world.url}/admin/pages/business?id=${owner.businessId}&tab=${tab}`);
    await page.waitForSelector(`.part-tabs a[href*="tab=${tab}"][aria-current=page]`);
  };
  const feedState = async () =>
    (await owner.get<{ items: { state: string }[] }>(owner.of('/bank-feeds'))).body.items[0]!.state;

  test('support asks for a disconnection, in French at a desk', async () => {
    const visitor = await enter('support', DESK_IN_FRENCH);
    const { page } = visitor;
    await openTab(visitor, 'bank-feeds');
    expect(await visitor.problems()).toEqual([]);
    await page.click('td a[href*="#do-disconnect-feed"]');
    await page.waitForSelector('#happens');
    expect(await page.locator('.side h2').first().innerText()).toBe(
      'Déconnecter une banque à la demande de la ou du propriétaire',
    );
    expect(await page.locator('#happens').innerText()).toMatch(
      /prend fin aussitôt[^]*Une autre personne doit approuver/,
    );
    expect(await visitor.problems()).toEqual([]);

    await page.fill('#reason', 'court');
    await page.click('#why [type=submit]');
    await page.waitForSelector('[data-problem]');
    expect(await page.locator('[data-problem] a').count()).toBe(2);
    expect(await page.locator('#reason').inputValue()).toBe('court');
    expect(await visitor.problems()).toEqual([]);

    await page.fill('#reason', REASON);
    await page.fill('#ticket', 'SUP-7');
    // Twice, as impatient people do.
    await page.locator('#why [type=submit]').dblclick();
    await page.waitForSelector('.focused .notice');
    expect(await page.locator('main').innerText()).toContain('Votre demande attend une autre personne');
    // Where the button was, there is now who asked, at once.
    await page.waitForSelector('td a[href*="#row-"]');
    expect(await page.locator('a[href*="/pages/event?id="]').count()).toBe(1);
    expect(await visitor.problems()).toEqual([]);
    expect(await feedState()).toBe('connected');

    await page.reload();
    await page.waitForSelector('#blocked');
    expect(await page.locator('#blocked').innerText()).toContain('attend déjà une décision');
    expect(await visitor.problems()).toEqual([]);
    await page.click('nav a[href="/admin/pages/requests"]');
    await page.click('#waiting .open-row');
    await page.waitForSelector('.request');
    expect(await page.locator('.request').innerText()).toContain(REASON);
    expect(
      await page
        .locator('.request')
        .getByRole('button', { name: /Approuver|Refuser/ })
        .count(),
    ).toBe(0);
    await visitor.context.close();
  }, 60_000);

  test('a lead approves it, in English on a phone', async () => {
    const visitor = await enter('support-lead', PHONE_IN_ENGLISH);
    const { page } = visitor;
    await page.goto(`${world.url}/admin/pages/requests`);
    await page.click('#waiting .open-row');
    await page.waitForSelector('.request');
    expect(await page.locator('.request').innerText()).toContain('support@ardoise.test');
    expect(await visitor.problems()).toEqual([]);
    await page.getByRole('button', { name: /^Refuse/ }).click();
    await page.waitForSelector('#reason');
    expect(await visitor.problems()).toEqual([]);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: /^Approve/ }).click();
    await page.waitForSelector('.asked-again');
    expect(await visitor.problems()).toEqual([]);
    await page.getByRole('button', { name: 'Yes, approve and do it' }).click();
    await page.waitForSelector('.focused .notice-success');
    // The lists are read again after the notice.
    await page.locator('#waiting', { hasText: 'Nothing waits for a decision.' }).waitFor();
    expect(await page.locator('#decided').innerText()).toContain('Approved by support-lead@ardoise.test');
    expect(await visitor.problems()).toEqual([]);
    expect(await feedState()).toBe('disconnected');

    await openTab(visitor, 'bank-feeds');
    expect(await page.locator('main').innerText()).toContain('Already disconnected');
    await visitor.context.close();
  }, 60_000);

  test('compliance places a hold and lifts it, and support sees that there is one', async () => {
    const visitor = await enter('compliance', { ...DESK_IN_FRENCH, colorScheme: 'dark' });
    const { page } = visitor;
    await openTab(visitor, 'snapshots');
    await page.click('td a[href*="/pages/hold"]');
    await page.waitForSelector('#place');
    expect(await visitor.problems()).toEqual([]);
    await page.fill('#reason', 'Litige devant la Cour du Québec');
    await page.fill('#ticket', 'LEG-12');
    await page.click('#place [type=submit]');
    await page.waitForSelector('.focused .notice-success');
    expect(await page.locator('#standing').innerText()).toContain('Litige devant la Cour du Québec');
    expect(await visitor.problems()).toEqual([]);

    await openTab(visitor, 'snapshots');
    await page.click('.open-row');
    expect(await page.locator('.side .held').innerText()).toContain('LEG-12');
    expect(await visitor.problems()).toEqual([]);
    const support = await enter('support', PHONE_IN_ENGLISH);
    await openTab(support, 'snapshots');
    await support.page.click('.open-row');
    expect(await support.page.locator('.side .held').innerText()).toMatch(/^Held since/);
    expect(await support.page.locator('main').innerText()).toContain('Only the compliance team');
    expect(await support.problems()).toEqual([]);
    await support.context.close();

    await page.click('td a[href*="/pages/hold"]');
    await page.waitForSelector('.asked-again');
    expect(await visitor.problems()).toEqual([]);
    await page.fill('#reason', 'Le litige est réglé hors cour');
    await page.fill('#ticket', 'LEG-12');
    await page.click('.asked-again [type=submit]');
    await page.waitForSelector('.focused .notice-success');
    expect(await page.locator('#standing').innerText()).toContain('Aucune');
    expect(visitor.faults).toEqual([]);
    expect((await owner.get(owner.of('/snapshots'))).body).toMatchObject([{ id: snapshot, state: 'kept' }]);
    await visitor.context.close();
  }, 60_000);
});
