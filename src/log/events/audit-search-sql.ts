import type { AuditFilter } from './audit-filter.js';
import { EVENT_TYPES, OUTCOMES } from './event-catalogue.js';
import type { audit_events } from '../tables.generated.js';

/** Where a page begins: behind this event. */
export interface Position {
  readonly id: audit_events['id'];
  readonly occurredAt: NonNullable<audit_events['occurred_at']>;
}

export interface Conditions {
  /** A condition on `audit_events e`; TRUE when there is none. */
  readonly where: string;
  readonly parameters: unknown[];
}

interface Query {
  readonly sql: string;
  readonly parameters: unknown[];
}

/** The filter as one condition, for reading events in an order that the filter does not matter to. */
export function conditionsOf({ type, outcome, ...rest }: AuditFilter): Conditions {
  return allOf([
    ...conditionsBesideType(rest),
    ...(type ? [{ where: 'e.type IN (?)', parameters: [type] }] : []),
    ...(outcome ? [{ where: 'e.outcome = ?', parameters: [outcome] }] : []),
  ]);
}

/**
 * The newest events that a filter finds, at most `count`, behind `after`.
 *
 * Every branch is one walk along one index, in order, that ends after `count` entries: its cost does not depend on the
 * size of the log, nor on how rare the events looked for are. Where types or outcomes are asked for there is a branch for
 * each pair of them, since an index is ordered by time only below one type and one outcome; the first `count` of all
 * branches are the answer. Bytes are read for these alone.
 *
 * The indexes are named: at ten million rows a wrong guess of the optimizer costs seconds.
 */
export function pageQuery(filter: AuditFilter, count: number, after?: Position): Query {
  const branches = pairsOf(filter).map((pair) => branch(filter, pair, count, after));
  return {
    sql: `SELECT e.event_id, e.payload FROM (
        SELECT id, occurred_at FROM (${branches.map(({ sql }) => `(${sql})`).join(' UNION ALL ')}) found
        ORDER BY occurred_at DESC, id DESC LIMIT ?
      ) page JOIN audit_events e ON e.id = page.id ORDER BY page.occurred_at DESC, page.id DESC`,
    parameters: [...branches.flatMap(({ parameters }) => parameters), count],
  };
}

/** One type and one outcome, or neither. */
type Pair = readonly [type?: string, outcome?: string];

/** An outcome alone is looked for in every type of the catalogue. */
function pairsOf(filter: AuditFilter): Pair[] {
  if (!isByType(filter)) return [[]];
  const outcomes = filter.outcome ? [filter.outcome] : OUTCOMES;
  return (filter.type ?? EVENT_TYPES).flatMap((type) => outcomes.map((outcome): Pair => [type, outcome]));
}

/** A ticket has so few events that those of other types are passed over. */
function isByType({ type, outcome, ticket }: AuditFilter): boolean {
  return (type !== undefined || outcome !== undefined) && ticket === undefined;
}

/** Named by the columns that it begins with: migration 0003. */
function indexFor(filter: AuditFilter): string {
  if (filter.ticket !== undefined) return 'audit_events_ticket_time';
  const columns = [filter.business && 'subject', filter.actor && 'actor', isByType(filter) && 'type', 'time'];
  return ['audit_events', ...columns.filter(Boolean)].join('_');
}

function branch(filter: AuditFilter, [type, outcome]: Pair, count: number, after?: Position): Query {
  const { type: _types, outcome: _outcome, ...rest } = filter;
  const { where, parameters } = type
    ? allOf([...conditionsBesideType(rest), { where: 'e.type = ? AND e.outcome = ?', parameters: [type, outcome] }])
    : conditionsOf(filter);
  const behind = after
    ? {
        where: 'e.occurred_at <= ? AND (e.occurred_at < ? OR e.id < ?)',
        parameters: [after.occurredAt, after.occurredAt, after.id],
      }
    : { where: 'TRUE', parameters: [] };
  return {
    sql: `SELECT e.id, e.occurred_at FROM audit_events e FORCE INDEX (${indexFor(filter)})
      WHERE ${where} AND ${behind.where} ORDER BY e.occurred_at DESC, e.id DESC LIMIT ?`,
    parameters: [...parameters, ...behind.parameters, count],
  };
}

function conditionsBesideType({ business, actor, ticket, from, until }: AuditFilter): Conditions[] {
  const given: [string, string | undefined][] = [
    ['e.subject = ?', business && `business/${business}`],
    ['e.actor_id = ?', actor],
    ['e.ticket = ?', ticket],
    ['e.occurred_at >= ?', from],
    ['e.occurred_at < ?', until],
  ];
  return given.filter(([, value]) => value !== undefined).map(([where, value]) => ({ where, parameters: [value] }));
}

function allOf(conditions: readonly Conditions[]): Conditions {
  return {
    where: conditions.length === 0 ? 'TRUE' : conditions.map(({ where }) => where).join(' AND '),
    parameters: conditions.flatMap(({ parameters }) => parameters),
  };
}
