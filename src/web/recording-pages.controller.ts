import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { BankAccounts } from '../accounting/bank-accounts.service.js';
import { LedgerAccounts } from '../accounting/ledger-accounts.service.js';
import { POSTED_TO } from '../accounting/posting-rules.js';
import { InvoiceStates } from '../banking/online-payments/invoice-states.service.js';
import { settingAsideSchema } from '../banking/online-payments/online-payments.schemas.js';
import { OnlinePayments, type ReceivedPayment } from '../banking/online-payments/online-payments.service.js';
import { PaymentRecordings } from '../banking/online-payments/recordings.service.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { AppError } from '../platform/kernel/app-error.js';
import type { BusinessId } from '../platform/kernel/ids.js';
import { PAGE_LIMIT_MAX } from '../platform/kernel/page.js';
import { pathId } from '../platform/kernel/path-parameter.js';
import { may, type MembershipFacts } from '../policy/ability.js';
import type { ActingRequest } from '../policy/access.guard.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { dateIn, TIME_ZONE } from '../platform/kernel/time-zone.js';
import { PageContexts } from './page-contexts.service.js';
import { Pages } from './page.decorator.js';
import {
  paymentsQuery,
  recordPaymentForm,
  recordPaymentQuery,
  setAsideForm,
  type PaymentsQuery,
  type RecordPaymentForm,
  type SetAsideForm,
} from './page-input.js';
import { paymentsDonePage } from './pages/payments-done.page.js';
import { paymentsToRecordPage, type Told } from './pages/payments-to-record.page.js';
import { recordPaymentPage, type RecordPaymentView } from './pages/record-payment.page.js';
import { paths } from './paths.js';
import { askOf, OTHER_INCOME, problemOf } from './recording-form.js';
import { sendPage } from './send-page.js';

const PER_PAGE = 50;
/** In the select of a form; others are found by their number. */
const INVOICES_MAX = 200;

/** What must be so for a page to say it, whatever stands in its address. */
const SAID_OF: Readonly<Record<Told['what'], readonly ReceivedPayment['state'][]>> = {
  recorded: ['recorded'],
  already: ['recorded', 'set-aside'],
  undone: ['waiting'],
  aside: ['set-aside'],
  again: ['waiting'],
};

