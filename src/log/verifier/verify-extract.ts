import type { Checkpoint, SignedCheckpoint } from '../../platform/tlog/checkpoint.js';
import { leafHash } from '../../platform/tlog/merkle.js';
import { isIncluded } from '../../platform/tlog/proof.js';
import { EntryChecks } from './entry-checks.js';
import { factsOf } from './entry-facts.js';
import { MANIFEST, type ExtractManifest } from './extract-manifest.js';
import { bytesOf, type FileSet } from './file-set.js';
import { misfit } from './filter-match.js';
import { isCount, LINE_BYTES_MAX, linesIn, placeOf } from './json-lines.js';
import {
  assertWitnessed,
  trustedKeys,
  verdictOnSignatures,
  verifyCheckpoint,
  type TrustedKeys,
} from './trusted-keys.js';
import { entryFailure, orFail, VerificationFailure, type Verdict, type VerifyOptions } from './verdict.js';
import { completenessOf, readManifest, verifyFiles } from './verify-manifest.js';
import { WholeTree } from './whole-tree.js';

/** What an extract says that it holds: signed by the log in its manifest, or by nobody in `filter.json`. */
interface ExtractInfo {
  readonly filter: Readonly<Record<string, unknown>>;
  readonly entries: number;
  readonly size: number;
  readonly manifest?: ExtractManifest;
}

const TEXT_BYTES_MAX = 1 << 20;
const EVENT_BYTES_MAX = 65_535;
const PROGRESS_EVERY = 1000;

/**
 * Verifies a filtered export: `events.jsonl` (each line an entry's bytes), `proofs.jsonl` (each entry's index and inclusion
 * path), `checkpoint`, `vkeys`, `filter.json`. Each event is in the signed tree, in order, none twice, and there are as
 * many as the export says. Of an export of one whole business also the numbers are without gaps.
 *
 * With a `manifest`, which the log signed, and `rest.jsonl`: each event is of the filter, every leaf of the tree is
 * accounted for, and every file is the one that the log signed. One without is of before there were manifests.
 *
 * Line by line: memory does not grow. Throws VerificationFailure.
 */
export async function verifyExtract(files: FileSet, options: Omit<VerifyOptions, 'kept'>): Promise<Verdict> {
  const text = await textOf(files, 'checkpoint');
  const offered = async () => (await textOf(files, 'vkeys')).trim().split('\n');
  const trusted = await trustedKeys(options.keys, offered, options.quorum);
  const signed = verifyCheckpoint(text, trusted);
  assertWitnessed(signed, trusted);
  const info = await infoOf(files, signed, trusted, options);
  const { count, lastSeq } = await verifyEvents(files, info, signed.checkpoint, options.onProgress);
  const verdict = { ...verdictOnSignatures(text, signed, trusted), entries: count };
  const { manifest } = info;
  if (!manifest) {
    return { ...verdict, completeness: { state: 'unknown' }, remarks: [...verdict.remarks, remarkOnScope(info)] };
  }
  if (manifest.lastSeq !== lastSeq) {
    throw new VerificationFailure(
      `The last event of the business has the number ${lastSeq ?? 'none'}, and the log signed ${manifest.lastSeq ?? 'none'}.`,
    );
  }
  await verifyFiles(files, manifest);
  return { ...verdict, ...(await completenessOf(files, manifest, signed.checkpoint, verdict.remarks)) };
}

async function infoOf(
  files: FileSet,
  { checkpoint }: SignedCheckpoint,
  trusted: TrustedKeys,
  { mustBeComplete }: Pick<VerifyOptions, 'mustBeComplete'>,
): Promise<ExtractInfo> {
  const paths = await files.paths();
  if (paths.includes(MANIFEST)) {
    const manifest = readManifest(await textOf(files, MANIFEST), checkpoint, trusted);
    return { filter: manifest.filter, entries: manifest.entries, size: manifest.size, manifest };
  }
  if (paths.includes('rest.jsonl')) throw new VerificationFailure('The extract lacks its manifest: it was taken away.');
  if (mustBeComplete) {
    throw new VerificationFailure('The extract has no manifest, so nothing shows that it is complete (--complete).');
  }
  const info = orFail('filter.json is not readable', await textOf(files, 'filter.json'), parseInfo);
  if (info.size === checkpoint.size) return info;
  throw new VerificationFailure(`filter.json is of a tree of ${info.size}, the checkpoint of ${checkpoint.size}.`);
}

