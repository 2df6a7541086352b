import type { SentInvoice } from '../accounting/sent-invoice.js';
import type { PayPage } from '../banking/online-payments/pay-links.service.js';
import type { Locale } from '../platform/kernel/actor.js';
import { now } from '../platform/kernel/clock.js';
import { formatCents, parseCents } from '../platform/kernel/money.js';
import { formatsFor } from '../ui/format.js';
import { documentPdf } from '../ui/print/document-pdf.js';
import { printedInvoice } from '../ui/print/printed-invoice.js';
import type { PrintedDocument } from '../ui/print/printed-document.js';
import { textsFor } from './texts.js';

/** The invoice as the customer was sent it, in the language of the page, with what is open of it now. */
export function invoiceOfLink({ link, seller }: PayPage, document: SentInvoice, locale: Locale, url: string) {
  const left = parseCents(document.open) - parseCents(link.paid?.amount ?? '0');
  const open = link.paid ? formatCents(left > 0n ? left : 0n) : link.due;
  const facts = { ...document, taxes: document.taxes[locale], open };
  const isPayable = !link.paid && !link.isRevoked;
  return documentPdf(
    printedInvoice(facts, { seller, customer: document.customer }, locale, isPayable ? url : undefined),
    now(),
  );
}

/** What a customer has paid, to whom and for what. The same payment always gives the same file. */
export function receiptOfLink(page: PayPage, locale: Locale): Promise<Buffer> {
  return documentPdf(printedReceipt(page, locale), new Date(page.link.paid!.at));
}

function printedReceipt({ link, seller, document }: PayPage, locale: Locale): PrintedDocument {
  const t = textsFor(locale);
  const f = formatsFor({ locale, timeZone: seller.timeZone });
  const { reference, amount, at } = link.paid!;
  const money = (of: string) => f.money({ amount: of, currency: link.currency });
  const open = document ?? { ...EMPTY, net: amount, total: amount, open: amount };
  const invoice = printedInvoice(
    { ...open, number: link.invoiceNumber, taxes: document?.taxes[locale] ?? [], open: open.total },
    { seller, customer: document?.customer ?? { name: link.customer } },
    locale,
  );
  const before = parseCents(open.total) - parseCents(amount);
  const title = `${t.pay.ofInvoice} ${link.invoiceNumber}`;
  return {
    ...invoice,
    title: t.pay.receipt,
    number: reference,
    customer: { ...invoice.customer, label: t.pay.paidBy },
    facts: [
      { label: t.pay.paidOn, value: f.dateTime(at) },
      { label: t.pay.ofInvoice, value: link.invoiceNumber },
      ...invoice.facts.slice(-1),
    ],
    lines: document
      ? invoice.lines
      : [{ description: title, quantity: '', unitPrice: '', tax: '', net: f.amount(amount) }],
    sums: [
      ...invoice.sums.map(({ label, value }) => ({ label, value })),
      ...(before > 0n ? [{ label: t.documents.settled, value: money(formatCents(-before)) }] : []),
      { label: t.pay.thisPayment, value: money(amount), isTotal: true },
    ],
    notes: [],
    foot: `${seller.name} – ${t.pay.receipt} ${reference}`,
  };
}

const EMPTY = { issuedOn: '1970-01-01', dueOn: '1970-01-01', lines: [] };
