import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Describe } from '../../platform/api/describe.decorator.js';
import { AppError } from '../../platform/kernel/app-error.js';
import type { ActingRequest } from '../../policy/access.guard.js';
import { Public } from '../../policy/requires.decorator.js';
import { Checkouts } from './checkouts.service.js';

/** Where a provider says what became of money. Its signature is over the bytes, so they are read as they came (app.ts). */
@ApiTags('online payments')
@Controller('api/v1/provider-events')
export class ProviderEventsController {
  constructor(private readonly checkouts: Checkouts) {}

  @Post('stripe')
  @HttpCode(204)
  @Public('Stripe says that money came in or went back; its signature is checked before anything is read')
  @Describe({
    summary: 'Hear from Stripe',
    description:
      'For Stripe alone: the address of its webhook. Send it `checkout.session.completed`, `checkout.session.async_payment_succeeded`, ' +
      '`charge.refunded` and `charge.dispute.created`; any other is answered and forgotten. `MALFORMED_REQUEST` where the signature in ' +
      '`Stripe-Signature` is not right or too old, `NOT_FOUND` where the keys of Stripe are not set. Whatever else is not 204 asks ' +
      'Stripe to say it again.',
    answers: { 204: 'It was heard, now or before.' },
    body: null,
    problems: ['MALFORMED_REQUEST', 'NOT_FOUND', 'AUDIT_UNAVAILABLE'],
  })
  async hear(@Req() request: ActingRequest): Promise<void> {
    const signed: unknown = request.body;
    if (!Buffer.isBuffer(signed)) throw new AppError('MALFORMED_REQUEST', 'The body must be JSON, as it was signed.');
    await this.checkouts.hear(signed, request.get('stripe-signature'), request.actor.origin);
  }
}
