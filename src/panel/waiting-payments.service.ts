import { Injectable } from '@nestjs/common';
import type { BusinessId } from '../platform/kernel/ids.js';
import { OnlinePayments } from '../banking/online-payments/online-payments.service.js';
import type { PaymentRow, WaitingPaymentsView } from './payment-views.js';

const PER_PAGE = 50;

/** Payments that wait to be recorded. Neither invoice nor customer: those are the business's own. */
@Injectable()
export class WaitingPayments {
  constructor(private readonly payments: OnlinePayments) {}

  async everywhere(after?: string): Promise<WaitingPaymentsView> {
    const { items, next } = await this.payments.waitingEverywhere({ limit: PER_PAGE, after });
    const payments = items.map(({ id, reference, receivedAt, businessId, business }) => ({
      id,
      reference,
      receivedAt,
      businessId,
      business,
    }));
    return { payments, next };
  }

  async ofBusiness(id: BusinessId, after?: string): Promise<{ payments: PaymentRow[]; next: string | null }> {
    const { items, next } = await this.payments.waiting(id, { limit: PER_PAGE, after });
    const payments = items.map((payment) => ({
      id: payment.id,
      reference: payment.reference,
      amount: payment.amount,
      currency: payment.currency,
      receivedAt: payment.receivedAt,
    }));
    return { payments, next };
  }
}
