/** Online payments as staff see them: of the payment, which is kept; nothing of the books. Times are ISO 8601 UTC. */
export interface PaymentRow {
  readonly id: string;
  readonly reference: string;
  /** A decimal string. */
  readonly amount: string;
  readonly currency: string;
  readonly receivedAt: string;
}

/** One of all that wait: whose, and since when. How much is told on the business's own page, where a look is recorded. */
export interface WaitingPaymentRow {
  readonly id: string;
  readonly reference: string;
  readonly receivedAt: string;
  readonly businessId: string;
  readonly business: string;
}

export interface WaitingPaymentsView {
  readonly payments: readonly WaitingPaymentRow[];
  readonly next: string | null;
}
