import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { databaseSource } from '../log/transparency-log/database-source.js';
import { LogKeys } from '../log/transparency-log/log-keys.service.js';
import { LogReader } from '../log/transparency-log/log-reader.service.js';
import { faultInRows } from '../log/transparency-log/row-checks.js';
import { verifyPersonalDetails } from '../log/transparency-log/verify-personal-details.js';
import { folderSource, urlSource } from '../log/verifier/log-source.js';
import { VerificationFailure, type Verdict, type VerifyOptions } from '../log/verifier/verdict.js';
import { verifyExtract } from '../log/verifier/verify-extract.js';
import { verifyLog } from '../log/verifier/verify-log.js';
import { verifyProofText } from '../log/verifier/verify-proof.js';
import type { CliContext } from './command.js';
import { UsageError } from './usage-error.js';

export interface Target {
  /** An address, a folder or a file; the database when there is none. */
  readonly target: string | undefined;
  /** Verifier keys, as text. */
  readonly keys: readonly string[];
  readonly readerKey: string | undefined;
}

export interface Finding {
  readonly verdict: Verdict;
  /** What was verified, for the verdict's line. */
  readonly name: string;
  /** What else was found. */
  readonly also: readonly string[];
}

/**
 * Verifies what was asked for; opens the database only when that is it. Throws VerificationFailure, UsageError, or an
 * Error that says what cannot be read and what to do.
 */
export async function verifyTarget(
  { target, keys, readerKey }: Target,
  kept: string | undefined,
  open: CliContext['open'],
  onProgress: VerifyOptions['onProgress'],
): Promise<Finding> {
  const options: VerifyOptions = { keys, ...(kept !== undefined && { kept }), onProgress };
  if (target === undefined) return verifyDatabase(open, options);
  if (isAddress(target)) {
    if (!URL.canParse(target)) throw new UsageError(`${target} is not an address.`);
    const source = urlSource(target, readerKey);
    return { verdict: await verifyLog(source, options), name: source.name, also: [] };
  }
  return verifyPath(target, options);
}

/** Everything else is a path. */
export const isAddress = (target: string): boolean => /^https?:\/\//i.test(target);

async function verifyPath(path: string, options: VerifyOptions): Promise<Finding> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new Error(`There is no folder or file ${path}. Make one with "audit export" or "audit proof".`);
  const isExtract = existsSync(join(path, 'events.jsonl'));
  if (options.kept !== undefined && (isExtract || found.isFile())) {
    throw new UsageError('--since needs a whole log: an extract or a proof does not show what else is in it.');
  }
  if (found.isFile()) return verifyProofFile(path, options);
  if (isExtract) return { verdict: await verifyExtract(path, options), name: path, also: [] };
  if (!existsSync(join(path, 'checkpoint'))) {
    throw new Error(
      `${path} is no exported log: it holds neither a checkpoint nor events.jsonl, or it is not finished.`,
    );
  }
  return { verdict: await verifyLog(folderSource(path), options), name: path, also: [] };
}

async function verifyProofFile(path: string, { keys }: VerifyOptions): Promise<Finding> {
  if (keys.length === 0) throw new UsageError("A proof comes without a key: give the log's with --key.");
  const { verdict, index, entry } = await verifyProofText(await readFile(path, 'utf8'), keys);
  return { verdict, name: `the log, entry ${index}`, also: [entry.toString('utf8')] };
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
