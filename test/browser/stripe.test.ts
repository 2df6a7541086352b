import type { Browser } from 'playwright-core';
import { Client } from '../builders/client.js';
import { received, sendInvoice } from '../builders/payments.js';
import { StripeStandIn } from '../builders/stripe.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';
import { describeInBrowser, launchBrowser, LOOKS, Visitor } from './browser.js';

/** A form that is answered with another site's address: only a browser knows whether the page's own policy lets it follow. */
describeInBrowser('paying with Stripe in a browser', () => {
  let world: TestApp;
  let browser: Browser;
  let stripe: StripeStandIn;

  beforeAll(async () => {
    stripe = await StripeStandIn.start();
    [world, browser] = await Promise.all([startTestApp('stripe-browser', stripe.env), launchBrowser()]);
    stripe.programUrl = world.url;
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
    await stripe?.stop();
  });

  test.each(LOOKS)('leads there and back, with and without a payment (%s)', async (locale, look) => {
    const owner = await Client.signUp(world.url, { locale });
    const { payPath } = await sendInvoice(owner);
    const customer = await Visitor.enter(browser, world.url, look);
    const { page } = customer;
    await page.goto(world.url + payPath);
    expect(await customer.problems()).toEqual([]);
    await page.click('.pay-now [type=submit]');
    await page.waitForURL(`${stripe.url}/**`);
    await page.click('a');
    await page.waitForURL('**?checkout=cancelled');
    // What the stand-in's page asked for was asked for.
    customer.faults.length = 0;
    expect(await customer.problems()).toEqual([]);
    await page.click('.pay-now [type=submit]');
    await page.waitForURL(`${stripe.url}/**`);
    await page.click('button');
    await page.waitForURL('**?checkout=back');
    expect(await customer.heading()).toBe(locale === 'fr' ? 'C’est payé' : 'Paid');
    customer.faults.length = 0;
    expect(await customer.problems()).toEqual([]);
    expect(await received(owner)).toMatchObject([{ state: 'recorded' }]);
    // Back, to the page with the button: it shows what is so.
    await page.goto(world.url + payPath);
    expect(await page.locator('.pay-now').count()).toBe(0);
    await customer.context.close();
  });
});
