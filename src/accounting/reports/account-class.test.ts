import { classOf, isDebitClass, isOfBalanceSheet } from './account-class.js';

test.each([
  ['1010', 'asset'],
  ['2110', 'liability'],
  ['3000', 'equity'],
  ['4900', 'revenue'],
  ['5800', 'expense'],
  ['101000', 'equity'],
  ['164000', 'liability'],
  ['215400', 'asset'],
  ['401000', 'liability'],
  ['411000', 'asset'],
  ['445710', 'liability'],
  ['512000', 'asset'],
  ['606100', 'expense'],
  ['707000', 'revenue'],
  ['X', 'asset'],
])('%s is of the class %s', (number, kind) => {
  expect(classOf(number)).toBe(kind);
});

test('the balance sheet has three of the five classes', () => {
  expect((['asset', 'liability', 'equity', 'revenue', 'expense'] as const).map(isOfBalanceSheet)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
  expect((['asset', 'liability', 'equity', 'revenue', 'expense'] as const).map(isDebitClass)).toEqual([
    true,
    false,
    false,
    false,
    true,
  ]);
});
