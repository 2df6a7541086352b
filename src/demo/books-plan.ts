import type { ContactRequest, JournalEntryRequest, LedgerAccountRequest } from '../accounting/accounting.schemas.js';
import { formatCents, parseCents, timesDecimal, type Cents } from '../platform/kernel/money.js';

/** What becomes of an invoice: paid and recorded, open with a *Pay now* link, to be paid and then to wait, or just due. */
export type Fate = 'paid' | 'linked' | 'waits' | 'due';

export interface PlannedInvoice {
  /** The name of a planned contact. */
  readonly customer: string;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly lines: readonly { readonly description: string; readonly quantity: string; readonly unitPrice: string }[];
  /** The account of revenue that the bookkeeper credits. */
  readonly revenue: string;
  readonly fate: Fate;
  /** For one that is paid: the day on which the bank credited it. */
  readonly paidOn?: string;
}

/** The content of a book as its bookkeeper typed it in, in the order of the dates. Dates are calendar dates. */
export interface BooksPlan {
  readonly bankAccounts: readonly string[];
  readonly ledgerAccounts: readonly LedgerAccountRequest[];
  readonly contacts: readonly ContactRequest[];
  readonly invoices: readonly PlannedInvoice[];
  readonly entries: readonly JournalEntryRequest[];
}

const NOTHING = '0.00';
const TPS = '0.05';
const TVQ = '0.09975';
const DECIMALS = 5;

export const debit = (account: string, amount: Cents) => ({ account, debit: formatCents(amount), credit: NOTHING });
export const credit = (account: string, amount: Cents) => ({ account, debit: NOTHING, credit: formatCents(amount) });
export const cents = parseCents;

/** The two taxes of Québec on a net amount, each rounded by itself. */
export function taxesOn(net: Cents): { readonly tps: Cents; readonly tvq: Cents } {
  return { tps: timesDecimal(net, TPS, DECIMALS), tvq: timesDecimal(net, TVQ, DECIMALS) };
}

/** An expense with its taxes to be recovered, paid out of or owed on `from`. */
export function expense(date: string, label: string, account: string, net: Cents, from: string): JournalEntryRequest {
  const { tps, tvq } = taxesOn(net);
  const lines = [debit(account, net), debit('1150', tps), debit('1160', tvq), credit(from, net + tps + tvq)];
  return { date, journal: from === '2000' ? 'AC' : 'BQ', label, lines };
}

/** Money that goes from one account to another. */
export function transfer(
  date: string,
  label: string,
  to: string,
  from: string,
  amount: Cents,
  journal = 'BQ',
): JournalEntryRequest {
  return { date, journal, label, lines: [debit(to, amount), credit(from, amount)] };
}

/** Sales over the counter, with the taxes that they owe. */
export function counterSales(date: string, label: string, net: Cents): JournalEntryRequest {
  const { tps, tvq } = taxesOn(net);
  const lines = [debit('1010', net + tps + tvq), credit('4000', net), credit('2100', tps), credit('2110', tvq)];
  return { date, journal: 'VE', label, lines };
}

export const inOrder = (entries: readonly JournalEntryRequest[]): JournalEntryRequest[] =>
  entries.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
