import { newReference, newToken, referenceOf, tokenOf, tokenText } from './pay-tokens.js';

describe('a token', () => {
  test('is read from its own text and from no other spelling', () => {
    const token = newToken();
    const text = tokenText(token);
    expect(text).toMatch(/^[\w-]{43}$/);
    expect(tokenOf(text)).toEqual(token);
    const last = text.at(-1)!;
    const sibling = String.fromCharCode(last.charCodeAt(0) + 1);
    for (const other of [
      '',
      'x',
      `${text}A`,
      `${text}=`,
      `${text} `,
      text.slice(1),
      `${text.slice(0, -1)}${sibling}`,
    ]) {
      expect(tokenOf(other)).toBeUndefined();
    }
  });
});

describe('a reference', () => {
  test('is found however it is typed', () => {
    const reference = newReference();
    expect(referenceOf(` ${reference.toLowerCase()}\n`)).toBe(reference);
  });

  test.each(['PAY-', 'PAY-1234567', 'PAY-123456789', 'PAY-IIIIIIII', 'XPAY-12345678', '12345678', 'PAY 12345678'])(
    'is not %s',
    (typed) => expect(referenceOf(typed)).toBeUndefined(),
  );
});
