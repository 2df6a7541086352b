import { Column } from 'typeorm';
import { IdColumn, PrimaryIdColumn, TextColumn, TimeColumn } from '../platform/database/columns.js';
import { Kept } from '../platform/database/tables.js';
import type { BusinessId, EventId, StaffId } from '../platform/kernel/ids.js';
import type { SupportAction } from './support-actions.js';

export type RequestState = 'pending' | 'approved' | 'refused' | 'expired';

/** Something that support asked for and a second person decides; decided once, and then for good. */
@Kept('support_requests')
export class SupportRequest {
  @PrimaryIdColumn() id!: string;
  @IdColumn('business_id') businessId!: BusinessId;
  @TextColumn('action', 30) action!: SupportAction;
  @IdColumn('target_id') targetId!: string;
  @IdColumn('asked_by') askedBy!: StaffId;
  @TimeColumn('asked_at') askedAt!: Date;
  @TextColumn('reason', 500) reason!: string;
  @TextColumn('ticket', 100) ticket!: string;
  @TextColumn('state', 20) state!: RequestState;
  @TimeColumn('expires_at') expiresAt!: Date;
  @IdColumn('decided_by', { nullable: true }) decidedBy!: StaffId | null;
  @TimeColumn('decided_at', { nullable: true }) decidedAt!: Date | null;
  @TextColumn('decision_reason', 500, { nullable: true }) decisionReason!: string | null;
  @IdColumn('asked_event_id') askedEventId!: EventId;
  @IdColumn('decided_event_id', { nullable: true }) decidedEventId!: EventId | null;
  @Column({ type: 'binary', length: 16, name: 'pending_target_id', insert: false, update: false })
  pendingTargetId!: Buffer | null;
}
