import { Column, ForeignKey, Index } from 'typeorm';
import {
  ExactColumn,
  IdColumn,
  PrimaryExactColumn,
  PrimaryIdColumn,
  TextColumn,
  TimeColumn,
  WordColumn,
} from '../../platform/database/columns.js';
import { Kept } from '../../platform/database/tables.js';
import type { Edition, Locale, MemberRole } from '../../platform/kernel/actor.js';
import type { BookId, BusinessId, UserId } from '../../platform/kernel/ids.js';
import type { Currency } from '../../platform/kernel/money.js';

@Kept('businesses')
@Index('businesses_name', ['name'])
@ForeignKey('Book', ['id', 'currentBookId'], ['businessId', 'id'], { name: 'businesses_current_book' })
@ForeignKey('User', ['originalOwnerId'], ['id'], { name: 'businesses_original_owner' })
export class Business {
  @PrimaryIdColumn() id!: BusinessId;
  @TextColumn('name', 200) name!: string;
  @WordColumn('edition', 20) edition!: Edition;
  @WordColumn('locale', 5) locale!: Locale;
  @WordColumn('currency', 3) currency!: Currency;
  /** An IANA name: in which times are told, and what has no date of its own is dated. */
  @ExactColumn('time_zone', 64, { default: 'America/Toronto' }) timeZone!: string;
  /** The person who signed up. Never changes; a trigger sees to it even by hand in SQL. */
  @IdColumn('original_owner_id') originalOwnerId!: UserId;
  /** Null only between the two statements of a sign-up. */
  @IdColumn('current_book_id', { nullable: true }) currentBookId!: BookId | null;
  @TimeColumn('created_at') createdAt!: Date;
  /** What documents say of their seller beside the name: as it is typed, of several lines perhaps. */
  @TextColumn('address', 500, { nullable: true }) address!: string | null;
  @TextColumn('contact_email', 254, { nullable: true }) contactEmail!: string | null;
  @TextColumn('phone', 50, { nullable: true }) phone!: string | null;
  @TextColumn('tax_numbers', 200, { nullable: true }) taxNumbers!: string | null;
  /** In France: nine digits. */
  @WordColumn('siren', 9, { nullable: true }) siren!: string | null;
}

@Kept('memberships')
@ForeignKey('Business', ['businessId'], ['id'], { name: 'memberships_business' })
@ForeignKey('User', ['userId'], ['id'], { name: 'memberships_user' })
export class Membership {
  @PrimaryIdColumn('business_id') businessId!: BusinessId;
  @PrimaryIdColumn('user_id') userId!: UserId;
  @WordColumn('role', 20) role!: MemberRole;
  @TimeColumn('created_at') createdAt!: Date;
}

/** The billing of the service itself. A reset never extends a trial. */
@Kept('subscriptions')
@ForeignKey('Business', ['businessId'], ['id'], { name: 'subscriptions_business' })
export class Subscription {
  @PrimaryIdColumn('business_id') businessId!: BusinessId;
  @WordColumn('plan', 20) plan!: string;
  @TimeColumn('trial_ends_at') trialEndsAt!: Date;
  @TimeColumn('created_at') createdAt!: Date;
}

@Kept('document_counters')
@ForeignKey('Business', ['businessId'], ['id'], { name: 'document_counters_business' })
export class DocumentCounter {
  @PrimaryIdColumn('business_id') businessId!: BusinessId;
  @PrimaryExactColumn('kind', 40) kind!: string;
  @Column({ type: 'bigint', unsigned: true, name: 'last_number' }) lastNumber!: number;
}
