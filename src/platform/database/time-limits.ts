import type mysql2 from 'mysql2';

/** What a database that does not answer is allowed to cost: in milliseconds, 0 for no limit. */
export interface TimeLimits {
  /** One statement; a transaction may ask for longer (`statementMsMax`). */
  readonly statementMsMax: number;
  /** Waiting for a free connection. */
  readonly poolMsMax: number;
}

/** A connection whose next statements have a limit of their own. */
export interface LimitedConnection {
  statementMsMax?: number;
  /** Closes it: the pool does not give it out again. */
  destroy(): void;
}

/** The driver's code for a statement that took too long. */
export const STATEMENT_TIMEOUT = 'PROTOCOL_SEQUENCE_TIMEOUT';
export const POOL_TIMEOUT = 'ARDOISE_POOL_TIMEOUT';

type Done = (error: Error | null, ...more: unknown[]) => void;
interface Query {
  timeout?: number;
  onResult?: Done;
}

/**
 * Ends a statement that takes too long by the driver's clock. `max_statement_time` of MariaDB and `max_execution_time` of
 * MySQL differ, and neither helps when it is the server that hangs. The connection is closed: what the server still
 * does on it nobody can know, and it rolls back when it notices.
 */
export function limitStatements(connection: mysql2.PoolConnection, { statementMsMax }: TimeLimits): void {
  const limited = connection as unknown as LimitedConnection & { addCommand(command: Query): Query };
  const addCommand = limited.addCommand.bind(connection);
  limited.addCommand = (command) => {
    const limit = limited.statementMsMax ?? statementMsMax;
    const done = command.onResult;
    if (limit === 0 || !done || !('sql' in command)) return addCommand(command);
    command.timeout = limit;
    command.onResult = (error, ...more) => {
      if ((error as { code?: string } | null)?.code === STATEMENT_TIMEOUT) connection.destroy();
      done(error, ...more);
    };
    return addCommand(command);
  };
}

/** Nobody waits for a free connection for ever: with all of them at statements that hang, every request would. */
export function limitWaiting(pool: mysql2.Pool, { poolMsMax }: TimeLimits): void {
  if (poolMsMax === 0) return;
  const getConnection = pool.getConnection.bind(pool);
  pool.getConnection = (callback) => {
    let isOver = false;
    const timer = setTimeout(() => {
      isOver = true;
      const error = Object.assign(new Error('No connection to the database became free.'), { code: POOL_TIMEOUT });
      callback(error, undefined as unknown as mysql2.PoolConnection);
    }, poolMsMax);
    getConnection((error, connection) => {
      clearTimeout(timer);
      if (!isOver) callback(error, connection);
      else if (!error) connection.release();
    });
  };
}
