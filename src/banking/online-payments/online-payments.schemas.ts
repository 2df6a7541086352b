import { z } from 'zod';
import { accountNumberSchema } from '../../accounting/accounting.schemas.js';
import { dateSchema, idSchema, printable } from '../../platform/kernel/schemas.js';

const otherIncome = z
  .strictObject({
    ledgerAccountId: idSchema.optional(),
    account: accountNumberSchema.optional().describe('Its number instead; 4900 if both are absent.'),
  })
  .refine(({ ledgerAccountId, account }) => ledgerAccountId === undefined || account === undefined, {
    error: 'must not have both "ledgerAccountId" and "account"',
  });

/**
 * Against an invoice, or as other income: to account 4900 unless another is named. `date` is that of the entry, such as the
 * day on which the bank credited the money; the day on which the payment came in by default.
 */
export const recordingSchema = z
  .strictObject({
    invoiceId: idSchema.optional(),
    otherIncome: otherIncome.optional(),
    date: dateSchema.optional(),
    bankAccountId: idSchema.optional().describe('Into whose account in the ledger it goes.'),
    bankAccount: accountNumberSchema.optional().describe('An account of the ledger instead; 1010 if both are absent.'),
  })
  .refine(({ invoiceId, otherIncome: income }) => (invoiceId === undefined) !== (income === undefined), {
    error: 'must have either "invoiceId" or "otherIncome"',
  })
  .refine(({ bankAccountId, bankAccount }) => bankAccountId === undefined || bankAccount === undefined, {
    error: 'must not have both "bankAccountId" and "bankAccount"',
  })
  .meta({
    id: 'PaymentRecording',
    description: 'Either `invoiceId` or `otherIncome`: account 4900 unless another is named.',
    examples: [{ invoiceId: '0193a5c3-0b24-7baa-9d67-8e9fa0b1c209' }, { otherIncome: {} }],
  });
export type RecordingRequest = z.infer<typeof recordingSchema>;

export const settingAsideSchema = z
  .strictObject({
    reason: printable(500).describe('Kept with the payment, and beside the event, where it can be erased.'),
  })
  .meta({
    id: 'SettingAside',
    description: 'Why a payment is not to be recorded: the present books hold it already.',
    examples: [{ reason: 'Dans les soldes d’ouverture du 1er février' }],
  });
export type SettingAside = z.infer<typeof settingAsideSchema>;
