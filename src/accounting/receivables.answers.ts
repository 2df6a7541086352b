import { z } from 'zod';
import { SAMPLE } from '../platform/api/samples.js';
import { currency, day, id, money, named } from '../platform/api/shapes.js';

const aged = named(
  'AgedAmounts',
  z.object({
    current: money.describe('Not late; credit notes that are open count by the day of their issue.'),
    days30: money.describe('Late by 1 to 30 days.'),
    days60: money.describe('Late by 31 to 60 days.'),
    days90: money.describe('Late by 61 to 90 days.'),
    older: money,
    total: money,
  }),
  {
    description: 'What is open, by how late it is.',
    example: { current: '287.44', days30: '0.00', days60: '50.00', days90: '0.00', older: '0.00', total: '337.44' },
  },
);
const sampleAged = {
  current: '287.44',
  days30: '0.00',
  days60: '50.00',
  days90: '0.00',
  older: '0.00',
  total: '337.44',
};

export const receivablesAnswer = named(
  'ReceivablesReport',
  z.object({
    on: day,
    currency,
    contacts: z.array(z.object({ contactId: id, customer: z.string(), amounts: aged })),
    next: z.string().nullable().describe('The `after` of the contacts that follow; null on the last page.'),
    totals: aged.describe('Of all contacts, whatever the page.'),
    ledger: z.object({
      account: z.string(),
      balance: money,
      difference: money.describe('The ledger less the documents: `ledgerOnly` less `notPosted`, to the cent.'),
      notPosted: money.describe('Invoices without an entry: brought along, or issued before invoices posted.'),
      ledgerOnly: money.describe('Entries of no document: opening balances, imported ones, those posted by hand.'),
      ledgerOnlyLines: z
        .array(z.object({ number: z.string().nullable(), name: z.string().nullable(), balance: money }))
        .describe('The largest of them, by the auxiliary account that they name.'),
    }),
  }),
  {
    description: 'What customers owe by their documents, and what the ledger says.',
    example: {
      on: SAMPLE.day,
      currency: 'CAD',
      contacts: [{ contactId: SAMPLE.contact, customer: 'Boulangerie Nadeau', amounts: sampleAged }],
      next: null,
      totals: sampleAged,
      ledger: {
        account: '1100',
        balance: '437.44',
        difference: '100.00',
        notPosted: '0.00',
        ledgerOnly: '100.00',
        ledgerOnlyLines: [{ number: 'C000012', name: 'Boulangerie Nadeau', balance: '100.00' }],
      },
    },
  },
);
