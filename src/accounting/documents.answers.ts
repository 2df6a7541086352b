import { z } from 'zod';
import { SAMPLE } from '../platform/api/samples.js';
import { day, exampleOf, id, money, named, pageOf } from '../platform/api/shapes.js';
import { invoiceAnswer } from './accounting.answers.js';

const lineAnswer = named(
  'DocumentLine',
  z.object({
    description: z.string(),
    quantity: z.string().regex(/^\d{1,9}\.\d{3}$/),
    unitPrice: money,
    productId: id.nullable(),
    account: z.string().nullable().describe('The number of the account of its revenue; null is 4000.'),
    taxRate: z.string().nullable().describe('The code of its tax rate.'),
    net: money,
    tax: money,
  }),
  {
    description: 'A line of an invoice or a credit note.',
    example: {
      description: 'Pain de seigle',
      quantity: '2.500',
      unitPrice: '100.00',
      productId: null,
      account: null,
      taxRate: 'TPS-TVQ',
      net: '250.00',
      tax: '37.44',
    },
  },
);

const taxAnswer = named(
  'DocumentTax',
  z.object({ name: z.string(), percent: z.string().regex(/^\d{1,3}\.\d{4}$/), amount: money }),
  {
    description: 'What a document collects of one tax, over all its lines.',
    example: { name: 'TPS', percent: '5.0000', amount: '12.50' },
  },
);

export const paymentAnswer = named(
  'Payment',
  z.object({
    id,
    invoiceId: id,
    amount: money,
    paidOn: day.nullable().describe('Null of a payment that came in online.'),
    online: z.boolean(),
    entryId: id.nullable().describe('Null of what was settled before the invoice was brought along from a snapshot.'),
  }),
  {
    description: 'A payment of an invoice that is recorded in the present books.',
    example: {
      id: SAMPLE.payment,
      invoiceId: SAMPLE.invoice,
      amount: '150.00',
      paidOn: SAMPLE.day,
      online: false,
      entryId: SAMPLE.entry,
    },
  },
);
export const paymentsAnswer = named('InvoicePayments', z.object({ items: z.array(paymentAnswer) }), {
  description: 'The payments of an invoice, in the order in which they were recorded.',
  example: { items: [exampleOf(paymentAnswer)] },
});

const sampleCredit = { number: 'NC-000003', amount: '50.00' };

export const invoiceDetailsAnswer = named(
  'InvoiceDetails',
  invoiceAnswer.extend({
    customer: z.string(),
    open: money.describe(
      'What is not settled of it by payments and credit notes; negative where it was paid too much.',
    ),
    entryId: id.nullable().describe('Null of an invoice from before they posted, or that comes to nothing.'),
    lines: z.array(lineAnswer),
    taxes: z.array(taxAnswer),
    payments: z.array(paymentAnswer),
    credits: z.array(z.object({ creditNoteId: id, number: z.string(), amount: money })),
  }),
  {
    description: 'An invoice with its lines and with what settles it.',
    example: {
      ...exampleOf(invoiceAnswer),
      customer: 'Boulangerie Nadeau',
      open: '87.44',
      entryId: SAMPLE.entry,
      lines: [exampleOf(lineAnswer)],
      taxes: [exampleOf(taxAnswer)],
      payments: [exampleOf(paymentAnswer)],
      credits: [{ creditNoteId: SAMPLE.operation, ...sampleCredit }],
    },
  },
);

const sampleNote = {
  id: SAMPLE.operation,
  number: 'NC-000003',
  contactId: SAMPLE.contact,
  invoiceId: SAMPLE.invoice,
  issuedOn: SAMPLE.day,
  net: '250.00',
  tax: '37.44',
  total: '287.44',
};

export const creditNoteAnswer = named(
  'CreditNote',
  z.object({
    id,
    number: z.string(),
    contactId: id,
    invoiceId: id.nullable().describe('The invoice that it takes back, all or a part.'),
    issuedOn: day,
    net: money,
    tax: money,
    total: money,
  }),
  { description: 'A credit note; amounts are in the currency of the business.', example: sampleNote },
);
export const creditNotesAnswer = pageOf(
  'CreditNotePage',
  creditNoteAnswer,
  'Credit notes, in the order in which they were issued.',
);

export const creditNoteDetailsAnswer = named(
  'CreditNoteDetails',
  creditNoteAnswer.extend({
    open: money.describe('What no invoice has used up.'),
    customer: z.string(),
    entryId: id.nullable(),
    invoiceNumber: z.string().nullable().describe('Of the invoice that it takes back.'),
    lines: z.array(lineAnswer),
    taxes: z.array(taxAnswer),
    uses: z.array(z.object({ invoiceId: id, number: z.string(), amount: money })),
  }),
  {
    description: 'A credit note with its lines and the invoices that it is applied to.',
    example: {
      ...sampleNote,
      open: '237.44',
      customer: 'Boulangerie Nadeau',
      entryId: SAMPLE.entry,
      invoiceNumber: 'F-000042',
      lines: [exampleOf(lineAnswer)],
      taxes: [exampleOf(taxAnswer)],
      uses: [{ invoiceId: SAMPLE.invoice, number: 'F-000042', amount: '50.00' }],
    },
  },
);

export const undoneAnswer = named('UndonePayment', z.object({ reversal: z.object({ id, number: z.string() }) }), {
  description: 'The entry that takes a payment back.',
  example: { reversal: { id: SAMPLE.entry, number: 'BQ000013' } },
});
