import { typedAmount, typedNumber, typedQuantity } from './typed-number.js';

test.each([
  ['1 234,56 $', 'fr', '1234.56'],
  ['1\u202f234,56\u00a0$', 'fr', '1234.56'],
  ['1,234.56', 'en', '1234.56'],
  ['1.234,56', 'fr', '1234.56'],
  ['$1,234', 'en', '1234'],
  ['1,234,567', 'en', '1234567'],
  ['12,5', 'en', '12.5'],
  ['12,50', 'en', '12.50'],
  ['12.5', 'fr', '12.5'],
  ['.5', 'en', '0.5'],
  ['0012', 'fr', '12'],
  ['−3,00', 'fr', '-3.00'],
  ['１２', 'fr', '12'],
  ['5.', 'en', '5'],
  ['1.234.567,89', 'fr', '1234567.89'],
  ['-20', 'fr', '-20'],
  [',5', 'fr', '0.5'],
] as const)('%s in %s is %s', (text, locale, amount) => {
  expect(typedAmount(text, locale)).toBe(amount);
});

test.each([
  ['', 'fr'],
  ['a', 'fr'],
  ['1,2,3', 'fr'],
  ['1.2.3,4', 'fr'],
  ['12 mille', 'fr'],
  // Three decimals are no cents.
  ['1,234', 'fr'],
  ['1.005', 'en'],
  ['1e3', 'en'],
  ['12,345', 'fr'],
  ['douze', 'fr'],
  [`1${'0'.repeat(15)}`, 'en'],
] as const)('%s in %s is no amount', (text, locale) => {
  expect(typedAmount(text, locale)).toBeUndefined();
});

test('a percentage has more decimals than an amount', () => {
  expect(typedNumber('9,975', 'fr')).toBe('9.975');
  expect(typedNumber('9.975', 'en')).toBe('9.975');
});

test.each([
  ['2,5', 'fr', '2.5'],
  ['0,125', 'fr', '0.125'],
  ['1,250', 'en', '1250'],
  ['-1', 'fr', undefined],
  ['1,2345', 'fr', undefined],
] as const)('%s in %s as a quantity is %s', (text, locale, quantity) => {
  expect(typedQuantity(text, locale)).toBe(quantity);
});
