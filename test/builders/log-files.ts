import { createHash } from 'node:crypto';
import { canonicalize } from 'json-canonicalize';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { formatCheckpoint } from '../../src/platform/tlog/checkpoint.js';
import { inclusionProof, leafHash, rootOf, subtreesOf, type NodeReader } from '../../src/platform/tlog/merkle.js';
import {
  COSIGNATURE,
  cosign,
  ED25519,
  formatNote,
  formatVerifierKey,
  newPrivateKey,
  signer,
  signText,
  type Signer,
} from '../../src/platform/tlog/signed-note.js';
import { formatBundle, nodesFromTiles, tilePath, tileRoot, tilesOf, type Tile } from '../../src/platform/tlog/tiles.js';
import { signManifest, type ExtractManifest } from '../../src/log/verifier/extract-manifest.js';
import type { LogSource } from '../../src/log/verifier/log-source.js';

export const ORIGIN = 'log.example/audit';
export const LOG = signer(ORIGIN, ED25519, newPrivateKey());
const WITNESS = signer('witness.example', COSIGNATURE, newPrivateKey());
export const LOG_KEY = formatVerifierKey(LOG.key);
export const WITNESS_KEY = formatVerifierKey(WITNESS.key);
/** Of the same name as the log's, and yet not its own. */
export const WRONG_KEY = formatVerifierKey(signer(ORIGIN, ED25519, newPrivateKey()).key);

const FIRST_MS = Date.UTC(2026, 0, 1);

/** An event as the verifier reads it. `seq` is left out for what is of no business. */
export function event(i: number, subject: string, seq?: number, timeMs = FIRST_MS + i * 1000): Buffer {
  const id = `01900000-0000-7000-8000-${String(i).padStart(12, '0')}`;
  const data = {
    actor: { type: 'system', roles: [] },
    outcome: 'success',
    details: { i },
    ...(seq && { business_seq: seq }),
  };
  const time = new Date(timeMs).toISOString();
  const envelope = { specversion: '1.0', id, source: 'ardoise', type: 'audit.read', subject, time, data };
  return Buffer.from(canonicalize(envelope), 'utf8');
}

/** Events of two businesses in turn, without gaps, and a heartbeat now and then. */
export function events(count: number, everyMs = 1000): Buffer[] {
  const seqs = new Map<string, number>();
  return Array.from({ length: count }, (_, i) => {
    const timeMs = FIRST_MS + i * everyMs;
    if (i % 10 === 9) return event(i, 'log/heartbeat', undefined, timeMs);
    const subject = `business/${i % 2 === 0 ? 'even' : 'odd'}`;
    seqs.set(subject, (seqs.get(subject) ?? 0) + 1);
    return event(i, subject, seqs.get(subject), timeMs);
  });
}

/** The files of a log, by path: what an export writes, to be tampered with. */
export type LogFiles = Map<string, Buffer>;

/** A log of these entries, signed and cosigned, as files. */
export async function logOf(entries: readonly Buffer[]): Promise<LogFiles> {
  const files: LogFiles = new Map();
  const levels = [entries.map(leafHash)];
  while (levels.at(-1)!.length >= 256) levels.push(rootsOf(levels.at(-1)!));
  for (const tile of tilesOf(entries.length)) files.set(tilePath(tile), bytesOf(tile, entries, levels));
  files.set('vkey', Buffer.from(`${LOG_KEY}\n`));
  files.set('checkpoint', Buffer.from(await signedNote(entries)));
  return files;
}

function rootsOf(hashes: readonly Buffer[]): Buffer[] {
  return Array.from({ length: Math.floor(hashes.length / 256) }, (_, i) =>
    tileRoot(Buffer.concat(hashes.slice(i * 256, (i + 1) * 256))),
  );
}

function bytesOf({ level, index, width }: Tile, entries: readonly Buffer[], levels: readonly Buffer[][]): Buffer {
  const from = index * 256;
  if (level === 'entries') return formatBundle(entries.slice(from, from + width));
  return Buffer.concat(levels[level]!.slice(from, from + width));
}

/** The checkpoint over these entries. */
export async function signedNote(entries: readonly Buffer[], { isCosigned = true } = {}): Promise<string> {
  const text = formatCheckpoint({
    origin: ORIGIN,
    size: entries.length,
    root: await rootOf(entries.length, nodes(entries)),
  });
  const cosignatures = isCosigned ? [cosign(text, FIRST_MS / 1000, WITNESS)] : [];
  return formatNote({ text, signatures: [signText(text, LOG), ...cosignatures] });
}

function nodes(entries: readonly Buffer[]) {
  const leaves = entries.map(leafHash);
  const levels = [leaves];
  while (levels.at(-1)!.length >= 256) levels.push(rootsOf(levels.at(-1)!));
  return nodesFromTiles(async (level, index) => Buffer.concat(levels[level]!.slice(index * 256, (index + 1) * 256)));
}

