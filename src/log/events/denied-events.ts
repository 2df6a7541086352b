import type { EntityManager } from 'typeorm';
import type { RowsByTime } from '../../platform/database/rows-by-time.js';
import { select } from '../../platform/database/transaction.js';
import type { EventType } from './event-catalogue.js';

/** `business.reset.denied` and its like: what somebody was refused. */
export type DeniedType = EventType & `${string}.denied`;

const DENIED = "type IN (?) AND outcome = 'denied' AND occurred_at >= ?";
/** Holds all that is asked here; the optimizer's guess may be another one. */
const BY_TYPE_AND_TIME = 'audit_events FORCE INDEX (audit_events_type_time)';

/** The refusals of these types since a moment. */
export const deniedEvents = (types: readonly DeniedType[], since: Date): RowsByTime => ({
  from: BY_TYPE_AND_TIME,
  where: DENIED,
  parameters: [types, since.toISOString()],
  at: 'occurred_at',
  id: 'event_id',
  shown: 'payload',
});

/** How many there were in each hour: `2026-01-31T09`, UTC. */
export function deniedByHour(
  manager: EntityManager,
  types: readonly DeniedType[],
  since: Date,
): Promise<{ hour: string; n: number | string }[]> {
  return select(
    manager,
    `SELECT LEFT(occurred_at, 13) AS hour, COUNT(*) AS n FROM ${BY_TYPE_AND_TIME} WHERE ${DENIED} GROUP BY hour`,
    [types, since.toISOString()],
  );
}
