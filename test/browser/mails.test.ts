import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { LogWorker } from '../../src/log/transparency-log/log-worker.service.js';
import { StaffAccounts } from '../../src/people/identity/staff.service.js';
import { originalOwnerOf } from '../../src/people/businesses/receivers.js';
import { inTransaction } from '../../src/platform/database/transaction.js';
import { systemActor, type Locale, type StaffActor } from '../../src/platform/kernel/actor.js';
import { newId, type BusinessId } from '../../src/platform/kernel/ids.js';
import { CheckpointMails } from '../../src/review/checkpoint-mails/checkpoint-mails.service.js';
import { ManageDataLink } from '../../src/support/manage-data-link.service.js';
import { Client, PASSWORD } from '../builders/client.js';
import { moveTo } from '../builders/confirm-email.js';
import { confirmAddress, sendInvitation } from '../builders/mailbox.js';
import { pay, payPathOf } from '../builders/payments.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';
import { describeInBrowser, launchBrowser } from './browser.js';

interface LaidOut {
  readonly to: string;
  readonly locale: Locale;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly replyTo?: string;
}

const LONG = `<b>${'W'.repeat(150)}</b> & Ô`;
/** What a mail would say that was filled in wrongly. */
const HOLES = /undefined|\bnull\b|NaN|\[object|\$\{|\{\w+\}/;

/** Every mail that the program sends, by what its subject says in French and in English. */
const KINDS: Readonly<Record<string, Readonly<Record<Locale, RegExp>>>> = {
  'a sign-up': { fr: /^Confirmez votre adresse courriel/, en: /^Confirm your e-mail address/ },
  'a forgotten password': { fr: /^Choisir un nouveau mot de passe/, en: /^Choose a new password/ },
  'a changed password': { fr: /^Votre mot de passe a changé/, en: /^Your password has changed/ },
  'another address': { fr: /^Confirmez votre nouvelle adresse/, en: /^Confirm your new e-mail address/ },
  'an address that is taken': { fr: /^Quelqu’un a voulu employer/, en: /^Somebody wanted to use/ },
  'a change of address asked for': { fr: /^Changement d’adresse/, en: /^A change of your e-mail address/ },
  'a changed address': { fr: /^Votre adresse courriel a changé/, en: /^Your e-mail address has changed/ },
  'an invitation': { fr: /^Invitation à vous joindre/, en: /^Invitation to join/ },
  'a reset': { fr: /ont été réinitialisées$/, en: /have been reset$/ },
  'a recovery': { fr: /ont été récupérées$/, en: /have been recovered$/ },
  'the link from support': { fr: /^Gérer les données/, en: /^Manage the data/ },
  'a receipt': { fr: /^Reçu : 115,00.\$ à/, en: /^Receipt: \$115\.00 to/ },
  'a checkpoint of the log': { fr: /^Journal d’audit/, en: /^Audit log/ },
};

describeInBrowser('every mail', () => {
  let scene: Scene;
  let browser: Browser;
  let mails: LaidOut[];

  beforeAll(async () => {
    [scene, browser] = await Promise.all([
      Scene.start('mails', { MAIL_REPLY_TO: 'help@ardoise.test' }),
      launchBrowser(),
    ]);
    for (const locale of ['fr', 'en'] as const) await sendAll(locale);
    const found = await rows<{ body: string }>(
      scene.sql.admin,
      "SELECT body FROM outbox_messages WHERE topic = 'mail' ORDER BY created_at, id",
    );
    mails = found.map(({ body }) => JSON.parse(body) as LaidOut);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await scene?.stop();
  });

  async function sendAll(locale: Locale): Promise<void> {
    const { url, world } = scene;
    const owner = await Client.signUp(url, { locale, businessName: LONG });
    await confirmAddress(owner);
    const form = (email: string) => ({
      method: 'POST',
      body: new URLSearchParams({ email }),
      headers: { Origin: url },
    });
    await fetch(`${url}/forgotten-password`, form(owner.email));
    await owner.request('PUT', '/me/password', {
      body: JSON.stringify({ password: PASSWORD, newPassword: PASSWORD }),
      headers: { 'Content-Type': 'application/json' },
    });
    const other = await Client.signUp(url, { locale });
    await owner.patch('/me', { email: other.email, password: PASSWORD });
    await sendInvitation(owner, `invited-${newId()}@example.test`, 'viewer');
    await inTransaction(scene.dataSource, async (tx) => {
      const businessId = owner.businessId as BusinessId;
      await world.app.get(ManageDataLink).queue(tx, businessId, await originalOwnerOf(tx, businessId));
    });
    const contact = await owner.post<{ id: string }>(owner.of('/contacts'), {
      name: LONG,
      email: `customer-${newId()}@example.test`,
      locale,
    });
    const invoice = await owner.post<{ id: string }>(owner.of('/invoices'), {
      contactId: contact.body.id,
      lines: [{ description: 'Work', unitPrice: '115.00' }],
    });
    await pay(owner, await payPathOf(owner, invoice.body.id));
    await owner.reset({ reason: `${LONG} {reason}` });
    await owner.restore();
    await moveTo(owner, `moved-${newId()}@example.test`, scene.sql.admin);
    await sendCheckpoint(locale);
  }

  async function sendCheckpoint(locale: Locale): Promise<void> {
    const { app } = scene.world;
    const email = `reviewer-${locale}@ardoise.test`;
    await app.get(StaffAccounts).add(systemActor('test'), email, 'compliance', PASSWORD);
    const id = await app.get(StaffAccounts).idOf(email);
    const reviewer = { type: 'staff', id, role: 'compliance', origin: { requestId: newId() } } as StaffActor;
    await app.get(CheckpointMails).add(reviewer, { email, locale });
    await app.get(LogWorker).keep();
    await app.get(CheckpointMails).mailDue();
  }

  const of = (kind: string, locale: Locale) => mails.filter(({ subject }) => KINDS[kind]![locale].test(subject));
  const ALL = Object.keys(KINDS).flatMap((kind) => (['fr', 'en'] as const).map((locale) => [kind, locale] as const));

  test('is of a kind that is looked at here', () => {
    const known = Object.values(KINDS).flatMap(({ fr, en }) => [fr, en]);
    expect(
      mails.filter(({ subject }) => !known.some((each) => each.test(subject))).map(({ subject }) => subject),
    ).toEqual([]);
  });

  test.each(ALL)('of %s is there in its two forms, whole and asking for nothing (%s)', (kind, locale) => {
    const sent = of(kind, locale);
    expect(sent.length).toBeGreaterThan(0);
    for (const { text, html, subject, replyTo, ...mail } of sent) {
      expect(mail.locale).toBe(locale);
      expect(replyTo).toBe('help@ardoise.test');
      // What somebody typed may hold what looks like a hole.
      for (const form of [text, html])
        expect(form.replaceAll('{reason}', '').replaceAll('$115', '')).not.toMatch(HOLES);
      expect(html).toContain(`<html lang="${locale}-CA">`);
      expect(html).toContain('name="color-scheme" content="light dark"');
      // Nothing is fetched, run or framed: only links, which a person follows.
      expect(html).not.toMatch(/<(?:img|script|iframe|link|object|form|input)\b|\bsrc=|url\(|@import|\bon\w+=/i);
      for (const [, href] of html.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^https?:\/\//);
      expect(html).not.toContain('<b>');
      expect(subject).not.toMatch(/[\r\n]/);
      expect(text).toContain(locale === 'fr' ? 'Répondez à ce courriel' : 'Answer this mail');
    }
  });

  test.each(['fr', 'en'] as const)(
    'of a reset says who, when, why, what keeps the data, until when, and what to do (%s)',
    (locale) => {
      const [{ text }] = of('a reset', locale) as [LaidOut];
      const facts =
        locale === 'fr'
          ? [
              'Par : ',
              'Quand : ',
              'Raison donnée : ',
              'Instantané qui les garde : ',
              'Récupérable jusqu’au : ',
              'Ce n’était pas vous',
            ]
          : ['By: ', 'When: ', 'Reason given: ', 'Snapshot that keeps them: ', 'Recoverable until: ', 'It was not you'];
      for (const fact of facts) expect(text).toContain(fact);
      expect(text).toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-7/);
    },
  );

  test.each(['light', 'dark'] as const)(
    'passes axe and fits a phone (%s)',
    async (colorScheme) => {
      const context = await browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme });
      const page = await context.newPage();
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      const found: string[] = [];
      for (const [kind, locale] of ALL) {
        const { html } = of(kind, locale)[0]!;
        await page.setContent(html);
        const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
        const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
        found.push(
          ...violations.map(({ id }) => `${kind} ${locale}: ${id}`),
          ...(wide ? [`${kind} ${locale}: too wide`] : []),
        );
        if (process.env.SHOTS) {
          await page.screenshot({
            path: `${process.env.SHOTS}/mail-${kind.replace(/\W/g, '-')}-${locale}-${colorScheme}.png`,
            fullPage: true,
          });
        }
      }
      expect(found).toEqual([]);
      expect(asked).toEqual([]);
      await context.close();
    },
    60_000,
  );
});
