import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SequencedEvent } from '../events/audit-search.service.js';
import type { Checkpoint } from '../../platform/tlog/checkpoint.js';
import { InclusionProofs } from '../../platform/tlog/inclusion-proofs.js';
import { subtreesOf, type NodeReader } from '../../platform/tlog/merkle.js';
import { CompactRange } from '../verifier/compact-range.js';
import type { ManifestFile } from '../verifier/extract-manifest.js';
import { LineFile } from './whole-file.js';

/** What goes into an extract's files: a part of a tree that was signed. */
export interface ExtractParts {
  readonly events: AsyncIterable<SequencedEvent>;
  /** Of an extract by time: the entries that show where it begins and ends, at most two. */
  readonly bounds: readonly SequencedEvent[] | undefined;
  readonly checkpoint: Checkpoint;
  readonly node: NodeReader;
}

const inBase64 = (hashes: readonly Buffer[]) => hashes.map((hash) => hash.toString('base64'));

/**
 * `events.jsonl` (each line a leaf's exact bytes), `proofs.jsonl` (line for line its inclusion proof), `rest.jsonl` (all other
 * leaves, by the hashes of the complete subtrees in which they lie), `bounds.jsonl` where there are bounds. Memory does not
 * grow. Returns the last event. Throws an Error when the parts do not lead to the root that was signed.
 */
export async function writeEvents(folder: string, parts: ExtractParts): Promise<Buffer | undefined> {
  const { checkpoint, node, events, bounds } = parts;
  const files = new EventFiles(new InclusionProofs(checkpoint.size, node), node);
  try {
    await files.create(folder);
    for await (const event of events) await files.add(event);
    await files.finish(checkpoint);
  } finally {
    await files.close();
  }
  if (bounds) await writeBounds(folder, bounds, new InclusionProofs(checkpoint.size, node));
  return files.last;
}

async function writeBounds(folder: string, bounds: readonly SequencedEvent[], proofs: InclusionProofs): Promise<void> {
  const lines: string[] = [];
  for (const { leafIndex, payload } of bounds) {
    const hashes = inBase64(await proofs.of(leafIndex));
    lines.push(JSON.stringify({ index: leafIndex, hashes, event: payload.toString('base64') }));
  }
  await writeFile(join(folder, 'bounds.jsonl'), lines.map((line) => `${line}\n`).join(''));
}

const NAMES = ['events.jsonl', 'proofs.jsonl', 'rest.jsonl'] as const;

class EventFiles {
  last: Buffer | undefined;
  private files: LineFile[] = [];
  /** The root of what was written, so that nothing is signed that no verifier would believe. */
  private readonly edge = new CompactRange();

  constructor(
    private readonly proofs: InclusionProofs,
    private readonly node: NodeReader,
  ) {}

  async create(folder: string): Promise<void> {
    for (const name of NAMES) this.files.push(await LineFile.create(join(folder, name)));
  }

  async add({ leafIndex, leafHash, payload }: SequencedEvent): Promise<void> {
    await this.addRest(leafIndex);
    const path = await this.proofs.of(leafIndex);
    await this.files[0]!.add(payload);
    await this.files[1]!.add(JSON.stringify({ index: leafIndex, hashes: inBase64(path) }));
    this.edge.append(leafHash);
    this.last = payload;
  }

  /** The leaves up to this one, in a line. */
  private async addRest(until: number): Promise<void> {
    const first = this.edge.size;
    if (first === until) return;
    const hashes: Buffer[] = [];
    for (const { level, index } of subtreesOf(until, first)) {
      const hash = await this.node(level, index);
      hashes.push(hash);
      this.edge.append(hash, level);
    }
    await this.files[2]!.add(JSON.stringify({ first, count: until - first, hashes: inBase64(hashes) }));
  }

  async finish({ size, root }: Checkpoint): Promise<void> {
    await this.addRest(size);
    if (!this.edge.root().equals(root)) throw new Error('What is exported does not lead to the root that was signed.');
    await Promise.all(this.files.map((file) => file.finish()));
  }

  async close(): Promise<void> {
    await Promise.all(this.files.map((file) => file.close()));
  }
}

/** Every file that lies in the folder, as it was written. */
export async function filesIn(folder: string): Promise<ManifestFile[]> {
  const files: ManifestFile[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const part of createReadStream(join(folder, name)) as AsyncIterable<Buffer>) {
      hash.update(part);
      bytes += part.length;
    }
    files.push({ name, bytes, sha256: hash.digest('hex') });
  }
  return files;
}
