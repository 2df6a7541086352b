import { readFileSync } from 'node:fs';
import type { Connection } from 'mysql2/promise';
import { dateIn } from '../../src/platform/kernel/time-zone.js';
import { now, shiftClock } from '../../src/platform/kernel/clock.js';
import { Client, LEDGER_PATH } from '../builders/client.js';
import { formTo, PageReader } from '../builders/pages.js';
import { paidInvoice } from '../builders/payments.js';
import { connectSql, rows } from '../setup/sql.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

/** What somebody notices in daily use of the owner's pages. */
describe('an owner', () => {
  let world: TestApp;
  let admin: Connection;
  beforeAll(async () => {
    world = await startTestApp('owner-details');
    admin = await connectSql(world.database.adminUrl);
  });
  afterEach(() => shiftClock(0));
  afterAll(async () => {
    await admin.end();
    await world.stop();
  });

  const enter = (client: Client) => new PageReader(world.url, client.token);
  const at = (owner: Client, path = '') => `/b/${owner.businessId}${path}`;
  const download = async (owner: Client, path: string) => {
    const response = await fetch(world.url + at(owner, path), {
      headers: { Cookie: `ardoise_session=${owner.token}` },
    });
    return { name: response.headers.get('content-disposition'), text: await response.text() };
  };
  const eventsOf = (type: string) =>
    rows<{ payload: Buffer }>(admin, 'SELECT payload FROM audit_events WHERE type = ? ORDER BY id', [type]);

  describe('without script imports a file', () => {
    const upload = (owner: Client, content: string | Buffer) => {
      const body = new FormData();
      body.set('file', new Blob([new Uint8Array(Buffer.from(content))], { type: 'text/plain' }), 'ledger.txt');
      const headers = { Cookie: `ardoise_session=${owner.token}`, 'Sec-Fetch-Site': 'same-origin' };
      return fetch(world.url + at(owner, '/import'), { method: 'POST', body, headers, redirect: 'manual' });
    };

    test('and sees what was imported at an address that imports nothing when it is loaded again', async () => {
      const owner = await Client.withBooks(world.url, { locale: 'en' });
      const answer = await upload(owner, readFileSync(LEDGER_PATH));
      expect(answer.status).toBe(303);
      const address = answer.headers.get('location')!;
      const { journalEntries = 0 } = await owner.counts();
      expect(journalEntries).toBeGreaterThan(0);
      for (const reader of [enter(owner), enter(owner)]) {
        const shown = await reader.open(address);
        expect(shown.status).toBe(200);
        expect(shown.text).toContain(`${journalEntries.toLocaleString('en-CA')} entries`);
      }
      expect((await owner.counts()).journalEntries).toBe(journalEntries);

      // Of another business, of another kind, of nothing: a page without a result.
      const other = await Client.withBooks(world.url, { locale: 'en' });
      const elsewhere = `${at(other, '/import')}?${address.split('?')[1]}`;
      for (const path of [elsewhere, `${at(owner, '/import')}?done=${owner.businessId}`]) {
        const shown = await enter(path === elsewhere ? other : owner).open(path);
        expect([shown.status, shown.text.includes('are in your books.')]).toEqual([200, false]);
      }
    });

    test('that is refused, and sees why at once', async () => {
      const owner = await Client.withBooks(world.url);
      const answer = await upload(owner, 'not a ledger');
      expect(answer.status).toBe(422);
      expect((await owner.counts()).journalEntries).toBe(0);
    });
  });

  test('whose business has a name with a vowel reads French', async () => {
    const title = async (businessName: string) => {
      const owner = await Client.withBooks(world.url, { businessName, locale: 'fr' });
      await owner.withContent();
      return (await enter(owner).open(at(owner, '/settings/personalisation/manage-your-data/reset'))).html;
    };
    expect(await title('Atelier Lachance')).toContain('les livres d’<bdi>Atelier Lachance</bdi>');
    expect(await title('Éclats')).toContain('les livres d’<bdi>Éclats</bdi>');
    expect(await title('Café Brûlerie')).toContain('les livres de <bdi>Café Brûlerie</bdi>');
  });

  describe('has a time zone', () => {
    test('Toronto’s at first; another one of the list, by who has full access alone, and recorded once', async () => {
      const owner = await Client.withBooks(world.url, { locale: 'en' });
      const reader = enter(owner);
      const zoneNow = async () => (await owner.get<{ timeZone: string }>(owner.of(''))).body.timeZone;
      expect(await zoneNow()).toBe('America/Toronto');
      const settings = await reader.open(at(owner, '/settings'));
      const form = formTo(settings, '/settings/time-zone');
      for (const timeZone of ['Mars/Olympus', '', 'x'.repeat(60)]) {
        expect((await reader.send(settings, form, { timeZone })).status).toBe(422);
      }
      expect(await zoneNow()).toBe('America/Toronto');
      for (let again = 0; again < 2; again++) {
        const saved = await reader.send(settings, form, { timeZone: 'Pacific/Auckland' });
        expect([saved.status, saved.text.includes('The time zone was changed.')]).toEqual([200, true]);
      }
      expect(await zoneNow()).toBe('Pacific/Auckland');
      const [event, ...more] = await eventsOf('business.settings-changed');
      expect(more).toEqual([]);
      expect(JSON.parse(event!.payload.toString('utf8')).data.details).toEqual({
        time_zone: 'Pacific/Auckland',
        time_zone_before: 'America/Toronto',
      });
      const accountant = await owner.invite('accountant');
      const theirs = await enter(accountant).open(at(owner, '/settings'));
      expect(theirs.forms.some(({ action }) => action.endsWith('/time-zone'))).toBe(false);
      const own = { ...form, values: { timeZone: 'UTC' } };
      expect((await enter(accountant).send(theirs, own)).status).toBe(403);
    });

    test('in which an evening is today, and times are told', async () => {
      const owner = await Client.withBooks(world.url, { locale: 'en' });
      // Half past two at night in UTC, on the next day that has one: still evening in Toronto.
      const next = new Date(now().getTime() + 86_400_000);
      next.setUTCHours(2, 30, 0, 0);
      shiftClock(next.getTime() - Date.now());
      const contact = await owner.post<{ id: string }>(owner.of('/contacts'), { name: 'Roy' });
      const issue = async () => {
        const lines = [{ description: 'One', unitPrice: '5.00' }];
        const ask = { contactId: contact.body.id, lines };
        return (await owner.post<{ issuedOn: string }>(owner.of('/invoices'), ask)).body.issuedOn;
      };
      expect(await issue()).toBe(dateIn('America/Toronto'));
      expect(await issue()).not.toBe(dateIn('UTC'));
      const { paymentId } = await paidInvoice(owner);
      const recorded = await owner.post<{ entry: { date: string } }>(
        owner.of(`/payments-to-record/${paymentId}/recording`),
        { otherIncome: {} },
      );
      expect(recorded.body.entry?.date ?? recorded.body).toBe(dateIn('America/Toronto'));

      const reader = enter(owner);
      const settings = await reader.open(at(owner, '/settings'));
      await reader.send(settings, formTo(settings, '/settings/time-zone'), { timeZone: 'UTC' });
      expect(await issue()).toBe(dateIn('UTC'));
      const history = await reader.open(at(owner, '/history'));
      expect(history.text).toContain('UTC');
      expect(history.text).not.toMatch(/\bE[SD]T\b/);
    });
  });

  test('finds files named after the business and the day, with headings and words in the language of the pages', async () => {
    const french = await Client.withBooks(world.url, { businessName: 'Atelier « Zoé » & fils', locale: 'fr' });
    const english = await Client.withBooks(world.url, { businessName: 'Café', locale: 'en' });
    const today = dateIn('America/Toronto');
    for (const owner of [french, english]) await owner.post(owner.of('/contacts'), { name: 'Roy', kind: 'supplier' });
    const contacts = await download(french, '/contacts.csv');
    expect(contacts.name).toContain(`filename=atelier-zoe-fils-contacts-${today}.csv`);
    expect(contacts.text).toMatch(/^\ufeff?Nom,Genre,Courriel,Téléphone,Numéro,Adresse,Langue\r\n/);
    // The product's own words in the cells too; the API keeps its codes.
    expect(contacts.text).toMatch(/\r\nRoy,Fournisseur,,,,,\r\nSomething to reset,Client,,,,,\r\n/);
    const list = await french.get<{ items: { kind: string }[] }>(french.of('/contacts'));
    expect(list.body.items.map(({ kind }) => kind)).toEqual(['customer', 'supplier']);
    const inEnglish = await download(english, '/contacts.csv');
    expect(inEnglish.text).toMatch(/^\ufeff?Name,Kind,E-mail,Phone,Number,Address,Language\r\n/);
    expect(inEnglish.text).toMatch(/\r\nRoy,Supplier,,,,,\r\nSomething to reset,Customer,,,,,\r\n/);
    const balance = await download(french, '/reports/trial-balance/file?format=csv');
    expect(balance.name).toContain(`filename=atelier-zoe-fils-balance-de-verification-${today}.csv`);
    expect(balance.text).toMatch(/^\ufeff?Compte,Nom,Débit,Crédit,Solde débiteur,Solde créditeur\r\n/);
    expect((await download(english, '/reports/ledger.fec.txt')).name).toContain(
      `filename=cafe-ledger-${today}.fec.txt`,
    );
  });

  test('is told that consent was refused at the bank, and what to do', async () => {
    const owner = await Client.withBooks(world.url, { locale: 'en' });
    const reader = enter(owner);
    const [refused, given] = [await owner.connectFeed('sandbox-consent'), await owner.connectFeed('sandbox-consent')];
    const consent = await reader.open(at(owner, `/bank-feeds/${refused.id}/consent`));
    const said = await reader.send(consent, formTo(consent, '/consent'), { decision: 'deny' });
    expect(said.text).toContain('Consent refused');
    expect(said.text).toContain('connect the account again below and agree at the bank');
    // One that somebody gave up is simply disconnected.
    await owner.disconnectFeed(given.id);
    const list = (await reader.open(at(owner, '/bank-feeds'))).text;
    expect(list.match(/Consent refused/g)).toHaveLength(1);
    expect(list).toContain('Disconnected');
  });
});
