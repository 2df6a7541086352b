import { newId } from '../../src/platform/kernel/ids.js';
import { Client } from '../builders/client.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

interface Difference {
  readonly kind: string;
  readonly comesBack: number;
  readonly goes: number;
  readonly changes: number;
}

/** Said before a restore: what it would bring back and what it would overwrite. */
describe('a snapshot compared with the open books', () => {
  let world: TestApp;
  beforeAll(async () => {
    world = await startTestApp('comparison');
  });
  afterAll(() => world.stop());

  const entry = (amount: string, number: string) => ({
    date: '2026-01-31',
    number,
    lines: [
      { account: '5200', debit: amount },
      { account: '1010', credit: amount },
    ],
  });

  async function resetWithTwoContacts() {
    const owner = await Client.signUp(world.url);
    await owner.post(owner.of('/contacts'), { name: 'Nadeau', email: 'before@example.test' });
    await owner.post(owner.of('/contacts'), { name: 'Gone' });
    await owner.post(owner.of('/journal-entries'), entry('950.00', 'L-1'));
    await owner.post(owner.of('/journal-entries'), entry('10.00', 'L-2'));
    const { id } = (await owner.reset()).body.snapshot as { id: string };
    const compare = async <Body>(path = '') =>
      (await owner.get<Body>(owner.of(`/snapshots/${id}/comparison${path}`))).body;
    const of = async (kind: string) => {
      const { kinds } = await compare<{ kinds: Difference[] }>();
      return kinds.find((each) => each.kind === kind);
    };
    return { owner, id, compare, of };
  }

  test('says of a fresh book that all comes back, and that its chart is the same', async () => {
    const { of } = await resetWithTwoContacts();
    expect(await of('contacts')).toMatchObject({ comesBack: 2, goes: 0, changes: 0 });
    expect(await of('journalEntries')).toMatchObject({ comesBack: 2, goes: 0, changes: 0 });
    expect(await of('ledgerAccounts')).toMatchObject({ comesBack: 0, goes: 0, changes: 0 });
  });

  test('knows what was entered again by its name or number, and says what differs', async () => {
    const { owner, compare, of } = await resetWithTwoContacts();
    await owner.post(owner.of('/contacts'), { name: 'Nadeau', email: 'after@example.test' });
    await owner.post(owner.of('/contacts'), { name: 'New' });
    await owner.post(owner.of('/journal-entries'), { ...entry('950.00', 'L-1'), label: 'Rent' });
    expect(await of('contacts')).toMatchObject({ comesBack: 1, goes: 1, changes: 1 });
    expect(await of('journalEntries')).toMatchObject({ comesBack: 1, goes: 0, changes: 1 });
    type Rows = { items: { from: { name: string; email: string } | null; into: { name: string } | null }[] };
    expect((await compare<Rows>('/contacts/comesBack')).items).toMatchObject([{ from: { name: 'Gone' }, into: null }]);
    expect((await compare<Rows>('/contacts/goes')).items).toMatchObject([{ from: null, into: { name: 'New' } }]);
    expect((await compare<Rows>('/contacts/changes')).items).toMatchObject([
      { from: { email: 'before@example.test' }, into: { email: 'after@example.test' } },
    ]);
  });

  test('gives the difference of each balance to the cent, a page at a time', async () => {
    const { owner, compare } = await resetWithTwoContacts();
    await owner.post(owner.of('/journal-entries'), entry('0.01', 'L-9'));
    type Balances = { items: { account: string; difference: string }[]; next: string | null };
    expect(await compare<Balances>('/balances')).toMatchObject({
      items: [
        { account: '1010', from: '-960.00', into: '-0.01', difference: '-959.99' },
        { account: '5200', from: '960.00', into: '0.01', difference: '959.99' },
      ],
      next: null,
    });
    const first = await compare<Balances>('/balances?limit=1');
    expect(first).toMatchObject({ items: [{ account: '1010' }], next: '1010' });
    expect(await compare<Balances>(`/balances?limit=1&after=${first.next}`)).toMatchObject({
      items: [{ account: '5200' }],
      next: null,
    });
  });

  test('with another snapshot too, but not with that of somebody else', async () => {
    const { owner, id, compare } = await resetWithTwoContacts();
    await owner.post(owner.of('/contacts'), { name: 'Later' });
    const { id: later } = (await owner.reset()).body.snapshot as { id: string };
    const { kinds } = await compare<{ kinds: Difference[] }>(`?with=${later}`);
    expect(kinds.find(({ kind }) => kind === 'contacts')).toMatchObject({ comesBack: 2, goes: 1 });
    const other = await resetWithTwoContacts();
    for (const stranger of [other.id, newId()]) {
      expect((await owner.get(owner.of(`/snapshots/${id}/comparison?with=${stranger}`))).status).toBe(404);
    }
    expect((await owner.get(owner.of(`/snapshots/${other.id}/comparison`))).status).toBe(404);
    expect((await owner.get(owner.of(`/snapshots/${id}/comparison/nothing/goes`))).status).toBe(404);
  });

  test('compares the lines of what both have: an invoice entered again with another line has changed', async () => {
    const owner = await Client.signUp(world.url);
    const invoice = async (description: string, number: string) => {
      const contact = await owner.post<{ id: string }>(owner.of('/contacts'), { name: `C ${number}` });
      const lines = [{ description, quantity: '1', unitPrice: '10.00' }];
      return owner.post(owner.of('/invoices'), { contactId: contact.body.id, issuedOn: '2026-01-31', lines });
    };
    const line = (account: string, side: 'debit' | 'credit') => ({ account, [side]: '5.00' });
    const enter = (account: string) =>
      owner.post(owner.of('/journal-entries'), {
        date: '2026-01-31',
        journal: 'OD',
        number: 'L-7',
        label: 'Same',
        lines: [line(account, 'debit'), line('1010', 'credit')],
      });
    await enter('5200');
    expect((await invoice('Bread', 'one')).status).toBe(201);
    const { id } = (await owner.reset()).body.snapshot as { id: string };
    const of = async (kind: string) =>
      (await owner.get<{ kinds: Difference[] }>(owner.of(`/snapshots/${id}/comparison`))).body.kinds.find(
        (each) => each.kind === kind,
      );
    await enter('5200');
    expect(await of('journalEntries')).toMatchObject({ changes: 0, goes: 0 });
    const again = await owner.reset();
    await enter('5300');
    expect(again.status).toBe(201);
    expect(await of('journalEntries')).toMatchObject({ changes: 1, goes: 0 });
    type Rows = { items: { partsDiffer: boolean }[] };
    const rows = await owner.get<Rows>(owner.of(`/snapshots/${id}/comparison/journalEntries/changes`));
    expect(rows.body.items).toMatchObject([{ partsDiffer: true, from: { label: 'Same' }, into: { label: 'Same' } }]);
  });
});
