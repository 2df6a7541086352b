import { z } from 'zod';
import { LOCALES } from '../platform/kernel/actor.js';
import { amountSchema, oneLine, printable } from '../platform/kernel/schemas.js';
import { accountNumberSchema } from './accounting.schemas.js';
import { CONTACT_KINDS } from './accounting.entity.js';

/** Left out it stays as it is; null takes it away. */
const clearable = <Schema extends z.ZodType>(schema: Schema) => schema.nullable().optional();

const saysSomething = (change: object) => Object.keys(change).some((name) => name !== 'version');

const version = oneLine(50)
  .optional()
  .describe('The one that was read: where somebody was faster the answer is `CHANGED_MEANWHILE`.');
const NOTHING = { error: 'must change something' };

export const contactChangeSchema = z
  .strictObject({
    name: oneLine(200).optional(),
    kind: z.enum(CONTACT_KINDS).optional(),
    number: oneLine(50).optional().describe('What its lines in the ledger call it.'),
    email: clearable(oneLine(254)),
    phone: clearable(oneLine(50)),
    address: clearable(printable(500)),
    locale: clearable(z.enum(LOCALES)),
    version,
  })
  .refine(saysSomething, NOTHING)
  .meta({
    id: 'ContactChange',
    description: 'What changes of a contact; what is left out stays, null takes it away.',
    examples: [{ email: 'compta@nadeau.example.test', phone: null }],
  });
export type ContactChange = z.infer<typeof contactChangeSchema>;

export const ledgerAccountChangeSchema = z.strictObject({ name: oneLine(200), version }).meta({
  id: 'LedgerAccountChange',
  description: 'Another name for an account; its number stays.',
  examples: [{ name: 'Électricité et chauffage' }],
});
export type LedgerAccountChange = z.infer<typeof ledgerAccountChangeSchema>;

const taxRateCode = oneLine(20).describe('The code of a tax rate, such as TPS-TVQ.');

const product = {
  description: printable(500).describe('What a line of an invoice says; the name if it is absent.'),
  account: accountNumberSchema.describe('The account of its revenue; 4000 if it is absent.'),
  taxRate: taxRateCode,
};

export const productSchema = z
  .strictObject({
    name: oneLine(200),
    unitPrice: amountSchema,
    description: product.description.optional(),
    account: product.account.optional(),
    taxRate: product.taxRate.optional(),
  })
  .meta({
    id: 'NewProduct',
    description: 'A product or service to add.',
    examples: [{ name: 'Pain de seigle', unitPrice: '6.50', account: '4000', taxRate: 'EXO' }],
  });
export type ProductRequest = z.infer<typeof productSchema>;

export const productChangeSchema = z
  .strictObject({
    name: oneLine(200).optional(),
    unitPrice: amountSchema.optional(),
    description: clearable(product.description),
    account: clearable(product.account),
    taxRate: clearable(product.taxRate),
    version,
  })
  .refine(saysSomething, NOTHING)
  .meta({
    id: 'ProductChange',
    description:
      'What changes of a product; what is left out stays, null takes it away. Documents that were issued stay.',
    examples: [{ unitPrice: '7.00' }],
  });
export type ProductChange = z.infer<typeof productChangeSchema>;

const taxPartSchema = z
  .strictObject({
    name: oneLine(100).optional().describe('The code of the rate if it is absent.'),
    percent: z.string().regex(/^\d{1,3}(\.\d{1,4})?$/, 'must be a decimal string such as "9.975"'),
    account: accountNumberSchema.describe('The account that collects it.'),
  })
  .meta({
    id: 'NewTaxPart',
    description: 'A part of a tax rate.',
    examples: [{ name: 'TVH', percent: '13', account: '2120' }],
  });

export const taxRateSchema = z
  .strictObject({
    known: taxRateCode.optional().describe('The code of one of the known rates, instead of all the rest.'),
    code: oneLine(20).optional(),
    name: oneLine(100).optional(),
    parts: z.array(taxPartSchema).max(5).optional(),
  })
  .refine(
    ({ known, code, name, parts }) => [code, name, parts].every((own) => (own === undefined) === (known !== undefined)),
    { error: 'must have either "known" or all of "code", "name" and "parts"' },
  )
  .meta({
    id: 'NewTaxRate',
    description: 'A tax rate to add: one that is known, by its code, or one of its own, made of parts.',
    examples: [
      { known: 'TVH-ON' },
      { code: 'TVA-2.1', name: 'TVA 2,1 %', parts: [{ percent: '2.1', account: '2140' }] },
    ],
  });
export type TaxRateRequest = z.infer<typeof taxRateSchema>;
