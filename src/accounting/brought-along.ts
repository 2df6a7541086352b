import { comesAlong, comesOnly, staysBehind } from '../books/bring-along/brought-tables.js';
import {
  BankAccount,
  BankTransaction,
  Contact,
  CreditNote,
  CreditNoteUse,
  DocumentMail,
  EntryReversal,
  EntrySource,
  Invoice,
  Journal,
  JournalEntry,
  JournalLine,
  LedgerAccount,
  Product,
  RecordedPayment,
  TaxRate,
} from './accounting.entity.js';
import { settledOf } from './invoice-sql.js';

/** What each table of this room is in a selective restore (SPEC §4.7). */
comesAlong(Contact, { kind: 'contacts', sameBy: ['name'] });
for (const entity of [Journal, LedgerAccount, TaxRate]) comesAlong(entity, { kind: 'chart' });
comesAlong(Product, { kind: 'products', sameBy: ['name'] });
// What is paid needs no taking up again. An invoice keeps its id, and with it its pay link; its entry stays where it was posted.
comesAlong(Invoice, { kind: 'unpaidInvoices' });
comesOnly('unpaidInvoices', (invoice) => `${invoice}.total > ${settledOf(`${invoice}.book_id`, `${invoice}.id`)}`);
comesAlong(BankAccount, { kind: 'bankAccounts', sameBy: ['name'] });
// Entries come as their sum, the opening balances; banks send their transactions again.
staysBehind(JournalEntry, JournalLine, EntrySource, EntryReversal, BankTransaction);
// That a document was mailed is a story of the books in which it was issued.
staysBehind(DocumentMail);
// What settled an invoice is in the balances.
staysBehind(RecordedPayment, CreditNote, CreditNoteUse);
