import { Body, Get, Header, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { may, type MembershipFacts } from '../policy/ability.js';
import type { ActingRequest } from '../policy/access.guard.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { AppError, notFound } from '../platform/kernel/app-error.js';
import type { BusinessId } from '../platform/kernel/ids.js';
import { SHOWS_A_SECRET } from '../http/compress.js';
import { pathId } from '../platform/kernel/path-parameter.js';
import { InvoiceStates } from '../banking/online-payments/invoice-states.service.js';
import type { RecordingRequest } from '../banking/online-payments/online-payments.schemas.js';
import { OnlinePayments } from '../banking/online-payments/online-payments.service.js';
import { PayLinks } from '../banking/online-payments/pay-links.service.js';
import { PaymentRecordings } from '../banking/online-payments/recordings.service.js';
import { PageContexts } from './page-contexts.service.js';
import { Pages } from './page.decorator.js';
import { payLinkPage } from './pages/pay-link.page.js';
import { paymentsToRecordPage } from './pages/payments-to-record.page.js';
import { BY_NUMBER, OTHER_INCOME, recordPaymentPage, type RecordPaymentView } from './pages/record-payment.page.js';
import { paths } from './paths.js';
import { paymentsQuery, recordPaymentForm, type PaymentsQuery, type RecordPaymentForm } from './page-input.js';

const PER_PAGE = 50;
/** In the select of a form; others are found by their number. */
const INVOICES_MAX = 200;

/** Invoices with their pay links, and the payments that came in through them (SPEC §5). */
@Pages('b/:b')
export class PaymentPagesController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly businesses: Businesses,
    private readonly invoices: InvoiceStates,
    private readonly links: PayLinks,
    private readonly payments: OnlinePayments,
    private readonly recordings: PaymentRecordings,
  ) {}

  @Get('invoices/:i/pay-link')
  @Requires('write', 'OnlinePayment')
  @Header('Cache-Control', SHOWS_A_SECRET)
  async payLink(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() { businessId }: MembershipFacts,
    @Param('i', pathId('invoice')) id: string,
  ): Promise<void> {
    const invoice = await this.invoices.find(businessId, { id });
    if (!invoice) return this.goneOrUnknown(response, businessId, id);
    const { number, customer, state } = invoice;
    const link = await this.links.openLink(businessId, id);
    const currency = await this.businesses.currencyOf(businessId);
    const page = payLinkPage(await this.contexts.inBusiness(request, businessId), {
      number,
      customer,
      isReceived: state === 'received',
      ...(link && { link: { url: link.url, amount: { amount: link.amount, currency } } }),
    });
    response.type('html').send(page);
  }

  /** An invoice that was there when the list was shown: the list says that the books were replaced since. */
  private async goneOrUnknown(response: Response, businessId: BusinessId, id: string): Promise<void> {
    if (!(await this.invoices.isInOtherBooks(businessId, id))) throw notFound('invoice');
    response.redirect(303, paths.recordGone(businessId, 'invoices', id));
  }

  @Post('invoices/:i/pay-link')
  @Requires('write', 'OnlinePayment')
  async issueLink(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('i', pathId('invoice')) id: string,
  ): Promise<void> {
    await this.links.issue(request.actor as UserActor, membership, id).catch((error: unknown) => {
      // Paid, or gone with other books meanwhile: the page that follows says so.
      if (!(error instanceof AppError && ['INVALID_STATE', 'NOT_FOUND'].includes(error.code))) throw error;
    });
    response.redirect(303, paths.payLink(membership.businessId, id));
  }

  @Get('payments-to-record')
  @Requires('read', 'OnlinePayment')
  async listPayments(
    @Req() request: ActingRequest,
    @InMembership() membership: MembershipFacts,
    @Query({ schema: paymentsQuery }) { after, recorded, already }: PaymentsQuery,
  ): Promise<string> {
    const { businessId } = membership;
    const page = await this.payments.waiting(businessId, { limit: PER_PAGE, after });
    // Said only of what is so, whatever stands in the address.
    const reference = recorded ?? already ?? '';
    const isRecorded = reference !== '' && (await this.payments.isRecorded(businessId, reference));
    return paymentsToRecordPage(await this.contexts.inBusiness(request, businessId), {
      payments: page.items,
      mayWrite: may(request.actor, 'write', 'OnlinePayment', membership),
      ...(isRecorded && { told: { what: recorded === undefined ? 'already' : 'recorded', reference } }),
      next: page.next ?? undefined,
      after,
    });
  }

  @Get('payments-to-record/:p/recording')
  @Requires('write', 'OnlinePayment')
  async recordForm(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('p', pathId('payment')) paymentId: string,
  ): Promise<void> {
    if (await this.isDone(response, membership, paymentId)) return;
    response.type('html').send(await this.recordPage(request, membership, paymentId));
  }

  /** Recorded meanwhile, in another tab or before one came back: the list says so. */
  private async isDone(response: Response, { businessId }: MembershipFacts, paymentId: string): Promise<boolean> {
    const reference = await this.payments.recordedReference(businessId, paymentId);
    if (reference !== undefined) response.redirect(303, paths.paymentRecordedBefore(businessId, reference));
    return reference !== undefined;
  }

  @Post('payments-to-record/:p/recording')
  @Requires('write', 'OnlinePayment')
  async record(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('p', pathId('payment')) paymentId: string,
    @Body({ schema: recordPaymentForm }) form: RecordPaymentForm,
  ): Promise<void> {
    const { businessId } = membership;
    if (await this.isDone(response, membership, paymentId)) return;
    const refuse = async (problem: RecordPaymentView['problem']) => {
      const page = await this.recordPage(request, membership, paymentId, {
        values: { target: form.target, number: form.number },
        problem,
      });
      response.status(422).type('html').send(page);
    };
    const ask = await this.askOf(membership, form);
    if ('code' in ask) return refuse(ask);
    try {
      const { reference } = await this.recordings.record(request.actor as UserActor, membership, paymentId, ask);
      response.redirect(303, paths.paymentRecorded(businessId, reference));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'VALIDATION') return refuse({ field: 'target', code: 'UNKNOWN' });
      if (error.code !== 'ALREADY_EXISTS') throw error;
      response.redirect(303, paths.paymentRecordedBefore(businessId, String(error.extra.reference)));
    }
  }

  /** What the form asks for, or what is wrong with it. */
  private async askOf(
    { businessId }: MembershipFacts,
    { target, number }: RecordPaymentForm,
  ): Promise<RecordingRequest | NonNullable<RecordPaymentView['problem']>> {
    if (!target) return { field: 'target', code: 'REQUIRED' };
    if (target === OTHER_INCOME) return { otherIncome: {} };
    if (target === BY_NUMBER && !number?.trim()) return { field: 'number', code: 'NUMBER_REQUIRED' };
    const by = target === BY_NUMBER ? { number: number!.trim() } : { id: target };
    const invoice = await this.invoices.find(businessId, by);
    return invoice ? { invoiceId: invoice.id } : { field: target === BY_NUMBER ? 'number' : 'target', code: 'UNKNOWN' };
  }

  private async recordPage(
    request: ActingRequest,
    { businessId }: MembershipFacts,
    paymentId: string,
    attempt: Pick<RecordPaymentView, 'values' | 'problem'> = {},
  ): Promise<string> {
    const payment = await this.payments.getWaiting(businessId, paymentId);
    const due = await this.invoices.due(businessId, INVOICES_MAX);
    const proposedId = payment.proposedInvoice?.id;
    const isListed = due.some(({ id }) => id === proposedId);
    const proposed =
      proposedId === undefined || isListed ? undefined : await this.invoices.find(businessId, { id: proposedId });
    return recordPaymentPage(await this.contexts.inBusiness(request, businessId), {
      ...attempt,
      payment,
      proposedId,
      invoices: proposed ? [proposed, ...due] : due,
      currency: await this.businesses.currencyOf(businessId),
    });
  }
}
