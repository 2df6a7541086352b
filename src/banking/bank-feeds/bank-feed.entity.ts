import { Column, ForeignKey, Index, Unique } from 'typeorm';
import {
  computed,
  IdColumn,
  PrimaryIdColumn,
  TextColumn,
  TimeColumn,
  WordColumn,
} from '../../platform/database/columns.js';
import { Kept } from '../../platform/database/tables.js';
import type { BankFeedId, BusinessId } from '../../platform/kernel/ids.js';
import type { BankFeedState } from './bank-feed-states.js';

/** A connection to a bank. Kept by a reset, which demands that it is disconnected by then. */
@Kept('bank_feeds')
@Index('bank_feeds_business', ['businessId', 'state'])
@Index('bank_feeds_fetch', ['state', 'fetchAfter'])
@Unique('bank_feeds_one_per_account', ['fedAccountId'])
@Index('bank_feeds_state_since', ['state', 'stateSince'])
@ForeignKey('Business', ['businessId'], ['id'], { name: 'bank_feeds_business' })
export class BankFeed {
  @PrimaryIdColumn() id!: BankFeedId;
  @IdColumn('business_id') businessId!: BusinessId;
  /** Names an account of the book that was open when it was connected; not a reference. */
  @IdColumn('bank_account_id') bankAccountId!: string;
  @TextColumn('bank_account_name', 200) bankAccountName!: string;
  @WordColumn('institution', 40) institution!: string;
  @WordColumn('state', 20) state!: BankFeedState;
  @TimeColumn('state_since') stateSince!: Date;
  @TimeColumn('created_at') createdAt!: Date;
  @TimeColumn('connected_at', { nullable: true }) connectedAt!: Date | null;
  /** How many transactions were taken so far: the provider's cursor. */
  @Column({ type: 'int', unsigned: true, name: 'fetched_count' }) fetchedCount!: number;
  @TimeColumn('fetch_after', { nullable: true }) fetchAfter!: Date | null;
  @TextColumn('failure', 200, { nullable: true }) failure!: string | null;
  @IdColumn('fed_account_id', computed("CASE WHEN state <> 'disconnected' THEN bank_account_id END"))
  fedAccountId!: string | null;
}
