import type { DataSource } from 'typeorm';
import { openDataSource } from '../../src/platform/database/data-source.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { inTransaction, select } from '../../src/platform/database/transaction.js';
import { MINUTE_MS, SECOND_MS, shiftClock } from '../../src/platform/kernel/clock.js';
import { LimitRule } from '../../src/platform/limits/limit-rule.js';
import { Limits } from '../../src/platform/limits/limits.service.js';
import { createTestDatabase, type TestDatabase } from '../setup/databases.js';

const TRIES = new LimitRule('test-tries', { max: 10, windowMs: 15 * MINUTE_MS });
const WIDE = new LimitRule('test-wide', { max: 1_000, windowMs: 15 * MINUTE_MS });
const SLOWER = new LimitRule('test-slower', { max: 3, windowMs: 60 * MINUTE_MS, pausesMs: [MINUTE_MS, 5 * MINUTE_MS] });

/** Two processes are two pools on one database. */
describe('limits', () => {
  let database: TestDatabase;
  let pools: DataSource[];
  let one: Limits;
  let other: Limits;

  beforeAll(async () => {
    database = await createTestDatabase('limits');
    await migrate(database);
    pools = await Promise.all([openDataSource(database.appUrl, 12), openDataSource(database.appUrl, 12)]);
    [one, other] = pools.map((pool) => new Limits(pool)) as [Limits, Limits];
  });
  afterEach(() => shiftClock(0));
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.destroy()));
    await database.drop();
  });

  const refused = (seconds: number) => ({ code: 'TOO_MANY_REQUESTS', extra: { retryAfterSeconds: seconds } });
  const outcomes = (tries: Promise<void>[]) =>
    Promise.all(
      tries.map((attempt) =>
        attempt.then(
          () => 'let through',
          (error: { code?: string }) => error.code,
        ),
      ),
    );
  const usedOf = async (rule: LimitRule, subject: string) =>
    (await one.countsOf(pools[0]!.manager, rule, subject)).map(({ used }) => used);

  test('let as many through as they say when four hundred come at once, in two processes', async () => {
    const all = await outcomes(
      Array.from({ length: 400 }, (_, i) => (i % 2 ? one : other).spend(TRIES.of('burst', 'here'), WIDE.of('burst'))),
    );
    expect(all.filter((outcome) => outcome === 'let through')).toHaveLength(10);
    expect(all.filter((outcome) => outcome === 'TOO_MANY_REQUESTS')).toHaveLength(390);
    // What the narrow one refused has used up nothing of the wide one.
    expect(await usedOf(WIDE, 'burst')).toEqual([10]);
  });

  test('count each thing by itself, and say how long to wait', async () => {
    for (let i = 0; i < 10; i++) await one.spend(TRIES.of('alone', 'here'));
    await expect(other.spend(TRIES.of('alone', 'here'))).rejects.toMatchObject(refused(15 * 60));
    await other.spend(TRIES.of('alone', 'elsewhere'));
    await other.spend(TRIES.of('somebody else', 'here'));
    shiftClock(15 * MINUTE_MS + SECOND_MS);
    await other.spend(TRIES.of('alone', 'here'));
  });

  test('give back what was no attempt', async () => {
    for (let i = 0; i < 50; i++) {
      await one.spend(TRIES.of('honest'));
      await other.giveBack(TRIES.of('honest'));
    }
    expect(await usedOf(TRIES, 'honest')).toEqual([]);
  });

  test('with pauses let one more through after each, longer and longer, until all is quiet', async () => {
    for (let i = 0; i < 3; i++) await one.spend(SLOWER.of('slow'));
    await expect(other.spend(SLOWER.of('slow'))).rejects.toMatchObject(refused(60));
    shiftClock(MINUTE_MS + SECOND_MS);
    await one.spend(SLOWER.of('slow'));
    await expect(other.spend(SLOWER.of('slow'))).rejects.toMatchObject(refused(300));
    shiftClock(7 * MINUTE_MS);
    await one.spend(SLOWER.of('slow'));
    await one.giveBack(SLOWER.of('slow'));
    // What was given back leaves no pause behind.
    await one.spend(SLOWER.of('slow'));
    await expect(one.spend(SLOWER.of('slow'))).rejects.toMatchObject(refused(300));
    shiftClock(68 * MINUTE_MS);
    for (let i = 0; i < 3; i++) await one.spend(SLOWER.of('slow'));
  });

  test('are lifted for one subject at every address, and hold nothing that could be read', async () => {
    const account = 'lifted@example.test';
    for (let i = 0; i < 10; i++) await one.spend(TRIES.of(account, 'here'), WIDE.of(account));
    await one.spend(TRIES.of(account, 'there'));
    expect(await usedOf(TRIES, account)).toEqual([1, 10]);
    const table = JSON.stringify(await select(pools[0]!.manager, 'SELECT * FROM attempt_counts'));
    expect(table).not.toContain('lifted');
    await inTransaction(pools[0]!, (tx) => other.forget(tx, TRIES, account));
    expect(await usedOf(TRIES, account)).toEqual([]);
    expect(await usedOf(WIDE, account)).toEqual([10]);
    await one.spend(TRIES.of(account, 'here'));
  });

  test('are forgotten when their time is over', async () => {
    await one.spend(TRIES.of('old'));
    shiftClock(5 * 60 * MINUTE_MS);
    expect(await other.forgetOld()).toBe(false);
    expect(await select(pools[0]!.manager, 'SELECT * FROM attempt_counts')).toEqual([]);
  });
});
