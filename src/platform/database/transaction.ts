import type { DataSource, EntityManager } from 'typeorm';
import { AppError } from '../kernel/app-error.js';
import { bytesToId, idToBytes } from '../kernel/ids.js';
import { POOL_TIMEOUT, STATEMENT_TIMEOUT, type LimitedConnection } from './time-limits.js';

declare const inTransactionBrand: unique symbol;

/** An open transaction. Functions that write demand it in their type; it is always an argument, never ambient. */
export type Tx = EntityManager & { readonly [inTransactionBrand]: true };

/** The rows of a SELECT, or what an INSERT, UPDATE or DELETE did. */
export interface WriteResult {
  affectedRows: number;
  insertId: number | string;
}

const DEADLOCK = 1213;
const LOCK_WAIT_TIMEOUT = 1205;
const ATTEMPTS_MAX = 8;
/** How many connections a unit of work is begun on, should they break. */
const CONNECTIONS_MAX = 4;

interface DriverError {
  errno?: number;
  code?: string;
  sqlState?: string;
  sqlMessage?: string;
  fatal?: boolean;
}

/** The database's own error behind whatever the libraries wrapped around it. */
export function driverError(error: unknown): DriverError | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const wrapped = (error as { driverError?: unknown }).driverError;
  return wrapped ?? error;
}

/** Deadlock and lock timeout: the database undid the work and invites to run it again (1213, 1205). */
export function isRerunnable(error: unknown): boolean {
  const errno = driverError(error)?.errno;
  return errno === DEADLOCK || errno === LOCK_WAIT_TIMEOUT;
}

export function isLockTimeout(error: unknown): boolean {
  return driverError(error)?.errno === LOCK_WAIT_TIMEOUT;
}

/** A limit of ours was reached: who waited that long does not wait again. */
function isOutOfTime(error: unknown): boolean {
  return [STATEMENT_TIMEOUT, POOL_TIMEOUT].includes(driverError(error)?.code ?? '');
}

export function isDuplicateKey(error: unknown, key?: string): boolean {
  const cause = driverError(error);
  return cause?.errno === 1062 && (key === undefined || (cause.sqlMessage ?? '').includes(key));
}

/**
 * What a member of a cluster says that does not take writes, or none any more: read only (1290, 1836), offline (3032), without a majority
 * (1047, 1180 at COMMIT). The proxy in front knows a better one, so the connection is not used again.
 */
const UNFIT_MEMBER = [1290, 1836, 3032, 1047, 1180];
/** A transaction larger than the members of a group pass on to each other. */
const TOO_LARGE_FOR_GROUP = 3100;

export function isUnfitMember(error: unknown): boolean {
  return UNFIT_MEMBER.includes(driverError(error)?.errno ?? 0);
}

/** The connection could not be had or broke: nothing can be said of the database's state but that it does not answer. */
export function isConnectionLost(error: unknown): boolean {
  const cause = driverError(error);
  // What the driver says of a statement on a connection that has died before it has no code at all.
  if (cause?.fatal === true && cause.code === undefined) return true;
  return (
    isUnfitMember(error) ||
    [
      'ECONNREFUSED',
      'ENOENT',
      'ECONNRESET',
      'EPIPE',
      'ETIMEDOUT',
      'PROTOCOL_CONNECTION_LOST',
      STATEMENT_TIMEOUT,
      POOL_TIMEOUT,
    ].includes(cause?.code ?? '') ||
    [1040, 1045, 1053, 1129, 1130, 1203, 1226, 1927, 2006, 2013, 3118, 4031, 4151].includes(cause?.errno ?? 0)
  );
}

/** The database, or what it stores its files on, has no room left (1021, 1114, 1026 and the file system's own words). */
export function isStorageFull(error: unknown): boolean {
  const cause = driverError(error);
  if ([1021, 1114].includes(cause?.errno ?? 0)) return true;
  return /No space left on device|\(Errcode: 28\b|errno: 28\b/i.test(cause?.sqlMessage ?? '');
}

export interface TransactionOptions {
  /** How long one statement may take, in milliseconds, where that is longer than for a person's page. */
  statementMsMax?: number;
  /** How long one statement may wait for a lock, in whole seconds; the server's own limit (50 s) by default. */
  lockWaitSecondsMax?: number;
  /** Whether a lock timeout runs the work again (a deadlock always does). */
  rerunOnLockTimeout?: boolean;
}

/** How far a unit of work had come when it failed. */
interface Progress {
  /** From here on only the database knows how it came out. */
  isCommitSent: boolean;
}

/**
 * Runs `work` in one READ COMMITTED transaction and commits. A deadlock or lock timeout reruns the *whole* unit on a
 * fresh connection, a bounded number of times, so `work` must hold no state of its own and do nothing outside the
 * database. So does a connection that broke, or a member that takes no writes, before COMMIT was sent; afterwards nobody here knows
 * whether it was done. Whatever `work` throws is thrown on after the rollback.
 */
export async function inTransaction<T>(
  dataSource: DataSource,
  work: (tx: Tx) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const progress = { isCommitSent: false };
    try {
      return await runOnce(dataSource, work, options, progress);
    } catch (error) {
      if (!mayRunAgain(error, attempt, options, progress)) throw translate(error);
      await pause(attempt);
    }
  }
}

