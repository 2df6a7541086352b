import type { Browser } from 'playwright-core';
import { StaffAccounts } from '../../src/people/identity/staff.service.js';
import { systemActor } from '../../src/platform/kernel/actor.js';
import { Client, PASSWORD } from '../builders/client.js';
import { codeOf, oneTimePasswordOf, PanelClient } from '../builders/panel-client.js';
import type { TestApp } from '../setup/test-app.js';
import { describeInBrowser, LOOKS, startPanel, Visitor } from './browser.js';

/** What is looked at on a desk too; on a phone every screen is. */
const ON_A_DESK = [
  'an account that was asked for',
  'an account',
  'Retirer le second facteur',
  'home with the chart',
  'permissions',
];
const OPERATOR = 'operator@ardoise.test';
const OWN_PASSWORD = 'a long sentence of my own';

describeInBrowser('the panel of operators in a browser', () => {
  let world: TestApp;
  let browser: Browser;
  let owner: Client;
  let second: PanelClient;

  beforeAll(async () => {
    [world, browser] = await startPanel('operators-browser');
    await world.app.get(StaffAccounts).add(systemActor('test'), OPERATOR, 'operator', PASSWORD);
    second = await PanelClient.signedIn(world.app, world.url, 'operator');
    owner = await Client.withBooks(world.url, { businessName: 'Café Brûlerie' });
    await owner.reset();
    await owner.reset({ signUpEmail: 'somebody@else.test' });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  /** Somebody else approves what waits, from another machine. */
  const approve = async () => {
    for (const { id } of (await second.get('/api/pages/staff-requests')).json.pending) {
      expect((await second.post('/api/pages/staff-requests', { command: 'approve', request: id })).status).toBe(200);
    }
  };

  /** A screen as it stands: nothing wrong with it for anybody, and nothing wider than the window. */
  const look = async (visitor: Visitor, screen: string) => {
    const isPhone = visitor.page.viewportSize()!.width < 500;
    if (isPhone || ON_A_DESK.includes(screen)) {
      expect({ screen, problems: await visitor.problems() }).toEqual({ screen, problems: [] });
    }
  };

  test.each(LOOKS)(
    'somebody is added, chooses a password and a second factor, loses the phone and gets another role (%s)',
    async (locale, options) => {
      const email = `help-${locale}@ardoise.test`;
      const boss = await Visitor.enter(browser, world.url, options);
      await boss.signInAsStaff(OPERATOR, PASSWORD);
      await boss.page.waitForSelector('#log');
      await look(boss, 'home of an operator');
      await boss.page.click('nav a[href="/admin/resources/staff"]');
      await boss.page.click('a[href="/admin/pages/staff-new"]');
      await boss.page.fill('[name=email]', OPERATOR);
      await boss.page.check('[name=role][value=support]');
      await boss.page.selectOption('[name=reason]', 'JOINED');
      await boss.page.fill('[name=ticket]', 'OPS-1');
      await boss.page.click('.form [type=submit]');
      await boss.page.waitForSelector('#email-problem');
      await look(boss, 'an address that is taken');
      await boss.page.fill('[name=email]', email);
      await boss.page.click('.form [type=submit]');
      await boss.page.locator('main .notice-info').waitFor();
      await look(boss, 'an account that was asked for');
      await approve();
      const password = await oneTimePasswordOf(new PanelClient(world.url, email));

      const hired = await Visitor.enter(browser, world.url, options);
      await hired.signInAsStaff(email, password);
      await hired.page.waitForURL(/\/admin\/choose-password/);
      await look(hired, 'to choose a password');
      await hired.page.fill('[name=password]', OWN_PASSWORD);
      await hired.page.click('.form [type=submit]');
      await hired.page.waitForSelector('#log');

      await hired.page.click('.account summary');
      await hired.page.click('a[href="/admin/second-factor/enrolment"]');
      await hired.page.waitForSelector('.form [name=password]');
      await look(hired, 'the password once more');
      await hired.page.fill('.form [name=password]', OWN_PASSWORD);
      await hired.page.click('.form [type=submit]');
      await hired.page.waitForSelector('.qr-code svg');
      await look(hired, 'enrolment');
      const { id } = (await world.app.get(StaffAccounts).list()).find((account) => account.email === email)!;
      const secret = (await hired.page.locator('section code').innerText()).replaceAll(' ', '');
      await hired.page.fill('[name=code]', codeOf(secret));
      await hired.page.click('.form [type=submit]');
      await hired.page.waitForSelector('#codes');
      expect(await hired.page.locator('.columns code').count()).toBe(10);
      await look(hired, 'recovery codes');
      await hired.page.context().clearCookies({ name: 'ardoise_staff' });
      await hired.signInAsStaff(email, OWN_PASSWORD);
      await hired.page.waitForURL(/\/admin\/second-factor(\?|$)/);
      await hired.page.fill('[name=code]', codeOf(secret, 1));
      await hired.page.click('.form [type=submit]');
      await hired.page.waitForSelector('#log');

      await boss.page.goto(`${world.url}/admin/pages/staff-account?id=${id}`);
      await boss.page.waitForSelector('#changes');
      await look(boss, 'an account');
      const isFrench = locale === 'fr';
      const change = async (button: string, fields: Record<string, string>) => {
        await boss.page.getByRole('button', { name: `${button}…` }).click();
        for (const [name, value] of Object.entries(fields)) await boss.page.selectOption(`[name=${name}]`, value);
        await boss.page.fill('[name=ticket]', 'OPS-2');
        await look(boss, button);
        await boss.page.getByRole('button', { name: button, exact: true }).click();
        await boss.page
          .locator('main .notice-info', { hasText: isFrench ? 'deuxième personne' : 'second operator' })
          .first()
          .waitFor();
        await look(boss, 'an account of which something waits');
        await approve();
        await boss.page.reload();
        await boss.page.waitForSelector('#changes');
      };
      await change(isFrench ? 'Retirer le second facteur' : 'Remove the second factor', { reason: 'PHONE_LOST' });
      await boss.page.getByText(isFrench ? 'Il n’y a pas de second facteur.' : 'There is no second factor.').waitFor();
      await change(isFrench ? 'Changer le rôle' : 'Change the role', { role: 'compliance', reason: 'OTHER_WORK' });
      await boss.page
        .locator('#account dd')
        .getByText(isFrench ? 'Conformité' : 'Compliance')
        .waitFor();
      await look(boss, 'an account that was changed');
      await hired.page.goto(`${world.url}/admin`);
      await hired.page.waitForURL('**/admin/sign-in?*');
      await Promise.all([boss.context.close(), hired.context.close()]);
    },
    60_000,
  );

  test.each(LOOKS)(
    'support sees what waits and what happened, who may do what, and searches by keyboard (%s)',
    async (locale, options) => {
      const email = `support-${locale}@ardoise.test`;
      await world.app.get(StaffAccounts).add(systemActor('test'), email, 'support', PASSWORD);
      const visitor = await Visitor.enter(browser, world.url, options);
      const { page } = visitor;
      await visitor.signInAsStaff(email, PASSWORD);
      await page.waitForSelector('#switch-chart svg');
      await page.click('.chart-figures summary');
      expect(await page.locator('.chart-figures td').allInnerTexts()).toEqual(['1', '0', '1']);
      await look(visitor, 'home with the chart');

      await page.click('.tile[href*="switches-refused"]');
      await page.locator('main tbody a').waitFor();
      await look(visitor, 'a list');
      await page.click('main tbody a');
      await page.waitForSelector('.part-tabs a[href*="tab=timeline"][aria-current=page]');

      await page.click('nav a[href="/admin/pages/permissions"]');
      await page.waitForSelector('.permissions');
      expect(await page.locator('#grid .own-role-word').first().innerText()).toBe(
        locale === 'fr' ? 'votre rôle' : 'your role',
      );
      await look(visitor, 'permissions');

      // A phone has no room for the box above every page: there the search is a page of the menu.
      const box = locale === 'fr' ? '#q-board' : '#q-page';
      if (locale === 'en') await page.goto(`${world.url}/admin/pages/search`);
      await page.waitForSelector(box);
      await page.keyboard.press('/');
      await page.keyboard.type('café/');
      expect(await page.inputValue(box)).toBe('café/');
      await page.keyboard.press('Backspace');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.hits tbody a');
      await page.keyboard.press('/');
      await page.keyboard.press('ArrowDown');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Café Brûlerie');
      await page.keyboard.press('ArrowUp');
      expect(await page.evaluate('document.activeElement.id')).toBe('q-page');
      await page.keyboard.press('Escape');
      expect(await page.evaluate('document.activeElement.id')).not.toBe('q-page');
      await page.keyboard.press('/');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.preconditions');
      expect(visitor.faults).toEqual([]);
      await visitor.context.close();
    },
    60_000,
  );
});
