import { detectEncoding, type FecEncoding } from './encoding.js';
import { countedIn } from './counted.js';
import { EntryTable } from './entries.js';
import { FecError, FecFaults } from './fec-error.js';
import { type FecLayout, readHeader } from './layout.js';
import { LINE_BYTES_MAX, readLines } from './lines.js';
import { NameRegister } from './names.js';
import { type FecLine, RowReader } from './row.js';

/** What the first pass learns about a file. Small, whatever the file's size: it holds no lines and no entries. */
export interface FecSummary {
  encoding: FecEncoding;
  separator: '\t' | '|';
  amounts: 'debit-credit' | 'amount-direction';
  entries: number;
  /** Ledger lines; the header does not count. */
  lines: number;
  /** Account number → name, in order of first appearance; the number where the file gives no name. */
  accounts: Map<string, string>;
  /** Journal code → name, likewise. */
  journals: Map<string, string>;
  /** Journal code → the highest number of it that the program's own counter might give one day; 0 where there is none. */
  lastCounted: Map<string, number>;
  /** Cents. Equal unless lines have negative amounts on one side only. */
  totals: { debit: bigint; credit: bigint };
  /** Earliest and latest entry date, `YYYY-MM-DD`. */
  firstDate: string;
  lastDate: string;
}

export interface CheckOptions {
  /** Called now and then with the number of ledger lines read so far. */
  onProgress?: (lines: number) => void;
  signal?: AbortSignal;
}

const BATCH_LINES = 1000;

/**
 * Pass 1: reads the file to its end, checks every rule and changes nothing. What it accepts, `readFec` can read.
 *
 * @throws FecError with the first fault: of the file as a whole (encoding), then the header, then the lines from the
 *   top, then, where each line can be read, the entries; `further` has the faults behind it of the same kind. Anything
 *   else thrown is the disk's fault or the signal's `AbortError`.
 */
export async function checkFec(path: string, options: CheckOptions = {}): Promise<FecSummary> {
  const { signal, onProgress } = options;
  const encoding = await detectEncoding(path, signal);
  const entries = new EntryTable();
  const accounts = new NameRegister('CompteNum');
  const journals = new NameRegister('JournalCode');
  const lastCounted = new Map<string, number>();
  const totals = { debit: 0n, credit: 0n };
  const faults = new FecFaults();
  let layout: FecLayout | undefined;
  let [lines, firstDate, lastDate] = [0, '9999-12-31', '0000-01-01'];
  try {
    for await (const block of readRows(path, encoding, signal, faults)) {
      ({ layout } = block);
      const { position } = layout;
      for (const row of block.rows) {
        entries.place(row);
        accounts.note(row.accountNumber, row.accountName, row.line, position.CompteNum + 1);
        journals.note(row.journalCode, row.journalName, row.line, position.JournalCode + 1);
        const counted = countedIn(row.journalCode, row.entryNumber);
        if (counted > (lastCounted.get(row.journalCode) ?? -1)) lastCounted.set(row.journalCode, counted);
        totals.debit += row.debit;
        totals.credit += row.credit;
        if (row.entryDate < firstDate) firstDate = row.entryDate;
        if (row.entryDate > lastDate) lastDate = row.entryDate;
      }
      lines += block.rows.length;
      onProgress?.(lines);
    }
  } catch (error) {
    faults.end(error);
  }
  faults.throwIfAny();
  if (layout === undefined) throw new FecError({ reason: 'empty-file', line: 1, column: 1 });
  if (lines === 0) throw new FecError({ reason: 'no-lines', line: 1, column: 1 });
  entries.checkComplete(layout);
  return {
    encoding,
    separator: layout.separator,
    amounts: layout.amounts,
    entries: entries.size,
    lines,
    accounts: accounts.names,
    journals: journals.names,
    lastCounted,
    totals,
    firstDate,
    lastDate,
  };
}

/**
 * Pass 2: yields the lines of a checked file in batches of up to `size`, in the order of the file. The reading waits
 * while a batch is being used, so memory stays flat.
 *
 * @throws Error if the file is no longer the one that was checked; whoever inserts the lines must then roll back.
 */
export async function* readFec(path: string, summary: FecSummary, size = BATCH_LINES): AsyncGenerator<FecLine[]> {
  const entries = new EntryTable();
  const totals = { debit: 0n, credit: 0n };
  let lines = 0;
  let batch: FecLine[] = [];
  for await (const block of readRows(path, summary.encoding)) {
    for (const row of block.rows) {
      entries.place(row);
      totals.debit += row.debit;
      totals.credit += row.credit;
      lines++;
      batch.push(row);
      if (batch.length < size) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
  const isSame =
    lines === summary.lines &&
    entries.size === summary.entries &&
    totals.debit === summary.totals.debit &&
    totals.credit === summary.totals.credit;
  if (!isSame) throw new Error('The ledger file changed between the check and the import.');
}

interface RowBlock {
  layout: FecLayout;
  rows: FecLine[];
}

/**
 * Both passes read through here, so what one accepts the other does. Yields nothing for an empty file. With `faults`, a line
 * that cannot be read is noted there and left out.
 */
async function* readRows(
  path: string,
  encoding: FecEncoding,
  signal?: AbortSignal,
  faults?: FecFaults,
): AsyncGenerator<RowBlock> {
  let layout: FecLayout | undefined;
  let reader: RowReader | undefined;
  let emptyLine: number | undefined;
  for await (const { firstLine, lines, overlong } of readLines(path, encoding, signal)) {
    const rows: FecLine[] = [];
    for (let index = 0; index < lines.length; index++) {
      const text = lines[index]!;
      const line = firstLine + index;
      const isOverlong = overlong && index === lines.length - 1;
      // Empty lines are allowed at the end only, and the end shows itself late.
      if (emptyLine !== undefined && (text !== '' || isOverlong)) {
        throw new FecError({ reason: 'empty-line', line: emptyLine, column: 1 });
      }
      if (isOverlong) throw new FecError({ reason: 'line-too-long', line, column: 1, limit: LINE_BYTES_MAX });
      if (reader === undefined) {
        layout = readHeader(text);
        reader = new RowReader(layout);
      } else if (text === '') {
        emptyLine ??= line;
      } else {
        const row = readRow(reader, text, line, faults);
        if (row) rows.push(row);
      }
    }
    yield { layout: layout!, rows };
  }
}

function readRow(reader: RowReader, text: string, line: number, faults?: FecFaults): FecLine | undefined {
  try {
    return reader.read(text, line);
  } catch (error) {
    if (!faults) throw error;
    faults.note(error);
    return undefined;
  }
}
