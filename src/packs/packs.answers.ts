import { z } from 'zod';
import { SAMPLE } from '../platform/api/samples.js';
import { count, id, named, time } from '../platform/api/shapes.js';

const packedFile = z.object({
  name: z.string(),
  bytes: count,
  digest: z.string().describe('SHA-256 of the whole file, as the audit log says it too.'),
  files: count.describe('In the zip, `SHA256SUMS` included.'),
  asOf: time.describe('The moment of which everything in it is.'),
  madeAt: time,
  counts: z.record(z.string(), count).describe('Rows of the books, by kind.'),
});

export const packAnswer = named(
  'Pack',
  z.object({
    id,
    bookId: id.describe('The books that are packed: once they are sealed, the id of the snapshot.'),
    state: z.enum(['waiting', 'making', 'made', 'failed']),
    askedAt: time,
    done: count.describe('Rows that are written, of about `total`.'),
    total: count.nullable(),
    failure: z.string().nullable(),
    file: packedFile.nullable().describe('Of one that is made.'),
  }),
  {
    description: 'Everything that books hold, as one zip.',
    example: {
      id: SAMPLE.operation,
      bookId: SAMPLE.book,
      state: 'made',
      askedAt: SAMPLE.time,
      done: 4210,
      total: 4210,
      failure: null,
      file: {
        name: 'atelier-zoe-2026-01-31.zip',
        bytes: 184_320,
        digest: SAMPLE.digest,
        files: 34,
        asOf: SAMPLE.time,
        madeAt: SAMPLE.time,
        counts: { contacts: 25, journalEntries: 840, journalLines: 2100 },
      },
    },
  },
);

export const packsAnswer = named('Packs', z.object({ items: z.array(packAnswer) }), {
  description: 'The newest pack of some books, and beside one that is not made the last that is.',
  example: { items: [] },
});
