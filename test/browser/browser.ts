import { AxeBuilder } from '@axe-core/playwright';
import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../setup/test-app.js';

/** Debian's Chromium, or none: then the tests that need it are skipped, with a printed reason; in CI they fail. */
const CHROMIUM = process.env.ARDOISE_CHROMIUM ?? '/usr/bin/chromium';

const hasChromium = existsSync(CHROMIUM);
if (!hasChromium) console.log('The browser tests need Chromium, and there is none on this machine.');

/** `describe` where there is a browser. In CI also where there is none: nobody reads there what was skipped. */
export const describeInBrowser = hasChromium || process.env.CI ? describe : describe.skip;

/** The two looks in which the panel's screens are walked through: language, and window. */
export const DESK_IN_FRENCH: BrowserContextOptions = {
  locale: 'fr-CA',
  colorScheme: 'light',
  viewport: { width: 1280, height: 900 },
};
export const PHONE_IN_ENGLISH: BrowserContextOptions = {
  locale: 'en-CA',
  colorScheme: 'dark',
  viewport: { width: 390, height: 844 },
};
export const LOOKS: [string, BrowserContextOptions][] = [
  ['fr', DESK_IN_FRENCH],
  ['en', PHONE_IN_ENGLISH],
];

/** The application with the panel, and a browser. */
export function startPanel(label: string): Promise<[TestApp, Browser]> {
  return Promise.all([startTestApp(label, { PANEL: 'on' }), launchBrowser()]);
}

export async function launchBrowser(): Promise<Browser> {
  if (!hasChromium)
    throw new Error(`There is no Chromium at "${CHROMIUM}"; install it, or say where in ARDOISE_CHROMIUM.`);
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'];
  return chromium.launch({ executablePath: CHROMIUM, args });
}

/** A visitor whose page may not log an error, nor ask another host for anything. */
export class Visitor {
  readonly faults: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly url: string,
  ) {
    page.on('console', (message) => {
      // An answer of 4xx to a form is part of the flows; the browser logs it as an error.
      if (message.type() === 'error' && !message.text().includes('Failed to load resource')) {
        this.faults.push(message.text());
      }
    });
    page.on('pageerror', (error) => this.faults.push(String(error)));
    page.on('request', (request) => {
      if (!request.url().startsWith(url)) this.faults.push(`asked ${request.url()}`);
    });
  }

  static async enter(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await browser.newContext({ locale: 'fr-CA', ...options });
    context.setDefaultTimeout(20_000);
    return new Visitor(context, await context.newPage(), url);
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.page.goto(`${this.url}/sign-in`);
    await this.page.fill('[name=email]', email);
    await this.page.fill('[name=password]', password);
    await this.page.click('form[action="/sign-in"] [type=submit]');
    await this.page.waitForURL(/\/(b\/|businesses)/);
  }

  /** At the panel's sign-in; waits for nothing, as what comes next depends on the account. */
  async signInAsStaff(email: string, password: string): Promise<void> {
    await this.page.goto(`${this.url}/admin/sign-in`);
    await this.page.fill('[name=email]', email);
    await this.page.fill('[name=password]', password);
    await this.page.click('form[action="/admin/sign-in"] [type=submit]');
  }

  /** The page's WCAG A and AA faults as axe names them, and that it fits the width of the window. */
  async problems(): Promise<string[]> {
    const { violations } = await new AxeBuilder({ page: this.page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      // No page here has frames, for whose sake axe would open a page of its own each time.
      .setLegacyMode()
      .analyze();
    const width = await this.page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    return [
      ...violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .map((node) => node.html)
            .join(' ')
            .slice(0, 300)}`,
      ),
      ...(Number(width) > 0 ? [`scrolls sideways by ${String(width)} px`] : []),
      ...this.faults,
    ];
  }

  heading(): Promise<string> {
    return this.page.locator('h1').innerText();
  }
}
