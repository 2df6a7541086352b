import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { formatsFor } from '../format.js';
import {
  drawable,
  FOOT,
  forgetWords,
  HEIGHT,
  INK,
  MARGIN,
  newDocument,
  put,
  WIDTH,
  type Doc,
  type Font,
} from './pdf-document.js';
import type { PrintedTable, TableColumn, TableRow } from './printed-table.js';

const [SIZE, TITLE_SIZE, LEAD_SIZE] = [7.5, 14, 9];
const [ROW_GAP, CELL_GAP] = [2.5, 6];
/** More columns than that are turned sideways. */
const UPRIGHT_COLUMNS_MAX = 5;
/** What waits in memory for a slow reader, in bytes. */
const AHEAD_MAX = 1 << 20;
/** Drawn at once: some tens of milliseconds. */
const ROWS_PER_TURN = 50;

/**
 * A table of any length as PDF/A, page by page as the rows come: its head stands on every page, and the last line says how many rows
 * there were. An error of the rows ends the stream with it.
 */
export function pdfTable(table: PrintedTable, madeAt: Date): Readable {
  const isWide = table.columns.length > UPRIGHT_COLUMNS_MAX;
  const lead = table.leads.join(' – ');
  const doc = newDocument({ locale: table.locale, title: table.title, lead, madeAt, isWide, bufferPages: false });
  // pdfkit is a stream of an older kind, which knows no backpressure: what is drawn waits in it.
  const out = doc as unknown as Readable;
  new TableWriter(doc, table, isWide ? HEIGHT : WIDTH, isWide ? WIDTH : HEIGHT).write(out).then(
    () => doc.end(),
    (error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return out;
}

interface Place {
  readonly x: number;
  readonly width: number;
  readonly column: TableColumn;
}

class TableWriter {
  private readonly places: readonly Place[];
  private readonly f;
  private page = 1;

  constructor(
    private readonly doc: Doc,
    private readonly table: PrintedTable,
    private readonly width: number,
    private readonly height: number,
  ) {
    this.places = placesOf(table.columns, width - 2 * MARGIN);
    this.f = formatsFor({ locale: table.locale, timeZone: 'UTC' });
  }

  async write(out: Readable): Promise<void> {
    put(this.doc, 'bold', TITLE_SIZE, INK.text, this.table.title);
    for (const lead of this.table.leads) put(this.doc, 'text', LEAD_SIZE, INK.quiet, lead);
    this.doc.moveDown(0.5);
    this.writeHead();
    let count = 0;
    for await (const rows of this.table.rows) {
      for (let i = 0; i < rows.length; i += ROWS_PER_TURN) {
        for (const row of rows.slice(i, i + ROWS_PER_TURN)) this.writeRow(row);
        // Others have their turn.
        await nextTurn();
      }
      forgetWords(this.doc);
      count += rows.filter(({ look }) => look === 'line').length;
      while (out.readableLength > AHEAD_MAX && !out.destroyed) await pause(10);
      if (out.destroyed) return;
    }
    this.makeRoom(20);
    this.doc.y += 6;
    this.put('text', INK.quiet, this.table.end(count), MARGIN, this.width - 2 * MARGIN, 'left');
    this.writeFoot();
  }

  private writeHead(): void {
    const top = this.doc.y;
    const heights = this.places.map(({ x, width, column }) => {
      this.doc.y = top;
      this.put('bold', INK.text, column.header, x, width, alignOf(column));
      return this.doc.y - top;
    });
    this.doc.y = top + Math.max(...heights) + 1;
    this.rule(INK.text);
    this.doc.y += ROW_GAP;
  }

  private writeRow(row: TableRow): void {
    const font: Font = row.look === 'line' ? 'text' : 'bold';
    if (row.look === 'heading') return this.writeHeading(row.cells[0]!);
    const cells = this.places.map(({ column, width }, i) => this.cellOf(font, row.cells[i] ?? '', column, width));
    const height = Math.max(...cells.map((cell) => cell.height));
    this.makeRoom(height + ROW_GAP);
    if (row.look === 'total') this.rule(INK.line);
    const top = this.doc.y + (row.look === 'total' ? 1.5 : 0);
    this.doc.font(font).fontSize(SIZE).fillColor(INK.text);
    for (const [i, { text, length }] of cells.entries()) {
      if (text === '') continue;
      const { x, width, column } = this.places[i]!;
      const isLine = length <= width;
      // What fits on a line is put there at once: pdfkit's own laying out takes five times as long.
      const at = alignOf(column) === 'right' && isLine ? x + width - length : x;
      this.doc.text(text, at, top, isLine ? { lineBreak: false } : { width, align: alignOf(column) });
    }
    this.doc.y = top + height + ROW_GAP;
  }

  private cellOf(font: Font, cell: string, column: TableColumn, width: number) {
    this.doc.font(font).fontSize(SIZE);
    const text = drawable(font, this.shown(cell, column));
    const line = this.doc.currentLineHeight();
    const length = text === '' ? 0 : this.doc.widthOfString(text);
    return { text, length, height: length <= width ? line : this.doc.heightOfString(text, { width }) };
  }

  /** A heading never stands alone at the end of a page. */
  private writeHeading(title: string): void {
    this.makeRoom(40);
    this.doc.y += 6;
    this.put('bold', INK.text, title, MARGIN, this.width - 2 * MARGIN, 'left');
    this.doc.y += ROW_GAP;
  }

  private shown(cell: string, { kind }: TableColumn): string {
    if (cell === '' || kind === 'text') return cell;
    return kind === 'amount' ? this.f.amount(cell) : cell;
  }

  private makeRoom(height: number): void {
    if (this.doc.y + height <= this.height - MARGIN - FOOT) return;
    this.writeFoot();
    this.page += 1;
    this.doc.addPage();
    this.writeHead();
  }

  private writeFoot(): void {
    const { bottom } = this.doc.page.margins;
    // Below the margin, where pdfkit would begin another page by itself.
    this.doc.page.margins.bottom = 0;
    this.doc.y = this.height - MARGIN - 6;
    this.put('text', INK.quiet, this.table.foot(this.page), MARGIN, this.width - 2 * MARGIN, 'left');
    this.doc.page.margins.bottom = bottom;
  }

  private rule(color: string): void {
    this.doc
      .moveTo(MARGIN, this.doc.y)
      .lineTo(this.width - MARGIN, this.doc.y)
      .lineWidth(0.5)
      .strokeColor(color)
      .stroke();
  }

  private put(font: Font, color: string, text: string, x: number, width: number, align: 'left' | 'right'): void {
    this.doc.font(font).fontSize(SIZE).fillColor(color);
    this.doc.text(drawable(font, text), x, this.doc.y, { width, align });
  }
}

const alignOf = ({ kind }: TableColumn) => (kind === 'amount' ? 'right' : 'left');

function placesOf(columns: readonly TableColumn[], width: number): Place[] {
  const parts = columns.reduce((sum, column) => sum + column.width, 0);
  const free = width - CELL_GAP * (columns.length - 1);
  let x = MARGIN;
  return columns.map((column) => {
    const place = { x, width: (free * column.width) / parts, column };
    x += place.width + CELL_GAP;
    return place;
  });
}
