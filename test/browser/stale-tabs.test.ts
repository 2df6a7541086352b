import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { StaffRole } from '../../src/platform/kernel/actor.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { StaffAccounts } from '../../src/people/identity/staff.service.js';
import { Client, PASSWORD } from '../builders/client.js';
import { smallFec } from '../builders/fec.js';
import { PanelClient } from '../builders/panel-client.js';
import { paidInvoice } from '../builders/payments.js';
import type { TestApp } from '../setup/test-app.js';
import { describeInBrowser, startPanel, Visitor } from './browser.js';

const ENGLISH = { locale: 'en-CA', viewport: { width: 1280, height: 900 } } as const;
const WHY = { reason: 'The owner asked by phone and gave the code', ticket: 'SUP-1' };

/** The forms that matter most, from several tabs of one real browser; all others, over HTTP, in test/e2e. */
describeInBrowser('a tab that is no longer so', () => {
  let world: TestApp;
  let browser: Browser;

  beforeAll(async () => {
    [world, browser] = await startPanel('tabs');
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  const says = (page: Page, text: RegExp) => page.locator('main').filter({ hasText: text }).waitFor();
  const submit = (page: Page, action: string) => {
    const to = [`[action$="${action}"]`, `[action*="${action}?"]`].join(',');
    return page.locator(`main form[method=post]:is(${to}) [type=submit]`).first().click();
  };
  async function tabs(context: BrowserContext, path: string): Promise<[Page, Page]> {
    const open = async () => {
      const page = await context.newPage();
      await page.goto(world.url + path);
      return page;
    };
    return [await open(), await open()];
  }

  describe('of the owner', () => {
    let owner: Client;
    let visitor: Visitor;
    let payment: string;
    let snapshot: string;

    beforeAll(async () => {
      owner = await Client.withBooks(world.url);
      snapshot = ((await owner.reset()).body.snapshot as { id: string }).id;
      payment = (await paidInvoice(owner)).paymentId;
      await owner.post(owner.of('/bank-accounts'), { name: 'Savings' });
      visitor = await Visitor.enter(browser, world.url, ENGLISH);
      await visitor.signIn(owner.email, PASSWORD);
    });
    afterAll(async () => {
      expect(visitor.faults).toEqual([]);
      await visitor.context.close();
    });

    const manage = '/settings/personalisation/manage-your-data';
    const typeAddress = (page: Page) => page.fill('[name=signUpEmail]', owner.email);
    /** What is typed, where it is sent, and what is said of it in the second tab, and in the first one after Back. */
    const forms = () => [
      {
        path: '/bank-feeds',
        action: '/bank-feeds',
        fill: async (page: Page) => {
          await page.check('[name=institution][value=sandbox]');
          await page.selectOption('[name=bankAccountId]', { label: 'Savings' });
        },
        twice: /already connected to a bank/,
        back: /Connected/,
      },
      { path: '/bank-feeds', action: '/disconnect', twice: /Disconnected/, back: /Disconnected/ },
      {
        path: '/import',
        action: '/import',
        fill: (page: Page) =>
          page.setInputFiles('[name=file]', {
            name: 'books.txt',
            mimeType: 'text/plain',
            buffer: Buffer.from(smallFec('Tabs', 2)),
          }),
        done: /2 entries|The file is imported|imported/,
        twice: /in your books already/,
        back: /Import/,
      },
      {
        path: `/payments-to-record/${payment}/recording`,
        action: '/recording',
        fill: (page: Page) => page.selectOption('[name=target]', 'other-income'),
        twice: /This payment is not waiting any more/,
        back: /Nothing was added a second time/,
      },
      { path: '/settings', action: '/language', twice: /Settings/, back: /Settings/ },
      {
        path: `${manage}/reset`,
        action: '/reset',
        fill: typeAddress,
        twice: /Your data are already reset/,
        back: /Your data are already reset/,
      },
      {
        path: `${manage}/recover?snapshot=${snapshot}`,
        action: '/recover',
        fill: typeAddress,
        twice: /These data are already back/,
        back: /These data are already back/,
      },
    ];

    test('after the session’s end says that nothing was changed, and leads back to where one was', async () => {
      const { context } = visitor;
      const sent = forms().filter(({ action }) => !/disconnect|language|import|feeds/.test(action));
      const shown: [Page, (typeof sent)[number]][] = [];
      for (const form of sent) {
        const page = await context.newPage();
        await page.goto(`${world.url}/b/${owner.businessId}${form.path}`);
        await form.fill?.(page);
        shown.push([page, form]);
      }
      const there = async () => [await owner.counts(), (await owner.get(owner.of('/snapshots'))).body];
      const before = await there();
      await context.clearCookies({ name: 'ardoise_session' });
      for (const [page, { action }] of shown) {
        await submit(page, action);
        await says(page, /nothing was changed/);
      }
      expect(await there()).toEqual(before);
      for (const [page, { path }] of shown) {
        await page.fill('[name=email]', owner.email);
        await page.fill('[name=password]', PASSWORD);
        await page.click('form[action="/sign-in"] [type=submit]');
        await page.waitForURL(`${world.url}/b/${owner.businessId}${path}`);
        await page.close();
      }
    }, 60_000);

    test('in which somebody else has signed in since does nothing, says who, and leads back to either', async () => {
      const path = `/b/${owner.businessId}/settings`;
      const [one, two] = await tabs(visitor.context, path);
      const upload = await visitor.context.newPage();
      await upload.goto(`${world.url}/b/${owner.businessId}/import`);
      const other = await Client.withBooks(world.url);
      await two.context().addCookies([{ name: 'ardoise_session', value: other.token!, url: world.url }]);
      const events = async () => (await owner.events()).filter(({ type }) => type !== 'audit.read');
      const before = await events();
      for (const page of [one, two]) {
        await submit(page, '/time-zone');
        await says(page, /Somebody else is signed in now/);
        await says(page, new RegExp(`Nothing was changed.*${other.email}`));
      }
      const file = { name: 'books.txt', mimeType: 'text/plain', buffer: Buffer.from(smallFec('Other', 2)) };
      await upload.setInputFiles('[name=file]', file);
      await upload.click('form[data-import] [type=submit]');
      await says(upload, /nothing was imported/);
      expect(await events()).toEqual(before);
      await one.click('main .actions a');
      await says(one, /cannot be found/);
      await two.click('main form [type=submit]');
      await two.fill('[name=email]', owner.email);
      await two.fill('[name=password]', PASSWORD);
      await two.click('form[action="/sign-in"] [type=submit]');
      await two.waitForURL(world.url + path);
      for (const page of [one, two, upload]) await page.close();
    }, 60_000);

    test('sent from two tabs, and after Back, says what is so now and leads on', async () => {
      const [one, two] = [visitor.page, await visitor.context.newPage()];
      for (const { path, action, fill, done, twice, back } of forms()) {
        for (const page of [one, two]) {
          await page.goto(`${world.url}/b/${owner.businessId}${path}`);
          await fill?.(page);
        }
        const next = done === undefined ? one.waitForNavigation() : undefined;
        await submit(one, action);
        await (next ?? says(one, done!));
        await submit(two, action);
        await says(two, twice);
        expect(await two.locator('main a, main form').count()).toBeGreaterThan(0);
        await one.goBack();
        if (done === undefined) await says(one, back);
      }
    }, 60_000);
  });

  describe('of staff', () => {
    let owner: Client;
    beforeAll(async () => {
      owner = await Client.withBooks(world.url);
    });

    async function enter(role: StaffRole): Promise<Visitor & { readonly email: string }> {
      const { email } = await PanelClient.hire(world.app, world.url, role);
      const visitor = await Visitor.enter(browser, world.url, ENGLISH);
      await visitor.signInAsStaff(email, PASSWORD);
      await visitor.page.waitForSelector('#log');
      return Object.assign(visitor, { email });
    }
    const leave = async (visitor: Visitor) => {
      expect(visitor.faults).toEqual([]);
      await visitor.context.close();
    };
    const explain = async (page: Page) => {
      await page.fill('#reason', WHY.reason);
      await page.fill('#ticket', WHY.ticket);
    };

    test('support signs in again and finds what was typed; the other tab learns what is so by now', async () => {
      const feed = await owner.connectFeed();
      const visitor = await enter('support');
      const { context, email } = visitor;
      const path = `/admin/pages/support-action?action=disconnect-feed&business=${owner.businessId}&target=${feed.id}`;
      const [one, two] = await tabs(context, path);
      for (const page of [one, two]) await explain(page);
      await context.clearCookies({ name: 'ardoise_staff' });
      await one.click('#why [type=submit]');
      await says(one, /nothing was changed/);
      expect(await one.evaluate('document.activeElement.contains(document.querySelector("[data-problem]"))')).toBe(
        true,
      );
      await one.click('[data-problem] a');
      await one.fill('[name=email]', email);
      await one.fill('[name=password]', PASSWORD);
      await one.keyboard.press('Enter');
      await one.waitForURL(world.url + path);
      await one.waitForSelector('#why');
      expect(await one.inputValue('#reason')).toBe(WHY.reason);
      await one.click('#why [type=submit]');
      await says(one, /Your request waits for somebody else/);
      await two.click('#why [type=submit]');
      await says(two, /The same request waits for a decision already/);
      await one.reload();
      await says(one, /The same request waits for a decision already/);

      const member = await owner.invite('viewer');
      const id = await member.userId();
      await owner.remove(member);
      await one.goto(world.url + path.replace('disconnect-feed', 'lift-sign-in-lock').replace(feed.id, id));
      await says(one, /no longer part of the business/);
      await one.click('main .notice a');
      await one.waitForURL(`**/pages/business?id=${owner.businessId}&tab=members`);
      await leave(visitor);
    });

    test('compliance learns that a hold was lifted and a view deleted', async () => {
      const visitor = await enter('compliance');
      const api = new PanelClient(world.url, visitor.email);
      await api.signIn();
      const reset = await (await Client.withBooks(world.url)).reset();
      const snapshot = (reset.body.snapshot as { id: string }).id;
      const placed = await api.post('/api/pages/hold', {
        command: 'place',
        id: snapshot,
        ...WHY,
        idempotencyKey: newId(),
      });
      const view = { command: 'save-view', name: 'Refused', query: 'type=business.reset.denied', isShared: false };
      await api.post('/api/pages/events', view);

      const path = `/admin/pages/hold?snapshot=${snapshot}&lift=${placed.json.holdId}`;
      const [one, two] = await tabs(visitor.context, path);
      for (const page of [one, two]) await explain(page);
      await one.click('#standing form [type=submit]');
      await says(one, /The hold is lifted/);
      await two.click('#standing form [type=submit]');
      await says(two, /so nothing was done/);
      await says(two, /does not stand any more/);

      const [three, four] = await tabs(visitor.context, '/admin/pages/events');
      for (const page of [three, four]) await page.locator('details:has(.saved-views) > summary').click();
      await four.waitForSelector('.saved-views button');
      await three.click('.saved-views button');
      await says(three, /No view yet/);
      await four.click('.saved-views button');
      await says(four, /This view was deleted already/);
      await leave(visitor);
    });

    test('in which a colleague has signed in since asks for nothing, and says who', async () => {
      const visitor = await enter('compliance');
      const reset = await (await Client.withBooks(world.url)).reset();
      const path = `/admin/pages/hold?snapshot=${(reset.body.snapshot as { id: string }).id}`;
      const [one, two] = await tabs(visitor.context, path);
      await explain(one);
      await two.waitForSelector('#place');
      const colleague = await PanelClient.signedIn(world.app, world.url, 'compliance');
      const [name = '', value = ''] = colleague.cookie.split('=');
      await visitor.context.addCookies([{ name, value, url: world.url }]);
      await one.click('#place [type=submit]');
      await says(one, new RegExp(`Somebody else is signed in now.*${colleague.email}`));
      await says(one, /Somebody else has signed in in this browser, so nothing was changed/);
      await one.click('.idle .actions a');
      await one.waitForSelector('#place');
      await says(one, /None\. The snapshot is deleted on its date/);
      await two.click('.account summary');
      await two.click('.account-menu [type=submit]');
      await says(two, new RegExp(`Somebody else is signed in now.*${colleague.email}`));
      await two.click('main form [type=submit]');
      await two.waitForURL('**/admin/sign-in?next=*');
      await leave(visitor);
    });

    test('an operator learns that an account was disabled already', async () => {
      const other = await PanelClient.hire(world.app, world.url, 'support');
      // Who is put back in use by one operator is put back by two.
      await PanelClient.hire(world.app, world.url, 'operator');
      const id = await world.app.get(StaffAccounts).idOf(other.email);
      const visitor = await enter('operator');
      const [one, two] = await tabs(visitor.context, `/admin/pages/staff-account?id=${id}`);
      for (const page of [one, two]) {
        await page.getByRole('button', { name: 'Disable the account…' }).click();
        await page.selectOption('[name=reason]', 'LEFT');
        await page.fill('[name=ticket]', 'OPS-1');
      }
      const confirm = (page: Page) => page.click('form.confirmation [type=submit]');
      await confirm(one);
      await says(one, /recorded in the audit log/);
      await confirm(two);
      await says(two, /It was so already/);
      await visitor.context.clearCookies({ name: 'ardoise_staff' });
      await two.getByRole('button', { name: 'Put back in use…' }).click();
      await two.selectOption('[name=reason]', 'RETURNED');
      await two.fill('[name=ticket]', 'OPS-1');
      await confirm(two);
      await says(two, /nothing was changed\. Sign in again/);
      await leave(visitor);
    });
  });
});
