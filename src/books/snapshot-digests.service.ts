import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog } from '../log/events/audit-log.service.js';
import type { Present } from '../platform/database/rows.js';
import { inTransaction, selectOne, write, writeOne } from '../platform/database/transaction.js';
import { systemActor } from '../platform/kernel/actor.js';
import { later, MINUTE_MS, now, SECOND_MS } from '../platform/kernel/clock.js';
import { bytesToId, idToBytes, type BookId, type BusinessId } from '../platform/kernel/ids.js';
import { DIGEST_ALGORITHM, digestBook, digestInWords, type BookDigest } from './digest.js';
import { switchThatSealed } from './switch-history.js';
import type { books } from './tables.generated.js';

/** After so long without a renewal the process that reads a book is taken for dead, and another one begins anew. */
const LEASE_MS = 2 * MINUTE_MS;
const RENEW_EVERY_MS = 30 * SECOND_MS;

/** A sealed book that this process alone is to read. */
type ClaimedBook = Pick<books, 'id' | 'business_id'> & Present<Pick<books, 'sealed_at' | 'expires_at'>>;

const ACTOR = systemActor('snapshot-digests');

/**
 * Gives each snapshot its digest, once, and says it in the log: only there it can be held against what the row and the
 * book say later (`snapshot-comparison.ts`). A book waits for it from its seal on (`digest_due_at`).
 */
@Injectable()
export class SnapshotDigests {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
  ) {}

  /** Reads one sealed book that waits for it; false when none does. */
  async digestNext(): Promise<boolean> {
    const book = await this.claim();
    if (!book) return false;
    const digest = await this.read(book);
    if (digest) await this.conclude(book, digest);
    return true;
  }

  /** The lease lies on the row and not in a lock: a restore of this snapshot does not wait until it is read. */
  private claim(): Promise<ClaimedBook | undefined> {
    return inTransaction(this.dataSource, async (tx) => {
      const book = await selectOne<ClaimedBook>(
        tx,
        `SELECT id, business_id, sealed_at, expires_at FROM books
         WHERE digest_due_at <= ? ORDER BY digest_due_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
        [now()],
      );
      if (book) await writeOne(tx, 'UPDATE books SET digest_due_at = ? WHERE id = ?', [later(LEASE_MS), book.id]);
      return book;
    });
  }

  /** Undefined when the book is no snapshot any more: a restore has opened it, or its purge has begun. */
  private async read(book: ClaimedBook): Promise<BookDigest | undefined> {
    let renewAt = now().getTime() + RENEW_EVERY_MS;
    try {
      return await digestBook(this.dataSource.manager, bytesToId<BookId>(book.id), async () => {
        if (now().getTime() < renewAt) return;
        if (!(await this.renew(book))) throw new NoSnapshotAnyMore();
        renewAt = now().getTime() + RENEW_EVERY_MS;
      });
    } catch (error) {
      if (error instanceof NoSnapshotAnyMore) return undefined;
      throw error;
    }
  }

  private async renew(book: ClaimedBook): Promise<boolean> {
    const { affectedRows } = await inTransaction(this.dataSource, (tx) =>
      write(tx, 'UPDATE books SET digest_due_at = ? WHERE id = ? AND sealed_at = ? AND digest_due_at IS NOT NULL', [
        later(LEASE_MS),
        book.id,
        book.sealed_at,
      ]),
    );
    return affectedRows === 1;
  }

  /**
   * Only if it is still the same seal: a restore may have opened the book, and another reset sealed it again, meanwhile. Nor
   * of a book that another process has done by now. Row, event and the end of the waiting are one commit.
   */
  private async conclude(book: ClaimedBook, { digest, counts }: BookDigest): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      const stillWaits = await selectOne(
        tx,
        'SELECT id FROM books WHERE id = ? AND sealed_at = ? AND digest_due_at IS NOT NULL FOR UPDATE',
        [book.id, book.sealed_at],
      );
      if (!stillWaits) return;
      const [snapshotId, businessId] = [bytesToId<BookId>(book.id), bytesToId<BusinessId>(book.business_id)];
      const sealing = await switchThatSealed(tx, businessId, snapshotId);
      if (!sealing) throw new Error(`The books ${snapshotId} were sealed by no reset or restore.`);
      const { id: eventId } = await this.audit.append(tx, {
        type: 'snapshot.digested',
        subjectId: businessId,
        actor: ACTOR,
        outcome: 'success',
        snapshot: { id: snapshotId, digest: digestInWords(digest), counts },
        details: {
          algorithm: DIGEST_ALGORITHM,
          switch_event_id: sealing.eventId,
          sealed_at: book.sealed_at.toISOString(),
          expires_at: book.expires_at.toISOString(),
        },
      });
      await writeOne(
        tx,
        `UPDATE books SET digest = ?, counts = ?, digested_at = ?, digest_event_id = ?, digest_due_at = NULL WHERE id = ?`,
        [digest, JSON.stringify(counts), now(), idToBytes(eventId), book.id],
      );
    });
  }
}

class NoSnapshotAnyMore extends Error {}
