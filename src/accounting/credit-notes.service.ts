import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, Repository } from 'typeorm';
import { writeToBook, type BookWrite } from '../books/fence.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { nextDocumentNumber } from '../people/businesses/document-counters.js';
import { select, selectOne, write } from '../platform/database/transaction.js';
import { AppError, invalid, notFound } from '../platform/kernel/app-error.js';
import { now } from '../platform/kernel/clock.js';
import { bytesToId, idToBytes, isId, newId, type BusinessId } from '../platform/kernel/ids.js';
import { formatCents, parseCents, type Cents } from '../platform/kernel/money.js';
import type { Page } from '../platform/kernel/page.js';
import type { PageRequest } from '../platform/kernel/schemas.js';
import { dateIn } from '../platform/kernel/time-zone.js';
import { CreditNote, CreditNoteLine } from './accounting.entity.js';
import type { CreditNoteRequest, CreditUseRequest, DocumentLineRequest } from './accounting.schemas.js';
import { pageOfBook } from './book-lists.js';
import { auxiliaryOf } from './contacts.service.js';
import { linesInBook, requestOf, type DocumentLineView } from './document-views.js';
import { readLines } from './document-lines.js';
import { postDocument } from './document-posting.js';
import { sumsOf } from './invoice-amounts.js';
import { lockInvoice, type LockedInvoice } from './invoices.service.js';
import { noteOpen } from './open-invoices.js';
import { linesOfCreditNote } from './posting-rules.js';
import type { Computed } from '../platform/database/rows.js';
import type { credit_note_uses, credit_notes, invoices } from './tables.generated.js';

/** Amounts are decimal strings in the business's currency, dates calendar dates. */
export interface CreditNoteView {
  readonly id: string;
  readonly number: string;
  readonly contactId: string;
  readonly invoiceId: string | null;
  readonly issuedOn: string;
  readonly net: string;
  readonly tax: string;
  readonly total: string;
}

export interface CreditNoteDetails extends CreditNoteView {
  /** What no invoice has used up. */
  readonly open: string;
  readonly lines: readonly DocumentLineView[];
  readonly uses: readonly { readonly invoiceId: string; readonly number: string; readonly amount: string }[];
}

const viewOf = ({ id, number, contactId, invoiceId, issuedOn, net, tax, total }: CreditNote): CreditNoteView => ({
  id,
  number,
  contactId,
  invoiceId,
  issuedOn,
  net,
  tax,
  total,
});

@Injectable()
export class CreditNotes {
  constructor(
    private readonly dataSource: DataSource,
    @InjectRepository(CreditNote) private readonly creditNotes: Repository<CreditNote>,
    private readonly businesses: Businesses,
  ) {}

  async list(businessId: BusinessId, page: PageRequest): Promise<Page<CreditNoteView>> {
    return pageOfBook(this.creditNotes, await this.businesses.currentBook(businessId), page, viewOf);
  }

  /** Throws NOT_FOUND. */
  async get(businessId: BusinessId, id: string): Promise<CreditNoteDetails> {
    const bookId = await this.businesses.currentBook(businessId);
    const note = isId(id) ? await this.creditNotes.findOneBy({ bookId, id }) : null;
    if (!note) throw notFound('credit note');
    const key = [idToBytes(bookId), idToBytes(id)];
    const uses = await select<Pick<credit_note_uses, 'invoice_id' | 'amount'> & Pick<invoices, 'number'>>(
      this.dataSource.manager,
      `SELECT u.invoice_id, i.number, u.amount FROM credit_note_uses u
       JOIN invoices i ON i.book_id = u.book_id AND i.id = u.invoice_id
       WHERE u.book_id = ? AND u.credit_note_id = ? ORDER BY u.created_at, u.invoice_id`,
      key,
    );
    const used = uses.reduce((sum, { amount }) => sum + parseCents(amount), 0n);
    return {
      ...viewOf(note),
      open: formatCents(parseCents(note.total) - used),
      lines: await linesInBook(this.dataSource.manager, 'credit_note', key),
      uses: uses.map(({ invoice_id, number, amount }) => ({ invoiceId: bytesToId(invoice_id), number, amount })),
    };
  }

  /**
   * Issues a credit note under the next number of the business, with its entry. One of an invoice is applied to what is open
   * of it. Throws VALIDATION for what is not in the book, and for one that comes to nothing.
   */
  add(businessId: BusinessId, ask: CreditNoteRequest): Promise<CreditNoteView> {
    return writeToBook(this.dataSource, businessId, (into) => addCreditNote(into, ask));
  }

