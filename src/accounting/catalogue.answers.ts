import { z } from 'zod';
import { SAMPLE } from '../platform/api/samples.js';
import { SAMPLE_VERSION, version } from './accounting.answers.js';
import { exampleOf, id, money, named, pageOf } from '../platform/api/shapes.js';

export const productAnswer = named(
  'Product',
  z.object({
    id,
    name: z.string(),
    description: z.string().nullable(),
    unitPrice: money,
    account: z.string().nullable().describe('The number of the account of its revenue; null is 4000.'),
    taxRate: z.string().nullable().describe('The code of its tax rate; null is no tax.'),
    version,
  }),
  {
    description: 'A product or service that lines of documents may name.',
    example: {
      id: SAMPLE.entry,
      name: 'Pain de seigle',
      description: null,
      unitPrice: '6.50',
      account: '4000',
      taxRate: 'EXO',
      version: SAMPLE_VERSION,
    },
  },
);
export const productsAnswer = pageOf('ProductPage', productAnswer, 'Products, in the order in which they were added.');

const percent = z.string().regex(/^\d{1,3}\.\d{4}$/);

const taxPart = named(
  'TaxPart',
  z.object({ name: z.string(), percent, account: z.string().describe('The number of the account that collects it.') }),
  { description: 'A part of a tax rate.', example: { name: 'TPS', percent: '5.0000', account: '2100' } },
);

const rate = {
  code: z.string(),
  name: z.string(),
  percent: percent.describe('The sum of its parts.'),
  parts: z.array(taxPart),
};
const sampleRate = {
  code: 'TPS-TVQ',
  name: 'TPS et TVQ 14,975 %',
  percent: '14.9750',
  parts: [
    { name: 'TPS', percent: '5.0000', account: '2100' },
    { name: 'TVQ', percent: '9.9750', account: '2110' },
  ],
};

export const taxRateAnswer = named('TaxRate', z.object({ id, ...rate }), {
  description: 'A tax rate of the present books, with the accounts that collect it.',
  example: { id: SAMPLE.account, ...sampleRate },
});
export const taxRatesAnswer = pageOf('TaxRatePage', taxRateAnswer, 'Tax rates, in the order in which they were added.');

const taxRateOffer = named('KnownTaxRate', z.object(rate), {
  description: 'A tax rate that may be added by its code alone.',
  example: {
    code: 'TVH-ON',
    name: 'TVH 13 % (Ontario)',
    percent: '13.0000',
    parts: [{ name: 'TVH', percent: '13.0000', account: '2120' }],
  },
});
export const knownTaxRatesAnswer = named('KnownTaxRates', z.object({ items: z.array(taxRateOffer) }), {
  description: 'Common tax rates, in the language of the business.',
  example: { items: [exampleOf(taxRateOffer)] },
});
