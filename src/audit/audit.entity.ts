import { Column, PrimaryColumn } from 'typeorm';
import { IdColumn, PrimaryIdColumn, TimeColumn } from '../database/columns.js';
import { AuditTable } from '../database/tables.js';
import type { BusinessId, EventId } from '../kernel/ids.js';

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
