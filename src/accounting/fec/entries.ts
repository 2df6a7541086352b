import { FecError, FecFaults } from './fec-error.js';
import { formatAmount } from './fields.js';
import { KeyIndex } from './key-index.js';
import type { FecLayout } from './layout.js';
import type { FecLine } from './row.js';

/** An entry costs 60 to 120 bytes of memory; beyond this a hostile file could exhaust the process. */
const ENTRIES_MAX = 4_000_000;
/** An entry is shown, summed and restored as a whole; the opening entry of a large business has some thousands of lines. */
export const ENTRY_LINES_MAX = 50_000;

/**
 * Gathers lines into entries: journal, number and date together name one, wherever its lines stand in the file.
 * An entry's index is its rank by first line, so both passes over a file give the same indexes.
 */
export class EntryTable {
  private readonly keys = new KeyIndex();
  private balances = new BigInt64Array(1024);
  private firstLines = new Uint32Array(1024);
  private lineCounts = new Uint32Array(1024);
  private last: FecLine | undefined;

  constructor(
    private readonly entriesMax = ENTRIES_MAX,
    private readonly entryLinesMax = ENTRY_LINES_MAX,
  ) {}

  get size(): number {
    return this.keys.size;
  }

  /** Counts a line in and writes on it which entry it belongs to. */
  place(row: FecLine): void {
    const index = this.indexOf(row);
    const balance = this.balances[index]! + row.debit - row.credit;
    // The array would wrap silently at 2^63, and an entry could then seem to balance.
    if (balance !== BigInt.asIntN(64, balance)) {
      throw new FecError({ reason: 'entry-too-large', line: row.line, column: 1 });
    }
    this.balances[index] = balance;
    this.lineCounts[index]! += 1;
    row.entry = index;
    row.lineInEntry = this.lineCounts[index]!;
    if (row.lineInEntry > this.entryLinesMax) {
      throw new FecError({ reason: 'entry-too-long', line: row.line, column: 1, limit: this.entryLinesMax });
    }
  }

  /** @throws FecError for the entries, in the order of the file, that do not balance or have a single line. */
  checkComplete(layout: FecLayout): void {
    const faults = new FecFaults();
    for (let index = 0; index < this.size; index++) {
      const balance = this.balances[index]!;
      if (balance === 0n && this.lineCounts[index]! >= 2) continue;
      const field = layout.amounts === 'debit-credit' ? 'Debit' : 'Montant';
      const place = { line: this.firstLines[index]!, column: layout.position[field] + 1, field };
      const value = this.keys.nameOf(index);
      if (balance === 0n) faults.note(new FecError({ reason: 'single-line-entry', ...place, value }));
      else
        faults.note(
          new FecError({ reason: 'unbalanced-entry', ...place, value, difference: formatAmount(balance, '.') }),
        );
    }
    faults.throwIfAny();
  }

  private indexOf(row: FecLine): number {
    const last = this.last;
    // Lines of an entry mostly follow each other: three comparisons are cheaper than building and hashing a key.
    if (last !== undefined && isSameEntry(last, row)) return last.entry;
    const known = this.size;
    const index = this.keys.rankOf(row.journalCode, row.entryNumber, row.entryDate);
    if (index === known) this.open(index, row.line);
    this.last = row;
    return index;
  }

  private open(index: number, line: number): void {
    if (index >= this.entriesMax) {
      throw new FecError({ reason: 'too-many-entries', line, column: 1, limit: this.entriesMax });
    }
    if (index === this.balances.length) this.grow();
    this.firstLines[index] = line;
  }

  private grow(): void {
    const capacity = 2 * this.balances.length;
    const [balances, firstLines, lineCounts] = [this.balances, this.firstLines, this.lineCounts];
    this.balances = new BigInt64Array(capacity);
    this.balances.set(balances);
    this.firstLines = new Uint32Array(capacity);
    this.firstLines.set(firstLines);
    this.lineCounts = new Uint32Array(capacity);
    this.lineCounts.set(lineCounts);
  }
}

function isSameEntry(a: FecLine, b: FecLine): boolean {
  return a.entryNumber === b.entryNumber && a.entryDate === b.entryDate && a.journalCode === b.journalCode;
}
