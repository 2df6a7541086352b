import { z } from 'zod';
import { SAMPLE } from '../platform/api/samples.js';
import { count, id, named, time } from '../platform/api/shapes.js';
import type { BookCounts } from './book-counts.js';
import { bookManifest } from './manifest.js';

/** As the tables declare themselves, so that no kind of data is forgotten here. */
const countsOfKinds = () => z.object(Object.fromEntries(bookManifest().map(({ countName }) => [countName, count])));

export const bookCountsAnswer: z.ZodType<BookCounts, BookCounts> = named(
  'BookCounts',
  z.lazy(countsOfKinds) as unknown as z.ZodType<BookCounts, BookCounts>,
  {
    description: 'How many there are of each kind of accounting data in a book.',
    example: {
      bankAccounts: 1,
      bankTransactions: 64,
      contacts: 25,
      creditNoteLines: 3,
      creditNoteUses: 2,
      documentMails: 3,
      creditNotes: 2,
      entryReversals: 1,
      entrySources: 56,
      invoiceLines: 96,
      invoices: 40,
      journalEntries: 412,
      journalLines: 1_236,
      journals: 5,
      ledgerAccounts: 38,
      products: 8,
      recordedPayments: 12,
      taxRateParts: 1,
      taxRates: 4,
    },
  },
);

export const snapshotAnswer = named(
  'Snapshot',
  z.object({
    id,
    cause: z.enum(['reset', 'restore']).describe('What set this book aside.'),
    sealedAt: time,
    expiresAt: time.describe('Until when it can be restored.'),
    state: z.enum(['kept', 'expired']),
    onHold: z.boolean().optional().describe('There and true while a legal hold keeps it beyond `expiresAt`.'),
    asOnSignUp: z.boolean().optional().describe('There and true when nothing is in it but what a fresh book holds.'),
    digest: z
      .string()
      .regex(/^sha256:[0-9a-f]{64}$/)
      .optional()
      .describe('Of its whole content; there once it was computed in the background.'),
    counts: z.record(z.string(), count).optional().describe('As `BookCounts`; there together with the digest.'),
  }),
  {
    description: 'The accounting data of a business as they were when a reset or a restore set them aside.',
    example: {
      id: SAMPLE.snapshot,
      cause: 'reset',
      sealedAt: SAMPLE.time,
      expiresAt: SAMPLE.later,
      state: 'kept',
      digest: SAMPLE.digest,
      counts: { contacts: 25, journalEntries: 412 },
    },
  },
);
