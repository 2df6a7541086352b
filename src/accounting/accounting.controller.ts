import { Body, Controller, Get, Param, Post, Query, Req, type StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { Standing } from '../access/ability.js';
import type { ActingRequest } from '../access/access.guard.js';
import { Acting, InStanding } from '../access/acting.decorator.js';
import { Requires } from '../access/requires.decorator.js';
import { Businesses } from '../businesses/businesses.service.js';
import type { UserActor } from '../kernel/actor.js';
import { AppError } from '../kernel/app-error.js';
import { pageSchema, type PageRequest } from '../kernel/schemas.js';
import {
  bankAccountSchema,
  contactSchema,
  invoiceSchema,
  journalEntrySchema,
  ledgerAccountSchema,
  type BankAccountRequest,
  type ContactRequest,
  type InvoiceRequest,
  type JournalEntryRequest,
  type LedgerAccountRequest,
} from './accounting.schemas.js';
import { BankAccounts } from './bank-accounts.service.js';
import { Contacts } from './contacts.service.js';
import { FecImport } from './fec-import.service.js';
import { Invoices } from './invoices.service.js';
import { JournalService } from './journal.service.js';
import { jsonFile } from './json-file.js';
import { LedgerAccounts } from './ledger-accounts.service.js';
import { Reports } from './reports.service.js';

const IMPORT_TYPES = ['text/plain', 'application/octet-stream'];

@ApiTags('accounting')
@Controller('api/v1/businesses/:b')
export class AccountingController {
  constructor(
    private readonly businesses: Businesses,
    private readonly reports: Reports,
    private readonly contacts: Contacts,
    private readonly accounts: LedgerAccounts,
    private readonly journal: JournalService,
    private readonly invoices: Invoices,
    private readonly bankAccounts: BankAccounts,
    private readonly fecImport: FecImport,
  ) {}

  @Get('counts')
  @Requires('read', 'Accounting')
  counts(@InStanding() standing: Standing) {
    return this.reports.counts(standing.businessId);
  }

  @Get('trial-balance')
  @Requires('read', 'Accounting')
  async trialBalance(@InStanding() { businessId }: Standing): Promise<StreamableFile> {
    const bookId = await this.businesses.currentBook(businessId);
    return jsonFile(await this.reports.trialBalanceJson(businessId, bookId));
  }

  @Post('imports')
  @Requires('import', 'Accounting')
  @ApiConsumes(...IMPORT_TYPES)
  @ApiBody({ schema: { type: 'string', format: 'binary' }, description: 'The bytes of a FEC file' })
  import(@Acting() actor: UserActor, @InStanding() standing: Standing, @Req() request: ActingRequest) {
    if (!request.is(IMPORT_TYPES)) {
      throw new AppError('UNSUPPORTED_MEDIA_TYPE', `Send the file's bytes as ${IMPORT_TYPES.join(' or ')}.`);
    }
    return this.fecImport.run(actor, standing, request);
  }

  @Get('contacts')
  @Requires('read', 'Accounting')
  listContacts(@InStanding() standing: Standing, @Query({ schema: pageSchema }) page: PageRequest) {
    return this.contacts.list(standing.businessId, page);
  }

  @Post('contacts')
  @Requires('write', 'Accounting')
  addContact(@InStanding() standing: Standing, @Body({ schema: contactSchema }) ask: ContactRequest) {
    return this.contacts.add(standing.businessId, ask);
  }

  @Get('ledger-accounts')
  @Requires('read', 'Accounting')
  listAccounts(@InStanding() standing: Standing, @Query({ schema: pageSchema }) page: PageRequest) {
    return this.accounts.list(standing.businessId, page);
  }

  @Post('ledger-accounts')
  @Requires('write', 'Accounting')
  addAccount(@InStanding() standing: Standing, @Body({ schema: ledgerAccountSchema }) ask: LedgerAccountRequest) {
    return this.accounts.add(standing.businessId, ask);
  }

  @Get('journal-entries')
  @Requires('read', 'Accounting')
  listEntries(@InStanding() standing: Standing, @Query({ schema: pageSchema }) page: PageRequest) {
    return this.journal.list(standing.businessId, page);
  }

  /** What a list of entries leaves out of a long one. */
  @Get('journal-entries/:e/lines')
  @Requires('read', 'Accounting')
  listEntryLines(
    @InStanding() standing: Standing,
    @Param('e') entryId: string,
    @Query({ schema: pageSchema }) page: PageRequest,
  ) {
    return this.journal.linesOfEntry(standing.businessId, entryId, page);
  }

  @Post('journal-entries')
  @Requires('write', 'Accounting')
  addEntry(@InStanding() standing: Standing, @Body({ schema: journalEntrySchema }) ask: JournalEntryRequest) {
    return this.journal.add(standing.businessId, ask);
  }

  @Get('invoices')
  @Requires('read', 'Accounting')
  listInvoices(@InStanding() standing: Standing, @Query({ schema: pageSchema }) page: PageRequest) {
    return this.invoices.list(standing.businessId, page);
  }

  @Post('invoices')
  @Requires('write', 'Accounting')
  addInvoice(@InStanding() standing: Standing, @Body({ schema: invoiceSchema }) ask: InvoiceRequest) {
    return this.invoices.add(standing.businessId, ask);
  }

  @Get('bank-accounts')
  @Requires('read', 'Accounting')
  listBankAccounts(@InStanding() standing: Standing, @Query({ schema: pageSchema }) page: PageRequest) {
    return this.bankAccounts.list(standing.businessId, page);
  }

  @Post('bank-accounts')
  @Requires('write', 'Accounting')
  addBankAccount(@InStanding() standing: Standing, @Body({ schema: bankAccountSchema }) ask: BankAccountRequest) {
    return this.bankAccounts.add(standing.businessId, ask);
  }
}
