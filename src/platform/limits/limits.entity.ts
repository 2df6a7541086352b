import { Column, Index, PrimaryColumn } from 'typeorm';
import { TimeColumn } from '../database/columns.js';
import { Infrastructure } from '../database/tables.js';

@Infrastructure('attempt_counts')
@Index('attempt_counts_forget', ['forgetAt'])
@Index('attempt_counts_subject', ['subjectKey', 'lastAt'])
export class AttemptCount {
  /** Hash of the rule and of everything it counts by. */
  @PrimaryColumn({ type: 'binary', length: 32, name: 'counter_key' }) counterKey!: Buffer;
  /** Hash of the rule and of the first thing it counts by: finds an account's counts at every address. */
  @Column({ type: 'binary', length: 32, name: 'subject_key' }) subjectKey!: Buffer;
  @Column({ type: 'int', unsigned: true }) used!: number;
  @TimeColumn('last_at') lastAt!: Date;
  /** When the next try is free again, once all are used. */
  @TimeColumn('ends_at') endsAt!: Date;
  /** When the row is of no use any more. */
  @TimeColumn('forget_at') forgetAt!: Date;
}
