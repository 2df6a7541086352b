import { ForeignKey, Index, Unique } from 'typeorm';
import {
  computed,
  ExactColumn,
  IdColumn,
  PrimaryIdColumn,
  TextColumn,
  TimeColumn,
  WordColumn,
} from '../platform/database/columns.js';
import { Kept } from '../platform/database/tables.js';
import type { BusinessId, EventId, StaffId } from '../platform/kernel/ids.js';
import type { SupportAction } from './support-actions.js';

export type RequestState = 'pending' | 'approved' | 'refused' | 'expired' | 'withdrawn';

/** Something that support asked for and a second person decides; decided once, and then for good. */
@Kept('support_requests')
@Index('support_requests_decided_at', ['decidedAt'])
@Unique('support_requests_one_pending', ['businessId', 'action', 'pendingTargetId'])
@Index('support_requests_state', ['state', 'askedAt'])
@ForeignKey('AuditEventRow', ['askedEventId'], ['eventId'], { name: 'support_requests_asked' })
@ForeignKey('Staff', ['askedBy'], ['id'], { name: 'support_requests_asked_by' })
@ForeignKey('Business', ['businessId'], ['id'], { name: 'support_requests_business' })
@ForeignKey('AuditEventRow', ['decidedEventId'], ['eventId'], { name: 'support_requests_decided' })
@ForeignKey('Staff', ['decidedBy'], ['id'], { name: 'support_requests_decided_by' })
export class SupportRequest {
  @PrimaryIdColumn() id!: string;
  @IdColumn('business_id') businessId!: BusinessId;
  @WordColumn('action', 30) action!: SupportAction;
  @IdColumn('target_id') targetId!: string;
  @IdColumn('asked_by') askedBy!: StaffId;
  @TimeColumn('asked_at') askedAt!: Date;
  @TextColumn('reason', 500) reason!: string;
  @ExactColumn('ticket', 100) ticket!: string;
  @WordColumn('state', 20) state!: RequestState;
  @TimeColumn('expires_at') expiresAt!: Date;
  @IdColumn('decided_by', { nullable: true }) decidedBy!: StaffId | null;
  @TimeColumn('decided_at', { nullable: true }) decidedAt!: Date | null;
  @TextColumn('decision_reason', 500, { nullable: true }) decisionReason!: string | null;
  @IdColumn('asked_event_id') askedEventId!: EventId;
  @IdColumn('decided_event_id', { nullable: true }) decidedEventId!: EventId | null;
  @IdColumn('pending_target_id', computed("CASE WHEN state = 'pending' THEN target_id END"))
  pendingTargetId!: string | null;
}

/** Which lead has taken a request to decide, so that two do not look into the same one. It decides nothing. */
@Kept('support_assignments')
@ForeignKey('SupportRequest', ['requestId'], ['id'], { name: 'support_assignments_request' })
@ForeignKey('Staff', ['staffId'], ['id'], { name: 'support_assignments_staff' })
export class SupportAssignment {
  @PrimaryIdColumn('request_id') requestId!: string;
  @IdColumn('staff_id') staffId!: StaffId;
  @TimeColumn('taken_at') takenAt!: Date;
}
