import type { Browser, Page } from 'playwright-core';
import type { Settings } from '../../src/platform/config/settings.js';
import { StaffAccounts } from '../../src/people/identity/staff.service.js';
import { systemActor, type StaffRole } from '../../src/platform/kernel/actor.js';
import { HOUR_MS, shiftClock } from '../../src/platform/kernel/clock.js';
import { PASSWORD } from '../builders/client.js';
import { PanelClient } from '../builders/panel-client.js';
import { IdentityProvider } from '../setup/identity-provider.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';
import { describeInBrowser, launchBrowser, LOOKS, Visitor } from './browser.js';

/** Where somebody wants to see the screens: a folder. */
const SHOTS = process.env.ARDOISE_SHOTS;

describeInBrowser('how staff get in, and who may', () => {
  let world: TestApp;
  let browser: Browser;
  let provider: IdentityProvider;
  /** By its name: a passkey belongs to one, and an address is none. */
  let url: string;

  beforeAll(async () => {
    [provider, browser] = await Promise.all([IdentityProvider.start(), launchBrowser()]);
    world = await startTestApp('panel-sign-on', { PANEL: 'on', ...provider.settings });
    url = world.url.replace('127.0.0.1', 'localhost');
    // The port is known only now.
    (world.settings as { publicUrl: Settings['publicUrl'] }).publicUrl = url;
    await provider.serves(url, world.url);
  }, 120_000);
  afterEach(() => shiftClock(0));
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
    await provider?.stop();
  });

  const hire = async (role: StaffRole, email: string) => {
    await world.app.get(StaffAccounts).add(systemActor('test'), email, role, PASSWORD);
    return email;
  };
  /** Nothing is wrong with a screen for anybody, and nothing is wider than the window. */
  const look = async (visitor: Visitor, screen: string, locale: string) => {
    if (SHOTS) await visitor.page.screenshot({ path: `${SHOTS}/${screen}-${locale}.png`, fullPage: true });
    const problems = (await visitor.problems()).filter((problem) => !problem.startsWith(`asked ${provider.issuer}`));
    expect({ screen, problems }).toEqual({ screen, problems: [] });
  };
  async function withDevice(page: Page): Promise<void> {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    const options = { protocol: 'ctap2', transport: 'internal', automaticPresenceSimulation: true } as const;
    const person = { hasResidentKey: true, hasUserVerification: true, isUserVerified: true };
    await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { ...options, ...person } });
  }

  test.each(LOOKS)(
    'at the provider, and back to where one wanted to go (%s)',
    async (locale, options) => {
      const email = `${'w'.repeat(60)}.${locale}@example.test`;
      await provider.seats({ id: locale, claims: { email, email_verified: true, groups: ['ardoise-audit'] } });
      const visitor = await Visitor.enter(browser, url, options);
      const { page } = visitor;
      await page.goto(`${url}/admin/pages/access-reviews`);
      await look(visitor, 'sign-in', locale);
      await page.click('a[href^="/admin/sign-on"]');
      await page.waitForURL('**/admin/pages/access-reviews');
      await page.locator('main .button-primary').waitFor();
      await look(visitor, 'access-reviews', locale);
      await page.click('main .button-primary');
      await page.locator('#accounts tbody tr').first().waitFor();
      await look(visitor, 'access-review', locale);
      await page.goto(`${url}/admin/account`);
      await look(visitor, 'account-elsewhere', locale);
      await page.goto(`${url}/admin/pages/permissions`);
      await page.waitForSelector('.permissions');
      await look(visitor, 'permissions', locale);
      await visitor.context.close();
    },
    90_000,
  );

  test.each(LOOKS)(
    'with a passkey of an operator of the house, who asks for what another one decides (%s)',
    async (locale, options) => {
      const [asks, decides] = [
        await hire('operator', `asks-${locale}@ardoise.test`),
        await hire('operator', `decides-${locale}@ardoise.test`),
      ];
      const visitor = await Visitor.enter(browser, url, options);
      const { page } = visitor;
      await withDevice(page);
      const signIn = async (email: string) => {
        await page.goto(`${url}/admin/sign-in`);
        await page.click('details summary');
        await page.fill('[name=email]', email);
        await page.fill('[name=password]', PASSWORD);
        await page.click('form[action="/admin/sign-in"] [type=submit]');
        await page.waitForSelector('#log');
      };
      await signIn(asks);
      await page.goto(`${url}/admin/account`);
      await page.fill('[name=name]', 'W'.repeat(100));
      await page.fill('#passkeys [name=password]', PASSWORD);
      await page.click('button[data-passkey=create]');
      await page.waitForURL('**/admin/account?done=passkey-added');
      await look(visitor, 'account', locale);
      await page.context().clearCookies({ name: 'ardoise_staff' });
      await page.goto(`${url}/admin/pages/staff-new`);
      await page.click('details summary');
      await page.click('button[data-passkey=get]');
      await page.waitForURL('**/admin/pages/staff-new');

      // Idle for too long: what was typed is there after the sign-in.
      const hired = `hired-${locale}@ardoise.test`;
      await page.fill('main [name=email]', hired);
      await page.check('[name=role][value=support]');
      await page.selectOption('[name=reason]', 'JOINED');
      await page.fill('[name=ticket]', 'OPS-1');
      shiftClock(HOUR_MS);
      await page.click('.form [type=submit]');
      await page.locator('.notice-error').waitFor();
      await look(visitor, 'ended', locale);
      await page.click('.notice-error a[href^="/admin/sign-in"]');
      await page.click('details summary');
      await page.click('button[data-passkey=get]');
      await page.waitForURL('**/admin/pages/staff-new');
      await page.waitForFunction(`document.querySelector('main [name=email]')?.value === '${hired}'`);
      await page.click('.form [type=submit]');
      await page.locator('main .notice-info').waitFor();
      await look(visitor, 'asked', locale);

      await page.context().clearCookies({ name: 'ardoise_staff' });
      shiftClock(0);
      await signIn(decides);
      await page.goto(`${url}/admin/pages/staff-requests`);
      await page.locator('#pending tbody .button-primary').first().waitFor();
      await look(visitor, 'staff-requests', locale);
      await page.locator('#pending tbody tr', { hasText: hired }).locator('.button-primary').click();
      await page.locator('.notice-success').waitFor();
      const id = await world.app.get(StaffAccounts).idOf(hired);
      await new PanelClient(world.url, decides).signIn();
      const own = await world.app.get(StaffAccounts).idOf(asks);
      await page.goto(`${url}/admin/pages/staff-account?id=${own}`);
      await page.locator('#sessions tbody tr').first().waitFor();
      await look(visitor, 'staff-account', locale);
      expect(id).not.toBe(own);
      expect(visitor.faults).toEqual([]);
      await visitor.context.close();
    },
    90_000,
  );
});
