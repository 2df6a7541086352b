import { Column, ForeignKey, Index } from 'typeorm';
import {
  ExactColumn,
  IdColumn,
  PrimaryIdColumn,
  TextColumn,
  TimeColumn,
  WordColumn,
} from '../../platform/database/columns.js';
import { Kept } from '../../platform/database/tables.js';
import type { BusinessId, EventId, StaffId } from '../../platform/kernel/ids.js';
import type { RecordedAction } from '../../log/recorded-commands.js';
import type { ReviewState, Verdict } from './review-states.js';

/** A review of a period by somebody of compliance; signed by another, and then for good. */
@Kept('reviews')
@Index('reviews_opened', ['openedAt', 'id'])
@Index('reviews_state', ['state', 'submittedAt'])
@ForeignKey('Business', ['businessId'], ['id'], { name: 'reviews_business' })
@ForeignKey('AuditEventRow', ['decidedEventId'], ['eventId'], { name: 'reviews_decided' })
@ForeignKey('Staff', ['decidedBy'], ['id'], { name: 'reviews_decided_by' })
@ForeignKey('AuditEventRow', ['openedEventId'], ['eventId'], { name: 'reviews_opened_event' })
@ForeignKey('Staff', ['reviewerId'], ['id'], { name: 'reviews_reviewer' })
export class Review {
  @PrimaryIdColumn() id!: string;
  @Column({ type: 'datetime', precision: 3, name: 'period_from' }) periodFrom!: Date;
  @Column({ type: 'datetime', precision: 3, name: 'period_until' }) periodUntil!: Date;
  @IdColumn('business_id', { nullable: true }) businessId!: BusinessId | null;
  @WordColumn('action', 20, { nullable: true }) action!: RecordedAction | null;
  @ExactColumn('seed', 100) seed!: string;
  @Column({ type: 'int', unsigned: true, name: 'sample_size' }) sampleSize!: number;
  @Column({ type: 'bigint', unsigned: true, name: 'tree_size' }) treeSize!: number;
  @Column({ type: 'int', unsigned: true }) operations!: number;
  @Column({ type: 'int', unsigned: true }) exceptions!: number;
  @Column({ type: 'tinyint', name: 'is_complete' }) isComplete!: boolean;
  @WordColumn('state', 20) state!: ReviewState;
  /** Grows with every change, so that a page that is no longer so is found out. */
  @Column({ type: 'int', unsigned: true }) version!: number;
  @IdColumn('reviewer_id') reviewerId!: StaffId;
  @TimeColumn('opened_at') openedAt!: Date;
  @IdColumn('opened_event_id') openedEventId!: EventId;
  @TimeColumn('submitted_at', { nullable: true }) submittedAt!: Date | null;
  @TextColumn('conclusion', 2_000, { nullable: true }) conclusion!: string | null;
  @IdColumn('decided_by', { nullable: true }) decidedBy!: StaffId | null;
  @TimeColumn('decided_at', { nullable: true }) decidedAt!: Date | null;
  @TextColumn('decision_note', 2_000, { nullable: true }) decisionNote!: string | null;
  @IdColumn('decided_event_id', { nullable: true }) decidedEventId!: EventId | null;
  /** SHA-256 of the canonical JSON of all of it, as the event of its signature has it. */
  @Column({ type: 'binary', length: 32, name: 'content_sha256', nullable: true }) contentSha256!: Buffer | null;
}

/** The report that a review stands on, as it was made: canonical JSON, deflated. */
@Kept('review_reports')
@ForeignKey('Review', ['reviewId'], ['id'], { name: 'review_reports_review' })
export class ReviewReport {
  @PrimaryIdColumn('review_id') reviewId!: string;
  @Column({ type: 'longblob' }) report!: Buffer;
  @Column({ type: 'binary', length: 32, name: 'report_sha256' }) reportSha256!: Buffer;
}

/** What the reviewer found of one operation. */
@Kept('review_items')
@ForeignKey('AuditEventRow', ['notedEventId'], ['eventId'], { name: 'review_items_noted' })
@ForeignKey('Staff', ['notedBy'], ['id'], { name: 'review_items_noted_by' })
@ForeignKey('Review', ['reviewId'], ['id'], { name: 'review_items_review' })
export class ReviewItem {
  @PrimaryIdColumn('review_id') reviewId!: string;
  @PrimaryIdColumn('item_id') itemId!: string;
  @WordColumn('verdict', 20) verdict!: Verdict;
  @TextColumn('note', 2_000) note!: string;
  @Column({ type: 'int', unsigned: true }) version!: number;
  @IdColumn('noted_by') notedBy!: StaffId;
  @TimeColumn('noted_at') notedAt!: Date;
  @IdColumn('noted_event_id') notedEventId!: EventId;
}
