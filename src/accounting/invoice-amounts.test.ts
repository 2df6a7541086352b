import fc from 'fast-check';
import { formatCents } from '../platform/kernel/money.js';
import { amountsOfLine, dueAfter, sumsOf } from './invoice-amounts.js';

const written = (value: bigint, decimals: number) => {
  const digits = value.toString().padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
};
const unitPrice = fc.bigInt({ min: 0n, max: 10n ** 9n });
const quantity = fc.bigInt({ min: 0n, max: 10n ** 6n });
const percent = fc.bigInt({ min: 0n, max: 100n * 10n ** 4n });

/** Half away from zero; of what is not negative. */
const rounded = (product: bigint, scale: bigint) => (2n * product + scale) / (2n * scale);

describe('a line of an invoice', () => {
  test.each([
    ['100.00', '1', '9.9750', 10_000n, 998n],
    ['100.00', '1', '5.0000', 10_000n, 500n],
    ['412.50', '5.5', '14.9750', 226_875n, 33_975n],
    ['0.01', '0.5', '14.9750', 1n, 0n],
    ['0.01', '0.499', undefined, 0n, 0n],
    ['19.99', '3', '100.0000', 5_997n, 5_997n],
    ['-100.00', '1', '9.9750', -10_000n, -998n],
  ])('%s × %s, at %s %%', (price, many, rate, net, tax) => {
    expect(amountsOfLine({ unitPrice: price, quantity: many }, rate)).toEqual({ net, tax });
  });

  test('is the exact product, rounded once for the net amount and once for the tax', () => {
    fc.assert(
      fc.property(unitPrice, quantity, percent, (price, many, rate) => {
        const line = { unitPrice: formatCents(price), quantity: written(many, 3) };
        const net = rounded(price * many, 1_000n);
        expect(amountsOfLine(line, written(rate, 4))).toEqual({ net, tax: rounded(net * rate, 1_000_000n) });
        expect(amountsOfLine(line).tax).toBe(0n);
      }),
    );
  });
});

describe('an invoice', () => {
  test('comes to what its lines say, to the cent', () => {
    const lines = [
      { net: 333n, tax: 33n },
      { net: 333n, tax: 33n },
      { net: 334n, tax: 34n },
    ];
    expect(sumsOf(lines)).toEqual({ net: 1_000n, tax: 100n, total: 1_100n });
  });

  test('is refused where the total could not be stored, though the net amount and the tax could', () => {
    const largest = 10n ** 17n - 1n;
    expect(sumsOf([{ net: largest, tax: 0n }]).total).toBe(largest);
    expect(() => sumsOf([{ net: largest, tax: 1n }])).toThrow(expect.objectContaining({ code: 'VALIDATION' }));
  });

  test('is due in thirty days, over the ends of months, of years and of February', () => {
    expect(['2026-01-31', '2024-01-31', '2026-12-15', '2026-03-08'].map(dueAfter)).toEqual([
      '2026-03-02',
      '2024-03-01',
      '2027-01-14',
      '2026-04-07',
    ]);
  });
});
