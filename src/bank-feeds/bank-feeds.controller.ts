import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Standing } from '../access/ability.js';
import { Acting, InStanding } from '../access/acting.decorator.js';
import { Requires } from '../access/requires.decorator.js';
import type { UserActor } from '../kernel/actor.js';
import { idSchema } from '../kernel/schemas.js';
import { BankFeeds } from './bank-feeds.service.js';

const connectSchema = z.strictObject({ bankAccountId: idSchema, institution: z.string().min(1).max(40) });
const consentSchema = z.strictObject({ agreed: z.boolean() });

@ApiTags('bank feeds')
@Controller('api/v1/businesses/:b')
export class BankFeedsController {
  constructor(private readonly feeds: BankFeeds) {}

  @Get('institutions')
  @Requires('read', 'BankFeed')
  institutions() {
    return { items: this.feeds.institutions(), next: null };
  }

  @Get('bank-feeds')
  @Requires('read', 'BankFeed')
  list(@InStanding() standing: Standing) {
    return this.feeds.list(standing.businessId);
  }

  @Post('bank-feeds')
  @Requires('connect', 'BankFeed')
  connect(
    @Acting() actor: UserActor,
    @InStanding() standing: Standing,
    @Body({ schema: connectSchema }) ask: z.infer<typeof connectSchema>,
  ) {
    return this.feeds.connect(actor, standing, ask);
  }

  @Post('bank-feeds/:f/consent')
  @HttpCode(200)
  @Requires('connect', 'BankFeed')
  consent(
    @Acting() actor: UserActor,
    @InStanding() standing: Standing,
    @Param('f') feedId: string,
    @Body({ schema: consentSchema }) ask: z.infer<typeof consentSchema>,
  ) {
    return this.feeds.answerConsent(actor, standing, feedId, ask.agreed);
  }

  @Post('bank-feeds/:f/reconnection')
  @HttpCode(200)
  @Requires('connect', 'BankFeed')
  reconnect(@Acting() actor: UserActor, @InStanding() standing: Standing, @Param('f') feedId: string) {
    return this.feeds.reconnect(actor, standing, feedId);
  }

  @Delete('bank-feeds/:f')
  @Requires('disconnect', 'BankFeed')
  disconnect(@Acting() actor: UserActor, @InStanding() standing: Standing, @Param('f') feedId: string) {
    return this.feeds.disconnect(actor, standing, feedId);
  }
}
