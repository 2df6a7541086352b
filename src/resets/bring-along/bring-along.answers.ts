import { z } from 'zod';
import { SAMPLE } from '../../platform/api/samples.js';
import { count, exampleOf, id, money, named } from '../../platform/api/shapes.js';

export const conflictAnswer = named(
  'Conflict',
  z.object({
    table: z.string().describe('Send it back with the choice, with `id`.'),
    kind: z.string(),
    id: id.describe('The row of the snapshot.'),
    openId: id.describe('The row of the open books.'),
    mayHaveBoth: z.boolean().describe('Whether `both` can be chosen: not where a number would be there twice.'),
    name: z.string(),
    differs: z.array(z.object({ column: z.string(), open: z.string().nullable(), snapshot: z.string().nullable() })),
  }),
  {
    description: 'Something that both books hold, with other content: somebody must say which is to stand.',
    example: {
      table: 'contacts',
      kind: 'contacts',
      id: SAMPLE.book,
      openId: SAMPLE.operation,
      mayHaveBoth: true,
      name: 'Nadeau',
      differs: [{ column: 'email', open: null, snapshot: 'nadeau@example.test' }],
    },
  },
);

const tableAnswer = z.object({
  table: z.string(),
  kind: z.string(),
  wanted: count.describe('Rows of the snapshot that were asked for, or that others refer to.'),
  there: count.describe('Of these, what the open books have already.'),
  conflicts: count.describe('Of those, what says another thing.'),
});

const openingAnswer = z.object({
  date: z.string(),
  lines: count,
  debit: money,
  credit: money,
  entriesThere: count.describe('Entries of the open books until that day, to which the balances would be added.'),
});

export const bringAlongPreviewAnswer = named(
  'BringAlongPreview',
  z.object({
    bookId: id.describe('The open books; send it back as `expectedBookId`.'),
    undecided: z.boolean().describe('Whether the same request would be refused with CONFLICTS_UNDECIDED.'),
    tables: z.array(tableAnswer).describe('What refers to something brings it along, listed here too.'),
    conflicts: z.array(conflictAnswer).describe('The first hundred.'),
    opening: openingAnswer.nullable(),
  }),
  {
    description: 'What a selective restore would bring.',
    example: {
      bookId: SAMPLE.book,
      undecided: true,
      tables: [{ table: 'contacts', kind: 'contacts', wanted: 25, there: 1, conflicts: 1 }],
      conflicts: [exampleOf(conflictAnswer)],
      opening: { date: '2026-12-31', lines: 12, debit: '48210.55', credit: '48210.55', entriesThere: 0 },
    },
  },
);

const rowsByTable = z.record(z.string(), count);

export const bringAlongAnswer = named(
  'BringAlong',
  z.object({
    snapshot: z.object({ id }),
    added: rowsByTable.describe('Rows, by table.'),
    replaced: rowsByTable.describe('Rows of the open books that say now what the snapshot says.'),
    openingEntry: z.object({ id, date: z.string(), lines: count }).nullable(),
    auditEventId: id,
  }),
  {
    description: 'A selective restore that was done.',
    example: {
      snapshot: { id: SAMPLE.snapshot },
      added: { contacts: 24 },
      replaced: {},
      openingEntry: { id: SAMPLE.operation, date: '2026-12-31', lines: 12 },
      auditEventId: SAMPLE.event,
    },
  },
);

export const broughtKindsAnswer = named('BroughtKinds', z.object({ items: z.array(z.string()) }), {
  description: 'The kinds of data that can be brought along.',
  example: { items: ['contacts', 'chart', 'unpaidInvoices', 'openingBalances'] },
});
