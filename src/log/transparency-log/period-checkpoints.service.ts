import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { Computed, Count } from '../../platform/database/rows.js';
import { selectOne } from '../../platform/database/transaction.js';
import { boundBefore, boundBehind } from '../verifier/period.js';
import { AUDIT_DATA_SOURCE } from './audit-data-source.js';
import { LogReader, type PublishedCheckpoint } from './log-reader.service.js';

/** What is known of the part of the tree in which a period lies. */
export interface PeriodLeaves {
  /** The last checkpoint that has nothing of the period; null: the period begins with the log. */
  readonly before: PublishedCheckpoint | null;
  /** The first that has all of it, or for want of one the latest. */
  readonly after: PublishedCheckpoint;
  /** How many leaves there are between the two. */
  readonly found: number;
  /** Whether the tiles give the roots that were signed, so that nothing below either was changed or taken out. */
  readonly isRootBeforeRight: boolean;
  readonly isRootAfterRight: boolean;
}

/** Between which signed checkpoints a period lies, and whether all leaves between them are there. */
@Injectable()
export class PeriodCheckpoints {
  constructor(
    @Inject(AUDIT_DATA_SOURCE) private readonly dataSource: DataSource,
    private readonly log: LogReader,
  ) {}

  /** `last`: the largest leaf that is known to be of the period. Undefined while nothing is signed. */
  async around(from: Date, until: Date, last: number): Promise<PeriodLeaves | undefined> {
    const after = await this.after(until, last);
    if (!after) return undefined;
    const before = (await this.log.checkpointSignedBy(new Date(boundBefore(from.getTime())))) ?? null;
    const first = before?.checkpoint.size ?? 0;
    const { size } = after.checkpoint;
    const row = await selectOne<Computed<{ count: Count }>>(
      this.dataSource.manager,
      'SELECT COUNT(*) AS count FROM audit_leaves WHERE leaf_index >= ? AND leaf_index < ?',
      [first, size],
    );
    return {
      before,
      after,
      found: Number(row!.count),
      isRootBeforeRight: before === null || (await this.isRight(before)),
      isRootAfterRight: await this.isRight(after),
    };
  }

  /** One that witnesses have cosigned is preferred, as long as it holds the period. */
  private async after(until: Date, last: number): Promise<PublishedCheckpoint | undefined> {
    const closing = await this.log.checkpointSignedFrom(new Date(boundBehind(until.getTime())));
    if (closing && closing.checkpoint.size > last) return closing;
    const witnessed = await this.log.checkpointToExport();
    return witnessed && witnessed.checkpoint.size > last ? witnessed : this.log.latestCheckpoint();
  }

  private async isRight({ checkpoint: { size, root } }: PublishedCheckpoint): Promise<boolean> {
    // What a missing row makes of it is not a root either.
    const computed = await this.log.rootFromTiles(size).catch(() => undefined);
    return computed?.equals(root) === true;
  }
}
