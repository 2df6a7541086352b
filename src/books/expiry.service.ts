import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../log/events/audit-log.service.js';
import { inTransaction, select, selectOne, write } from '../platform/database/transaction.js';
import { systemActor } from '../platform/kernel/actor.js';
import { now } from '../platform/kernel/clock.js';
import { bytesToId } from '../platform/kernel/ids.js';
import { digestInWords } from './digest.js';
import { HOLD_STANDS, isHeld } from './holds.service.js';
import { bookManifest } from './manifest.js';
import type { Computed } from '../platform/database/rows.js';
import type { books } from './tables.generated.js';

const ROWS_PER_BATCH = 1_000;

type ExpiredBook = Pick<books, 'id' | 'business_id' | 'digest'>;

/**
 * Deletes the rows of expired snapshots, in small batches so that nobody waits for it. The book's own row stays as a
 * tombstone: that there was a snapshot, when, and what its digest was. Restartable at any point.
 */
@Injectable()
export class SnapshotExpiry {
  private order?: string[];

  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
  ) {}

  /** Does one batch of work on one expired snapshot; false when there is nothing to do. */
  async purgeNext(): Promise<boolean> {
    const book = await this.claim();
    if (book === 'held') return true;
    if (!book) return false;
    for (const table of await this.childrenFirst()) {
      const { affectedRows } = await inTransaction(this.dataSource, (tx) =>
        write(tx, `DELETE FROM ${table} WHERE book_id = ? LIMIT ${ROWS_PER_BATCH}`, [book.id]),
      );
      if (affectedRows > 0) return true;
    }
    await this.finish(book);
    return true;
  }

  /**
   * From here on the snapshot cannot be restored: a switch asks for `purging_at IS NULL` under its own lock. Nor can it be
   * held any more. Whether it is held is asked again once its row is locked: the SELECT that found it may have looked
   * before a hold was committed ('held'). One that waits for its digest is left: what was deleted is to be on record.
   */
  private claim(): Promise<ExpiredBook | 'held' | undefined> {
    return inTransaction(this.dataSource, async (tx) => {
      const book = await selectOne<ExpiredBook & Pick<books, 'purging_at'>>(
        tx,
        `SELECT id, business_id, digest, purging_at FROM books
         WHERE sealed_at IS NOT NULL AND purged_at IS NULL AND expires_at <= ? AND digest_due_at IS NULL
           AND NOT ${HOLD_STANDS}
         ORDER BY expires_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
        [now()],
      );
      if (book && book.purging_at === null) {
        if (await isHeld(tx, book.id)) return 'held';
        await write(tx, 'UPDATE books SET purging_at = ? WHERE id = ?', [now(), book.id]);
      }
      return book;
    });
  }

  private async finish(book: ExpiredBook): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      const { affectedRows } = await write(tx, 'UPDATE books SET purged_at = ? WHERE id = ? AND purged_at IS NULL', [
        now(),
        book.id,
      ]);
      if (affectedRows === 0) return;
      await this.audit.append(tx, {
        type: 'snapshot.purged',
        subjectId: bytesToId(book.business_id),
        actor: systemActor('snapshot-expiry'),
        outcome: 'success',
        snapshot: {
          id: bytesToId(book.id),
          ...(book.digest && { digest: digestInWords(book.digest) }),
        },
        details: {},
      });
    });
  }

  /**
   * The manifest in an order in which no row is deleted before those that refer to it, learnt from the database once. What
   * is kept is the answer, never the asking: one that failed would fail for ever.
   */
  private async childrenFirst(): Promise<string[]> {
    return (this.order ??= orderChildrenFirst(await readReferences(this.dataSource.manager)));
  }
}

async function readReferences(manager: EntityManager): Promise<Map<string, string[]>> {
  const children = new Map<string, string[]>(bookManifest().map(({ table }) => [table, []]));
  const rows = await select<Computed<{ child: string; parent: string }>>(
    manager,
    `SELECT DISTINCT TABLE_NAME AS child, REFERENCED_TABLE_NAME AS parent FROM information_schema.KEY_COLUMN_USAGE
     WHERE TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_NAME IS NOT NULL`,
  );
  for (const { child, parent } of rows) children.get(parent)?.push(child);
  return children;
}

/** Parent → children as a list in which every child stands before its parents. */
export function orderChildrenFirst(children: ReadonlyMap<string, readonly string[]>): string[] {
  const ordered: string[] = [];
  const visit = (table: string): void => {
    if (ordered.includes(table)) return;
    for (const child of children.get(table) ?? []) visit(child);
    ordered.push(table);
  };
  for (const table of children.keys()) visit(table);
  return ordered;
}
