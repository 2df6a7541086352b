import { Column } from 'typeorm';
import { IdColumn, PrimaryIdColumn, TextColumn, TimeColumn } from '../platform/database/columns.js';
import { Infrastructure, Kept } from '../platform/database/tables.js';
import type { BookId, BusinessId, EventId, UserId } from '../platform/kernel/ids.js';

export type SwitchKind = 'reset' | 'restore';

/** One version of a business's accounting data. Open while `sealedAt` is null; sealed, it is a snapshot. */
@Kept('books')
export class Book {
  @PrimaryIdColumn() id!: BookId;
  @IdColumn('business_id') businessId!: BusinessId;
  @TimeColumn('opened_at') openedAt!: Date;
  @TimeColumn('sealed_at', { nullable: true }) sealedAt!: Date | null;
  @TextColumn('sealed_by', 20, { nullable: true }) sealedBy!: SwitchKind | null;
  @TimeColumn('expires_at', { nullable: true }) expiresAt!: Date | null;
  @TimeColumn('purging_at', { nullable: true }) purgingAt!: Date | null;
  @TimeColumn('purged_at', { nullable: true }) purgedAt!: Date | null;
  @Column({ type: 'binary', length: 32, nullable: true }) digest!: Buffer | null;
  @Column({ type: 'text', nullable: true }) counts!: string | null;
  @TimeColumn('digested_at', { nullable: true }) digestedAt!: Date | null;
  /** When a process may compute the digest: at once, or when the lease of the one that does is over. Null: nothing to do. */
  @TimeColumn('digest_due_at', { nullable: true }) digestDueAt!: Date | null;
  /** The event that says the digest, too. */
  @IdColumn('digest_event_id', { nullable: true }) digestEventId!: EventId | null;
  @Column({ type: 'binary', length: 16, name: 'open_business_id', insert: false, update: false })
  openBusinessId!: Buffer | null;
}

/** The record of one reset or restore; there is none without its audit event (invariant 6). */
@Kept('book_switches')
export class BookSwitch {
  @PrimaryIdColumn() id!: string;
  @IdColumn('business_id') businessId!: BusinessId;
  @TextColumn('kind', 20) kind!: SwitchKind;
  @IdColumn('from_book_id') fromBookId!: BookId;
  @IdColumn('to_book_id') toBookId!: BookId;
  @IdColumn('by_user_id') byUserId!: UserId;
  @TimeColumn('switched_at') switchedAt!: Date;
  @IdColumn('audit_event_id') auditEventId!: EventId;
}

/** A long write to a book, such as an import. It runs while it renews its lease; a dead process stops renewing. */
@Infrastructure('write_jobs')
export class WriteJob {
  @PrimaryIdColumn() id!: string;
  @IdColumn('business_id') businessId!: BusinessId;
  @TextColumn('kind', 20) kind!: string;
  @TimeColumn('started_at') startedAt!: Date;
  @TimeColumn('lease_until') leaseUntil!: Date;
  @TimeColumn('finished_at', { nullable: true }) finishedAt!: Date | null;
  @Column({ type: 'int', unsigned: true, name: 'done_count' }) doneCount!: number;
  @Column({ type: 'int', unsigned: true, name: 'total_count', nullable: true }) totalCount!: number | null;
}
