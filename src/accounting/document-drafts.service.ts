import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { writeToBook, type BookWrite } from '../books/fence.js';
import type { Locale } from '../platform/kernel/actor.js';
import type { BusinessId } from '../platform/kernel/ids.js';
import { formatCents, parseCents } from '../platform/kernel/money.js';
import { dateIn } from '../platform/kernel/time-zone.js';
import type { DocumentLineRequest, PaymentRequest } from './accounting.schemas.js';
import { moneyAccount } from './bank-accounts.service.js';
import { taxesOfLines, type DocumentTax } from './document-taxes.js';
import { readLines } from './document-lines.js';
import type { JournalEntryView } from './entry-view.js';
import { accountsOf, linesInView, type LineToPost } from './entry-writing.js';
import { sumsOf } from './invoice-amounts.js';
import { lockInvoice } from './invoices.service.js';
import { linesOfCreditNote, linesOfInvoice, linesOfPayment, POSTED_IN, POSTED_TO } from './posting-rules.js';

/** An entry that would be posted; it has no number yet. */
export type DraftEntry = Pick<JournalEntryView, 'journal' | 'date' | 'label' | 'lines'>;

/** What a document would come to, and what it would post. */
export interface DocumentDraft {
  /** Of each line that was asked for, without tax. */
  readonly nets: readonly string[];
  readonly net: string;
  readonly total: string;
  readonly taxes: readonly DocumentTax[];
  readonly entry: DraftEntry;
}

interface DraftRequest {
  readonly kind: 'invoice' | 'credit-note';
  readonly issuedOn?: string | undefined;
  readonly customer: string;
  readonly lines: readonly DocumentLineRequest[];
}

/** Computes what a form would do, by the rules that will do it. Nothing is written. */
@Injectable()
export class DocumentDrafts {
  constructor(private readonly dataSource: DataSource) {}

  /** Throws VALIDATION as the document itself would; taxes are named in `locale`. */
  document(businessId: BusinessId, ask: DraftRequest, locale: Locale): Promise<DocumentDraft> {
    return writeToBook(this.dataSource, businessId, async (into) => {
      const lines = await readLines(into, ask.lines);
      const { net, total } = sumsOf(lines);
      // Who has no number yet is given none by looking.
      const customer = { number: '', name: ask.customer };
      const posted = lines.map((line) => line.posted);
      const toPost = ask.kind === 'invoice' ? linesOfInvoice(posted, customer) : linesOfCreditNote(posted, customer);
      const taxed = posted.map(({ rate, tax }) => ({ taxRate: rate?.code ?? null, tax: formatCents(tax) }));
      return {
        nets: lines.map((line) => formatCents(line.net)),
        net: formatCents(net),
        total: formatCents(total),
        taxes: await taxesOfLines(into.tx, into.book, taxed, locale),
        entry: await draftEntry(into, {
          journal: POSTED_IN.sales,
          date: ask.issuedOn ?? dateIn(into.timeZone),
          label: ask.customer,
          lines: toPost,
        }),
      };
    });
  }

  /** The entry of a payment that would be received. Throws NOT_FOUND, VALIDATION for an account that is not in the book. */
  payment(businessId: BusinessId, invoiceId: string, ask: PaymentRequest): Promise<DraftEntry> {
    return writeToBook(this.dataSource, businessId, async (into) => {
      const { number, customer } = await lockInvoice(into, invoiceId);
      const bank = await moneyAccount(into, ask);
      const who = { number: '', name: customer };
      return draftEntry(into, {
        journal: POSTED_IN.bank,
        date: ask.paidOn ?? dateIn(into.timeZone),
        label: `${number} ${customer}`,
        lines: linesOfPayment(parseCents(ask.amount), { bank, credit: POSTED_TO.receivables, customer: who }),
      });
    });
  }
}

async function draftEntry(
  into: BookWrite,
  { lines, ...head }: Pick<DraftEntry, 'journal' | 'date' | 'label'> & { readonly lines: readonly LineToPost[] },
): Promise<DraftEntry> {
  const accounts = await accountsOf(into, new Set(lines.map(({ account }) => account)));
  return { ...head, lines: linesInView(lines, head.label, (number) => accounts.get(number)!.name) };
}
