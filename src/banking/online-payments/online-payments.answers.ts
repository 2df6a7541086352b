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

export const paidAnswer = named('PaidInvoice', z.object({ status: z.literal('paid'), ...receipt }), {
  description: 'A payment as its customer is told of it.',
  example: { status: 'paid', ...sampleReceipt },
});

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
