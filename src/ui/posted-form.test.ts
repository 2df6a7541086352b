import fc from 'fast-check';
import { localPath, wayBack } from './posted-form.js';

const SITE = 'https://ardoise.example';

describe('a path to go to', () => {
  test('stays on this site, whatever was carried along', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.webUrl(), fc.string({ unit: fc.constantFrom(...'/\\:.@%?#a\t\n '), maxLength: 8 })),
        (text) => {
          const path = localPath(text);
          if (path !== undefined) expect(new URL(path, SITE).origin).toBe(SITE);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test.each(['/', '/b/1/settings?snapshot=2#top', '/%2F%2Felsewhere.example'])('%s is one', (path) => {
    expect(localPath(path)).toBe(path);
  });

  test.each([
    '//elsewhere.example',
    '/\\elsewhere.example',
    'https://elsewhere.example',
    '',
    'b/1',
    '/a b',
    '/\n',
    '/é',
  ])('%j is none', (path) => {
    expect(localPath(path)).toBeUndefined();
  });
});

describe('the way back', () => {
  test('is the address itself, then its path, then the first page: never too long for the head of an answer', () => {
    const query = `/b/1?q=${'a'.repeat(1_600)}`;
    expect(wayBack('/b/1?q=a')).toBe('/b/1?q=a');
    expect(wayBack(query)).toBe('/b/1');
    expect(wayBack(`/${'b'.repeat(1_600)}?q=a`)).toBe('/');
    fc.assert(
      fc.property(fc.nat(2_000), fc.nat(2_000), (path, length) => {
        expect(wayBack(`/${'p'.repeat(path)}?${'q'.repeat(length)}`).length).toBeLessThanOrEqual(1_500);
      }),
    );
  });
});