  /**
   * Applies what is open of a credit note to an invoice of the same contact. Posts nothing: both stand in the same account.
   * Throws NOT_FOUND, VALIDATION for another's invoice, INVALID_STATE where that much is not open.
   */
  async apply(businessId: BusinessId, id: string, ask: CreditUseRequest): Promise<CreditNoteDetails> {
    await writeToBook(this.dataSource, businessId, async (into) => {
      const note = await lockCreditNote(into, id);
      const invoice = await lockInvoice(into, ask.invoiceId);
      if (invoice.contactId !== note.contactId) {
        throw invalid('invoiceId', 'The invoice is of another contact than the credit note.');
      }
      const most = min(note.open, invoice.open);
      const amount = ask.amount === undefined ? most : parseCents(ask.amount);
      if (amount <= 0n || amount > most) {
        throw new AppError(
          'INVALID_STATE',
          `Not more than ${formatCents(max(most, 0n))} can be applied, and not less than a cent.`,
        );
      }
      await use(into, id, invoice.id, amount);
    });
    return this.get(businessId, id);
  }
}

/** Issues a credit note as a part of something larger, and posts it. */
export async function addCreditNote(into: BookWrite, ask: CreditNoteRequest): Promise<CreditNoteView> {
  const invoice = ask.invoiceId === undefined ? undefined : await creditedInvoice(into, ask.invoiceId);
  const contactId = invoice?.contactId ?? ask.contactId!;
  const customer = await auxiliaryOf(into, contactId);
  const lines = await readLines(into, ask.lines ?? (await linesOf(into, invoice!)));
  const { net, tax, total } = sumsOf(lines);
  if (total <= 0n) throw invalid('lines', 'A credit note comes to more than nothing.');
  const note: CreditNote = {
    bookId: into.bookId,
    id: newId(),
    contactId,
    invoiceId: invoice?.id ?? null,
    number: `NC-${String(await nextDocumentNumber(into.tx, into.businessId, 'credit-note')).padStart(6, '0')}`,
    issuedOn: ask.issuedOn ?? dateIn(into.timeZone),
    net: formatCents(net),
    tax: formatCents(tax),
    total: formatCents(total),
    createdAt: now(),
  };
  await into.tx.insert(CreditNote, note);
  await into.tx.insert(
    CreditNoteLine,
    lines.map(({ row }) => ({ bookId: into.bookId, creditNoteId: note.id, ...row })),
  );
  const { id, number, issuedOn } = note;
  const posted = linesOfCreditNote(
    lines.map((line) => line.posted),
    customer,
  );
  await postDocument(into, { kind: 'credit-note', id, number, issuedOn, customer }, posted);
  if (invoice && invoice.open > 0n) await use(into, id, invoice.id, min(total, invoice.open));
  return viewOf(note);
}

async function creditedInvoice(into: BookWrite, invoiceId: string): Promise<LockedInvoice> {
  try {
    return await lockInvoice(into, invoiceId);
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') {
      throw invalid('invoiceId', 'There is no such invoice in the present books.');
    }
    throw error;
  }
}

/** The lines of an invoice as somebody would ask for them again. */
async function linesOf({ tx, book }: BookWrite, { id }: LockedInvoice): Promise<DocumentLineRequest[]> {
  return (await linesInBook(tx, 'invoice', [book, idToBytes(id)])).map(requestOf);
}

async function use(into: BookWrite, noteId: string, invoiceId: string, amount: Cents): Promise<void> {
  const { tx, book } = into;
  await write(
    tx,
    `INSERT INTO credit_note_uses (book_id, credit_note_id, invoice_id, amount, created_at) VALUES (?, ?, ?, ?, ?)
     ON DUPLICATE KEY UPDATE amount = amount + VALUES(amount)`,
    [book, idToBytes(noteId), idToBytes(invoiceId), formatCents(amount), now()],
  );
  await noteOpen(into, [idToBytes(invoiceId)]);
}

async function lockCreditNote({ tx, book }: BookWrite, id: string): Promise<{ contactId: string; open: Cents }> {
  if (!isId(id)) throw notFound('credit note');
  const key = [book, idToBytes(id)];
  const note = await selectOne<Pick<credit_notes, 'contact_id' | 'total'>>(
    tx,
    'SELECT contact_id, total FROM credit_notes WHERE book_id = ? AND id = ? FOR UPDATE',
    key,
  );
  if (!note) throw notFound('credit note');
  const used = await selectOne<Computed<{ amount: string }>>(
    tx,
    'SELECT COALESCE(SUM(amount), 0) AS amount FROM credit_note_uses WHERE book_id = ? AND credit_note_id = ?',
    key,
  );
  return { contactId: bytesToId(note.contact_id), open: parseCents(note.total) - parseCents(used!.amount) };
}

const min = (a: Cents, b: Cents): Cents => (a < b ? a : b);
const max = (a: Cents, b: Cents): Cents => (a > b ? a : b);
