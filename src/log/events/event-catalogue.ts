import { z } from 'zod';
import { BUSINESS_EVENTS } from './business-events.js';
import { check, commonData, id, snapshotReference, time, type EventKind } from './event-schemas.js';
import { LOG_EVENTS } from './log-events.js';
import { PEOPLE_EVENTS } from './people-events.js';
import { REVIEW_EVENTS } from './review-events.js';

export { OUTCOMES, ticketSchema, type EventKind, type Outcome } from './event-schemas.js';

/** The subject's id where the log itself is the subject. */
export const THE_LOG = 'audit';

/** Every type of event there is. An event that is not here or does not fit cannot be written. */
export const EVENT_CATALOGUE = {
  ...BUSINESS_EVENTS,
  ...LOG_EVENTS,
  ...PEOPLE_EVENTS,
  ...REVIEW_EVENTS,
} as const satisfies Record<string, EventKind>;

export type EventType = keyof typeof EVENT_CATALOGUE;
export const EVENT_TYPES = Object.keys(EVENT_CATALOGUE) as EventType[];
export type EventDetails<T extends EventType> = z.infer<(typeof EVENT_CATALOGUE)[T]['details']>;
export type EventData = z.infer<z.ZodObject<typeof commonData>>;
export type PreconditionCheck = z.infer<typeof check>;
export type SnapshotReference = z.infer<typeof snapshotReference>;

const schemas = new Map<string, z.ZodType>(
  Object.entries<EventKind>(EVENT_CATALOGUE).map(([type, kind]) => [
    type,
    z.strictObject({
      specversion: z.literal('1.0'),
      id,
      source: z.string(),
      type: z.literal(type),
      subject: z.string().regex(new RegExp(`^${kind.subject}/[0-9a-z-]+$`)),
      time,
      data: z.strictObject({
        ...commonData,
        outcome: z.enum(kind.outcomes),
        ...kind.demands,
        details: kind.details,
      }),
    }),
  ]),
);

/** Throws an Error (a fault of the program, not of its user) when the envelope does not match its type's schema. */
export function assertFitsCatalogue(envelope: { type: string }): void {
  const schema = schemas.get(envelope.type);
  if (!schema) throw new Error(`The event type ${envelope.type} is not in the catalogue`);
  const read = schema.safeParse(envelope);
  if (!read.success)
    throw new Error(`An event ${envelope.type} does not fit its schema: ${z.prettifyError(read.error)}`);
}