async function verifyEvents(
  files: FileSet,
  info: ExtractInfo,
  checkpoint: Checkpoint,
  onProgress: VerifyOptions['onProgress'],
): Promise<{ count: number; lastSeq: number | undefined }> {
  const proofs = linesIn(files, 'proofs.jsonl', LINE_BYTES_MAX);
  const tree = info.manifest && new WholeTree(checkpoint, linesIn(files, 'rest.jsonl', LINE_BYTES_MAX));
  const checks = new ExtractChecks(info, checkpoint);
  let count = 0;
  for await (const entry of linesIn(files, 'events.jsonl', EVENT_BYTES_MAX)) {
    const { value: proof, done } = await proofs.next();
    if (done) throw new VerificationFailure(`events.jsonl has more lines than the ${count} of proofs.jsonl.`);
    const leaf = checks.verify(count, entry, proof);
    await tree?.add(leaf.index, leaf.hash);
    count += 1;
    if (count % PROGRESS_EVERY === 0) onProgress?.(count, info.entries);
  }
  if (!(await proofs.next()).done) {
    throw new VerificationFailure(`proofs.jsonl has more lines than the ${count} of events.jsonl.`);
  }
  await tree?.finish();
  if (count !== info.entries) {
    throw new VerificationFailure(
      info.manifest
        ? `The extract holds ${count} events, and the log signed that there are ${info.entries}.`
        : `The extract holds ${count} events, but says that it has ${info.entries}.`,
    );
  }
  if (isUnfiltered(info) && count !== checkpoint.size) {
    throw new VerificationFailure(`The extract has no filter, but only ${count} of the ${checkpoint.size} entries.`);
  }
  return { count, lastSeq: checks.lastSeq };
}

/** Takes the events of an extract one after the other. */
class ExtractChecks {
  /** Of an extract of one whole business. */
  lastSeq: number | undefined;
  private readonly checks: EntryChecks;
  private readonly onlyBusiness: string | undefined;
  private lastIndex = -1;

  constructor(
    private readonly info: ExtractInfo,
    private readonly checkpoint: Checkpoint,
  ) {
    this.onlyBusiness = onlyBusinessOf(info.filter);
    this.checks = new EntryChecks(this.onlyBusiness !== undefined || isUnfiltered(info));
  }

  /** `line` counts from 0. */
  verify(line: number, entry: Buffer, proofLine: Buffer): { index: number; hash: Buffer } {
    const proof = orFail(`Line ${line + 1} of proofs.jsonl`, proofLine, placeOf);
    const fail = (why: string) => entryFailure(proof.index, entry, `${why} (line ${line + 1})`);
    const hash = leafHash(entry);
    if (proof.index <= this.lastIndex) throw fail(`it comes after entry ${this.lastIndex}`);
    if (!isIncluded(hash, proof, this.checkpoint)) throw fail('it is not in the tree that was signed');
    if (isUnfiltered(this.info) && proof.index !== line) throw fail(`entry ${line} is missing before it`);
    const fault = this.checks.fault(entry) ?? this.subjectFault(entry) ?? this.scopeFault(proof.index, entry);
    if (fault) throw fail(fault);
    this.lastIndex = proof.index;
    if (this.onlyBusiness !== undefined) this.lastSeq = factsOf(entry).businessSeq;
    return { index: proof.index, hash };
  }

  private subjectFault(entry: Buffer): string | null {
    if (this.onlyBusiness === undefined || factsOf(entry).subject === `business/${this.onlyBusiness}`) return null;
    return `it is not of the business ${this.onlyBusiness}`;
  }

  /** Only of what the log signed: what was verified before there were manifests verifies again. */
  private scopeFault(index: number, entry: Buffer): string | null {
    const { manifest } = this.info;
    if (!manifest) return null;
    const criterion = misfit(entry, manifest.filter);
    if (criterion !== null) return `it is not of the filter, by its "${criterion}"`;
    const { first, last } = manifest.range;
    return index < first || index > last ? `it lies outside of the entries ${first} to ${last}` : null;
  }
}

/** The business whose events these are, all of them: when nothing else was filtered by. */
export function onlyBusinessOf(filter: ExtractInfo['filter']): string | undefined {
  const { business } = filter;
  return Object.keys(filter).length === 1 && typeof business === 'string' ? business : undefined;
}

function isUnfiltered({ filter }: ExtractInfo): boolean {
  return Object.keys(filter).length === 0;
}

function remarkOnScope(info: ExtractInfo): string {
  if (onlyBusinessOf(info.filter) !== undefined) {
    return 'The events of this business run from 1 without a gap; only the whole log shows whether later ones exist.';
  }
  if (isUnfiltered(info)) return 'These are all entries of the signed tree.';
  return 'Each event is in the log; that no other event fits the filter, only the whole log shows.';
}

function parseInfo(text: string): ExtractInfo {
  const { filter, entries, tree_size } = JSON.parse(text) as Record<string, unknown>;
  if (typeof filter !== 'object' || filter === null || !isCount(entries) || !isCount(tree_size)) {
    throw new Error('it needs filter, entries and tree_size');
  }
  return { filter: filter as ExtractInfo['filter'], entries, size: tree_size };
}

async function textOf(files: FileSet, name: string): Promise<string> {
  try {
    return (await bytesOf(files, name, TEXT_BYTES_MAX)).toString('utf8');
  } catch (error) {
    throw new VerificationFailure(`The extract lacks its ${name}: ${(error as Error).message}`);
  }
}
