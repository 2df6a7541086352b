import fc from 'fast-check';
import { EntryTable } from './entries.js';
import { KeyIndex } from './key-index.js';
import { DEBIT_CREDIT_FIELDS, readHeader } from './layout.js';
import { NameRegister } from './names.js';
import { type FecLine, RowReader } from './row.js';

const layout = readHeader(DEBIT_CREDIT_FIELDS.join('|'));
const reader = new RowReader(layout);

function line(number: string, debit: string, credit: string, lineNumber = 2): FecLine {
  return reader.read(`BQ||${number}|20240101|512||||||label|${debit}|${credit}|||||`, lineNumber);
}

function place(table: EntryTable, ...rows: FecLine[]): [entry: number, lineInEntry: number][] {
  return rows.map((row) => {
    table.place(row);
    return [row.entry, row.lineInEntry];
  });
}

describe('EntryTable', () => {
  it('gathers lines that are not next to each other', () => {
    const table = new EntryTable();
    const rows = [line('1', '5', ''), line('2', '7', ''), line('1', '', '5'), line('2', '', '3'), line('2', '', '4')];
    const places = [0, 1, 0, 1, 1].map((entry, index) => [entry, [1, 1, 2, 2, 3][index]]);
    expect(place(table, ...rows)).toEqual(places);
    expect(() => table.checkComplete(layout)).not.toThrow();
  });

  it('reports the first entry of the file that does not balance, with the difference', () => {
    const table = new EntryTable();
    place(table, line('1', '5', '', 2), line('2', '7', '', 3), line('1', '', '5', 4), line('2', '', '7,01', 5));
    const fault = { reason: 'unbalanced-entry', line: 3, column: 12, field: 'Debit', difference: '-0.01' };
    expect(() => table.checkComplete(layout)).toThrow(expect.objectContaining({ ...fault, value: 'BQ 2 2024-01-01' }));
  });

  it('refuses an entry of one line even if it balances', () => {
    const table = new EntryTable();
    place(table, line('1', '0', '0'));
    expect(() => table.checkComplete(layout)).toThrow(expect.objectContaining({ reason: 'single-line-entry' }));
  });

  it('stops before a sum wraps around', () => {
    const table = new EntryTable();
    const largest = '9999999999999,99';
    const fill = () => {
      for (let i = 0; i < 20_000; i++) table.place(line('1', largest, '', i + 2));
    };
    expect(fill).toThrow(expect.objectContaining({ reason: 'entry-too-large', line: 9225, column: 1 }));
  });

  it('stops at its limit of lines in one entry', () => {
    const table = new EntryTable(1, 2);
    const fill = () => place(table, line('1', '1', ''), line('1', '1', ''), line('1', '', '2', 4));
    expect(fill).toThrow(expect.objectContaining({ reason: 'entry-too-long', line: 4, limit: 2 }));
  });

  it('stops at its limit of entries', () => {
    const table = new EntryTable(2);
    const fill = () => place(table, line('1', '1', ''), line('2', '1', ''), line('1', '', '1'), line('3', '1', '', 9));
    expect(fill).toThrow(expect.objectContaining({ reason: 'too-many-entries', line: 9, limit: 2 }));
  });
});

describe('KeyIndex', () => {
  it('ranks like a Map', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '€', '😀'), maxLength: 4 });
    fc.assert(
      fc.property(fc.array(fc.tuple(part, part, part), { maxLength: 200 }), (keys) => {
        const index = new KeyIndex();
        const map = new Map<string, number>();
        for (const key of keys) {
          const name = key.join('\t');
          if (!map.has(name)) map.set(name, map.size);
          expect(index.rankOf(...key)).toBe(map.get(name));
        }
        expect(index.size).toBe(map.size);
        for (const [name, rank] of map) expect(index.nameOf(rank)).toBe(name.replaceAll('\t', ' '));
      }),
    );
  });

  it('keeps its ranks while it grows', () => {
    const index = new KeyIndex();
    const rankOf = (i: number) => index.rankOf('VE', `${i}-${'€'.repeat(i % 45)}`, '2024-01-01');
    const numbers = Array.from({ length: 20_000 }, (_, i) => i);
    expect(numbers.map(rankOf)).toEqual(numbers);
    expect(numbers.map(rankOf)).toEqual(numbers);
  });
});

describe('NameRegister', () => {
  it('keeps the first name given', () => {
    const register = new NameRegister('CompteNum');
    register.note('512', '512', 2, 5);
    register.note('512', 'Bank', 3, 5);
    register.note('512', 'Other', 4, 5);
    register.note('512', '512', 5, 5);
    expect([...register.names]).toEqual([['512', 'Bank']]);
  });

  it('stops at its limit', () => {
    const register = new NameRegister('CompteNum', 1);
    register.note('1', 'a', 2, 5);
    const fault = { reason: 'too-many-names', line: 3, column: 5, field: 'CompteNum', limit: 1 };
    expect(() => register.note('2', 'b', 3, 5)).toThrow(expect.objectContaining(fault));
  });
});
