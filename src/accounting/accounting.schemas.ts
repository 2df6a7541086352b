import { z } from 'zod';
import { CURRENCIES } from '../platform/kernel/money.js';
import { amountSchema, dateSchema, idSchema, oneLine, printable } from '../platform/kernel/schemas.js';
import { CONTACT_KINDS } from './accounting.entity.js';

const LINES_MAX = 1_000;
const ZERO = '0.00';

export const contactSchema = z
  .strictObject({
    name: oneLine(200),
    kind: z.enum(CONTACT_KINDS).default('customer'),
    email: oneLine(254).optional(),
    phone: oneLine(50).optional(),
  })
  .meta({
    id: 'NewContact',
    description: 'A customer or supplier to add.',
    examples: [{ name: 'Boulangerie Nadeau', email: 'nadeau@example.test', phone: '514 555-0100' }],
  });
export type ContactRequest = z.infer<typeof contactSchema>;

export const accountNumberSchema = z
  .string()
  .regex(/^[\p{L}\p{N}._-]{1,20}$/u, 'must be 1 to 20 letters, digits, points, hyphens or underscores');

export const ledgerAccountSchema = z.strictObject({ number: accountNumberSchema, name: oneLine(200) }).meta({
  id: 'NewLedgerAccount',
  description: 'An account to add to the chart.',
  examples: [{ number: '5210', name: 'Électricité' }],
});
export type LedgerAccountRequest = z.infer<typeof ledgerAccountSchema>;

/** `account` is the number of a ledger account; one of debit and credit is zero or absent. */
const entryLineSchema = z
  .strictObject({
    account: accountNumberSchema,
    debit: amountSchema.default(ZERO),
    credit: amountSchema.default(ZERO),
    label: printable(500).optional(),
  })
  .meta({
    id: 'NewJournalLine',
    description:
      'A line of an entry; `account` is the number of a ledger account, and one of debit and credit is zero or absent.',
    examples: [{ account: '5200', debit: '950.00' }],
  });

/** `journal` is the code of a journal, OD (general) by default; `number` is given by the journal's counter if absent. */
export const journalEntrySchema = z
  .strictObject({
    date: dateSchema,
    journal: oneLine(20).default('OD').describe('The code of a journal; OD is the general one.'),
    number: oneLine(50).optional().describe('Given by the counter of the journal if it is absent.'),
    label: printable(500).optional(),
    lines: z.array(entryLineSchema).min(2, 'must have at least two lines').max(LINES_MAX),
  })
  .meta({
    id: 'NewJournalEntry',
    description: 'An entry to post; the sums of debits and credits must be equal.',
    examples: [
      {
        date: '2026-01-31',
        label: 'Loyer de janvier',
        lines: [
          { account: '5200', debit: '950.00' },
          { account: '1010', credit: '950.00' },
        ],
      },
    ],
  });
export type JournalEntryRequest = z.infer<typeof journalEntrySchema>;

const invoiceLineSchema = z
  .strictObject({
    description: printable(500),
    quantity: z
      .string()
      .regex(/^\d{1,9}(\.\d{1,3})?$/, 'must be a decimal string such as "2.5"')
      .default('1'),
    unitPrice: amountSchema,
    taxRate: oneLine(20).optional().describe('The code of a tax rate, such as TPS-TVQ; none means no tax.'),
  })
  .meta({
    id: 'NewInvoiceLine',
    description: 'A line of an invoice.',
    examples: [{ description: 'Pain de seigle', quantity: '2.5', unitPrice: '100.00', taxRate: 'TPS-TVQ' }],
  });

/** `taxRate` is the code of a tax rate, such as "TPS-TVQ"; none means no tax. */
export const invoiceSchema = z
  .strictObject({
    contactId: idSchema,
    issuedOn: dateSchema.optional().describe('Today if it is absent.'),
    dueOn: dateSchema.optional().describe('Thirty days after it was issued if it is absent.'),
    lines: z.array(invoiceLineSchema).min(1, 'must have at least one line').max(LINES_MAX),
  })
  .meta({
    id: 'NewInvoice',
    description: 'An invoice to issue.',
    examples: [
      {
        contactId: '0193a5c3-0b21-7e77-8a34-5b6c7d8e9f06',
        issuedOn: '2026-01-31',
        lines: [{ description: 'Pain de seigle', quantity: '2.5', unitPrice: '100.00', taxRate: 'TPS-TVQ' }],
      },
    ],
  });
export type InvoiceRequest = z.infer<typeof invoiceSchema>;

export const bankAccountSchema = z
  .strictObject({
    name: oneLine(200),
    currency: z.enum(CURRENCIES).optional().describe('That of the business if it is absent.'),
  })
  .meta({
    id: 'NewBankAccount',
    description: 'A bank account to add.',
    examples: [{ name: 'Compte chèques', currency: 'CAD' }],
  });
export type BankAccountRequest = z.infer<typeof bankAccountSchema>;
