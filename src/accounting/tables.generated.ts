// Written by `UPDATE_GOLDEN=1 npm test -- test/platform/schema` from the migrated database: see src/platform/database.

import type { BankAccount, Contact, JournalLine } from './accounting.entity.js';

export interface bank_accounts {
  book_id: Buffer;
  id: Buffer;
  name: string;
  currency: BankAccount['currency'];
  created_at: Date;
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

export interface tax_rates {
  book_id: Buffer;
  id: Buffer;
  code: string;
  name: string;
  percent: string;
}
