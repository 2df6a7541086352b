import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../log/events/audit-log.service.js';
import type { Computed, Count, Present } from '../platform/database/rows.js';
import { takeTurn } from '../platform/database/certification.js';
import { inTransaction, select, selectOne, write, writeOne, type Tx } from '../platform/database/transaction.js';
import { systemActor } from '../platform/kernel/actor.js';
import { now } from '../platform/kernel/clock.js';
import { bytesToId, type BookId, type BusinessId } from '../platform/kernel/ids.js';
import type { BookCounts } from './book-counts.js';
import { digestInWords } from './digest.js';
import { countLiftedHolds, HOLD_STANDS, isHeld, turnOf } from './holds.service.js';
import { bookManifest, purgedTables, type PurgedTable } from './manifest.js';
import { EXPIRY_JOB } from './retention.js';
import { switchThatSealed } from './switch-history.js';
import type { books } from './tables.generated.js';

const ROWS_PER_BATCH = 1_000;

/** How it was seen that nothing is left, as the event says it: each table that is declared `@InBook` was asked for rows of the book. */
const ASKED_BY = 'every-table-in-book';

/**
 * Deletes a part of what lies beside a snapshot and goes with it, in the purge's own transaction; returns whether anything was deleted,
 * and so may be left. An outsider of this room: it must not fail for a book of which it has nothing.
 */
export type PurgedBeside = (tx: Tx, bookId: BookId) => Promise<boolean>;

type ExpiredBook = Pick<books, 'id' | 'business_id' | 'digest' | 'purged_counts'> &
  Present<Pick<books, 'purging_at' | 'sealed_at' | 'expires_at'>>;

/**
 * Deletes the rows of expired snapshots, in small batches so that nobody waits for it. The book's own row stays as a
 * tombstone: that there was a snapshot, when, and what its digest was. Each batch is one transaction under the lock of the book's
 * row, and what it deleted is added to that row with it: whatever process dies at whatever moment, the counts are of what is gone.
 */
