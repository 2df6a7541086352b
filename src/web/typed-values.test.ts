import { typedAmount, typedQuantity } from './typed-values.js';

describe('what people type', () => {
  test.each([
    ['12', '12'],
    ['12,5', '12.5'],
    ['12.50', '12.50'],
    ['1 234,56 $', '1234.56'],
    ['1\u202f234,56\u00a0$', '1234.56'],
    ['$1,234.56', '1234.56'],
    ['1.234.567,89', '1234567.89'],
    ['1,234,567.89', '1234567.89'],
    ['-20', '-20'],
    [',5', '0.5'],
    ['007', '007'],
    ['12,345', undefined],
    ['1,2,3', undefined],
    ['douze', undefined],
    ['', undefined],
    ['1e3', undefined],
    ['9'.repeat(16), undefined],
  ])('%j as an amount is %j', (text, amount) => {
    expect(typedAmount(text)).toBe(amount);
  });

  test.each([
    ['2,5', '2.5'],
    ['0,125', '0.125'],
    ['-1', undefined],
    ['1,2345', undefined],
  ])('%j as a quantity is %j', (text, quantity) => {
    expect(typedQuantity(text)).toBe(quantity);
  });
});
