import { Column, Index, PrimaryColumn } from 'typeorm';
import { IdColumn, PrimaryIdColumn, TextColumn, TimeColumn } from '../../platform/database/columns.js';
import { AuditTable, Infrastructure, Kept } from '../../platform/database/tables.js';
import type { StaffRole } from '../../platform/kernel/actor.js';
import type { BusinessId, EventId, StaffId } from '../../platform/kernel/ids.js';

const generated = { insert: false, update: false } as const;

@AuditTable('audit_events')
export class AuditEventRow {
  @PrimaryColumn({ type: 'bigint', unsigned: true }) id!: number;
  @IdColumn('event_id') eventId!: EventId;
  @Column({ type: 'blob' }) payload!: Buffer;
  @TimeColumn('recorded_at', generated) recordedAt!: Date;
  @Column({ type: 'varchar', length: 80, ...generated }) type!: string;
  @Column({ type: 'varchar', length: 80, ...generated }) subject!: string;
  @Column({ type: 'varchar', length: 30, name: 'occurred_at', ...generated }) occurredAt!: string;
  @Column({ type: 'bigint', unsigned: true, name: 'business_seq', ...generated }) businessSeq!: number | null;
  @Column({ type: 'varchar', length: 40, name: 'operation_id', ...generated }) operationId!: string | null;
  @Column({ type: 'varchar', length: 20, ...generated }) outcome!: string;
  @Column({ type: 'varchar', length: 64, name: 'actor_id', ...generated }) actorId!: string | null;
  @Column({ type: 'varchar', length: 100, ...generated }) ticket!: string | null;
}

@AuditTable('audit_pending')
export class AuditPendingRow {
  @PrimaryColumn({ type: 'bigint', unsigned: true }) id!: number;
}

@AuditTable('audit_business_seqs')
export class AuditBusinessSeqRow {
  @PrimaryIdColumn('business_id') businessId!: BusinessId;
  @Column({ type: 'bigint', unsigned: true, name: 'last_seq' }) lastSeq!: number;
}

@AuditTable('audit_personal_details')
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
export class AuditCheckpointRow {
  @PrimaryColumn({ type: 'bigint', unsigned: true, name: 'tree_size' }) treeSize!: number;
  @Column({ type: 'text' }) note!: string;
  @TimeColumn('signed_at') signedAt!: Date;
}

@AuditTable('audit_cosignatures')
@Index('audit_cosignatures_witness', ['witness', 'treeSize'])
export class AuditCosignatureRow {
  @PrimaryColumn({ type: 'bigint', unsigned: true, name: 'tree_size' }) treeSize!: number;
  @PrimaryColumn({ type: 'varchar', length: 200 }) witness!: string;
  @Column({ type: 'text' }) line!: string;
  @TimeColumn('cosigned_at') cosignedAt!: Date;
}

/** A token with which somebody outside may read the log. */
@Infrastructure('audit_reader_keys')
export class AuditReaderKey {
  @PrimaryIdColumn() id!: string;
  @Column({ type: 'varchar', length: 200 }) name!: string;
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
  @TextColumn('asked_as', 20, { charset: 'utf8mb4', collation: 'utf8mb4_bin', nullable: true })
  askedAs!: StaffRole | null;
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
export class SavedView {
  @PrimaryIdColumn() id!: string;
  @IdColumn('staff_id') staffId!: StaffId;
  @Column({ type: 'varchar', length: 100 }) name!: string;
  @Column({ type: 'text' }) query!: string;
  @Column({ type: 'tinyint', name: 'is_shared' }) isShared!: boolean;
  @TimeColumn('created_at') createdAt!: Date;
}
