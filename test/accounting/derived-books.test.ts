import type { BusinessFigures } from '../../src/accounting/business-figures.service.js';
import { DerivedBooks } from '../../src/accounting/derived-books.service.js';
import type { BusinessId } from '../../src/platform/kernel/ids.js';
import { dateIn } from '../../src/platform/kernel/time-zone.js';
import { currentBook } from '../builders/books.js';
import { Client } from '../builders/client.js';
import { smallFec } from '../builders/fec.js';
import { balances, entries, invoice, made } from '../builders/ledger.js';
import { Scene } from '../setup/scene.js';

/** What pages read instead of the ledger says what the ledger says (docs/decisions/0044). */
describe('what is derived from the books', () => {
  let scene: Scene;
  let owner: Client;
  beforeAll(async () => {
    scene = await Scene.start('derived');
  });
  afterAll(() => scene.stop());
  beforeEach(async () => {
    owner = await Client.signUp(scene.url);
  });

  const derived = () => scene.world.app.get(DerivedBooks);
  /** What differs, of the open books first and then of each snapshot. */
  async function faults() {
    const found = [];
    for await (const book of derived().check(owner.businessId as BusinessId)) found.push(book);
    return found.sort((a, b) => Number(b.isOpen) - Number(a.isOpen)).map((book) => book.faults);
  }
  const NONE = { months: 0, invoices: 0 };
  const figures = async () => (await owner.get<BusinessFigures>(owner.of('/figures'))).body;

  test('is kept by all that posts and settles, and goes with the books', async () => {
    const one = await invoice(owner);
    const part = await made(owner, `/invoices/${one.id}/payments`, { amount: '40.00' });
    const two = await invoice(owner);
    await made(owner, '/credit-notes', { invoiceId: two.id });
    expect((await owner.delete(owner.of(`/payments/${part.id}`))).status).toBe(200);
    await made(owner, `/invoices/${one.id}/payments`, { amount: '14.98' });
    expect((await owner.import(smallFec('A', 1_500))).status).toBe(201);
    const byHand = (await entries(owner)).find(({ document }) => document === undefined)!;
    await made(owner, `/journal-entries/${byHand.id}/reversal`, { date: '2026-02-01' });
    expect(await faults()).toEqual([NONE]);
    const stand = await figures();
    expect(stand.late).toEqual({ count: 1, amount: '100.00' });

    const reset = await owner.reset();
    expect(reset.status).toBe(201);
    expect(await figures()).toMatchObject({ cash: '0.00', receivable: '0.00', late: { count: 0 } });
    const snapshotId = (reset.body as unknown as { snapshot: { id: string } }).snapshot.id;
    const kinds = ['chart', 'contacts', 'unpaidInvoices', 'openingBalances'];
    await made(owner, '/bring-alongs', { snapshotId, kinds, openingBalancesAt: dateIn('America/Toronto') });
    expect(await faults()).toEqual([NONE, NONE]);
    expect(await figures()).toMatchObject({ cash: stand.cash, receivable: stand.receivable, late: stand.late });

    expect((await owner.restore()).status).toBe(201);
    expect(await figures()).toEqual(stand);
    expect(await faults()).toEqual([NONE, NONE]);
  });

  test('says what the trial balance says, by month and account', async () => {
    const today = dateIn('America/Toronto');
    const post = (date: string, debit: string, credit: string, amount: string) =>
      made(owner, '/journal-entries', {
        date,
        lines: [
          { account: debit, debit: amount },
          { account: credit, credit: amount },
        ],
      });
    await post(today, '1010', '4000', '1000.00');
    await post(today, '5200', '1010', '300.00');
    await post(today, '4000', '1100', '50.00');
    await post(`${Number(today.slice(0, 4)) - 2}-05-05`, '1000', '4000', '7.77');
    const { cash, receivable, months } = await figures();
    const sums = await balances(owner);
    expect(Math.round(Number(cash) * 100)).toBe(sums['1000']! + sums['1010']!);
    expect(Math.round(Number(receivable) * 100)).toBe(sums['1100']);
    expect(months).toHaveLength(12);
    expect(months.at(-1)).toEqual({ month: today.slice(0, 7), revenue: '950.00', expenses: '300.00' });
    expect(months.slice(0, -1).every(({ revenue, expenses }) => revenue === '0.00' && expenses === '0.00')).toBe(true);
  });

  test('adds up when many post to one account and settle one invoice at once', async () => {
    const { id } = await invoice(owner);
    const pays = Array.from({ length: 12 }, () => owner.post(owner.of(`/invoices/${id}/payments`), { amount: '5.00' }));
    const posts = Array.from({ length: 12 }, () => invoice(owner));
    for (const { status } of await Promise.all(pays)) expect(status).toBe(201);
    await Promise.all(posts);
    expect(await faults()).toEqual([NONE]);
  });

  test('is told apart when somebody changes it, mended in open books alone, and not in a snapshot', async () => {
    await invoice(owner);
    const book = await currentBook(scene.sql.admin, owner.businessId);
    await scene.sql.app.query('UPDATE account_months SET debit = debit + 1 WHERE book_id = ?', [book]);
    await scene.sql.app.query('DELETE FROM open_invoices WHERE book_id = ?', [book]);
    expect(await faults()).toEqual([{ months: 4, invoices: 1 }]);
    await derived().mend(owner.businessId as BusinessId);
    expect(await faults()).toEqual([NONE]);
    expect((await owner.reset()).status).toBe(201);
    const sealed = scene.sql.admin.query('UPDATE account_months SET debit = debit + 1 WHERE book_id = ?', [book]);
    await expect(sealed).rejects.toThrow(/SEALED_BOOK/);
  });
});