@Injectable()
export class SnapshotExpiry {
  private order?: PurgedTable[];
  private readonly beside: PurgedBeside[] = [];

  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
  ) {}

  /** What another room keeps with a snapshot is gone before the snapshot is said to be. */
  alsoPurge(purge: PurgedBeside): void {
    this.beside.push(purge);
  }

  /** Does one batch of work on one expired snapshot; false when there is nothing to do, or others are at all of it. */
  async purgeNext(): Promise<boolean> {
    const order = await this.childrenFirst();
    return inTransaction(this.dataSource, async (tx) => {
      const book = await this.claim(tx);
      if (book === 'held') return true;
      if (!book) return false;
      if (await this.purgeBeside(tx, bytesToId<BookId>(book.id))) return true;
      if (!(await deleteBatch(tx, book, order))) await this.finish(tx, book, order);
      return true;
    });
  }

  private async purgeBeside(tx: Tx, bookId: BookId): Promise<boolean> {
    for (const purge of this.beside) if (await purge(tx, bookId)) return true;
    return false;
  }

  /**
   * From the commit on the snapshot cannot be restored: a switch asks for `purging_at IS NULL` under its own lock. Nor can it be
   * held any more. Whether it is held is asked again once its row is locked: the SELECT that found it may have looked
   * before a hold was committed ('held'). One that waits for its digest is left: what was deleted is to be on record.
   */
  private async claim(tx: Tx): Promise<ExpiredBook | 'held' | undefined> {
    const book = await selectOne<ExpiredBook & Pick<books, 'purging_at'>>(
      tx,
      `SELECT id, business_id, digest, sealed_at, expires_at, purging_at, purged_counts FROM books
       WHERE sealed_at IS NOT NULL AND purged_at IS NULL AND expires_at <= ? AND digest_due_at IS NULL
         AND NOT ${HOLD_STANDS}
       ORDER BY expires_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [now()],
    );
    if (!book || book.purging_at !== null) return book;
    await takeTurn(tx, turnOf(book.id));
    if (await isHeld(tx, book.id)) return 'held';
    const begun = { purging_at: now(), purged_counts: '{}' };
    await writeOne(tx, 'UPDATE books SET purging_at = ?, purged_counts = ? WHERE id = ?', [
      begun.purging_at,
      begun.purged_counts,
      book.id,
    ]);
    return { ...book, ...begun };
  }

  /** Nothing was left to delete: asked of every table once more, in the transaction of the event that says so. */
  private async finish(tx: Tx, book: ExpiredBook, tables: readonly PurgedTable[]): Promise<void> {
    const [snapshotId, businessId] = [bytesToId<BookId>(book.id), bytesToId<BusinessId>(book.business_id)];
    const rowsLeft = await countLeft(tx, book, tables);
    if (rowsLeft > 0) throw new Error(`${rowsLeft} rows of the snapshot ${snapshotId} came back while it was deleted.`);
    const at = now();
    await writeOne(tx, 'UPDATE books SET purged_at = ? WHERE id = ? AND purged_at IS NULL', [at, book.id]);
    const sealing = await switchThatSealed(tx, businessId, snapshotId);
    await this.audit.append(tx, {
      type: 'snapshot.purged',
      subjectId: businessId,
      actor: systemActor(EXPIRY_JOB),
      outcome: 'success',
      snapshot: { id: snapshotId, ...(book.digest && { digest: digestInWords(book.digest) }) },
      details: {
        ...(sealing && { switch_event_id: sealing.eventId }),
        sealed_at: book.sealed_at.toISOString(),
        expires_at: book.expires_at.toISOString(),
        began_at: book.purging_at.toISOString(),
        ended_at: at.toISOString(),
        was_digested: book.digest !== null,
        // Every table, also one that held nothing.
        ...(book.purged_counts !== null && { rows_deleted: { ...zeros(), ...countsOf(book) } }),
        rows_left: 0,
        tables_asked: tables.length,
        rule: ASKED_BY,
        holds_lifted: await countLiftedHolds(tx, book.id),
      },
    });
  }

  /**
   * The manifest in an order in which no row is deleted before those that refer to it, learnt from the database once. What
   * is kept is the answer, never the asking: one that failed would fail for ever.
   */
  private async childrenFirst(): Promise<PurgedTable[]> {
    if (this.order) return this.order;
    const byName = new Map(purgedTables().map((table) => [table.table, table]));
    const names = orderChildrenFirst(await readReferences(this.dataSource.manager));
    return (this.order = names.map((name) => byName.get(name)!));
  }
}

/** Of the first table that has any; the number is on the book's row with the same commit. False when no table has rows. */
async function deleteBatch(tx: Tx, book: ExpiredBook, tables: readonly PurgedTable[]): Promise<boolean> {
  for (const { table, countName } of tables) {
    const sql = `DELETE FROM ${table} WHERE book_id = ? LIMIT ${ROWS_PER_BATCH}`;
    const { affectedRows } = await write(tx, sql, [book.id]);
    if (affectedRows === 0) continue;
    // What is derived is no data; and of a purge that was begun without counting, a count of the rest would say too little.
    if (countName !== undefined && book.purged_counts !== null) {
      const before = countsOf(book);
      const counts = { ...before, [countName]: (before[countName] ?? 0) + affectedRows };
      await writeOne(tx, 'UPDATE books SET purged_counts = ? WHERE id = ?', [JSON.stringify(counts), book.id]);
    }
    return true;
  }
  return false;
}

/** Behind locks: a row that somebody is about to commit past the triggers is waited for, and counts. */
async function countLeft(tx: Tx, book: ExpiredBook, tables: readonly PurgedTable[]): Promise<number> {
  let rows = 0;
  for (const { table } of tables) {
    const sql = `SELECT COUNT(*) AS n FROM ${table} WHERE book_id = ? LOCK IN SHARE MODE`;
    rows += Number((await selectOne<Computed<{ n: Count }>>(tx, sql, [book.id]))!.n);
  }
  return rows;
}

const countsOf = ({ purged_counts }: ExpiredBook) => JSON.parse(purged_counts ?? '{}') as BookCounts;

const zeros = (): BookCounts => Object.fromEntries(bookManifest().map(({ countName }) => [countName, 0]));

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
