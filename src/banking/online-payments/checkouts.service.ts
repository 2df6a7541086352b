import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog } from '../../log/events/audit-log.service.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import type { Computed, Count } from '../../platform/database/rows.js';
import { inTransaction, select, selectOne, write, type Tx } from '../../platform/database/transaction.js';
import type { Actor, Origin } from '../../platform/kernel/actor.js';
import { notFound } from '../../platform/kernel/app-error.js';
import { now } from '../../platform/kernel/clock.js';
import { bytesToId, idToBytes, isId, newId, type BusinessId } from '../../platform/kernel/ids.js';
import { parseCents } from '../../platform/kernel/money.js';
import type { checkouts, online_payments, provider_events } from '../tables.generated.js';
import { assertPayable, documentOf, findLink, findLinkById, type FoundLink } from './found-link.js';
import type { EventOutcome } from './online-payment.entity.js';
import { OnlinePayments, type PaidAnswer, type ReceiptWish } from './online-payments.service.js';
import {
  PaymentProvider,
  type Checkout,
  type MoneyIn,
  type ProviderCheckouts,
  type ProviderWord,
} from './payment-provider.js';
import { payUrl } from './pay-tokens.js';

/** What pressing *Pay now* leads to. */
export type PayAnswer =
  PaidAnswer | { readonly status: 'checkout'; readonly url: string } | { readonly status: 'pending' };

type Settled = PaidAnswer | { readonly status: 'pending' } | 'open';

interface LastCheckout extends Pick<checkouts, 'reference' | 'amount'> {
  /** How many there are with it. */
  readonly count: number;
  readonly found: Checkout;
}

type TakenBackWord = Extract<ProviderWord, { kind: 'taken-back' }>;

/**
 * Paying with whoever takes the money: at once in the sandbox, on a page of the provider's own otherwise. That money came in is heard
 * from the provider, by its own message or by asking when the customer comes back; either may come first, twice, or alone.
 */
@Injectable()
export class Checkouts {
  private readonly logger = new Logger('Checkouts');

