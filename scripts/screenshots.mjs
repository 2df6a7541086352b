import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { prepare } from './lib/prepare.mjs';
import { main, Refusal, root } from './lib/steps.mjs';
import { ensureChromium, ensureDatabaseServer } from './lib/system-packages.mjs';

/** @import { Browser, BrowserContextOptions, Page } from 'playwright-core' */

const help = `npm run screenshots: starts Ardoise with its demo on a fresh data folder and takes the README's pictures in Chromium.

They go to docs/images, in place of those that are there.`;

const IMAGES = join(root, 'docs/images');
const PASSWORD = 'ardoise-demo';
/** @type {BrowserContextOptions & { viewport: { width: number, height: number } }} */
const DESK = { locale: 'fr-CA', colorScheme: 'light', viewport: { width: 1280, height: 900 } };

await main(async (args) => {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(help);
    return 0;
  }
  await prepare(console.log);
  await ensureDatabaseServer(console.log);
  const executablePath = await ensureChromium(console.log);
  if (!executablePath) return 1;
  const dataDir = mkdtempSync(join(tmpdir(), 'ardoise-screenshots-'));
  const program = await start(dataDir);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    await owner(browser, program.url);
    await support(browser, program.url);
    await compliance(browser, program.url);
  } finally {
    await browser.close();
    await program.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
  return 0;
});

/**
 * The built program with a private database, once it says that it is ready.
 * @param {string} dataDir
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
function start(dataDir) {
  const env = { PATH: process.env.PATH, NODE_ENV: 'production', PORT: '0', DATA_DIR: dataDir };
  const child = spawn(process.execPath, [join(root, 'dist/main.js')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return new Promise((resolve, reject) => {
    void ended.then(() => reject(new Refusal('The program ended before it was ready; it says why above.')));
    createInterface(child.stdout).on('line', (line) => {
      const url = /ready at (http:\S+)/.exec(line)?.[1];
      if (url) resolve({ url, stop });
    });
  });
}

/** @param {Browser} browser @param {string} url */
async function owner(browser, url) {
  const page = await (await browser.newContext(DESK)).newPage();
  await signIn(page, `${url}/sign-in`, 'owner@demo.test');
  await page.waitForSelector('.demo-steps');
  await picture(page, 'home', 1180);
  await page.goto(`${page.url()}/settings/personalisation/manage-your-data`);
  await picture(page, 'manage-your-data', 1500);
}

/** @param {Browser} browser @param {string} url */
async function support(browser, url) {
  const page = await (await browser.newContext(DESK)).newPage();
  await signIn(page, `${url}/admin/sign-in`, 'support@demo.test');
  await page.waitForSelector('#log');
  await picture(page, 'panel-home', 1100);
  await page.fill('#q-page', 'Atelier Lachance');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#results');
  await page.click('main table a');
  await page.waitForSelector('.preconditions');
  await picture(page, 'panel-business', 1480);
}

/** @param {Browser} browser @param {string} url */
async function compliance(browser, url) {
  const page = await (await browser.newContext(DESK)).newPage();
  await signIn(page, `${url}/admin/sign-in`, 'compliance@demo.test');
  await page.waitForSelector('#log');
  await page.goto(`${url}/admin/pages/events?type=business.reset.completed&type=business.restore.completed`);
  await page.waitForSelector('.grid tbody tr');
  await picture(page, 'audit-explorer', 1500);
}

/** @param {Page} page @param {string} address @param {string} email */
async function signIn(page, address, email) {
  await page.goto(address);
  await page.fill('[name=email]', email);
  await page.fill('[name=password]', PASSWORD);
  await page.click('form [type=submit]:not(header *)');
}

/**
 * Of the top of a page: what a reader of the README should see, not all of a long page.
 * @param {Page} page
 * @param {string} name
 * @param {number} heightMax
 */
async function picture(page, name, heightMax) {
  await page.waitForLoadState('networkidle');
  const height = Number(await page.evaluate('document.documentElement.scrollHeight'));
  await page.screenshot({
    path: join(IMAGES, `${name}.png`),
    fullPage: true,
    clip: { x: 0, y: 0, width: DESK.viewport.width, height: Math.min(height, heightMax) },
  });
  console.log(`docs/images/${name}.png`);
}
