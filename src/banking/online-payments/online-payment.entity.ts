import { Column, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import {
  ExactColumn,
  IdColumn,
  MoneyColumn,
  PrimaryExactColumn,
  PrimaryIdColumn,
  TextColumn,
  TimeColumn,
  WordColumn,
} from '../../platform/database/columns.js';
import { Kept } from '../../platform/database/tables.js';
import type { BookId, BusinessId } from '../../platform/kernel/ids.js';
import type { Currency } from '../../platform/kernel/money.js';
import type { ProviderName } from './payment-provider.js';

/** What came of what a provider said: money taken in, taken in before, of no link of ours; or that it went back. */
export type EventOutcome = 'taken-in' | 'repeated' | 'unmatched' | 'refund' | 'dispute';

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
  /** JSON of the invoice as it was sent (`SentInvoice`); null of links from before they kept it. */
  @Column({ type: 'mediumtext', nullable: true }) document!: string | null;
}

/** That a link was taken back: nobody can pay through it any more. */
@Kept('pay_link_revocations')
@ForeignKey('PayLink', ['businessId', 'payLinkId'], ['businessId', 'id'], { name: 'pay_link_revocations_link' })
export class PayLinkRevocation {
  @PrimaryIdColumn('pay_link_id') payLinkId!: string;
  @IdColumn('business_id') businessId!: BusinessId;
  @TimeColumn('revoked_at') revokedAt!: Date;
}

/**
 * Money that came in through a link: once in the sandbox, once for each checkout with a provider (a customer who manages to pay twice has
 * paid twice). Whether it is recorded is said by the open book alone. */
@Kept('online_payments')
@Index('online_payments_business', ['businessId', 'lastRecordedIn', 'id'])
@Unique('online_payments_once', ['payLinkId', 'providerCheckout'])
@Index('online_payments_provider', ['providerPayment'])
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
  @WordColumn('provider', 20, { default: 'sandbox' }) provider!: ProviderName;
  /** What the provider calls the checkout; empty in the sandbox, which has none. */
  @ExactColumn('provider_checkout', 200, { default: '' }) providerCheckout!: string;
  /** What the provider's refunds and disputes call the payment. */
  @ExactColumn('provider_payment', 200, { nullable: true }) providerPayment!: string | null;
}

/** That a customer was led to a provider's page to pay a link. Never changed: how it ended, the provider knows. */
@Kept('checkouts')
@Index('checkouts_link', ['businessId', 'payLinkId', 'id'])
@Unique('checkouts_reference', ['provider', 'reference'])
@ForeignKey('PayLink', ['businessId', 'payLinkId'], ['businessId', 'id'], { name: 'checkouts_link' })
export class StartedCheckout {
  @PrimaryIdColumn() id!: string;
  @IdColumn('business_id') businessId!: BusinessId;
  @IdColumn('pay_link_id') payLinkId!: string;
  @WordColumn('provider', 20) provider!: ProviderName;
  /** What the provider calls it. */
  @ExactColumn('reference', 200) reference!: string;
  @MoneyColumn('amount') amount!: string;
  @TimeColumn('begun_at') begunAt!: Date;
}

/** What a provider said of money, once for each of its messages, and what came of it. Never changed, never deleted. */
@Kept('provider_events')
@Index('provider_events_reference', ['outcome', 'reference'])
export class ProviderEvent {
  @PrimaryColumn({ type: 'varchar', length: 20, charset: 'ascii', collation: 'ascii_bin' }) provider!: ProviderName;
  @PrimaryExactColumn('event_id', 200) eventId!: string;
  @ExactColumn('type', 100) type!: string;
  @WordColumn('outcome', 20) outcome!: EventOutcome;
  /** What the provider calls the checkout, or, of what was taken back, the payment. */
  @ExactColumn('reference', 200, { nullable: true }) reference!: string | null;
  @MoneyColumn('amount') amount!: string;
  @WordColumn('currency', 3) currency!: string;
  @TimeColumn('received_at') receivedAt!: Date;
}
