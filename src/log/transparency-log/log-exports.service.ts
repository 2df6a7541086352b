import { Inject, Injectable } from '@nestjs/common';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { filterInWords, type AuditFilter } from '../events/audit-filter.js';
import { AuditLog } from '../events/audit-log.service.js';
import type { AuditEventView, LogReading } from '../events/audit-reader.service.js';
import { AuditSearch, type SequencedEvent } from '../events/audit-search.service.js';
import { THE_LOG } from '../events/event-catalogue.js';
import { ocsfOf } from '../events/ocsf.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { AppError } from '../../platform/kernel/app-error.js';
import { now } from '../../platform/kernel/clock.js';
import { csvStream } from '../../platform/kernel/csv.js';
import { InclusionProofs } from '../../platform/tlog/inclusion-proofs.js';
import { formatNote } from '../../platform/tlog/signed-note.js';
import { CSV_COLUMNS, csvRow } from './csv-export.js';
import { databaseSource } from './database-source.js';
import { LogKeys } from './log-keys.service.js';
import { LogReader, type PublishedCheckpoint } from './log-reader.service.js';
import type { ExportFormat } from './export-formats.js';
import { exportTiles } from './tiles-export.js';
import { LineFile, writeWhole } from './whole-file.js';

export interface ExportRequest {
  readonly format: ExportFormat;
  readonly filter: AuditFilter;
  /** The file or folder that is made. */
  readonly path: string;
  /** The checkpoint to export from, by how many entries it was signed over; the latest that is fit to leave, if not given. */
  readonly size?: number;
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
  readonly size: number;
  /** The signed note, with what witnesses added. */
  readonly note: string;
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
    const { format, filter, path } = ask;
    const words = filterInWords(filter);
    if (format === 'tiles' && Object.keys(words).length > 0) {
      throw new AppError('VALIDATION', 'Tiles are the whole log. For a part of it that can be verified choose jsonl.');
    }
    const published = await this.checkpointFor(ask.size);
    const { size } = published.checkpoint;
    return writeWhole(path, async (draft) => {
      const entries = await this.search.count(filter, size);
      const extract = { filter, entries, size, note: formatNote(published.note), onProgress };
      await this.audit.record({
        type: 'audit.exported',
        subjectId: THE_LOG,
        ...reading,
        outcome: 'success',
        details: { format, entries, filter: words },
      });
      await this.write(format, extract, draft);
      return entries;
    });
  }

  /** How many entries an export would have, and of which checkpoint. Throws INVALID_STATE. Recorded like any reading. */
  async preview(reading: LogReading, filter: AuditFilter): Promise<ExportPreview> {
    const { checkpoint, signedAt, note } = await this.checkpointFor();
    await this.search.recordReading(reading, filter.business, { filter: filterInWords(filter) });
    const entries = await this.search.count(filter, checkpoint.size);
    return { entries, size: checkpoint.size, signedAt, isWitnessed: note.signatures.length > 1 };
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
        return this.writeJsonLines(extract, path);
      case 'csv':
        return this.writeCsv(extract, path);
      case 'ocsf':
        return this.writeOcsf(extract, path);
    }
  }

  /** A folder in the layout of C2SP tlog-tiles: `checkpoint`, `vkey`, `tile/…`, `witness-vkeys` where one is known. */
  private async writeTiles({ note, onProgress }: Extract, folder: string): Promise<void> {
    await mkdir(folder, { mode: 0o700 });
    const witness = await this.witnessKey();
    if (witness) await writeFile(join(folder, 'witness-vkeys'), `${witness}\n`);
    const source = { ...databaseSource(this.log, this.keys), checkpoint: async () => note };
    await exportTiles(source, folder, onProgress);
  }

  /**
   * A folder that can be verified without the rest of the log: `events.jsonl` (each line is a leaf's exact bytes),
   * `proofs.jsonl` (line for line its inclusion proof), `checkpoint`, `vkeys`, `filter.json`.
   */
  private async writeJsonLines(extract: Extract, folder: string): Promise<void> {
    const { filter, entries, size, note } = extract;
    await mkdir(folder, { mode: 0o700 });
    const [events, proofs] = [
      await LineFile.create(join(folder, 'events.jsonl')),
      await LineFile.create(join(folder, 'proofs.jsonl')),
    ];
    const inTree = new InclusionProofs(size, this.log.nodes(size));
    try {
      for await (const { leafIndex, payload } of this.each(extract)) {
        const path = await inTree.of(leafIndex);
        await events.add(payload);
        await proofs.add(JSON.stringify({ index: leafIndex, hashes: path.map((hash) => hash.toString('base64')) }));
      }
      await Promise.all([events.finish(), proofs.finish()]);
    } finally {
      await Promise.all([events.close(), proofs.close()]);
    }
    const about = { filter, entries, tree_size: size, exported_at: now().toISOString() };
    const keys = [this.keys.verifierKey, await this.witnessKey()].filter(Boolean);
    await writeFile(join(folder, 'filter.json'), `${JSON.stringify(about)}\n`);
    await writeFile(join(folder, 'vkeys'), `${keys.join('\n')}\n`);
    await writeFile(join(folder, 'checkpoint'), note);
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
        const event = JSON.parse(payload.toString('utf8')) as AuditEventView;
        await file.add(JSON.stringify(ocsfOf(event, leafIndex, this.keys.origin)));
      }
      await file.finish();
    } finally {
      await file.close();
    }
  }

  /** As many as were recorded, or the export fails: the log says how many left. */
  private async *each({ filter, size, entries, onProgress }: Extract): AsyncGenerator<SequencedEvent> {
    let done = 0;
    for await (const event of this.search.each(filter, size)) {
      yield event;
      onProgress((done += 1), entries);
    }
    if (done !== entries) throw new Error(`The log gave ${done} entries where it had counted ${entries}.`);
  }

  /** Of the witness that the settings name, or of the one that keeps its key in the same data folder. */
  async witnessKey(): Promise<string | undefined> {
    if (this.settings.witnessVerifierKey) return this.settings.witnessVerifierKey.trim();
    const beside = await readFile(join(this.settings.dataDir, 'witness', 'vkey'), 'utf8').catch(() => undefined);
    return beside?.trim() || undefined;
  }
}
