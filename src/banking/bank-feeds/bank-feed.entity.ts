import { Column } from 'typeorm';
import { IdColumn, PrimaryIdColumn, TextColumn, TimeColumn } from '../../platform/database/columns.js';
import { Kept } from '../../platform/database/tables.js';
import type { BankFeedId, BusinessId } from '../../platform/kernel/ids.js';
import type { BankFeedState } from './bank-feed-states.js';

/** A connection to a bank. Kept by a reset, which demands that it is disconnected by then. */
@Kept('bank_feeds')
export class BankFeed {
  @PrimaryIdColumn() id!: BankFeedId;
  @IdColumn('business_id') businessId!: BusinessId;
  /** Names an account of the book that was open when it was connected; not a reference. */
  @IdColumn('bank_account_id') bankAccountId!: string;
  @TextColumn('bank_account_name', 200) bankAccountName!: string;
  @TextColumn('institution', 40) institution!: string;
  @TextColumn('state', 20) state!: BankFeedState;
  @TimeColumn('state_since') stateSince!: Date;
  @TimeColumn('created_at') createdAt!: Date;
  @TimeColumn('connected_at', { nullable: true }) connectedAt!: Date | null;
  /** How many transactions were taken so far: the provider's cursor. */
  @Column({ type: 'int', unsigned: true, name: 'fetched_count' }) fetchedCount!: number;
  @TimeColumn('fetch_after', { nullable: true }) fetchAfter!: Date | null;
  @TextColumn('failure', 200, { nullable: true }) failure!: string | null;
  @Column({ type: 'binary', length: 16, name: 'fed_account_id', insert: false, update: false })
  fedAccountId!: Buffer | null;
}
