import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Describe } from '../platform/api/describe.decorator.js';
import { pathId } from '../platform/kernel/path-parameter.js';
import { pageSchema, type PageRequest } from '../platform/kernel/schemas.js';
import type { MembershipFacts } from '../policy/ability.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { journalEntryAnswer } from './accounting.answers.js';
import {
  creditNoteSchema,
  creditUseSchema,
  paymentSchema,
  reversalSchema,
  type CreditNoteRequest,
  type CreditUseRequest,
  type PaymentRequest,
  type ReversalRequest,
} from './accounting.schemas.js';
import { businessFiguresAnswer } from './business-figures.answers.js';
import { BusinessFiguresReader } from './business-figures.service.js';
import { CreditNotes } from './credit-notes.service.js';
import {
  creditNoteAnswer,
  creditNoteDetailsAnswer,
  creditNotesAnswer,
  invoiceDetailsAnswer,
  paymentAnswer,
  paymentsAnswer,
  undoneAnswer,
} from './documents.answers.js';
import { InvoicesInDetail } from './invoice-details.service.js';
import { JournalService } from './journal.service.js';
import { Payments } from './payments.service.js';
import { receivablesAnswer } from './receivables.answers.js';
import { Receivables } from './receivables.service.js';

/** What becomes of documents and entries once they are there. */
@ApiTags('accounting')
@Controller('api/v1/businesses/:b')
export class DocumentsController {
  constructor(
    private readonly invoices: InvoicesInDetail,
    private readonly payments: Payments,
    private readonly creditNotes: CreditNotes,
    private readonly journal: JournalService,
    private readonly receivables: Receivables,
    private readonly figures: BusinessFiguresReader,
  ) {}

  @Get('invoices/:i')
  @Requires('read', 'Accounting')
  @Describe({
    summary: 'Read an invoice',
    description: 'An invoice of the present books with its lines, what settles it and what is open.',
    answers: { 200: 'The invoice.' },
    body: invoiceDetailsAnswer,
  })
  invoice(@InMembership() { businessId }: MembershipFacts, @Param('i', pathId('invoice')) id: string) {
    return this.invoices.get(businessId, id);
  }

  @Get('invoices/:i/payments')
  @Requires('read', 'Accounting')
  @Describe({
    summary: 'List the payments of an invoice',
    description: 'What the present books have recorded of it, by hand and online.',
    answers: { 200: 'All of them.' },
    body: paymentsAnswer,
  })
  listPayments(@InMembership() { businessId }: MembershipFacts, @Param('i', pathId('invoice')) id: string) {
    return this.payments.ofInvoice(businessId, id);
  }

  @Post('invoices/:i/payments')
  @Requires('write', 'Accounting')
  @Describe({
    summary: 'Receive a payment',
    description:
      'Records that an invoice was paid, whole or in part, and posts the entry: the bank account is debited, receivables are ' +
      'credited. More than is open is `INVALID_STATE`.',
    answers: { 201: 'The payment, as it is stored.' },
    body: paymentAnswer,
    problems: ['INVALID_STATE'],
  })
  receive(
    @InMembership() { businessId }: MembershipFacts,
    @Param('i', pathId('invoice')) id: string,
    @Body({ schema: paymentSchema }) ask: PaymentRequest,
  ) {
    return this.payments.receive(businessId, id, ask);
  }

  @Delete('payments/:p')
  @HttpCode(200)
  @Requires('write', 'Accounting')
  @Describe({
    summary: 'Undo a payment',
    description:
      'Takes a payment that was received by hand back: its entry is reversed, and the invoice is open again. One that came in ' +
      'online is `INVALID_STATE`: its recording is undone.',
    answers: { 200: 'The reversal.' },
    body: undoneAnswer,
    problems: ['INVALID_STATE'],
  })
  undo(@InMembership() { businessId }: MembershipFacts, @Param('p', pathId('payment')) id: string) {
    return this.payments.undo(businessId, id);
  }

  @Get('credit-notes')
  @Requires('read', 'Accounting')
  @Describe({
    summary: 'List credit notes',
    description: 'Credit notes in the present books, in the order in which they were issued.',
    answers: { 200: 'A page of them.' },
    body: creditNotesAnswer,
  })
  listCreditNotes(@InMembership() { businessId }: MembershipFacts, @Query({ schema: pageSchema }) page: PageRequest) {
    return this.creditNotes.list(businessId, page);
  }

