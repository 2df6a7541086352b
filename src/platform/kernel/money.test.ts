import fc from 'fast-check';
import { AMOUNT, formatCents, parseCents, sumToAmount, timesDecimal } from './money.js';

const CENTS_MAX = 10n ** 17n - 1n;
const cents = fc.bigInt({ min: -CENTS_MAX, max: CENTS_MAX });
const refused = expect.objectContaining({ code: 'VALIDATION' });

describe('an amount', () => {
  test('is the same after it was written and read', () => {
    fc.assert(
      fc.property(cents, (amount) => {
        expect(parseCents(formatCents(amount))).toBe(amount);
        expect(formatCents(amount)).toMatch(AMOUNT);
      }),
    );
  });

  test.each([
    ['0', 0n],
    ['-0.00', 0n],
    ['7', 700n],
    ['-12.5', -1_250n],
    ['-0.05', -5n],
    ['007.10', 710n],
    ['99999999999999999999999999.99', 9_999_999_999_999_999_999_999_999_999n],
  ])('%s is read to the cent', (text, expected) => {
    expect(parseCents(text)).toBe(expected);
  });

  test.each([
    '',
    ' 1',
    '1 ',
    '+1',
    '1,50',
    '1.',
    '.5',
    '1.505',
    '1e3',
    '0x10',
    'NaN',
    '１２',
    '--1',
    '1\n',
    '9'.repeat(38),
  ])('%j is none', (text) => {
    expect(() => parseCents(text)).toThrow(refused);
  });

  test('is named in the refusal by its beginning only', () => {
    expect(() => parseCents('x'.repeat(100_000))).toThrow(`"${'x'.repeat(40)}" is not an amount`);
  });
});

describe('a product', () => {
  const DECIMALS = 6;
  const SCALE = 10n ** BigInt(DECIMALS);
  const factor = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
  const written = (value: bigint) => {
    const digits = (value < 0n ? -value : value).toString().padStart(DECIMALS + 1, '0');
    return `${value < 0n ? '-' : ''}${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}`;
  };

  test('is off by half a cent at most, and away from zero at exactly the half', () => {
    const small = fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n });
    fc.assert(
      fc.property(small, factor, (amount, times) => {
        const exact = amount * times;
        const off = timesDecimal(amount, written(times), DECIMALS) * SCALE - exact;
        expect(2n * (off < 0n ? -off : off)).toBeLessThanOrEqual(SCALE);
        if (2n * off === SCALE) expect(exact).toBeGreaterThan(0n);
        if (-2n * off === SCALE) expect(exact).toBeLessThan(0n);
      }),
    );
    expect([1n, -1n].map((amount) => timesDecimal(amount, '0.5', 1))).toEqual([1n, -1n]);
  });

  test('changes its sign with either of the two, and does not mind more zeros', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 9n }), fc.bigInt({ min: 0n, max: 10n ** 9n }), (amount, times) => {
        const plain = timesDecimal(amount, written(times), DECIMALS);
        expect(timesDecimal(-amount, written(times), DECIMALS)).toBe(-plain);
        expect(timesDecimal(amount, `-${written(times)}`, DECIMALS)).toBe(-plain);
        expect(timesDecimal(amount, `${written(times)}000`, DECIMALS)).toBe(plain);
      }),
    );
  });

  test('that no column could hold is refused', () => {
    expect(timesDecimal(CENTS_MAX, '1', 3)).toBe(CENTS_MAX);
    expect(() => timesDecimal(CENTS_MAX, '1.001', 3)).toThrow(refused);
    expect(() => timesDecimal(-CENTS_MAX, '1.001', 3)).toThrow(refused);
  });
});

test('a sum is exact, and refused where it is no amount any more', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), { maxLength: 50 }), (amounts) => {
      expect(sumToAmount(amounts)).toBe(amounts.reduce((sum, amount) => sum + amount, 0n));
    }),
  );
  expect(sumToAmount([CENTS_MAX, 1n, -1n])).toBe(CENTS_MAX);
  for (const sign of [1n, -1n]) expect(() => sumToAmount([sign * CENTS_MAX, sign])).toThrow(refused);
});
