import { stringify } from 'csv-stringify';
import { Readable } from 'node:stream';

const AMOUNT = /^-?\d+(\.\d+)?$/;

/**
 * A cell that no spreadsheet takes for a formula (OWASP, CSV injection): what begins with = + - @, a tab or a line end
 * gets an apostrophe in front. Amounts stay numbers.
 */
export function safeCell(cell: string | null): string {
  const text = cell ?? '';
  return /^[=+\-@\t\r\n]/.test(text) && !AMOUNT.test(text) ? `'${text}` : text;
}

type Rows = Iterable<(string | null)[]> | AsyncIterable<(string | null)[]>;

/** A CSV file (RFC 4180) a row at a time: UTF-8 with a byte order mark, without which spreadsheets take it for something else. */
export function csvStream(header: string[], rows: Rows): Readable {
  const csv = stringify({ bom: true, record_delimiter: 'windows', header: true, columns: header });
  const safe = Readable.from(
    (async function* () {
      for await (const row of rows) yield row.map(safeCell);
    })(),
  );
  safe.on('error', (error) => csv.destroy(error));
  csv.on('close', () => safe.destroy());
  return safe.pipe(csv);
}