  @Get('credit-notes/:n')
  @Requires('read', 'Accounting')
  @Describe({
    summary: 'Read a credit note',
    description: 'A credit note with its lines, the invoices that it is applied to and what is open of it.',
    answers: { 200: 'The credit note.' },
    body: creditNoteDetailsAnswer,
  })
  creditNote(@InMembership() { businessId }: MembershipFacts, @Param('n', pathId('credit note')) id: string) {
    return this.creditNotes.get(businessId, id);
  }

  @Post('credit-notes')
  @Requires('write', 'Accounting')
  @Describe({
    summary: 'Issue a credit note',
    description:
      'Takes an invoice back, all or a part, or gives a customer credit, under the next number of the business. Posts the ' +
      'reverse of what an invoice posts. One of an invoice is applied to what is open of it.',
    answers: { 201: 'The credit note, as it is stored.' },
    body: creditNoteAnswer,
  })
  addCreditNote(
    @InMembership() { businessId }: MembershipFacts,
    @Body({ schema: creditNoteSchema }) ask: CreditNoteRequest,
  ) {
    return this.creditNotes.add(businessId, ask);
  }

  @Post('credit-notes/:n/applications')
  @Requires('write', 'Accounting')
  @Describe({
    summary: 'Apply a credit note',
    description:
      'Settles an invoice of the same contact with what is open of a credit note. More than both have open is ' +
      '`INVALID_STATE`. Posts nothing: both stand in receivables.',
    answers: { 201: 'The credit note, as it is now.' },
    body: creditNoteDetailsAnswer,
    problems: ['INVALID_STATE'],
  })
  apply(
    @InMembership() { businessId }: MembershipFacts,
    @Param('n', pathId('credit note')) id: string,
    @Body({ schema: creditUseSchema }) ask: CreditUseRequest,
  ) {
    return this.creditNotes.apply(businessId, id, ask);
  }

  @Get('journal-entries/:e')
  @Requires('read', 'Accounting')
  @Describe({
    summary: 'Read a journal entry',
    description: 'An entry with its first lines, the document that posted it and its reversal.',
    answers: { 200: 'The entry.' },
    body: journalEntryAnswer,
  })
  entry(@InMembership() { businessId }: MembershipFacts, @Param('e', pathId('entry')) id: string) {
    return this.journal.get(businessId, id);
  }

  @Post('journal-entries/:e/reversal')
  @Requires('write', 'Accounting')
  @Describe({
    summary: 'Reverse a journal entry',
    description:
      'Posts the mirror of an entry, once: the second time is `ALREADY_EXISTS`, with the first as `reversal`. The entry of a ' +
      'document is `INVALID_STATE`: an invoice is taken back by a credit note, a payment by undoing it.',
    answers: { 201: 'The reversal.' },
    body: journalEntryAnswer,
    problems: ['ALREADY_EXISTS', 'INVALID_STATE'],
  })
  reverse(
    @InMembership() { businessId }: MembershipFacts,
    @Param('e', pathId('entry')) id: string,
    @Body({ schema: reversalSchema }) ask: ReversalRequest,
  ) {
    return this.journal.reverse(businessId, id, ask);
  }

  @Get('reports/receivables')
  @Requires('read', 'Accounting')
  @Describe({
    summary: 'Read aged receivables',
    description:
      'What each customer owes by its documents and how late it is, as of today, and the balance of receivables in the ledger ' +
      'beside it: what differs is entries of no document and documents without an entry.',
    answers: { 200: 'The report, with a page of contacts.' },
    body: receivablesAnswer,
  })
  agedReceivables(@InMembership() { businessId }: MembershipFacts, @Query({ schema: pageSchema }) page: PageRequest) {
    return this.receivables.report(businessId, page);
  }

  @Get('figures')
  @Requires('read', 'Accounting')
  @Describe({
    summary: 'Read how the business stands',
    description:
      'Cash, receivables, what is late, and revenue and expenses of the last twelve months. Read from what the posting keeps added ' +
      'up: the answer takes no longer when the books grow.',
    answers: { 200: 'The figures.' },
    body: businessFiguresAnswer,
  })
  businessFigures(@InMembership() { businessId }: MembershipFacts) {
    return this.figures.read(businessId);
  }
}
