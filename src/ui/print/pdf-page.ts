import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { create, type Font as OneFont } from 'fontkit';
import PDFDocument from 'pdfkit';
import { languageTag } from '../format.js';
import type { PrintedLine, PrintedPage, PrintedRow, PrintedSection } from './printed-page.js';

/**
 * A printed page as PDF/A-2b: fonts embedded, colours of a named profile, nothing from elsewhere, so that it looks the same in
 * twenty years. The same page at the same time gives the same bytes.
 */
export function pdfOf(page: PrintedPage, madeAt: Date): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const doc = newDocument(page, madeAt);
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

type Doc = InstanceType<typeof PDFDocument>;

const FONTS = {
  text: import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf'),
  bold: import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf'),
  code: import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf'),
};
type Font = keyof typeof FONTS;

const read = new Map<Font, OneFont>();

/** Read once: to take a font apart takes ten times as long as to draw the page. */
function fontOf(name: Font): OneFont {
  const known = read.get(name);
  if (known) return known;
  const font = create(readFileSync(fileURLToPath(FONTS[name]))) as OneFont;
  // A glyph that is first met as a part of another (the E of É) is kept without its sign, and no later page could be read or
  // searched for it: each is met by its own sign first.
  for (const sign of font.characterSet) font.glyphForCodePoint(sign);
  read.set(name, font);
  return font;
}
/** pdfkit takes one that was read already, which its types do not know yet. */
const sourceOf = (name: Font) => fontOf(name) as unknown as Buffer;

/** Letter, as it is used in Canada; in points. */
const [WIDTH, HEIGHT, MARGIN, FOOT] = [612, 792, 36, 18];
const [LABEL_WIDTH, GAP] = [190, 8];
const VALUE_AT = MARGIN + LABEL_WIDTH + GAP;
const VALUE_WIDTH = WIDTH - MARGIN - VALUE_AT;
const [SIZE, CODE_SIZE, LEAD_SIZE, TITLE_SIZE] = [7.7, 6.6, 9.5, 14];
const [HEADING_HEIGHT, ROW_GAP, SIGNATURES_HEIGHT] = [20, 0.8, 46];
const INK = { text: '#000000', quiet: '#444444', line: '#999999', holds: '#0b5d34', fails: '#9b1c1c', open: '#6b4e00' };
const MARKS = { holds: '✓ ', fails: '✗ ', open: '– ' };

function newDocument({ locale, title, lead }: PrintedPage, madeAt: Date): Doc {
  const doc = new PDFDocument({
    subset: 'PDF/A-2b',
    pdfVersion: '1.7',
    size: [WIDTH, HEIGHT],
    margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + FOOT },
    bufferPages: true,
    // Or it would begin with a font of its own that is not embedded.
    font: sourceOf('text') as unknown as string,
    lang: languageTag(locale),
    displayTitle: true,
    info: {
      Title: `${title} – ${lead}`,
      Producer: 'Ardoise',
      Creator: 'Ardoise',
      CreationDate: madeAt,
      ModDate: madeAt,
    },
  });
  for (const name of Object.keys(FONTS) as Font[]) doc.registerFont(name, sourceOf(name));
  return doc;
}

/** What the font cannot draw would be a hole, which PDF/A forbids: it is a sign for one unknown. */
function drawable(name: Font, text: string): string {
  const font = fontOf(name);
  return [...text].map((sign) => (font.hasGlyphForCodePoint(sign.codePointAt(0)!) ? sign : '\uFFFD')).join('');
}

function put(doc: Doc, font: Font, size: number, color: string, text: string, options: PDFKit.Mixins.TextOptions = {}) {
  doc.font(font).fontSize(size).fillColor(color);
  doc.text(drawable(font, text), options);
}

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
