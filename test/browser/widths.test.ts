import type { Browser, Page } from 'playwright-core';
import { StaffAccounts } from '../../src/people/identity/staff.service.js';
import { LogWorker } from '../../src/log/transparency-log/log-worker.service.js';
import { systemActor, type StaffActor } from '../../src/platform/kernel/actor.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { Reviews } from '../../src/review/reviews/reviews.service.js';
import { PANEL_PAGES, PANEL_RESOURCES } from '../../src/panel/panel-contents.js';
import { WAITING_NAMES } from '../../src/panel/waiting-lists.js';
import { Client, PASSWORD } from '../builders/client.js';
import { makeMember } from '../builders/mailbox.js';
import { paidInvoice, sendInvoice } from '../builders/payments.js';
import { makeRecords } from '../builders/records.js';
import { routesOf } from '../builders/routes.js';
import type { TestApp } from '../setup/test-app.js';
import { describeInBrowser, startPanel, Visitor } from './browser.js';

const WIDTHS = [320, 390, 768, 820, 1280, 1600];
/** One word of two hundred wide letters. */
const LONG = 'W'.repeat(200);
/** What is no page: files, and what programs ask. */
const NO_PAGE = /^\/(api|audit|assets|metrics|healthz|readyz)\b|\.(csv|txt|zip|pdf|json)$|\/(progress|pdf)$/;
const STAFF = ['support', 'compliance', 'operator'] as const;

/** What goes for the parameters of the routes. A page with another one is added here. */
type Params = Readonly<Record<string, string>>;

describeInBrowser('nothing is wider than the window, whatever people are called', () => {
  let world: TestApp;
  let browser: Browser;
  let owner: Client;
  let params: Params;
  const seen = new Set<string>();

  beforeAll(async () => {
    [world, browser] = await startPanel('widths');
    owner = await Client.signUp(world.url, { businessName: LONG, locale: 'fr' });
    params = await fill(owner);
    for (const role of STAFF) {
      await world.app.get(StaffAccounts).add(systemActor('test'), `${role}@ardoise.test`, role, PASSWORD);
    }
    params = { ...params, r: await review(world) };
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  test.each(['fr', 'en'] as const)(
    "on every page of the owner's, at every width (%s)",
    async (locale) => {
      const visitor = await Visitor.enter(browser, world.url);
      await visitor.signIn(owner.email, PASSWORD);
      await owner.patch('/me', { locale });
      await visitor.context.request.post(`${world.url}/language`, { form: { locale, back: '/' } });
      const pages = routesOf(world.app)
        .filter(({ method, path }) => method === 'GET' && path !== '/' && !NO_PAGE.test(path))
        .map(({ path }) => path.replace(/:(\w+)/g, (whole, name: string) => params[name] ?? whole));
      expect(pages.length).toBeGreaterThan(20);
      const found: string[] = [];
      for (const path of pages) {
        const answer = await visitor.page.goto(world.url + path);
        expect(`${path} ${answer!.status()}`).toMatch(/ (200|404|409)$/);
        found.push(...(await tooWide(visitor.page, path.replace(owner.businessId, ':b'))));
      }
      expect(found).toEqual([]);
      expect(visitor.faults).toEqual([]);
      await visitor.context.close();
    },
    600_000,
  );

  test.each(STAFF)(
    'on every page of the panel that %s opens, at every width, in both languages',
    async (role) => {
      const visitor = await Visitor.enter(browser, world.url);
      const { page } = visitor;
      await visitor.signInAsStaff(`${role}@ardoise.test`, PASSWORD);
      await page.waitForSelector('#log');
      const found: string[] = [];
      for (const locale of ['fr', 'en']) {
        await visitor.context.request.post(`${world.url}/language`, { form: { locale, back: '/admin' } });
        for (const path of panelPages(owner.businessId, params)) {
          // What a role before could open is seen; what this one may not is for the next.
          if (seen.has(`${path} ${locale}`)) continue;
          const answer = await page.goto(`${world.url}/admin${path}`);
          if (answer!.status() !== 403) seen.add(`${path} ${locale}`);
          await page.locator('main > p.quiet[role=status]').waitFor({ state: 'detached' });
          found.push(...(await tooWide(page, `${path.replace(owner.businessId, ':b')} (${locale})`)));
        }
      }
      expect(found).toEqual([]);
      expect(visitor.faults).toEqual([]);
      await visitor.context.close();
    },
    180_000,
  );

  test("the owner's header takes one row of tabs, and on a phone little of the screen", async () => {
    const visitor = await Visitor.enter(browser, world.url);
    await visitor.signIn(owner.email, PASSWORD);
    const { page } = visitor;
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(`${world.url}/b/${owner.businessId}`);
      const { height } = (await page.locator('header.board').boundingBox())!;
      expect({ width, isLow: height <= 125 }).toEqual({ width, isLow: true });
      const settings = page.locator(`header a[href$="/settings"] >> visible=true`);
      if ((await settings.count()) === 0) await page.click('.tab-more summary');
      expect(await settings.count()).toBe(1);
    }
    await visitor.context.close();
  });
});

/** By how much the document is wider than the window, width by width; and the first element that sticks out. */
async function tooWide(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const fault = await page.evaluate(`(() => {
      const root = document.documentElement;
      if (root.scrollWidth <= innerWidth) return '';
      const out = [...document.querySelectorAll('body *')].findLast((e) => e.getBoundingClientRect().right > innerWidth + 1);
      return root.scrollWidth + ' px: ' + (out?.outerHTML.slice(0, 120) ?? '');
    })()`);
    if (process.env.SHOTS && width === Number(process.env.SHOT_WIDTH)) {
      await page.screenshot({ path: `${process.env.SHOTS}/${name.replace(/\W+/g, '_').slice(0, 60)}.png` });
    }
    if (fault !== '') found.push(`${name} at ${width}: ${String(fault)}`);
  }
  return found;
}

