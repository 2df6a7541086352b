import writeXlsxFile, { type Cell, type SheetData } from 'write-excel-file/node';
import { AppError } from '../../platform/kernel/app-error.js';
import type { PrintedTable, TableColumn, TableRow } from './printed-table.js';

/** A spreadsheet is made in memory, unlike the other files; beyond that a person is better served by CSV. */
export const XLSX_ROWS_MAX = 50_000;

const AMOUNT_FORMAT = '#,##0.00';
const DATE_FORMAT = 'yyyy-mm-dd';

/**
 * A table as a spreadsheet (Office Open XML): amounts are numbers, dates are dates, the head stays in sight. A spreadsheet reckons in
 * floating point: amounts of more than fifteen digits are rounded in it, as by any that reads CSV. Throws TOO_LARGE beyond
 * `XLSX_ROWS_MAX` rows, before anything is sent.
 */
export async function xlsxTable(table: PrintedTable): Promise<Buffer> {
  const data: SheetData = [
    [{ value: table.title, fontWeight: 'bold', fontSize: 14 }],
    ...table.leads.map((lead) => [{ value: lead }]),
    [],
    table.columns.map(({ header, kind }) => ({
      value: header,
      fontWeight: 'bold' as const,
      align: kind === 'amount' ? ('right' as const) : ('left' as const),
      wrap: true,
    })),
  ];
  const headRows = data.length;
  for await (const rows of table.rows) {
    for (const row of rows) data.push(cellsOf(row, table.columns));
    if (data.length - headRows > XLSX_ROWS_MAX) throw tooLarge();
  }
  return writeXlsxFile(data, {
    columns: table.columns.map(({ width }) => ({ width: width * 2 })),
    stickyRowsCount: headRows,
    sheet: table.title.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31),
  }).toBuffer();
}

function cellsOf({ look, cells }: TableRow, columns: readonly TableColumn[]): Cell[] {
  const fontWeight = look === 'line' ? undefined : ('bold' as const);
  return columns.map(({ kind }, i) => {
    const text = cells[i] ?? '';
    if (text === '') return null;
    if (kind === 'amount') return { type: Number, value: Number(text), format: AMOUNT_FORMAT, fontWeight };
    if (kind === 'date') return { type: Date, value: new Date(`${text}T00:00:00Z`), format: DATE_FORMAT, fontWeight };
    // A cell of text is never a formula in this format; the apostrophe would be seen.
    return { type: String, value: text, fontWeight };
  });
}

function tooLarge(): AppError {
  return new AppError(
    'TOO_LARGE',
    `This report has more than ${XLSX_ROWS_MAX} rows, which is too much for a spreadsheet. Choose a shorter period, or take it as CSV or PDF.`,
  );
}
