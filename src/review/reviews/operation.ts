import type { Outcome } from '../../log/events/event-catalogue.js';
import type { RecordedAction } from '../../log/recorded-commands.js';

/** What a report can be of: whatever is recorded by the table of commands. */
export const ACTIONS = ['reset', 'restore', 'bring-along'] as const satisfies readonly RecordedAction[];

/** What a report is of. `from` is included, `until` is not; ISO 8601 UTC. */
export interface ReportScope {
  readonly from: string;
  readonly until: string;
  readonly businessId: string | null;
  readonly action: RecordedAction | null;
}

/** One attempt at a reset or a restore, as its events tell it. Ids alone: names are of today, and people can be erased. */
export interface Operation {
  readonly id: string;
  readonly action: RecordedAction;
  readonly outcome: Outcome;
  readonly reason: string | null;
  readonly businessId: string;
  readonly actorId: string | null;
  readonly isOriginalOwner: boolean;
  /** Null of what was refused before it was recorded as asked. */
  readonly askedAt: string | null;
  /** Of its end, or for want of one of its asking. */
  readonly at: string;
  readonly eventId: string;
  readonly leafIndex: number | null;
  /** What became a snapshot by it. */
  readonly snapshotId: string | null;
  /** Of a restore: what it gave back. */
  readonly givenBackId: string | null;
  readonly digest: string | null;
  readonly digestEventId: string | null;
}
