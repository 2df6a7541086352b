import { Injectable, Logger } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { DataSource } from 'typeorm';
import { countBook, type BookCounts } from '../books/book-counts.js';
import { AuditLog } from '../log/events/audit-log.service.js';
import { readFrozen, type Reading } from '../platform/database/frozen-reading.js';
import { inTransaction, selectOne, write, writeOne, type Tx } from '../platform/database/transaction.js';
import { systemActor } from '../platform/kernel/actor.js';
import { AppError } from '../platform/kernel/app-error.js';
import { later, MINUTE_MS, now, SECOND_MS } from '../platform/kernel/clock.js';
import { bytesToId, type BookId, type BusinessId } from '../platform/kernel/ids.js';
import type { PackContents } from './pack-contents.js';
import { deleteParts } from './pack-deletion.service.js';
import { packZip } from './pack-zip.js';
import { FAILED_PACK_KEPT_MS, PACK_KEPT_MS } from './retention.js';
import type { book_packs } from './tables.generated.js';

/** After so long without a word of it the process that makes a pack is taken for dead, and another one begins anew. */
const LEASE_MS = 20 * SECOND_MS;
const RENEW_EVERY_MS = 2 * SECOND_MS;
const ATTEMPTS_MAX = 3;
/** A piece of the file is one row: well below what a server takes at once, and what a process holds. */
const PART_BYTES = 512 * 1024;
/** Sums over a whole ledger are one statement. */
const STATEMENT_MS_MAX = 30 * MINUTE_MS;

const ACTOR = systemActor('packs');

type ClaimedPack = Pick<book_packs, 'id' | 'business_id' | 'packed_book_id' | 'locale' | 'asked_by'> & {
  /** Which beginning this is. */
  readonly attempt: book_packs['attempts'];
};

/** What was written of one. */
interface Written {
  readonly asOf: Date;
  readonly name: string;
  readonly bytes: number;
  readonly digest: Buffer;
  readonly files: number;
  readonly counts: BookCounts;
}

/**
 * Makes packs, one after the other in each process, and one at a time for a business. Everything in a pack is read at one moment
 * (`readFrozen`) while others go on writing; the file goes into the database piece by piece as it is made. A process that dies leaves
 * a lease that runs out: the next one begins anew, at another moment, and parts of the first beginning count for nothing.
 */
