import { readFileSync } from 'node:fs';
import { Client, LEDGER_PATH } from '../builders/client.js';
import { pay, sendInvoice, received } from '../builders/payments.js';
import { expectProblem } from '../builders/problems.js';
import { Scene } from '../setup/scene.js';

interface Preview {
  undecided: boolean;
  tables: { table: string; wanted: number; there: number; conflicts: number }[];
  conflicts: { table: string; id: string; name: string; mayHaveBoth: boolean; differs: { column: string }[] }[];
  opening: { lines: number; debit: string; credit: string; entriesThere: number } | null;
}

describe('selective restore', () => {
  let scene: Scene;
  let owner: Client;

  beforeAll(async () => {
    scene = await Scene.start('bring-along');
  });
  afterAll(() => scene.stop());
  beforeEach(async () => {
    owner = await Client.signUp(scene.url);
  });

  const snapshotOf = async () => ((await owner.reset()).body.snapshot as { id: string }).id;
  const bring = (snapshotId: string, kinds: string[], more: Record<string, unknown> = {}) =>
    owner.post<Record<string, unknown>>(owner.of('/bring-alongs'), { snapshotId, kinds, ...more });
  const preview = async (snapshotId: string, kinds: string[], more: Record<string, unknown> = {}) =>
    (await owner.post<Preview>(owner.of('/bring-along-preview'), { snapshotId, kinds, ...more })).body;
  const contact = async (name: string, more: Record<string, unknown> = {}) =>
    (await owner.post<{ id: string }>(owner.of('/contacts'), { name, ...more })).body.id;
  const contacts = async () =>
    (await owner.get<{ items: { name: string; email: string | null }[] }>(owner.of('/contacts'))).body.items;

  test('brings contacts, and the same ones once', async () => {
    await contact('Nadeau', { email: 'n@example.test' });
    await contact('Tremblay');
    const snapshot = await snapshotOf();
    const answer = await bring(snapshot, ['contacts']);
    expect(answer).toMatchObject({ status: 201, body: { added: { contacts: 2 }, replaced: {}, openingEntry: null } });
    expect((await contacts()).map(({ name }) => name).sort()).toEqual(['Nadeau', 'Tremblay']);
    expect(await bring(snapshot, ['contacts'])).toMatchObject({ status: 201, body: { added: {} } });
    expect(await contacts()).toHaveLength(2);
  });

  test('asks what is to stand where both books hold a contact of one name, and does as it is told', async () => {
    await contact('Nadeau', { email: 'old@example.test' });
    const snapshot = await snapshotOf();
    await contact('Nadeau', { email: 'new@example.test' });
    const found = await preview(snapshot, ['contacts']);
    expect(found).toMatchObject({
      undecided: true,
      tables: [{ table: 'contacts', wanted: 1, there: 1, conflicts: 1 }],
      conflicts: [{ table: 'contacts', name: 'Nadeau', mayHaveBoth: true }],
    });
    expect(found.conflicts[0]!.differs).toEqual([
      { column: 'email', open: 'new@example.test', snapshot: 'old@example.test' },
    ]);
    const refused = await bring(snapshot, ['contacts']);
    expectProblem(refused, 'CONFLICTS_UNDECIDED');
    expect(refused.body.conflicts).toHaveLength(1);
    const { table, id } = found.conflicts[0]!;
    await bring(snapshot, ['contacts'], { conflicts: { forAll: 'open' } });
    expect((await contacts()).map(({ email }) => email)).toEqual(['new@example.test']);
    await bring(snapshot, ['contacts'], { conflicts: { forAll: 'open', each: [{ table, id, choice: 'snapshot' }] } });
    expect((await contacts()).map(({ email }) => email)).toEqual(['old@example.test']);
  });

  test('lets both stand side by side where that was chosen', async () => {
    await contact('Nadeau', { email: 'old@example.test' });
    const snapshot = await snapshotOf();
    await contact('Nadeau', { email: 'new@example.test' });
    await bring(snapshot, ['contacts'], { conflicts: { forAll: 'both' } });
    expect((await contacts()).map(({ email }) => email).sort()).toEqual(['new@example.test', 'old@example.test']);
  });

  test('opens with the balances of a day, which agree to the cent with the snapshot', async () => {
    await owner.import(readFileSync(LEDGER_PATH));
    const snapshot = await snapshotOf();
    const date = '2026-12-31';
    const found = await preview(snapshot, ['openingBalances'], { openingBalancesAt: date });
    expect(found.opening!.debit).toBe(found.opening!.credit);
    const answer = await bring(snapshot, ['openingBalances'], {
      openingBalancesAt: date,
      conflicts: { forAll: 'open' },
    });
    expect(answer).toMatchObject({ status: 201, body: { openingEntry: { date, lines: found.opening!.lines } } });
    expect(await balances('/trial-balance')).toEqual(await balances(`/snapshots/${snapshot}/trial-balance`));
    const again = { openingBalancesAt: date, conflicts: { forAll: 'open' } };
    expectProblem(await bring(snapshot, ['openingBalances'], again), 'CONFLICTS_UNDECIDED');
    expect(await bring(snapshot, ['openingBalances'], { ...again, addToEntries: true })).toMatchObject({ status: 201 });
  });

  /** Account → what it balances to, without those that balance to nothing. */
  async function balances(path: string): Promise<Record<string, string>> {
    interface Line {
      account: string;
      debit: string;
      credit: string;
    }
    const { lines } = (await owner.get<{ lines: Line[] }>(owner.of(path))).body;
    const cents = (amount: string) => BigInt(amount.replace('.', ''));
    return Object.fromEntries(
      lines
        .map(({ account, debit, credit }) => [account, String(cents(debit) - cents(credit))] as const)
        .filter(([, balance]) => balance !== '0'),
    );
  }

  test('brings unpaid invoices with their customers, their lines and their pay links', async () => {
    const invoice = await sendInvoice(owner, '115.00');
    const snapshot = await snapshotOf();
    const answer = await bring(snapshot, ['unpaidInvoices'], { conflicts: { forAll: 'open' } });
    expect(answer).toMatchObject({ status: 201, body: { added: { invoices: 1, invoice_lines: 1, contacts: 1 } } });
    const { items } = (await owner.get<{ items: { id: string; contactId: string }[] }>(owner.of('/invoices'))).body;
    expect(items.map(({ id }) => id)).toEqual([invoice.id]);
    expect(await contacts()).toHaveLength(1);
    expect(await pay(owner, invoice.payPath)).toMatchObject({ body: { status: 'paid' } });
    expect(await received(owner)).toMatchObject([{ state: 'recorded', invoiceId: invoice.id }]);
  });

  test('leaves open of an invoice that was paid in part what was open of it', async () => {
    const invoice = await sendInvoice(owner, '115.00');
    const paid = await owner.post(owner.of(`/invoices/${invoice.id}/payments`), {
      paidOn: '2026-11-30',
      amount: '15.00',
    });
    expect(paid.status).toBe(201);
    const snapshot = await snapshotOf();
    const kinds = ['unpaidInvoices', 'openingBalances'];
    const more = { openingBalancesAt: '2999-12-31', conflicts: { forAll: 'open' } };
    expect((await bring(snapshot, kinds, more)).status).toBe(201);
    const { body } = await owner.get<{ open: string }>(owner.of(`/invoices/${invoice.id}`));
    expect(body.open).toBe('100.00');
    const report = await owner.get<Record<string, unknown>>(owner.of('/reports/receivables'));
    expect(JSON.stringify(report.body)).toContain('100.00');
  });

  test('leaves the snapshot as it is, and is recorded with what it brought', async () => {
    await contact('Nadeau');
    const snapshot = await snapshotOf();
    const before = (await owner.get(owner.of(`/snapshots/${snapshot}/counts`))).body;
    const { body } = await bring(snapshot, ['contacts', 'chart'], { conflicts: { forAll: 'open' } });
    expect((await owner.get(owner.of(`/snapshots/${snapshot}/counts`))).body).toEqual(before);
    const event = (await owner.events()).find(({ id }) => id === body.auditEventId)!;
    expect(event).toMatchObject({
      type: 'business.bring-along.completed',
      data: { snapshot: { id: snapshot }, details: { kinds: ['contacts', 'chart'], added: { contacts: 1 } } },
    });
  });

  test('is for the original owner alone, and of a snapshot of this business', async () => {
    await contact('Nadeau');
    const snapshot = await snapshotOf();
    const partner = await owner.invite('owner');
    expectProblem(
      await partner.post(owner.of('/bring-alongs'), { snapshotId: snapshot, kinds: ['contacts'] }),
      'NOT_ORIGINAL_OWNER',
    );
    const stranger = await Client.signUp(scene.url);
    expectProblem(
      await stranger.post(owner.of('/bring-alongs'), { snapshotId: snapshot, kinds: ['contacts'] }),
      'NOT_FOUND',
    );
    expectProblem(
      await stranger.post(stranger.of('/bring-alongs'), { snapshotId: snapshot, kinds: ['contacts'] }),
      'NOT_FOUND',
    );
    expectProblem(await bring(snapshot, ['nonsense']), 'VALIDATION');
    expectProblem(await bring(snapshot, ['openingBalances']), 'VALIDATION');
  });
});
