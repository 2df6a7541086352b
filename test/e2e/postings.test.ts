import { newId } from '../../src/platform/kernel/ids.js';
import { Client } from '../builders/client.js';
import { balances, customer, entries, invoice, linesOf, made, type Entry } from '../builders/ledger.js';
import { expectProblem } from '../builders/problems.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

interface InvoiceDetails {
  readonly open: string;
  readonly entryId: string | null;
  readonly lines: readonly object[];
  readonly payments: readonly object[];
  readonly credits: readonly object[];
}

/** SPEC §8: what is issued and received is posted in the same transaction, and a posted entry is reversed, never edited. */
describe('posting', () => {
  let world: TestApp;
  let owner: Client;

  beforeAll(async () => {
    world = await startTestApp('postings');
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    owner = await Client.signUp(world.url);
  });

  const details = async (id: string) => (await owner.get<InvoiceDetails>(owner.of(`/invoices/${id}`))).body;
  const newest = async () => (await entries(owner)).toSorted((a, b) => (a.id < b.id ? 1 : -1))[0]!;

  describe('an invoice', () => {
    test('posts what it is: receivables, revenue by account, tax by rate', async () => {
      await made(owner, '/ledger-accounts', { number: '4010', name: 'Bread' });
      const { id, number, total } = await invoice(owner, {
        lines: [
          { description: 'Work', unitPrice: '100.00', taxRate: 'TPS-TVQ' },
          { description: 'Bread', quantity: '3', unitPrice: '6.50', account: '4010' },
          { description: 'Advice', unitPrice: '50.00', taxRate: 'TPS', account: '4100' },
        ],
      });
      expect(total).toBe('186.98');
      const [entry] = await entries(owner);
      expect(entry).toMatchObject({
        journal: 'VE',
        number: 'VE000001',
        date: '2026-01-31',
        label: `${number} Nadeau`,
        document: { kind: 'invoice', id },
      });
      expect(linesOf(entry!)).toEqual([
        '1100 186.98 0.00',
        '4000 0.00 100.00',
        '4010 0.00 19.50',
        '4100 0.00 50.00',
        '2100 0.00 7.50',
        '2110 0.00 9.98',
      ]);
      expect(await details(id)).toMatchObject({ open: '186.98', entryId: entry!.id, payments: [], credits: [] });
    });

    test('takes from a product what its line leaves out', async () => {
      const product = await made(owner, '/products', {
        name: 'Rye bread',
        unitPrice: '6.50',
        account: '4100',
        taxRate: 'TPS',
      });
      const { id } = await invoice(owner, {
        lines: [
          { productId: product.id, quantity: '2' },
          { productId: product.id, description: 'Sliced', unitPrice: '7.00', taxRate: null, account: '4000' },
        ],
      });
      expect((await details(id)).lines).toMatchObject([
        { description: 'Rye bread', unitPrice: '6.50', account: '4100', taxRate: 'TPS', net: '13.00', tax: '0.65' },
        { description: 'Sliced', unitPrice: '7.00', account: '4000', taxRate: null, net: '7.00', tax: '0.00' },
      ]);
      expect(await balances(owner)).toEqual({ 1100: 2065, 2100: -65, 4000: -700, 4100: -1300 });
    });

    test('names what is in the books, and not the account of what customers owe', async () => {
      const line = { description: 'x', unitPrice: '1.00' };
      for (const lines of [
        [{ ...line, account: '9999' }],
        [{ ...line, account: '1100' }],
        [{ ...line, taxRate: 'none' }],
        [{ productId: newId() }],
        [{ unitPrice: '1.00' }],
      ]) {
        const ask = { contactId: await customer(owner), lines };
        expectProblem(await owner.post(owner.of('/invoices'), ask), 'VALIDATION');
      }
      expect(await owner.counts()).toMatchObject({ invoices: 0, journalEntries: 0 });
    });

    test('of nothing posts nothing', async () => {
      const { id } = await invoice(owner, { lines: [{ description: 'Gift', unitPrice: '0.00' }] });
      expect(await details(id)).toMatchObject({ entryId: null, open: '0.00' });
      expect(await entries(owner)).toEqual([]);
    });
  });

  describe('a payment', () => {
    test('is received in parts, into the account of a bank, up to what is open', async () => {
      const { id } = await invoice(owner);
      await made(owner, '/ledger-accounts', { number: '1020', name: 'Savings' });
      const bank = await made<{ id: string; account: string }>(owner, '/bank-accounts', { name: 'S', account: '1020' });
      expect(bank.account).toBe('1020');
      const path = `/invoices/${id}/payments`;
      await made(owner, path, { amount: '14.98', paidOn: '2026-02-01', bankAccountId: bank.id });
      expect((await details(id)).open).toBe('100.00');
      expectProblem(await owner.post(owner.of(path), { amount: '100.01' }), 'INVALID_STATE');
      expectProblem(await owner.post(owner.of(path), { amount: '0.00' }), 'VALIDATION');
      expectProblem(await owner.post(owner.of(path), { amount: '1.00', account: '1100' }), 'VALIDATION');
      const last = await made<{ amount: string }>(owner, path, { amount: '100.00', account: '1000' });
      expect(last).toMatchObject({ amount: '100.00', online: false });
      expect(await details(id)).toMatchObject({ open: '0.00', payments: [{ amount: '14.98' }, { amount: '100.00' }] });
      expect(await balances(owner)).toMatchObject({ 1000: 10000, 1020: 1498, 1100: 0 });
      expectProblem(await owner.post(owner.of(path), { amount: '0.01' }), 'INVALID_STATE');
    });

    test('is undone by a reversal, once, and the invoice is open again', async () => {
      const { id } = await invoice(owner);
      const payment = await made(owner, `/invoices/${id}/payments`, { amount: '114.98', paidOn: '2026-02-01' });
      const answers = await Promise.all([1, 2, 3].map(() => owner.delete(owner.of(`/payments/${payment.id}`))));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 404, 404]);
      expect((await details(id)).open).toBe('114.98');
      expect(await balances(owner)).toMatchObject({ 1010: 0, 1100: 11498 });
      const reversal = await newest();
      expect(reversal).toMatchObject({ document: { kind: 'payment', id: payment.id }, reverses: expect.any(String) });
    });

    test('of one invoice by many at once is never more than is open', async () => {
      const { id } = await invoice(owner);
      const ask = { amount: '60.00' };
      const answers = await Promise.all([1, 2, 3, 4].map(() => owner.post(owner.of(`/invoices/${id}/payments`), ask)));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409]);
      expect((await details(id)).open).toBe('54.98');
    });
  });

  describe('a credit note', () => {
    test('of an invoice takes it back with its lines, and settles it', async () => {
      const { id } = await invoice(owner);
      const note = await made<{ id: string; number: string }>(owner, '/credit-notes', { invoiceId: id });
      expect(note).toMatchObject({ number: 'NC-000001', total: '114.98', invoiceId: id });
      expect(linesOf(await newest())).toEqual([
        '1100 0.00 114.98',
        '4000 100.00 0.00',
        '2100 5.00 0.00',
        '2110 9.98 0.00',
      ]);
      expect(await details(id)).toMatchObject({ open: '0.00', credits: [{ number: note.number, amount: '114.98' }] });
      expect(Object.values(await balances(owner))).toEqual([0, 0, 0, 0]);
    });

    test('keeps what an invoice has no room for, and settles another of the same contact', async () => {
      const contactId = await customer(owner);
      const first = await invoice(owner, { contactId });
      const second = await invoice(owner, { contactId });
      await made(owner, `/invoices/${first.id}/payments`, { amount: '100.00' });
      const note = await made(owner, '/credit-notes', { invoiceId: first.id });
      const get = async () => (await owner.get(owner.of(`/credit-notes/${note.id}`))).body;
      expect(await get()).toMatchObject({ open: '100.00', uses: [{ invoiceId: first.id, amount: '14.98' }] });
      const path = `/credit-notes/${note.id}/applications`;
      const foreign = await invoice(owner);
      expectProblem(await owner.post(owner.of(path), { invoiceId: foreign.id }), 'VALIDATION');
      expectProblem(await owner.post(owner.of(path), { invoiceId: second.id, amount: '100.01' }), 'INVALID_STATE');
      await made(owner, path, { invoiceId: second.id, amount: '30.00' });
      const asks = [1, 2, 3].map(() => owner.post(owner.of(path), { invoiceId: second.id, amount: '50.00' }));
      expect((await Promise.all(asks)).map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
      expect(await get()).toMatchObject({ open: '20.00' });
      expect((await details(second.id)).open).toBe('34.98');
    });

    test('is given to a customer for no invoice, and comes to more than nothing', async () => {
      const contactId = await customer(owner);
      const line = { description: 'Discount', unitPrice: '20.00' };
      const note = await made(owner, '/credit-notes', { contactId, lines: [line] });
      expect((await owner.get(owner.of(`/credit-notes/${note.id}`))).body).toMatchObject({ open: '20.00', uses: [] });
      expect(await balances(owner)).toEqual({ 1100: -2000, 4000: 2000 });
      const zero = { contactId, lines: [{ ...line, unitPrice: '0.00' }] };
      expectProblem(await owner.post(owner.of('/credit-notes'), zero), 'VALIDATION');
      expectProblem(await owner.post(owner.of('/credit-notes'), { contactId }), 'VALIDATION');
      expectProblem(await owner.post(owner.of('/credit-notes'), { invoiceId: newId() }), 'VALIDATION');
    });
  });

  describe('an entry', () => {
    const rent = {
      date: '2026-01-31',
      label: 'Rent',
      lines: [
        { account: '5200', debit: '950.00' },
        { account: '1010', credit: '950.00' },
      ],
    };

    test('is reversed once, by its mirror, whoever asks at once', async () => {
      const entry = await made<Entry>(owner, '/journal-entries', rent);
      const path = owner.of(`/journal-entries/${entry.id}/reversal`);
      const answers = await Promise.all([1, 2, 3].map(() => owner.post(path, { date: '2026-02-01' })));
      const done = answers.find(({ status }) => status === 201)!.body as unknown as Entry;
      expect(done).toMatchObject({ journal: 'OD', date: '2026-02-01', label: 'Rent', reverses: entry.id });
      expect(linesOf(done)).toEqual(['5200 0.00 950.00', '1010 950.00 0.00']);
      for (const answer of answers.filter(({ status }) => status !== 201)) {
        expectProblem(answer, 'ALREADY_EXISTS');
        expect(answer.body).toMatchObject({ reversal: { id: done.id, number: done.number } });
      }
      expect((await owner.get(owner.of(`/journal-entries/${entry.id}`))).body).toMatchObject({ reversedBy: done.id });
      expect(Object.values(await balances(owner))).toEqual([0, 0]);
    });

    test('of a document is taken back through it, and is told how', async () => {
      const { id } = await invoice(owner);
      await made(owner, `/invoices/${id}/payments`, { amount: '114.98' });
      for (const { id: entryId } of await entries(owner)) {
        const answer = await owner.post(owner.of(`/journal-entries/${entryId}/reversal`), { date: '2026-03-01' });
        expectProblem(answer, 'INVALID_STATE');
        expect((answer.body as { detail: string }).detail).toMatch(/credit note|undo the payment/);
      }
    });
  });

  test('waits for who may: a viewer reads, a stranger finds nothing', async () => {
    const { id } = await invoice(owner);
    const viewer = await owner.invite('viewer');
    expect((await viewer.get(viewer.of(`/invoices/${id}`))).status).toBe(200);
    expectProblem(await viewer.post(viewer.of(`/invoices/${id}/payments`), { amount: '1.00' }), 'FORBIDDEN');
    expectProblem(await viewer.post(viewer.of('/credit-notes'), { invoiceId: id }), 'FORBIDDEN');
    const stranger = (await Client.signUp(world.url)).at(owner.businessId);
    expectProblem(await stranger.get(stranger.of(`/invoices/${id}`)), 'NOT_FOUND');
    const other = await Client.signUp(world.url);
    expectProblem(await other.post(other.of(`/invoices/${id}/payments`), { amount: '1.00' }), 'NOT_FOUND');
  });
});
