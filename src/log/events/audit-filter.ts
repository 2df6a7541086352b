import { z } from 'zod';
import { DAY_MS } from '../../platform/kernel/clock.js';
import { idSchema } from '../../platform/kernel/schemas.js';
import { parsed } from '../../platform/kernel/validation-error.js';
import { EVENT_TYPES, OUTCOMES, ticketSchema } from './event-catalogue.js';

/** Times are compared as text, which years of four digits allow. */
const YEARS = /^(19|2\d)/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** An instant of ISO 8601 with its zone, or a date, which stands for all of that day in UTC; made UTC with milliseconds. */
function instant(edge: 'from' | 'until') {
  return z
    .union([z.iso.date().regex(YEARS), z.iso.datetime({ offset: true }).regex(YEARS)], {
      error: 'must be a date such as 2026-01-31, or a time with its zone such as 2026-01-31T09:00:00Z',
    })
    .transform((text) => {
      const ms = Date.parse(text) + (edge === 'until' && DATE.test(text) ? DAY_MS : 0);
      return new Date(ms).toISOString();
    });
}

/** What to look for. All that is given must hold; of several types any. `from` is included, `until` is not. */
export const auditFilterSchema = z
  .strictObject({
    /** The id of a business. */
    business: idSchema.optional(),
    /** The id of a user or a member of staff, or the name of a job such as `snapshot-expiry`. */
    actor: z
      .string()
      .toLowerCase()
      .regex(/^[a-z0-9-]{1,64}$/, 'must be an id, or the name of a job')
      .optional(),
    type: z
      .preprocess(
        (given) => (typeof given === 'string' ? [given] : given),
        z
          .array(
            z.enum(EVENT_TYPES, {
              error: ({ input }) => `there is no type of event ${JSON.stringify(input)?.slice(0, 100)}`,
            }),
          )
          .min(1)
          .max(1_000)
          .transform((types) => [...new Set(types)].sort()),
      )
      .optional(),
    outcome: z.enum(OUTCOMES, { error: `must be one of: ${OUTCOMES.join(', ')}` }).optional(),
    ticket: ticketSchema.optional(),
    from: instant('from').optional(),
    until: instant('until').optional(),
  })
  .refine(({ from, until }) => !from || !until || from < until, {
    path: ['until'],
    error: 'must be later than "from"',
  });

export type AuditFilter = Readonly<z.output<typeof auditFilterSchema>>;

/** Throws VALIDATION, naming what is wrong. */
export function readAuditFilter(given: unknown): AuditFilter {
  return parsed(auditFilterSchema, given);
}

/** The filter as the log records it: only what is set, in text. */
export function filterInWords(filter: AuditFilter): Record<string, string> {
  const set = Object.entries(filter).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set.map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : String(value)]));
}
