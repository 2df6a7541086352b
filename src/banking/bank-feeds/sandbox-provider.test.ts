import fc from 'fast-check';
import { MINUTE_MS, now, SECOND_MS } from '../../platform/kernel/clock.js';
import { AMOUNT } from '../../platform/kernel/money.js';
import type { FeedConnection } from './bank-provider.js';
import { SandboxProvider } from './sandbox-provider.js';

const bank = new SandboxProvider();
const connection = (minutes: number, rest: Partial<FeedConnection> = {}): FeedConnection => ({
  feedId: 'feed',
  institution: 'sandbox',
  connectedAt: new Date(now().getTime() - minutes * MINUTE_MS - 2 * SECOND_MS),
  fetchedCount: 0,
  ...rest,
});

describe('what the port promises of a bank', () => {
  test('the same cursor gives the same transactions, each with an id of its own', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uuid(), fc.nat(200), fc.nat(200), async (feedId, minutes, fetchedCount) => {
        const at = connection(minutes, { feedId, fetchedCount });
        const [once, again] = [await bank.fetchNew(at), await bank.fetchNew(at)];
        const shared = Math.min(once.length, again.length);
        expect(again.slice(0, shared)).toEqual(once.slice(0, shared));
        expect(new Set(once.map(({ externalId }) => externalId)).size).toBe(once.length);
        for (const { amount, postedOn } of once) {
          expect(amount).toMatch(AMOUNT);
          expect(postedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
        }
      }),
    );
  });

  test('the next cursor goes on where the one before ended: nothing twice, nothing left out', async () => {
    const all = await bank.fetchNew(connection(40));
    const rest = await bank.fetchNew(connection(40, { fetchedCount: 15 }));
    expect(all).toHaveLength(41);
    expect(rest.map(({ externalId }) => externalId)).toEqual(all.slice(15).map(({ externalId }) => externalId));
  });

  test('a feed of another account has transactions of its own', async () => {
    const [mine, theirs] = [
      await bank.fetchNew(connection(5)),
      await bank.fetchNew(connection(5, { feedId: 'other' })),
    ];
    const ids = new Set(mine.map(({ externalId }) => externalId));
    expect(theirs.filter(({ externalId }) => ids.has(externalId))).toEqual([]);
  });

  test('nothing has arrived at the moment of connecting, and a hundred at most are fetched at once', async () => {
    expect(await bank.fetchNew(connection(0, { connectedAt: now() }))).toEqual([]);
    expect(await bank.fetchNew(connection(10_000))).toHaveLength(100);
    expect(await bank.fetchNew(connection(3, { fetchedCount: 50 }))).toEqual([]);
  });

  test('a bank that does not answer throws', async () => {
    const unsteady = connection(10, { institution: 'sandbox-unsteady', fetchedCount: 3 });
    await expect(bank.fetchNew(unsteady)).rejects.toThrow('does not answer');
  });
});

test('each bank has a name and a description in both languages, and an id of its own', () => {
  const banks = bank.institutions();
  expect(new Set(banks.map(({ id }) => id)).size).toBe(banks.length);
  for (const { name, description } of banks) {
    for (const text of [name.fr, name.en, description.fr, description.en]) expect(text.trim()).not.toBe('');
  }
});
