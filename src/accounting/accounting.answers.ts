import { z } from 'zod';
import { SAMPLE } from '../platform/api/samples.js';
import { count, currency, day, id, money, named, pageOf } from '../platform/api/shapes.js';
import { LOCALES } from '../platform/kernel/actor.js';
import { CONTACT_KINDS, SOURCE_KINDS } from './accounting.entity.js';

/** Of what a record says: sent along with a change, it is refused where somebody was faster. */
export const version = z.string().describe('Of what it says; to be sent along with a change.');
export const SAMPLE_VERSION = 'q3VvY0tq1c0mZr9d';

export const contactAnswer = named(
  'Contact',
  z.object({
    id,
    name: z.string(),
    kind: z.enum(CONTACT_KINDS),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    number: z
      .string()
      .nullable()
      .describe(
        'What its lines in the ledger call it, the auxiliary account of a FEC file; given when something is posted.',
      ),
    address: z.string().nullable(),
    locale: z.enum(LOCALES).nullable().describe('The language that it is written to in; null is that of the business.'),
    version,
  }),
  {
    description: 'A customer or supplier.',
    example: {
      id: SAMPLE.contact,
      name: 'Boulangerie Nadeau',
      kind: 'customer',
      email: 'nadeau@example.test',
      phone: '514 555-0100',
      number: 'C000012',
      address: '12, rue des Érables, Sherbrooke (Québec)',
      locale: 'fr',
      version: SAMPLE_VERSION,
    },
  },
);
export const contactsAnswer = pageOf('ContactPage', contactAnswer, 'Contacts, in the order in which they were added.');

export const ledgerAccountAnswer = named(
  'LedgerAccount',
  z.object({ id, number: z.string(), name: z.string(), version }),
  {
    description: 'An account of the chart of accounts.',
    example: { id: SAMPLE.account, number: '5200', name: 'Loyer', version: SAMPLE_VERSION },
  },
);
export const ledgerAccountsAnswer = pageOf(
  'LedgerAccountPage',
  ledgerAccountAnswer,
  'Ledger accounts, in the order in which they were added.',
);

const lineAnswer = named(
  'JournalLine',
  z.object({ account: z.string(), accountName: z.string(), debit: money, credit: money, label: z.string() }),
  {
    description: 'A line of an entry; `account` is the number of a ledger account.',
    example: { account: '5200', accountName: 'Loyer', debit: '950.00', credit: '0.00', label: 'Loyer de janvier' },
  },
);

export const journalEntryAnswer = named(
  'JournalEntry',
  z.object({
    id,
    journal: z.string().describe('The code of its journal, such as OD or BQ.'),
    number: z.string(),
    date: day,
    label: z.string(),
    lineCount: count.describe('How many lines it has in all.'),
    document: z
      .object({ kind: z.enum(SOURCE_KINDS), id })
      .optional()
      .describe('The document that posted it; absent of an entry that was posted by hand or imported.'),
    reverses: id.optional().describe('The entry that it takes back.'),
    reversedBy: id.optional().describe('The entry that takes it back.'),
    lines: z.array(lineAnswer).describe('Its first lines; those of a long entry go on at `…/lines`.'),
  }),
  {
    description: 'An entry with its lines, or the first of them; debits and credits of all are equal.',
    example: {
      id: SAMPLE.entry,
      journal: 'OD',
      number: 'OD000012',
      date: SAMPLE.day,
      label: 'Loyer de janvier',
      lineCount: 2,
      lines: [
        { account: '5200', accountName: 'Loyer', debit: '950.00', credit: '0.00', label: 'Loyer de janvier' },
        { account: '1010', accountName: 'Compte bancaire', debit: '0.00', credit: '950.00', label: 'Loyer de janvier' },
      ],
    },
  },
);
export const journalEntriesAnswer = pageOf(
  'JournalEntryPage',
  journalEntryAnswer,
  'Entries, latest first: by date, then by id.',
);

export const journalLinesAnswer = pageOf('JournalLinePage', lineAnswer, 'Lines of one entry, in their order.');

export const invoiceAnswer = named(
  'Invoice',
  z.object({
    id,
    number: z.string(),
    contactId: id,
    issuedOn: day,
    dueOn: day,
    net: money,
    tax: money,
    total: money,
  }),
  {
    description: 'A sales invoice; amounts are in the currency of the business.',
    example: {
      id: SAMPLE.invoice,
      number: 'F-000042',
      contactId: SAMPLE.contact,
      issuedOn: SAMPLE.day,
      dueOn: SAMPLE.dueDay,
      net: '250.00',
      tax: '37.44',
      total: '287.44',
    },
  },
);
export const invoicesAnswer = pageOf('InvoicePage', invoiceAnswer, 'Invoices, in the order in which they were issued.');

export const bankAccountAnswer = named(
  'BankAccount',
  z.object({
    id,
    name: z.string(),
    currency,
    account: z.string().describe('The number of its account in the ledger.'),
  }),
  {
    description: 'A bank account in the books.',
    example: { id: SAMPLE.bankAccount, name: 'Compte chèques', currency: 'CAD', account: '1010' },
  },
);
export const bankAccountsAnswer = pageOf(
  'BankAccountPage',
  bankAccountAnswer,
  'Bank accounts, in the order in which they were added.',
);

const trialAmounts = {
  debit: money,
  credit: money,
  debitBalance: money.describe('What is more on the side of debits; zero where it is not.'),
  creditBalance: money.describe('What is more on the side of credits; zero where it is not.'),
};

export const trialBalanceAnswer = named(
  'TrialBalance',
  z.object({
    currency,
    lines: z.array(z.object({ account: z.string(), name: z.string(), ...trialAmounts })),
    totals: z.object(trialAmounts),
  }),
  {
    description: 'The sums and the balance of each account with movements, by its number, and of them all.',
    example: {
      currency: 'CAD',
      lines: [
        {
          account: '1010',
          name: 'Compte bancaire',
          debit: '200.00',
          credit: '950.00',
          debitBalance: '0.00',
          creditBalance: '750.00',
        },
        {
          account: '4000',
          name: 'Ventes',
          debit: '0.00',
          credit: '200.00',
          debitBalance: '0.00',
          creditBalance: '200.00',
        },
        {
          account: '5200',
          name: 'Loyer',
          debit: '950.00',
          credit: '0.00',
          debitBalance: '950.00',
          creditBalance: '0.00',
        },
      ],
      totals: { debit: '1150.00', credit: '1150.00', debitBalance: '950.00', creditBalance: '950.00' },
    },
  },
);

export const importAnswer = named(
  'ImportResult',
  z.object({
    entries: count,
    lines: count,
    accounts: count.describe('Accounts that the file names.'),
    accountsCreated: count.describe('Those of them that were not in the books before.'),
    contactsCreated: count.describe('Customers and suppliers that it names and the books did not have.'),
    auditEventId: id.describe('The event that records it.'),
  }),
  {
    description: 'What an import added.',
    example: {
      entries: 412,
      lines: 1_236,
      accounts: 38,
      accountsCreated: 12,
      contactsCreated: 31,
      auditEventId: SAMPLE.event,
    },
  },
);
