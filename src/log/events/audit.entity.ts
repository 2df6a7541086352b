import { Column, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';
import {
  computed,
  ExactColumn,
  IdColumn,
  PrimaryIdColumn,
  TextColumn,
  TimeColumn,
  WordColumn,
} from '../../platform/database/columns.js';
import { AuditTable, Infrastructure, Kept } from '../../platform/database/tables.js';
import type { StaffRole } from '../../platform/kernel/actor.js';
import type { BusinessId, EventId, StaffId } from '../../platform/kernel/ids.js';
import type { Outcome } from './event-schemas.js';

/** What a path of the payload says: read from the bytes that are hashed, so that it cannot drift from them. */
const field = (path: string) => computed(`JSON_VALUE(CONVERT(payload USING utf8mb4), '$.${path}')`);

@AuditTable('audit_events')
@Index('audit_events_actor_time', ['actorId', 'occurredAt'])
@Index('audit_events_actor_type_time', ['actorId', 'type', 'outcome', 'occurredAt'])
@Unique('audit_events_business_seq', ['subject', 'businessSeq'])
@Unique('audit_events_event_id', ['eventId'])
@Index('audit_events_operation', ['operationId'])
@Index('audit_events_subject', ['subject', 'id'])
@Index('audit_events_subject_actor_time', ['subject', 'actorId', 'occurredAt'])
@Index('audit_events_subject_actor_type_time', ['subject', 'actorId', 'type', 'outcome', 'occurredAt'])
@Index('audit_events_subject_time', ['subject', 'occurredAt'])
@Index('audit_events_subject_type_time', ['subject', 'type', 'outcome', 'occurredAt'])
@Index('audit_events_ticket_time', ['ticket', 'occurredAt'])
@Index('audit_events_time', ['occurredAt'])
@Index('audit_events_type', ['type', 'id'])
@Index('audit_events_type_time', ['type', 'outcome', 'occurredAt'])
export class AuditEventRow {
  @PrimaryGeneratedColumn({ type: 'bigint', unsigned: true }) id!: number;
  @IdColumn('event_id') eventId!: EventId;
  @Column({ type: 'blob' }) payload!: Buffer;
  @TimeColumn('recorded_at', { default: () => 'CURRENT_TIMESTAMP(6)', insert: false, update: false }) recordedAt!: Date;
  @WordColumn('type', 80, field('type')) type!: string;
  @WordColumn('subject', 80, field('subject')) subject!: string;
  @WordColumn('occurred_at', 30, field('time')) occurredAt!: string;
  @Column({ type: 'bigint', unsigned: true, name: 'business_seq', ...field('data.business_seq') })
  businessSeq!: number | null;
  @WordColumn('operation_id', 40, field('data.operation_id')) operationId!: string | null;
  @WordColumn('outcome', 20, field('data.outcome')) outcome!: Outcome;
  @WordColumn('actor_id', 64, field('data.actor.id')) actorId!: string | null;
  @ExactColumn('ticket', 100, field('data.ticket')) ticket!: string | null;
}

@AuditTable('audit_pending')
@ForeignKey('AuditEventRow', ['id'], ['id'], { name: 'audit_pending_event' })
export class AuditPendingRow {
  @PrimaryColumn({ type: 'bigint', unsigned: true }) id!: number;
}

@AuditTable('audit_business_seqs')
export class AuditBusinessSeqRow {
  @PrimaryIdColumn('business_id') businessId!: BusinessId;
  @Column({ type: 'bigint', unsigned: true, name: 'last_seq' }) lastSeq!: number;
}

@AuditTable('audit_personal_details')
@ForeignKey('AuditEventRow', ['eventId'], ['eventId'], { name: 'audit_personal_details_event' })
export class AuditPersonalDetailsRow {
  @PrimaryIdColumn('event_id') eventId!: EventId;
  @Column({ type: 'binary', length: 16 }) salt!: Buffer;
  @Column({ type: 'text' }) details!: string;
}

@AuditTable('audit_head')
export class AuditHeadRow {
  @PrimaryColumn({ type: 'tinyint', unsigned: true }) id!: number;
  @Column({ type: 'bigint', unsigned: true, name: 'tree_size' }) treeSize!: number;
  @Column({ type: 'binary', length: 32 }) root!: Buffer;
}

@AuditTable('audit_leaves')
@Unique('audit_leaves_id', ['id'])
@ForeignKey('AuditEventRow', ['id'], ['id'], { name: 'audit_leaves_event' })
export class AuditLeafRow {
  @PrimaryColumn({ type: 'bigint', unsigned: true, name: 'leaf_index' }) leafIndex!: number;
  @Column({ type: 'bigint', unsigned: true }) id!: number;
  @Column({ type: 'binary', length: 32, name: 'leaf_hash' }) leafHash!: Buffer;
}

@AuditTable('audit_tiles')
export class AuditTileRow {
  @PrimaryColumn({ type: 'tinyint', unsigned: true }) level!: number;
  @PrimaryColumn({ type: 'bigint', unsigned: true, name: 'tile_index' }) tileIndex!: number;
  @Column({ type: 'blob' }) hashes!: Buffer;
  @Column({ type: 'binary', length: 32 }) root!: Buffer;
}

@AuditTable('audit_checkpoints')
@Index('audit_checkpoints_signed', ['signedAt'])
export class AuditCheckpointRow {
  @PrimaryColumn({ type: 'bigint', unsigned: true, name: 'tree_size' }) treeSize!: number;
  @Column({ type: 'text' }) note!: string;
  @TimeColumn('signed_at') signedAt!: Date;
}

@AuditTable('audit_cosignatures')
@ForeignKey('AuditCheckpointRow', ['treeSize'], ['treeSize'], { name: 'audit_cosignatures_checkpoint' })
@Index('audit_cosignatures_witness', ['witness', 'treeSize'])
export class AuditCosignatureRow {
  @PrimaryColumn({ type: 'bigint', unsigned: true, name: 'tree_size' }) treeSize!: number;
  @PrimaryColumn({ type: 'varchar', length: 200 }) witness!: string;
  @Column({ type: 'text' }) line!: string;
  @TimeColumn('cosigned_at') cosignedAt!: Date;
}

/** A token with which somebody outside may read the log. */
@Infrastructure('audit_reader_keys')
@Unique('audit_reader_keys_token', ['tokenHash'])
export class AuditReaderKey {
  @PrimaryIdColumn() id!: string;
  @TextColumn('name', 200) name!: string;
  @Column({ type: 'binary', length: 32, name: 'token_hash' }) tokenHash!: Buffer;
  @TimeColumn('created_at') createdAt!: Date;
  @TimeColumn('ended_at', { nullable: true }) endedAt!: Date | null;
  /** When the log last got an event that says that this key reads it. */
  @TimeColumn('read_recorded_at', { nullable: true }) readRecordedAt!: Date | null;
}

/** One row: whether resets and restores are open as far as the log goes, and since when that has not changed. */
@Infrastructure('audit_availability')
export class AuditAvailability {
  @PrimaryColumn({ type: 'tinyint', unsigned: true }) id!: number;
  @Column({ type: 'tinyint', name: 'is_open' }) isOpen!: boolean;
  @TimeColumn('since') since!: Date;
  @TimeColumn('seen_at') seenAt!: Date;
}

/** One row: the check of the whole log that runs, or ran last. */
@Infrastructure('audit_check')
export class AuditCheck {
  @PrimaryColumn({ type: 'tinyint', unsigned: true }) id!: number;
  @IdColumn('asked_by', { nullable: true }) askedBy!: StaffId | null;
  @WordColumn('asked_as', 20, { nullable: true }) askedAs!: StaffRole | null;
  @TimeColumn('asked_at', { nullable: true }) askedAt!: Date | null;
  @IdColumn('claim', { nullable: true }) claim!: string | null;
  @TimeColumn('lease_until', { nullable: true }) leaseUntil!: Date | null;
  @Column({ type: 'bigint', unsigned: true }) done!: number;
  @Column({ type: 'bigint', unsigned: true }) total!: number;
  @TimeColumn('ended_at', { nullable: true }) endedAt!: Date | null;
  @IdColumn('event_id', { nullable: true }) eventId!: EventId | null;
}

/** A filter of the log under a name that somebody of compliance gave it. `query` is the filter as it stands in an address. */
@Kept('saved_views')
@Unique('saved_views_name', ['staffId', 'name'])
@ForeignKey('Staff', ['staffId'], ['id'], { name: 'saved_views_staff' })
export class SavedView {
  @PrimaryIdColumn() id!: string;
  @IdColumn('staff_id') staffId!: StaffId;
  @ExactColumn('name', 100) name!: string;
  @Column({ type: 'text' }) query!: string;
  @Column({ type: 'tinyint', name: 'is_shared' }) isShared!: boolean;
  @TimeColumn('created_at') createdAt!: Date;
}
