import type { Locale } from '../../platform/kernel/actor.js';

export const PROVIDERS = ['sandbox', 'stripe'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/** What is paid on a provider's own page. */
export interface CheckoutAsk {
  readonly linkId: string;
  /** The same key twice is the same checkout. */
  readonly key: string;
  readonly amount: string;
  readonly currency: string;
  readonly invoiceNumber: string;
  readonly business: string;
  readonly locale: Locale;
  readonly email: string | undefined;
  /** Where the customer comes back to, paid and not. */
  readonly paidUrl: string;
  readonly cancelledUrl: string;
}

/** Money that a provider says has come in. Its `checkoutId` is what makes it once. */
export interface MoneyIn {
  readonly checkoutId: string;
  /** What refunds and disputes call it. */
  readonly paymentId: string | null;
  /** The link that the checkout was begun for, as the provider was told it then; null of one that is not ours. */
  readonly linkId: string | null;
  readonly amount: string;
  /** In capitals. A provider may know more currencies than we do. */
  readonly currency: string;
  /** Where the customer wants the receipt. */
  readonly email: string | null;
}

/** A payment on a provider's page: to be paid, on its way (a bank that takes days), paid, or over. */
export type Checkout =
  | { readonly id: string; readonly state: 'open'; readonly url: string }
  | { readonly id: string; readonly state: 'pending' | 'over' }
  | { readonly id: string; readonly state: 'paid'; readonly money: MoneyIn };

/** What a provider tells of its own accord. It may say so twice, late, and in another order than it happened. */
export type ProviderWord = { readonly eventId: string; readonly type: string } & (
  | { readonly kind: 'paid'; readonly money: MoneyIn }
  | {
      readonly kind: 'taken-back';
      readonly what: 'refund' | 'dispute';
      readonly paymentId: string | null;
      readonly amount: string;
      readonly currency: string;
    }
  | { readonly kind: 'other' }
);

/** A page of the provider's own, to which the customer goes and from which they come back. Never called in a transaction. */
export interface ProviderCheckouts {
  /** The origin of that page: forms may lead there, and to no other site. */
  readonly origin: string;
  /** Throws PROVIDER_UNAVAILABLE, as all of these do. */
  begin(ask: CheckoutAsk): Promise<Checkout>;
  find(id: string): Promise<Checkout>;
  /** It can be paid no more; nothing where it was paid meanwhile. */
  end(id: string): Promise<void>;
  /** What a message says, once its signature was checked: MALFORMED_REQUEST where that is not right. */
  read(body: Buffer, signature: string | undefined): ProviderWord;
}

/** Who takes the money: the sandbox unless keys of another one are set. */
export abstract class PaymentProvider {
  abstract readonly name: ProviderName;
  /** Absent where pressing the button is paying. */
  abstract readonly checkouts: ProviderCheckouts | undefined;
}

/** Always says yes, at once, and takes no money. */
export class SandboxPayments extends PaymentProvider {
  readonly name = 'sandbox';
  readonly checkouts = undefined;
}
