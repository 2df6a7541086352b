import { buffer } from 'node:stream/consumers';
import { csvStream, safeCell } from './csv.js';

const fileOf = async (...cells: string[]) =>
  (await buffer(csvStream(['a', 'b'], [[...cells]]))).toString('utf8').replace('\ufeffa,b\r\n', '');

describe('a file for a spreadsheet', () => {
  test.each([
    ['a line feed alone', 'a\n=1+1', `"a\n'=1+1"`],
    ['a carriage return alone', 'a\r=1+1', `"a\r'=1+1"`],
    ['a line end', 'a\r\n@x', `"a\r\n'@x"`],
    ['a comma', 'a,b', '"a,b"'],
    ['a quote', 'a"b', '"a""b"'],
    ['a semicolon, which parts cells in French', 'a;=1+1', `"a;'=1+1"`],
    ['a tab', 'a\t=1+1', `"a\t'=1+1"`],
  ])('quotes %s, and no formula begins behind it', async (_, cell, written) => {
    expect(await fileOf(cell, 'z')).toBe(`${written},z\r\n`);
  });

  test.each(['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', ' =1+1', '＝1+1', '＠x', '-', '+33 1'])(
    'begins no formula with %j',
    (cell) => {
      expect(safeCell(cell).startsWith("'")).toBe(true);
    },
  );

  test('leaves amounts and plain text alone', () => {
    for (const cell of ['-12.50', '12', '0.00', 'a=1', 'Zoé - Noël', 'x@y.test', '']) expect(safeCell(cell)).toBe(cell);
    expect(safeCell(null)).toBe('');
  });
});
