import type { InvoiceDetails } from '../accounting/invoice-details.service.js';
import { DAY_MS } from '../platform/kernel/clock.js';
import { parseCents } from '../platform/kernel/money.js';

/** Where an invoice stands: nothing of it is settled, a part, all by payments, or all by credit notes alone. */
export type SettledState = 'open' | 'part' | 'paid' | 'credited';

export function stateOf({ total, open, payments }: Pick<InvoiceDetails, 'total' | 'open' | 'payments'>): SettledState {
  if (parseCents(open) <= 0n) return payments.length === 0 && parseCents(total) > 0n ? 'credited' : 'paid';
  return parseCents(open) === parseCents(total) ? 'open' : 'part';
}

/** By how many days it is late; none where nothing is due, or not yet. Both are calendar dates. */
export function daysLate({ open, dueOn }: Pick<InvoiceDetails, 'open' | 'dueOn'>, today: string): number {
  if (parseCents(open) <= 0n || dueOn >= today) return 0;
  return Math.round((Date.parse(today) - Date.parse(dueOn)) / DAY_MS);
}
