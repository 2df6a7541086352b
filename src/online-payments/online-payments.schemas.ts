import { z } from 'zod';
import { idSchema } from '../kernel/schemas.js';

/** Against an invoice, or as other income: to account 4900 unless another is named. */
export const recordingSchema = z.union([
  z.strictObject({ invoiceId: idSchema }),
  z.strictObject({ otherIncome: z.strictObject({ ledgerAccountId: idSchema.optional() }) }),
]);
export type RecordingRequest = z.infer<typeof recordingSchema>;
