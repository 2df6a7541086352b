import { comesAlong, staysBehind } from '../books/bring-along/brought-tables.js';
import {
  BankAccount,
  BankTransaction,
  Contact,
  Invoice,
  Journal,
  JournalEntry,
  JournalLine,
  LedgerAccount,
  TaxRate,
} from './accounting.entity.js';

/** What each table of this room is in a selective restore (SPEC §4.7); unpaid invoices are told where payments are known. */
comesAlong(Contact, { kind: 'contacts', sameBy: ['name'] });
for (const entity of [Journal, LedgerAccount, TaxRate]) comesAlong(entity, { kind: 'chart' });
comesAlong(Invoice, { kind: 'unpaidInvoices' });
comesAlong(BankAccount, { kind: 'bankAccounts', sameBy: ['name'] });
// Entries come as their sum, the opening balances; banks send their transactions again.
staysBehind(JournalEntry, JournalLine, BankTransaction);
