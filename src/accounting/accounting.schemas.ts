import { z } from 'zod';
import { LOCALES } from '../platform/kernel/actor.js';
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
    number: oneLine(50)
      .optional()
      .describe('What its lines in the ledger call it; given by a counter when something is posted, if it is absent.'),
    address: printable(500).optional(),
    locale: z.enum(LOCALES).optional().describe('The language that it is written to in.'),
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

const documentLineSchema = z
  .strictObject({
    productId: idSchema.optional().describe('What is left out of the line is as the product says.'),
    description: printable(500).optional().describe('Needed without a product.'),
    quantity: z
      .string()
      .regex(/^\d{1,9}(\.\d{1,3})?$/, 'must be a decimal string such as "2.5"')
      .default('1'),
    unitPrice: amountSchema.optional().describe('Needed without a product.'),
    taxRate: oneLine(20)
      .nullable()
      .optional()
      .describe('The code of a tax rate, such as TPS-TVQ; none means no tax, or that of the product, null no tax.'),
    account: accountNumberSchema.optional().describe('The account of its revenue; that of the product, or 4000.'),
  })
  .superRefine(({ productId, description, unitPrice }, context) => {
    if (productId !== undefined) return;
    for (const [name, given] of Object.entries({ description, unitPrice })) {
      if (given === undefined)
        context.addIssue({ code: 'custom', path: [name], message: 'is needed without a product' });
    }
  })
  .meta({
    id: 'NewInvoiceLine',
    description: 'A line of an invoice or a credit note.',
    examples: [{ description: 'Pain de seigle', quantity: '2.5', unitPrice: '100.00', taxRate: 'TPS-TVQ' }],
  });
export type DocumentLineRequest = z.infer<typeof documentLineSchema>;

const documentLines = z.array(documentLineSchema).min(1, 'must have at least one line').max(LINES_MAX);

/** `taxRate` is the code of a tax rate, such as "TPS-TVQ"; none means no tax. */
export const invoiceSchema = z
  .strictObject({
    contactId: idSchema,
    issuedOn: dateSchema.optional().describe('Today if it is absent.'),
    dueOn: dateSchema.optional().describe('Thirty days after it was issued if it is absent.'),
    lines: documentLines,
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

/** Of an invoice, whole or by its own lines, or free for a contact. */
export const creditNoteSchema = z
  .strictObject({
    invoiceId: idSchema.optional(),
    contactId: idSchema.optional(),
    issuedOn: dateSchema.optional().describe('Today if it is absent.'),
    lines: documentLines.optional().describe('Those of the invoice if they are absent.'),
  })
  .refine(({ invoiceId, contactId }) => (invoiceId === undefined) !== (contactId === undefined), {
    error: 'must have either "invoiceId" or "contactId"',
  })
  .refine(({ invoiceId, lines }) => invoiceId !== undefined || lines !== undefined, {
    error: 'must have "lines" where it is not of an invoice',
  })
  .meta({
    id: 'NewCreditNote',
    description:
      'A credit note to issue: of an invoice, with its lines or others, or for a contact. One of an invoice is applied to what is open of it.',
    examples: [
      { invoiceId: '0193a5c3-0b24-7baa-9d67-8e9fa0b1c209' },
      {
        contactId: '0193a5c3-0b21-7e77-8a34-5b6c7d8e9f06',
        lines: [{ description: 'Remise', unitPrice: '20.00', taxRate: 'TPS-TVQ' }],
      },
    ],
  });
export type CreditNoteRequest = z.infer<typeof creditNoteSchema>;

export const creditUseSchema = z
  .strictObject({
    invoiceId: idSchema,
    amount: amountSchema.optional().describe('What both have open if it is absent.'),
  })
  .meta({
    id: 'CreditNoteApplication',
    description: 'An invoice of the same contact that a credit note is applied to.',
    examples: [{ invoiceId: '0193a5c3-0b24-7baa-9d67-8e9fa0b1c209', amount: '50.00' }],
  });
export type CreditUseRequest = z.infer<typeof creditUseSchema>;

export const paymentSchema = z
  .strictObject({
    paidOn: dateSchema.optional().describe('Today if it is absent.'),
    amount: amountSchema.describe('At most what is open of the invoice.'),
    bankAccountId: idSchema.optional().describe('Into whose account in the ledger it goes.'),
    account: accountNumberSchema
      .optional()
      .describe('An account of the ledger instead, such as 1000; 1010 by default.'),
  })
  .refine(({ bankAccountId, account }) => bankAccountId === undefined || account === undefined, {
    error: 'must not have both "bankAccountId" and "account"',
  })
  .meta({
    id: 'NewPayment',
    description: 'A payment of an invoice that was received: by transfer, by cheque, in cash.',
    examples: [{ paidOn: '2026-02-14', amount: '150.00' }],
  });
export type PaymentRequest = z.infer<typeof paymentSchema>;

export const reversalSchema = z
  .strictObject({
    date: dateSchema.describe('Of the reversal.'),
    label: printable(500).optional().describe('That of the entry if it is absent.'),
  })
  .meta({
    id: 'NewReversal',
    description: 'How an entry is reversed.',
    examples: [{ date: '2026-02-01', label: 'Loyer de janvier, saisi deux fois' }],
  });
export type ReversalRequest = z.infer<typeof reversalSchema>;

export const bankAccountSchema = z
  .strictObject({
    name: oneLine(200),
    currency: z.enum(CURRENCIES).optional().describe('That of the business if it is absent.'),
    account: accountNumberSchema.optional().describe('Its account in the ledger; 1010 if it is absent.'),
  })
  .meta({
    id: 'NewBankAccount',
    description: 'A bank account to add.',
    examples: [{ name: 'Compte chèques', currency: 'CAD' }],
  });
export type BankAccountRequest = z.infer<typeof bankAccountSchema>;
