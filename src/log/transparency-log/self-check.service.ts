import { Inject, Injectable, Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { AuditLog } from '../events/audit-log.service.js';
import { THE_LOG, type EventDetails, type Outcome } from '../events/event-catalogue.js';
import { inTransaction, selectOne } from '../../platform/database/transaction.js';
import { systemActor } from '../../platform/kernel/actor.js';
import { MINUTE_MS } from '../../platform/kernel/clock.js';
import type { Checkpoint } from '../../platform/tlog/checkpoint.js';
import { leafHash } from '../../platform/tlog/merkle.js';
import { verifyNote } from '../../platform/tlog/signed-note.js';
import { parseBundle, TILE_WIDTH, tileRoot, tileWidth } from '../../platform/tlog/tiles.js';
import { AUDIT_DATA_SOURCE } from './audit-data-source.js';
import { LogKeys } from './log-keys.service.js';
import { LogFault } from './log-fault.js';
import { LogReader } from './log-reader.service.js';
import { faultInRows } from './row-checks.js';
import type { audit_events, audit_leaves, audit_tiles } from '../tables.generated.js';

/** So many events may be recorded while one transaction is open. */
const LATE_COMMITS_MAX = 10_000;

/** So long may one statement over the rows of the whole log take. */
const WHOLE_STATEMENT_MS_MAX = 30 * MINUTE_MS;

type OnProgress = (done: number, total: number) => void;

/** What a check found, and its event but for who asked. */
export interface Finding {
  readonly fault: LogFault | null;
  readonly event: { readonly outcome: Outcome; readonly details: EventDetails<'audit.verified'> };
}

/** What the last check had found in order: where the next one begins. */
interface CheckedSoFar {
  readonly size: number;
  /** Base64. */
  readonly root: string;
}

/**
 * The log checks itself: what was added since the last check is recomputed from the entries' bytes, and what had been
 * checked must still be the beginning of it. The result is an event. It finds accidents and clumsy changes early; whoever
 * trusts neither server nor administrator runs the verifier elsewhere.
 */
@Injectable()
export class SelfCheck {
  private readonly logger = new Logger('AuditLog');

  constructor(
    @Inject(AUDIT_DATA_SOURCE) private readonly dataSource: DataSource,
    private readonly log: LogReader,
    private readonly keys: LogKeys,
    private readonly audit: AuditLog,
  ) {}

  /** Looks at what is new and records what it finds. Returns what is wrong, or null. */
  async run(): Promise<string | null> {
    const finding = await this.look(await this.checkedSoFar());
    if (!finding) return null;
    await this.audit.record({
      type: 'audit.verified',
      subjectId: THE_LOG,
      actor: systemActor('audit-self-check'),
      ...finding.event,
    });
    return finding.fault?.message ?? null;
  }

  /** Every entry and every row again, from the first one on; undefined while nothing is signed. Recording it is the caller's. */
  async lookAtAll(onProgress: OnProgress): Promise<Finding | undefined> {
    return this.look({ size: 0, root: '' }, onProgress);
  }

  private async look(from: CheckedSoFar, onProgress?: OnProgress): Promise<Finding | undefined> {
    const published = await this.log.latestCheckpoint();
    if (!published) return undefined;
    const { size, root } = published.checkpoint;
    const fault =
      (await this.faultBetween(from, published.checkpoint, onProgress).catch(asFault)) ??
      this.signatureFault(published.note);
    if (!fault) {
      const details = { from: from.size, entries: size, root: root.toString('base64'), verdict: 'whole' };
      return { fault, event: { outcome: 'success', details } };
    }
    this.logger.error(`The log's check of itself failed: ${fault.message}`);
    const { message: verdict, code, facts } = fault;
    // A failed check is no ground to build the next one on.
    const details = { from: from.size, entries: from.size, root: from.root, verdict, fault: code, facts };
    return { fault, event: { outcome: 'failed', details } };
  }

  private async checkedSoFar(): Promise<CheckedSoFar> {
    const row = await selectOne<Pick<audit_events, 'payload'>>(
      this.dataSource.manager,
      "SELECT payload FROM audit_events WHERE type = 'audit.verified' ORDER BY id DESC LIMIT 1",
    );
    if (!row) return { size: 0, root: '' };
    const { details } = (
      JSON.parse(row.payload.toString('utf8')) as { data: { details: { entries: number; root: string } } }
    ).data;
    return { size: details.entries, root: details.root };
  }

  private async faultBetween(
    from: CheckedSoFar,
    { size, root }: Checkpoint,
    onProgress?: OnProgress,
  ): Promise<LogFault | null> {
    if (from.size > size) return new LogFault('CHECKED_GONE', { checked: from.size, entries: size });
    const known = onProgress ? await this.checkedSoFar() : from;
    if (known.size > 0 && known.size <= size) {
      const now = await this.log.rootFromTiles(known.size);
      if (now.toString('base64') !== known.root) return new LogFault('CHECKED_CHANGED', { entries: known.size });
    }
    if (!root.equals(await this.log.rootFromTiles(size))) return new LogFault('ROOT_ASTRAY');
    const first = Math.floor(from.size / TILE_WIDTH);
    for (let index = first; index * TILE_WIDTH < size; index++) {
      const fault = await this.bundleFault(index, size);
      if (fault) return fault;
      onProgress?.(Math.min(size, (index + 1) * TILE_WIDTH), size);
    }
    const rows = { leafIndex: from.size, id: await this.firstIdSince(from.size) };
    // Over the whole log one statement takes longer than one of a page may.
    return onProgress
      ? inTransaction(this.dataSource, (tx) => faultInRows(tx, rows), { statementMsMax: WHOLE_STATEMENT_MS_MAX })
      : faultInRows(this.dataSource.manager, rows);
  }

  /** Ids are given before the commit, so some lower ones may have come later. */
  private async firstIdSince(size: number): Promise<number> {
    const row = await selectOne<Pick<audit_leaves, 'id'>>(
      this.dataSource.manager,
      'SELECT id FROM audit_leaves WHERE leaf_index = ?',
      [size - 1],
    );
    return Math.max(0, Number(row?.id ?? 0) - LATE_COMMITS_MAX);
  }

  /** Compares a bundle of entries with its tile of leaf hashes, and a full tile with its hash one level up. */
  private async bundleFault(index: number, size: number): Promise<LogFault | null> {
    const width = tileWidth('entries', index, size);
    const bundle = await this.log.tile({ level: 'entries', index, width }, size);
    const tile = (await this.log.tile({ level: 0, index, width }, size))!;
    const entries = parseBundle(bundle!);
    const wrong = entries.findIndex((entry, i) => !leafHash(entry).equals(tile.subarray(i * 32, (i + 1) * 32)));
    if (wrong >= 0) return new LogFault('ENTRY_CHANGED', { entry: index * TILE_WIDTH + wrong });
    if (width < TILE_WIDTH) return null;
    const above = await selectOne<Pick<audit_tiles, 'root'>>(
      this.dataSource.manager,
      'SELECT root FROM audit_tiles WHERE level = 0 AND tile_index = ?',
      [index],
    );
    return above?.root.equals(tileRoot(tile)) ? null : new LogFault('TILE_ROOT_ASTRAY', { tile: `0/${index}` });
  }

  private signatureFault(note: Parameters<typeof verifyNote>[0]): LogFault | null {
    try {
      verifyNote(note, this.keys.known);
      return null;
    } catch (error) {
      return new LogFault('SIGNATURE_WRONG', { why: (error as Error).message });
    }
  }
}

function asFault(error: unknown): LogFault {
  if (error instanceof LogFault) return error;
  throw error;
}
