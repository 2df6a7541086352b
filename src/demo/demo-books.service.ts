import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { addBankAccount } from '../accounting/bank-accounts.service.js';
import { addContact } from '../accounting/contacts.service.js';
import { addInvoice } from '../accounting/invoices.service.js';
import { addEntry } from '../accounting/journal.service.js';
import { addLedgerAccount } from '../accounting/ledger-accounts.service.js';
import { Reports } from '../accounting/reports.service.js';
import { writeToBook, type BookWrite } from '../books/fence.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { OnlinePayments } from '../banking/online-payments/online-payments.service.js';
import { PayLinks } from '../banking/online-payments/pay-links.service.js';
import { InvoiceStates, type InvoiceInState } from '../banking/online-payments/invoice-states.service.js';
import { inOrder, revenueOf, type BooksPlan, type PlannedInvoice } from './books-plan.js';
import { assertMay, demoOrigin, type Owning } from './demo-hands.service.js';
import { markDone } from './demo-register.service.js';

const LISTED_MAX = 200;
const TAXES = 'TPS-TVQ';

/** Writes the demo's books as its bookkeepers would, through the functions behind the API. */
@Injectable()
export class DemoBooks {
  constructor(
    private readonly dataSource: DataSource,
    private readonly businesses: Businesses,
    private readonly reports: Reports,
    private readonly links: PayLinks,
    private readonly payments: OnlinePayments,
    private readonly states: InvoiceStates,
  ) {}

  /** Whether somebody has entered something since the day of sign-up, or since the last reset. */
  async holdAnything({ membership }: Owning): Promise<boolean> {
    const counts = await this.reports.counts(membership.businessId);
    return ['contacts', 'journalEntries', 'invoices', 'bankAccounts'].some((kind) => (counts[kind] ?? 0) > 0);
  }

  /** Types a whole plan in, in one transaction with the mark that it is done. */
  async fill(owning: Owning, plan: BooksPlan, part: string): Promise<void> {
    assertMay(owning, 'write', 'Accounting');
    const { businessId } = owning.membership;
    const currency = await this.businesses.currencyOf(businessId);
    await writeToBook(this.dataSource, businessId, async (into) => {
      for (const name of plan.bankAccounts) await addBankAccount(into, { name, currency });
      for (const account of plan.ledgerAccounts) await addLedgerAccount(into, account);
      const contacts = new Map<string, string>();
      for (const contact of plan.contacts) contacts.set(contact.name, (await addContact(into, contact)).id);
      const revenues = await addInvoices(into, plan, contacts);
      for (const entry of inOrder([...plan.entries, ...revenues])) await addEntry(into, entry);
      await markDone(into.tx, part);
    });
  }

  /**
   * Gives the planned invoices of the open book their links, and has those paid and recorded that are to be. A payment
   * that came in for the same invoice of an earlier round is recorded instead of paying once more: no payment is dropped.
   */
  async send(owning: Owning, plan: BooksPlan): Promise<void> {
    assertMay(owning, 'write', 'OnlinePayment');
    const { actor, membership } = owning;
    const earlier = await this.waiting(owning);
    for (const { invoice, planned } of await this.planned(owning, plan)) {
      const before = earlier.find(({ amount, proposedInvoice }) => amount === invoice.total && !proposedInvoice);
      if (planned.fate === 'due' || invoice.state === 'paid' || (planned.fate === 'waits' && before)) continue;
      if (planned.fate !== 'paid') await this.links.issue(actor, membership, invoice.id);
      else await this.payAndRecord(owning, invoice, planned, before?.id);
    }
  }

  private async payAndRecord(owning: Owning, invoice: InvoiceInState, planned: PlannedInvoice, earlierId?: string) {
    const { actor, membership } = owning;
    if (earlierId === undefined && invoice.state !== 'received') {
      const { url } = await this.links.issue(actor, membership, invoice.id);
      await this.pay(url);
    }
    const id = earlierId ?? (await this.waiting(owning)).find((p) => p.proposedInvoice?.id === invoice.id)!.id;
    await this.payments.record(actor, membership, id, { invoiceId: invoice.id, date: planned.paidOn });
  }

  /** The customer pays the invoice that is planned to wait, whatever book is open; once, as its link is open until then. */
  async payWhatWaits({ membership }: Owning, plan: BooksPlan): Promise<void> {
    const { customer } = plan.invoices.find(({ fate }) => fate === 'waits')!;
    const open = await this.links.latestOpen(membership.businessId, LISTED_MAX);
    const link = open.find((candidate) => candidate.customer === customer);
    if (link) await this.pay(link.url);
  }

  private async pay(url: string): Promise<void> {
    await this.payments.pay(url.slice(url.lastIndexOf('/') + 1), demoOrigin());
  }

  private async waiting({ membership }: Owning) {
    return (await this.payments.waiting(membership.businessId, { limit: LISTED_MAX })).items;
  }

  /** The invoices of the open book beside their plan: they were entered in its order. */
  private async planned({ membership }: Owning, plan: BooksPlan) {
    const { items } = await this.states.list(membership.businessId, { limit: LISTED_MAX });
    return items.toReversed().flatMap((invoice, i) => {
      const planned = plan.invoices[i];
      return planned?.customer === invoice.customer ? [{ invoice, planned }] : [];
    });
  }
}

/** Each invoice, and the entry of its revenue. */
async function addInvoices(into: BookWrite, plan: BooksPlan, contacts: ReadonlyMap<string, string>) {
  const revenues = [];
  for (const { customer, issuedOn, dueOn, lines, revenue } of plan.invoices) {
    const taxed = lines.map((line) => ({ ...line, taxRate: TAXES }));
    const invoice = await addInvoice(into, { contactId: contacts.get(customer)!, issuedOn, dueOn, lines: taxed });
    revenues.push(revenueOf(invoice, customer, revenue));
  }
  return revenues;
}
