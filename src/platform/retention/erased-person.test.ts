import { mentions } from './erased-person.js';

const zoe = { addresses: ['Zoe@example.test', 'z+o@example.test'] };

describe('a text mentions somebody', () => {
  test.each([
    'zoe@example.test',
    'To: "Zoe" <ZOE@EXAMPLE.TEST>',
    'Written to zoe@example.test.',
    '{"email":"zoe@example.test"}',
    'z+o@example.test, and others',
  ])('in %j', (text) => {
    expect(mentions(text, zoe)).toBe(true);
  });

  test.each([
    'chloe.zoe@example.test',
    'zoe@example.test.fr',
    'zoe@example.tests',
    'zoe@example-test',
    'zzo@example.test',
    'ézoe@example.test',
    '',
  ])('not in %j, which is of somebody else', (text) => {
    expect(mentions(text, zoe)).toBe(false);
  });

  test('of whom no address is known: never', () => {
    expect(mentions('zoe@example.test', { addresses: [] })).toBe(false);
  });
});
