import { Inject, Injectable } from '@nestjs/common';
import { createWriteStream } from 'node:fs';
import { canonicalize } from 'json-canonicalize';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { filterInWords, type AuditFilter } from '../events/audit-filter.js';
import { AuditLog, type RecordedEvent } from '../events/audit-log.service.js';
import { viewOf, type LogReading } from '../events/audit-reader.service.js';
import { AuditSearch, type SequencedEvent } from '../events/audit-search.service.js';
import { THE_LOG } from '../events/event-catalogue.js';
import { ocsfOf } from '../events/ocsf.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import type { Actor } from '../../platform/kernel/actor.js';
import { archiveOf, type ArchiveKind } from '../../platform/kernel/archive.js';
import { AppError } from '../../platform/kernel/app-error.js';
import { now } from '../../platform/kernel/clock.js';
import { csvStream } from '../../platform/kernel/csv.js';
import type { Checkpoint } from '../../platform/tlog/checkpoint.js';
import { formatNote } from '../../platform/tlog/signed-note.js';
import { factsOf } from '../verifier/entry-facts.js';
import { MANIFEST, signManifest } from '../verifier/extract-manifest.js';
import { onlyBusinessOf } from '../verifier/verify-extract.js';
import { addVerifier } from './auditor-files.js';
import { CSV_COLUMNS, csvRow } from './csv-export.js';
import { databaseSource } from './database-source.js';
import { filesIn, writeEvents } from './extract-export.js';
import { LogKeys } from './log-keys.service.js';
import { LogReader, type PublishedCheckpoint } from './log-reader.service.js';
import type { ExportFormat } from './export-formats.js';
import { periodBounds } from './period-bounds.js';
import { exportTiles } from './tiles-export.js';
import { LineFile, writeWhole } from './whole-file.js';

export interface ExportRequest {
  readonly format: ExportFormat;
  readonly filter: AuditFilter;
  /** The file or folder that is made. */
  readonly path: string;
  /** The checkpoint to export from, by how many entries it was signed over; the latest that is fit to leave, if not given. */
  readonly size?: number;
  /** What is otherwise a folder, as one file. */
  readonly archive?: ArchiveKind | undefined;
  /** Puts further files into the folder of a jsonl export: they become part of what the log signs. */
  readonly attach?: (folder: string) => Promise<void>;
}

export interface ExportPreview {
  readonly entries: number;
  readonly size: number;
  readonly signedAt: Date;
  readonly isWitnessed: boolean;
}

type OnProgress = (done: number, total: number) => void;

/** What is exported: a part of a tree that was signed. It does not change while it is written. */
interface Extract {
  readonly filter: AuditFilter;
  readonly entries: number;
  readonly checkpoint: Checkpoint;
  /** The signed note, with what witnesses added. */
  readonly note: string;
  /** The event that records the export, and by whom it is. */
  readonly recorded: RecordedEvent;
  readonly actor: Actor;
  readonly attach: ExportRequest['attach'];
  readonly onProgress: OnProgress;
}

