import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { inTransaction, selectOne, write } from '../../platform/database/transaction.js';
import { MINUTE_MS, now, SECOND_MS } from '../../platform/kernel/clock.js';
import type { audit_availability } from '../tables.generated.js';
import { LogWorker } from './log-worker.service.js';

/** How often each process looks how the log stands. */
export const AVAILABILITY_NOTED_EVERY_MS = 10 * SECOND_MS;
/** For longer nobody has looked, so nobody knows: what was before does not count. */
const UNSEEN_MS_MAX = MINUTE_MS;

type Row = Pick<audit_availability, 'is_open' | 'since' | 'seen_at'>;

const READ = 'SELECT is_open, since, seen_at FROM audit_availability WHERE id = 1';

/** Since when the log has been available without interruption, or has not been: one row for all processes. */
@Injectable()
export class LogAvailability {
  constructor(
    private readonly dataSource: DataSource,
    private readonly worker: LogWorker,
  ) {}

  async note(): Promise<void> {
    const isOpen = (await this.worker.closedBecause()) === null;
    await inTransaction(this.dataSource, async (tx) => {
      const row = (await selectOne<Row>(tx, `${READ} FOR UPDATE`))!;
      const goesOn = Boolean(row.is_open) === isOpen && isFresh(row);
      await write(tx, 'UPDATE audit_availability SET is_open = ?, since = ?, seen_at = ? WHERE id = 1', [
        isOpen,
        goesOn ? row.since : now(),
        now(),
      ]);
    });
  }

  /** Null where it is not known: nobody has looked lately, or what was seen then is not so any more. */
  async since(isOpen: boolean): Promise<Date | null> {
    const row = await selectOne<Row>(this.dataSource.manager, READ);
    return row && Boolean(row.is_open) === isOpen && isFresh(row) ? row.since : null;
  }
}

function isFresh({ seen_at }: Row): boolean {
  return now().getTime() - seen_at.getTime() <= UNSEEN_MS_MAX;
}
