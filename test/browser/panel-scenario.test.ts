import type { Browser, Page } from 'playwright-core';
import { StaffAccounts } from '../../src/people/identity/staff.service.js';
import { systemActor } from '../../src/platform/kernel/actor.js';
import { Client, PASSWORD } from '../builders/client.js';
import { mailsTo } from '../builders/mailbox.js';
import type { TestApp } from '../setup/test-app.js';
import { describeInBrowser, DESK_IN_FRENCH, startPanel, Visitor } from './browser.js';

const REASON = 'Elle a réinitialisé par erreur';
const TICKET = 'SUP-42';

/** What a hand on the mouse and one on the keys do. */
class Hands {
  clicks = 0;
  keys = 0;

  constructor(private readonly page: Page) {}

  async click(selector: string): Promise<void> {
    this.clicks += 1;
    await this.page.click(selector);
  }

  async type(text: string): Promise<void> {
    this.keys += [...text].length;
    await this.page.keyboard.type(text);
  }

  async press(key: string): Promise<void> {
    this.keys += 1;
    await this.page.keyboard.press(key);
  }
}

describeInBrowser('an owner on the phone who reset by mistake, with a bank connected', () => {
  let world: TestApp;
  let browser: Browser;
  let owner: Client;

  beforeAll(async () => {
    [world, browser] = await startPanel('scenario');
    await world.app.get(StaffAccounts).add(systemActor('test'), 'help@ardoise.test', 'support', PASSWORD);
    owner = await Client.withBooks(world.url, { businessName: 'Boulangerie Zéphyr', locale: 'fr' });
    await owner.reset();
    await owner.connectFeed();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  test('is helped from the search to the mail in few clicks', async () => {
    const visitor = await Visitor.enter(browser, world.url, DESK_IN_FRENCH);
    const { page } = visitor;
    await visitor.signInAsStaff('help@ardoise.test', PASSWORD);
    await page.waitForSelector('#log');
    const hands = new Hands(page);

    await hands.press('/');
    await hands.type('zéphyr');
    await hands.press('Enter');
    await page.waitForSelector('.hits tbody a');
    await hands.press('j');
    await hands.press('Enter');
    await page.waitForSelector('.situation.is-blocked');
    expect(await page.locator('.situation').innerText()).toMatch(/réinitialisées[^]*récupérable jusqu’au[^]*Banque/);
    expect(await visitor.problems()).toEqual([]);

    await hands.click('.situation a[href*="#do-disconnect-feed"]');
    await hands.click('#reason');
    await hands.type(REASON);
    await hands.press('Tab');
    await hands.type(TICKET);
    await hands.press('Enter');
    await page.waitForSelector('.side .focused .notice');

    await hands.click('.situation a[href$="#do-answer"]');
    await page.waitForSelector('#text');
    const text = await page.inputValue('#text');
    for (const fact of [/jusqu’au \d/, /Banque d’essai/, /Nous avons demandé/, /manage-your-data/]) {
      expect(text).toMatch(fact);
    }
    expect(await page.inputValue('#ticket')).toBe(TICKET);
    expect(await visitor.problems()).toEqual([]);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/scenario-answer.png` });
    await hands.click('.side [type=submit]');
    await page.waitForSelector('.side .notice-success');
    const mails = await mailsTo(world.url, owner.email);
    expect(mails.map(({ subject }) => subject)).toContain('Récupérer les données de Boulangerie Zéphyr');
    if (process.env.SHOTS) console.log(`clicks ${hands.clicks}, keystrokes ${hands.keys}`);
    expect(hands.clicks).toBeLessThanOrEqual(4);

    await page.goto(`${world.url}/admin/pages/business?id=${owner.businessId}&tab=timeline`);
    await page.waitForSelector('.grid tbody tr');
    const story = await page.locator('.grid tbody').innerText();
    expect(story).toContain('help@ardoise.test');
    expect(story).toContain(REASON);
    expect(story).not.toContain('consultée');
    expect(visitor.faults).toEqual([]);
    await visitor.context.close();
  }, 60_000);
});