  constructor(
    private readonly dataSource: DataSource,
    private readonly provider: PaymentProvider,
    private readonly payments: OnlinePayments,
    private readonly audit: AuditLog,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Whether it is the sandbox that says yes. */
  get isSandbox(): boolean {
    return this.provider.checkouts === undefined;
  }

  /** Where forms may lead beside our own pages: to the provider's. */
  get origin(): string | undefined {
    return this.provider.checkouts?.origin;
  }

  /**
   * Pays a link, or says where. Throws NOT_FOUND, LINK_REVOKED and INVALID_STATE as `OnlinePayments.pay`, PROVIDER_UNAVAILABLE. Two who
   * press at once are led to the same checkout, which can be paid once.
   */
  async pay(text: string, origin: Origin, wish: ReceiptWish): Promise<{ answer: PayAnswer; isNew: boolean }> {
    const { checkouts } = this.provider;
    if (!checkouts) return this.payments.pay(text, origin, wish);
    const link = await findLink(this.dataSource.manager, text);
    const last = await this.lastOf(checkouts, link);
    const before = await this.settleIn(link, last, origin);
    if (before !== 'open') return { answer: before, isNew: false };
    assertPayable(link);
    if (last?.found.state === 'open') {
      const { url } = last.found;
      if (parseCents(last.amount) === parseCents(link.due)) return { answer: { status: 'checkout', url }, isNew: true };
      // Another amount is due by now: what it asks for is not to be paid any more.
      await checkouts.end(last.reference);
    }
    return { answer: await this.begin(checkouts, link, last?.count ?? 0), isNew: true };
  }

  /**
   * Asks the provider what became of the latest checkout of a link, and takes its money in where it was paid. `open`: it can be paid.
   * Called when the customer comes back, as the provider's own message may come later.
   */
  async settle(text: string, origin: Origin): Promise<Settled> {
    const { checkouts } = this.provider;
    const link = await findLink(this.dataSource.manager, text);
    return this.settleIn(link, checkouts && (await this.lastOf(checkouts, link)), origin);
  }

  private async settleIn(link: FoundLink, last: LastCheckout | undefined, origin: Origin): Promise<Settled> {
    const { paid, currency } = link;
    if (paid) {
      const { reference, amount, at } = paid;
      return { status: 'paid', reference, amount, currency, receivedAt: at };
    }
    if (last?.found.state === 'pending') return { status: 'pending' };
    if (last?.found.state !== 'paid') return 'open';
    const { payment } = await this.takeIn(link, last.found.money, origin);
    return { status: 'paid', ...payment };
  }

  /** `before`: how many it had when it was looked at. Two who look at once ask for the same one. */
  private async begin(checkouts: ProviderCheckouts, link: FoundLink, before: number): Promise<PayAnswer> {
    const document = await documentOf(this.dataSource.manager, link);
    const page = payUrl(this.settings.publicUrl, link.token);
    const made = await checkouts.begin({
      linkId: link.id,
      key: `ardoise-${link.id}-${before}-${link.due}`,
      amount: link.due,
      currency: link.currency,
      invoiceNumber: link.invoiceNumber,
      business: link.business,
      locale: document?.customer.locale ?? link.locale,
      email: document?.customer.email ?? undefined,
      paidUrl: `${page}?checkout=back`,
      cancelledUrl: `${page}?checkout=cancelled`,
    });
    await inTransaction(this.dataSource, (tx) =>
      write(
        tx,
        `INSERT IGNORE INTO checkouts (id, business_id, pay_link_id, provider, reference, amount, begun_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        [
          idToBytes(newId()),
          idToBytes(link.businessId),
          idToBytes(link.id),
          this.provider.name,
          made.id,
          link.due,
          now(),
        ],
      ),
    );
    return made.state === 'open' ? { status: 'checkout', url: made.url } : { status: 'pending' };
  }

  /** As the provider tells it now; none of a link that is paid, of which nobody asks any more. */
  private async lastOf(checkouts: ProviderCheckouts, link: FoundLink): Promise<LastCheckout | undefined> {
    if (link.paid) return undefined;
    const rows = await select<Pick<checkouts, 'reference' | 'amount'>>(
      this.dataSource.manager,
      `SELECT reference, amount FROM checkouts WHERE business_id = ? AND pay_link_id = ? AND provider = ?
       ORDER BY id DESC`,
      [idToBytes(link.businessId), idToBytes(link.id), this.provider.name],
    );
    const [row] = rows;
    return row && { ...row, count: rows.length, found: await checkouts.find(row.reference) };
  }

  /**
   * What a provider says of its own accord; done when this returns, and said again by the provider if it throws. Throws NOT_FOUND where
   * no provider is switched on, MALFORMED_REQUEST for a signature that is not right.
   */
  async hear(body: Buffer, signature: string | undefined, origin: Origin): Promise<void> {
    const { checkouts } = this.provider;
    if (!checkouts) throw notFound('payment provider');
    const word = checkouts.read(body, signature);
    if (word.kind === 'paid') await this.hearPaid(word, word.money, origin);
    if (word.kind === 'taken-back') await this.hearTakenBack(word, origin);
  }

  private async hearPaid(word: ProviderWord, money: MoneyIn, origin: Origin): Promise<void> {
    const link = await this.linkOf(money);
    if (!link) {
      this.logger.error(`${money.amount} ${money.currency} came in by ${money.checkoutId}, which is of no link here.`);
      return this.keep(word, 'unmatched', money.checkoutId, money);
    }
    const { isNew } = await this.takeIn(link, money, origin);
    await this.keep(word, isNew ? 'taken-in' : 'repeated', money.checkoutId, money);
  }

  private async takeIn(link: FoundLink, money: MoneyIn, origin: Origin) {
    const { name: provider } = this.provider;
    const wish = { email: money.email ?? undefined };
    const taken = await this.payments.takeInOnce(link, { ...money, provider }, this.actor(origin), wish);
    if (taken.isNew && money.paymentId !== null) await this.tellWhatCameBefore(money.paymentId, origin);
    return taken;
  }

  /** That money went back may be heard before that it came in: it is told of the payment once there is one. */
  private tellWhatCameBefore(paymentId: string, origin: Origin): Promise<void> {
    return inTransaction(this.dataSource, async (tx) => {
      const heard = await select<Pick<provider_events, 'outcome'>>(
        tx,
        "SELECT outcome FROM provider_events WHERE outcome IN ('refund', 'dispute') AND reference = ? AND provider = ?",
        [paymentId, this.provider.name],
      );
      for (const { outcome } of heard) await this.tellTakenBack(tx, paymentId, outcome, origin);
    });
  }

  /** By the checkout that we began; or, where our note of it was lost, by what the provider was told then. */
  private async linkOf({ checkoutId, linkId }: MoneyIn): Promise<FoundLink | undefined> {
    const row = await selectOne<Pick<checkouts, 'pay_link_id'>>(
      this.dataSource.manager,
      'SELECT pay_link_id FROM checkouts WHERE provider = ? AND reference = ?',
      [this.provider.name, checkoutId],
    );
    const id = row ? bytesToId<string>(row.pay_link_id) : linkId;
    return id !== null && isId(id) ? findLinkById(this.dataSource.manager, id) : undefined;
  }

  /** The books are left as they are: what went back is entered by a person, who finds it said beside the payment. */
  private async hearTakenBack(word: TakenBackWord, origin: Origin): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      if (!(await this.keepIn(tx, word, word.what, word.paymentId, word))) return;
      if (word.paymentId !== null) await this.tellTakenBack(tx, word.paymentId, word.what, origin);
    });
  }

  private async tellTakenBack(tx: Tx, paymentId: string, kind: EventOutcome, origin: Origin): Promise<void> {
    const payment = await selectOne<Pick<online_payments, 'id' | 'business_id' | 'reference'>>(
      tx,
      'SELECT id, business_id, reference FROM online_payments WHERE provider = ? AND provider_payment = ?',
      [this.provider.name, paymentId],
    );
    if (!payment) return;
    await this.audit.append(tx, {
      type: 'payment.taken-back',
      subjectId: bytesToId<BusinessId>(payment.business_id),
      actor: this.actor(origin),
      outcome: 'success',
      details: { payment_id: bytesToId(payment.id), reference: payment.reference, kind },
    });
  }

  private keep(word: ProviderWord, outcome: EventOutcome, reference: string | null, money: SaidMoney): Promise<void> {
    return inTransaction(this.dataSource, async (tx) => void (await this.keepIn(tx, word, outcome, reference, money)));
  }

  /** Whether it was not heard before. */
  private async keepIn(
    tx: Tx,
    { eventId, type }: ProviderWord,
    outcome: EventOutcome,
    reference: string | null,
    { amount, currency }: SaidMoney,
  ): Promise<boolean> {
    const { affectedRows } = await write(
      tx,
      `INSERT IGNORE INTO provider_events (provider, event_id, type, outcome, reference, amount, currency, received_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      [this.provider.name, eventId, type, outcome, reference, amount, currency, now()],
    );
    return affectedRows === 1;
  }

  /** For the metrics: money that came in and is of no link here. Somebody must look for whom it is. */
  async countUnmatched(): Promise<number> {
    const [row] = await select<Computed<{ n: Count }>>(
      this.dataSource.manager,
      "SELECT COUNT(*) AS n FROM provider_events WHERE outcome = 'unmatched'",
    );
    return Number(row!.n);
  }

  private actor({ requestId }: Origin): Actor {
    return { type: 'system', id: this.provider.name, origin: { requestId } };
  }
}

interface SaidMoney {
  readonly amount: string;
  readonly currency: string;
}
