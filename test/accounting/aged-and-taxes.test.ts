import { Client } from '../builders/client.js';
import { customer, entries, made } from '../builders/ledger.js';
import { PageReader } from '../builders/pages.js';
import { Scene } from '../setup/scene.js';

/** Of a year that is over, so that what is entered today came after it. */
const LINES = [{ description: 'Work', unitPrice: '100.00', taxRate: 'TPS-TVQ' }];

/** Aged receivables and the return of GST and QST, as files: what is in them is what is on screen and on paper. */
describe('the report', () => {
  let scene: Scene;
  let owner: Client;

  beforeAll(async () => {
    scene = await Scene.start('aged');
  });
  afterAll(() => scene.stop());
  beforeEach(async () => {
    owner = await Client.signUp(scene.url);
  });

  const csv = async (name: string, query: string) => {
    const response = await fetch(`${scene.url}/b/${owner.businessId}/reports/${name}/file?format=csv${query}`, {
      headers: { Cookie: `ardoise_session=${owner.token}` },
    });
    expect(response.status).toBe(200);
    const text = (await response.text()).replace('\uFEFF', '').trim();
    return text.split('\r\n').map((line) => line.split(','));
  };
  const rowOf = (rows: string[][], first: string) => rows.find(([cell]) => cell === first);
  const post = (date: string, lines: readonly object[]) => made(owner, '/journal-entries', { date, lines });

  describe('of aged receivables', () => {
    const aged = (until: string) => csv('aged-receivables', `&until=${until}`);

    test('has each document in its age, a customer at a time, and the ledger says the same', async () => {
      const [a, b] = [await customer(owner, 'Abel'), await customer(owner, 'Boris')];
      for (const [contactId, dueOn] of [
        [a, '2026-01-31'],
        [a, '2025-12-31'],
        [a, '2025-11-30'],
        [b, '2025-10-31'],
        [b, '2025-06-30'],
      ]) {
        const lines = [{ description: 'Work', unitPrice: '100.00' }];
        await made(owner, '/invoices', { contactId, issuedOn: '2025-01-15', dueOn, lines });
      }
      const { id } = await made(owner, '/credit-notes', {
        contactId: b,
        issuedOn: '2026-01-10',
        lines: [{ description: 'x', unitPrice: '30.00' }],
      });
      expect(id).toBeTruthy();
      const rows = await aged('2026-01-31');
      expect(rows.find(([name]) => name === 'Total Abel')!.slice(3)).toEqual([
        '100.00',
        '0.00',
        '100.00',
        '100.00',
        '0.00',
        '300.00',
      ]);
      expect(rows.find(([name]) => name === 'Total Boris')!.slice(3)).toEqual([
        '0.00',
        '-30.00',
        '0.00',
        '0.00',
        '200.00',
        '170.00',
      ]);
      expect(rowOf(rows, 'Total')!.at(-1)).toBe('470.00');
      expect(rows.some(([name]) => /^NC-.* \(credit not used\)$/.test(name!))).toBe(true);
      expect(rowOf(rows, 'Accounts receivable in the ledger')!.at(-1)).toBe('470.00');
      expect(rowOf(rows, 'Difference from the documents')!.at(-1)).toBe('0.00');
    });

    test('is of the day that is asked for: what was issued or paid later is not so yet', async () => {
      const contactId = await customer(owner, 'Abel');
      const lines = [{ description: 'Work', unitPrice: '100.00' }];
      const first = await made(owner, '/invoices', { contactId, issuedOn: '2025-01-15', dueOn: '2025-02-15', lines });
      await made(owner, `/invoices/${first.id}/payments`, { amount: '40.00', paidOn: '2025-03-01' });
      await made(owner, `/invoices/${first.id}/payments`, { amount: '60.00', paidOn: '2025-04-01' });
      const later = await made(owner, '/invoices', { contactId, issuedOn: '2025-05-01', dueOn: '2025-06-01', lines });
      // Paid before it was issued: until then an advance.
      await made(owner, `/invoices/${later.id}/payments`, { amount: '25.00', paidOn: '2025-04-15' });
      const open = async (until: string) => {
        const rows = await aged(until);
        expect(rowOf(rows, 'Difference from the documents')!.at(-1)).toBe('0.00');
        return rowOf(rows, 'Total')!.at(-1);
      };
      expect(await open('2025-01-14')).toBe('0.00');
      expect(await open('2025-02-28')).toBe('100.00');
      expect(await open('2025-03-31')).toBe('60.00');
      expect(await open('2025-04-15')).toBe('-25.00');
      expect(await open('2025-05-01')).toBe('75.00');
      expect(await open('2999-01-01')).toBe('75.00');
    });

    test('says where a difference from the ledger comes from', async () => {
      const contactId = await customer(owner, 'Abel');
      await made(owner, '/invoices', { contactId, lines: [{ description: 'x', unitPrice: '5.00' }] });
      await post('2025-01-01', [
        { account: '1100', debit: '70.00' },
        { account: '3000', credit: '70.00' },
      ]);
      const rows = await aged('2999-01-01');
      expect(rowOf(rows, 'Difference from the documents')!.at(-1)).toBe('70.00');
      expect(rows.find(([name]) => name!.includes('Entries of no document'))!.at(-1)).toBe('70.00');
      expect(rows.some(([name]) => /^(Invoices without|Payments undone)/.test(name!))).toBe(false);
    });

    test('shows what a snapshot had beside it, by customer', async () => {
      const lines = [{ description: 'x', unitPrice: '5.00' }];
      await made(owner, '/invoices', { contactId: await customer(owner, 'Abel'), lines });
      expect((await owner.reset()).status).toBe(201);
      const [snapshot] = (await owner.get<{ id: string }[]>(owner.of('/snapshots'))).body;
      await made(owner, '/invoices', {
        contactId: await customer(owner, 'Abel'),
        lines: [{ ...lines[0], unitPrice: '7.00' }],
      });
      await made(owner, '/invoices', { contactId: await customer(owner, 'Boris'), lines });
      const rows = await csv('aged-receivables', `&beside=${snapshot!.id}`);
      expect(rows.slice(1)).toEqual([
        ['Abel', '7.00', '5.00', '2.00'],
        ['Boris', '5.00', '0.00', '5.00'],
        ['Total', '12.00', '5.00', '7.00'],
      ]);
    });
  });

  describe('of GST and QST', () => {
    const taxes = async (from = '2026-01-01', until = '2026-03-31') => {
      const rows = await csv('tax-return', `&from=${from}&until=${until}`);
      return {
        rows,
        form: Object.fromEntries(rows.filter(([line]) => /^\d{3}$/.test(line!)).map((row) => [row[0], row.at(-1)])),
      };
    };

    test('has what documents collected, by rate and by the lines of the form, and follows the entries to the cent', async () => {
      const contactId = await customer(owner);
      const issue = (issuedOn: string, lines: object[]) =>
        made(owner, '/invoices', { contactId, issuedOn, dueOn: '2026-12-31', lines });
      const first = await issue('2026-01-15', [
        { description: 'x', unitPrice: '33.33', taxRate: 'TPS-TVQ' },
        { description: 'y', unitPrice: '10.01', taxRate: 'TPS-TVQ' },
        { description: 'z', unitPrice: '50.00', taxRate: 'EXO' },
      ]);
      await issue('2026-02-28', [
        { description: 'x', unitPrice: '0.07', taxRate: 'TPS-TVQ' },
        { description: 'y', unitPrice: '20.00', taxRate: 'TPS' },
      ]);
      await issue('2026-04-01', LINES);
      await made(owner, '/credit-notes', {
        invoiceId: first.id,
        issuedOn: '2026-03-31',
        lines: [{ description: 'x', unitPrice: '3.33', taxRate: 'TPS-TVQ' }],
      });
      const { rows, form } = await taxes();
      const moved = { gst: 0, qst: 0 };
      for (const { date, lines } of await entries(owner)) {
        if (date > '2026-03-31') continue;
        for (const { account, debit, credit } of lines) {
          if (account === '2100') moved.gst += Math.round(100 * (Number(credit) - Number(debit)));
          if (account === '2110') moved.qst += Math.round(100 * (Number(credit) - Number(debit)));
        }
      }
      expect(form).toMatchObject({ 103: (moved.gst / 100).toFixed(2), 203: (moved.qst / 100).toFixed(2) });
      // 33.33 + 10.01 + 0.07 - 3.33, and what GST alone is on.
      expect(form).toMatchObject({
        101: '60.08',
        201: '40.08',
        105: form['103'],
        205: form['203'],
        108: '0.00',
        208: '0.00',
        109: form['105'],
        209: form['205'],
      });
      expect(rows.map(([, name]) => name)).toEqual(
        expect.arrayContaining(['GST 5% (rate TPS)', 'GST 5% (rate TPS-TVQ)', 'QST 9.975% (rate TPS-TVQ)']),
      );
    });

    test('counts what was entered by hand, with what was paid on purchases, and no payment to the government', async () => {
      await post('2026-01-10', [
        { account: '1010', debit: '114.98' },
        { account: '4000', credit: '100.00' },
        { account: '2100', credit: '5.00' },
        { account: '2110', credit: '9.98' },
      ]);
      await post('2026-01-11', [
        { account: '5300', debit: '40.00' },
        { account: '1150', debit: '2.00' },
        { account: '1160', debit: '3.99' },
        { account: '1010', credit: '45.99' },
      ]);
      const wrong = await post('2026-01-12', [
        { account: '1010', debit: '10.50' },
        { account: '4000', credit: '10.00' },
        { account: '2100', credit: '0.50' },
      ]);
      await made(owner, `/journal-entries/${wrong.id}/reversal`, { date: '2026-01-13' });
      await post('2026-02-28', [
        { account: '2100', debit: '5.00' },
        { account: '1150', credit: '2.00' },
        { account: '1010', credit: '3.00' },
      ]);
      const { rows, form } = await taxes();
      expect(form).toEqual({
        101: '100.00',
        103: '5.00',
        105: '5.00',
        106: '2.00',
        108: '2.00',
        109: '3.00',
        201: '100.00',
        203: '9.98',
        205: '9.98',
        206: '3.99',
        208: '3.99',
        209: '5.99',
      });
      expect(rows.find(([, name]) => name!.includes('Other movements'))!.at(-1)).toBe('-3.00');
    });

    test('is shown on the page in both languages, with a note of what is not in it', async () => {
      const page = await new PageReader(scene.url, owner.token).open(`/b/${owner.businessId}/reports/tax-return`);
      expect(page.status).toBe(200);
      expect(page.text).toContain('Net tax to pay');
      expect(page.text).toContain('the quick method are not in it');
    });
  });

  test('has a snapshot beside it for those alone who may look at it, and that is recorded', async () => {
    await post('2026-01-10', [
      { account: '1010', debit: '10.00' },
      { account: '3000', credit: '10.00' },
    ]);
    await owner.reset();
    await post('2026-01-10', [
      { account: '1010', debit: '4.00' },
      { account: '3000', credit: '4.00' },
    ]);
    const [snapshot] = (await owner.get<{ id: string }[]>(owner.of('/snapshots'))).body;
    const beside = snapshot!.id;
    const rows = await csv('trial-balance', `&until=2026-12-31&beside=${beside}`);
    expect(rows.slice(1)).toEqual([
      ['1010', 'Bank account', '4.00', '10.00', '-6.00'],
      ['3000', 'Owner’s equity', '-4.00', '-10.00', '6.00'],
      ['', 'Total', '0.00', '0.00', '0.00'],
    ]);
    const ledger = await csv('ledger', `&from=2026-01-01&until=2026-12-31&beside=${beside}`);
    expect(ledger.find((row) => row[3] === 'Total 1010')!.slice(4)).toEqual(['4.00', '0.00', '4.00', '10.00', '-6.00']);
    const viewed = () => owner.events().then((all) => all.filter(({ type }) => type === 'snapshot.viewed').length);
    expect(await viewed()).toBe(1);
    const path = `/b/${owner.businessId}/reports/journal?beside=${beside}`;
    const shown = await new PageReader(scene.url, owner.token).open(path);
    expect(shown.text).toContain('Compared with: Snapshot of');
    // Of one visit, as every look at a snapshot.
    expect(await viewed()).toBe(1);

    const viewer = await owner.invite('viewer');
    const refused = await new PageReader(scene.url, viewer.token).open(path);
    expect(refused.status).toBe(403);
    const own = await new PageReader(scene.url, viewer.token).open(`/b/${owner.businessId}/reports/journal`);
    expect(own.html).not.toContain(beside);
    const stranger = await Client.signUp(scene.url);
    expect((await new PageReader(scene.url, stranger.token).open(path)).status).toBe(404);
    const foreign = await new PageReader(scene.url, stranger.token).open(
      `/b/${stranger.businessId}/reports/journal?beside=${beside}`,
    );
    expect(foreign.status).toBe(404);
  });

  test('of a snapshot has the open books beside it', async () => {
    await post('2026-01-10', [
      { account: '1010', debit: '10.00' },
      { account: '3000', credit: '10.00' },
    ]);
    await owner.reset();
    const [snapshot] = (await owner.get<{ id: string }[]>(owner.of('/snapshots'))).body;
    const path = `/b/${owner.businessId}/snapshots/${snapshot!.id}/reports/balance-sheet?until=2026-12-31&beside=open`;
    const page = await new PageReader(scene.url, owner.token).open(path);
    expect(page.status).toBe(200);
    expect(page.text).toContain('Compared with: Open books');
    expect(page.text).toMatch(/1010\s+Bank account\s+10\.00\s+0\.00\s+10\.00/);
  });
});
