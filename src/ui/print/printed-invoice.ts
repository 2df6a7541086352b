import type { CreditNoteDetails } from '../../accounting/credit-notes.service.js';
import type { DocumentTax } from '../../accounting/document-taxes.js';
import type { InvoiceDetails } from '../../accounting/invoice-details.service.js';
import type { SentInvoice } from '../../accounting/sent-invoice.js';
import type { Seller } from '../../people/businesses/sellers.service.js';
import type { Locale } from '../../platform/kernel/actor.js';
import { formatCents, parseCents } from '../../platform/kernel/money.js';
import { formatsFor, type Formats } from '../format.js';
import { textsFor, type Texts } from '../texts/texts.js';
import type { PrintedDocument, PrintedDocumentLine, PrintedFact, PrintedParty } from './printed-document.js';

/** Whom a document is for. */
export interface PrintedCustomer {
  readonly name: string;
  readonly address?: string | null;
  readonly email?: string | null;
}

type PrintedInvoiceFacts = Pick<
  InvoiceDetails,
  'number' | 'issuedOn' | 'dueOn' | 'net' | 'total' | 'open' | 'taxes'
> & {
  readonly lines: SentInvoice['lines'];
};

type PrintedNoteFacts = Pick<
  CreditNoteDetails,
  'number' | 'issuedOn' | 'invoiceNumber' | 'net' | 'total' | 'lines' | 'taxes'
>;

export interface Parties {
  readonly seller: Seller;
  readonly customer: PrintedCustomer;
}

/** An invoice in words; `payUrl` is where the rest of it can be paid. */
export function printedInvoice(
  invoice: PrintedInvoiceFacts,
  { seller, customer }: Parties,
  locale: Locale,
  payUrl?: string,
): PrintedDocument {
  const { t, f, money } = wordsOf(locale, seller);
  const { documents } = t;
  const settled = parseCents(invoice.total) - parseCents(invoice.open);
  const isOpen = parseCents(invoice.open) > 0n;
  return {
    ...common(invoice, seller, locale),
    title: documents.invoice,
    customer: partyOf(customer, documents.billedTo),
    facts: [
      { label: documents.issuedOn, value: f.day(invoice.issuedOn) },
      { label: documents.dueOn, value: f.day(invoice.dueOn) },
      { label: documents.currency, value: `${seller.currency} – ${f.currency(seller.currency)}` },
    ],
    sums: [
      ...sumsOf(invoice, { t, f, money }),
      { label: documents.total, value: money(invoice.total), isTotal: settled === 0n },
      ...(settled === 0n
        ? []
        : [
            { label: documents.settled, value: money(formatCents(-settled)) },
            { label: documents.open, value: money(invoice.open), isTotal: true },
          ]),
    ],
    notes: isOpen || settled === 0n ? [] : [documents.paid],
    ...(isOpen && payUrl && { pay: { label: documents.pay, hint: documents.payHint, url: payUrl } }),
  };
}

export function printedCreditNote(
  note: PrintedNoteFacts,
  { seller, customer }: Parties,
  locale: Locale,
): PrintedDocument {
  const { t, f, money } = wordsOf(locale, seller);
  const { documents } = t;
  return {
    ...common(note, seller, locale),
    title: documents.creditNote,
    customer: partyOf(customer, documents.creditedTo),
    facts: [
      { label: documents.issuedOn, value: f.day(note.issuedOn) },
      ...(note.invoiceNumber === null ? [] : [{ label: documents.ofInvoice, value: note.invoiceNumber }]),
      { label: documents.currency, value: `${seller.currency} – ${f.currency(seller.currency)}` },
    ],
    sums: [...sumsOf(note, { t, f, money }), { label: documents.total, value: money(note.total), isTotal: true }],
    notes: [],
  };
}

interface Words {
  readonly t: Texts;
  readonly f: Formats;
  readonly money: (amount: string) => string;
}

function wordsOf(locale: Locale, { currency }: Seller): Words {
  const f = formatsFor({ locale });
  return { t: textsFor(locale), f, money: (amount) => f.money({ amount, currency }) };
}

function common(document: PrintedInvoiceFacts | PrintedNoteFacts, seller: Seller, locale: Locale) {
  const { t, f } = wordsOf(locale, seller);
  const { description, quantity, unitPrice, taxRate: tax, net } = t.documents;
  return {
    locale,
    number: document.number,
    seller: sellerOf(seller, t),
    heads: { description, quantity, unitPrice, tax, net },
    lines: document.lines.map((line): PrintedDocumentLine => ({
      description: line.description,
      quantity: f.decimal(line.quantity),
      unitPrice: f.amount(line.unitPrice),
      tax: line.taxRate ?? '–',
      net: f.amount(line.net),
    })),
    foot: [seller.name, `${document.number}`].join(' – '),
  };
}

const sumsOf = (
  { net, taxes }: { readonly net: string; readonly taxes: readonly DocumentTax[] },
  { t, f, money }: Words,
): PrintedFact[] => [
  { label: t.documents.netSum, value: money(net) },
  ...taxes.map(({ name, percent, amount }) => ({ label: `${name} ${f.percent(percent)}`, value: money(amount) })),
];

/** Whatever somebody has pasted there: what is more is no address. */
const ADDRESS_LINES_MAX = 8;
const linesOf = (text: string | null | undefined) =>
  (text ?? '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, ADDRESS_LINES_MAX);

function sellerOf({ name, address, email, phone, taxNumbers }: Seller, t: Texts): PrintedParty {
  const contact = [email, phone && t.documents.phone.replace('{phone}', () => phone)].filter(Boolean) as string[];
  return { name, lines: [...linesOf(address), ...contact, ...linesOf(taxNumbers)] };
}

const partyOf = ({ name, address, email }: PrintedCustomer, label: string) => ({
  label,
  name,
  lines: [...linesOf(address), ...(email ? [email] : [])],
});
