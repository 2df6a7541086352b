import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { findBook } from '../books/snapshots.service.js';
import { inTransaction, selectOne, write, writeOne, type Tx } from '../platform/database/transaction.js';
import { now } from '../platform/kernel/clock.js';
import { bytesToId, idToBytes, type BookId } from '../platform/kernel/ids.js';
import type { book_packs } from './tables.generated.js';

/** Each is half a megabyte. */
const PARTS_DELETED_AT_ONCE = 20;

type DuePack = Pick<book_packs, 'id' | 'packed_book_id' | 'asked_at' | 'failure'>;

/**
 * Ends packs whose time is over: those of open books after a while, all but the latest of a book at once. The latest of a snapshot is
 * kept as long as the snapshot, and goes with it (`purge`).
 */
@Injectable()
export class PackDeletion {
  constructor(private readonly dataSource: DataSource) {}

  /** Deletes a part of what is due; returns whether there may be more. */
  deleteNext(): Promise<boolean> {
    return inTransaction(this.dataSource, async (tx) => {
      const pack = await selectOne<DuePack>(
        tx,
        `SELECT id, packed_book_id, asked_at, failure FROM book_packs
         WHERE due_at <= ? AND ended_at IS NOT NULL ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
        [now()],
      );
      if (!pack) return false;
      if (await staysWithSnapshot(tx, pack)) {
        await writeOne(tx, 'UPDATE book_packs SET due_at = NULL WHERE id = ?', [pack.id]);
        return true;
      }
      await deletePart(tx, pack.id);
      return true;
    });
  }

  /** In the purge of a snapshot: a part of one of its packs; false once it has none. */
  async purge(tx: Tx, bookId: BookId): Promise<boolean> {
    const pack = await selectOne<Pick<book_packs, 'id'>>(
      tx,
      'SELECT id FROM book_packs WHERE packed_book_id = ? ORDER BY id LIMIT 1 FOR UPDATE',
      [idToBytes(bookId)],
    );
    if (!pack) return false;
    await deletePart(tx, pack.id);
    return true;
  }
}

/** Made, of books that are a snapshot by now, and the latest of them. */
async function staysWithSnapshot(tx: Tx, pack: DuePack): Promise<boolean> {
  if (pack.failure !== null) return false;
  const book = await findBook(tx, bytesToId<BookId>(pack.packed_book_id));
  if (!book?.isSealed) return false;
  const later = await selectOne(
    tx,
    'SELECT 1 FROM book_packs WHERE packed_book_id = ? AND asked_at > ? AND sha256 IS NOT NULL LIMIT 1',
    [pack.packed_book_id, pack.asked_at],
  );
  return later === undefined;
}

/** Its file first, and then itself. */
async function deletePart(tx: Tx, id: Buffer): Promise<void> {
  if (await deleteParts(tx, 'pack_id = ?', [id])) return;
  await writeOne(tx, 'DELETE FROM book_packs WHERE id = ?', [id]);
}

/** A few of them; returns whether there were any. */
export async function deleteParts(tx: Tx, where: string, parameters: unknown[]): Promise<boolean> {
  const { affectedRows } = await write(
    tx,
    `DELETE FROM book_pack_parts WHERE ${where} LIMIT ${PARTS_DELETED_AT_ONCE}`,
    parameters,
  );
  return affectedRows > 0;
}