/** Payments that came in through links: recorded with their entry, set aside, and both taken back (SPEC §5). */
@Pages('b/:b/payments-to-record')
export class RecordingPagesController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly businesses: Businesses,
    private readonly invoices: InvoiceStates,
    private readonly bankAccounts: BankAccounts,
    private readonly ledgerAccounts: LedgerAccounts,
    private readonly payments: OnlinePayments,
    private readonly recordings: PaymentRecordings,
  ) {}

  @Get()
  @Requires('read', 'OnlinePayment')
  async listWaiting(
    @Req() request: ActingRequest,
    @InMembership() membership: MembershipFacts,
    @Query({ schema: paymentsQuery }) query: PaymentsQuery,
  ): Promise<string> {
    const { businessId } = membership;
    const page = await this.payments.waiting(businessId, { limit: PER_PAGE, after: query.after });
    return paymentsToRecordPage(await this.contexts.inBusiness(request, businessId), {
      payments: page.items,
      mayWrite: may(request.actor, 'write', 'OnlinePayment', membership),
      told: await this.told(businessId, query),
      next: page.next ?? undefined,
      after: query.after,
    });
  }

  @Get('done')
  @Requires('read', 'OnlinePayment')
  async listDone(
    @Req() request: ActingRequest,
    @InMembership() membership: MembershipFacts,
    @Query({ schema: paymentsQuery }) query: PaymentsQuery,
  ): Promise<string> {
    const { businessId } = membership;
    const page = await this.payments.dealtWith(businessId, { limit: PER_PAGE, after: query.after });
    return paymentsDonePage(await this.contexts.inBusiness(request, businessId), {
      payments: page.items,
      mayWrite: may(request.actor, 'write', 'OnlinePayment', membership),
      told: await this.told(businessId, query),
      next: page.next ?? undefined,
      after: query.after,
    });
  }

  private async told(businessId: BusinessId, query: PaymentsQuery): Promise<Told | undefined> {
    for (const what of Object.keys(SAID_OF) as Told['what'][]) {
      if (query[what] === undefined) continue;
      const found = await this.payments.stateOf(businessId, { reference: query[what] });
      if (found && SAID_OF[what].includes(found.state)) return { what, ...found };
    }
    return undefined;
  }

  @Get(':p/recording')
  @Requires('write', 'OnlinePayment')
  async recordForm(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('p', pathId('payment')) paymentId: string,
    @Query({ schema: recordPaymentQuery }) values: RecordPaymentForm,
  ): Promise<void> {
    if (await this.isDone(response, membership, paymentId)) return;
    response.type('html').send(await this.recordPage(request, membership, paymentId, { values }));
  }

  /** Recorded or set aside meanwhile, in another tab or before one came back: the list says so. */
  private async isDone(response: Response, { businessId }: MembershipFacts, paymentId: string): Promise<boolean> {
    const found = await this.payments.stateOf(businessId, { id: paymentId });
    if (!found || found.state === 'waiting') return false;
    response.redirect(303, paths.paymentTold(businessId, 'already', found.reference));
    return true;
  }

  @Post(':p/recording')
  @Requires('write', 'OnlinePayment')
  async record(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('p', pathId('payment')) paymentId: string,
    @Body({ schema: recordPaymentForm }) values: RecordPaymentForm,
  ): Promise<void> {
    const { businessId } = membership;
    if (await this.isDone(response, membership, paymentId)) return;
    const refuse = async (problem: RecordPaymentView['problem']) => {
      const page = await this.recordPage(request, membership, paymentId, { values, problem });
      sendPage(response, 422, page);
    };
    const ask = await askOf(values, (by) => this.invoices.find(businessId, by));
    if ('code' in ask) return refuse(ask);
    try {
      const { reference } = await this.recordings.record(request.actor as UserActor, membership, paymentId, ask);
      response.redirect(303, paths.paymentTold(businessId, 'recorded', reference));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'VALIDATION') return refuse(problemOf(error, values));
      if (!isDoneByNow(error) || !(await this.isDone(response, membership, paymentId))) throw error;
    }
  }

  @Post(':p/recording/undo')
  @Requires('write', 'OnlinePayment')
  undoRecording(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('p', pathId('payment')) paymentId: string,
  ): Promise<void> {
    return this.takeBack(response, membership, paymentId, 'undone', () =>
      this.recordings.undo(request.actor as UserActor, membership, paymentId),
    );
  }

  @Post(':p/set-aside')
  @Requires('write', 'OnlinePayment')
  async setAside(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('p', pathId('payment')) paymentId: string,
    @Body({ schema: setAsideForm }) form: SetAsideForm,
  ): Promise<void> {
    const { businessId } = membership;
    if (await this.isDone(response, membership, paymentId)) return;
    const ask = settingAsideSchema.safeParse({ reason: form.reason ?? '' });
    if (!ask.success) {
      const reason = { text: form.reason ?? '', problem: form.reason?.trim() ? 'LONG' : 'REQUIRED' } as const;
      const page = await this.recordPage(request, membership, paymentId, { values: {}, reason });
      sendPage(response, 422, page);
      return;
    }
    try {
      const { reference } = await this.recordings.setAside(request.actor as UserActor, membership, paymentId, ask.data);
      response.redirect(303, paths.paymentTold(businessId, 'aside', reference));
    } catch (error) {
      if (!isDoneByNow(error) || !(await this.isDone(response, membership, paymentId))) throw error;
    }
  }

  @Post(':p/set-aside/undo')
  @Requires('write', 'OnlinePayment')
  takeUpAgain(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('p', pathId('payment')) paymentId: string,
  ): Promise<void> {
    return this.takeBack(response, membership, paymentId, 'again', () =>
      this.recordings.undoSetAside(request.actor as UserActor, membership, paymentId),
    );
  }

  /** Taken back already, or by somebody else: the list where it stands now is the answer, and says so. */
  private async takeBack(
    response: Response,
    { businessId }: MembershipFacts,
    paymentId: string,
    what: 'undone' | 'again',
    work: () => Promise<unknown>,
  ): Promise<void> {
    await work().catch((error: unknown) => {
      if (!isDoneByNow(error)) throw error;
    });
    const found = (await this.payments.stateOf(businessId, { id: paymentId }))!;
    const list = found.state === 'waiting' ? paths.paymentTold : paths.paymentToldAmongDone;
    response.redirect(303, list(businessId, found.state === 'waiting' ? what : 'already', found.reference));
  }

  private async recordPage(
    request: ActingRequest,
    membership: MembershipFacts,
    paymentId: string,
    attempt: { values: RecordPaymentForm } & Pick<RecordPaymentView, 'problem' | 'reason'>,
  ): Promise<string> {
    const { businessId } = membership;
    const context = await this.contexts.inBusiness(request, businessId);
    const payment = await this.payments.getWaiting(businessId, paymentId);
    const due = await this.invoices.due(businessId, INVOICES_MAX);
    const proposedId = payment.proposedInvoice?.id;
    const isListed = due.some(({ id }) => id === proposedId);
    const proposed =
      proposedId === undefined || isListed ? undefined : await this.invoices.find(businessId, { id: proposedId });
    const values = {
      ...withDefaults(proposedId, dateIn(context.timeZone ?? TIME_ZONE, new Date(payment.receivedAt))),
      ...attempt.values,
    };
    return recordPaymentPage(context, {
      payment,
      proposedId,
      invoices: proposed ? [proposed, ...due] : due,
      bankAccounts: (await this.bankAccounts.list(businessId, { limit: PAGE_LIMIT_MAX })).items,
      accounts: (await this.ledgerAccounts.list(businessId, { limit: PAGE_LIMIT_MAX })).items,
      currency: await this.businesses.currencyOf(businessId),
      ...attempt,
      values,
      ...(attempt.problem === undefined && (await this.looked(membership, paymentId, values, attempt.values))),
    });
  }

  /** The entry that what is chosen would post; of what nobody has chosen yet no fault is told. */
  private async looked(
    membership: MembershipFacts,
    paymentId: string,
    values: RecordPaymentForm,
    chosen: RecordPaymentForm,
  ): Promise<Pick<RecordPaymentView, 'preview' | 'problem'>> {
    const isChosen = Object.keys(chosen).length > 0;
    const ask = await askOf(values, (by) => this.invoices.find(membership.businessId, by));
    if ('code' in ask) return isChosen ? { problem: ask } : {};
    try {
      return { preview: await this.recordings.preview(membership, paymentId, ask) };
    } catch (error) {
      // Of money of another currency the page says what to do.
      if (error instanceof AppError && error.code === 'INVALID_STATE') return {};
      if (!(error instanceof AppError) || error.code !== 'VALIDATION') throw error;
      return isChosen ? { problem: problemOf(error, values) } : {};
    }
  }
}

const withDefaults = (proposedId: string | undefined, date: string) => ({
  target: proposedId ?? OTHER_INCOME,
  income: POSTED_TO.otherIncome,
  date,
});

const isDoneByNow = (error: unknown) =>
  error instanceof AppError && ['ALREADY_EXISTS', 'INVALID_STATE'].includes(error.code);