/** A business in which everything that has a name has a long one. */
async function fill(owner: Client): Promise<Params> {
  await owner.import(longFec());
  const account = await owner.post<{ id: string }>(owner.of('/bank-accounts'), { name: LONG });
  const feed = await owner.post<{ id: string }>(owner.of('/bank-feeds'), {
    bankAccountId: account.body.id,
    institution: 'sandbox-consent',
  });
  const other = await owner.post<{ id: string }>(owner.of('/bank-accounts'), { name: LONG });
  const second = await owner.post<{ id: string }>(owner.of('/bank-feeds'), {
    bankAccountId: other.body.id,
    institution: 'sandbox',
  });
  const partner = await Client.signUp(owner.url, { businessName: LONG });
  await makeMember(partner, owner, 'owner');
  for (const id of [feed.body.id, second.body.id]) await owner.disconnectFeed(id);
  const snapshot = (await owner.reset({ reason: LONG })).body.snapshot as { id: string };
  await owner.import(longFec());
  const again = await owner.post<{ id: string }>(owner.of('/bank-accounts'), { name: LONG });
  const waitsForConsent = await owner.post<{ id: string }>(owner.of('/bank-feeds'), {
    bankAccountId: again.body.id,
    institution: 'sandbox-consent',
  });
  const { paymentId } = await paidInvoice(owner, '115.00', LONG);
  const open = await sendInvoice(owner, '99999999.00', LONG);
  const note = await owner.post<{ id: string }>(owner.of('/credit-notes'), {
    invoiceId: open.id,
    lines: [{ description: LONG, unitPrice: '1.00' }],
  });
  const records = await makeRecords(owner, LONG);
  return {
    c: records.contact,
    product: records.product,
    a: records.account,
    t: records.taxRate,
    e: records.entry,
    b: owner.businessId,
    f: waitsForConsent.body.id,
    i: open.id,
    n: note.body.id,
    p: paymentId,
    s: snapshot.id,
    token: open.payPath.split('/').pop()!,
  };
}

/** Of all that has happened so far. */
async function review({ app }: TestApp): Promise<string> {
  await app.get(LogWorker).keep();
  const id = await app.get(StaffAccounts).idOf('compliance@ardoise.test');
  const actor = { type: 'staff', id, role: 'compliance', origin: { requestId: newId() } } as StaffActor;
  const period = { from: '2026-01-01', until: '2099-12-31', sampleSize: 5, idempotencyKey: newId() };
  return (await app.get(Reviews).open(actor, period)).reviewId;
}

/** Entries whose journal, account, piece and memo are one long word each. */
function longFec(): string {
  const columns =
    'JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib CompAuxNum CompAuxLib PieceRef PieceDate ' +
    'EcritureLib Debit Credit EcritureLet DateLet ValidDate Montantdevise Idevise';
  const word = (length: number) => LONG.slice(0, length);
  const line = (account: string, debit: string, credit: string) => {
    const entry = ['OD', word(100), '1', '20260115', account, word(150), '', '', word(40), '20260115', word(200)];
    return [...entry, debit, credit, '', '', '20260115', '', ''].join('\t');
  };
  return [
    columns.replaceAll(' ', '\t'),
    line('1000', '12345678,00', '0,00'),
    line('4000', '0,00', '12345678,00'),
    '',
  ].join('\r\n');
}

function panelPages(businessId: string, { s = '', e = '', r = '' }: Params): string[] {
  const tabs = ['overview', 'members', 'bank-feeds', 'payments', 'snapshots', 'switches', 'timeline', 'notes'];
  const queries: Partial<Record<keyof typeof PANEL_PAGES, string[]>> = {
    business: [...tabs.map((tab) => `id=${businessId}&tab=${tab}`), `id=${businessId}#do-answer`],
    search: ['q=WWW', `q=${LONG}`],
    hold: [`snapshot=${s}`],
    snapshot: [`id=${s}`],
    evidence: [`event=${e}`],
    'review-new': ['', 'from=2026-01-01&until=2999-12-31'],
    review: [`id=${r}`],
    waiting: WAITING_NAMES.slice(0, 3).map((list) => `list=${list}`),
    'support-action': [`action=send-link&business=${businessId}`],
    answer: [`business=${businessId}`],
  };
  const pages = Object.keys(PANEL_PAGES) as (keyof typeof PANEL_PAGES)[];
  return [
    '',
    ...pages.flatMap((name) => (queries[name] ?? ['']).map((query) => `/pages/${name}?${query}`)),
    ...Object.keys(PANEL_RESOURCES).map((name) => `/resources/${name}`),
    '/nothing-of-that-name',
  ];
}
