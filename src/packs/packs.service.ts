import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { digestInWords } from '../books/digest.js';
import { Snapshots } from '../books/snapshots.service.js';
import { AuditLog } from '../log/events/audit-log.service.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { isOpenBook } from '../people/businesses/current-book.js';
import { inTransaction, isDuplicateKey, select, selectOne, write, type Tx } from '../platform/database/transaction.js';
import type { Locale, UserActor } from '../platform/kernel/actor.js';
import { AppError, notFound } from '../platform/kernel/app-error.js';
import { now } from '../platform/kernel/clock.js';
import { bytesToId, idToBytes, isId, newId, type BookId, type BusinessId } from '../platform/kernel/ids.js';
import { may, rolesOf, type MembershipFacts } from '../policy/ability.js';
import type { BookCounts } from '../books/book-counts.js';
import type { book_pack_parts, book_packs } from './tables.generated.js';

export type PackState = 'waiting' | 'making' | 'made' | 'failed';

/** A pack as those see it who may have it; times are ISO 8601 UTC. */
export interface PackView {
  readonly id: string;
  readonly bookId: BookId;
  readonly state: PackState;
  readonly askedAt: string;
  /** Rows that are written, of about so many; null before it is known. */
  readonly done: number;
  readonly total: number | null;
  /** Of one that has failed. */
  readonly failure: string | null;
  /** Of one that is made. */
  readonly file: PackedFile | null;
}

export interface PackedFile {
  readonly name: string;
  readonly bytes: number;
  readonly digest: string;
  readonly files: number;
  readonly asOf: string;
  readonly madeAt: string;
  readonly counts: BookCounts;
}

type PackRow = Omit<book_packs, 'making_business_id'>;

const ROW = `id, business_id, packed_book_id, asked_by, locale, asked_at, due_at, attempts, done_count, total_count, ended_at, failure,
  as_of, file_name, bytes, sha256, file_count, counts`;

/**
 * Packs: asked for by a person, made by a job (`pack-maker.service.ts`), kept with their book. Of the open books whoever may export
 * them may have one; of a snapshot whoever may look at it.
 */
