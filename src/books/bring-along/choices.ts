import type { Sql } from '../../platform/database/sql.js';
import { idToBytes } from '../../platform/kernel/ids.js';

/**
 * What is done about a row that the open books have too, with other content: they keep theirs, the snapshot's word replaces it, or
 * both stand side by side, which is possible only where no number would be there twice.
 */
export const CHOICES = ['open', 'snapshot', 'both'] as const;
export type Choice = (typeof CHOICES)[number];

/** The choice for one row of the snapshot. */
export interface OneChoice {
  readonly table: string;
  readonly id: string;
  readonly choice: Choice;
}

/** A choice for all, and others for some. */
export class Choices {
  constructor(
    readonly forAll: Choice | undefined,
    private readonly each: readonly OneChoice[],
  ) {}

  of(table: string, id: string): Choice | undefined {
    return this.each.find((one) => one.table === table && one.id === id)?.choice ?? this.forAll;
  }

  /** That this was chosen for the row `s`. */
  chosen(table: string, choice: Choice): Sql {
    const isForAll = this.forAll === choice;
    const ids = this.each
      .filter((one) => one.table === table && (one.choice === choice) !== isForAll)
      .map(({ id }) => idToBytes(id));
    // SQL has no list of nothing.
    if (ids.length === 0) return { sql: isForAll ? 'TRUE' : 'FALSE', parameters: [] };
    return { sql: `s.id ${isForAll ? 'NOT IN' : 'IN'} (?)`, parameters: [ids] };
  }
}