/** Lets the log, or what a filter finds in it, leave as files. Who may do that is the caller's to decide. */
@Injectable()
export class LogExports {
  constructor(
    private readonly search: AuditSearch,
    private readonly audit: AuditLog,
    private readonly log: LogReader,
    private readonly keys: LogKeys,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Writes and returns the number of entries. An export is recorded before its first byte is written, so that none goes
   * unrecorded; one that then fails has been recorded too. Memory does not grow with the log.
   *
   * Throws VALIDATION for tiles with a filter and for a size over which nothing was signed, ALREADY_EXISTS when there is something at `path`, INVALID_STATE before the
   * log is signed for the first time, AUDIT_UNAVAILABLE.
   */
  async export(reading: LogReading, ask: ExportRequest, onProgress: OnProgress): Promise<number> {
    const { format, filter, path, attach } = ask;
    const words = filterInWords(filter);
    if (format === 'tiles' && Object.keys(words).length > 0) {
      throw new AppError('VALIDATION', 'Tiles are the whole log. For a part of it that can be verified choose jsonl.');
    }
    const published = await this.checkpointFor(ask.size);
    const { checkpoint, note } = published;
    return writeWhole(path, async (draft) => {
      const entries = await this.search.count(filter, checkpoint.size);
      const recorded = await this.audit.record({
        type: 'audit.exported',
        subjectId: THE_LOG,
        ...reading,
        outcome: 'success',
        details: { format, entries, filter: words },
      });
      const of = { filter, entries, checkpoint, note: formatNote(note), recorded, actor: reading.actor, attach };
      await archived(ask.archive, draft, (at) => this.write(format, { ...of, onProgress }, at));
      return entries;
    });
  }

  /** How many entries an export would have, and of which checkpoint. Throws INVALID_STATE. Recorded like any reading. */
  async preview(reading: LogReading, filter: AuditFilter): Promise<ExportPreview> {
    const { checkpoint, signedAt, note } = await this.checkpointFor();
    await this.search.recordReading(reading, filter.business, { filter: filterInWords(filter) });
    const entries = await this.search.count(filter, checkpoint.size);
    return {
      entries,
      size: checkpoint.size,
      signedAt,
      isWitnessed: note.signatures.length > Math.max(1, this.settings.witnessQuorum),
    };
  }

  private async checkpointFor(size?: number): Promise<PublishedCheckpoint> {
    const published = await (size === undefined ? this.log.checkpointToExport() : this.log.checkpointOf(size));
    if (published) return published;
    if (size !== undefined) throw new AppError('VALIDATION', `No checkpoint was signed over ${size} entries.`);
    throw new AppError('INVALID_STATE', 'Nothing of the log is signed yet.');
  }

  private write(format: ExportFormat, extract: Extract, path: string): Promise<void> {
    switch (format) {
      case 'tiles':
        return this.writeTiles(extract, path);
      case 'jsonl':
        return this.writeExtract(extract, path);
      case 'csv':
        return this.writeCsv(extract, path);
      case 'ocsf':
        return this.writeOcsf(extract, path);
    }
  }

  /** A folder in the layout of C2SP tlog-tiles: `checkpoint`, `vkey`, `tile/…`, `witness-vkeys` where one is known. */
  private async writeTiles({ note, onProgress }: Extract, folder: string): Promise<void> {
    await mkdir(folder, { mode: 0o700 });
    const witnesses = await this.witnessKeys();
    if (witnesses.length > 0) await writeFile(join(folder, 'witness-vkeys'), `${witnesses.join('\n')}\n`);
    const source = { ...databaseSource(this.log, this.keys), checkpoint: async () => note };
    await addVerifier(folder);
    await exportTiles(source, folder, onProgress);
  }

  /**
   * A folder that can be verified without the rest of the log, and that shows that it lacks nothing: events, proofs and the hashes
   * of all other leaves (`writeEvents`); `checkpoint`, `vkeys`, `filter.json`; a verifier with its README; and last the
   * `manifest`, in which the log signs what it is and each of its files.
   */
  private async writeExtract(extract: Extract, folder: string): Promise<void> {
    const { filter, entries, checkpoint, note, recorded } = extract;
    const { size } = checkpoint;
    await mkdir(folder, { mode: 0o700 });
    const period = await periodBounds(this.log, filter, size);
    const parts = { events: this.each(extract), bounds: period?.bounds, checkpoint, node: this.log.nodes(size) };
    const last = await writeEvents(folder, parts);
    const exportedAt = recorded.time.toISOString();
    const about = { filter, entries, tree_size: size, exported_at: exportedAt };
    const keys = [this.keys.verifierKey, ...(await this.witnessKeys())];
    await writeFile(join(folder, 'filter.json'), `${JSON.stringify(about)}\n`);
    await writeFile(join(folder, 'vkeys'), `${keys.join('\n')}\n`);
    await writeFile(join(folder, 'checkpoint'), note);
    await addVerifier(folder);
    await extract.attach?.(folder);
    const manifest = signManifest(
      {
        ...checkpoint,
        filter: JSON.parse(canonicalize(filter)) as Record<string, unknown>,
        entries,
        range: period?.range ?? { first: 0, last: size - 1 },
        lastSeq: onlyBusinessOf(filter) !== undefined && last ? factsOf(last).businessSeq : undefined,
        exportedAt,
        exportedBy: nameOf(extract.actor),
        event: recorded.id,
        files: await filesIn(folder),
      },
      this.keys.signer,
    );
    await writeFile(join(folder, MANIFEST), manifest);
  }

  private async writeCsv(extract: Extract, path: string): Promise<void> {
    const rows = async function* (events: AsyncIterable<SequencedEvent>) {
      for await (const event of events) yield csvRow(event);
    };
    const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline(csvStream(CSV_COLUMNS, rows(this.each(extract))), file);
  }

  private async writeOcsf(extract: Extract, path: string): Promise<void> {
    const file = await LineFile.create(path);
    try {
      for await (const { leafIndex, payload } of this.each(extract)) {
        const event = viewOf({ payload });
        await file.add(JSON.stringify(ocsfOf(event, leafIndex, this.keys.origin)));
      }
      await file.finish();
    } finally {
      await file.close();
    }
  }

  /** As many as were recorded, or the export fails: the log says how many left. */
  private async *each({ filter, checkpoint, entries, onProgress }: Extract): AsyncGenerator<SequencedEvent> {
    let done = 0;
    for await (const event of this.search.each(filter, checkpoint.size)) {
      yield event;
      onProgress((done += 1), entries);
    }
    if (done !== entries) throw new Error(`The log gave ${done} entries where it had counted ${entries}.`);
  }

  /** Of the witnesses that the settings name, or of the one that keeps its key in the same data folder. */
  async witnessKeys(): Promise<readonly string[]> {
    const known = this.settings.witnesses.flatMap(({ verifierKey }) => verifierKey?.trim() ?? []);
    if (known.length > 0) return known;
    const beside = await readFile(join(this.settings.dataDir, 'witness', 'vkey'), 'utf8').catch(() => '');
    return beside.trim() === '' ? [] : [beside.trim()];
  }
}

const nameOf = (actor: Actor) => (actor.type === 'anonymous' ? actor.type : `${actor.type} ${actor.id}`);

/** The folder in the archive. */
const ARCHIVED_AS = 'audit-export';

/** Lets `write` make a folder at `path`, or beside it and then of it an archive at `path`. */
async function archived(
  kind: ArchiveKind | undefined,
  path: string,
  write: (at: string) => Promise<void>,
): Promise<void> {
  if (!kind) return write(path);
  const folder = `${path}.folder`;
  try {
    await write(folder);
    const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline(archiveOf(kind, folder, ARCHIVED_AS, now()), file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
