import type { Browser, BrowserContextOptions } from 'playwright-core';
import { Client, PASSWORD } from '../builders/client.js';
import { balances, made } from '../builders/ledger.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';
import { describeInBrowser, launchBrowser, Visitor } from './browser.js';

const LONG = 'W'.repeat(200);

describeInBrowser('documents in a browser', () => {
  let world: TestApp;
  let browser: Browser;
  beforeAll(async () => {
    [world, browser] = await Promise.all([startTestApp('documents'), launchBrowser()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  test.each([
    ['at a desk, in French', 'fr', { viewport: { width: 1280, height: 900 } }],
    ['on the narrowest phone, in English', 'en', { viewport: { width: 320, height: 800 }, colorScheme: 'dark' }],
    ['without script, in French', 'fr', { viewport: { width: 390, height: 844 }, javaScriptEnabled: false }],
  ] as [string, string, BrowserContextOptions][])(
    'go from a new invoice to paid and credited: %s',
    async (_, locale, options) => {
      const owner = await Client.signUp(world.url, { locale });
      await made(owner, '/products', { name: 'Rye bread', unitPrice: '100.00', taxRate: 'TPS-TVQ' });
      const visitor = await Visitor.enter(browser, world.url, options);
      await visitor.signIn(owner.email, PASSWORD);
      const { page } = visitor;
      const found: string[] = [];
      // axe is a script itself.
      const look = async (name: string) => {
        const problems = options.javaScriptEnabled === false ? visitor.faults : await visitor.problems();
        for (const problem of problems) found.push(`${name}: ${problem}`);
      };
      const press = async (what: string) => {
        await page.locator(`button:not([aria-hidden])[name=do][value=${what}]`).first().click();
        await page.waitForLoadState();
      };
      await page.goto(`${world.url}/b/${owner.businessId}/invoices/new`);
      await press('issue');
      expect(await page.locator('[aria-invalid=true]').count()).toBeGreaterThan(0);
      await look('with problems');
      await page.selectOption('[name=customer]', 'new');
      await page.fill('[name=customerName]', LONG);
      await page.selectOption('[name="line.0.product"]', { index: 1 });
      await press('compute');
      expect(await page.locator('[data-sums]').innerText()).toMatch(/114[,.]98/);
      expect(await page.inputValue('[name=customerName]')).toBe(LONG);
      await look('computed');
      await press('issue');
      await page.waitForURL(/told=issued$/);
      await look('invoice');
      const invoice = page.url().split('?')[0]!;
      await page.goto(`${invoice}/payment`);
      await page.fill('[name=amount]', '14,98');
      await press('compute');
      await look('payment');
      await press('receive');
      await page.waitForURL(/told=paid$/);
      await page.goto(`${invoice}/mail`);
      await look('mail');
      await page.goto(`${invoice}/credit-note`);
      await look('credit note');
      await press('issue');
      await page.waitForURL(/credit-notes.*told=issued$/);
      await look('credited');
      expect((await balances(owner))[1100]).toBe(-1498);
      expect(found).toEqual([]);
      await visitor.context.close();
    },
    120_000,
  );
});
