import { z } from 'zod';
import { dateSchema, idSchema } from '../../platform/kernel/schemas.js';

/**
 * Against an invoice, or as other income: to account 4900 unless another is named. `date` is that of the entry, such as the
 * day on which the bank credited the money; the day on which the payment came in by default.
 */
export const recordingSchema = z
  .strictObject({
    invoiceId: idSchema.optional(),
    otherIncome: z.strictObject({ ledgerAccountId: idSchema.optional() }).optional(),
    date: dateSchema.optional(),
  })
  .refine(({ invoiceId, otherIncome }) => (invoiceId === undefined) !== (otherIncome === undefined), {
    error: 'must have either "invoiceId" or "otherIncome"',
  })
  .meta({
    id: 'PaymentRecording',
    description: 'Either `invoiceId` or `otherIncome`: account 4900 unless another is named.',
    examples: [{ invoiceId: '0193a5c3-0b24-7baa-9d67-8e9fa0b1c209' }, { otherIncome: {} }],
  });
export type RecordingRequest = z.infer<typeof recordingSchema>;
