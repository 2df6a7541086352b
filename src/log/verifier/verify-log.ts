import { setTimeout as sleep } from 'node:timers/promises';
import { openCheckpoint, type Checkpoint, type SignedCheckpoint } from '../../platform/tlog/checkpoint.js';
import { HASH_BYTES, leafHash } from '../../platform/tlog/merkle.js';
import { parseBundle, TILE_HEIGHT, TILE_WIDTH, tileRoot, tilesOfLevel, type Tile } from '../../platform/tlog/tiles.js';
import { CompactRange } from './compact-range.js';
import { EntryChecks } from './entry-checks.js';
import type { LogSource } from './log-source.js';
import { readAhead } from './read-ahead.js';
import { read, readTile, TileLevels } from './tile-levels.js';
import {
  assertWitnessed,
  isWitnessed,
  trustedKeys,
  verdictOnSignatures,
  verifyCheckpoint,
  type TrustedKeys,
} from './trusted-keys.js';
import { entryFailure, orFail, VerificationFailure, type Verdict, type VerifyOptions } from './verdict.js';

const BUNDLES_AHEAD = 4;
/** How long a live log's witness may take; a log that is written all the time has few checkpoints that are cosigned. */
const WITNESS_TRIES = 40;
const WITNESS_EVERY_MS = 500;

/**
 * Recomputes everything from the entries: leaves, tiles of every level, root; checks signatures, numbers and times, and
 * that a checkpoint kept from before is still the beginning of this log. Memory does not grow with the log, but for one
 * number a business.
 *
 * Throws VerificationFailure when the log is not what it says, SourceUnavailable when it cannot be read.
 */
export async function verifyLog(source: LogSource, options: VerifyOptions): Promise<Verdict> {
  const trusted = await trustedKeys(options.keys, async () => [await source.verifierKey()], options.quorum);
  const { text, signed } = await witnessedCheckpoint(source, trusted);
  const { checkpoint } = signed;
  const kept = options.kept === undefined ? undefined : keptCheckpoint(options.kept, trusted, checkpoint);
  await verifyTree(source, checkpoint, kept, options.onProgress);
  const verdict = verdictOnSignatures(text, signed, trusted);
  const remarks = [...verdict.remarks];
  if (!kept) remarks.push('No checkpoint from before was given (--since): this run cannot tell a rewritten history.');
  return { ...verdict, entries: checkpoint.size, remarks };
}

/** The checkpoint, with the cosignatures that must be there; a live log gets the time that its witness needs. */
async function witnessedCheckpoint(
  source: LogSource,
  trusted: TrustedKeys,
): Promise<{ text: string; signed: SignedCheckpoint }> {
  for (let triesLeft = source.isLive ? WITNESS_TRIES : 1; ;) {
    const text = await source.checkpoint(trusted.quorum > 0);
    const signed = verifyCheckpoint(text, trusted);
    triesLeft -= 1;
    if (triesLeft === 0) assertWitnessed(signed, trusted);
    if (isWitnessed(signed, trusted)) return { text, signed };
    await sleep(WITNESS_EVERY_MS);
  }
}

function keptCheckpoint(text: string, trusted: TrustedKeys, now: Checkpoint): Checkpoint {
  const kept = orFail(
    'The checkpoint kept from before does not verify',
    text,
    (each) => openCheckpoint(each, trusted.keys).checkpoint,
  );
  if (kept.origin !== now.origin)
    throw new VerificationFailure(`The checkpoint kept from before is of another log, ${kept.origin}.`);
  if (kept.size <= now.size) return kept;
  throw new VerificationFailure(
    `The log has shrunk: ${kept.size} entries were signed before, now there are ${now.size}.`,
  );
}

async function verifyTree(
  source: LogSource,
  checkpoint: Checkpoint,
  kept: Checkpoint | undefined,
  onProgress: VerifyOptions['onProgress'],
): Promise<void> {
  const edge = new CompactRange();
  const checks = new EntryChecks(true);
  const levels = new TileLevels(source);
  compareKept(edge, [], kept);
  const bundles = tilesOfLevel('entries', checkpoint.size);
  for await (const [tile, [bundle, served]] of readAhead(bundles, BUNDLES_AHEAD, (each) => readBoth(source, each))) {
    const entries = entriesOf(tile, bundle);
    const leaves = entries.map(leafHash);
    verifyEntries(tile, entries, leaves, served, checks);
    compareKept(edge, leaves, kept);
    await extend(edge, levels, leaves, served);
    onProgress?.(edge.size, checkpoint.size);
  }
  await levels.finish();
  if (!edge.root().equals(checkpoint.root)) {
    throw new VerificationFailure('The entries do not lead to the root that was signed.');
  }
}

/** A bundle of entries and the tile of their leaf hashes. When both are missing it is always the bundle that is named. */
async function readBoth(source: LogSource, tile: Tile): Promise<[Buffer, Buffer]> {
  const [bundle, hashes] = await Promise.allSettled([read(source, tile), readTile(source, { ...tile, level: 0 })]);
  if (bundle.status === 'rejected') throw bundle.reason;
  if (hashes.status === 'rejected') throw hashes.reason;
  return [bundle.value, hashes.value];
}

function entriesOf({ index, width }: Tile, bundle: Buffer): Buffer[] {
  const entries = orFail(`Bundle ${index}`, bundle, parseBundle);
  if (entries.length === width) return entries;
  throw new VerificationFailure(`Bundle ${index} has ${entries.length} entries, not ${width}.`);
}

/** Throws for the first entry that is not what its hash in the tile says, or does not follow from those before it. */
function verifyEntries(
  { index }: Tile,
  entries: readonly Buffer[],
  leaves: readonly Buffer[],
  served: Buffer,
  checks: EntryChecks,
): void {
  const areAllInTree = served.equals(Buffer.concat(leaves));
  for (const [i, entry] of entries.entries()) {
    const isInTree = areAllInTree || leaves[i]!.equals(served.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));
    const fault = isInTree ? checks.fault(entry) : `its bytes do not have the hash that is in tile 0/${index}`;
    if (fault) throw entryFailure(index * TILE_WIDTH + i, entry, fault);
  }
}

/** Throws when a checkpoint kept from before ends among these leaves with another root. */
function compareKept(edge: CompactRange, leaves: readonly Buffer[], kept: Checkpoint | undefined): void {
  if (!kept || kept.size < edge.size || kept.size > edge.size + leaves.length) return;
  if (edge.rootWith(leaves.slice(0, kept.size - edge.size)).equals(kept.root)) return;
  throw new VerificationFailure(
    `The first ${kept.size} entries are not those that were signed before: the history was rewritten.`,
  );
}

/** A full tile counts as one subtree, so that each of its hashes is computed once. */
async function extend(
  edge: CompactRange,
  levels: TileLevels,
  leaves: readonly Buffer[],
  served: Buffer,
): Promise<void> {
  if (leaves.length < TILE_WIDTH) {
    for (const leaf of leaves) edge.append(leaf);
    return;
  }
  const root = tileRoot(served);
  edge.append(root, TILE_HEIGHT);
  await levels.add(root);
}
