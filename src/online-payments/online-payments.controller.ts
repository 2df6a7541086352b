import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Standing } from '../access/ability.js';
import { Acting, InStanding } from '../access/acting.decorator.js';
import { Requires } from '../access/requires.decorator.js';
import type { UserActor } from '../kernel/actor.js';
import { pageSchema, type PageRequest } from '../kernel/schemas.js';
import { recordingSchema, type RecordingRequest } from './online-payments.schemas.js';
import { OnlinePayments } from './online-payments.service.js';
import { PayLinks } from './pay-links.service.js';

@ApiTags('online payments')
@Controller('api/v1/businesses/:b')
export class OnlinePaymentsController {
  constructor(
    private readonly links: PayLinks,
    private readonly payments: OnlinePayments,
  ) {}

  @Post('invoices/:i/pay-link')
  @Requires('write', 'OnlinePayment')
  issue(@Acting() actor: UserActor, @InStanding() standing: Standing, @Param('i') invoiceId: string) {
    return this.links.issue(actor, standing, invoiceId);
  }

  @Get('payments-to-record')
  @Requires('read', 'OnlinePayment')
  list(@InStanding() standing: Standing, @Query({ schema: pageSchema }) page: PageRequest) {
    return this.payments.waiting(standing.businessId, page);
  }

  @Post('payments-to-record/:p/recording')
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
