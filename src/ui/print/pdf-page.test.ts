import { readPdf } from '../../../test/builders/pdf-text.js';
import { pdfOf } from './pdf-page.js';
import type { PrintedPage } from './printed-page.js';

const page = (rows = 1): PrintedPage => ({
  locale: 'fr',
  title: 'Fiche de preuve',
  lead: 'Café Brûlerie & Cœur',
  sections: [
    {
      title: 'Quoi',
      rows: Array.from({ length: rows }, (_, index) => ({
        label: `Rangée ${index}`,
        lines: [
          { text: `Łódź Ελλάδα ${index}`, mark: 'holds' },
          { text: 'sha256:0a1b2c', look: 'code' },
        ] as const,
      })),
      note: 'Et voilà.',
    },
  ],
  signedBy: ['Revu par', 'Signature'],
  foot: 'Au pied',
});
const MADE = new Date('2026-03-05T14:00:00.000Z');

describe('a page as PDF/A', () => {
  test('says what it is in its metadata, and has every font in it', async () => {
    const { xmp, fonts } = readPdf(await pdfOf(page(), MADE));
    expect(xmp).toMatch(/<pdfaid:part>2<\/pdfaid:part>\s*<pdfaid:conformance>B<\/pdfaid:conformance>/);
    expect(fonts.map(({ name }) => name).sort()).toEqual([
      'DejaVuSansCondensed',
      'DejaVuSansCondensed-Bold',
      'DejaVuSansMono',
    ]);
    expect(fonts.every(({ isEmbedded }) => isEmbedded)).toBe(true);
  });

  test('reads back as it was written, in any alphabet that its fonts have', async () => {
    const { text, pages } = readPdf(await pdfOf(page(), MADE));
    for (const words of ['Fiche de preuve', 'Café Brûlerie & Cœur', '✓ Łódź Ελλάδα 0', 'sha256:0a1b2c', 'Et voilà.']) {
      expect(text).toContain(words);
    }
    expect(text).toContain('Revu par');
    expect(pages).toBe(1);
  });

  test('reads back after another page had a letter only as a part of one with an accent', async () => {
    await pdfOf({ ...page(), lead: 'Žižek' }, MADE);
    expect(readPdf(await pdfOf({ ...page(), lead: 'Zazie' }, MADE)).text).toContain('Zazie');
  });

  test('has a sign for what its fonts lack, never a hole', async () => {
    const { text } = readPdf(await pdfOf({ ...page(), lead: 'A中B\u0007C' }, MADE));
    expect(text).toContain('A\uFFFDB\uFFFDC');
  });

  test('goes on over pages, and has the same foot with its number on each', async () => {
    const { text, pages } = readPdf(await pdfOf(page(120), MADE));
    expect(pages).toBeGreaterThan(2);
    expect(text.match(/Au pied/g)).toHaveLength(pages);
    for (let index = 0; index < 120; index++) expect(text).toContain(`Rangée ${index} `);
    expect(text).toContain(`${pages} / ${pages}`);
  });

  test('is the same to the byte for the same page at the same time', async () => {
    expect((await pdfOf(page(), MADE)).equals(await pdfOf(page(), MADE))).toBe(true);
  });
});
