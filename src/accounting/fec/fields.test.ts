import fc from 'fast-check';
import { formatAmount, isLongerThan, parseAmount, parseDate, trimmed } from './fields.js';

describe('parseAmount', () => {
  it.each<[string, bigint]>([
    ['', 0n],
    ['0', 0n],
    ['-0,00', 0n],
    ['12', 1200n],
    ['12,', 1200n],
    [',5', 50n],
    ['12,5', 1250n],
    ['12.50', 1250n],
    ['+12,5000', 1250n],
    ['-12,05', -1205n],
    ['0000000000000000012,34', 1234n],
    ['9999999999999,99', 999_999_999_999_999n],
  ])('reads %p', (text, cents) => expect(parseAmount(text)).toBe(cents));

  it.each([
    ['-', 'bad-amount'],
    [',', 'bad-amount'],
    ['12-', 'bad-amount'],
    ['1e3', 'bad-amount'],
    ['12,3,4', 'bad-amount'],
    ['١٢', 'bad-amount'],
    ['0'.repeat(16_000), 'bad-amount'],
    ['12,345', 'too-many-decimals'],
    ['10000000000000', 'amount-too-large'],
    ['1 234,56', 'thousands-separator'],
    ['1\u00a0234', 'thousands-separator'],
    ['-1\u202f234\u202f567,8', 'thousands-separator'],
    ['1.234,56', 'thousands-separator'],
    ["1'234.56", 'thousands-separator'],
  ])('refuses %p: %s', (text, fault) => expect(parseAmount(text)).toBe(fault));

  it('reads back whatever formatAmount writes', () => {
    const max = 999_999_999_999_999n;
    fc.assert(
      fc.property(fc.bigInt({ min: -max, max }), fc.constantFrom(',' as const, '.' as const), (cents, sign) => {
        expect(parseAmount(formatAmount(cents, sign))).toBe(cents);
      }),
    );
  });
});

describe('parseDate', () => {
  it.each([
    ['20240229', '2024-02-29'],
    ['20000229', '2000-02-29'],
    ['19000101', '1900-01-01'],
    ['29991231', '2999-12-31'],
  ])('reads %s', (text, date) => {
    expect(parseDate(text)).toBe(date);
    expect(parseDate(text)).toBe(date);
  });

  it.each(['', '20230229', '21000229', '20240431', '20241301', '20240100', '20240132', '18991231', '30000101'])(
    'refuses %p',
    (text) => expect(parseDate(text)).toBeUndefined(),
  );
  it.each(['2024-02-29', '2024229', '202402290', ' 20240229', '２０２４０２２９'])('refuses %p', (text) =>
    expect(parseDate(text)).toBeUndefined(),
  );

  it('agrees with the calendar', () => {
    const [min, max] = [new Date('1900-01-01'), new Date('2999-12-31')];
    fc.assert(
      fc.property(fc.date({ min, max, noInvalidDate: true }), (date) => {
        const day = date.toISOString().slice(0, 10);
        expect(parseDate(day.replaceAll('-', ''))).toBe(day);
      }),
    );
  });
});

describe('text', () => {
  it('trims like trim()', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(' ', '\u00a0', '\u2003', '\u3000', '\ufeff', 'a', 'é', '~') }),
        (text) => {
          expect(trimmed(text)).toBe(text.trim());
        },
      ),
    );
  });

  it('counts code points, not UTF-16 units', () => {
    expect(isLongerThan('😀😀', 2)).toBe(false);
    expect(isLongerThan('😀😀😀', 2)).toBe(true);
  });
});
