import type { Operation, ReportScope } from './operation.js';

/** A checkpoint between two of which a period lies. */
export interface LogState {
  readonly size: number;
  /** Base64. */
  readonly root: string;
  readonly signedAt: string;
  readonly witnesses: readonly string[];
}

/** What was read of the tree. */
export interface LogFacts {
  /** Null: the period begins with the log. */
  readonly before: LogState | null;
  readonly after: LogState;
  /** How many leaves lie between the two. */
  readonly found: number;
  /** Whether what the tree's own tiles give are the roots that were signed. */
  readonly isRootBeforeRight: boolean;
  readonly isRootAfterRight: boolean;
}

/** Numbers of a business that no event has; the times are of the events on both sides. */
export interface GapFacts {
  readonly businessId: string;
  readonly first: number;
  readonly last: number;
  readonly after: string | null;
  readonly before: string;
}

/** How whoever reads the report sees that nothing was left out. */
export interface Completeness {
  readonly leaves: LogFacts & { readonly expected: number; readonly holds: boolean };
  /** Operations whose event is in no signed checkpoint. */
  readonly unsigned: readonly string[];
  readonly ends: { readonly asked: number; readonly ended: number; readonly without: readonly string[] };
  /** Of the period alone. */
  readonly gaps: readonly GapFacts[];
  readonly holds: boolean;
}

export function completenessOf(
  population: readonly Operation[],
  facts: { readonly log: LogFacts; readonly gaps: readonly GapFacts[]; readonly scope: ReportScope },
): Completeness {
  const { log, scope } = facts;
  const expected = log.after.size - (log.before?.size ?? 0);
  const leaves = { ...log, expected, holds: log.found === expected && log.isRootBeforeRight && log.isRootAfterRight };
  const unsigned = population.filter(({ leafIndex }) => leafIndex === null || leafIndex >= log.after.size);
  const asked = population.filter(({ askedAt }) => askedAt !== null);
  const without = asked.filter(({ outcome }) => outcome === 'pending');
  const gaps = facts.gaps.filter(({ after, before }) => before >= scope.from && (after ?? '') < scope.until);
  return {
    leaves,
    unsigned: unsigned.map(({ id }) => id),
    ends: {
      asked: asked.length,
      ended: asked.length - without.length,
      without: without.map(({ id }) => id),
    },
    gaps,
    holds: leaves.holds && unsigned.length === 0 && without.length === 0 && gaps.length === 0,
  };
}
