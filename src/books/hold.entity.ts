import { Column, ForeignKey, Index } from 'typeorm';
import { ExactColumn, IdColumn, PrimaryIdColumn, TextColumn, TimeColumn } from '../platform/database/columns.js';
import { Kept } from '../platform/database/tables.js';
import type { BookId, EventId, StaffId } from '../platform/kernel/ids.js';

/** A legal hold on a snapshot: who placed it, when and why, and the same of its lifting. It stands until it is lifted. */
@Kept('snapshot_holds')
@Index('snapshot_holds_review', ['liftedAt', 'reviewBy'])
@Index('snapshot_holds_snapshot', ['snapshotId', 'liftedAt'])
@ForeignKey('AuditEventRow', ['liftedEventId'], ['eventId'], { name: 'snapshot_holds_lifted' })
@ForeignKey('Staff', ['liftedBy'], ['id'], { name: 'snapshot_holds_lifted_by' })
@ForeignKey('AuditEventRow', ['placedEventId'], ['eventId'], { name: 'snapshot_holds_placed' })
@ForeignKey('Staff', ['placedBy'], ['id'], { name: 'snapshot_holds_placed_by' })
@ForeignKey('Book', ['snapshotId'], ['id'], { name: 'snapshot_holds_snapshot' })
export class SnapshotHold {
  @PrimaryIdColumn() id!: string;
  /** The id of the book, as of every snapshot. */
  @IdColumn('snapshot_id') snapshotId!: BookId;
  @IdColumn('placed_by') placedBy!: StaffId;
  @TimeColumn('placed_at') placedAt!: Date;
  @TextColumn('reason', 500) reason!: string;
  @ExactColumn('ticket', 100) ticket!: string;
  @IdColumn('placed_event_id') placedEventId!: EventId;
  @IdColumn('lifted_by', { nullable: true }) liftedBy!: StaffId | null;
  @TimeColumn('lifted_at', { nullable: true }) liftedAt!: Date | null;
  @TextColumn('lift_reason', 500, { nullable: true }) liftReason!: string | null;
  @ExactColumn('lift_ticket', 100, { nullable: true }) liftTicket!: string | null;
  @IdColumn('lifted_event_id', { nullable: true }) liftedEventId!: EventId | null;
  /** A day; somebody must have looked by then whether it is still needed. It does not end by itself. */
  @Column({ type: 'date', name: 'review_by', nullable: true }) reviewBy!: string | null;
}
