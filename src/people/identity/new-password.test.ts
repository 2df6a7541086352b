import { passwordFault } from './new-password.js';

const EMAIL = 'Zoe.Lachance@example.test';

describe('a new password', () => {
  test.each([
    ['12345678', 'TOO_SHORT'],
    ['        ', 'TOO_SHORT'],
    ['éééé', 'TOO_SHORT'],
    ['1234567890', 'COMMON'],
    ['Qwertyuiop', 'COMMON'],
    ['            ', 'COMMON'],
    ['aaaaaaaaaaaaaaa', 'COMMON'],
    ['121212121212', 'COMMON'],
    [' zoe.lachance@EXAMPLE.test', 'OWN_ADDRESS'],
    ['zoe.lachance', 'OWN_ADDRESS'],
    ['a long one'.repeat(21), 'TOO_LONG'],
  ])('%j is refused: %s', (password, fault) => {
    expect(passwordFault(password, 'person', EMAIL)).toBe(fault);
  });

  test.each(['correct horse battery', 'ardoise-demo', 'un été à Percé', '密码由很多不同的字组成吧'])(
    '%j is taken',
    (password) => {
      expect(passwordFault(password, 'staff', EMAIL)).toBeUndefined();
    },
  );

  test('of staff is longer', () => {
    expect(passwordFault('a fine one', 'person', EMAIL)).toBeUndefined();
    expect(passwordFault('a fine one', 'staff', EMAIL)).toBe('TOO_SHORT');
  });
});
