import { readPdf } from '../../../test/builders/pdf-text.js';
import type { Locale } from '../../platform/kernel/actor.js';
import { documentPdf } from './document-pdf.js';
import { printedCreditNote, printedInvoice } from './printed-invoice.js';

const MADE = new Date('2026-03-05T14:00:00.000Z');
const LONG = 'W'.repeat(200);
const PAY_URL = `https://ardoise.example/pay/${'k'.repeat(43)}`;

const seller = {
  name: 'Atelier Zoé',
  locale: 'fr' as const,
  currency: 'CAD' as const,
  timeZone: 'America/Toronto',
  address: '12, rue des Érables\nMontréal (Québec) H2X 1Y4',
  email: 'bonjour@atelier-zoe.example',
  phone: '514 555-0100',
  taxNumbers: 'TPS 123456789 RT0001\nTVQ 1234567890 TQ0001',
  siren: null,
};
const customer = { name: 'Boulangerie Nadeau', address: '5, côte d’Abraham', email: 'nadeau@example.test' };

const line = (description: string) => ({
  description,
  quantity: '2.500',
  unitPrice: '100.00',
  productId: null,
  account: null,
  taxRate: 'TPS-TVQ',
  net: '250.00',
  tax: '37.44',
});
const invoiceOf = (lines = [line('Pain de seigle')]) => ({
  number: 'F-000042',
  issuedOn: '2026-01-31',
  dueOn: '2026-03-02',
  net: '250.00',
  total: '287.44',
  open: '187.44',
  lines,
  taxes: [
    { name: 'TPS', percent: '5.0000', amount: '12.50' },
    { name: 'TVQ', percent: '9.9750', amount: '24.94' },
  ],
});

const drawn = async (locale: Locale, lines?: ReturnType<typeof line>[], parties = { seller, customer }) =>
  readPdf(await documentPdf(printedInvoice(invoiceOf(lines), parties, locale, PAY_URL), MADE));

/** Formats put spaces of several kinds between digits and signs. */
const plain = (text: string) => text.replace(/[\s\u00a0\u202f]+/g, ' ');

describe('an invoice as PDF', () => {
  test('says all that a customer must know, in French', async () => {
    const { text, fonts, pages } = await drawn('fr');
    for (const words of [
      ...[
        'Facture',
        'F-000042',
        'Atelier Zoé',
        '12, rue des Érables',
        'bonjour@atelier-zoe.example',
        'Tél. 514 555-0100',
      ],
      ...['TVQ 1234567890 TQ0001', 'Boulangerie Nadeau', '5, côte d’Abraham', '31 janvier 2026', '2 mars 2026'],
      ...['Pain de seigle', '2,5', '250,00', 'TPS 5 %', '12,50 $', 'TVQ 9,975 %', '24,94 $', '287,44 $'],
      ...[
        'Déjà réglé',
        '-100,00 $',
        'À payer',
        '187,44 $',
        'Payer en ligne',
        PAY_URL,
        'CAD – dollar canadien',
        '1 / 1',
      ],
    ]) {
      expect(plain(text)).toContain(words);
    }
    expect(pages).toBe(1);
    expect(fonts.length).toBeGreaterThan(0);
    expect(fonts.every(({ isEmbedded }) => isEmbedded)).toBe(true);
  });

  test('says the same in English', async () => {
    const { text } = await drawn('en');
    for (const words of [
      'Invoice',
      'Billed to',
      'Due date',
      'TPS 5%',
      'TVQ 9.975%',
      '$287.44',
      'To pay',
      'Pay online',
    ]) {
      expect(plain(text)).toContain(words);
    }
  });

  test('goes on over pages with its heads and numbers, however long a line or a name is', async () => {
    const lines = [
      line(LONG),
      line('Une\nligne\n'.repeat(80)),
      ...Array.from({ length: 90 }, (_, i) => line(`Pain ${i}.`)),
    ];
    const long = {
      seller: { ...seller, name: LONG },
      customer: { ...customer, name: LONG, address: 'a\n'.repeat(100) },
    };
    const { text, pages } = await drawn('fr', lines, long);
    expect(pages).toBeGreaterThan(3);
    expect(text).toContain(`${pages} / ${pages}`);
    expect(text.match(/Quantité/g)!.length).toBeGreaterThan(2);
    for (let i = 0; i < 90; i += 1) expect(text).toContain(`Pain ${i}.`);
  });

  test('is the same to the byte for the same content at the same time', async () => {
    const bytes = () => documentPdf(printedInvoice(invoiceOf(), { seller, customer }, 'fr', PAY_URL), MADE);
    expect((await bytes()).equals(await bytes())).toBe(true);
  });
});

test('a credit note says of which invoice it is', async () => {
  const { net, total, lines, taxes, issuedOn } = invoiceOf();
  const note = { number: 'NC-000003', issuedOn, invoiceNumber: 'F-000042', net, total, lines, taxes };
  const { text } = readPdf(await documentPdf(printedCreditNote(note, { seller, customer }, 'fr'), MADE));
  for (const words of ['Note de crédit', 'NC-000003', 'Sur la facture', 'F-000042', 'Accordée à', '287,44 $']) {
    expect(plain(text)).toContain(words);
  }
});
