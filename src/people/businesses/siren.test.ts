import { isSiren, sirenSchema, withoutSpaces } from './siren.js';

test.each(['732829320', '552100554'])('%s is a SIREN by its check', (siren) => {
  expect(isSiren(siren)).toBe(true);
});

test.each(['732829321', '73282932', '7328293200', '73282932A', '', '732829302'])('%s is none', (text) => {
  expect(isSiren(text)).toBe(false);
});

test('spaces are taken away', () => {
  expect(withoutSpaces(sirenSchema.parse('732 829 320'))).toBe('732829320');
});
