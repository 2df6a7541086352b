import { Column, PrimaryColumn } from 'typeorm';
import { IdColumn, PrimaryIdColumn, TextColumn, TimeColumn } from '../../platform/database/columns.js';
import { Kept } from '../../platform/database/tables.js';
import type { Edition, Locale, MemberRole } from '../../platform/kernel/actor.js';
import type { BookId, BusinessId, UserId } from '../../platform/kernel/ids.js';
import type { Currency } from '../../platform/kernel/money.js';

@Kept('businesses')
export class Business {
  @PrimaryIdColumn() id!: BusinessId;
  @TextColumn('name', 200) name!: string;
  @TextColumn('edition', 20) edition!: Edition;
  @TextColumn('locale', 5) locale!: Locale;
  @TextColumn('currency', 3) currency!: Currency;
  /** An IANA name: in which times are told, and what has no date of its own is dated. */
  @TextColumn('time_zone', 64) timeZone!: string;
  /** The person who signed up. Never changes; a trigger sees to it even by hand in SQL. */
  @IdColumn('original_owner_id') originalOwnerId!: UserId;
  /** Null only between the two statements of a sign-up. */
  @IdColumn('current_book_id', { nullable: true }) currentBookId!: BookId | null;
  @TimeColumn('created_at') createdAt!: Date;
}

@Kept('memberships')
export class Membership {
  @PrimaryIdColumn('business_id') businessId!: BusinessId;
  @PrimaryIdColumn('user_id') userId!: UserId;
  @TextColumn('role', 20) role!: MemberRole;
  @TimeColumn('created_at') createdAt!: Date;
}

/** The billing of the service itself. A reset never extends a trial. */
@Kept('subscriptions')
export class Subscription {
  @PrimaryIdColumn('business_id') businessId!: BusinessId;
  @TextColumn('plan', 20) plan!: string;
  @TimeColumn('trial_ends_at') trialEndsAt!: Date;
  @TimeColumn('created_at') createdAt!: Date;
}

@Kept('document_counters')
export class DocumentCounter {
  @PrimaryIdColumn('business_id') businessId!: BusinessId;
  @PrimaryColumn({ type: 'varchar', length: 40 }) kind!: string;
  @Column({ type: 'bigint', unsigned: true, name: 'last_number' }) lastNumber!: number;
}
