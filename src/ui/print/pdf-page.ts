import { drawable, FOOT, HEIGHT, INK, MARGIN, newDocument, put, WIDTH, type Doc, type Font } from './pdf-document.js';
import type { PrintedLine, PrintedPage, PrintedRow, PrintedSection } from './printed-page.js';

/**
 * A printed page as PDF/A-2b: fonts embedded, colours of a named profile, nothing from elsewhere, so that it looks the same in
 * twenty years. The same page at the same time gives the same bytes.
 */
export function pdfOf(page: PrintedPage, madeAt: Date): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const { locale, title, lead } = page;
    const doc = newDocument({ locale, title, lead, madeAt, bufferPages: true });
    const parts: Buffer[] = [];
    doc.on('data', (part: Buffer) => parts.push(part));
    doc.on('end', () => resolve(Buffer.concat(parts)));
    doc.on('error', reject);
    writeHead(doc, page);
    const last = page.sections.at(-1);
    for (const section of page.sections) {
      // Whoever signs has what was made, by whom and when, on the same page.
      if (section === last) makeRoom(doc, sectionHeight(doc, section) + SIGNATURES_HEIGHT);
      writeSection(doc, section);
    }
    writeSignatures(doc, page.signedBy);
    writeFeet(doc, page.foot);
    doc.end();
  });
}

const [LABEL_WIDTH, GAP] = [190, 8];
const VALUE_AT = MARGIN + LABEL_WIDTH + GAP;
const VALUE_WIDTH = WIDTH - MARGIN - VALUE_AT;
const [SIZE, CODE_SIZE, LEAD_SIZE, TITLE_SIZE] = [7.7, 6.6, 9.5, 14];
const [HEADING_HEIGHT, ROW_GAP, SIGNATURES_HEIGHT] = [20, 0.8, 46];
const MARKS = { holds: '✓ ', fails: '✗ ', open: '– ' };

function heightOf(doc: Doc, font: Font, size: number, text: string, width: number): number {
  doc.font(font).fontSize(size);
  return doc.heightOfString(drawable(font, text), { width });
}

function writeHead(doc: Doc, { title, lead }: PrintedPage): void {
  put(doc, 'bold', TITLE_SIZE, INK.text, title);
  put(doc, 'text', LEAD_SIZE, INK.text, lead);
  doc.moveDown(0.3);
}

function writeSection(doc: Doc, section: PrintedSection): void {
  const [first] = section.rows;
  // A heading never stands alone at the end of a page.
  makeRoom(doc, HEADING_HEIGHT + (first ? rowHeight(doc, first) : 10));
  doc.x = MARGIN;
  doc.y += 4;
  put(doc, 'bold', SIZE + 1, INK.text, section.title);
  doc
    .moveTo(MARGIN, doc.y + 0.5)
    .lineTo(WIDTH - MARGIN, doc.y + 0.5)
    .lineWidth(0.5)
    .strokeColor(INK.line)
    .stroke();
  doc.y += 3;
  for (const row of section.rows) writeRow(doc, row);
  if (section.note === undefined) return;
  doc.x = MARGIN;
  makeRoom(doc, heightOf(doc, 'text', SIZE, section.note, WIDTH - 2 * MARGIN));
  put(doc, 'text', SIZE, INK.quiet, section.note);
}

const lookOf = ({ look }: PrintedLine): [Font, number] => (look === 'code' ? ['code', CODE_SIZE] : ['text', SIZE]);
const markedText = ({ text, mark }: PrintedLine) => (mark ? MARKS[mark] : '') + text;

function rowHeight(doc: Doc, { label, lines }: PrintedRow): number {
  const heights = lines.map((line) => heightOf(doc, ...lookOf(line), markedText(line), VALUE_WIDTH));
  return Math.max(
    heightOf(doc, 'text', SIZE, label, LABEL_WIDTH),
    heights.reduce((sum, height) => sum + height, 0),
  );
}

function sectionHeight(doc: Doc, { rows, note }: PrintedSection): number {
  const ofNote = note === undefined ? 0 : heightOf(doc, 'text', SIZE, note, WIDTH - 2 * MARGIN);
  return rows.reduce((sum, row) => sum + rowHeight(doc, row) + ROW_GAP, HEADING_HEIGHT + ofNote);
}

function writeRow(doc: Doc, row: PrintedRow): void {
  // A row that is longer than a page breaks where it must; any other stays together.
  makeRoom(doc, Math.min(rowHeight(doc, row), HEIGHT / 2));
  const top = doc.y;
  const startedOn = doc.bufferedPageRange().count;
  doc.x = MARGIN;
  put(doc, 'text', SIZE, INK.quiet, row.label, { width: LABEL_WIDTH });
  const labelEnd = doc.y;
  doc.y = top;
  for (const line of row.lines) {
    const [font, size] = lookOf(line);
    doc.x = VALUE_AT;
    const color = line.mark ? INK[line.mark] : line.look === 'quiet' ? INK.quiet : INK.text;
    put(doc, font, size, color, markedText(line), { width: VALUE_WIDTH });
  }
  if (doc.bufferedPageRange().count === startedOn) doc.y = Math.max(doc.y, labelEnd);
  doc.y += ROW_GAP;
}

function makeRoom(doc: Doc, height: number): void {
  if (doc.y + height > HEIGHT - MARGIN - FOOT) doc.addPage();
}

function writeSignatures(doc: Doc, labels: readonly string[]): void {
  if (labels.length === 0) return;
  makeRoom(doc, SIGNATURES_HEIGHT);
  const width = (WIDTH - 2 * MARGIN - GAP * (labels.length - 1)) / labels.length;
  const y = doc.y + 26;
  for (const [index, label] of labels.entries()) {
    const x = MARGIN + index * (width + GAP);
    doc
      .moveTo(x, y)
      .lineTo(x + width, y)
      .lineWidth(0.5)
      .strokeColor(INK.text)
      .stroke();
    doc.font('text').fontSize(CODE_SIZE).fillColor(INK.quiet);
    doc.text(drawable('text', label), x, y + 2, { width });
  }
}

/** With the number of the page, which is known once all are there. */
function writeFeet(doc: Doc, foot: string): void {
  const { start, count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    doc.switchToPage(start + page);
    // What is written into the margin would begin another page.
    doc.page.margins.bottom = 0;
    doc.font('text').fontSize(CODE_SIZE).fillColor(INK.quiet);
    const y = HEIGHT - MARGIN - 4;
    doc.text(drawable('text', foot), MARGIN, y, { width: WIDTH - 2 * MARGIN - 40, height: 18, ellipsis: true });
    doc.text(`${page + 1} / ${count}`, WIDTH - MARGIN - 40, y, { width: 40, align: 'right', lineBreak: false });
  }
}
