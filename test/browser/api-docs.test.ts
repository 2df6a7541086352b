import type { Browser } from 'playwright-core';
import { startTestApp, type TestApp } from '../setup/test-app.js';
import { describeInBrowser, DESK_IN_FRENCH, launchBrowser, PHONE_IN_ENGLISH, Visitor } from './browser.js';

describeInBrowser('the description of the API', () => {
  let world: TestApp;
  let browser: Browser;

  beforeAll(async () => {
    [world, browser] = await Promise.all([startTestApp('api-docs'), launchBrowser()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  test.each([
    ['desk', DESK_IN_FRENCH],
    ['phone', PHONE_IN_ENGLISH],
  ])(
    'opens without a fault, under its policy, asking nobody else (%s)',
    async (_, look) => {
      const visitor = await Visitor.enter(browser, world.url, look);
      const { page } = visitor;
      const refused: string[] = [];
      page.on('requestfailed', (request) => refused.push(request.url()));
      page.on('response', (response) => response.status() >= 400 && refused.push(response.url()));
      // Said by the browser itself of whatever the policy refuses, whether or not it reaches the console.
      await page.addInitScript(
        `document.addEventListener('securitypolicyviolation', (event) => console.error(event.violatedDirective, event.blockedURI))`,
      );
      await page.goto(`${world.url}/api/docs`);
      // Each group of operations is folded at first.
      await page.locator('.opblock-tag', { hasText: 'reset and restore' }).click();
      const operation = page.locator('.opblock', { hasText: '/resets' }).first();
      await operation.locator('.opblock-summary').click();
      await operation.locator('.responses-table').first().waitFor();
      expect(refused).toEqual([]);
      expect(visitor.faults).toEqual([]);
      await visitor.context.close();
    },
    60_000,
  );
});
