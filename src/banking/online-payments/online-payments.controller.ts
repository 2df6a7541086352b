import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
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
import { undoneAnswer } from '../../accounting/documents.answers.js';
import {
  payAnswer,
  payLinkAnswer,
  receivedPaymentsAnswer,
  recordedPaymentAnswer,
  recordingPreviewAnswer,
  setAsideAnswer,
  waitingPaymentsAnswer,
} from './online-payments.answers.js';
import {
  recordingSchema,
  settingAsideSchema,
  type RecordingRequest,
  type SettingAside,
} from './online-payments.schemas.js';
import { Checkouts, type PayAnswer } from './checkouts.service.js';
import { OnlinePayments } from './online-payments.service.js';
import { PayLinks } from './pay-links.service.js';
import { PaymentRecordings } from './recordings.service.js';

@ApiTags('online payments')
@Controller('api/v1')
export class OnlinePaymentsController {
  constructor(
    private readonly links: PayLinks,
    private readonly payments: OnlinePayments,
    private readonly recordings: PaymentRecordings,
    private readonly checkouts: Checkouts,
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

  @Delete('businesses/:b/invoices/:i/pay-link')
  @HttpCode(204)
  @Requires('write', 'OnlinePayment')
  @Describe({
    summary: 'Take the link to pay an invoice back',
    description:
      'Nobody can pay through it any more, and its page says so. The next one that is asked for is another. `NOT_FOUND` where the ' +
      'invoice has no open link.',
    answers: { 204: 'It is taken back.' },
    body: null,
    problems: ['AUDIT_UNAVAILABLE'],
  })
  revoke(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Param('i', pathId('invoice')) invoiceId: string,
  ) {
    return this.links.revoke(actor, membership, invoiceId);
  }

  /** 201 for the payment that this made and for a checkout, 200 for what was done before. */
  @Post('pay/:token')
  @Public('whoever was sent the link of an invoice may pay it, once')
  @Describe({
    summary: 'Pay an invoice',
    description:
      'Pays what is due of what the link asks for, once. The sandbox always says yes, and takes no money; with another provider ' +
      'the answer says where the customer pays. The payment is recorded by itself where its invoice is in the present books, ' +
      'and otherwise waits to be recorded. `INVALID_STATE` where nothing is due any more.',
    answers: { 200: 'It was paid before; the payment of then.', 201: 'It is paid now, or can be paid there.' },
    body: payAnswer,
    problems: ['LINK_REVOKED', 'INVALID_STATE', 'PROVIDER_UNAVAILABLE', 'AUDIT_UNAVAILABLE'],
  })
  async pay(
    @Req() request: ActingRequest,
    @Res({ passthrough: true }) response: Response,
    @Param('token', pathText('link')) token: string,
  ): Promise<PayAnswer> {
    const { answer, isNew } = await this.checkouts.pay(token, request.actor.origin, {});
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
      'Posts its entry, against an invoice of the present books or as other income, into a bank account of one’s choice. ' +
      'One that is recorded already is `ALREADY_EXISTS`, one that is set aside `INVALID_STATE`.',
    answers: { 201: 'The payment, with its entry.' },
    body: recordedPaymentAnswer,
    problems: ['ALREADY_EXISTS', 'INVALID_STATE', 'AUDIT_UNAVAILABLE'],
  })
  record(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Param('p', pathId('payment')) paymentId: string,
    @Body({ schema: recordingSchema }) ask: RecordingRequest,
  ) {
    return this.recordings.record(actor, membership, paymentId, ask);
  }

  @Post('businesses/:b/payments-to-record/:p/recording-preview')
  @HttpCode(200)
  @Requires('write', 'OnlinePayment')
  @Describe({
    summary: 'Preview a recording',
    description:
      'The entry that recording the payment in this way would post. Changes nothing; refuses what that refuses.',
    answers: { 200: 'The entry, without a number.' },
    body: recordingPreviewAnswer,
    problems: ['ALREADY_EXISTS', 'INVALID_STATE'],
  })
  preview(
    @InMembership() membership: MembershipFacts,
    @Param('p', pathId('payment')) paymentId: string,
    @Body({ schema: recordingSchema }) ask: RecordingRequest,
  ) {
    return this.recordings.preview(membership, paymentId, ask);
  }

  @Delete('businesses/:b/payments-to-record/:p/recording')
  @HttpCode(200)
  @Requires('write', 'OnlinePayment')
  @Describe({
    summary: 'Undo a recording',
    description:
      'Reverses the entry of a recorded payment, which waits again. One that is not recorded is `INVALID_STATE`.',
    answers: { 200: 'The reversal.' },
    body: undoneAnswer,
    problems: ['INVALID_STATE', 'AUDIT_UNAVAILABLE'],
  })
  undo(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Param('p', pathId('payment')) paymentId: string,
  ) {
    return this.recordings.undo(actor, membership, paymentId);
  }

  @Post('businesses/:b/payments-to-record/:p/set-aside')
  @Requires('write', 'OnlinePayment')
  @Describe({
    summary: 'Set a payment aside',
    description:
      'Says that the present books hold the payment already, such as in their opening balances, and why: it waits no longer ' +
      'and posts nothing. After a reset it waits again.',
    answers: { 201: 'The payment, with the reason.' },
    body: setAsideAnswer,
    problems: ['ALREADY_EXISTS', 'INVALID_STATE', 'AUDIT_UNAVAILABLE'],
  })
  setAside(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Param('p', pathId('payment')) paymentId: string,
    @Body({ schema: settingAsideSchema }) ask: SettingAside,
  ) {
    return this.recordings.setAside(actor, membership, paymentId, ask);
  }

  @Delete('businesses/:b/payments-to-record/:p/set-aside')
  @HttpCode(204)
  @Requires('write', 'OnlinePayment')
  @Describe({
    summary: 'Take a payment up again',
    description: 'A payment that was set aside waits again. One that is not is `INVALID_STATE`.',
    answers: { 204: 'It waits.' },
    body: null,
    problems: ['INVALID_STATE', 'AUDIT_UNAVAILABLE'],
  })
  undoSetAside(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Param('p', pathId('payment')) paymentId: string,
  ) {
    return this.recordings.undoSetAside(actor, membership, paymentId);
  }

  @Get('businesses/:b/online-payments')
  @Requires('read', 'OnlinePayment')
  @Describe({
    summary: 'List online payments',
    description: 'All payments that came in through links, latest first, with what the present books say of each.',
    answers: { 200: 'A page of them.' },
    body: receivedPaymentsAnswer,
  })
  received(@InMembership() membership: MembershipFacts, @Query({ schema: pageSchema }) page: PageRequest) {
    return this.payments.received(membership.businessId, page);
  }
}
