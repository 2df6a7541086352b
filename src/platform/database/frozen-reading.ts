import type { DataSource } from 'typeorm';
import type { LimitedConnection } from './time-limits.js';

/** What reads the database at one moment: all that a service needs which writes nothing. */
export type Reading = Pick<DataSource, 'manager'>;

/**
 * Lets `work` read the database as it is at this moment, whatever is written meanwhile, for as long as it takes: every statement of
 * `reading` sees the same committed rows (REPEATABLE READ, a consistent snapshot of the engine). Nobody waits for it: it takes no
 * lock of a row, and cannot write. What it costs is that the engine keeps old versions of rows until the end.
 */
export async function readFrozen<T>(
  dataSource: DataSource,
  statementMsMax: number,
  work: (reading: Reading) => Promise<T>,
): Promise<T> {
  const runner = dataSource.createQueryRunner();
  const connection = (await runner.connect()) as LimitedConnection;
  connection.statementMsMax = statementMsMax;
  try {
    // Of the next transaction alone.
    await runner.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await runner.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
    return await work({ manager: runner.manager });
  } finally {
    // A connection that broke has nothing left to end.
    await runner.query('ROLLBACK').catch(() => undefined);
    delete connection.statementMsMax;
    await runner.release();
  }
}
