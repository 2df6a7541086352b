import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountingController } from './accounting.controller.js';
import { BankAccount, Contact, CreditNote, Invoice, LedgerAccount, Product, TaxRate } from './accounting.entity.js';
import './brought-along.js';
import { BusinessFiguresReader } from './business-figures.service.js';
import { DerivedBooks } from './derived-books.service.js';
import { BankAccounts } from './bank-accounts.service.js';
import { BoundWrites } from './bound-writes.service.js';
import { CatalogueController } from './catalogue.controller.js';
import { DocumentsOfContact } from './contact-documents.service.js';
import { Contacts } from './contacts.service.js';
import { CreditNotes } from './credit-notes.service.js';
import { DocumentChoices } from './document-choices.service.js';
import { DocumentDrafts } from './document-drafts.service.js';
import { DocumentMails } from './document-mails.service.js';
import { DocumentsController } from './documents.controller.js';
import { FecExport } from './fec-export.service.js';
import { FecImport } from './fec-import.service.js';
import { InvoicesInDetail } from './invoice-details.service.js';
import { Invoices } from './invoices.service.js';
import { JournalService } from './journal.service.js';
import { LedgerAccounts } from './ledger-accounts.service.js';
import { BookLists } from './lists/book-lists.service.js';
import { FinancialReports } from './reports/financial-reports.service.js';
import { Payments } from './payments.service.js';
import { Products } from './products.service.js';
import { Receivables } from './receivables.service.js';
import { Reports } from './reports.service.js';
import { TaxRates } from './tax-rates.service.js';

const services = [
  BookLists,
  Reports,
  FinancialReports,
  BoundWrites,
  Contacts,
  DocumentsOfContact,
  DocumentChoices,
  DocumentDrafts,
  DocumentMails,
  LedgerAccounts,
  JournalService,
  Invoices,
  InvoicesInDetail,
  CreditNotes,
  Payments,
  Products,
  Receivables,
  TaxRates,
  BankAccounts,
  BusinessFiguresReader,
  DerivedBooks,
  FecImport,
  FecExport,
];

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([BankAccount, Contact, CreditNote, Invoice, LedgerAccount, Product, TaxRate])],
  controllers: [AccountingController, CatalogueController, DocumentsController],
  providers: services,
  exports: services,
})
export class AccountingModule {}
