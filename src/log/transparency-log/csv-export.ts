import { viewOf, type AuditEventView } from '../events/audit-reader.service.js';
import type { SequencedEvent } from '../events/audit-search.service.js';

/** What a cell of each column holds, for people who work in a spreadsheet. Structures are JSON, hashes hexadecimal. */
const COLUMNS: Readonly<
  Record<string, (event: AuditEventView, leaf: SequencedEvent) => string | number | boolean | undefined>
> = {
  leaf_index: (_, { leafIndex }) => leafIndex,
  event_id: ({ id }) => id,
  time: ({ time }) => time,
  type: ({ type }) => type,
  subject: ({ subject }) => subject,
  outcome: ({ data }) => data.outcome,
  reason: ({ data }) => data.reason,
  actor_type: ({ data }) => data.actor.type,
  actor_id: ({ data }) => data.actor.id,
  roles: ({ data }) => data.actor.roles.join(' '),
  original_owner: ({ data }) => data.actor.original_owner,
  authorization: ({ data }) => data.authorization && `${data.authorization.decision}: ${data.authorization.rule}`,
  precondition: ({ data }) => data.precondition && JSON.stringify(data.precondition),
  snapshot_id: ({ data }) => data.snapshot?.id,
  snapshot_digest: ({ data }) => data.snapshot?.digest,
  operation_id: ({ data }) => data.operation_id,
  ticket: ({ data }) => data.ticket,
  request_id: ({ data }) => data.request.id,
  business_seq: ({ data }) => data.business_seq,
  details: ({ data }) => JSON.stringify(data.details),
  leaf_hash: (_, { leafHash }) => leafHash.toString('hex'),
};

export const CSV_COLUMNS = Object.keys(COLUMNS);

export function csvRow(leaf: SequencedEvent): string[] {
  const event = viewOf(leaf);
  return Object.values(COLUMNS).map((cell) => String(cell(event, leaf) ?? ''));
}
