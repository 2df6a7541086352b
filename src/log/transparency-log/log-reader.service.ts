import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { select, selectOne } from '../../platform/database/transaction.js';
import { LruCache } from '../../platform/kernel/lru-cache.js';
import { parseCheckpoint, type Checkpoint } from '../../platform/tlog/checkpoint.js';
import { rootOf, type NodeReader } from '../../platform/tlog/merkle.js';
import { parseNote, type SignedNote } from '../../platform/tlog/signed-note.js';
import { formatBundle, nodesFromTiles, TILE_WIDTH, tileWidth, type Tile } from '../../platform/tlog/tiles.js';
import type { SequencedEvent } from '../events/audit-search.service.js';
import { HOUR_MS } from '../../platform/kernel/clock.js';
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
  constructor(@Inject(AUDIT_DATA_SOURCE) private readonly dataSource: DataSource) {}

  async head(): Promise<Head> {
    const row = await selectOne<Pick<audit_head, 'tree_size' | 'root'>>(
      this.dataSource.manager,
      'SELECT tree_size, root FROM audit_head WHERE id = 1',
    );
    if (!row) throw new MissingRows('The head of the log is gone.');
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

  /**
   * The checkpoint to let leave: the latest that a witness has cosigned, since the very latest may be too young for it.
   * The latest of all where none was cosigned within the hour before it.
   */
  async checkpointToExport(): Promise<PublishedCheckpoint | undefined> {
    const latest = await this.latestCheckpoint();
    const witnessed = await this.checkpoint(
      'WHERE tree_size = (SELECT MAX(tree_size) FROM audit_cosignatures) ORDER BY tree_size DESC',
    );
    const isRecent = latest && witnessed && latest.signedAt.getTime() - witnessed.signedAt.getTime() < HOUR_MS;
    return isRecent ? witnessed : latest;
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
    if (rows.length !== width) throw new MissingRows(`The log lacks hashes of its tile ${level}/${index}.`);
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
    if (rows.length !== width) throw new MissingRows(`The log lacks entries of its bundle ${index}.`);
    return formatBundle(rows.map(({ payload }) => payload));
  }
}
