import type { BookCounts } from './book-counts.js';

/** What a snapshot's own row says. */
export interface SnapshotOnRow {
  readonly digest: string | null;
  readonly counts: BookCounts | null;
  readonly sealedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly digestEventId: string | null;
  /** Whether the record of the switches knows one that replaced these books. */
  readonly isOfSwitch: boolean;
}

/** What the log says of it, in the event `snapshot.digested`. */
export interface SnapshotInLog {
  readonly eventId: string;
  readonly digest: string;
  readonly counts: BookCounts;
  /** By which the digest was made. */
  readonly algorithm: string;
  /** ISO 8601 UTC, to the millisecond. */
  readonly sealedAt: string;
  readonly expiresAt: string;
}

/** What lies in the book now, computed anew. */
export interface SnapshotContent {
  readonly digest: string;
  readonly counts: BookCounts;
  readonly algorithm: string;
}

/** How two of the three disagree. */
export const SNAPSHOT_FAULTS = [
  'content-not-as-in-log',
  'content-not-as-on-row',
  'digest-not-as-in-log',
  'counts-not-as-in-log',
  'seal-not-as-in-log',
  'expiry-not-as-in-log',
  'event-not-as-in-log',
  'digest-not-in-log',
  'sealed-by-no-switch',
  'columns-gone',
  'algorithm-unknown',
] as const;
export type SnapshotFault = (typeof SNAPSHOT_FAULTS)[number];

/** These say that the content cannot be compared, not that it was changed. */
const OBSTACLES: readonly SnapshotFault[] = ['columns-gone', 'algorithm-unknown'];

/** `not-digested`: nothing can be said yet; `not-comparable`: no more. Neither says that it is unchanged. */
export const SNAPSHOT_VERDICTS = ['same', 'differs', 'not-digested', 'not-comparable'] as const;
export type SnapshotVerdict = (typeof SNAPSHOT_VERDICTS)[number];

export interface SnapshotComparison {
  readonly verdict: SnapshotVerdict;
  readonly faults: readonly SnapshotFault[];
}

/**
 * Compares three: the row in `books`, the log, and, where it was read, the content of the book. The log counts: it alone
 * cannot be changed unnoticed. A row that says a digest of which the log knows nothing is a fault; one that says none, of a
 * snapshot that the log knows a digest of, too.
 */
export function compareSnapshot(
  row: SnapshotOnRow,
  inLog: SnapshotInLog | undefined,
  content?: SnapshotContent | 'columns-gone',
): SnapshotComparison {
  const faults: SnapshotFault[] = row.isOfSwitch ? [] : ['sealed-by-no-switch'];
  faults.push(...(inLog ? faultsOfRow(row, inLog) : faultsWithoutLog(row)), ...faultsOfContent(row, inLog, content));
  if (faults.some((fault) => !OBSTACLES.includes(fault))) return { verdict: 'differs', faults };
  if (faults.length > 0) return { verdict: 'not-comparable', faults };
  return { verdict: inLog ? 'same' : 'not-digested', faults };
}

function faultsOfRow(row: SnapshotOnRow, inLog: SnapshotInLog): SnapshotFault[] {
  const faults: SnapshotFault[] = [];
  if (row.digest !== inLog.digest) faults.push('digest-not-as-in-log');
  if (!sameCounts(row.counts, inLog.counts)) faults.push('counts-not-as-in-log');
  if (row.sealedAt?.toISOString() !== inLog.sealedAt) faults.push('seal-not-as-in-log');
  if (row.expiresAt?.toISOString() !== inLog.expiresAt) faults.push('expiry-not-as-in-log');
  if (row.digestEventId !== inLog.eventId) faults.push('event-not-as-in-log');
  return faults;
}

const faultsWithoutLog = (row: SnapshotOnRow): SnapshotFault[] => (row.digest === null ? [] : ['digest-not-in-log']);

function faultsOfContent(
  row: SnapshotOnRow,
  inLog: SnapshotInLog | undefined,
  content: SnapshotContent | 'columns-gone' | undefined,
): SnapshotFault[] {
  if (!content) return [];
  if (content === 'columns-gone') return [content];
  if (inLog && inLog.algorithm !== content.algorithm) return ['algorithm-unknown'];
  const faults: SnapshotFault[] = [];
  if (inLog && content.digest !== inLog.digest) faults.push('content-not-as-in-log');
  if (row.digest !== null && content.digest !== row.digest) faults.push('content-not-as-on-row');
  return faults;
}

function sameCounts(a: BookCounts | null, b: BookCounts): boolean {
  const names = new Set([...Object.keys(a ?? {}), ...Object.keys(b)]);
  return a !== null && [...names].every((name) => (a[name] ?? 0) === (b[name] ?? 0));
}
