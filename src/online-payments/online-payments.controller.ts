import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { ActingRequest } from '../access/access.guard.js';
import type { Standing } from '../access/ability.js';
import { Acting, InStanding } from '../access/acting.decorator.js';
import { Public, Requires } from '../access/requires.decorator.js';
import type { UserActor } from '../kernel/actor.js';
import { pageSchema, type PageRequest } from '../kernel/schemas.js';
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
  issue(@Acting() actor: UserActor, @InStanding() standing: Standing, @Param('i') invoiceId: string) {
    return this.links.issue(actor, standing, invoiceId);
  }

  /** 201 for the payment that this made, 200 for the one that was made before. */
  @Post('pay/:token')
  @Public('whoever was sent the link of an invoice may pay it, once')
  async pay(
    @Req() request: ActingRequest,
    @Res({ passthrough: true }) response: Response,
    @Param('token') token: string,
  ) {
    const { answer, isNew } = await this.payments.pay(token, request.actor.origin);
    response.status(isNew ? 201 : 200);
    return answer;
  }

  @Get('businesses/:b/payments-to-record')
  @Requires('read', 'OnlinePayment')
  list(@InStanding() standing: Standing, @Query({ schema: pageSchema }) page: PageRequest) {
    return this.payments.waiting(standing.businessId, page);
  }

  @Post('businesses/:b/payments-to-record/:p/recording')
  @Requires('write', 'OnlinePayment')
  record(
    @Acting() actor: UserActor,
    @InStanding() standing: Standing,
    @Param('p') paymentId: string,
    @Body({ schema: recordingSchema }) ask: RecordingRequest,
  ) {
    return this.payments.record(actor, standing, paymentId, ask);
  }
}
