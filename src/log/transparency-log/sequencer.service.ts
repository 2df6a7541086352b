import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { inTransaction, select, selectOne, write, type Tx } from '../../platform/database/transaction.js';
import { leafHash, nodeHash } from '../../platform/tlog/merkle.js';
import { TILE_WIDTH, tileRoot } from '../../platform/tlog/tiles.js';
import { AUDIT_DATA_SOURCE } from './audit-data-source.js';
import { LogFault, MissingRows } from './log-fault.js';
import type { Head } from './log-reader.service.js';
import type { audit_events, audit_head, audit_leaves, audit_pending, audit_tiles } from '../tables.generated.js';

/** How many events one round takes in: enough to catch up quickly, few enough to hold the head briefly. */
export const SEQUENCED_AT_ONCE_MAX = 4_096;

type PendingRow = Pick<audit_pending, 'id'> & Pick<audit_events, 'payload'>;

/**
 * Gives committed events their place in the tree. Runs in every process; the lock on the head's row elects one at a
 * time and is the fence as well: whoever holds it sees everything that was sequenced before.
 *
 * Pending rows are a queue, not "ids greater than the last": ids are given at insert and seen at commit, so a late
 * commit has a lower id than events that are in the tree already.
 */
@Injectable()
export class Sequencer {
  constructor(@Inject(AUDIT_DATA_SOURCE) private readonly dataSource: DataSource) {}

  /** Sequences up to one batch; returns how many events it took in. Throws LogFault when the head does not fit its tree. */
  async sequence(): Promise<number> {
    return inTransaction(this.dataSource, async (tx) => {
      const head = await lockHead(tx);
      const pending = await select<PendingRow>(
        tx,
        'SELECT p.id, e.payload FROM audit_pending p JOIN audit_events e ON e.id = p.id ORDER BY p.id LIMIT ?',
        [SEQUENCED_AT_ONCE_MAX],
      );
      if (pending.length === 0) return 0;
      const hashes = pending.map((row) => leafHash(row.payload));
      await write(tx, 'INSERT INTO audit_leaves (leaf_index, id, leaf_hash) VALUES ?', [
        pending.map((row, i) => [head.size + i, row.id, hashes[i]]),
      ]);
      const grown = await this.grow(tx, head, hashes);
      await write(
        tx,
        // The join in this order reads only the rows just sequenced; an IN list of hundreds would scan the queue and wait
        // for events that are not committed yet.
        `DELETE p FROM audit_leaves l STRAIGHT_JOIN audit_pending p ON p.id = l.id
         WHERE l.leaf_index >= ? AND l.leaf_index < ?`,
        [head.size, grown.size],
      );
      // The commit point: with this transaction's commit the events have their place for ever.
      await write(tx, 'UPDATE audit_head SET tree_size = ?, root = ? WHERE id = 1', [grown.size, grown.root]);
      return pending.length;
    });
  }

  /** Adds hashes to the rightmost tile of each level, storing those that become full. */
  private async grow(tx: Tx, head: Head, hashes: readonly Buffer[]): Promise<Head> {
    const size = head.size + hashes.length;
    const [edgeBefore, edge]: [Buffer[][], Buffer[][]] = [[], []];
    let incoming = [...hashes];
    let countBefore = head.size;
    for (let level = 0; ; level++) {
      const partial = await partialTile(tx, level, countBefore);
      edgeBefore.push(partial);
      const all = [...partial, ...incoming];
      const firstTile = Math.floor(countBefore / TILE_WIDTH);
      const fullCount = Math.floor(all.length / TILE_WIDTH);
      const full = Array.from({ length: fullCount }, (_, i) =>
        Buffer.concat(all.slice(i * TILE_WIDTH, (i + 1) * TILE_WIDTH)),
      );
      const roots = full.map(tileRoot);
      if (fullCount > 0) {
        await write(tx, 'INSERT INTO audit_tiles (level, tile_index, hashes, root) VALUES ?', [
          full.map((tile, i) => [level, firstTile + i, tile, roots[i]]),
        ]);
      }
      edge.push(all.slice(fullCount * TILE_WIDTH));
      countBefore = firstTile;
      incoming = roots;
      if (countBefore === 0 && incoming.length === 0) break;
    }
    // Never build on a head that somebody has changed: the new one would be right again, and nobody would know.
    if (head.size > 0 && !rootOfEdge(edgeBefore).equals(head.root)) throw new LogFault('HEAD_ASTRAY');
    return { size, root: rootOfEdge(edge) };
  }
}

async function lockHead(tx: Tx): Promise<Head> {
  const row = await selectOne<Pick<audit_head, 'tree_size' | 'root'>>(
    tx,
    'SELECT tree_size, root FROM audit_head WHERE id = 1 FOR UPDATE',
  );
  if (!row) throw new MissingRows('HEAD_GONE');
  return { size: Number(row.tree_size), root: row.root };
}

/** The hashes of a level's rightmost tile that is not full, given how many hashes the level has. */
async function partialTile(tx: Tx, level: number, count: number): Promise<Buffer[]> {
  const from = count - (count % TILE_WIDTH);
  if (from === count) return [];
  const rows =
    level === 0
      ? await select<{ hash: audit_leaves['leaf_hash'] }>(
          tx,
          'SELECT leaf_hash AS hash FROM audit_leaves WHERE leaf_index >= ? AND leaf_index < ? ORDER BY leaf_index',
          [from, count],
        )
      : await select<{ hash: audit_tiles['root'] }>(
          tx,
          'SELECT root AS hash FROM audit_tiles WHERE level = ? AND tile_index >= ? AND tile_index < ? ORDER BY tile_index',
          [level - 1, from, count],
        );
  if (rows.length !== count - from) throw new MissingRows('LEVEL_HAS_GAP', { level, place: count });
  return rows.map((row) => row.hash);
}

/** The root from the incomplete right edge of the tree, lowest level first (RFC 6962 §2.1). */
export function rootOfEdge(edge: readonly (readonly Buffer[])[]): Buffer {
  let right: Buffer | undefined;
  for (const hashes of edge) {
    const subtrees = splitInPowers(hashes);
    for (const subtree of subtrees.reverse()) right = right ? nodeHash(subtree, right) : subtree;
  }
  if (!right) throw new Error('A tree without leaves has no edge.');
  return right;
}

/** The roots of the complete subtrees that the hashes of one tile make, largest first. */
function splitInPowers(hashes: readonly Buffer[]): Buffer[] {
  const roots: Buffer[] = [];
  let at = 0;
  for (let power = TILE_WIDTH / 2; power >= 1; power /= 2) {
    if (hashes.length - at < power) continue;
    roots.push(tileRoot(Buffer.concat(hashes.slice(at, at + power))));
    at += power;
  }
  return roots;
}
