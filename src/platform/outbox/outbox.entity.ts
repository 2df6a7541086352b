import { Column, Index } from 'typeorm';
import { PrimaryIdColumn, TextColumn, TimeColumn, WordColumn } from '../database/columns.js';
import { Infrastructure } from '../database/tables.js';

@Infrastructure('outbox_messages')
@Index('outbox_messages_due', ['doneAt', 'nextAttemptAt'])
export class OutboxMessage {
  @PrimaryIdColumn() id!: string;
  @WordColumn('topic', 40) topic!: string;
  @Column({ type: 'mediumtext' }) body!: string;
  @TimeColumn('created_at') createdAt!: Date;
  @TimeColumn('next_attempt_at') nextAttemptAt!: Date;
  @Column({ type: 'int', unsigned: true }) attempts!: number;
  @TextColumn('last_error', 300, { nullable: true }) lastError!: string | null;
  @TimeColumn('done_at', { nullable: true }) doneAt!: Date | null;
}
