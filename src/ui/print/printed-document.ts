import type { Locale } from '../../platform/kernel/actor.js';

/** A document of sales in words, as it goes to a customer: an invoice, a credit note, a receipt. Amounts are formatted already. */
export interface PrintedDocument {
  readonly locale: Locale;
  /** What it is, and which: "Facture", "F-000042". */
  readonly title: string;
  readonly number: string;
  readonly seller: PrintedParty;
  readonly customer: PrintedParty & { readonly label: string };
  readonly facts: readonly PrintedFact[];
  readonly heads: PrintedDocumentLine;
  readonly lines: readonly PrintedDocumentLine[];
  /** Below the lines, the last ones in bold. */
  readonly sums: readonly (PrintedFact & { readonly isTotal?: boolean })[];
  readonly notes: readonly string[];
  /** Where it is paid: as a text, and to be scanned. */
  readonly pay?: { readonly label: string; readonly hint: string; readonly url: string };
  /** At the foot of each page, beside its number. */
  readonly foot: string;
}

export interface PrintedParty {
  readonly name: string;
  /** Address, contact, numbers. */
  readonly lines: readonly string[];
}

export interface PrintedFact {
  readonly label: string;
  readonly value: string;
}

/** A row of its table, and the words above it. */
export interface PrintedDocumentLine {
  readonly description: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly tax: string;
  readonly net: string;
}
