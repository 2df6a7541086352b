import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import type { Computed, Count } from '../../platform/database/rows.js';
import { select, selectOne } from '../../platform/database/transaction.js';
import { LruCache } from '../../platform/kernel/lru-cache.js';
import { parseCheckpoint, type Checkpoint } from '../../platform/tlog/checkpoint.js';
import { rootOf, type NodeReader } from '../../platform/tlog/merkle.js';
import { parseNote, parseVerifierKey, type SignedNote } from '../../platform/tlog/signed-note.js';
import { formatBundle, nodesFromTiles, TILE_WIDTH, tileWidth, type Tile } from '../../platform/tlog/tiles.js';
import type { SequencedEvent } from '../events/audit-search.service.js';
import { HOUR_MS, MINUTE_MS } from '../../platform/kernel/clock.js';
import { AUDIT_DATA_SOURCE } from './audit-data-source.js';
import { MissingRows } from './log-fault.js';
import type {
  audit_checkpoints,
  audit_cosignatures,
  audit_events,
  audit_head,
  audit_leaves,
  audit_tiles,
} from '../tables.generated.js';

/** Of 8 KB at most. */
const TILES_REMEMBERED = 64;
/** A quarter of an hour of a log that is written all the time, with three witnesses. */
const COSIGNATURES_LOOKED_AT = 1_500;

export interface Head {
  readonly size: number;
  readonly root: Buffer;
}

/** A checkpoint as it is published: the note, with what witnesses added to it. */
export interface PublishedCheckpoint {
  readonly note: SignedNote;
  readonly checkpoint: Checkpoint;
  readonly signedAt: Date;
}

/** So many entries, vouched for by a witness. */
export interface Cosigned {
  readonly witness: string;
  readonly size: number;
  readonly at: Date;
}