@Injectable()
export class Packs {
  constructor(
    private readonly dataSource: DataSource,
    private readonly businesses: Businesses,
    private readonly snapshots: Snapshots,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Asks for a pack of the open books, or of a snapshot. One is made at a time in a business: whoever asks again meanwhile is given
   * the same one, and REQUEST_IN_PROGRESS where it is of other books. Throws NOT_FOUND, SNAPSHOT_EXPIRED, FORBIDDEN, AUDIT_UNAVAILABLE.
   */
  async ask(actor: UserActor, membership: MembershipFacts, locale: Locale, snapshotId?: string): Promise<PackView> {
    const { businessId } = membership;
    const bookId = await this.bookToPack(actor, membership, snapshotId);
    const id = newId();
    try {
      await inTransaction(this.dataSource, async (tx) => {
        await insert(tx, { id, businessId, bookId, askedBy: actor.id, locale });
        await this.audit.append(tx, {
          type: 'books.pack-requested',
          subjectId: businessId,
          actor,
          roles: rolesOf(actor, membership),
          outcome: 'pending',
          operationId: id,
          details: { pack_id: id, book_id: bookId },
        });
      });
    } catch (error) {
      if (!isDuplicateKey(error, 'book_packs_one_making')) throw error;
      return this.beingMade(businessId, bookId);
    }
    return viewOf((await findPack(this.dataSource.manager, businessId, id))!);
  }

  private async bookToPack(actor: UserActor, membership: MembershipFacts, snapshotId?: string): Promise<BookId> {
    if (snapshotId === undefined) return this.businesses.currentBook(membership.businessId);
    assertMayLook(actor, membership);
    return (await this.snapshots.getKept(membership.businessId, snapshotId)).id;
  }

  /** Somebody was faster; that one may have ended by now, and then the next try begins another. */
  private async beingMade(businessId: BusinessId, bookId: BookId): Promise<PackView> {
    const row = await selectOne<PackRow>(
      this.dataSource.manager,
      `SELECT ${ROW} FROM book_packs WHERE making_business_id = ?`,
      [idToBytes(businessId)],
    );
    if (row && bytesToId<BookId>(row.packed_book_id) === bookId) return viewOf(row);
    throw new AppError(
      'REQUEST_IN_PROGRESS',
      'A pack of other books of this business is being made. Ask again when it is done.',
      { retryAfterSeconds: 5 },
    );
  }

  /** The latest of the open books, or of a snapshot, whatever its state; made ones before others where one is kept beside them. */
  async latest(businessId: BusinessId, bookId: BookId): Promise<PackView[]> {
    const rows = await select<PackRow>(
      this.dataSource.manager,
      `SELECT ${ROW} FROM book_packs WHERE business_id = ? AND packed_book_id = ? ORDER BY asked_at DESC, id DESC LIMIT 5`,
      [idToBytes(businessId), idToBytes(bookId)],
    );
    const [newest, ...older] = rows.map(viewOf);
    if (!newest) return [];
    // One that failed or is being made does not hide the one that there is.
    const made = newest.state === 'made' ? undefined : older.find(({ state }) => state === 'made');
    return made ? [newest, made] : [newest];
  }

  /** Of the open books, or of a snapshot that is kept. Throws as `ask` does. */
  async list(actor: UserActor, membership: MembershipFacts, snapshotId?: string): Promise<PackView[]> {
    return this.latest(membership.businessId, await this.bookToPack(actor, membership, snapshotId));
  }

  /** Throws NOT_FOUND, SNAPSHOT_EXPIRED, and FORBIDDEN for one of a snapshot that the person may not look at. */
  async get(actor: UserActor, membership: MembershipFacts, id: string): Promise<PackView> {
    const row = isId(id) ? await findPack(this.dataSource.manager, membership.businessId, id) : undefined;
    if (!row) throw notFound('pack');
    const bookId = bytesToId<BookId>(row.packed_book_id);
    if (!(await isOpenBook(this.dataSource.manager, membership.businessId, bookId))) {
      assertMayLook(actor, membership);
      await this.snapshots.getKept(membership.businessId, bookId);
    }
    return viewOf(row);
  }

  /**
   * The file of a pack, recorded before its first byte leaves. Throws as `get` does, and INVALID_STATE for one that is not made. Its
   * pieces are read one after the other; one that is deleted meanwhile ends in an error, and not in a file that is too short.
   */
  async open(
    actor: UserActor,
    membership: MembershipFacts,
    id: string,
  ): Promise<{ readonly file: PackedFile; readonly pieces: AsyncIterable<Buffer> }> {
    const pack = await this.get(actor, membership, id);
    if (!pack.file) throw new AppError('INVALID_STATE', 'This pack is not made yet, or could not be made.');
    await this.audit.record({
      type: 'books.exported',
      subjectId: membership.businessId,
      actor,
      roles: rolesOf(actor, membership),
      outcome: 'success',
      operationId: pack.id,
      details: { book_id: pack.bookId, format: 'pack' },
    });
    return { file: pack.file, pieces: this.pieces(pack.id, pack.file.bytes) };
  }

  private async *pieces(id: string, bytes: number): AsyncGenerator<Buffer> {
    let left = bytes;
    for (let part = 1; left > 0; part += 1) {
      const row = await selectOne<Pick<book_pack_parts, 'content'>>(
        this.dataSource.manager,
        `SELECT t.content FROM book_packs p JOIN book_pack_parts t ON t.pack_id = p.id AND t.attempt = p.attempts
         WHERE p.id = ? AND t.part_no = ?`,
        [idToBytes(id), part],
      );
      if (!row) throw new Error(`The pack ${id} was deleted while it was read.`);
      left -= row.content.length;
      yield row.content;
    }
  }
}

function insert(
  tx: Tx,
  pack: { id: string; businessId: BusinessId; bookId: BookId; askedBy: string; locale: Locale },
): Promise<unknown> {
  return write(
    tx,
    `INSERT INTO book_packs (id, business_id, packed_book_id, asked_by, locale, asked_at, due_at, attempts, done_count)
     VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0)`,
    [
      idToBytes(pack.id),
      idToBytes(pack.businessId),
      idToBytes(pack.bookId),
      idToBytes(pack.askedBy),
      pack.locale,
      now(),
      now(),
    ],
  );
}

function assertMayLook(actor: UserActor, membership: MembershipFacts): void {
  if (may(actor, 'look-at', 'Snapshot', membership)) return;
  throw new AppError('FORBIDDEN', 'Your role does not allow you to look at snapshots.');
}

function findPack(manager: EntityManager, businessId: BusinessId, id: string): Promise<PackRow | undefined> {
  return selectOne<PackRow>(manager, `SELECT ${ROW} FROM book_packs WHERE business_id = ? AND id = ?`, [
    idToBytes(businessId),
    idToBytes(id),
  ]);
}

function viewOf(row: PackRow): PackView {
  return {
    id: bytesToId(row.id),
    bookId: bytesToId<BookId>(row.packed_book_id),
    state: stateOf(row),
    askedAt: row.asked_at.toISOString(),
    done: Number(row.done_count),
    total: row.total_count === null ? null : Number(row.total_count),
    failure: row.failure,
    file: fileOf(row),
  };
}

function stateOf({ ended_at, failure, attempts }: PackRow): PackState {
  if (ended_at !== null) return failure === null ? 'made' : 'failed';
  return attempts === 0 ? 'waiting' : 'making';
}

function fileOf(row: PackRow): PackedFile | null {
  const { sha256, file_name, bytes, file_count, as_of, ended_at, counts } = row;
  if (!sha256 || file_name === null || as_of === null || ended_at === null) return null;
  return {
    name: `${file_name}.zip`,
    bytes: Number(bytes),
    digest: digestInWords(sha256),
    files: file_count ?? 0,
    asOf: as_of.toISOString(),
    madeAt: ended_at.toISOString(),
    counts: JSON.parse(counts ?? '{}') as BookCounts,
  };
}
