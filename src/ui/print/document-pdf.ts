import QRCode from 'qrcode';
import { drawable, FOOT, HEIGHT, INK, MARGIN, newDocument, WIDTH, type Doc, type Font } from './pdf-document.js';
import type { PrintedDocument, PrintedDocumentLine, PrintedFact, PrintedParty } from './printed-document.js';

/** A document of sales as PDF/A-2b, on Letter: the same content at the same time gives the same bytes. */
export function documentPdf(document: PrintedDocument, madeAt: Date): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const { locale, title, number, seller } = document;
    const doc = newDocument({
      locale,
      title: `${title} ${number}`,
      lead: seller.name,
      madeAt,
      margin: EDGE,
      bufferPages: true,
    });
    const parts: Buffer[] = [];
    doc.on('data', (part: Buffer) => parts.push(part));
    doc.on('end', () => resolve(Buffer.concat(parts)));
    doc.on('error', reject);
    new DocumentWriter(doc, document).write();
    doc.end();
  });
}

/** More air than a report has. */
const EDGE = MARGIN + 12;
const [SIZE, SMALL, NAME_SIZE, TITLE_SIZE] = [9, 8, 12, 20];
const SPACE = WIDTH - 2 * EDGE;
const GAP = 14;
const HALF = (SPACE - GAP) / 2;
const RIGHT = EDGE + HALF + GAP;
const BOTTOM = HEIGHT - EDGE - FOOT;
const ROW_GAP = 4;
const SUMS_WIDTH = 250;
const QR_SIZE = 76;

type Align = 'left' | 'right';
interface Look {
  readonly font?: Font;
  readonly size?: number;
  readonly color?: string;
  readonly align?: Align;
}

/** Columns of the lines: what they hold, how wide, on which side. */
const COLUMNS: readonly { readonly of: keyof PrintedDocumentLine; readonly width: number; readonly align: Align }[] = [
  { of: 'description', width: SPACE - 55 - 80 - 75 - 85 - 4 * 8, align: 'left' },
  { of: 'quantity', width: 55, align: 'right' },
  { of: 'unitPrice', width: 80, align: 'right' },
  { of: 'tax', width: 75, align: 'left' },
  { of: 'net', width: 85, align: 'right' },
];

const EMPTY = { quantity: '', unitPrice: '', tax: '', net: '' };
const LINES_IN_ROW_MAX = 20;

function partsOf(description: string): string[] {
  const lines = description.split(/\r?\n/);
  const count = Math.ceil(lines.length / LINES_IN_ROW_MAX);
  return Array.from({ length: count }, (_, i) =>
    lines.slice(i * LINES_IN_ROW_MAX, (i + 1) * LINES_IN_ROW_MAX).join('\n'),
  );
}

/** A line break is no sign that the font lacks. */
const inLines = (font: Font, text: string) =>
  text
    .split(/\r?\n/)
    .map((line) => drawable(font, line))
    .join('\n');

class DocumentWriter {
  private y = EDGE;

  constructor(
    private readonly doc: Doc,
    private readonly document: PrintedDocument,
  ) {}

  write(): void {
    this.writeHead();
    this.writeLines();
    this.writeSums();
    this.writeEnd();
    this.writeFeet();
  }

  private writeHead(): void {
    const { title, number, seller, customer, facts } = this.document;
    const top = this.y;
    const left = this.party(EDGE, top, seller);
    const below = this.text(title, RIGHT, top, HALF, { font: 'bold', size: TITLE_SIZE, align: 'right' });
    const right = this.text(number, RIGHT, below, HALF, { size: NAME_SIZE, color: INK.quiet, align: 'right' });
    this.y = Math.max(left, right) + 16;
    this.rule(INK.line);
    this.y += 14;
    const from = this.y;
    const labelled = this.text(customer.label, EDGE, from, HALF, { size: SMALL, color: INK.quiet });
    const party = this.party(EDGE, labelled + 1, customer, SIZE + 1);
    this.y = Math.max(party, this.facts(facts, RIGHT, from, HALF)) + 22;
  }

  private party(x: number, y: number, { name, lines }: PrintedParty, size = NAME_SIZE): number {
    let at = this.text(name, x, y, HALF, { font: 'bold', size }) + 2;
    for (const line of lines) at = this.text(line, x, at, HALF, { size: SMALL, color: INK.quiet }) + 0.5;
    return at;
  }

  /** Label on the left, value on the right. */
  private facts(facts: readonly PrintedFact[], x: number, y: number, width: number): number {
    const half = (width - 8) / 2;
    let at = y;
    for (const { label, value } of facts) {
      const ends = [
        this.text(label, x, at, half, { size: SMALL, color: INK.quiet }),
        this.text(value, x + half + 8, at, half, { align: 'right' }),
      ];
      at = Math.max(...ends) + 3;
    }
    return at;
  }

  private writeLines(): void {
    this.writeColumnHeads();
    for (const line of this.document.lines) this.writeLine(line);
    this.rule(INK.text);
    this.y += 8;
  }

  private writeColumnHeads(): void {
    this.row(this.document.heads, { font: 'bold', size: SMALL });
    this.rule(INK.text);
    this.y += ROW_GAP;
  }

