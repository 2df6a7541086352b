import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, DESK_IN_FRENCH, launchBrowser, Visitor } from '../browser/browser.js';
import { deliveredProduct, type DeliveredProduct } from '../setup/delivered-product.js';

const PASSWORD = 'ardoise-demo';
const OWNERS = [
  'owner@demo.test',
  'partner@demo.test',
  'accountant@demo.test',
  'bookkeeper@demo.test',
  'viewer@demo.test',
  'express-owner@demo.test',
];
const STAFF = ['support@demo.test', 'lead@demo.test', 'compliance@demo.test', 'operator@demo.test'];
/** Eight accounts one after the other, on a machine that runs other tests. */
const MS_MAX = 180_000;

/** As a newcomer does it: each account that npm start prints signs in and visits all that its menu offers. */
describeInBrowser('a walk through the demo', () => {
  let product: DeliveredProduct;
  let browser: Browser;

  beforeAll(async () => {
    product = await deliveredProduct();
    browser = await launchBrowser();
  }, MS_MAX);
  afterAll(() => browser?.close());

  test('begins with what npm start prints: both addresses, and who signs in where', () => {
    const [owners, staff] = product.said.split(`${product.url}/admin`);
    expect(owners).toContain(`sign in at ${product.url}\n`);
    for (const email of OWNERS) expect(owners).toContain(`  ${email} `);
    for (const email of STAFF) expect(staff).toContain(`  ${email} `);
    expect(product.said).toContain(PASSWORD);
    expect(staff).toContain('Try first');
  });

  test.each(OWNERS)(
    '%s, in the web app',
    async (email) => {
      const visitor = await enter();
      await visitor.signIn(email, PASSWORD);
      const visited = await visitAll(visitor.page, 'nav.tabs a, .account-menu a');
      expect({ email, refused: visitor.refused, faults: visitor.faults }).toEqual({ email, refused: [], faults: [] });
      expect(visited.size).toBeGreaterThan(3);
      await visitor.context.close();
    },
    MS_MAX,
  );

  test.each(STAFF)(
    '%s, in the panel',
    async (email) => {
      const visitor = await enter();
      await visitor.signInAsStaff(email, PASSWORD);
      await visitor.page.waitForSelector('nav.tabs a');
      const visited = await visitAll(visitor.page, 'nav.tabs a, .account-menu a');
      expect({ email, refused: visitor.refused, faults: visitor.faults }).toEqual({ email, refused: [], faults: [] });
      expect(visited.size).toBeGreaterThan(1);
      await visitor.context.close();
    },
    MS_MAX,
  );

  test(
    'finds books to look at, a bank that stands in the way, and a panel with something in its lists',
    async () => {
      const owner = await enter();
      await owner.signIn('owner@demo.test', PASSWORD);
      const home = owner.page.url();
      await owner.page.goto(`${home}/invoices`);
      expect(await owner.page.locator('main table tbody tr').count()).toBeGreaterThanOrEqual(20);
      await owner.page.goto(`${home}/settings/personalisation/manage-your-data`);
      expect(await owner.page.locator('form[action$="/disconnect"]').count()).toBeGreaterThan(0);
      const staff = await enter();
      await staff.signInAsStaff('support@demo.test', PASSWORD);
      await staff.page.click('nav.tabs a[href="/admin/pages/requests"]');
      await staff.page.locator('main a[href*="business"], main table tbody tr').first().waitFor();
      expect([...owner.faults, ...owner.refused, ...staff.faults, ...staff.refused]).toEqual([]);
      await Promise.all([owner.context.close(), staff.context.close()]);
    },
    MS_MAX,
  );

  /** A visitor of whom no request may be refused either. */
  async function enter(): Promise<Visitor & { refused: string[] }> {
    const visitor = await Visitor.enter(browser, product.url, DESK_IN_FRENCH);
    const refused: string[] = [];
    visitor.page.on('response', (response) => {
      if (response.status() >= 400)
        refused.push(`${response.status()} ${response.request().method()} ${response.url()}`);
    });
    visitor.page.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      // A page that is left while it still loads something.
      if (why !== 'net::ERR_ABORTED') refused.push(`${why} ${request.url()}`);
    });
    return Object.assign(visitor, { refused });
  }
});

/** Opens every address that the menu offers here, and those that it offers only further on; gives the addresses. */
async function visitAll(page: Page, menu: string): Promise<Set<string>> {
  const offered = () =>
    page
      .locator(menu)
      .evaluateAll((links) => links.map((link) => (link as unknown as { href: string }).href.replace(/#.*$/, '')));
  const addresses = new Set(await offered());
  // A set is walked in the order in which it grows. Not every page has the menu: enrolling a second factor has none.
  for (const address of addresses) {
    await page.goto(address, { waitUntil: 'networkidle' });
    await page.locator('h1').first().waitFor();
    for (const further of await offered()) addresses.add(further);
  }
  return addresses;
}
