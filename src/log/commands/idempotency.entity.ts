import { Column, Index, PrimaryColumn } from 'typeorm';
import { PrimaryIdColumn, TimeColumn } from '../../platform/database/columns.js';
import { Infrastructure } from '../../platform/database/tables.js';

@Infrastructure('idempotency_keys')
@Index('idempotency_keys_age', ['createdAt'])
export class IdempotencyKey {
  @PrimaryIdColumn('actor_id') actorId!: string;
  @PrimaryColumn({ type: 'binary', length: 32, name: 'key_hash' }) keyHash!: Buffer;
  @Column({ type: 'binary', length: 32, name: 'request_hash' }) requestHash!: Buffer;
  @TimeColumn('created_at') createdAt!: Date;
  @TimeColumn('lease_until') leaseUntil!: Date;
  @Column({ type: 'text', nullable: true }) answer!: string | null;
}
