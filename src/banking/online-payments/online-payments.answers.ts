import { z } from 'zod';
import { journalEntryAnswer } from '../../accounting/accounting.answers.js';
import { SAMPLE } from '../../platform/api/samples.js';
import { currency, exampleOf, id, money, named, pageOf, time } from '../../platform/api/shapes.js';

const reference = z
  .string()
  .regex(/^PAY-[0-9A-Z]{8}$/)
  .describe('What customers and the support team call this payment.');
const receipt = { reference, amount: money, currency, receivedAt: time };
const sampleReceipt = {
  reference: 'PAY-7K2M9QXA',
  amount: '287.44',
  currency: 'CAD',
  receivedAt: SAMPLE.time,
} as const;

export const payLinkAnswer = named('PayLink', z.object({ url: z.url() }), {
  description: 'Where a customer pays what is due of one invoice.',
  example: { url: 'https://ardoise.example/pay/3q2-7wABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijk' },
});

const paidAnswer = named('PaidInvoice', z.object({ status: z.literal('paid'), ...receipt }), {
  description: 'A payment as its customer is told of it.',
  example: { status: 'paid', ...sampleReceipt },
});

export const payAnswer = named(
  'PayAnswer',
  z.discriminatedUnion('status', [
    paidAnswer,
    z.object({ status: z.literal('checkout'), url: z.url().describe('Where the customer pays.') }),
    z.object({ status: z.literal('pending') }),
  ]),
  {
    description:
      'Paid, as always in the sandbox; or where to pay with a provider that has a page of its own; or that the bank is not done yet.',
    example: { status: 'paid', ...sampleReceipt },
  },
);

const waitingPaymentAnswer = named(
  'PaymentToRecord',
  z.object({
    id,
    ...receipt,
    invoiceNumber: z.string(),
    customer: z.string(),
    proposedInvoice: z
      .object({ id, number: z.string(), total: money })
      .nullable()
      .describe('The invoice that was paid, if it is in the present books.'),
  }),
  {
    description: 'A payment that came in and is in no entry of the present books yet.',
    example: {
      id: SAMPLE.payment,
      ...sampleReceipt,
      invoiceNumber: 'F-000042',
      customer: 'Boulangerie Nadeau',
      proposedInvoice: { id: SAMPLE.invoice, number: 'F-000042', total: '287.44' },
    },
  },
);
export const waitingPaymentsAnswer = pageOf('PaymentToRecordPage', waitingPaymentAnswer, 'What waits, oldest first.');

export const recordedPaymentAnswer = named(
  'RecordedPayment',
  z.object({
    paymentId: id,
    reference,
    invoiceId: id.nullable().describe('Null when it was recorded as other income.'),
    entry: journalEntryAnswer,
  }),
  {
    description: 'A payment with the entry that records it.',
    example: {
      paymentId: SAMPLE.payment,
      reference: 'PAY-7K2M9QXA',
      invoiceId: SAMPLE.invoice,
      entry: exampleOf(journalEntryAnswer),
    },
  },
);

const sampleEntry = exampleOf(journalEntryAnswer);

export const recordingPreviewAnswer = named(
  'RecordingPreview',
  journalEntryAnswer.pick({ journal: true, date: true, label: true, lines: true }).extend({ invoiceId: id.nullable() }),
  {
    description: 'The entry that recording a payment would post.',
    example: {
      invoiceId: SAMPLE.invoice,
      journal: sampleEntry.journal,
      date: sampleEntry.date,
      label: sampleEntry.label,
      lines: sampleEntry.lines,
    },
  },
);

export const setAsideAnswer = named('PaymentSetAside', z.object({ paymentId: id, reference, reason: z.string() }), {
  description: 'A payment that is not to be recorded.',
  example: {
    paymentId: SAMPLE.payment,
    reference: 'PAY-7K2M9QXA',
    reason: 'Dans les soldes d’ouverture du 1er février',
  },
});

const receivedPayment = named(
  'OnlinePayment',
  z.object({
    id,
    ...receipt,
    invoiceNumber: z.string(),
    customer: z.string(),
    state: z.enum(['waiting', 'recorded', 'set-aside']).describe('In the present books.'),
    invoiceId: id.nullable().describe('The invoice that it was recorded against.'),
    recordedAgainst: z.string().nullable().describe('The number of that invoice.'),
    entryId: id.nullable(),
    reason: z.string().nullable().describe('Why it was set aside.'),
    takenBack: z
      .array(z.object({ what: z.enum(['refund', 'dispute']), amount: money, currency: z.string() }))
      .describe('What the provider says went back to the customer or is disputed. The books know nothing of it.'),
  }),
  {
    description: 'A payment that came in through a link, and what the present books say of it.',
    example: {
      id: SAMPLE.payment,
      ...sampleReceipt,
      invoiceNumber: 'F-000042',
      customer: 'Boulangerie Nadeau',
      state: 'recorded',
      invoiceId: SAMPLE.invoice,
      recordedAgainst: 'F-000042',
      entryId: SAMPLE.entry,
      reason: null,
      takenBack: [],
    },
  },
);
export const receivedPaymentsAnswer = pageOf('OnlinePaymentPage', receivedPayment, 'All that came in, latest first.');
