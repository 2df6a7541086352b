import { formatsFor } from './format.js';

describe('formats', () => {
  const french = formatsFor({ locale: 'fr' });
  const english = formatsFor({ locale: 'en' });
  const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

  it('write amounts digit for digit, however long', () => {
    expect(english.money({ amount: '1234.56', currency: 'CAD' })).toBe('$1,234.56');
    expect(plain(french.money({ amount: '1234.56', currency: 'CAD' }))).toBe('1 234,56 $');
    expect(english.amount('12345678901234567890.1234')).toBe('12,345,678,901,234,567,890.1234');
    expect(plain(french.amount('-0.1'))).toBe('-0,10');
    expect(english.amount('7')).toBe('7.00');
  });

  it('name the time zone, and keep a plain date on its day', () => {
    expect(plain(french.dateTime('2026-05-03T18:02:11Z'))).toBe('3 mai 2026 à 14 h 02 HAE');
    expect(plain(english.dateTime('2026-05-03T18:02:11Z'))).toBe('May 3, 2026 at 2:02 p.m. EDT');
    expect(plain(french.dateTime('2026-08-01T18:02:11Z'))).toBe('1er août 2026 à 14 h 02 HAE');
    expect(plain(french.day('2026-05-03'))).toBe('3 mai 2026');
    const vancouver = formatsFor({ locale: 'en', timeZone: 'America/Vancouver' });
    expect(plain(vancouver.dateTime('2026-05-03T06:02:11Z'))).toBe('May 2, 2026 at 11:02 p.m. PDT');
  });

  it('break no line inside a time', () => {
    expect(french.dateTime('2026-05-03T18:02:11Z')).toBe('3\u00a0mai 2026 à 14\u00a0h\u00a002\u00a0HAE');
  });
});
