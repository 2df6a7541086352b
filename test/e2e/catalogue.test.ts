import { newId } from '../../src/platform/kernel/ids.js';
import { Client } from '../builders/client.js';
import { balances, customer, invoice, linesOf, made, entries } from '../builders/ledger.js';
import { expectProblem } from '../builders/problems.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

interface TaxRate {
  readonly code: string;
  readonly name: string;
  readonly percent: string;
  readonly parts: readonly { readonly name: string; readonly percent: string; readonly account: string }[];
}

/** What documents are made of: contacts, products, tax rates, accounts. */
describe('the catalogue', () => {
  let world: TestApp;
  let owner: Client;

  beforeAll(async () => {
    world = await startTestApp('catalogue');
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    owner = await Client.signUp(world.url);
  });

  const items = async <T>(path: string) => (await owner.get<{ items: T[] }>(owner.of(path))).body.items;

  describe('a tax rate', () => {
    test('of the first day says what it is made of, in the language of the business', async () => {
      expect(await items<TaxRate>('/tax-rates')).toMatchObject([
        { code: 'TPS', percent: '5.0000', parts: [{ name: 'GST', account: '2100' }] },
        { code: 'TVQ', percent: '9.9750', parts: [{ name: 'QST', account: '2110' }] },
        { code: 'TPS-TVQ', percent: '14.9750', parts: [{ name: 'GST' }, { name: 'QST' }] },
        { code: 'EXO', percent: '0.0000', parts: [] },
      ]);
    });

    test('that is known is added by its code, with the account that collects it', async () => {
      const known = await items<TaxRate>('/known-tax-rates');
      for (const { code } of known.slice(4)) await made(owner, '/tax-rates', { known: code });
      const added = await items<TaxRate & { id: string }>('/tax-rates');
      expect(added.map(({ id: _, ...rate }) => rate)).toEqual(known);
      expectProblem(await owner.post(owner.of('/tax-rates'), { known: 'TVH-ON' }), 'ALREADY_EXISTS');
      expectProblem(await owner.post(owner.of('/tax-rates'), { known: 'nothing' }), 'VALIDATION');
      const line = { description: 'x', unitPrice: '100.00' };
      await invoice(owner, { lines: ['TVH-ON', 'TVA-5.5', 'TPS-TVP-SK'].map((taxRate) => ({ ...line, taxRate })) });
      expect(await balances(owner)).toEqual({
        1100: 32_950,
        2100: -500,
        2120: -1_300,
        2130: -600,
        2140: -550,
        4000: -30_000,
      });
    });

    test('of one’s own is made of parts, each with an account of the books', async () => {
      const parts = [
        { percent: '2', account: '2100' },
        { name: 'Town', percent: '0.5', account: '2200' },
      ];
      const rate = await made<TaxRate>(owner, '/tax-rates', { code: 'OWN', name: 'My own', parts });
      expect(rate).toMatchObject({
        percent: '2.5000',
        parts: [
          { name: 'OWN', percent: '2.0000' },
          { name: 'Town', percent: '0.5000' },
        ],
      });
      const { total } = await invoice(owner, { lines: [{ description: 'x', unitPrice: '0.30', taxRate: 'OWN' }] });
      expect(total).toBe('0.31');
      const [entry] = await entries(owner);
      expect(linesOf(entry!)).toEqual(['1100 0.31 0.00', '4000 0.00 0.30', '2100 0.00 0.01']);
      for (const wrong of [
        { code: 'A', name: 'A', parts: [{ percent: '1', account: '9999' }] },
        { code: 'A', name: 'A', parts: [{ percent: '1', account: '1100' }] },
        {
          code: 'A',
          name: 'A',
          parts: [
            { percent: '99', account: '2100' },
            { percent: '2', account: '2110' },
          ],
        },
        { code: 'A', name: 'A', parts: [{ percent: '-1', account: '2100' }] },
        { code: 'A', name: 'A' },
        { code: 'A', known: 'TVH-ON' },
      ]) {
        expectProblem(await owner.post(owner.of('/tax-rates'), wrong), 'VALIDATION');
      }
    });
  });

  test('a product is changed in what is given, and documents that were issued stay', async () => {
    const { id } = await made(owner, '/products', { name: 'Bread', unitPrice: '6.5', taxRate: 'TPS' });
    const { id: invoiceId } = await invoice(owner, { lines: [{ productId: id }] });
    const change = { unitPrice: '7.00', taxRate: null, account: '4100', description: 'Rye' };
    const changed = await owner.patch(owner.of(`/products/${id}`), change);
    expect(changed).toMatchObject({ status: 200, body: { id, name: 'Bread', ...change } });
    expect(await items('/products')).toEqual([changed.body]);
    expect((await owner.get(owner.of(`/products/${id}`))).body).toEqual(changed.body);
    const { body } = await owner.get<{ lines: object[] }>(owner.of(`/invoices/${invoiceId}`));
    expect(body.lines).toMatchObject([{ description: 'Bread', unitPrice: '6.50', taxRate: 'TPS', productId: id }]);
    for (const gone of [newId(), 'x']) {
      expectProblem(await owner.patch(owner.of(`/products/${gone}`), { name: 'x' }), 'NOT_FOUND');
      expectProblem(await owner.get(owner.of(`/products/${gone}`)), 'NOT_FOUND');
    }
    for (const wrong of [{}, { account: '9999' }, { account: '1100' }, { taxRate: 'none' }, { unitPrice: 'x' }]) {
      expectProblem(await owner.patch(owner.of(`/products/${id}`), wrong), 'VALIDATION');
    }
  });

  test('a contact has a number, an address and a language, and is changed in what is given', async () => {
    const first = await customer(owner);
    expect((await owner.get(owner.of(`/contacts/${first}`))).body).toMatchObject({ number: null });
    await invoice(owner, { contactId: first });
    const change = { email: 'a@example.test', address: '12, rue des Érables\nSherbrooke', locale: 'fr', phone: null };
    const changed = await owner.patch(owner.of(`/contacts/${first}`), change);
    expect(changed).toMatchObject({ status: 200, body: { id: first, name: 'Nadeau', number: 'C000001', ...change } });
    expect((await owner.get(owner.of(`/contacts/${first}`))).body).toEqual(changed.body);
    await made(owner, '/contacts', { name: 'Own', number: 'C000002' });
    await made(owner, '/contacts', { name: 'Own', number: 'C000002', kind: 'supplier' });
    const numberOnceInvoiced = async (contactId: string) => {
      await invoice(owner, { contactId });
      return (await owner.get<{ number: string }>(owner.of(`/contacts/${contactId}`))).body.number;
    };
    expect(await numberOnceInvoiced(await customer(owner))).toBe('C000003');
    expectProblem(await owner.patch(owner.of(`/contacts/${first}`), { number: 'C000002' }), 'ALREADY_EXISTS');
    expectProblem(await owner.post(owner.of('/contacts'), { name: 'x', number: 'C000002' }), 'ALREADY_EXISTS');
    expectProblem(await owner.patch(owner.of(`/contacts/${newId()}`), { name: 'x' }), 'NOT_FOUND');
    await owner.reset();
    expect(await numberOnceInvoiced(await customer(owner))).toBe('C000004');
  });

  test('an account is given another name, and keeps its number', async () => {
    const { id } = await made(owner, '/ledger-accounts', { number: '4010', name: 'Bread' });
    const changed = await owner.patch(owner.of(`/ledger-accounts/${id}`), { name: 'Bread and rolls' });
    expect(changed).toMatchObject({ status: 200, body: { id, number: '4010', name: 'Bread and rolls' } });
    expect(await items('/ledger-accounts?limit=200')).toContainEqual(changed.body);
    expectProblem(await owner.patch(owner.of(`/ledger-accounts/${newId()}`), { name: 'x' }), 'NOT_FOUND');
  });

  test('the trial balance tells balances beside sums', async () => {
    const { id } = await invoice(owner, { lines: [{ description: 'x', unitPrice: '100.00' }] });
    await made(owner, `/invoices/${id}/payments`, { amount: '30.00' });
    expect((await owner.get(owner.of('/trial-balance'))).body).toMatchObject({
      lines: [
        { account: '1010', debit: '30.00', credit: '0.00', debitBalance: '30.00', creditBalance: '0.00' },
        { account: '1100', debit: '100.00', credit: '30.00', debitBalance: '70.00', creditBalance: '0.00' },
        { account: '4000', debit: '0.00', credit: '100.00', debitBalance: '0.00', creditBalance: '100.00' },
      ],
      totals: { debit: '130.00', credit: '130.00', debitBalance: '100.00', creditBalance: '100.00' },
    });
  });
});