/** Reads the tree: head, checkpoints, tiles, bundles. Committed state only. */
@Injectable()
export class LogReader {
  constructor(
    @Inject(AUDIT_DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async head(): Promise<Head> {
    const row = await selectOne<Pick<audit_head, 'tree_size' | 'root'>>(
      this.dataSource.manager,
      'SELECT tree_size, root FROM audit_head WHERE id = 1',
    );
    if (!row) throw new MissingRows('HEAD_GONE');
    return { size: Number(row.tree_size), root: row.root };
  }

  /** The latest signed checkpoint, with its cosignatures; undefined before the first. */
  latestCheckpoint(): Promise<PublishedCheckpoint | undefined> {
    return this.checkpoint('ORDER BY tree_size DESC');
  }

  /** The checkpoint that was signed over exactly so many entries; undefined when none was. */
  checkpointOf(size: number): Promise<PublishedCheckpoint | undefined> {
    return this.checkpoint('WHERE tree_size = ?', [size]);
  }

  /** The latest checkpoint of those signed until then; undefined when there is none. */
  checkpointSignedBy(at: Date): Promise<PublishedCheckpoint | undefined> {
    return this.checkpoint('WHERE signed_at <= ? ORDER BY signed_at DESC, tree_size DESC', [at]);
  }

  /** The first checkpoint of those signed from then on; undefined when there is none yet. */
  checkpointSignedFrom(at: Date): Promise<PublishedCheckpoint | undefined> {
    return this.checkpoint('WHERE signed_at >= ? ORDER BY signed_at, tree_size', [at]);
  }

  /**
   * The checkpoint to let leave: the latest that a quorum of witnesses has cosigned, since the very latest may be too
   * young for them. The latest of all where none was cosigned within so long before it.
   */
  async checkpointToExport(withinMs = HOUR_MS): Promise<PublishedCheckpoint | undefined> {
    const latest = await this.latestCheckpoint();
    const size = await this.witnessedSize();
    const witnessed = size === undefined ? undefined : await this.checkpointOf(size);
    const isRecent = latest && witnessed && latest.signedAt.getTime() - witnessed.signedAt.getTime() < withinMs;
    return isRecent ? witnessed : latest;
  }

  /**
   * The checkpoint for whoever knows the witnesses' keys. Where several are shown one checkpoint, a log that is written all
   * the time has always a later one; a single witness is shown the latest itself.
   */
  checkpointToWitness(): Promise<PublishedCheckpoint | undefined> {
    return this.settings.witnesses.length > 1 ? this.checkpointToExport(MINUTE_MS) : this.latestCheckpoint();
  }

  /** How many entries the latest checkpoint with the cosignatures of a quorum has; undefined when there is none. */
  private async witnessedSize(): Promise<number | undefined> {
    const row =
      this.settings.witnessQuorum > 1
        ? await selectOne<{ size: audit_cosignatures['tree_size'] }>(
            this.dataSource.manager,
            // Among the latest alone: a quorum that is missing for long would have the whole table searched.
            `SELECT tree_size AS size FROM (
               SELECT tree_size, witness FROM audit_cosignatures ORDER BY tree_size DESC LIMIT ${COSIGNATURES_LOOKED_AT}
             ) latest WHERE witness IN (?) GROUP BY tree_size HAVING COUNT(*) >= ? ORDER BY tree_size DESC LIMIT 1`,
            [this.witnessNames(), this.settings.witnessQuorum],
          )
        : await selectOne<Computed<{ size: Count | null }>>(
            this.dataSource.manager,
            'SELECT MAX(tree_size) AS size FROM audit_cosignatures',
          );
    return row?.size === undefined || row.size === null ? undefined : Number(row.size);
  }

  /** Of several witnesses the settings have every key. */
  private witnessNames(): string[] {
    return this.settings.witnesses.flatMap(({ verifierKey }) =>
      verifierKey === undefined ? [] : [parseVerifierKey(verifierKey).name],
    );
  }

  /** What a witness has cosigned last; undefined where none ever has. */
  async latestCosignature(): Promise<Cosigned | undefined> {
    const row = await selectOne<Pick<audit_cosignatures, 'witness' | 'tree_size' | 'cosigned_at'>>(
      this.dataSource.manager,
      'SELECT witness, tree_size, cosigned_at FROM audit_cosignatures ORDER BY tree_size DESC LIMIT 1',
    );
    return row && { witness: row.witness, size: Number(row.tree_size), at: row.cosigned_at };
  }

  private async checkpoint(which: string, parameters: unknown[] = []): Promise<PublishedCheckpoint | undefined> {
    const row = await selectOne<Pick<audit_checkpoints, 'tree_size' | 'note' | 'signed_at'>>(
      this.dataSource.manager,
      `SELECT tree_size, note, signed_at FROM audit_checkpoints ${which} LIMIT 1`,
      parameters,
    );
    if (!row) return undefined;
    const lines = await select<Pick<audit_cosignatures, 'line'>>(
      this.dataSource.manager,
      'SELECT line FROM audit_cosignatures WHERE tree_size = ? ORDER BY witness',
      [row.tree_size],
    );
    const note = parseNote(row.note + lines.map(({ line }) => line).join(''));
    return { note, checkpoint: parseCheckpoint(note.text), signedAt: row.signed_at };
  }

  /**
   * The log's last heartbeat before an instant, or its first from then on, among the first `size` entries; undefined when there
   * is none. Instants are ISO 8601 UTC.
   */
  async heartbeat(where: 'before' | 'from', instant: string, size: number): Promise<SequencedEvent | undefined> {
    const [comparison, order] = where === 'before' ? ['<', 'DESC'] : ['>=', 'ASC'];
    const row = await selectOne<Pick<audit_leaves, 'leaf_index' | 'leaf_hash'> & Pick<audit_events, 'payload'>>(
      this.dataSource.manager,
      `SELECT l.leaf_index, l.leaf_hash, e.payload
       FROM audit_events e FORCE INDEX (audit_events_type_time) JOIN audit_leaves l ON l.id = e.id
       WHERE e.type = 'audit.heartbeat' AND e.outcome = 'success' AND e.occurred_at ${comparison} ? AND l.leaf_index < ?
       ORDER BY e.occurred_at ${order} LIMIT 1`,
      [instant, size],
    );
    return row && { leafIndex: Number(row.leaf_index), leafHash: row.leaf_hash, payload: row.payload };
  }

  /** The bytes of a tile or bundle as wide as `tile` asks; null when the tree of `size` leaves does not have it so wide. */
  async tile(tile: Tile, size: number): Promise<Buffer | null> {
    const { level, index, width } = tile;
    if (tileWidth(level, index, size) < width) return null;
    return level === 'entries' ? this.bundle(index, width) : this.hashes(level, index, width);
  }

  /** Any complete subtree of the tree of `size` leaves. The tiles read last are remembered, however large the log is. */
  nodes(size: number): NodeReader {
    const tiles = new LruCache<string, Promise<Buffer>>(TILES_REMEMBERED);
    return nodesFromTiles((level, index) =>
      tiles.get(`${level}/${index}`, () => this.hashes(level, index, tileWidth(level, index, size))),
    );
  }

  /** The root that the tiles give for the first `size` leaves. */
  rootFromTiles(size: number): Promise<Buffer> {
    return rootOf(size, this.nodes(size));
  }

  private async hashes(level: number, index: number, width: number): Promise<Buffer> {
    const full = await selectOne<Pick<audit_tiles, 'hashes'>>(
      this.dataSource.manager,
      'SELECT hashes FROM audit_tiles WHERE level = ? AND tile_index = ?',
      [level, index],
    );
    if (full) return full.hashes.subarray(0, width * 32);
    const from = index * TILE_WIDTH;
    const rows = await select<{ hash: audit_leaves['leaf_hash'] } | { hash: audit_tiles['root'] }>(
      this.dataSource.manager,
      level === 0
        ? 'SELECT leaf_hash AS hash FROM audit_leaves WHERE leaf_index >= ? AND leaf_index < ? ORDER BY leaf_index'
        : `SELECT root AS hash FROM audit_tiles WHERE level = ${level - 1} AND tile_index >= ? AND tile_index < ? ORDER BY tile_index`,
      [from, from + width],
    );
    if (rows.length !== width) throw new MissingRows('TILE_LACKS_HASHES', { tile: `${level}/${index}` });
    return Buffer.concat(rows.map(({ hash }) => hash));
  }

  private async bundle(index: number, width: number): Promise<Buffer> {
    const from = index * TILE_WIDTH;
    const rows = await select<Pick<audit_events, 'payload'>>(
      this.dataSource.manager,
      `SELECT e.payload FROM audit_leaves l JOIN audit_events e ON e.id = l.id
       WHERE l.leaf_index >= ? AND l.leaf_index < ? ORDER BY l.leaf_index`,
      [from, from + width],
    );
    if (rows.length !== width) throw new MissingRows('BUNDLE_LACKS_ENTRIES', { bundle: index });
    return formatBundle(rows.map(({ payload }) => payload));
  }
}
