import type { Checkpoint } from '../../platform/tlog/checkpoint.js';
import { leafHash } from '../../platform/tlog/merkle.js';
import { isIncluded } from '../../platform/tlog/proof.js';
import { BACKDATED_MS_MAX } from './entry-checks.js';
import { factsOf } from './entry-facts.js';
import type { ExtractManifest } from './extract-manifest.js';
import { placeOf } from './json-lines.js';
import { entryFailure, orFail, VerificationFailure } from './verdict.js';

/** An extract by time ends at these entries, which it shows although they are not of the period: heartbeats of the log. */
export interface Bound {
  readonly index: number;
  readonly timeMs: number;
}

/** A line of `bounds.jsonl`: a proof with its event. */
export const BOUND_BYTES_MAX = 2 * 65_535 + 8_192;

/** The instants of a filter by time; null where it has none. */
function periodOf({ filter }: Pick<ExtractManifest, 'filter'>): { from: number | null; until: number | null } {
  const instant = (name: string) => {
    const text = filter[name];
    if (text === undefined) return null;
    const ms = typeof text === 'string' ? Date.parse(text) : NaN;
    if (Number.isNaN(ms)) throw new VerificationFailure(`The manifest has a filter whose "${name}" is no time.`);
    return ms;
  };
  return { from: instant('from'), until: instant('until') };
}

/** The latest time of an entry before which nothing of a period can lie; and the earliest behind which nothing can. */
export const boundBefore = (fromMs: number): number => fromMs - BACKDATED_MS_MAX;
export const boundBehind = (untilMs: number): number => untilMs + BACKDATED_MS_MAX;

/**
 * That nothing of the period lies outside of the leaves that the manifest names. Entries are in the order in which they were
 * recorded, and none is back-dated by more than ten minutes, so whatever lies before an entry that is older than the period
 * by more than that is older than the period; likewise behind. Returns whether the period was over when it was exported.
 */
export function verifyPeriod(manifest: ExtractManifest, bounds: readonly Bound[]): { isOver: boolean } {
  const { from, until } = periodOf(manifest);
  const { first, last } = manifest.range;
  const at = (index: number) => bounds.find((bound) => bound.index === index);
  const isBegin = first === 0 || (from !== null && at(first) && at(first)!.timeMs < boundBefore(from));
  const isShut = until !== null && at(last) !== undefined && at(last)!.timeMs >= boundBehind(until);
  if (!isBegin)
    throw new VerificationFailure(`That no entry of the period lies before entry ${first} is not shown.`, first);
  if (!isShut && last !== manifest.size - 1) {
    throw new VerificationFailure(`That no entry of the period lies behind entry ${last} is not shown.`, last);
  }
  return { isOver: isShut };
}

export const isByTime = ({ filter }: Pick<ExtractManifest, 'filter'>): boolean => 'from' in filter || 'until' in filter;

/** Throws VerificationFailure for an entry that is not in the tree. */
export function boundOf(line: Buffer, checkpoint: Checkpoint): Bound {
  const { index, hashes, entry } = orFail('A line of bounds.jsonl', line, readBound);
  if (!isIncluded(leafHash(entry), { index, hashes }, checkpoint)) {
    throw entryFailure(index, entry, 'it is in bounds.jsonl, and not in the tree that was signed');
  }
  return { index, timeMs: Date.parse(orFail(`Entry ${index}`, entry, factsOf).time) };
}

function readBound(line: Buffer): { index: number; hashes: Buffer[]; entry: Buffer } {
  const { event } = JSON.parse(line.toString('utf8')) as { event?: unknown };
  if (typeof event !== 'string') throw new Error('it has no event');
  return { ...placeOf(line), entry: Buffer.from(event, 'base64') };
}
