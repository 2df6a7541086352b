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
import { InBook } from '../platform/database/tables.js';
import type { BankFeedId, BookId } from '../platform/kernel/ids.js';
import type { Currency } from '../platform/kernel/money.js';

export const CONTACT_KINDS = ['customer', 'supplier'] as const;
export type ContactKind = (typeof CONTACT_KINDS)[number];

@InBook('contacts')
@Index('contacts_name', ['bookId', 'name'])
@ForeignKey('Book', ['bookId'], ['id'], { name: 'contacts_book' })
export class Contact {
  @PrimaryIdColumn('book_id') bookId!: BookId;
  @PrimaryIdColumn() id!: string;
  @WordColumn('kind', 20) kind!: ContactKind;
  @TextColumn('name', 200) name!: string;
  @TextColumn('email', 254, { nullable: true }) email!: string | null;
  @TextColumn('phone', 50, { nullable: true }) phone!: string | null;
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
@ForeignKey('Book', ['bookId'], ['id'], { name: 'invoice_lines_book' })
@ForeignKey('Invoice', ['bookId', 'invoiceId'], ['bookId', 'id'], { name: 'invoice_lines_invoice' })
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
}

@InBook('bank_accounts')
@ForeignKey('Book', ['bookId'], ['id'], { name: 'bank_accounts_book' })
export class BankAccount {
  @PrimaryIdColumn('book_id') bookId!: BookId;
  @PrimaryIdColumn() id!: string;
  @TextColumn('name', 200) name!: string;
  @WordColumn('currency', 3) currency!: Currency;
  @TimeColumn('created_at') createdAt!: Date;
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
