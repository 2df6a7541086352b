import fc from 'fast-check';
import { newId } from './ids.js';
import { emailKey, inOneLine, isOneLine, isPrintable } from './text.js';
import {
  amountSchema,
  dateSchema,
  FAULTS,
  field,
  idSchema,
  oneLine,
  orAbsent,
  pageSchema,
  printable,
} from './schemas.js';

const faultOf = (result: { error?: { issues: readonly { message: string }[] } }) => result.error?.issues[0]?.message;

describe('a text that was sent', () => {
  test('is what a column holds unchanged, or refused: trimmed, composed, of that many characters at most', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (text) => {
        const { data } = printable(5).safeParse(text);
        if (data === undefined) return;
        expect(isPrintable(data)).toBe(true);
        expect(data).toBe(data.normalize('NFC').trim());
        expect([...data].length).toBeGreaterThan(0);
        expect([...data].length).toBeLessThanOrEqual(5);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    ['', FAULTS.EMPTY],
    [' \t ', FAULTS.EMPTY],
    ['a\u0000b', FAULTS.CONTROL_CHARACTERS],
    ['\ud800', FAULTS.CONTROL_CHARACTERS],
    [['a', 'b'], FAULTS.GIVEN_TWICE],
    ['abcdef', 'must have at most 5 characters'],
    ['👩‍🌾👩‍🌾', 'must have at most 5 characters'],
  ])('as %j is refused: %s', (text, fault) => {
    expect(faultOf(printable(5).safeParse(text))).toBe(fault);
  });

  test('counts a character outside the basic plane as one, and a composed accent too', () => {
    expect(printable(5).parse('🌾'.repeat(5))).toBe('🌾'.repeat(5));
    expect(printable(5).parse('e\u0301'.repeat(5))).toBe('é'.repeat(5));
  });

  test.each(['\t', '\n', '\v', '\f', '\r', '\u0085', '\u2028', '\u2029'])('as a name does not hold %j', (end) => {
    expect(oneLine(10).safeParse(`a${end}b`).success).toBe(false);
    expect(isOneLine(`a${end}b`)).toBe(false);
    expect(isOneLine(inOneLine(`a${end}b`))).toBe(true);
  });

  test('left empty in a form is as if it had not been sent, where the field says so', () => {
    expect(orAbsent(field(5)).parse('')).toBeUndefined();
    expect(field(5).parse('')).toBe('');
  });
});

describe('an address', () => {
  test('is compared without its case, spaces around it and composition, and comparing twice changes nothing', () => {
    expect(emailKey('  ZOE\u0301@Example.TEST ')).toBe('zo\u00e9@example.test');
    fc.assert(fc.property(fc.emailAddress(), (email) => expect(emailKey(emailKey(email))).toBe(emailKey(email))));
  });
});

test('an id is taken in any case and kept in one', () => {
  const id = newId();
  expect(idSchema.parse(id.toUpperCase())).toBe(id);
  expect(faultOf(idSchema.safeParse([id, id]))).toBe(FAULTS.GIVEN_TWICE);
});

test('an amount has fifteen digits and two decimals at most', () => {
  for (const text of ['0', '-1.5', '999999999999999.99']) expect(amountSchema.parse(text)).toBe(text);
  for (const text of ['1.234', '1000000000000000', '1,5', '']) expect(amountSchema.safeParse(text).success).toBe(false);
});

test('a date is a day that there was, of a year that books have', () => {
  for (const day of ['1900-01-01', '2024-02-29', '2999-12-31']) expect(dateSchema.parse(day)).toBe(day);
  for (const day of ['2023-02-29', '1899-12-31', '3000-01-01', '2026-1-1', '2026-01-01T00:00:00Z']) {
    expect(dateSchema.safeParse(day).success).toBe(false);
  }
});

test('a page has fifty items where nobody says, and two hundred at most', () => {
  expect(pageSchema.parse({})).toEqual({ limit: 50 });
  expect(pageSchema.parse({ limit: '200', after: 'x' })).toEqual({ limit: 200, after: 'x' });
  for (const limit of ['0', '-1', '201', '1.5', 'all']) expect(pageSchema.safeParse({ limit }).success).toBe(false);
});
