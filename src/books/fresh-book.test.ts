import { Column } from 'typeorm';
import { IdColumn, PrimaryIdColumn, TextColumn, TimeColumn } from '../platform/database/columns.js';
import { InBook, Kept, undeclare } from '../platform/database/tables.js';
import { heldSomething, holdsFromTheStart } from './fresh-book.js';
import { bookManifest } from './manifest.js';

/** Declared here alone: what the manifest and the question after a fresh book say of a table without a line for it. */
@InBook('zz_price_lists')
class PriceList {
  @PrimaryIdColumn('book_id') bookId!: string;
  @PrimaryIdColumn() id!: string;
  @TextColumn('name', 100) name!: string;
}

@InBook('zz_units')
class Unit {
  @PrimaryIdColumn('book_id') bookId!: string;
  @PrimaryIdColumn() id!: string;
  @TextColumn('code', 10) code!: string;
  @TextColumn('name', 100) name!: string;
  @TimeColumn('created_at') createdAt!: Date;
}

@Kept('zz_kept')
class Beside {
  @PrimaryIdColumn() id!: string;
  @IdColumn('list_id') listId!: string;
  @Column({ type: 'int' }) many!: number;
}

describe('a table that is declared to lie in a book', () => {
  // Other files run in this process.
  afterAll(() => ['zz_price_lists', 'zz_units', 'zz_kept'].forEach(undeclare));

  test('is in the manifest with its key and the name of its count, and no other table is', () => {
    expect(bookManifest().filter(({ table }) => table.startsWith('zz_'))).toEqual([
      { table: 'zz_price_lists', countName: 'zzPriceLists', key: ['book_id', 'id'] },
      { table: 'zz_units', countName: 'zzUnits', key: ['book_id', 'id'] },
    ]);
    expect(Beside).toBeDefined();
  });

  test('makes a book one that holds something, by any row of it', () => {
    const { sql, parameters } = heldSomething();
    expect(sql).toContain('EXISTS (SELECT 1 FROM zz_price_lists t WHERE t.book_id = books.id)');
    expect(sql).not.toContain('zz_kept');
    expect(parameters).toHaveLength(sql.split('?').length - 1);
    expect(PriceList).toBeDefined();
  });

  test('and that holds something from the start, by what is not of the start', () => {
    holdsFromTheStart(Unit, {
      fr: [
        { code: 'h', name: 'Heure' },
        { code: 'j', name: 'Jour' },
      ],
      en: [{ code: 'h', name: 'Hour' }],
    });
    const { sql, parameters } = heldSomething();
    expect(sql).not.toContain('EXISTS (SELECT 1 FROM zz_units t WHERE t.book_id = books.id)');
    // Each language by itself, by every column but the keys and the time of its making; fewer rows than there were count too.
    expect(sql.match(/zz_units t WHERE t\.book_id = books\.id AND \(IFNULL/g)).toHaveLength(2);
    expect(sql.match(/zz_units t WHERE t\.book_id = books\.id ORDER BY t\.id LIMIT 1 OFFSET \d/g)).toEqual([
      expect.stringMatching(/1$/),
      expect.stringMatching(/0$/),
    ]);
    // The rooms that are loaded in this process have rows of their own from the start.
    const ofUnits = parameters.filter((value) => ['h', 'j', 'Heure', 'Jour', 'Hour'].includes(String(value)));
    expect(ofUnits).toEqual(['h', 'Heure', 'j', 'Jour', 'h', 'Hour']);
    expect(parameters).toHaveLength(sql.split('?').length - 1);
  });
});
