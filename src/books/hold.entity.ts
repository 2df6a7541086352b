import { IdColumn, PrimaryIdColumn, TextColumn, TimeColumn } from '../platform/database/columns.js';
import { Kept } from '../platform/database/tables.js';
import type { BookId, EventId, StaffId } from '../platform/kernel/ids.js';

/** A legal hold on a snapshot: who placed it, when and why, and the same of its lifting. It stands until it is lifted. */
@Kept('snapshot_holds')
export class SnapshotHold {
  @PrimaryIdColumn() id!: string;
  /** The id of the book, as of every snapshot. */
  @IdColumn('snapshot_id') snapshotId!: BookId;
  @IdColumn('placed_by') placedBy!: StaffId;
  @TimeColumn('placed_at') placedAt!: Date;
  @TextColumn('reason', 500) reason!: string;
  @TextColumn('ticket', 100) ticket!: string;
  @IdColumn('placed_event_id') placedEventId!: EventId;
  @IdColumn('lifted_by', { nullable: true }) liftedBy!: StaffId | null;
  @TimeColumn('lifted_at', { nullable: true }) liftedAt!: Date | null;
  @TextColumn('lift_reason', 500, { nullable: true }) liftReason!: string | null;
  @TextColumn('lift_ticket', 100, { nullable: true }) liftTicket!: string | null;
  @IdColumn('lifted_event_id', { nullable: true }) liftedEventId!: EventId | null;
}