/** The files of an extract of before there were manifests: those of the entries that `isIn` says. */
export async function extractOf(
  entries: readonly Buffer[],
  filter: Readonly<Record<string, unknown>>,
  isIn: (entry: Buffer) => boolean,
): Promise<LogFiles> {
  const node = nodes(entries);
  const chosen = entries.flatMap((entry, index) => (isIn(entry) ? [{ entry, index }] : []));
  const proofs: string[] = [];
  for (const { index } of chosen) {
    const hashes = (await inclusionProof(index, entries.length, node)).map((hash) => hash.toString('base64'));
    proofs.push(JSON.stringify({ index, hashes }));
  }
  const info = {
    filter,
    entries: chosen.length,
    tree_size: entries.length,
    exported_at: new Date(FIRST_MS).toISOString(),
  };
  return new Map([
    ['events.jsonl', Buffer.concat(chosen.flatMap(({ entry }) => [entry, Buffer.from('\n')]))],
    ['proofs.jsonl', Buffer.from(proofs.map((line) => `${line}\n`).join(''))],
    ['checkpoint', Buffer.from(await signedNote(entries))],
    ['vkeys', Buffer.from(`${LOG_KEY}\n${WITNESS_KEY}\n`)],
    ['filter.json', Buffer.from(JSON.stringify(info))],
  ]);
}

interface Signed {
  /** Of an extract by time: the entries that it shows as its bounds. */
  readonly bounds?: readonly number[];
  readonly lastSeq?: number;
  /** Further files. */
  readonly attached?: Readonly<Record<string, string>>;
  readonly by?: Signer;
}

/** The files of an extract as it is made now, with a manifest that the log signed. */
export async function signedExtractOf(
  entries: readonly Buffer[],
  filter: Readonly<Record<string, unknown>>,
  isIn: (entry: Buffer) => boolean,
  { bounds, lastSeq, attached = {}, by = LOG }: Signed = {},
): Promise<LogFiles> {
  const files = await extractOf(entries, filter, isIn);
  const node = nodes(entries);
  const chosen = entries.flatMap((entry, index) => (isIn(entry) ? [index] : []));
  files.set('rest.jsonl', Buffer.from(linesOf(await runsBetween([...chosen, entries.length], node))));
  if (bounds) {
    const shown = bounds.map(async (index) => {
      const hashes = (await inclusionProof(index, entries.length, node)).map((hash) => hash.toString('base64'));
      return { index, hashes, event: entries[index]!.toString('base64') };
    });
    files.set('bounds.jsonl', Buffer.from(linesOf(await Promise.all(shown))));
  }
  for (const [name, text] of Object.entries(attached)) files.set(name, Buffer.from(text));
  const about = {
    origin: ORIGIN,
    filter,
    entries: chosen.length,
    range: { first: bounds?.[0] ?? 0, last: bounds?.[1] ?? entries.length - 1 },
    size: entries.length,
    root: await rootOf(entries.length, node),
    lastSeq,
    exportedAt: new Date(FIRST_MS).toISOString(),
    exportedBy: 'staff 0190',
    event: '01900000-0000-7000-8000-000000000000',
  };
  return signedAgain(files, about, by);
}

/** Signs a manifest over the files as they are now. */
export function signedAgain(files: LogFiles, about: Omit<ExtractManifest, 'files'>, by: Signer = LOG): LogFiles {
  const named = [...files].filter(([name]) => name !== 'manifest');
  const listed = named.map(([name, bytes]) => ({
    name,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }));
  return new Map(files).set('manifest', Buffer.from(signManifest({ ...about, files: listed }, by)));
}

const linesOf = (objects: readonly object[]) => objects.map((each) => `${JSON.stringify(each)}\n`).join('');

/** What lies before each of these leaves and behind the one before it. */
async function runsBetween(shown: readonly number[], node: NodeReader): Promise<object[]> {
  const runs: object[] = [];
  let first = 0;
  for (const until of shown) {
    const subtrees = subtreesOf(until, first).map(({ level, index }) => node(level, index));
    const hashes = (await Promise.all(subtrees)).map((hash) => hash.toString('base64'));
    if (until > first) runs.push({ first, count: until - first, hashes });
    first = until + 1;
  }
  return runs;
}

export async function writeFiles(files: LogFiles, folder: string): Promise<void> {
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}

/** Files in memory as a source. */
export function sourceOf(files: LogFiles): LogSource {
  const read = async (path: string) => {
    const bytes = files.get(path);
    if (!bytes) throw new Error(`there is no ${path}`);
    return bytes;
  };
  return {
    name: 'memory',
    checkpoint: async () => (await read('checkpoint')).toString('utf8'),
    verifierKey: async () => (await read('vkey')).toString('utf8'),
    tile: (tile) => read(tilePath(tile)),
  };
}

/** The file with one byte turned into another. */
export function bend(files: LogFiles, path: string, at: number, by = 1): LogFiles {
  const bytes = Buffer.from(files.get(path)!);
  bytes[at]! ^= by;
  return new Map(files).set(path, bytes);
}
