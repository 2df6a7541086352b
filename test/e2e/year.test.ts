import { Client } from '../builders/client.js';
import { LAST_DAY, takeUpAgain, Year, type Bookkeeper } from '../builders/year.js';
import { Scene } from '../setup/scene.js';

/** In small what `npm run drill -- year` does with 12,000 documents. */
describe('a year of a business', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.start('year');
  });
  afterAll(() => scene.stop());

  const bookkeeperOf = (client: Client): Bookkeeper => {
    const done = async (asked: Promise<{ status: number; body: Record<string, unknown> }>, expected: number) => {
      const { status, body } = await asked;
      if (status !== expected) throw new Error(`${status} ${JSON.stringify(body)}`);
      return body;
    };
    return {
      post: (path, json) => done(client.post(client.of(path), json), 201),
      get: (path) => done(client.get(client.of(path)), 200),
    };
  };

  test('is entered, reset and taken up again: its balances agree to the cent with the snapshot’s', async () => {
    const owner = await Client.signUp(scene.url);
    const bookkeeper = bookkeeperOf(owner);
    const entered = await new Year(bookkeeper, 150).enter();
    expect(entered.invoices + entered.payments + entered.creditNotes + entered.entries).toBe(150);
    expect(Math.min(...Object.values(entered))).toBeGreaterThan(0);
    const { kept, open, added, snapshot } = await takeUpAgain(bookkeeper, owner.email);
    expect(Object.keys(kept).length).toBeGreaterThan(8);
    expect(open).toEqual(kept);
    expect(added.invoices).toBeGreaterThan(0);
    const { ledger, totals } = (await bookkeeper.get('/reports/receivables')) as {
      ledger: { balance: string };
      totals: { total: string };
    };
    expect(ledger.balance).toBe(totals.total);
    const { items } = (await bookkeeper.get('/journal-entries')) as { items: { date: string }[] };
    expect(items.map(({ date }) => date)).toEqual([LAST_DAY]);
    expect(await bookkeeper.get(`/snapshots/${snapshot}/counts`)).toMatchObject({ invoices: entered.invoices });
  });
});
