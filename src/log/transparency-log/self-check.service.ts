import { Inject, Injectable, Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { AuditLog } from '../events/audit-log.service.js';
import { THE_LOG } from '../events/event-catalogue.js';
import { selectOne } from '../../platform/database/transaction.js';
import { systemActor } from '../../platform/kernel/actor.js';
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

  /** Returns what is wrong, or null. */
  async run(): Promise<string | null> {
    const published = await this.log.latestCheckpoint();
    if (!published) return null;
    const { size, root } = published.checkpoint;
    const before = await this.checkedSoFar();
    const fault = await this.faultBetween(before, published.checkpoint.size).catch(asFault);
    const verdict = fault ?? this.signatureFault(published.note);
    if (verdict) this.logger.error(`The log's check of itself failed: ${verdict}`);
    await this.audit.record({
      type: 'audit.verified',
      subjectId: THE_LOG,
      actor: systemActor('audit-self-check'),
      outcome: verdict ? 'failed' : 'success',
      // A failed check is no ground to build the next one on.
      details: verdict
        ? { from: before.size, entries: before.size, root: before.root, verdict }
        : { from: before.size, entries: size, root: root.toString('base64'), verdict: 'whole' },
    });
    return verdict;
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

  private async faultBetween(before: CheckedSoFar, size: number): Promise<string | null> {
    if (before.size > size) return `${before.size} entries had been checked, now there are ${size}.`;
    if (before.size > 0 && (await this.log.rootFromTiles(before.size)).toString('base64') !== before.root) {
      return `The first ${before.size} entries are not those that had been checked.`;
    }
    const head = await this.log.rootFromTiles(size);
    const published = await this.log.latestCheckpoint();
    if (published?.checkpoint.size === size && !published.checkpoint.root.equals(head)) {
      return 'The tiles do not lead to the root that was signed.';
    }
    const first = Math.floor(before.size / TILE_WIDTH);
    for (let index = first; index * TILE_WIDTH < size; index++) {
      const fault = await this.bundleFault(index, size);
      if (fault) return fault;
    }
    return faultInRows(this.dataSource.manager, {
      leafIndex: before.size,
      id: await this.firstIdSince(before.size),
    });
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
  private async bundleFault(index: number, size: number): Promise<string | null> {
    const width = tileWidth('entries', index, size);
    const bundle = await this.log.tile({ level: 'entries', index, width }, size);
    const tile = (await this.log.tile({ level: 0, index, width }, size))!;
    const entries = parseBundle(bundle!);
    const wrong = entries.findIndex((entry, i) => !leafHash(entry).equals(tile.subarray(i * 32, (i + 1) * 32)));
    if (wrong >= 0) return `Entry ${index * TILE_WIDTH + wrong}: its bytes are not those that are in the tree.`;
    if (width < TILE_WIDTH) return null;
    const above = await selectOne<Pick<audit_tiles, 'root'>>(
      this.dataSource.manager,
      'SELECT root FROM audit_tiles WHERE level = 0 AND tile_index = ?',
      [index],
    );
    return above?.root.equals(tileRoot(tile)) ? null : `Tile 0/${index} does not have the root that is on record.`;
  }

  private signatureFault(note: Parameters<typeof verifyNote>[0]): string | null {
    try {
      verifyNote(note, this.keys.known);
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  }
}

function asFault(error: unknown): string {
  if (error instanceof LogFault) return error.message;
  throw error;
}
