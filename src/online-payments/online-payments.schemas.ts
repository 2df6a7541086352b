import { z } from 'zod';
import { idSchema } from '../kernel/schemas.js';

/** Against an invoice, or as other income: to account 4900 unless another is named. */
export const recordingSchema = z
  .strictObject({
    invoiceId: idSchema.optional(),
    otherIncome: z.strictObject({ ledgerAccountId: idSchema.optional() }).optional(),
  })
  .refine(({ invoiceId, otherIncome }) => (invoiceId === undefined) !== (otherIncome === undefined), {
    error: 'must have either "invoiceId" or "otherIncome"',
  });
export type RecordingRequest = z.infer<typeof recordingSchema>;
