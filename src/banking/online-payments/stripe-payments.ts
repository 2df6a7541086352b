import type Stripe from 'stripe';
import { AppError } from '../../platform/kernel/app-error.js';
import { SECOND_MS } from '../../platform/kernel/clock.js';
import { formatCents, parseCents } from '../../platform/kernel/money.js';
import {
  PaymentProvider,
  type Checkout,
  type CheckoutAsk,
  type MoneyIn,
  type ProviderCheckouts,
  type ProviderWord,
} from './payment-provider.js';

/** A customer waits for it. */
const TIMEOUT_MS = 15 * SECOND_MS;
const CHECKOUT_ORIGIN = 'https://checkout.stripe.com';
/** Stripe calls the language of Québec so. */
const LOCALES = { fr: 'fr-CA', en: 'en' } as const;

export interface StripeKeys {
  readonly secretKey: string;
  readonly webhookSecret: string;
  /** Where to reach it instead of Stripe's own address: a server that stands in for it. */
  readonly apiUrl: string | undefined;
}

/** Stripe, by its own package: Checkout takes the money, webhooks say so. Loaded only where it is switched on. */
export class StripePayments extends PaymentProvider {
  readonly name = 'stripe';

  private constructor(readonly checkouts: ProviderCheckouts) {
    super();
  }

  static async connect({ secretKey, webhookSecret, apiUrl }: StripeKeys): Promise<StripePayments> {
    const { default: Client } = await import('stripe');
    const at = apiUrl === undefined ? undefined : new URL(apiUrl);
    const client = new Client(secretKey, {
      timeout: TIMEOUT_MS,
      // Each ask has a key of its own, so that asking again asks for the same.
      maxNetworkRetries: 1,
      telemetry: false,
      ...(at && {
        host: at.hostname,
        port: at.port || (at.protocol === 'https:' ? 443 : 80),
        protocol: at.protocol === 'https:' ? ('https' as const) : ('http' as const),
      }),
    });
    return new StripePayments(new StripeCheckouts(client, webhookSecret, at?.origin ?? CHECKOUT_ORIGIN));
  }
}

class StripeCheckouts implements ProviderCheckouts {
  constructor(
    private readonly client: Stripe,
    private readonly webhookSecret: string,
    readonly origin: string,
  ) {}

  begin(ask: CheckoutAsk): Promise<Checkout> {
    const metadata = { pay_link_id: ask.linkId, invoice_number: ask.invoiceNumber };
    return this.asked(() =>
      this.client.checkout.sessions.create(
        {
          mode: 'payment',
          client_reference_id: ask.linkId,
          metadata,
          payment_intent_data: { metadata, description: `${ask.business}: ${ask.invoiceNumber}`.slice(0, 500) },
          line_items: [
            {
              quantity: 1,
              price_data: {
                currency: ask.currency.toLowerCase(),
                unit_amount: Number(parseCents(ask.amount)),
                product_data: { name: ask.invoiceNumber, description: ask.business },
              },
            },
          ],
          locale: LOCALES[ask.locale],
          ...(ask.email !== undefined && { customer_email: ask.email }),
          success_url: ask.paidUrl,
          cancel_url: ask.cancelledUrl,
        },
        { idempotencyKey: ask.key },
      ),
    );
  }

  find(id: string): Promise<Checkout> {
    return this.asked(() => this.client.checkout.sessions.retrieve(id));
  }

  async end(id: string): Promise<void> {
    try {
      await this.client.checkout.sessions.expire(id);
    } catch {
      // Paid or over by now: whoever asks next finds that.
    }
  }

  read(body: Buffer, signature: string | undefined): ProviderWord {
    let event: Stripe.Event;
    try {
      event = this.client.webhooks.constructEvent(body, signature ?? '', this.webhookSecret);
    } catch {
      throw new AppError('MALFORMED_REQUEST', 'The signature of this message is not right, or it is too old.');
    }
    return wordOf(event);
  }

  private async asked(ask: () => Promise<Stripe.Checkout.Session>): Promise<Checkout> {
    let session: Stripe.Checkout.Session;
    try {
      session = await ask();
    } catch (cause) {
      const said = new AppError('PROVIDER_UNAVAILABLE', 'The payment provider does not answer. Nothing was paid.');
      said.cause = cause;
      throw said;
    }
    const checkout = checkoutOf(session);
    // Whatever it says, the customer is led to Stripe's page and nowhere else.
    if (checkout.state === 'open' && new URL(checkout.url).origin !== this.origin) {
      throw new AppError('PROVIDER_UNAVAILABLE', `The payment provider's page is not at ${this.origin}.`);
    }
    return checkout;
  }
}

function checkoutOf(session: Stripe.Checkout.Session): Checkout {
  const { id, status, url } = session;
  if (isPaid(session)) return { id, state: 'paid', money: moneyOf(session) };
  if (status === 'complete') return { id, state: 'pending' };
  return status === 'open' && url ? { id, state: 'open', url } : { id, state: 'over' };
}

const isPaid = ({ payment_status }: Stripe.Checkout.Session) => payment_status === 'paid';

function moneyOf(session: Stripe.Checkout.Session): MoneyIn {
  return {
    checkoutId: session.id,
    paymentId: idOf(session.payment_intent),
    linkId: session.metadata?.pay_link_id ?? null,
    amount: decimalOf(session.amount_total ?? 0),
    currency: (session.currency ?? '').toUpperCase(),
    email: session.customer_details?.email ?? null,
  };
}

/** The events that say something of money; the others are answered and forgotten. */
function wordOf(event: Stripe.Event): ProviderWord {
  const { id: eventId, type } = event;
  switch (event.type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded': {
      const session = event.data.object;
      return isPaid(session)
        ? { eventId, type, kind: 'paid', money: moneyOf(session) }
        : // A bank that takes days: the second of these events says when it is in.
          { eventId, type, kind: 'other' };
    }
    case 'charge.refunded': {
      const { payment_intent, amount_refunded, currency } = event.data.object;
      return takenBack(eventId, type, 'refund', { payment_intent, amount: amount_refunded, currency });
    }
    case 'charge.dispute.created':
      return takenBack(eventId, type, 'dispute', event.data.object);
    default:
      return { eventId, type, kind: 'other' };
  }
}

function takenBack(
  eventId: string,
  type: string,
  what: 'refund' | 'dispute',
  { payment_intent, amount, currency }: Pick<Stripe.Dispute, 'payment_intent' | 'amount' | 'currency'>,
): ProviderWord {
  const paymentId = idOf(payment_intent);
  return {
    eventId,
    type,
    kind: 'taken-back',
    what,
    paymentId,
    amount: decimalOf(amount),
    currency: currency.toUpperCase(),
  };
}

const idOf = (reference: string | { readonly id: string } | null) =>
  typeof reference === 'string' ? reference : (reference?.id ?? null);

/** All currencies of the books have two decimals. */
const decimalOf = (cents: number) => formatCents(BigInt(cents));
