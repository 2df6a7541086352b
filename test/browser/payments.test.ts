import type { Browser, BrowserContextOptions } from 'playwright-core';
import { StaffAccounts } from '../../src/people/identity/staff.service.js';
import { systemActor } from '../../src/platform/kernel/actor.js';
import { Client, PASSWORD } from '../builders/client.js';
import { paidInvoice, payPathOf } from '../builders/payments.js';
import type { TestApp } from '../setup/test-app.js';
import { describeInBrowser, startPanel, Visitor } from './browser.js';

const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 } };
const DESK: BrowserContextOptions = { viewport: { width: 1280, height: 900 } };
const LONG = 'Les Entreprises de rénovation Tremblay-Bouchard et associés de Saint-Louis-du-Ha! Ha! inc.';

describeInBrowser('an online payment in a browser', () => {
  let world: TestApp;
  let browser: Browser;

  beforeAll(async () => {
    [world, browser] = await startPanel('payments-browser');
    await world.app.get(StaffAccounts).add(systemActor('test'), 'help@ardoise.test', 'support', PASSWORD);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  /** An owner with an invoice that nobody has a link of. */
  async function newOwner(locale: 'fr' | 'en', edition: string) {
    const owner = await Client.signUp(world.url, { locale, edition, businessName: 'Café Brûlerie' });
    const contact = await owner.post<{ id: string }>(owner.of('/contacts'), { name: LONG });
    const lines = [{ description: 'Work', unitPrice: '12345.67', taxRate: 'TPS-TVQ' }];
    const { body } = await owner.post<{ id: string; number: string }>(owner.of('/invoices'), {
      contactId: contact.body.id,
      lines,
    });
    return { owner, invoice: body };
  }

  const enter = async (owner: Client, options: BrowserContextOptions) => {
    const visitor = await Visitor.enter(browser, world.url, options);
    await visitor.signIn(owner.email, PASSWORD);
    return visitor;
  };

  const LOOKS = [
    ['fr', 'accounting', PHONE, DESK],
    ['en', 'express', { ...DESK, colorScheme: 'dark' }, { ...PHONE, colorScheme: 'dark' }],
  ] as const;

  test.each(LOOKS)(
    'is made by a customer, recorded by the owner and seen by support (%s, %s)',
    async (locale, edition, customers, owners) => {
      const { owner, invoice } = await newOwner(locale, edition);
      const home = `${world.url}/b/${owner.businessId}`;
      const french = locale === 'fr';

      const desk = await enter(owner, owners);
      await desk.page.goto(`${home}/invoices`);
      expect(await desk.problems()).toEqual([]);
      await desk.page.click(`form[action$="/invoices/${invoice.id}/pay-link"] [type=submit]`);
      await desk.page.waitForURL('**/pay-link');
      expect(await desk.problems()).toEqual([]);
      const url = await desk.page.locator('#pay-link').inputValue();
      const payPath = await payPathOf(owner, invoice.id);
      expect(new URL(url).pathname).toBe(payPath);
      await desk.page.goto(`${home}/settings/personalisation/manage-your-data`);
      expect(await desk.page.locator('#scope').textContent()).toContain(`${invoice.number}, ${LONG}`);
      expect(await desk.problems()).toEqual([]);

      await owner.reset();
      const customer = await Visitor.enter(browser, world.url, { ...customers, locale: french ? 'fr-CA' : 'en-CA' });
      await customer.page.goto(world.url + payPath);
      expect(await customer.page.locator('.pay-amount').innerText()).toMatch(french ? /14.194,43.\$/ : /\$14,194\.43/);
      expect(await customer.problems()).toEqual([]);
      await customer.page.getByRole('button', { name: french ? 'Payer maintenant' : 'Pay now' }).click();
      await customer.page.locator('h1', { hasText: french ? 'C’est payé' : 'Paid' }).waitFor();
      const reference = await customer.page.locator('code').innerText();
      expect(await customer.problems()).toEqual([]);
      await customer.page.goto(`${world.url}/pay/nothing`);
      expect(await customer.problems()).toEqual([]);

      const support = await Visitor.enter(browser, world.url, {
        ...owners,
        locale: french ? 'fr-CA' : 'en-CA',
      });
      await support.signInAsStaff('help@ardoise.test', PASSWORD);
      await support.page.waitForSelector('#log');
      await support.page.click('nav a[href="/admin/pages/payments"]');
      await support.page.locator('main table a').last().waitFor();
      expect(await support.problems()).toEqual([]);
      // On a phone the search is a page of the menu.
      const box = support.page.locator('main [name=q], header [name=q] >> visible=true').first();
      if (!(await box.isVisible())) await support.page.click('nav a[href="/admin/pages/search"]');
      await box.fill(reference.toLowerCase());
      await support.page.keyboard.press('Enter');
      await support.page.click('main table a');
      await support.page.waitForSelector('.part-tabs a[href*="tab=payments"][aria-current=page]');
      expect(await support.page.locator('main').innerText()).toContain(reference);
      expect(await support.page.locator('main').innerText()).not.toContain(LONG);
      expect(await support.problems()).toEqual([]);
      await support.context.close();

      const other = await paidInvoice(owner, '20.00');
      await desk.page.goto(`${home}/payments-to-record`);
      expect(await desk.problems()).toEqual([]);
      await desk.page.locator('main table a').first().click();
      await desk.page.waitForURL('**/recording');
      expect(await desk.page.locator('main').innerText()).toContain(invoice.number);
      expect(await desk.problems()).toEqual([]);
      await desk.page.selectOption('[name=target]', 'other-income');
      await desk.page.click('main form [formmethod=get]');
      await desk.page.waitForURL('**/recording?*');
      expect(await desk.page.locator('#entry').innerText()).toContain('4900');
      expect(await desk.problems()).toEqual([]);
      await desk.page.selectOption('[name=target]', 'by-number');
      await desk.page.click('main form [type=submit]');
      await desk.page.waitForSelector('.field-problem');
      expect(await desk.problems()).toEqual([]);
      await desk.page.fill('[name=number]', other.number);
      await desk.page.click('main form [type=submit]');
      await desk.page.waitForURL('**/payments-to-record?recorded=*');
      expect(await desk.page.locator('.notice-success').innerText()).toContain(reference);
      expect(await desk.problems()).toEqual([]);
      await desk.page.goto(`${home}/payments-to-record/done`);
      expect(await desk.problems()).toEqual([]);
      await desk.page.locator('main table form [type=submit]').first().click();
      await desk.page.waitForURL('**/payments-to-record?undone=*');
      await desk.page.locator('main table a').last().click();
      await desk.page.waitForURL('**/recording');
      await desk.page.locator('#aside [type=submit]').click();
      await desk.page.waitForURL('**/payments-to-record?aside=*');
      await desk.page.goto(`${home}/payments-to-record/done`);
      expect(await desk.problems()).toEqual([]);
      await desk.page.goto(`${home}/invoices`);
      expect(await desk.problems()).toEqual([]);
      await desk.context.close();
      await customer.context.close();
    },
    60_000,
  );
});