function mayRunAgain(
  error: unknown,
  attempt: number,
  { rerunOnLockTimeout }: TransactionOptions,
  { isCommitSent }: Progress,
): boolean {
  if (isRerunnable(error)) return attempt < ATTEMPTS_MAX && (rerunOnLockTimeout !== false || !isLockTimeout(error));
  return isConnectionLost(error) && !isOutOfTime(error) && !isCommitSent && attempt < CONNECTIONS_MAX;
}

/** Random, growing: two units that met once should not meet again in step. */
function pause(attempt: number): Promise<void> {
  return new Promise((done) => setTimeout(done, Math.random() * 10 * 2 ** attempt));
}

async function runOnce<T>(
  dataSource: DataSource,
  work: (tx: Tx) => Promise<T>,
  options: TransactionOptions,
  progress: Progress,
): Promise<T> {
  const runner = dataSource.createQueryRunner();
  let connection: LimitedConnection | undefined;
  try {
    connection = (await runner.connect()) as LimitedConnection;
    if (options.statementMsMax !== undefined) connection.statementMsMax = options.statementMsMax;
    if (options.lockWaitSecondsMax !== undefined) {
      await runner.query('SET SESSION innodb_lock_wait_timeout = ?', [options.lockWaitSecondsMax]);
    }
    await runner.startTransaction('READ COMMITTED');
    const result = await work(runner.manager as Tx);
    progress.isCommitSent = true;
    await runner.commitTransaction();
    return result;
  } catch (error) {
    if (isUnfitMember(error)) connection?.destroy();
    // A rollback that fails means that the connection is gone, and the server has rolled back by itself.
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  } finally {
    if (options.lockWaitSecondsMax !== undefined) {
      await runner.query('SET SESSION innodb_lock_wait_timeout = DEFAULT').catch(() => undefined);
    }
    delete connection?.statementMsMax;
    await runner.release();
  }
}

function translate(error: unknown): unknown {
  if (isStorageFull(error)) return storageFull(error);
  if (driverError(error)?.errno === TOO_LARGE_FOR_GROUP) return tooLarge(error);
  if (!isConnectionLost(error)) return error;
  const said = new AppError('DATABASE_UNAVAILABLE', 'The database does not answer at the moment. Try again shortly.');
  said.cause = error;
  return said;
}

function tooLarge(cause: unknown): AppError {
  const said = new AppError(
    'TOO_LARGE',
    'This is more than the database takes at once. Nothing was changed; split it, a file by its periods.',
  );
  said.cause = cause;
  return said;
}

export function storageFull(cause: unknown): AppError {
  const said = new AppError('STORAGE_FULL', 'The database has no room left. Nothing was changed; tell support.');
  said.cause = cause;
  return said;
}

/** Rows of a SELECT. */
export function select<Row>(manager: EntityManager, sql: string, parameters: unknown[] = []): Promise<Row[]> {
  return manager.query<Row[]>(sql, parameters);
}

/** The only row of a SELECT, or undefined. */
export async function selectOne<Row>(
  manager: EntityManager,
  sql: string,
  parameters: unknown[] = [],
): Promise<Row | undefined> {
  return (await select<Row>(manager, sql, parameters))[0];
}

/** Runs a writing statement and says how many rows it changed. */
export async function write(tx: Tx, sql: string, parameters: unknown[] = []): Promise<WriteResult> {
  return tx.query<WriteResult>(sql, parameters);
}

/** Runs a writing statement that must change exactly one row, or nothing of its transaction may stay. */
export async function writeOne(tx: Tx, sql: string, parameters: unknown[]): Promise<void> {
  const { affectedRows } = await write(tx, sql, parameters);
  if (affectedRows !== 1) throw new Error(`Expected to change one row, changed ${affectedRows}: ${sql}`);
}

/** The rows of these ids by id, each asked for once. `sql` selects `id` and ends in `IN (?)`. */
export async function selectByIds<Row extends { readonly id: Buffer }>(
  manager: EntityManager,
  sql: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Row>> {
  // SQL has no list of nothing.
  if (ids.length === 0) return new Map();
  const rows = await select<Row>(manager, sql, [[...new Set(ids)].map(idToBytes)]);
  return new Map(rows.map((row) => [bytesToId(row.id), row]));
}
