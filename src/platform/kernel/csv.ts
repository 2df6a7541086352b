import { stringify } from 'csv-stringify';
import { Readable } from 'node:stream';

const AMOUNT = /^-?\d+(\.\d+)?$/;
/** What makes a formula of a cell, also in the full width of East Asian keyboards. */
const TRIGGER = '[=+\\-@\uff1d\uff0b\uff0d\uff20]';
const BEGINS_A_FORMULA = new RegExp(`^(?:\\s*${TRIGGER}|[\\t\\r\\n])`);
/** Where a program that takes another character for the separator, or a line end for a row, begins a new cell. */
const BEGINS_A_CELL = new RegExp(`([;\\t\\r\\n]\\s*)(?=${TRIGGER})`, 'g');

/**
 * A cell that no spreadsheet takes for a formula (OWASP, CSV injection): what begins with = + - @, a tab or a line end
 * gets an apostrophe in front, and so does what would begin like that in a cell cut at a semicolon, a tab or a line end.
 * Amounts stay numbers.
 */
export function safeCell(cell: string | null): string {
  const text = cell ?? '';
  if (AMOUNT.test(text)) return text;
  const inside = text.replace(BEGINS_A_CELL, "$1'");
  return BEGINS_A_FORMULA.test(inside) ? `'${inside}` : inside;
}

/** Quoted, whatever the program that reads it takes for the end of a cell or of a row. */
const QUOTED = /[",;\t\r\n]/;

type Rows = Iterable<(string | null)[]> | AsyncIterable<(string | null)[]>;

/** A CSV file (RFC 4180) a row at a time: UTF-8 with a byte order mark, without which spreadsheets take it for something else. */
export function csvStream(header: string[], rows: Rows): Readable {
  const csv = stringify({
    bom: true,
    record_delimiter: 'windows',
    header: true,
    columns: header,
    quoted_match: QUOTED,
  });
  const safe = Readable.from(
    (async function* () {
      for await (const row of rows) yield row.map(safeCell);
    })(),
  );
  safe.on('error', (error) => csv.destroy(error));
  csv.on('close', () => safe.destroy());
  return safe.pipe(csv);
}
