import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountingController } from './accounting.controller.js';
import { BankAccount, Contact, Invoice, LedgerAccount } from './accounting.entity.js';
import './brought-along.js';
import { BankAccounts } from './bank-accounts.service.js';
import { Contacts } from './contacts.service.js';
import { FecExport } from './fec-export.service.js';
import { FecImport } from './fec-import.service.js';
import { Invoices } from './invoices.service.js';
import { JournalService } from './journal.service.js';
import { LedgerAccounts } from './ledger-accounts.service.js';
import { LedgerReports } from './ledger-report.service.js';
import { FinancialReports } from './reports/financial-reports.service.js';
import { ReportRows } from './reports/report-rows.service.js';
import { Reports } from './reports.service.js';

const services = [
  Reports,
  LedgerReports,
  ReportRows,
  FinancialReports,
  Contacts,
  LedgerAccounts,
  JournalService,
  Invoices,
  BankAccounts,
  FecImport,
  FecExport,
];

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([BankAccount, Contact, Invoice, LedgerAccount])],
  controllers: [AccountingController],
  providers: services,
  exports: services,
})
export class AccountingModule {}
