// Written by `UPDATE_GOLDEN=1 npm test -- test/platform/schema` from the migrated database: see src/platform/database.

import type { BankFeed } from './bank-feeds/bank-feed.entity.js';
import type {
  OnlinePayment,
  PayLink,
  ProviderEvent,
  StartedCheckout,
} from './online-payments/online-payment.entity.js';

export interface bank_feeds {
  id: Buffer;
  business_id: Buffer;
  bank_account_id: Buffer;
  bank_account_name: string;
  institution: BankFeed['institution'];
  state: BankFeed['state'];
  state_since: Date;
  created_at: Date;
  connected_at: Date | null;
  fetched_count: number;
  fetch_after: Date | null;
  failure: string | null;
  fed_account_id: Buffer | null;
}

export interface checkouts {
  id: Buffer;
  business_id: Buffer;
  pay_link_id: Buffer;
  provider: StartedCheckout['provider'];
  reference: string;
  amount: string;
  begun_at: Date;
}

export interface online_payments {
  id: Buffer;
  business_id: Buffer;
  pay_link_id: Buffer;
  reference: OnlinePayment['reference'];
  amount: string;
  currency: OnlinePayment['currency'];
  received_at: Date;
  last_recorded_in: Buffer | null;
  provider: OnlinePayment['provider'];
  provider_checkout: string;
  provider_payment: string | null;
}

export interface pay_link_revocations {
  pay_link_id: Buffer;
  business_id: Buffer;
  revoked_at: Date;
}

export interface pay_links {
  id: Buffer;
  business_id: Buffer;
  token: Buffer;
  invoice_id: Buffer;
  invoice_number: string;
  business_name: string;
  customer_name: string;
  amount: string;
  currency: PayLink['currency'];
  issued_at: Date;
  document: string | null;
}

export interface provider_events {
  provider: ProviderEvent['provider'];
  event_id: string;
  type: string;
  outcome: ProviderEvent['outcome'];
  reference: string | null;
  amount: string;
  currency: ProviderEvent['currency'];
  received_at: Date;
}
