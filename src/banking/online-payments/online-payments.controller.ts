import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { ActingRequest } from '../../policy/access.guard.js';
import type { MembershipFacts } from '../../policy/ability.js';
import { Acting, InMembership } from '../../policy/acting.decorator.js';
import { Public, Requires } from '../../policy/requires.decorator.js';
import { Describe } from '../../platform/api/describe.decorator.js';
import type { UserActor } from '../../platform/kernel/actor.js';
import { pageSchema, type PageRequest } from '../../platform/kernel/schemas.js';
import { pathId, pathText } from '../../platform/kernel/path-parameter.js';
import { paidAnswer, payLinkAnswer, recordedPaymentAnswer, waitingPaymentsAnswer } from './online-payments.answers.js';
import { recordingSchema, type RecordingRequest } from './online-payments.schemas.js';
import { OnlinePayments } from './online-payments.service.js';
import { PayLinks } from './pay-links.service.js';

@ApiTags('online payments')
@Controller('api/v1')
export class OnlinePaymentsController {
  constructor(
    private readonly links: PayLinks,
    private readonly payments: OnlinePayments,
  ) {}

  @Post('businesses/:b/invoices/:i/pay-link')
  @Requires('write', 'OnlinePayment')
  @Describe({
    summary: 'Get the link to pay an invoice',
    description:
      'The same one until it is paid, also after a reset. `INVALID_STATE` when nothing is due, or when a payment of the ' +
      'invoice waits to be recorded.',
    answers: { 201: 'The link, for the customer.' },
    body: payLinkAnswer,
    problems: ['INVALID_STATE', 'AUDIT_UNAVAILABLE'],
  })
  issue(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Param('i', pathId('invoice')) invoiceId: string,
  ) {
    return this.links.issue(actor, membership, invoiceId);
  }

  /** 201 for the payment that this made, 200 for the one that was made before. */
  @Post('pay/:token')
  @Public('whoever was sent the link of an invoice may pay it, once')
  @Describe({
    summary: 'Pay an invoice',
    description:
      'Pays what the link asks for, once. The provider is a sandbox: it always says yes, and takes no money. The payment ' +
      'waits to be recorded in the books.',
    answers: { 200: 'It was paid before; the payment of then.', 201: 'It is paid now.' },
    body: paidAnswer,
    problems: ['AUDIT_UNAVAILABLE'],
  })
  async pay(
    @Req() request: ActingRequest,
    @Res({ passthrough: true }) response: Response,
    @Param('token', pathText('link')) token: string,
  ) {
    const { answer, isNew } = await this.payments.pay(token, request.actor.origin);
    response.status(isNew ? 201 : 200);
    return answer;
  }

  @Get('businesses/:b/payments-to-record')
  @Requires('read', 'OnlinePayment')
  @Describe({
    summary: 'List payments to record',
    description: 'Payments that came in through links and are in no entry of the present books, oldest first.',
    answers: { 200: 'A page of them.' },
    body: waitingPaymentsAnswer,
  })
  list(@InMembership() membership: MembershipFacts, @Query({ schema: pageSchema }) page: PageRequest) {
    return this.payments.waiting(membership.businessId, page);
  }

  @Post('businesses/:b/payments-to-record/:p/recording')
  @Requires('write', 'OnlinePayment')
  @Describe({
    summary: 'Record a payment',
    description:
      'Posts its entry, against an invoice of the present books or as other income. One that is recorded already is ' +
      '`ALREADY_EXISTS`.',
    answers: { 201: 'The payment, with its entry.' },
    body: recordedPaymentAnswer,
    problems: ['ALREADY_EXISTS', 'AUDIT_UNAVAILABLE'],
  })
  record(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Param('p', pathId('payment')) paymentId: string,
    @Body({ schema: recordingSchema }) ask: RecordingRequest,
  ) {
    return this.payments.record(actor, membership, paymentId, ask);
  }
}
