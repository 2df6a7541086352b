import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { addBankAccount } from '../accounting/bank-accounts.service.js';
import { addContact } from '../accounting/contacts.service.js';
import { addInvoice } from '../accounting/invoices.service.js';
import { addEntry } from '../accounting/entry-writing.js';
import { addLedgerAccount } from '../accounting/ledger-accounts.service.js';
import { Payments } from '../accounting/payments.service.js';
import { Reports } from '../accounting/reports.service.js';
import { writeToBook, type BookWrite } from '../books/fence.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { OnlinePayments } from '../banking/online-payments/online-payments.service.js';
import { PaymentRecordings } from '../banking/online-payments/recordings.service.js';
import { PayLinks } from '../banking/online-payments/pay-links.service.js';
import { InvoiceStates, type InvoiceInState } from '../banking/online-payments/invoice-states.service.js';
import { inOrder, type BooksPlan } from './books-plan.js';
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
    private readonly recordings: PaymentRecordings,
    private readonly received: Payments,
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
      await addInvoices(into, plan, contacts);
      for (const entry of inOrder(plan.entries)) await addEntry(into, entry);
      await markDone(into.tx, part);
    });
  }

  /**
   * Gives the planned invoices of the open book their links, and receives the payments of those that are to be paid. One that
   * came in for the same invoice of an earlier round is recorded instead of paying once more: no payment is dropped.
   */
  async send(owning: Owning, plan: BooksPlan): Promise<void> {
    assertMay(owning, 'write', 'OnlinePayment');
    const { actor, membership } = owning;
    const earlier = await this.waiting(owning);
    for (const { invoice, planned } of await this.planned(owning, plan)) {
      const before = earlier.find(({ amount, proposedInvoice }) => amount === invoice.total && !proposedInvoice);
      if (planned.fate === 'due' || invoice.state === 'paid' || (planned.fate === 'waits' && before)) continue;
      if (planned.fate !== 'paid') await this.links.issue(actor, membership, invoice.id);
      else await this.receive(owning, invoice, planned.paidOn, before?.id);
    }
  }

  private async receive(
    { actor, membership }: Owning,
    { id, due }: InvoiceInState,
    paidOn?: string,
    earlierId?: string,
  ) {
    const date = paidOn === undefined ? {} : { date: paidOn };
    if (earlierId !== undefined) await this.recordings.record(actor, membership, earlierId, { invoiceId: id, ...date });
    else
      await this.received.receive(membership.businessId, id, {
        amount: due,
        ...(paidOn !== undefined && { paidOn }),
      });
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

async function addInvoices(into: BookWrite, plan: BooksPlan, contacts: ReadonlyMap<string, string>): Promise<void> {
  for (const { customer, issuedOn, dueOn, lines, revenue } of plan.invoices) {
    const taxed = lines.map((line) => ({ ...line, taxRate: TAXES, account: revenue }));
    await addInvoice(into, { contactId: contacts.get(customer)!, issuedOn, dueOn, lines: taxed });
  }
}
