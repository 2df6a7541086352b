import { DataSource } from 'typeorm';
import { databaseSource } from '../log/transparency-log/database-source.js';
import { LogKeys } from '../log/transparency-log/log-keys.service.js';
import { LogReader } from '../log/transparency-log/log-reader.service.js';
import { faultInRows } from '../log/transparency-log/row-checks.js';
import { verifyPersonalDetails } from '../log/transparency-log/verify-personal-details.js';
import { VerificationFailure, type VerifyOptions } from '../log/verifier/verdict.js';
import { verifyLog } from '../log/verifier/verify-log.js';
import { isAddress, verifyAddress, verifyPath, WrongUse, type Finding } from '../log/verifier/verify-path.js';
import type { CliContext } from './command.js';
import { UsageError } from './usage-error.js';

export interface Target {
  /** An address, a folder or a file; the database when there is none. */
  readonly target: string | undefined;
  /** Verifier keys, as text. */
  readonly keys: readonly string[];
  readonly readerKey: string | undefined;
  readonly mustBeComplete: boolean;
}

/**
 * Verifies what was asked for; opens the database only when that is it. Throws VerificationFailure, UsageError, or an
 * Error that says what cannot be read and what to do.
 */
export async function verifyTarget(
  { target, keys, readerKey, mustBeComplete }: Target,
  kept: string | undefined,
  open: CliContext['open'],
  onProgress: VerifyOptions['onProgress'],
): Promise<Finding> {
  const options: VerifyOptions = { keys, mustBeComplete, onProgress, ...(kept !== undefined && { kept }) };
  try {
    if (target === undefined) return await verifyDatabase(open, options);
    return await (isAddress(target) ? verifyAddress(target, readerKey, options) : verifyPath(target, options));
  } catch (error) {
    throw error instanceof WrongUse ? new UsageError(error.message) : error;
  }
}

async function verifyDatabase(open: CliContext['open'], options: VerifyOptions): Promise<Finding> {
  const { app } = await open();
  const source = databaseSource(app.get(LogReader), app.get(LogKeys));
  const verdict = await verifyLog(source, options);
  const fault = await faultInRows(app.get(DataSource).manager);
  if (fault) throw new VerificationFailure(fault);
  const { kept, erased } = await verifyPersonalDetails(app.get(DataSource));
  const also = `Personal details: ${kept} events have theirs, as recorded; those of ${erased} are erased.`;
  return { verdict, name: source.name, also: [also] };
}
