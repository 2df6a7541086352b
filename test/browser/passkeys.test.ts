import type { Browser, Page } from 'playwright-core';
import { HOUR_MS, MINUTE_MS, shiftClock } from '../../src/platform/kernel/clock.js';
import type { Settings } from '../../src/platform/config/settings.js';
import { Client, PASSWORD } from '../builders/client.js';
import { describeInBrowser, launchBrowser, LOOKS, Visitor } from './browser.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

const MANAGE = '/settings/personalisation/manage-your-data';

describeInBrowser('a passkey', () => {
  let world: TestApp;
  let browser: Browser;
  /** By its name: a passkey belongs to one, and an address is none. */
  let url: string;

  beforeAll(async () => {
    [world, browser] = await Promise.all([startTestApp('passkeys'), launchBrowser()]);
    url = world.url.replace('127.0.0.1', 'localhost');
    // The port is known only now.
    (world.settings as { publicUrl: Settings['publicUrl'] }).publicUrl = url;
  }, 120_000);
  afterEach(() => shiftClock(0));
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  /** A device that holds passkeys, and whose person is there. */
  async function withDevice(page: Page): Promise<void> {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    const options = {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    } as const;
    await cdp.send('WebAuthn.addVirtualAuthenticator', { options });
  }

  test.each(LOOKS)(
    'is added, signs in, confirms a reset and is removed (%s)',
    async (locale, look) => {
      const owner = await Client.withBooks(world.url, { locale });
      const visitor = await Visitor.enter(browser, url, look);
      const { page } = visitor;
      await withDevice(page);
      await visitor.signIn(owner.email, PASSWORD);
      await page.goto(`${url}/account`);
      expect(await visitor.problems()).toEqual([]);
      await page.fill('[name=name]', 'W'.repeat(100));
      await page.click('button[data-passkey=create]');
      await page.waitForURL('**/account?done=passkeyAdded');
      expect(await page.locator('#passkeys tbody tr').count()).toBe(1);
      expect(await visitor.problems()).toEqual([]);

      await page.context().clearCookies();
      await page.goto(`${url}/sign-in`);
      await page.click('button[data-passkey=get]');
      await page.waitForURL(`**/b/${owner.businessId}`);

      shiftClock(HOUR_MS + MINUTE_MS);
      await page.goto(`${url}/b/${owner.businessId}${MANAGE}/reset`);
      expect(await visitor.problems()).toEqual([]);
      await page.fill('[name=signUpEmail]', owner.email);
      await page.click('button[data-passkey=get]');
      await page.waitForURL('**/reset/done');

      await page.goto(`${url}/account`);
      await page.click('form[action$="/removal"] [type=submit]');
      await page.waitForURL('**/account?done=passkeyRemoved');
      await page.context().clearCookies();
      await page.goto(`${url}/sign-in`);
      await page.click('button[data-passkey=get]');
      await page.locator('.notice-error').waitFor();
      expect(visitor.faults).toEqual([]);
      await visitor.context.close();
    },
    60_000,
  );
});
