import { z } from 'zod';
import { CURRENCIES } from '../kernel/money.js';
import { amountSchema, dateSchema, idSchema, printable } from '../kernel/schemas.js';
import { CONTACT_KINDS } from './accounting.entity.js';

const LINES_MAX = 1_000;
const ZERO = '0.00';

export const contactSchema = z.strictObject({
  name: printable(200),
  kind: z.enum(CONTACT_KINDS).default('customer'),
  email: printable(254).optional(),
  phone: printable(50).optional(),
});
export type ContactRequest = z.infer<typeof contactSchema>;

export const accountNumberSchema = z
  .string()
  .regex(/^[\p{L}\p{N}._-]{1,20}$/u, 'must be 1 to 20 letters, digits, points, hyphens or underscores');

export const ledgerAccountSchema = z.strictObject({ number: accountNumberSchema, name: printable(200) });
export type LedgerAccountRequest = z.infer<typeof ledgerAccountSchema>;

/** `account` is the number of a ledger account; one of debit and credit is zero or absent. */
const entryLineSchema = z.strictObject({
  account: accountNumberSchema,
  debit: amountSchema.default(ZERO),
  credit: amountSchema.default(ZERO),
  label: printable(500).optional(),
});

/** `journal` is the code of a journal, OD (general) by default; `number` is given by the journal's counter if absent. */
export const journalEntrySchema = z.strictObject({
  date: dateSchema,
  journal: printable(20).default('OD'),
  number: printable(50).optional(),
  label: printable(500).optional(),
  lines: z.array(entryLineSchema).min(2, 'must have at least two lines').max(LINES_MAX),
});
export type JournalEntryRequest = z.infer<typeof journalEntrySchema>;

const invoiceLineSchema = z.strictObject({
  description: printable(500),
  quantity: z
    .string()
    .regex(/^\d{1,9}(\.\d{1,3})?$/, 'must be a decimal string such as "2.5"')
    .default('1'),
  unitPrice: amountSchema,
  taxRate: printable(20).optional(),
});

/** `taxRate` is the code of a tax rate, such as "TPS-TVQ"; none means no tax. */
export const invoiceSchema = z.strictObject({
  contactId: idSchema,
  issuedOn: dateSchema.optional(),
  dueOn: dateSchema.optional(),
  lines: z.array(invoiceLineSchema).min(1, 'must have at least one line').max(LINES_MAX),
});
export type InvoiceRequest = z.infer<typeof invoiceSchema>;

export const bankAccountSchema = z.strictObject({
  name: printable(200),
  currency: z.enum(CURRENCIES).optional(),
});
export type BankAccountRequest = z.infer<typeof bankAccountSchema>;
