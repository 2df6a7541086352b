import type { Browser } from 'playwright-core';
import { Client, PASSWORD } from '../builders/client.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';
import { describeInBrowser, launchBrowser, Visitor } from './browser.js';

describeInBrowser('lists and entries in a browser', () => {
  let world: TestApp;
  let browser: Browser;
  let owner: Client;
  let visitor: Visitor;
  let home: string;

  beforeAll(async () => {
    [world, browser] = await Promise.all([startTestApp('lists'), launchBrowser()]);
  }, 120_000);
  beforeEach(async () => {
    owner = await Client.signUp(world.url, { locale: 'en' });
    home = `${world.url}/b/${owner.businessId}`;
    visitor = await Visitor.enter(browser, world.url, { viewport: { width: 320, height: 700 } });
    await visitor.signIn(owner.email, PASSWORD);
  });
  afterEach(() => visitor.context.close());
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  test('what is looked for stays in the address through a record and Back, by keyboard alone', async () => {
    const { page } = visitor;
    for (const name of ['Roy', 'Royer', 'Tremblay']) await owner.post(owner.of('/contacts'), { name });
    await page.goto(`${home}/contacts`);
    await page.locator('[name=q]').focus();
    await page.keyboard.type('roy');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=roy/);
    expect(await page.locator('.row-link').allInnerTexts()).toEqual(['Roy', 'Royer']);
    await page.locator('.row-link', { hasText: 'Royer' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/contacts\/[0-9a-f-]{36}$/);
    expect(await visitor.heading()).toBe('Royer');
    expect(await visitor.problems()).toEqual([]);
    await page.goBack();
    expect(await page.inputValue('[name=q]')).toBe('roy');
    // On a phone the whole card opens the record.
    const card = (await page.locator('tbody tr').first().boundingBox())!;
    await page.mouse.click(card.x + card.width - 6, card.y + card.height - 6);
    await page.waitForURL(/\/contacts\/[0-9a-f-]{36}$/);
    expect(await visitor.heading()).toBe('Roy');
  });

  test('an entry says while it is typed what is missing, has a line more at once, and is posted', async () => {
    const { page } = visitor;
    await page.goto(`${home}/journal/new`);
    const said = page.locator('[data-balance]');
    expect(await said.isVisible()).toBe(false);
    await page.fill('[name=account1]', '5200');
    await page.fill('[name=debit1]', '1,950.50');
    expect(await said.innerText()).toBe(
      'Debits $1,950.50, credits $0.00. $1,950.50 is missing on the side of credits.',
    );
    await page.fill('[name=account4]', '1010');
    await page.fill('[name=credit4]', '1950');
    await page.getByRole('button', { name: 'Add a line' }).click();
    expect(await page.locator(':focus').getAttribute('name')).toBe('account5');
    expect(page.url()).toBe(`${home}/journal/new`);
    await page.keyboard.type('1010');
    await page.fill('[name=credit5]', '.50');
    expect(await said.innerText()).toBe('Debits $1,950.50, credits $1,950.50. It balances.');
    expect(await visitor.problems()).toEqual([]);
    await page.getByRole('button', { name: 'Post', exact: true }).click();
    await page.waitForURL(/done=posted/);
    expect(await page.locator('main').innerText()).toMatch(/3\slines/);
    expect(await visitor.problems()).toEqual([]);
  });
});
