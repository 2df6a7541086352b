import { z } from 'zod';
import { dateSchema, idSchema } from '../kernel/schemas.js';

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
  });
export type RecordingRequest = z.infer<typeof recordingSchema>;
