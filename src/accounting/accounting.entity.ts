import { Column, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import {
  ExactColumn,
  IdColumn,
  MoneyColumn,
  PrimaryIdColumn,
  TextColumn,
  TimeColumn,
  WordColumn,
} from '../platform/database/columns.js';
import { DerivedFromBook, InBook } from '../platform/database/tables.js';
import type { Locale } from '../platform/kernel/actor.js';
import type { BankFeedId, BookId } from '../platform/kernel/ids.js';
import type { Currency } from '../platform/kernel/money.js';

/** What posts: an online payment against an invoice settles it, one recorded as other income settles nothing. */
export const SOURCE_KINDS = ['invoice', 'credit-note', 'payment', 'online-payment', 'other-income'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

export const CONTACT_KINDS = ['customer', 'supplier'] as const;
export type ContactKind = (typeof CONTACT_KINDS)[number];

@InBook('contacts')
@Index('contacts_name', ['bookId', 'name'])
@Index('contacts_number', ['bookId', 'kind', 'number'])
@ForeignKey('Book', ['bookId'], ['id'], { name: 'contacts_book' })
export class Contact {
  @PrimaryIdColumn('book_id') bookId!: BookId;
  @PrimaryIdColumn() id!: string;
  @WordColumn('kind', 20) kind!: ContactKind;
  @TextColumn('name', 200) name!: string;
  @TextColumn('email', 254, { nullable: true }) email!: string | null;
  @TextColumn('phone', 50, { nullable: true }) phone!: string | null;
  /** What its lines in the ledger call it, and files of entries: the auxiliary account. Given at the latest when something is posted. */
  @ExactColumn('number', 50, { nullable: true }) number!: string | null;
  @TextColumn('address', 500, { nullable: true }) address!: string | null;
  @WordColumn('locale', 2, { nullable: true }) locale!: Locale | null;
  @TimeColumn('created_at') createdAt!: Date;
}

@InBook('ledger_accounts')
@Unique('ledger_accounts_number', ['bookId', 'number'])
@ForeignKey('Book', ['bookId'], ['id'], { name: 'ledger_accounts_book' })
export class LedgerAccount {
  @PrimaryIdColumn('book_id') bookId!: BookId;
  @PrimaryIdColumn() id!: string;
  @ExactColumn('number', 20) number!: string;
  @TextColumn('name', 200) name!: string;
  @TimeColumn('created_at') createdAt!: Date;
}

@InBook('tax_rates')
@Unique('tax_rates_code', ['bookId', 'code'])
@ForeignKey('Book', ['bookId'], ['id'], { name: 'tax_rates_book' })
export class TaxRate {
  @PrimaryIdColumn('book_id') bookId!: BookId;
  @PrimaryIdColumn() id!: string;
  @ExactColumn('code', 20) code!: string;
  @TextColumn('name', 100) name!: string;
  /** "9.9750": a decimal string. */
  @Column({ type: 'decimal', precision: 7, scale: 4 }) percent!: string;
}

/** What a rate is made of, in its order, where that is not what the program knows of its code (known-tax-rates.ts). */
@InBook('tax_rate_parts')
@ForeignKey('LedgerAccount', ['bookId', 'accountId'], ['bookId', 'id'], { name: 'tax_rate_parts_account' })
@ForeignKey('Book', ['bookId'], ['id'], { name: 'tax_rate_parts_book' })
@ForeignKey('TaxRate', ['bookId', 'taxRateId'], ['bookId', 'id'], { name: 'tax_rate_parts_tax_rate' })
export class TaxRatePart {
  @PrimaryIdColumn('book_id') bookId!: BookId;
  @PrimaryIdColumn('tax_rate_id') taxRateId!: string;
  @PrimaryColumn({ type: 'int', unsigned: true, name: 'part_no' }) partNo!: number;
  @TextColumn('name', 100) name!: string;
  @Column({ type: 'decimal', precision: 7, scale: 4 }) percent!: string;
  /** Where what is collected is owed. */
  @IdColumn('account_id') accountId!: string;
}

@InBook('products')
@Index('products_name', ['bookId', 'name'])
@ForeignKey('LedgerAccount', ['bookId', 'accountId'], ['bookId', 'id'], { name: 'products_account' })
@ForeignKey('Book', ['bookId'], ['id'], { name: 'products_book' })
@ForeignKey('TaxRate', ['bookId', 'taxRateId'], ['bookId', 'id'], { name: 'products_tax_rate' })
export class Product {
  @PrimaryIdColumn('book_id') bookId!: BookId;
  @PrimaryIdColumn() id!: string;
  @TextColumn('name', 200) name!: string;
  @TextColumn('description', 500, { nullable: true }) description!: string | null;
  @MoneyColumn('unit_price') unitPrice!: string;
  /** Its revenue; null is the account of sales. */
  @IdColumn('account_id', { nullable: true }) accountId!: string | null;
  @IdColumn('tax_rate_id', { nullable: true }) taxRateId!: string | null;
  @TimeColumn('created_at') createdAt!: Date;
}

@InBook('journals')
@Unique('journals_code', ['bookId', 'code'])
@ForeignKey('Book', ['bookId'], ['id'], { name: 'journals_book' })
export class Journal {
  @PrimaryIdColumn('book_id') bookId!: BookId;
  @PrimaryIdColumn() id!: string;
  @ExactColumn('code', 20) code!: string;
  @TextColumn('name', 100) name!: string;
}

@InBook('journal_entries')
@Index('journal_entries_by_number', ['bookId', 'journalId', 'number'])
@Index('journal_entries_date', ['bookId', 'entryDate', 'id'])
@Unique('journal_entries_number', ['bookId', 'journalId', 'entryDate', 'number'])
@ForeignKey('Book', ['bookId'], ['id'], { name: 'journal_entries_book' })
@ForeignKey('Journal', ['bookId', 'journalId'], ['bookId', 'id'], { name: 'journal_entries_journal' })
export class JournalEntry {
  @PrimaryIdColumn('book_id') bookId!: BookId;
  @PrimaryIdColumn() id!: string;
  @IdColumn('journal_id') journalId!: string;
  @ExactColumn('number', 50) number!: string;
  @Column({ type: 'date', name: 'entry_date' }) entryDate!: string;
  @TextColumn('label', 500) label!: string;
  @TimeColumn('created_at') createdAt!: Date;
}

/** Which document posted an entry, and its reversal. An entry that is not here was posted by hand or imported. */
@InBook('entry_sources')
@Index('entry_sources_document', ['bookId', 'documentId'])
@ForeignKey('Book', ['bookId'], ['id'], { name: 'entry_sources_book' })
@ForeignKey('JournalEntry', ['bookId', 'entryId'], ['bookId', 'id'], { name: 'entry_sources_entry' })
export class EntrySource {
  @PrimaryIdColumn('book_id') bookId!: BookId;
  @PrimaryIdColumn('entry_id') entryId!: string;
  @WordColumn('kind', 20) kind!: SourceKind;
  /** Of one of several tables; a name, not a reference. */
  @IdColumn('document_id') documentId!: string;
}

/** That an entry was reversed, once, and by which. */
@InBook('entry_reversals')
@Unique('entry_reversals_reversal', ['bookId', 'reversalId'])
@ForeignKey('Book', ['bookId'], ['id'], { name: 'entry_reversals_book' })
@ForeignKey('JournalEntry', ['bookId', 'entryId'], ['bookId', 'id'], { name: 'entry_reversals_entry' })
@ForeignKey('JournalEntry', ['bookId', 'reversalId'], ['bookId', 'id'], { name: 'entry_reversals_reversal' })
export class EntryReversal {
  @PrimaryIdColumn('book_id') bookId!: BookId;
  @PrimaryIdColumn('entry_id') entryId!: string;
  @IdColumn('reversal_id') reversalId!: string;
}

@InBook('journal_lines')
@ForeignKey('LedgerAccount', ['bookId', 'accountId'], ['bookId', 'id'], { name: 'journal_lines_account' })
@ForeignKey('Book', ['bookId'], ['id'], { name: 'journal_lines_book' })
@ForeignKey('JournalEntry', ['bookId', 'entryId'], ['bookId', 'id'], { name: 'journal_lines_entry' })
export class JournalLine {
  @PrimaryIdColumn('book_id') bookId!: BookId;
  @PrimaryIdColumn('entry_id') entryId!: string;
  @PrimaryColumn({ type: 'int', unsigned: true, name: 'line_no' }) lineNo!: number;
  @IdColumn('account_id') accountId!: string;
  @MoneyColumn('debit') debit!: string;
  @MoneyColumn('credit') credit!: string;
  @TextColumn('label', 500) label!: string;
  @TextColumn('aux_number', 50, { nullable: true }) auxNumber!: string | null;
  @TextColumn('aux_name', 200, { nullable: true }) auxName!: string | null;
  @TextColumn('piece_ref', 100, { nullable: true }) pieceRef!: string | null;
  @Column({ type: 'date', name: 'piece_date', nullable: true }) pieceDate!: string | null;
  @TextColumn('lettering', 20, { nullable: true }) lettering!: string | null;
  @Column({ type: 'date', name: 'lettered_on', nullable: true }) letteredOn!: string | null;
  @Column({ type: 'date', name: 'validated_on', nullable: true }) validatedOn!: string | null;
  @MoneyColumn('foreign_amount', { nullable: true }) foreignAmount!: string | null;
  @WordColumn('foreign_currency', 3, { nullable: true }) foreignCurrency!: string | null;
}

@InBook('invoices')
@Index('invoices_due', ['bookId', 'dueOn', 'id'])
@Index('invoices_issued', ['bookId', 'issuedOn', 'id'])
@Unique('invoices_number', ['bookId', 'number'])
@ForeignKey('Book', ['bookId'], ['id'], { name: 'invoices_book' })
@ForeignKey('Contact', ['bookId', 'contactId'], ['bookId', 'id'], { name: 'invoices_contact' })
export class Invoice {
  @PrimaryIdColumn('book_id') bookId!: BookId;
  @PrimaryIdColumn() id!: string;
  @IdColumn('contact_id') contactId!: string;
  @ExactColumn('number', 50) number!: string;
  @Column({ type: 'date', name: 'issued_on' }) issuedOn!: string;
  @Column({ type: 'date', name: 'due_on' }) dueOn!: string;
  @MoneyColumn('net') net!: string;
  @MoneyColumn('tax') tax!: string;
  @MoneyColumn('total') total!: string;
  @TimeColumn('created_at') createdAt!: Date;
}

@InBook('invoice_lines')
@ForeignKey('LedgerAccount', ['bookId', 'accountId'], ['bookId', 'id'], { name: 'invoice_lines_account' })
@ForeignKey('Book', ['bookId'], ['id'], { name: 'invoice_lines_book' })
@ForeignKey('Invoice', ['bookId', 'invoiceId'], ['bookId', 'id'], { name: 'invoice_lines_invoice' })
@ForeignKey('Product', ['bookId', 'productId'], ['bookId', 'id'], { name: 'invoice_lines_product' })
@ForeignKey('TaxRate', ['bookId', 'taxRateId'], ['bookId', 'id'], { name: 'invoice_lines_tax_rate' })
export class InvoiceLine {
  @PrimaryIdColumn('book_id') bookId!: BookId;
  @PrimaryIdColumn('invoice_id') invoiceId!: string;
  @PrimaryColumn({ type: 'int', unsigned: true, name: 'line_no' }) lineNo!: number;
  @TextColumn('description', 500) description!: string;
  @Column({ type: 'decimal', precision: 12, scale: 3 }) quantity!: string;
  @MoneyColumn('unit_price') unitPrice!: string;
  @IdColumn('tax_rate_id', { nullable: true }) taxRateId!: string | null;
  @MoneyColumn('net') net!: string;
  @MoneyColumn('tax') tax!: string;
  @IdColumn('product_id', { nullable: true }) productId!: string | null;
  /** Of its revenue; null is the account of sales. */
  @IdColumn('account_id', { nullable: true }) accountId!: string | null;
}

/** Takes back all or a part of an invoice, or gives a customer credit for whatever comes. */
@InBook('credit_notes')
@Index('credit_notes_issued', ['bookId', 'issuedOn', 'id'])
@Unique('credit_notes_number', ['bookId', 'number'])
@ForeignKey('Book', ['bookId'], ['id'], { name: 'credit_notes_book' })
@ForeignKey('Contact', ['bookId', 'contactId'], ['bookId', 'id'], { name: 'credit_notes_contact' })
@ForeignKey('Invoice', ['bookId', 'invoiceId'], ['bookId', 'id'], { name: 'credit_notes_invoice' })
export class CreditNote {
  @PrimaryIdColumn('book_id') bookId!: BookId;
  @PrimaryIdColumn() id!: string;
  @IdColumn('contact_id') contactId!: string;
  @IdColumn('invoice_id', { nullable: true }) invoiceId!: string | null;
  @ExactColumn('number', 50) number!: string;
  @Column({ type: 'date', name: 'issued_on' }) issuedOn!: string;
  @MoneyColumn('net') net!: string;
  @MoneyColumn('tax') tax!: string;
  @MoneyColumn('total') total!: string;
  @TimeColumn('created_at') createdAt!: Date;
}

@InBook('credit_note_lines')
@ForeignKey('LedgerAccount', ['bookId', 'accountId'], ['bookId', 'id'], { name: 'credit_note_lines_account' })
@ForeignKey('Book', ['bookId'], ['id'], { name: 'credit_note_lines_book' })
@ForeignKey('CreditNote', ['bookId', 'creditNoteId'], ['bookId', 'id'], { name: 'credit_note_lines_credit_note' })
@ForeignKey('Product', ['bookId', 'productId'], ['bookId', 'id'], { name: 'credit_note_lines_product' })
@ForeignKey('TaxRate', ['bookId', 'taxRateId'], ['bookId', 'id'], { name: 'credit_note_lines_tax_rate' })
export class CreditNoteLine {
  @PrimaryIdColumn('book_id') bookId!: BookId;
  @PrimaryIdColumn('credit_note_id') creditNoteId!: string;
  @PrimaryColumn({ type: 'int', unsigned: true, name: 'line_no' }) lineNo!: number;
  @TextColumn('description', 500) description!: string;
  @Column({ type: 'decimal', precision: 12, scale: 3 }) quantity!: string;
  @MoneyColumn('unit_price') unitPrice!: string;
  @IdColumn('tax_rate_id', { nullable: true }) taxRateId!: string | null;
  @IdColumn('product_id', { nullable: true }) productId!: string | null;
  @IdColumn('account_id', { nullable: true }) accountId!: string | null;
  @MoneyColumn('net') net!: string;
  @MoneyColumn('tax') tax!: string;
}

/** How much of a credit note an invoice has used up. */
@InBook('credit_note_uses')
@ForeignKey('Book', ['bookId'], ['id'], { name: 'credit_note_uses_book' })
@ForeignKey('CreditNote', ['bookId', 'creditNoteId'], ['bookId', 'id'], { name: 'credit_note_uses_credit_note' })
@ForeignKey('Invoice', ['bookId', 'invoiceId'], ['bookId', 'id'], { name: 'credit_note_uses_invoice' })
export class CreditNoteUse {
  @PrimaryIdColumn('book_id') bookId!: BookId;
  @PrimaryIdColumn('credit_note_id') creditNoteId!: string;
  @PrimaryIdColumn('invoice_id') invoiceId!: string;
  @MoneyColumn('amount') amount!: string;
  @TimeColumn('created_at') createdAt!: Date;
}

/**
 * That a payment is dealt with in this book: in no other, and at most once. One that came in online keeps its id, received
 * by hand it has `paidOn`; one that was set aside has a reason and no entry.
 */
@InBook('recorded_payments')
@ForeignKey('Book', ['bookId'], ['id'], { name: 'recorded_payments_book' })
@ForeignKey('JournalEntry', ['bookId', 'entryId'], ['bookId', 'id'], { name: 'recorded_payments_entry' })
@ForeignKey('Invoice', ['bookId', 'invoiceId'], ['bookId', 'id'], { name: 'recorded_payments_invoice' })
export class RecordedPayment {
  @PrimaryIdColumn('book_id') bookId!: BookId;
  /** Of one that came in online, a kept row named without referring to it. */
  @PrimaryIdColumn('payment_id') paymentId!: string;
  /** Null when it was recorded as other income, or set aside. */
  @IdColumn('invoice_id', { nullable: true }) invoiceId!: string | null;
  @IdColumn('entry_id', { nullable: true }) entryId!: string | null;
  @MoneyColumn('amount') amount!: string;
  @TimeColumn('created_at') createdAt!: Date;
  @Column({ type: 'date', name: 'paid_on', nullable: true }) paidOn!: string | null;
  @TextColumn('reason', 500, { nullable: true }) reason!: string | null;
}

/** To whom a document was mailed, and when: of an invoice or of a credit note. */
@InBook('document_mails')
@ForeignKey('Book', ['bookId'], ['id'], { name: 'document_mails_book' })
@ForeignKey('CreditNote', ['bookId', 'creditNoteId'], ['bookId', 'id'], { name: 'document_mails_credit_note' })
@ForeignKey('Invoice', ['bookId', 'invoiceId'], ['bookId', 'id'], { name: 'document_mails_invoice' })
export class DocumentMail {
  @PrimaryIdColumn('book_id') bookId!: BookId;
  @PrimaryIdColumn() id!: string;
  @IdColumn('invoice_id', { nullable: true }) invoiceId!: string | null;
  @IdColumn('credit_note_id', { nullable: true }) creditNoteId!: string | null;
  @TextColumn('sent_to', 254) sentTo!: string;
  /** The language that it was written in. */
  @WordColumn('locale', 2) locale!: Locale;
  @TimeColumn('sent_at') sentAt!: Date;
}

@InBook('bank_accounts')
@ForeignKey('LedgerAccount', ['bookId', 'accountId'], ['bookId', 'id'], { name: 'bank_accounts_account' })
@ForeignKey('Book', ['bookId'], ['id'], { name: 'bank_accounts_book' })
export class BankAccount {
  @PrimaryIdColumn('book_id') bookId!: BookId;
  @PrimaryIdColumn() id!: string;
  @TextColumn('name', 200) name!: string;
  @WordColumn('currency', 3) currency!: Currency;
  @TimeColumn('created_at') createdAt!: Date;
  /** Its account in the ledger; null is that of the default chart. */
  @IdColumn('account_id', { nullable: true }) accountId!: string | null;
}

@InBook('bank_transactions')
@Unique('bank_transactions_external', ['bookId', 'bankAccountId', 'externalId'])
@ForeignKey('BankAccount', ['bookId', 'bankAccountId'], ['bookId', 'id'], { name: 'bank_transactions_account' })
@ForeignKey('Book', ['bookId'], ['id'], { name: 'bank_transactions_book' })
export class BankTransaction {
  @PrimaryIdColumn('book_id') bookId!: BookId;
  @PrimaryIdColumn() id!: string;
  @IdColumn('bank_account_id') bankAccountId!: string;
  /** The kept feed it came through; a name, not a reference. */
  @IdColumn('feed_id') feedId!: BankFeedId;
  @ExactColumn('external_id', 100) externalId!: string;
  @Column({ type: 'date', name: 'posted_on' }) postedOn!: string;
  @TextColumn('description', 200) description!: string;
  @MoneyColumn('amount') amount!: string;
  @TimeColumn('created_at') createdAt!: Date;
}

const SUM_DIGITS = 27;

/**
 * What is posted to an account in a month, in several rows that are added up: who posts adds to the row of their own connection, so
 * that two who post to the same account do not wait for each other (docs/decisions/0044).
 */
@DerivedFromBook('account_months')
@Index('account_months_month', ['bookId', 'month'])
@ForeignKey('LedgerAccount', ['bookId', 'accountId'], ['bookId', 'id'], { name: 'account_months_account' })
@ForeignKey('Book', ['bookId'], ['id'], { name: 'account_months_book' })
export class AccountMonth {
  @PrimaryIdColumn('book_id') bookId!: BookId;
  @PrimaryIdColumn('account_id') accountId!: string;
  /** Its first day. */
  @PrimaryColumn({ type: 'date' }) month!: string;
  @PrimaryColumn({ type: 'int', unsigned: true }) stripe!: number;
  /** Sums: wider than any one amount, which has 17 digits. */
  @MoneyColumn('debit', { precision: SUM_DIGITS }) debit!: string;
  @MoneyColumn('credit', { precision: SUM_DIGITS }) credit!: string;
}

/** What is open of an invoice, as long as something is. Paid too much is less than nothing. */
@DerivedFromBook('open_invoices')
@Index('open_invoices_due', ['bookId', 'dueOn'])
@ForeignKey('Book', ['bookId'], ['id'], { name: 'open_invoices_book' })
@ForeignKey('Invoice', ['bookId', 'invoiceId'], ['bookId', 'id'], { name: 'open_invoices_invoice' })
export class OpenInvoice {
  @PrimaryIdColumn('book_id') bookId!: BookId;
  @PrimaryIdColumn('invoice_id') invoiceId!: string;
  @Column({ type: 'date', name: 'due_on' }) dueOn!: string;
  @MoneyColumn('amount') amount!: string;
}
