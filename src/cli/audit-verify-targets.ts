import type { VerifyOptions } from '../log/verifier/verdict.js';
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
  /** How many of the witnesses whose keys are given must have cosigned; all of them where it is absent. */
  readonly quorum: number | undefined;
}

/**
 * Verifies what was asked for; opens the database only when that is it. Throws VerificationFailure, UsageError, or an
 * Error that says what cannot be read and what to do.
 */
export async function verifyTarget(
  { target, keys, readerKey, mustBeComplete, quorum }: Target,
  kept: string | undefined,
  open: CliContext['open'],
  onProgress: VerifyOptions['onProgress'],
): Promise<Finding> {
  const options: VerifyOptions = {
    keys,
    mustBeComplete,
    onProgress,
    ...(quorum !== undefined && { quorum }),
    ...(kept !== undefined && { kept }),
  };
  try {
    if (target === undefined) return await verifyDatabase(open, options);
    return await (isAddress(target) ? verifyAddress(target, readerKey, options) : verifyPath(target, options));
  } catch (error) {
    throw error instanceof WrongUse ? new UsageError(error.message) : error;
  }
}

/** Loaded only here: a reviewer verifies a folder without a database, and without waiting for what only a database needs. */
async function verifyDatabase(open: CliContext['open'], options: VerifyOptions): Promise<Finding> {
  const work = await import('./audit-verify-database.js');
  return work.verifyDatabase((await open()).app, options);
}
