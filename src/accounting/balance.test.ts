import fc from 'fast-check';
import { assertBalanced } from './balance.js';

const amount = fc.bigInt({ min: 1n, max: 10n ** 17n - 1n });
const side = fc.constantFrom('debit', 'credit');
const line = fc.record({ amount, side }).map(({ amount, side }) => ({ debit: 0n, credit: 0n, [side]: amount }));
const lines = fc.array(line, { minLength: 1, maxLength: 20 });

/** What is missing on one side, as one more line. */
function balancing(entry: readonly { debit: bigint; credit: bigint }[]) {
  const difference = entry.reduce((sum, { debit, credit }) => sum + debit - credit, 0n);
  return difference > 0n ? { debit: 0n, credit: difference } : { debit: -difference, credit: 0n };
}

describe('an entry', () => {
  test('is balanced when its debits are its credits, in whatever order and however large', () => {
    fc.assert(
      fc.property(lines, fc.nat(), (some, at) => {
        const entry = some.toSpliced(at % (some.length + 1), 0, balancing(some));
        expect(() => assertBalanced(entry)).not.toThrow();
      }),
    );
  });

  test('is refused for a single cent, with both sums in plain decimals', () => {
    fc.assert(
      fc.property(lines, fc.constantFrom('debit', 'credit'), (some, more) => {
        const entry = [...some, balancing(some), { debit: 0n, credit: 0n, [more]: 1n }];
        expect(() => assertBalanced(entry)).toThrow(expect.objectContaining({ code: 'UNBALANCED_ENTRY' }));
      }),
    );
    const refused = () =>
      assertBalanced([
        { debit: 100_000n, credit: 0n },
        { debit: 0n, credit: 99_999n },
      ]);
    expect(refused).toThrow(expect.objectContaining({ extra: { debit: '1000.00', credit: '999.99' } }));
  });

  test('has no line with both, even where the sums agree: the first such line is named', () => {
    const both = () =>
      assertBalanced([
        { debit: 5n, credit: 0n },
        { debit: 5n, credit: 10n },
      ]);
    expect(both).toThrow(
      expect.objectContaining({
        code: 'VALIDATION',
        extra: { errors: [{ path: 'lines.1', message: 'has both a debit and a credit' }] },
      }),
    );
  });
});
