import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { create, type Font as OneFont } from 'fontkit';
import PDFDocument from 'pdfkit';
import type { Locale } from '../../platform/kernel/actor.js';
import { languageTag } from '../../platform/kernel/language-tag.js';

export type Doc = InstanceType<typeof PDFDocument>;

const FONTS = {
  text: import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf'),
  bold: import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf'),
  code: import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf'),
};
export type Font = keyof typeof FONTS;

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
export const [WIDTH, HEIGHT, MARGIN, FOOT] = [612, 792, 36, 18];
export const INK = {
  text: '#000000',
  quiet: '#444444',
  line: '#999999',
  holds: '#0b5d34',
  fails: '#9b1c1c',
  open: '#6b4e00',
};

/** What a document is, beside its pages. */
export interface DocumentFacts {
  readonly locale: Locale;
  readonly title: string;
  readonly lead: string;
  readonly madeAt: Date;
  /** Turned, for wide tables. */
  readonly isWide?: boolean;
  /** Around each page, in points. */
  readonly margin?: number;
  /** Kept until the end, so that each page can say how many there are; without it they leave as they are full. */
  readonly bufferPages: boolean;
}

/**
 * A document as PDF/A-2b: fonts embedded, colours of a named profile, nothing from elsewhere, so that it looks the same in twenty
 * years. The same content at the same time gives the same bytes.
 */
export function newDocument(facts: DocumentFacts): Doc {
  const { locale, title, lead, madeAt, isWide = false, margin = MARGIN, bufferPages } = facts;
  const doc = new PDFDocument({
    subset: 'PDF/A-2b',
    pdfVersion: '1.7',
    size: isWide ? [HEIGHT, WIDTH] : [WIDTH, HEIGHT],
    margins: { top: margin, left: margin, right: margin, bottom: margin + FOOT },
    bufferPages,
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
  // The font that it began with is the one of this name. Else it is opened again, and compared to the last record with the one that is
  // there, whenever it is chosen: half of the time that a long table took.
  const { _font, _fontFamilies } = fontsOf(doc);
  _fontFamilies['text'] = _font;
  return doc;
}

interface OpenFont {
  layoutCache: Record<string, unknown>;
}
/** What pdfkit keeps of the fonts of a document, which its types do not know. */
const fontsOf = (doc: Doc) => doc as unknown as { _font: OpenFont; _fontFamilies: Record<string, OpenFont> };

/** It remembers how every word was laid out, for ever: from time to time that is forgotten, or memory would grow with the document. */
export function forgetWords(doc: Doc): void {
  for (const font of Object.values(fontsOf(doc)._fontFamilies))
    font.layoutCache = Object.create(null) as OpenFont['layoutCache'];
}

/** What the font cannot draw would be a hole, which PDF/A forbids: it is a sign for one unknown. */
export function drawable(name: Font, text: string): string {
  const font = fontOf(name);
  // Of the signs of most texts it is known.
  if (/^[ -~]*$/.test(text)) return text;
  return [...text].map((sign) => (font.hasGlyphForCodePoint(sign.codePointAt(0)!) ? sign : '\uFFFD')).join('');
}

export function put(
  doc: Doc,
  font: Font,
  size: number,
  color: string,
  text: string,
  options: PDFKit.Mixins.TextOptions = {},
) {
  doc.font(font).fontSize(size).fillColor(color);
  doc.text(drawable(font, text), options);
}