@Injectable()
export class PackMaker {
  private readonly logger = new Logger('Packs');
  private contents?: PackContents;

  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
  ) {}

  /** Once, as the program starts. */
  setContents(contents: PackContents): void {
    this.contents = contents;
  }

  /** Makes one that waits; false when none does. */
  async makeNext(): Promise<boolean> {
    const pack = await this.claim();
    if (!pack) return false;
    try {
      await this.clear(pack);
      await this.conclude(pack, await this.make(pack));
    } catch (error) {
      if (error instanceof NotOursAnyMore) return true;
      await this.failed(pack, error);
    }
    return true;
  }

  private claim(): Promise<ClaimedPack | undefined> {
    return inTransaction(this.dataSource, async (tx) => {
      const row = await selectOne<
        Pick<book_packs, 'id' | 'business_id' | 'packed_book_id' | 'locale' | 'asked_by' | 'attempts'>
      >(
        tx,
        `SELECT id, business_id, packed_book_id, locale, asked_by, attempts FROM book_packs
         WHERE due_at <= ? AND ended_at IS NULL ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
        [now()],
      );
      if (!row) return undefined;
      const attempt = row.attempts + 1;
      await writeOne(tx, 'UPDATE book_packs SET attempts = ?, due_at = ?, done_count = 0 WHERE id = ?', [
        attempt,
        later(LEASE_MS),
        row.id,
      ]);
      return { ...row, attempt };
    });
  }

  /** Of earlier beginnings: nobody adds to them any more, as each part is written under the number of its own. */
  private async clear(pack: ClaimedPack): Promise<void> {
    if (pack.attempt === 1) return;
    const isMore = () =>
      inTransaction(this.dataSource, async (tx) => {
        if (!(await renewIn(tx, pack, { done: 0, total: null }))) throw new NotOursAnyMore();
        return deleteParts(tx, 'pack_id = ? AND attempt < ?', [pack.id, pack.attempt]);
      });
    while (await isMore());
  }

  private make(pack: ClaimedPack): Promise<Written> {
    const { contents } = this;
    if (!contents) throw new Error('Nobody says what a pack holds.');
    return this.renewing(pack, (progress) =>
      readFrozen(this.dataSource, STATEMENT_MS_MAX, (reading) => this.write(pack, reading, contents, progress)),
    );
  }

  /** Renews the lease for as long as `work` takes, whether a piece is written meanwhile or one statement takes minutes. */
  private async renewing<T>(pack: ClaimedPack, work: (progress: Progress) => Promise<T>): Promise<T> {
    const progress: Progress = { done: 0, total: null };
    const renew = () => void this.renew(pack, progress).catch(() => undefined);
    const timer = setInterval(renew, RENEW_EVERY_MS);
    try {
      return await work(progress);
    } finally {
      clearInterval(timer);
    }
  }

  private async renew(pack: ClaimedPack, progress: Progress): Promise<void> {
    await inTransaction(this.dataSource, (tx) => renewIn(tx, pack, progress));
  }

  private async write(
    pack: ClaimedPack,
    reading: Reading,
    contents: PackContents,
    progress: Progress,
  ): Promise<Written> {
    const asOf = now();
    const bookId = bytesToId<BookId>(pack.packed_book_id);
    const counts = await countBook(reading.manager, bookId);
    const book = { businessId: bytesToId<BusinessId>(pack.business_id), bookId, locale: pack.locale, asOf, counts };
    const packed = await contents(book, reading, (count) => {
      progress.done += count;
    });
    progress.total = packed.rows;
    const hash = createHash('sha256');
    let [bytes, partNo] = [0, 0];
    for await (const part of inParts(packZip(packed, asOf))) {
      hash.update(part);
      bytes += part.length;
      partNo += 1;
      await this.store(pack, partNo, part, progress);
    }
    return { asOf, name: packed.name, bytes, digest: hash.digest(), files: packed.files.length + 1, counts };
  }

  private async store(pack: ClaimedPack, partNo: number, content: Buffer, progress: Progress): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      if (!(await renewIn(tx, pack, progress))) throw new NotOursAnyMore();
      await write(tx, 'INSERT INTO book_pack_parts (pack_id, attempt, part_no, content) VALUES (?, ?, ?, ?)', [
        pack.id,
        pack.attempt,
        partNo,
        content,
      ]);
    });
  }

  /** Row and event are one commit; those of the same book from before are due for deletion with it. */
  private async conclude(pack: ClaimedPack, made: Written): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      const at = now();
      const { affectedRows } = await write(
        tx,
        `UPDATE book_packs SET ended_at = ?, due_at = ?, as_of = ?, file_name = ?, bytes = ?, sha256 = ?, file_count = ?, counts = ?
         WHERE id = ? AND attempts = ? AND ended_at IS NULL`,
        [
          at,
          later(PACK_KEPT_MS),
          made.asOf,
          made.name,
          made.bytes,
          made.digest,
          made.files,
          JSON.stringify(made.counts),
          pack.id,
          pack.attempt,
        ],
      );
      if (affectedRows !== 1) throw new NotOursAnyMore();
      await write(
        tx,
        'UPDATE book_packs SET due_at = ? WHERE packed_book_id = ? AND id <> ? AND ended_at IS NOT NULL',
        [at, pack.packed_book_id, pack.id],
      );
      await this.audit.append(tx, {
        type: 'books.packed',
        subjectId: bytesToId(pack.business_id),
        actor: ACTOR,
        outcome: 'success',
        operationId: bytesToId(pack.id),
        details: {
          pack_id: bytesToId(pack.id),
          book_id: bytesToId(pack.packed_book_id),
          asked_by: bytesToId(pack.asked_by),
          as_of: made.asOf.toISOString(),
          sha256: made.digest.toString('hex'),
          bytes: made.bytes,
          rows_packed: made.counts,
        },
      });
    });
  }

  /** Tried again a little later, a few times; then it is said, and whoever waits can ask again. */
  private async failed(pack: ClaimedPack, error: unknown): Promise<void> {
    this.logger.error(`The pack ${bytesToId(pack.id)} failed (attempt ${pack.attempt}): ${String(error)}`);
    const isLast = pack.attempt >= ATTEMPTS_MAX;
    const failure = error instanceof AppError ? error.code : 'INTERNAL';
    const mine = 'WHERE id = ? AND attempts = ? AND ended_at IS NULL';
    await inTransaction(this.dataSource, async (tx) => {
      if (!isLast) {
        await write(tx, `UPDATE book_packs SET due_at = ? ${mine}`, [later(SECOND_MS), pack.id, pack.attempt]);
        return;
      }
      const { affectedRows } = await write(tx, `UPDATE book_packs SET ended_at = ?, due_at = ?, failure = ? ${mine}`, [
        now(),
        later(FAILED_PACK_KEPT_MS),
        failure,
        pack.id,
        pack.attempt,
      ]);
      if (affectedRows !== 1) return;
      await this.audit.append(tx, {
        type: 'books.packed',
        subjectId: bytesToId(pack.business_id),
        actor: ACTOR,
        outcome: 'failed',
        reason: failure,
        operationId: bytesToId(pack.id),
        details: {
          pack_id: bytesToId(pack.id),
          book_id: bytesToId(pack.packed_book_id),
          asked_by: bytesToId(pack.asked_by),
        },
      });
    });
  }
}

/** What is said of a pack while it is made. */
interface Progress {
  done: number;
  total: number | null;
}

class NotOursAnyMore extends Error {}

/** Whether this beginning is still the last one, of a pack that is still wanted; then its lease goes on. */
async function renewIn(tx: Tx, pack: ClaimedPack, { done, total }: Progress): Promise<boolean> {
  const { affectedRows } = await write(
    tx,
    'UPDATE book_packs SET due_at = ?, done_count = ?, total_count = ? WHERE id = ? AND attempts = ? AND ended_at IS NULL',
    [later(LEASE_MS), total === null ? done : Math.min(done, total), total, pack.id, pack.attempt],
  );
  return affectedRows === 1;
}

/** Pieces of any size as pieces of one size, and what is left. */
async function* inParts(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let [held, length]: [Buffer[], number] = [[], 0];
  for await (const piece of pieces) {
    held.push(piece);
    length += piece.length;
    if (length < PART_BYTES) continue;
    yield Buffer.concat(held);
    [held, length] = [[], 0];
  }
  if (length > 0) yield Buffer.concat(held);
}
