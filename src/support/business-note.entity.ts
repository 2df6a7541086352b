import { ForeignKey, Index } from 'typeorm';
import { ExactColumn, IdColumn, PrimaryIdColumn, TextColumn, TimeColumn } from '../platform/database/columns.js';
import { Kept } from '../platform/database/tables.js';
import type { BusinessId, StaffId } from '../platform/kernel/ids.js';

/** What somebody of support wrote down of a business; written once. */
@Kept('business_notes')
@Index('business_notes_business', ['businessId', 'writtenAt'])
@ForeignKey('Business', ['businessId'], ['id'], { name: 'business_notes_business' })
@ForeignKey('Staff', ['writtenBy'], ['id'], { name: 'business_notes_written_by' })
export class BusinessNote {
  @PrimaryIdColumn() id!: string;
  @IdColumn('business_id') businessId!: BusinessId;
  @IdColumn('written_by') writtenBy!: StaffId;
  @TimeColumn('written_at') writtenAt!: Date;
  @TextColumn('text', 2000) text!: string;
  @ExactColumn('ticket', 100, { nullable: true }) ticket!: string | null;
}
