import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkpoint } from '../../platform/tlog/checkpoint.js';
import { HASH_BYTES, leafHash } from '../../platform/tlog/merkle.js';
import { isIncluded } from '../../platform/tlog/proof.js';
import { EntryChecks } from './entry-checks.js';
import { factsOf } from './entry-facts.js';
import { linesOf } from './lines.js';
import { assertWitnessed, trustedKeys, verdictOnSignatures, verifyCheckpoint } from './trusted-keys.js';
import { entryFailure, orFail, VerificationFailure, type Verdict, type VerifyOptions } from './verdict.js';

/** What `filter.json` says of an extract. Nothing signs it: what is proven is said in the verdict. */
interface ExtractInfo {
  readonly filter: Readonly<Record<string, unknown>>;
  readonly entries: number;
  readonly tree_size: number;
}

const EVENT_BYTES_MAX = 65_535;
/** 53 hashes in base64 and what is around them. */
const PROOF_BYTES_MAX = 4096;
const HASHES_MAX = 53;
const PROGRESS_EVERY = 1000;

/**
 * Verifies a filtered export: a folder with `events.jsonl` (each line an entry's bytes), `proofs.jsonl` (each entry's
 * index and inclusion path), `checkpoint`, `vkeys` and `filter.json`. Each event is in the signed tree, in order, none
 * twice, and there are as many as the export says. Of an export of one whole business also the numbers are without
 * gaps. Line by line: memory does not grow. Throws VerificationFailure.
 */
export async function verifyExtract(folder: string, options: Omit<VerifyOptions, 'kept'>): Promise<Verdict> {
  const text = await fileOf(folder, 'checkpoint');
  const trusted = await trustedKeys(options.keys, async () => (await fileOf(folder, 'vkeys')).trim().split('\n'));
  const signed = verifyCheckpoint(text, trusted);
  assertWitnessed(signed, trusted);
  const info = orFail('filter.json is not readable', await fileOf(folder, 'filter.json'), parseInfo);
  const { checkpoint } = signed;
  if (info.tree_size !== checkpoint.size) {
    throw new VerificationFailure(
      `filter.json is of a tree of ${info.tree_size}, the checkpoint of ${checkpoint.size}.`,
    );
  }
  const entries = await verifyEvents(folder, info, checkpoint, options.onProgress);
  const verdict = verdictOnSignatures(text, signed, trusted);
  return { ...verdict, entries, remarks: [...verdict.remarks, remarkOnScope(info)] };
}

async function verifyEvents(
  folder: string,
  info: ExtractInfo,
  checkpoint: Checkpoint,
  onProgress: VerifyOptions['onProgress'],
): Promise<number> {
  const events = read(folder, 'events.jsonl', EVENT_BYTES_MAX);
  const proofs = read(folder, 'proofs.jsonl', PROOF_BYTES_MAX);
  const checks = new ExtractChecks(info, checkpoint);
  let count = 0;
  for await (const entry of events) {
    const { value: proof, done } = await proofs.next();
    if (done) throw new VerificationFailure(`events.jsonl has more lines than the ${count} of proofs.jsonl.`);
    checks.verify(count, entry, proof);
    count += 1;
    if (count % PROGRESS_EVERY === 0) onProgress?.(count, info.entries);
  }
  if (!(await proofs.next()).done) {
    throw new VerificationFailure(`proofs.jsonl has more lines than the ${count} of events.jsonl.`);
  }
  if (count !== info.entries) {
    throw new VerificationFailure(`The extract holds ${count} events, but says that it has ${info.entries}.`);
  }
  if (isUnfiltered(info) && count !== checkpoint.size) {
    throw new VerificationFailure(`The extract has no filter, but only ${count} of the ${checkpoint.size} entries.`);
  }
  return count;
}

/** Takes the events of an extract one after the other. */
class ExtractChecks {
  private readonly checks: EntryChecks;
  private readonly onlyBusiness: string | undefined;
  private lastIndex = -1;

  constructor(
    private readonly info: ExtractInfo,
    private readonly checkpoint: Checkpoint,
  ) {
    this.onlyBusiness = businessOf(info);
    this.checks = new EntryChecks(this.onlyBusiness !== undefined || isUnfiltered(info));
  }

  /** `line` counts from 0. */
  verify(line: number, entry: Buffer, proofLine: Buffer): void {
    const proof = orFail(`Line ${line + 1} of proofs.jsonl`, proofLine, parseProofLine);
    const fail = (why: string) => entryFailure(proof.index, entry, `${why} (line ${line + 1})`);
    if (proof.index <= this.lastIndex) throw fail(`it comes after entry ${this.lastIndex}`);
    if (!isIncluded(leafHash(entry), proof, this.checkpoint)) throw fail('it is not in the tree that was signed');
    if (isUnfiltered(this.info) && proof.index !== line) throw fail(`entry ${line} is missing before it`);
    const fault = this.checks.fault(entry) ?? this.subjectFault(entry);
    if (fault) throw fail(fault);
    this.lastIndex = proof.index;
  }

  private subjectFault(entry: Buffer): string | null {
    if (this.onlyBusiness === undefined || factsOf(entry).subject === `business/${this.onlyBusiness}`) return null;
    return `it is not of the business ${this.onlyBusiness}`;
  }
}

/** The business whose events these are, all of them: when nothing else was filtered by. */
function businessOf({ filter }: ExtractInfo): string | undefined {
  const { business } = filter;
  return Object.keys(filter).length === 1 && typeof business === 'string' ? business : undefined;
}

function isUnfiltered({ filter }: ExtractInfo): boolean {
  return Object.keys(filter).length === 0;
}

function remarkOnScope(info: ExtractInfo): string {
  if (businessOf(info) !== undefined) {
    return 'The events of this business run from 1 without a gap; only the whole log shows whether later ones exist.';
  }
  if (isUnfiltered(info)) return 'These are all entries of the signed tree.';
  return 'Each event is in the log; that no other event fits the filter, only the whole log shows.';
}

function parseInfo(text: string): ExtractInfo {
  const { filter, entries, tree_size } = JSON.parse(text) as Partial<ExtractInfo>;
  if (typeof filter !== 'object' || filter === null || !isCount(entries) || !isCount(tree_size)) {
    throw new Error('it needs filter, entries and tree_size');
  }
  return { filter, entries, tree_size };
}

function parseProofLine(line: Buffer): { index: number; hashes: Buffer[] } {
  const { index, hashes } = JSON.parse(line.toString('utf8')) as { index?: unknown; hashes?: unknown };
  if (!isCount(index) || !Array.isArray(hashes) || hashes.length > HASHES_MAX) throw new Error('it is not a proof');
  return { index, hashes: hashes.map(hashOf) };
}

function hashOf(text: unknown): Buffer {
  const hash = typeof text === 'string' ? Buffer.from(text, 'base64') : undefined;
  if (hash?.length !== HASH_BYTES || hash.toString('base64') !== text) throw new Error('a hash is none');
  return hash;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

async function fileOf(folder: string, name: string): Promise<string> {
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch (error) {
    throw new VerificationFailure(`The extract lacks its ${name}: ${(error as Error).message}`);
  }
}

async function* read(folder: string, name: string, bytesMax: number): AsyncGenerator<Buffer, void> {
  try {
    yield* linesOf(join(folder, name), bytesMax);
  } catch (error) {
    if (error instanceof VerificationFailure) throw error;
    throw new VerificationFailure(`${name} is not readable: ${(error as Error).message}.`);
  }
}
