import { existsSync } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { MANIFEST } from './extract-manifest.js';
import { folderFiles, type FileSet } from './file-set.js';
import { fileSource, urlSource } from './log-source.js';
import { isTar, tarFiles } from './tar-files.js';
import { VerificationFailure, type Verdict, type VerifyOptions } from './verdict.js';
import { verifyExtract } from './verify-extract.js';
import { verifyLog } from './verify-log.js';
import { verifyProofText } from './verify-proof.js';
import { isZip, zipFiles } from './zip-files.js';

export interface Finding {
  readonly verdict: Verdict;
  /** What was verified, for the verdict's line. */
  readonly name: string;
  /** What else was found. */
  readonly also: readonly string[];
}

/** Nothing was verified, because of how it was asked for. */
export class WrongUse extends Error {}

/** Everything else is a path. */
export const isAddress = (target: string): boolean => /^https?:\/\//i.test(target);

/** A live log. Throws VerificationFailure, WrongUse, SourceUnavailable. */
export async function verifyAddress(
  address: string,
  readerKey: string | undefined,
  options: VerifyOptions,
): Promise<Finding> {
  if (!URL.canParse(address)) throw new WrongUse(`${address} is not an address.`);
  const source = urlSource(address, readerKey);
  return { verdict: await verifyLog(source, options), name: source.name, also: [] };
}

/**
 * A folder, a tar or a zip of one, or a proof; told by what is in it, not by its name. A file of an unpacked extract stands for
 * the extract. Throws VerificationFailure, WrongUse, or an Error that says what cannot be read and what to do.
 */
export async function verifyPath(path: string, options: VerifyOptions): Promise<Finding> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new Error(`There is no folder or file ${path}. Make one with "audit export" or "audit proof".`);
  if (!found.isFile()) return verifyFileSet(folderFiles(path), options);
  const head = await headOf(path);
  if (isZip(head)) return verifyFileSet(await opened(path, zipFiles), options);
  if (isTar(head)) return verifyFileSet(await opened(path, tarFiles), options);
  if (head.toString('latin1').startsWith('c2sp.org/tlog-proof@')) return verifyProofFile(path, options);
  if (existsSync(join(dirname(path), MANIFEST))) {
    return verifyFileSet(folderFiles(dirname(path)), options, basename(path));
  }
  throw new WrongUse(
    `${path} is none of what can be verified: a folder that was exported, a .tar or .zip of one, or a proof. A sheet or a report is verified in the folder, or with the .zip, that it came in.`,
  );
}

async function headOf(path: string): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(512), 0, 512, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** An archive that cannot be read as one is no evidence: it was damaged, or made to be read in two ways. */
async function opened(path: string, read: (path: string) => Promise<FileSet>): Promise<FileSet> {
  try {
    return await read(path);
  } catch (error) {
    throw new VerificationFailure(`The archive ${path} cannot be read: ${(error as Error).message}.`);
  }
}

/** `asked`: the one file that somebody wants to be sure of. */
async function verifyFileSet(files: FileSet, options: VerifyOptions, asked?: string): Promise<Finding> {
  const paths = await files.paths();
  if (!paths.includes('events.jsonl') && !paths.includes(MANIFEST)) {
    if (paths.includes('checkpoint')) {
      return { verdict: await verifyLog(fileSource(files), options), name: files.name, also: [] };
    }
    throw new Error(
      `${files.name} is no exported log: it holds neither a checkpoint nor events.jsonl, or it is not finished.`,
    );
  }
  assertNothingKept(options);
  const verdict = await verifyExtract(files, options);
  const { completeness } = verdict;
  if (
    asked !== undefined &&
    asked !== MANIFEST &&
    !(completeness?.state === 'complete' && completeness.files.includes(asked))
  ) {
    throw new VerificationFailure(`${asked} is not part of the extract beside it: the manifest does not name it.`);
  }
  return { verdict, name: files.name, also: [] };
}

async function verifyProofFile(path: string, options: VerifyOptions): Promise<Finding> {
  assertNothingKept(options);
  if (options.keys.length === 0) throw new WrongUse("A proof comes without a key: give the log's with --key.");
  const { verdict, index, entry } = await verifyProofText(await readFile(path, 'utf8'), options.keys, options.quorum);
  return { verdict, name: `the log, entry ${index}`, also: [entry.toString('utf8')] };
}

function assertNothingKept({ kept }: VerifyOptions): void {
  if (kept === undefined) return;
  throw new WrongUse('--since needs a whole log: an extract or a proof does not show what else is in it.');
}
