import { Column, ForeignKey, Index, Unique } from 'typeorm';
import {
  ExactColumn,
  IdColumn,
  MoneyColumn,
  PrimaryIdColumn,
  TextColumn,
  TimeColumn,
  WordColumn,
} from '../../platform/database/columns.js';
import { Kept } from '../../platform/database/tables.js';
import type { BookId, BusinessId } from '../../platform/kernel/ids.js';
import type { Currency } from '../../platform/kernel/money.js';

/**
 * A *Pay now* link, with all that its page shows: it works whatever becomes of the books it was issued from. Never
 * changed, never deleted.
 */
@Kept('pay_links')
@Unique('pay_links_business', ['businessId', 'id'])
@Index('pay_links_invoice', ['businessId', 'invoiceId'])
@Unique('pay_links_token', ['token'])
@ForeignKey('Business', ['businessId'], ['id'], { name: 'pay_links_business' })
export class PayLink {
  @PrimaryIdColumn() id!: string;
  @IdColumn('business_id') businessId!: BusinessId;
  @Column({ type: 'binary', length: 32 }) token!: Buffer;
  /** Names an invoice of the book that was open when it was issued; not a reference. */
  @IdColumn('invoice_id') invoiceId!: string;
  @ExactColumn('invoice_number', 50) invoiceNumber!: string;
  @TextColumn('business_name', 200) businessName!: string;
  @TextColumn('customer_name', 200) customerName!: string;
  @MoneyColumn('amount') amount!: string;
  @WordColumn('currency', 3) currency!: Currency;
  @TimeColumn('issued_at') issuedAt!: Date;
}

/** That a link was taken back: nobody can pay through it any more. */
@Kept('pay_link_revocations')
@ForeignKey('PayLink', ['businessId', 'payLinkId'], ['businessId', 'id'], { name: 'pay_link_revocations_link' })
export class PayLinkRevocation {
  @PrimaryIdColumn('pay_link_id') payLinkId!: string;
  @IdColumn('business_id') businessId!: BusinessId;
  @TimeColumn('revoked_at') revokedAt!: Date;
}

/** Money that came in through a link, once per link. Whether it is recorded is said by the open book alone. */
@Kept('online_payments')
@Index('online_payments_business', ['businessId', 'lastRecordedIn', 'id'])
@Unique('online_payments_once', ['payLinkId'])
@Index('online_payments_recorded', ['lastRecordedIn', 'id'])
@Unique('online_payments_reference', ['reference'])
@ForeignKey('PayLink', ['businessId', 'payLinkId'], ['businessId', 'id'], { name: 'online_payments_link' })
export class OnlinePayment {
  @PrimaryIdColumn() id!: string;
  @IdColumn('business_id') businessId!: BusinessId;
  @IdColumn('pay_link_id') payLinkId!: string;
  /** `PAY-` and eight letters or digits: what a customer and the support team call it. */
  @WordColumn('reference', 12) reference!: string;
  @MoneyColumn('amount') amount!: string;
  @WordColumn('currency', 3) currency!: Currency;
  @TimeColumn('received_at') receivedAt!: Date;
  /** The book in which it was recorded last. Narrows the search for what waits, and decides nothing. */
  @IdColumn('last_recorded_in', { nullable: true }) lastRecordedIn!: BookId | null;
}
