import { ForeignKey, Index, Unique } from 'typeorm';
import { IdColumn, PrimaryIdColumn, TextColumn, TimeColumn, WordColumn } from '../../platform/database/columns.js';
import { Kept } from '../../platform/database/tables.js';
import type { Locale } from '../../platform/kernel/actor.js';
import type { StaffId } from '../../platform/kernel/ids.js';

/** An address that gets the log's latest checkpoint by mail every week. */
@Kept('checkpoint_subscribers')
@Unique('checkpoint_subscribers_email', ['email'])
@Index('checkpoint_subscribers_sent', ['sentAt'])
@ForeignKey('Staff', ['addedBy'], ['id'], { name: 'checkpoint_subscribers_staff' })
export class CheckpointSubscriber {
  @PrimaryIdColumn() id!: string;
  @TextColumn('email', 254) email!: string;
  @WordColumn('locale', 2) locale!: Locale;
  @IdColumn('added_by') addedBy!: StaffId;
  @TimeColumn('created_at') createdAt!: Date;
  @TimeColumn('sent_at', { nullable: true }) sentAt!: Date | null;
}
