import { Body, Controller, Get, Param, Post, Query, Req, type StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { bookCountsAnswer } from '../books/books.answers.js';
import type { MembershipFacts } from '../policy/ability.js';
import type { ActingRequest } from '../policy/access.guard.js';
import { Acting, InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { Describe, DescribeRaw } from '../platform/api/describe.decorator.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { AppError } from '../platform/kernel/app-error.js';
import { pageSchema, type PageRequest } from '../platform/kernel/schemas.js';
import { pathId } from '../platform/kernel/path-parameter.js';
import {
  bankAccountAnswer,
  bankAccountsAnswer,
  contactAnswer,
  contactsAnswer,
  importAnswer,
  invoiceAnswer,
  invoicesAnswer,
  journalEntriesAnswer,
  journalEntryAnswer,
  journalLinesAnswer,
  ledgerAccountAnswer,
  ledgerAccountsAnswer,
  trialBalanceAnswer,
} from './accounting.answers.js';
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
const FEC_EXAMPLE = `JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate|EcritureLib|Debit|Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise
OD|Opérations diverses|1|20260131|5200|Loyer|||L-01|20260131|Loyer de janvier|950,00|0,00|||||
OD|Opérations diverses|1|20260131|1010|Compte bancaire|||L-01|20260131|Loyer de janvier|0,00|950,00|||||`;

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
  @Describe({
    summary: 'Count what is in the books',
    description: 'How many there are of each kind of accounting data in the present books, zeros included.',
    answers: { 200: 'The counts.' },
    body: bookCountsAnswer,
  })
  counts(@InMembership() membership: MembershipFacts) {
    return this.reports.counts(membership.businessId);
  }

  @Get('trial-balance')
  @Requires('read', 'Accounting')
  @DescribeRaw({
    summary: 'Read the trial balance',
    description: 'The sums of debits and credits of every account with movements in the present books.',
    answers: { 200: 'The trial balance.' },
    body: trialBalanceAnswer,
  })
  async trialBalance(@InMembership() { businessId }: MembershipFacts): Promise<StreamableFile> {
    const bookId = await this.businesses.currentBook(businessId);
    return jsonFile(await this.reports.trialBalanceJson(businessId, bookId));
  }

  @Post('imports')
  @Requires('import', 'Accounting')
  @ApiConsumes(...IMPORT_TYPES)
  @ApiBody({
    schema: { type: 'string', format: 'binary', example: FEC_EXAMPLE },
    description: 'The bytes of a FEC file',
    required: true,
  })
  @Describe({
    summary: 'Import a FEC file',
    description:
      'Adds all entries of a *fichier des écritures comptables*, or none. The body is the bytes of the file; its encoding ' +
      '(UTF-8, ISO-8859-15, Windows-1252), separator and form of amounts are found from the bytes. Accounts and journals ' +
      'that it names and the books do not have are added, and the auxiliary accounts of customers and suppliers as contacts. While it runs, resets and restores are refused with ' +
      '`WRITE_IN_PROGRESS`.',
    answers: { 201: 'Everything was added.' },
    body: importAnswer,
    problems: [
      'INVALID_FEC',
      'ALREADY_EXISTS',
      'TOO_LARGE',
      'UNSUPPORTED_MEDIA_TYPE',
      'STORAGE_FULL',
      'AUDIT_UNAVAILABLE',
    ],
  })
  import(@Acting() actor: UserActor, @InMembership() membership: MembershipFacts, @Req() request: ActingRequest) {
    if (!request.is(IMPORT_TYPES)) {
      throw new AppError('UNSUPPORTED_MEDIA_TYPE', `Send the file's bytes as ${IMPORT_TYPES.join(' or ')}.`);
    }
    return this.fecImport.run(actor, membership, request);
  }

  @Get('contacts')
  @Requires('read', 'Accounting')
  @Describe({
    summary: 'List contacts',
    description: 'Customers and suppliers in the present books, in the order in which they were added.',
    answers: { 200: 'A page of them.' },
    body: contactsAnswer,
  })
  listContacts(@InMembership() membership: MembershipFacts, @Query({ schema: pageSchema }) page: PageRequest) {
    return this.contacts.list(membership.businessId, page);
  }

  @Post('contacts')
  @Requires('write', 'Accounting')
  @Describe({
    summary: 'Add a contact',
    description:
      'Adds a customer or supplier to the present books. A number that another of its kind has is `ALREADY_EXISTS`.',
    answers: { 201: 'The contact, as it is stored.' },
    body: contactAnswer,
    problems: ['ALREADY_EXISTS'],
  })
  addContact(@InMembership() membership: MembershipFacts, @Body({ schema: contactSchema }) ask: ContactRequest) {
    return this.contacts.add(membership.businessId, ask);
  }

  @Get('ledger-accounts')
  @Requires('read', 'Accounting')
  @Describe({
    summary: 'List ledger accounts',
    description: 'The chart of accounts of the present books, in the order in which its accounts were added.',
    answers: { 200: 'A page of them.' },
    body: ledgerAccountsAnswer,
  })
  listAccounts(@InMembership() membership: MembershipFacts, @Query({ schema: pageSchema }) page: PageRequest) {
    return this.accounts.list(membership.businessId, page);
  }

  @Post('ledger-accounts')
  @Requires('write', 'Accounting')
  @Describe({
    summary: 'Add a ledger account',
    description: 'Adds an account to the chart of accounts. A number that is taken is `ALREADY_EXISTS`.',
    answers: { 201: 'The ledger account, as it is stored.' },
    body: ledgerAccountAnswer,
    problems: ['ALREADY_EXISTS'],
  })
  addAccount(
    @InMembership() membership: MembershipFacts,
    @Body({ schema: ledgerAccountSchema }) ask: LedgerAccountRequest,
  ) {
    return this.accounts.add(membership.businessId, ask);
  }

  @Get('journal-entries')
  @Requires('read', 'Accounting')
  @Describe({
    summary: 'List journal entries',
    description: 'Entries of the present books with their lines, latest first.',
    answers: { 200: 'A page of them.' },
    body: journalEntriesAnswer,
  })
  listEntries(@InMembership() membership: MembershipFacts, @Query({ schema: pageSchema }) page: PageRequest) {
    return this.journal.list(membership.businessId, page);
  }

  /** What a list of entries leaves out of a long one. */
  @Get('journal-entries/:e/lines')
  @Requires('read', 'Accounting')
  @Describe({
    summary: 'List the lines of a journal entry',
    description: 'All lines of one entry, of which a list of entries shows the first.',
    answers: { 200: 'A page of them.' },
    body: journalLinesAnswer,
  })
  listEntryLines(
    @InMembership() membership: MembershipFacts,
    @Param('e', pathId('entry')) entryId: string,
    @Query({ schema: pageSchema }) page: PageRequest,
  ) {
    return this.journal.linesOfEntry(membership.businessId, entryId, page);
  }

  @Post('journal-entries')
  @Requires('write', 'Accounting')
  @Describe({
    summary: 'Post a journal entry',
    description:
      'Posts an entry whose debits and credits are equal. A posted entry is never edited; it is reversed by another. Without a `number` the counter of its journal gives one; a number that is taken in that journal in that year is `ALREADY_EXISTS`.',
    answers: { 201: 'The journal entry, as it is stored.' },
    body: journalEntryAnswer,
    problems: ['UNBALANCED_ENTRY', 'ALREADY_EXISTS'],
  })
  addEntry(
    @InMembership() membership: MembershipFacts,
    @Body({ schema: journalEntrySchema }) ask: JournalEntryRequest,
  ) {
    return this.journal.add(membership.businessId, ask);
  }

  @Get('invoices')
  @Requires('read', 'Accounting')
  @Describe({
    summary: 'List invoices',
    description: 'Sales invoices in the present books, in the order in which they were issued.',
    answers: { 200: 'A page of them.' },
    body: invoicesAnswer,
  })
  listInvoices(@InMembership() membership: MembershipFacts, @Query({ schema: pageSchema }) page: PageRequest) {
    return this.invoices.list(membership.businessId, page);
  }

  @Post('invoices')
  @Requires('write', 'Accounting')
  @Describe({
    summary: 'Issue an invoice',
    description:
      'Issues an invoice under the next number of the business; numbers go on after a reset, so that no two customers hold the ' +
      'same. Net and tax of each line are rounded half away from zero to the cent. Its entry is posted at once: receivables ' +
      'against revenue and tax. A line may name a product, and leave out what that says.',
    answers: { 201: 'The invoice, as it is stored.' },
    body: invoiceAnswer,
  })
  addInvoice(@InMembership() membership: MembershipFacts, @Body({ schema: invoiceSchema }) ask: InvoiceRequest) {
    return this.invoices.add(membership.businessId, ask);
  }

  @Get('bank-accounts')
  @Requires('read', 'Accounting')
  @Describe({
    summary: 'List bank accounts',
    description: 'Bank accounts in the present books, in the order in which they were added.',
    answers: { 200: 'A page of them.' },
    body: bankAccountsAnswer,
  })
  listBankAccounts(@InMembership() membership: MembershipFacts, @Query({ schema: pageSchema }) page: PageRequest) {
    return this.bankAccounts.list(membership.businessId, page);
  }

  @Post('bank-accounts')
  @Requires('write', 'Accounting')
  @Describe({
    summary: 'Add a bank account',
    description: 'Adds a bank account, in the currency of the business unless another is named.',
    answers: { 201: 'The bank account, as it is stored.' },
    body: bankAccountAnswer,
  })
  addBankAccount(
    @InMembership() membership: MembershipFacts,
    @Body({ schema: bankAccountSchema }) ask: BankAccountRequest,
  ) {
    return this.bankAccounts.add(membership.businessId, ask);
  }
}
