// Written by `UPDATE_GOLDEN=1 npm test -- test/platform/schema` from the migrated database: see src/platform/database.

import type { BankAccount, Contact, DocumentMail, EntrySource, JournalLine } from './accounting.entity.js';

export interface account_months {
  book_id: Buffer;
  account_id: Buffer;
  month: string;
  stripe: number;
  debit: string;
  credit: string;
}

export interface bank_accounts {
  book_id: Buffer;
  id: Buffer;
  name: string;
  currency: BankAccount['currency'];
  created_at: Date;
  account_id: Buffer | null;
}

export interface bank_transactions {
  book_id: Buffer;
  id: Buffer;
  bank_account_id: Buffer;
  feed_id: Buffer;
  external_id: string;
  posted_on: string;
  description: string;
  amount: string;
  created_at: Date;
}

export interface contacts {
  book_id: Buffer;
  id: Buffer;
  kind: Contact['kind'];
  name: string;
  email: string | null;
  phone: string | null;
  created_at: Date;
  number: string | null;
  address: string | null;
  locale: Contact['locale'] | null;
}

export interface credit_note_lines {
  book_id: Buffer;
  credit_note_id: Buffer;
  line_no: number;
  description: string;
  quantity: string;
  unit_price: string;
  tax_rate_id: Buffer | null;
  product_id: Buffer | null;
  account_id: Buffer | null;
  net: string;
  tax: string;
}

export interface credit_note_uses {
  book_id: Buffer;
  credit_note_id: Buffer;
  invoice_id: Buffer;
  amount: string;
  created_at: Date;
}

export interface credit_notes {
  book_id: Buffer;
  id: Buffer;
  contact_id: Buffer;
  invoice_id: Buffer | null;
  number: string;
  issued_on: string;
  net: string;
  tax: string;
  total: string;
  created_at: Date;
}

export interface document_mails {
  book_id: Buffer;
  id: Buffer;
  invoice_id: Buffer | null;
  credit_note_id: Buffer | null;
  sent_to: string;
  locale: DocumentMail['locale'];
  sent_at: Date;
}

export interface entry_reversals {
  book_id: Buffer;
  entry_id: Buffer;
  reversal_id: Buffer;
}

export interface entry_sources {
  book_id: Buffer;
  entry_id: Buffer;
  kind: EntrySource['kind'];
  document_id: Buffer;
}

export interface invoice_lines {
  book_id: Buffer;
  invoice_id: Buffer;
  line_no: number;
  description: string;
  quantity: string;
  unit_price: string;
  tax_rate_id: Buffer | null;
  net: string;
  tax: string;
  product_id: Buffer | null;
  account_id: Buffer | null;
}

export interface invoices {
  book_id: Buffer;
  id: Buffer;
  contact_id: Buffer;
  number: string;
  issued_on: string;
  due_on: string;
  net: string;
  tax: string;
  total: string;
  created_at: Date;
}

export interface journal_entries {
  book_id: Buffer;
  id: Buffer;
  journal_id: Buffer;
  number: string;
  entry_date: string;
  label: string;
  created_at: Date;
}

export interface journal_lines {
  book_id: Buffer;
  entry_id: Buffer;
  line_no: number;
  account_id: Buffer;
  debit: string;
  credit: string;
  label: string;
  aux_number: string | null;
  aux_name: string | null;
  piece_ref: string | null;
  piece_date: string | null;
  lettering: string | null;
  lettered_on: string | null;
  validated_on: string | null;
  foreign_amount: string | null;
  foreign_currency: JournalLine['foreignCurrency'] | null;
}

export interface journals {
  book_id: Buffer;
  id: Buffer;
  code: string;
  name: string;
}

export interface ledger_accounts {
  book_id: Buffer;
  id: Buffer;
  number: string;
  name: string;
  created_at: Date;
}

export interface open_invoices {
  book_id: Buffer;
  invoice_id: Buffer;
  due_on: string;
  amount: string;
}

export interface products {
  book_id: Buffer;
  id: Buffer;
  name: string;
  description: string | null;
  unit_price: string;
  account_id: Buffer | null;
  tax_rate_id: Buffer | null;
  created_at: Date;
}

export interface recorded_payments {
  book_id: Buffer;
  payment_id: Buffer;
  invoice_id: Buffer | null;
  entry_id: Buffer | null;
  amount: string;
  created_at: Date;
  paid_on: string | null;
  reason: string | null;
}

export interface tax_rate_parts {
  book_id: Buffer;
  tax_rate_id: Buffer;
  part_no: number;
  name: string;
  percent: string;
  account_id: Buffer;
}

export interface tax_rates {
  book_id: Buffer;
  id: Buffer;
  code: string;
  name: string;
  percent: string;
}
