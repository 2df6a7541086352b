import { Column, Index } from 'typeorm';
import { IdColumn, PrimaryIdColumn, TimeColumn, WordColumn } from '../../platform/database/columns.js';
import { Infrastructure } from '../../platform/database/tables.js';
import type { BusinessId } from '../../platform/kernel/ids.js';
import type { RecordedName } from '../recorded-commands.js';

/** One attempt at a recorded command, from its asking on. Its end is said here once, in the transaction of its event. */
@Infrastructure('recorded_operations')
@Index('recorded_operations_open', ['endedAt', 'begunAt'])
export class RecordedOperation {
  @PrimaryIdColumn() id!: string;
  @IdColumn('business_id') businessId!: BusinessId;
  @WordColumn('name', 40) name!: RecordedName;
  @TimeColumn('begun_at') begunAt!: Date;
  /** Null while it goes on, or while nobody knows. */
  @TimeColumn('ended_at', { nullable: true }) endedAt!: Date | null;
  /** Of one that was done: the answer to the client, in JSON. */
  @Column({ type: 'text', nullable: true }) answer!: string | null;
}
