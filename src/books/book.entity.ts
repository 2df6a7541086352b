import { Column, ForeignKey, Index, Unique } from 'typeorm';
import { computed, IdColumn, PrimaryIdColumn, TimeColumn, WordColumn } from '../platform/database/columns.js';
import { Infrastructure, Kept } from '../platform/database/tables.js';
import type { BookId, BusinessId, EventId, UserId } from '../platform/kernel/ids.js';

export type SwitchKind = 'reset' | 'restore';

/** One version of a business's accounting data. Open while `sealedAt` is null; sealed, it is a snapshot. */
@Kept('books')
@Unique('books_business', ['businessId', 'id'])
@Index('books_digest_due', ['digestDueAt'])
@Index('books_expiry', ['expiresAt'])
@Unique('books_one_open', ['openBusinessId'])
@ForeignKey('Business', ['businessId'], ['id'], { name: 'books_business' })
@ForeignKey('AuditEventRow', ['digestEventId'], ['eventId'], { name: 'books_digest_event' })
export class Book {
  @PrimaryIdColumn() id!: BookId;
  @IdColumn('business_id') businessId!: BusinessId;
  @TimeColumn('opened_at') openedAt!: Date;
  @TimeColumn('sealed_at', { nullable: true }) sealedAt!: Date | null;
  @WordColumn('sealed_by', 20, { nullable: true }) sealedBy!: SwitchKind | null;
  @TimeColumn('expires_at', { nullable: true }) expiresAt!: Date | null;
  @TimeColumn('purging_at', { nullable: true }) purgingAt!: Date | null;
  @TimeColumn('purged_at', { nullable: true }) purgedAt!: Date | null;
  /** JSON of count name → rows deleted so far; null of a purge that was begun before they were counted. */
  @Column({ type: 'text', name: 'purged_counts', nullable: true }) purgedCounts!: string | null;
  @Column({ type: 'binary', length: 32, nullable: true }) digest!: Buffer | null;
  @Column({ type: 'text', nullable: true }) counts!: string | null;
  @TimeColumn('digested_at', { nullable: true }) digestedAt!: Date | null;
  /** When a process may compute the digest: at once, or when the lease of the one that does is over. Null: nothing to do. */
  @TimeColumn('digest_due_at', { nullable: true }) digestDueAt!: Date | null;
  /** The event that says the digest, too. */
  @IdColumn('digest_event_id', { nullable: true }) digestEventId!: EventId | null;
  @IdColumn('open_business_id', computed('CASE WHEN sealed_at IS NULL THEN business_id END'))
  openBusinessId!: BusinessId | null;
}

/** Of each open book one row: a switch changes it, and who writes into the book refers to it (docs/decisions/0052). */
@Infrastructure('open_books')
@ForeignKey('Book', ['openBookId'], ['id'], { name: 'open_books_book' })
export class OpenBook {
  @PrimaryIdColumn('open_book_id') openBookId!: BookId;
}

/** Somebody who writes into an open book: there within the transaction alone. */
@Infrastructure('book_writers')
@Index('book_writers_book', ['openBookId'])
@ForeignKey('OpenBook', ['openBookId'], ['openBookId'], { name: 'book_writers_open' })
export class BookWriter {
  @PrimaryIdColumn() id!: string;
  @IdColumn('open_book_id') openBookId!: BookId;
}

/** The record of one reset or restore; there is none without its audit event (invariant 6). */
@Kept('book_switches')
@Index('book_switches_business', ['businessId', 'switchedAt'])
@Unique('book_switches_event', ['auditEventId'])
@Index('book_switches_time', ['switchedAt', 'kind'])
@ForeignKey('AuditEventRow', ['auditEventId'], ['eventId'], { name: 'book_switches_event' })
@ForeignKey('Book', ['businessId', 'fromBookId'], ['businessId', 'id'], { name: 'book_switches_from' })
@ForeignKey('Book', ['businessId', 'toBookId'], ['businessId', 'id'], { name: 'book_switches_to' })
@ForeignKey('User', ['byUserId'], ['id'], { name: 'book_switches_user' })
export class BookSwitch {
  @PrimaryIdColumn() id!: string;
  @IdColumn('business_id') businessId!: BusinessId;
  @WordColumn('kind', 20) kind!: SwitchKind;
  @IdColumn('from_book_id') fromBookId!: BookId;
  @IdColumn('to_book_id') toBookId!: BookId;
  @IdColumn('by_user_id') byUserId!: UserId;
  @TimeColumn('switched_at') switchedAt!: Date;
  @IdColumn('audit_event_id') auditEventId!: EventId;
}

/** A long write to a book, such as an import. It runs while it renews its lease; a dead process stops renewing. */
@Infrastructure('write_jobs')
@Index('write_jobs_business', ['businessId', 'finishedAt'])
@Index('write_jobs_running', ['finishedAt', 'startedAt'])
@ForeignKey('Business', ['businessId'], ['id'], { name: 'write_jobs_business' })
export class WriteJob {
  @PrimaryIdColumn() id!: string;
  @IdColumn('business_id') businessId!: BusinessId;
  @WordColumn('kind', 20) kind!: string;
  @TimeColumn('started_at') startedAt!: Date;
  @TimeColumn('lease_until') leaseUntil!: Date;
  @TimeColumn('finished_at', { nullable: true }) finishedAt!: Date | null;
  @Column({ type: 'int', unsigned: true, name: 'done_count' }) doneCount!: number;
  @Column({ type: 'int', unsigned: true, name: 'total_count', nullable: true }) totalCount!: number | null;
}
