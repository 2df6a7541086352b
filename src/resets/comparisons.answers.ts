import { z } from 'zod';
import { SAMPLE } from '../platform/api/samples.js';
import { count, id, money, named, pageOf } from '../platform/api/shapes.js';

export const comparisonAnswer = named(
  'Comparison',
  z.object({
    kinds: z.array(
      z.object({
        kind: z.string(),
        comesBack: count.describe('Only the snapshot has them.'),
        goes: count.describe('Only the other books have them: a restore would overwrite them.'),
        changes: count.describe('Both have them, with other content.'),
      }),
    ),
  }),
  {
    description: 'How two sets of books of a business differ.',
    example: { kinds: [{ kind: 'contacts', comesBack: 24, goes: 1, changes: 2 }] },
  },
);

const says = z
  .record(z.string(), z.string().nullable())
  .nullable()
  .describe('By the names of the columns; null where these books do not have it.');

const differentRowAnswer = named(
  'DifferentRow',
  z.object({
    id,
    from: says,
    into: says,
    partsDiffer: z.boolean().describe('Its parts differ: the lines of an invoice, or of an entry.'),
  }),
  {
    description: 'What the snapshot (`from`) and the other books (`into`) say of the same thing.',
    example: {
      id: SAMPLE.contact,
      from: { name: 'Nadeau', email: 'n@example.test' },
      into: { name: 'Nadeau', email: null },
      partsDiffer: false,
    },
  },
);
export const differentRowsAnswer = pageOf(
  'DifferentRowPage',
  differentRowAnswer,
  'In the order in which they were added.',
);

const balanceDifferenceAnswer = named(
  'BalanceDifference',
  z.object({ account: z.string(), name: z.string(), from: money, into: money, difference: money }),
  {
    description: 'The balance of an account in the snapshot (`from`) and in the other books (`into`).',
    example: { account: '1010', name: 'Compte bancaire', from: '1250.00', into: '0.00', difference: '1250.00' },
  },
);
export const balanceDifferencesAnswer = pageOf(
  'BalanceDifferencePage',
  balanceDifferenceAnswer,
  'Accounts, by number.',
);
