import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  bankAccountsAnswer,
  contactsAnswer,
  invoicesAnswer,
  journalLinesAnswer,
  ledgerAccountsAnswer,
} from '../accounting/accounting.answers.js';
import { BankAccounts } from '../accounting/bank-accounts.service.js';
import { Contacts } from '../accounting/contacts.service.js';
import { Invoices } from '../accounting/invoices.service.js';
import { JournalService } from '../accounting/journal.service.js';
import { LedgerAccounts } from '../accounting/ledger-accounts.service.js';
import { Describe } from '../platform/api/describe.decorator.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { pathId } from '../platform/kernel/path-parameter.js';
import { pageSchema, type PageRequest } from '../platform/kernel/schemas.js';
import type { MembershipFacts } from '../policy/ability.js';
import { Acting, InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { SnapshotView } from './snapshot-view.service.js';

const LOOK = 'Without restoring it. Each visit is recorded.';
const PROBLEMS = ['SNAPSHOT_EXPIRED', 'AUDIT_UNAVAILABLE'] as const;

/** The lists of the open books, of a snapshot. */
@ApiTags('reset and restore')
@Controller('api/v1/businesses/:b/snapshots/:s')
export class SnapshotListsController {
  constructor(
    private readonly look: SnapshotView,
    private readonly contacts: Contacts,
    private readonly accounts: LedgerAccounts,
    private readonly journal: JournalService,
    private readonly invoices: Invoices,
    private readonly bankAccounts: BankAccounts,
  ) {}

  @Get('contacts')
  @Requires('look-at', 'Snapshot')
  @Describe({
    summary: 'List contacts of a snapshot',
    description: LOOK,
    answers: { 200: 'A page of them.' },
    body: contactsAnswer,
    problems: PROBLEMS,
  })
  async listContacts(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
    @Query({ schema: pageSchema }) page: PageRequest,
  ) {
    return this.contacts.listOfBook((await this.look.open(actor, membership, id)).id, page);
  }

  @Get('ledger-accounts')
  @Requires('look-at', 'Snapshot')
  @Describe({
    summary: 'List ledger accounts of a snapshot',
    description: LOOK,
    answers: { 200: 'A page of them.' },
    body: ledgerAccountsAnswer,
    problems: PROBLEMS,
  })
  async listAccounts(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
    @Query({ schema: pageSchema }) page: PageRequest,
  ) {
    return this.accounts.listOfBook((await this.look.open(actor, membership, id)).id, page);
  }

  @Get('invoices')
  @Requires('look-at', 'Snapshot')
  @Describe({
    summary: 'List invoices of a snapshot',
    description: LOOK,
    answers: { 200: 'A page of them.' },
    body: invoicesAnswer,
    problems: PROBLEMS,
  })
  async listInvoices(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
    @Query({ schema: pageSchema }) page: PageRequest,
  ) {
    return this.invoices.listOfBook((await this.look.open(actor, membership, id)).id, page);
  }

  @Get('bank-accounts')
  @Requires('look-at', 'Snapshot')
  @Describe({
    summary: 'List bank accounts of a snapshot',
    description: LOOK,
    answers: { 200: 'A page of them.' },
    body: bankAccountsAnswer,
    problems: PROBLEMS,
  })
  async listBankAccounts(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
    @Query({ schema: pageSchema }) page: PageRequest,
  ) {
    return this.bankAccounts.listOfBook((await this.look.open(actor, membership, id)).id, page);
  }

  @Get('journal-entries/:e/lines')
  @Requires('look-at', 'Snapshot')
  @Describe({
    summary: 'List the lines of a journal entry of a snapshot',
    description: LOOK,
    answers: { 200: 'A page of them.' },
    body: journalLinesAnswer,
    problems: PROBLEMS,
  })
  async listEntryLines(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
    @Param('e', pathId('entry')) entryId: string,
    @Query({ schema: pageSchema }) page: PageRequest,
  ) {
    return this.journal.linesOfEntryOfBook((await this.look.open(actor, membership, id)).id, entryId, page);
  }
}
