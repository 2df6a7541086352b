import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, Repository } from 'typeorm';
import { SEALED_BOOKS } from '../books/book-sql.js';
import { writeToBook, type BookWrite } from '../books/fence.js';
import { businessHead } from '../people/businesses/business-head.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { nextDocumentNumber } from '../people/businesses/document-counters.js';
import { select, selectOne, write } from '../platform/database/transaction.js';
import type { Locale } from '../platform/kernel/actor.js';
import { AppError, invalid, notFound } from '../platform/kernel/app-error.js';
import { now } from '../platform/kernel/clock.js';
import { bytesToId, idToBytes, isId, newId, type BookId, type BusinessId } from '../platform/kernel/ids.js';
import { formatCents, parseCents, type Cents } from '../platform/kernel/money.js';
import type { Page } from '../platform/kernel/page.js';
import type { PageRequest } from '../platform/kernel/schemas.js';
import { dateIn } from '../platform/kernel/time-zone.js';
import { CreditNote, CreditNoteLine } from './accounting.entity.js';
import type { CreditNoteRequest, CreditUseRequest, DocumentLineRequest } from './accounting.schemas.js';
import { BoundWrites, type Decided, type Decision } from './bound-writes.service.js';
import { pageOfBook } from './book-lists.js';
import { auxiliaryOf } from './contacts.service.js';
import { taxesOfLines, type DocumentTax } from './document-taxes.js';
import { entryOfDocument, linesInBook, requestOf, type DocumentLineView } from './document-views.js';
import { readLines } from './document-lines.js';
import { postDocument } from './document-posting.js';
import { sumsOf } from './invoice-amounts.js';
import { lockInvoice, type LockedInvoice } from './invoices.service.js';
import { noteOpen } from './open-invoices.js';
import { linesOfCreditNote } from './posting-rules.js';
import type { Computed } from '../platform/database/rows.js';
import type { contacts, credit_note_uses, credit_notes, invoices } from './tables.generated.js';

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
  readonly customer: string;
  /** Its entry; null of one that was issued before credit notes posted. */
  readonly entryId: string | null;
  /** Of the invoice that it takes back. */
  readonly invoiceNumber: string | null;
  readonly lines: readonly DocumentLineView[];
  readonly taxes: readonly DocumentTax[];
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
    private readonly bound: BoundWrites,
  ) {}

  async list(businessId: BusinessId, page: PageRequest): Promise<Page<CreditNoteView>> {
    return pageOfBook(this.creditNotes, await this.businesses.currentBook(businessId), page, viewOf);
  }

  /** Throws NOT_FOUND. */
  async get(businessId: BusinessId, id: string): Promise<CreditNoteDetails> {
    const { locale } = await businessHead(this.dataSource.manager, businessId);
    return this.getOfBook(await this.businesses.currentBook(businessId), id, locale);
  }

  /** The same of any books; its taxes are named in `locale`. */
  async getOfBook(bookId: BookId, id: string, locale: Locale): Promise<CreditNoteDetails> {
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
    const lines = await linesInBook(this.dataSource.manager, 'credit_note', key);
    return {
      ...viewOf(note),
      ...(await this.namesOf(key, note)),
      entryId: (await entryOfDocument(this.dataSource.manager, 'credit-note', key)) ?? null,
      open: formatCents(parseCents(note.total) - used),
      lines,
      taxes: await taxesOfLines(this.dataSource.manager, key[0]!, lines, locale),
      uses: uses.map(({ invoice_id, number, amount }) => ({ invoiceId: bytesToId(invoice_id), number, amount })),
    };
  }

  private async namesOf([book]: readonly Buffer[], { contactId, invoiceId }: CreditNote) {
    const { manager } = this.dataSource;
    const sql = 'SELECT name FROM contacts WHERE book_id = ? AND id = ?';
    const contact = await selectOne<Pick<contacts, 'name'>>(manager, sql, [book, idToBytes(contactId)]);
    const ofInvoice = 'SELECT number FROM invoices WHERE book_id = ? AND id = ?';
    const invoice = invoiceId
      ? await selectOne<Pick<invoices, 'number'>>(manager, ofInvoice, [book, idToBytes(invoiceId)])
      : undefined;
    return { customer: contact!.name, invoiceNumber: invoice?.number ?? null };
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
    await writeToBook(this.dataSource, businessId, (into) => applyNote(into, id, ask));
    return this.get(businessId, id);
  }

  /** Whether it lies in books of the business that are not the open ones, by a reset or a restore since. */
  async isInOtherBooks(businessId: BusinessId, id: string): Promise<boolean> {
    if (!isId(id)) return false;
    const sql = `SELECT 1 FROM ${SEALED_BOOKS} o JOIN credit_notes n ON n.book_id = o.id AND n.id = ? WHERE o.business_id = ? LIMIT 1`;
    return (await selectOne(this.dataSource.manager, sql, [idToBytes(id), idToBytes(businessId)])) !== undefined;
  }

  /** Issues one as a page decides it. Throws BOOK_CHANGED too. */
  issue(decision: Decision, ask: CreditNoteRequest): Promise<Decided<{ id: string }>> {
    return this.bound.once(decision, async (into) => ({ id: (await addCreditNote(into, ask)).id }));
  }

  /** Applies one as a page decides it. Throws BOOK_CHANGED too. */
  applyOnce(decision: Decision, id: string, ask: CreditUseRequest): Promise<Decided<null>> {
    return this.bound.once(decision, async (into) => {
      await applyNote(into, id, ask);
      return null;
    });
  }
}

async function applyNote(into: BookWrite, id: string, ask: CreditUseRequest): Promise<void> {
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
