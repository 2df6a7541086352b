import type { AuditFilter } from '../events/audit-filter.js';
import type { SequencedEvent } from '../events/audit-search.service.js';
import { boundBefore, boundBehind } from '../verifier/period.js';
import type { LogReader } from './log-reader.service.js';

/**
 * Between which leaves everything of a period lies, both included, and the entries that show it to whoever has not the log:
 * heartbeats, since they tell nothing of anybody. The beginning and the end of the log need none. Undefined for a filter without times.
 */
export async function periodBounds(
  log: LogReader,
  { from, until }: AuditFilter,
  size: number,
): Promise<{ bounds: SequencedEvent[]; range: { first: number; last: number } } | undefined> {
  if (from === undefined && until === undefined) return undefined;
  const at = (ms: number) => new Date(ms).toISOString();
  const before =
    from === undefined ? undefined : await log.heartbeat('before', at(boundBefore(Date.parse(from))), size);
  const behind =
    until === undefined ? undefined : await log.heartbeat('from', at(boundBehind(Date.parse(until))), size);
  return {
    bounds: [before, behind].filter((bound) => bound !== undefined),
    range: { first: before ? before.leafIndex : 0, last: behind ? behind.leafIndex : size - 1 },
  };
}
