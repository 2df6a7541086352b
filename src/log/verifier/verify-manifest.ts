import { createHash } from 'node:crypto';
import type { Checkpoint } from '../../platform/tlog/checkpoint.js';
import { MANIFEST, openManifest, type ExtractManifest } from './extract-manifest.js';
import type { FileSet } from './file-set.js';
import { linesIn } from './json-lines.js';
import { boundOf, BOUND_BYTES_MAX, isByTime, verifyPeriod, type Bound } from './period.js';
import type { TrustedKeys } from './trusted-keys.js';
import { orFail, VerificationFailure, type Completeness, type Verdict } from './verdict.js';

/** The files of every extract; what else the manifest names was attached to it. */
const OWN_FILES = new Set([
  ...['events.jsonl', 'proofs.jsonl', 'rest.jsonl', 'bounds.jsonl', 'filter.json', 'checkpoint', 'vkeys'],
  ...['README.txt', 'LISEZMOI.txt', 'ardoise-verify.mjs'],
]);
const NEEDED = ['events.jsonl', 'proofs.jsonl', 'rest.jsonl'];

/** Reads the manifest that comes with this checkpoint. Throws VerificationFailure. */
export function readManifest(text: string, checkpoint: Checkpoint, { keys }: TrustedKeys): ExtractManifest {
  const manifest = orFail('The manifest does not verify', text, (note) => openManifest(note, checkpoint.origin, keys));
  if (manifest.size !== checkpoint.size || !manifest.root.equals(checkpoint.root)) {
    throw new VerificationFailure(
      `The manifest is of a tree of ${manifest.size} entries, and not of the ${checkpoint.size} of this checkpoint.`,
    );
  }
  const unnamed = NEEDED.find((needed) => !manifest.files.some(({ name }) => name === needed));
  if (unnamed) throw new VerificationFailure(`The manifest does not name ${unnamed}.`);
  return manifest;
}

/** That each file is the one that the log signed, to the byte. Throws VerificationFailure. */
export async function verifyFiles(files: FileSet, manifest: ExtractManifest): Promise<void> {
  for (const { name, bytes, sha256 } of manifest.files) {
    const hash = createHash('sha256');
    let length = 0;
    try {
      for await (const part of files.open(name)) {
        hash.update(part);
        length += part.length;
      }
    } catch (error) {
      throw new VerificationFailure(`${name}, which the manifest names, is not readable: ${(error as Error).message}.`);
    }
    if (length === bytes && hash.digest('hex') === sha256) continue;
    throw new VerificationFailure(`${name} is not the file that the log signed in the manifest: it was changed.`);
  }
}

/** What an extract shows whose events, hashes and files are right. Throws VerificationFailure when its period does not fit. */
export async function completenessOf(
  files: FileSet,
  manifest: ExtractManifest,
  checkpoint: Checkpoint,
  remarks: readonly string[],
): Promise<Pick<Verdict, 'completeness' | 'remarks'>> {
  const says = [...(await scopeOf(files, manifest, checkpoint)), ...saidOf(manifest)];
  const completeness: Completeness = { state: 'complete', says, files: manifest.files.map(({ name }) => name) };
  const strangers = (await files.paths()).filter(
    (path) => path !== MANIFEST && !manifest.files.some(({ name }) => name === path),
  );
  if (strangers.length === 0) return { completeness, remarks };
  const shown = strangers.slice(0, 5).map((path) => path.replace(/[^\x20-\x7e]/g, '?').slice(0, 100));
  return {
    completeness,
    remarks: [
      ...remarks,
      `Not part of the extract, since the manifest does not name them: ${shown.join(', ')}${strangers.length > 5 ? ', …' : ''}.`,
    ],
  };
}

async function scopeOf(files: FileSet, manifest: ExtractManifest, checkpoint: Checkpoint): Promise<string[]> {
  const { entries, size, filter, lastSeq } = manifest;
  if (Object.keys(filter).length === 0) return [`All ${size} entries of the signed tree are here.`];
  const tree = `Every one of the ${size} entries of the signed tree is accounted for: ${entries} by their bytes, ${size - entries} by hash.`;
  if (lastSeq !== undefined) {
    return [tree, `The events of the business run from 1 to ${lastSeq} without a gap.`];
  }
  return isByTime(manifest) ? [tree, ...(await periodSays(files, manifest, checkpoint))] : [tree];
}

async function periodSays(files: FileSet, manifest: ExtractManifest, checkpoint: Checkpoint): Promise<string[]> {
  const bounds: Bound[] = [];
  for await (const line of linesIn(files, 'bounds.jsonl', BOUND_BYTES_MAX)) bounds.push(boundOf(line, checkpoint));
  const { isOver } = verifyPeriod(manifest, bounds);
  const { first, last } = manifest.range;
  const others = last - first + 1 - manifest.entries;
  const says = `All of the period lies in the entries ${first} to ${last}: ${manifest.entries} of them are here, ${others} by hash.`;
  if (isOver) return [says];
  return [says, 'The period was not over in the log when this was exported: later events of it may exist.'];
}

function saidOf({ filter, origin, exportedAt, exportedBy, event, files }: ExtractManifest): string[] {
  const attached = files.filter(({ name }) => !OWN_FILES.has(name)).map(({ name }) => name);
  const isFiltered = Object.keys(filter).length > 0;
  return [
    ...(isFiltered
      ? [
          `That nothing else in the log is of the filter ${JSON.stringify(filter)}, ${origin} has signed; the whole log shows it.`,
        ]
      : []),
    `Exported on ${exportedAt} by ${exportedBy}; that is recorded as event ${event}.`,
    ...(attached.length > 0 ? [`Attached, as signed: ${attached.join(', ')}.`] : []),
  ];
}
