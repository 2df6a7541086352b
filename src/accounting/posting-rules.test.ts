import { assertBalanced } from './balance.js';
import { linesOfCreditNote, linesOfInvoice, linesOfPayment, sharesOf, type DocumentLine } from './posting-rules.js';

const CUSTOMER = { number: 'C000001', name: 'Nadeau' };
const GST = { name: 'TPS', percent: '5.0000', account: '2100' };
const QST = { name: 'TVQ', percent: '9.9750', account: '2110' };
const BOTH = { code: 'TPS-TVQ', parts: [GST, QST] };

const said = (lines: ReturnType<typeof linesOfInvoice>) =>
  lines.map(({ account, debit, credit }) => [account, debit, credit]);

describe('an invoice', () => {
  test('is owed by the customer, earned by account and collected by tax', () => {
    const lines: DocumentLine[] = [
      { account: '4000', net: 10_000n, tax: 1_498n, rate: BOTH },
      { account: '4100', net: 5_000n, tax: 250n, rate: { code: 'TPS', parts: [GST] } },
      { account: '4000', net: 100n, tax: 0n },
    ];
    const entry = linesOfInvoice(lines, CUSTOMER);
    expect(said(entry)).toEqual([
      ['1100', 16_848n, 0n],
      ['4000', 0n, 10_100n],
      ['4100', 0n, 5_000n],
      ['2100', 0n, 750n],
      ['2110', 0n, 998n],
    ]);
    expect(entry.map(({ auxiliary }) => auxiliary)).toEqual([CUSTOMER, undefined, undefined, undefined, undefined]);
  });

  test('of a discount larger than its sales is owed to the customer', () => {
    const lines = [
      { account: '4000', net: 100n, tax: 0n },
      { account: '4100', net: -300n, tax: 0n },
    ];
    expect(said(linesOfInvoice(lines, CUSTOMER))).toEqual([
      ['1100', 0n, 200n],
      ['4000', 0n, 100n],
      ['4100', 300n, 0n],
    ]);
  });

  test('of nothing posts nothing', () => {
    expect(linesOfInvoice([{ account: '4000', net: 0n, tax: 0n }], CUSTOMER)).toEqual([]);
  });

  test('is taken back by a credit note of the same lines', () => {
    const lines = [{ account: '4000', net: 10_000n, tax: 1_498n, rate: BOTH }];
    expect(said(linesOfCreditNote(lines, CUSTOMER))).toEqual([
      ['1100', 0n, 11_498n],
      ['4000', 10_000n, 0n],
      ['2100', 500n, 0n],
      ['2110', 998n, 0n],
    ]);
  });
});

test('a payment goes into the bank, off what its customer owes', () => {
  const lines = linesOfPayment(11_498n, { bank: '1010', credit: '1100', customer: CUSTOMER });
  expect(said(lines)).toEqual([
    ['1010', 11_498n, 0n],
    ['1100', 0n, 11_498n],
  ]);
  expect(lines.map(({ auxiliary }) => auxiliary)).toEqual([undefined, CUSTOMER]);
});

describe('the shares of a tax', () => {
  test('are what it says, each of the sign of the whole', () => {
    for (let tax = -2_000n; tax <= 2_000n; tax += 1n) {
      const shares = sharesOf(tax, ['5.0000', '9.9750']);
      expect(shares[0]! + shares[1]!).toBe(tax);
      for (const share of shares) expect(share * tax).toBeGreaterThanOrEqual(0n);
    }
  });

  test('are of one part the whole, and of none nothing', () => {
    expect(sharesOf(123n, ['20.0000'])).toEqual([123n]);
    expect(sharesOf(123n, [])).toEqual([]);
  });
});

test('whatever the lines, the entry balances', () => {
  let seed = 42;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 500; round++) {
    const lines = Array.from({ length: 1 + random(6) }, (): DocumentLine => ({
      account: ['4000', '4100', '4900'][random(3)]!,
      net: BigInt(random(100_000) - 20_000),
      tax: BigInt(random(15_000) - 2_000),
      rate: [BOTH, { code: 'TPS', parts: [GST] }, { code: 'TVQ', parts: [QST] }][random(3)]!,
    }));
    assertBalanced(linesOfInvoice(lines, CUSTOMER));
    assertBalanced(linesOfCreditNote(lines, CUSTOMER));
  }
});
