import { Column, ForeignKey, Index, Unique } from 'typeorm';
import { computed, IdColumn, PrimaryIdColumn, TimeColumn, WordColumn } from '../../platform/database/columns.js';
import { Kept } from '../../platform/database/tables.js';
import type { StaffRole } from '../../platform/kernel/actor.js';
import type { EventId, StaffId } from '../../platform/kernel/ids.js';

export type AccessReviewState = 'open' | 'signed';
export type AccessDecision = 'confirm' | 'remove';
/** What there is beside a password: nothing, codes of a phone, passkeys, or what the provider asks for. */
export type KnownFactor = 'none' | 'phone' | 'passkey' | 'sign-on';

/** A look through all staff accounts in use, as they were when it was opened; signed once, and then for good. */
@Kept('access_reviews')
@Unique('access_reviews_one_open', ['openOne'])
@Index('access_reviews_opened', ['openedAt', 'id'])
@ForeignKey('Staff', ['openedBy'], ['id'], { name: 'access_reviews_opened_by' })
@ForeignKey('AuditEventRow', ['openedEventId'], ['eventId'], { name: 'access_reviews_opened_event' })
@ForeignKey('Staff', ['signedBy'], ['id'], { name: 'access_reviews_signed_by' })
@ForeignKey('AuditEventRow', ['signedEventId'], ['eventId'], { name: 'access_reviews_signed_event' })
export class AccessReview {
  @PrimaryIdColumn() id!: string;
  /** `2026-Q4` */
  @WordColumn('quarter', 7) quarter!: string;
  @WordColumn('state', 20) state!: AccessReviewState;
  @IdColumn('opened_by') openedBy!: StaffId;
  @TimeColumn('opened_at') openedAt!: Date;
  @IdColumn('opened_event_id') openedEventId!: EventId;
  @IdColumn('signed_by', { nullable: true }) signedBy!: StaffId | null;
  @TimeColumn('signed_at', { nullable: true }) signedAt!: Date | null;
  @IdColumn('signed_event_id', { nullable: true }) signedEventId!: EventId | null;
  /** SHA-256 of the canonical JSON of all rows, as the event of its signature has it. */
  @Column({ type: 'binary', length: 32, name: 'content_sha256', nullable: true }) contentSha256!: Buffer | null;
  @WordColumn('open_one', 20, computed("CASE WHEN state = 'open' THEN state END")) openOne!: string | null;
}

/** One account in it, as it was when the review was opened, and what was decided of it. */
@Kept('access_review_items')
@ForeignKey('AccessReview', ['reviewId'], ['id'], { name: 'access_review_items_review' })
@ForeignKey('Staff', ['staffId'], ['id'], { name: 'access_review_items_staff' })
@ForeignKey('Staff', ['decidedBy'], ['id'], { name: 'access_review_items_decided_by' })
export class AccessReviewItem {
  @PrimaryIdColumn('review_id') reviewId!: string;
  @PrimaryIdColumn('staff_id') staffId!: StaffId;
  @WordColumn('role', 20) role!: StaffRole;
  /** When the account got this role, and from whom, as the log says; the other two likewise. */
  @Column({ type: 'datetime', precision: 3, name: 'role_since', nullable: true }) roleSince!: Date | null;
  @WordColumn('role_by', 64, { nullable: true }) roleBy!: string | null;
  @Column({ type: 'datetime', precision: 3, name: 'last_use_at', nullable: true }) lastUseAt!: Date | null;
  @WordColumn('second_factor', 20) secondFactor!: KnownFactor;
  @WordColumn('decision', 20, { nullable: true }) decision!: AccessDecision | null;
  @IdColumn('decided_by', { nullable: true }) decidedBy!: StaffId | null;
  @TimeColumn('decided_at', { nullable: true }) decidedAt!: Date | null;
}
