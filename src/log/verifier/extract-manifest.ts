import { HASH_BYTES } from '../../platform/tlog/merkle.js';
import {
  ED25519,
  formatNote,
  parseNote,
  signText,
  verifyNote,
  type Signer,
  type VerifierKey,
} from '../../platform/tlog/signed-note.js';

/**
 * What the log says of an extract and signs: a C2SP signed note of its own. Its first line is another than a checkpoint's and
 * its second is no number, so that neither can ever be taken for the other.
 */
export interface ExtractManifest {
  /** The log's name. */
  readonly origin: string;
  /** As it was applied. */
  readonly filter: Readonly<Record<string, unknown>>;
  readonly entries: number;
  /** The first and the last leaf between which everything that the filter can find lies; `last` is -1 for a log without entries. */
  readonly range: { readonly first: number; readonly last: number };
  /** Of the checkpoint. */
  readonly size: number;
  readonly root: Buffer;
  /** The number of the last event, of an extract of one whole business. */
  readonly lastSeq: number | undefined;
  readonly exportedAt: string;
  /** `staff <id>`, `system cli`. */
  readonly exportedBy: string;
  /** The id of the event that records the export. */
  readonly event: string;
  /** Every file of the extract but the manifest. */
  readonly files: readonly ManifestFile[];
}

export interface ManifestFile {
  readonly name: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

export const MANIFEST = 'manifest';
const FORMAT = 'ardoise-extract/v1';

const firstLine = (origin: string) => `${origin}/extract`;

export function signManifest(manifest: ExtractManifest, by: Signer): string {
  const text = formatManifest(manifest);
  return formatNote({ text, signatures: [signText(text, by)] });
}

function formatManifest(manifest: ExtractManifest): string {
  const { origin, filter, entries, range, size, root, lastSeq, exportedAt, exportedBy, event, files } = manifest;
  return [
    firstLine(origin),
    FORMAT,
    `filter ${JSON.stringify(filter)}`,
    `entries ${entries}`,
    `range ${range.first} ${range.last}`,
    `tree ${size} ${root.toString('base64')}`,
    ...(lastSeq === undefined ? [] : [`last-seq ${lastSeq}`]),
    `exported ${exportedAt} ${exportedBy}`,
    `event ${event}`,
    ...files.map(({ name, bytes, sha256 }) => `file ${sha256} ${bytes} ${name}`),
    '',
  ].join('\n');
}

const COUNT = String.raw`(0|[1-9]\d{0,15})`;
const LINES = new RegExp(
  [
    String.raw`^(?<head>[^\n]+)\n${FORMAT}\n`,
    String.raw`filter (?<filter>\{[^\n]*\})\n`,
    `entries (?<entries>${COUNT})\n`,
    `range (?<first>${COUNT}) (?<last>${COUNT}|-1)\n`,
    String.raw`tree (?<size>${COUNT}) (?<root>[A-Za-z0-9+/]{43}=)\n`,
    `(?:last-seq (?<lastSeq>${COUNT})\n)?`,
    String.raw`exported (?<at>\S+) (?<by>[^\n]+)\n`,
    String.raw`event (?<event>[0-9a-f-]{36})\n`,
    String.raw`(?<files>(?:file [^\n]+\n)*)$`,
  ].join(''),
);
const FILE = /^file ([0-9a-f]{64}) (0|[1-9]\d{0,15}) ([\w-][\w.-]{0,99})$/;

/**
 * Reads a manifest and verifies that the log of this name signed it with one of the keys. Throws NoteError for a wrong signature,
 * and an Error for what is no manifest of this log.
 */
export function openManifest(text: string, origin: string, keys: readonly VerifierKey[]): ExtractManifest {
  const note = parseNote(text);
  verifyNote(
    note,
    keys.filter(({ name, type }) => name === origin && type === ED25519),
  );
  const read = LINES.exec(note.text)?.groups;
  if (read?.['head'] !== firstLine(origin)) throw new Error(`it is no manifest of the log ${origin}`);
  const root = Buffer.from(read['root']!, 'base64');
  if (root.length !== HASH_BYTES) throw new Error('its root is none');
  return {
    origin,
    filter: JSON.parse(read['filter']!) as ExtractManifest['filter'],
    entries: Number(read['entries']),
    range: { first: Number(read['first']), last: Number(read['last']) },
    size: Number(read['size']),
    root,
    lastSeq: read['lastSeq'] === undefined ? undefined : Number(read['lastSeq']),
    exportedAt: read['at']!,
    exportedBy: read['by']!,
    event: read['event']!,
    files: read['files']!.split('\n').filter(Boolean).map(fileOf),
  };
}

function fileOf(line: string): ManifestFile {
  const [, sha256, bytes, name] = FILE.exec(line) ?? [];
  if (name === undefined) throw new Error(`its line "${line.slice(0, 100)}" is none`);
  return { name, bytes: Number(bytes), sha256: sha256! };
}
