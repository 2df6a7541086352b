import { ForeignKey, Index, Unique } from 'typeorm';
import {
  computed,
  ExactColumn,
  IdColumn,
  PrimaryIdColumn,
  TextColumn,
  TimeColumn,
  WordColumn,
} from '../../platform/database/columns.js';
import { Kept } from '../../platform/database/tables.js';
import type { StaffRole } from '../../platform/kernel/actor.js';
import type { EventId, StaffId } from '../../platform/kernel/ids.js';
import type { StaffChangeReason } from './staff-reasons.js';

/** What gives somebody more rights than they have: one operator asks, another decides. */
export type WideningAction = 'add' | 'change-role' | 'enable' | 'reset-second-factor';
export type StaffRequestState = 'pending' | 'approved' | 'refused' | 'withdrawn' | 'expired';

/** A change of a staff account that waits for a second operator. */
@Kept('staff_requests')
@Unique('staff_requests_one_pending', ['action', 'pendingEmailKey'])
@Index('staff_requests_state', ['state', 'askedAt'])
@Index('staff_requests_decided_at', ['decidedAt'])
@ForeignKey('AuditEventRow', ['askedEventId'], ['eventId'], { name: 'staff_requests_asked' })
@ForeignKey('Staff', ['askedBy'], ['id'], { name: 'staff_requests_asked_by' })
@ForeignKey('AuditEventRow', ['decidedEventId'], ['eventId'], { name: 'staff_requests_decided' })
@ForeignKey('Staff', ['decidedBy'], ['id'], { name: 'staff_requests_decided_by' })
@ForeignKey('Staff', ['staffId'], ['id'], { name: 'staff_requests_staff' })
export class StaffRequest {
  @PrimaryIdColumn() id!: string;
  @WordColumn('action', 30) action!: WideningAction;
  /** Null for an account that there will be once it is approved. */
  @IdColumn('staff_id', { nullable: true }) staffId!: StaffId | null;
  @TextColumn('email', 254) email!: string;
  @ExactColumn('email_key', 254) emailKey!: string;
  /** Of a new account, or the new one of an account. */
  @WordColumn('role', 20, { nullable: true }) role!: StaffRole | null;
  @WordColumn('reason', 60) reason!: StaffChangeReason;
  @ExactColumn('ticket', 100) ticket!: string;
  @IdColumn('asked_by') askedBy!: StaffId;
  @TimeColumn('asked_at') askedAt!: Date;
  @TimeColumn('expires_at') expiresAt!: Date;
  @IdColumn('asked_event_id') askedEventId!: EventId;
  @WordColumn('state', 20) state!: StaffRequestState;
  @IdColumn('decided_by', { nullable: true }) decidedBy!: StaffId | null;
  @TimeColumn('decided_at', { nullable: true }) decidedAt!: Date | null;
  @IdColumn('decided_event_id', { nullable: true }) decidedEventId!: EventId | null;
  @ExactColumn('pending_email_key', 254, computed("CASE WHEN state = 'pending' THEN email_key END"))
  pendingEmailKey!: string | null;
}
