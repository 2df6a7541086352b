import { z } from 'zod';
import { SAMPLE } from '../../platform/api/samples.js';
import { id, named, pageOf, time } from '../../platform/api/shapes.js';
import { commonData } from './event-schemas.js';

export const auditEventAnswer = named(
  'AuditEvent',
  z.object({
    specversion: z.literal('1.0'),
    id,
    source: z.literal('ardoise'),
    type: z.string().describe('Such as `business.reset.completed`; docs/audit-events.md lists them all.'),
    subject: z.string().describe('What it is about: `business/` and its id.'),
    time,
    data: z.object({ ...commonData, details: z.record(z.string(), z.unknown()) }),
  }),
  {
    description: 'An event of the audit log: a CloudEvents 1.0 envelope, exactly as it is signed and kept.',
    example: {
      specversion: '1.0',
      id: SAMPLE.event,
      source: 'ardoise',
      type: 'business.signed-up',
      subject: `business/${SAMPLE.business}`,
      time: SAMPLE.time,
      data: {
        business_seq: 1,
        outcome: 'success',
        actor: { type: 'user', id: SAMPLE.user, roles: ['owner'], original_owner: true },
        request: { id: 'a3f1c2', digest: SAMPLE.digest },
        salt: '0123456789abcdef0123456789abcdef',
        details: { user_id: SAMPLE.user, book_id: SAMPLE.book, edition: 'accounting' },
      },
    },
  },
);
export const auditEventsAnswer = pageOf('AuditEventPage', auditEventAnswer, 'Events of one business, newest first.');