  /** A description that would not fit on half a page goes on in rows of its own. */
  private writeLine(line: PrintedDocumentLine): void {
    const [first = '', ...rest] = partsOf(line.description);
    this.writeRow({ ...line, description: first });
    for (const description of rest) this.writeRow({ ...EMPTY, description });
  }

  private writeRow(line: PrintedDocumentLine): void {
    const height = Math.max(...COLUMNS.map(({ of, width }) => this.heightOf(line[of], width, {})));
    if (this.makeRoom(height + ROW_GAP)) this.writeColumnHeads();
    this.row(line, {});
  }

  private row(cells: PrintedDocumentLine, look: Look): void {
    let x = EDGE;
    const ends = COLUMNS.map(({ of, width, align }) => {
      const end = this.text(cells[of], x, this.y, width, { ...look, align });
      x += width + 8;
      return end;
    });
    this.y = Math.max(...ends) + ROW_GAP;
  }

  private writeSums(): void {
    const x = EDGE + SPACE - SUMS_WIDTH;
    const half = (SUMS_WIDTH - 8) / 2;
    // All of them on one page: a total stands below what it is made of.
    this.makeRoom(this.document.sums.length * 20);
    for (const { label, value, isTotal } of this.document.sums) {
      const look: Look = isTotal ? { font: 'bold', size: SIZE + 2 } : {};
      if (isTotal) {
        this.rule(INK.line, x);
        this.y += 5;
      }
      const ends = [
        this.text(label, x, this.y, half + 20, look),
        this.text(value, x + half - 20, this.y, half + 28, { ...look, align: 'right' }),
      ];
      this.y = Math.max(...ends) + 5;
    }
  }

  private writeEnd(): void {
    const { pay, notes } = this.document;
    this.y += 12;
    if (pay) this.writePay(pay);
    for (const note of notes) {
      this.makeRoom(this.heightOf(note, SPACE, { size: SMALL }));
      this.y = this.text(note, EDGE, this.y, SPACE, { size: SMALL, color: INK.quiet }) + 4;
    }
  }

  private writePay({ label, hint, url }: NonNullable<PrintedDocument['pay']>): void {
    this.makeRoom(QR_SIZE + 24);
    const top = this.y;
    this.doc
      .rect(EDGE, top, SPACE, QR_SIZE + 20)
      .lineWidth(0.7)
      .strokeColor(INK.line)
      .stroke();
    this.qr(url, EDGE + 10, top + 10);
    const x = EDGE + QR_SIZE + 24;
    const width = SPACE - QR_SIZE - 34;
    let at = this.text(label, x, top + 14, width, { font: 'bold', size: SIZE + 2 }) + 3;
    at = this.text(hint, x, at, width, { size: SMALL, color: INK.quiet }) + 4;
    this.doc.font('text').fontSize(SMALL).fillColor(INK.text);
    this.doc.text(drawable('text', url), x, at, { width, link: url });
    this.y = top + QR_SIZE + 32;
  }

  /** Drawn module by module: sharp at any size, and nothing that must be embedded. */
  private qr(url: string, x: number, y: number): void {
    const { modules } = QRCode.create(url, { errorCorrectionLevel: 'M' });
    const side = QR_SIZE / modules.size;
    for (let row = 0; row < modules.size; row += 1) {
      for (let column = 0; column < modules.size; column += 1) {
        if (modules.get(row, column)) this.doc.rect(x + column * side, y + row * side, side + 0.05, side + 0.05);
      }
    }
    this.doc.fill(INK.text);
  }

  /** With the number of the page, which is known once all are there. */
  private writeFeet(): void {
    const { start, count } = this.doc.bufferedPageRange();
    for (let page = 0; page < count; page += 1) {
      this.doc.switchToPage(start + page);
      // What is written into the margin would begin another page.
      this.doc.page.margins.bottom = 0;
      const y = HEIGHT - EDGE - 4;
      this.doc.font('text').fontSize(SMALL).fillColor(INK.quiet);
      const foot = drawable('text', this.document.foot);
      this.doc.text(foot, EDGE, y, { width: SPACE - 50, height: 12, ellipsis: true });
      this.doc.text(`${page + 1} / ${count}`, EDGE + SPACE - 46, y, { width: 46, align: 'right', lineBreak: false });
    }
  }

  /** Whether another page was begun for it. */
  private makeRoom(height: number): boolean {
    if (this.y + Math.min(height, BOTTOM / 2) <= BOTTOM) return false;
    this.doc.addPage();
    this.y = EDGE;
    return true;
  }

  private rule(color: string, from = EDGE): void {
    this.doc
      .moveTo(from, this.y)
      .lineTo(EDGE + SPACE, this.y)
      .lineWidth(0.6)
      .strokeColor(color)
      .stroke();
  }

  private heightOf(text: string, width: number, { font = 'text', size = SIZE }: Look): number {
    this.doc.font(font).fontSize(size);
    return text === '' ? 0 : this.doc.heightOfString(inLines(font, text), { width });
  }

  /** Where it ends. */
  private text(text: string, x: number, y: number, width: number, look: Look): number {
    if (text === '') return y;
    const { font = 'text', size = SIZE, color = INK.text, align = 'left' } = look;
    this.doc.font(font).fontSize(size).fillColor(color);
    this.doc.text(inLines(font, text), x, y, { width, align });
    return this.doc.y;
  }
}
