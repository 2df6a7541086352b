import { balanceSheet, profitAndLoss, type AccountBalance } from './statements.js';

const of = (account: string, now: bigint, before = 0n): AccountBalance => ({
  account,
  name: `Account ${account}`,
  now,
  before,
});

/** Balanced in both periods. */
const BOOKS = [
  of('1010', 150_00n, 40_00n),
  of('1100', 50_00n),
  of('2100', -20_00n, -10_00n),
  of('3000', -100_00n, -30_00n),
  of('4000', -130_00n),
  of('5200', 50_00n),
];

test('profit is revenue less expenses, each shown without a sign', () => {
  const { sections, now, before } = profitAndLoss(BOOKS);
  expect(sections.map(({ kind, now: sum }) => [kind, sum])).toEqual([
    ['revenue', 130_00n],
    ['expense', 50_00n],
  ]);
  expect({ now, before }).toEqual({ now: 80_00n, before: 0n });
});

test('a loss is negative', () => {
  expect(profitAndLoss([of('5200', 7n)]).now).toBe(-7n);
});

test('assets equal what they are owed to, the result included', () => {
  const { sections, result, owed } = balanceSheet(BOOKS);
  expect(sections[0]).toMatchObject({ kind: 'asset', now: 200_00n, before: 40_00n });
  expect(result.now).toBe(80_00n);
  expect(owed).toEqual({ now: 200_00n, before: 40_00n });
});

test('an account without a balance in either period is not listed', () => {
  expect(balanceSheet([...BOOKS, of('1500', 0n)]).sections[0]!.lines.map(({ account }) => account)).toEqual([
    '1010',
    '1100',
  ]);
});
