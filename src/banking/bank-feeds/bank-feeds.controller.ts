import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { MembershipFacts } from '../../policy/ability.js';
import { Acting, InMembership } from '../../policy/acting.decorator.js';
import { Requires } from '../../policy/requires.decorator.js';
import { Describe } from '../../platform/api/describe.decorator.js';
import { SAMPLE } from '../../platform/api/samples.js';
import type { UserActor } from '../../platform/kernel/actor.js';
import { idSchema, oneLine } from '../../platform/kernel/schemas.js';
import { pathId } from '../../platform/kernel/path-parameter.js';
import { bankFeedAnswer, bankFeedsAnswer, institutionsAnswer } from './bank-feeds.answers.js';
import { BankFeeds } from './bank-feeds.service.js';

const connectSchema = z
  .strictObject({
    bankAccountId: idSchema,
    institution: oneLine(40).describe('The id of an institution.'),
  })
  .meta({
    id: 'NewBankFeed',
    description: 'Which bank account to connect to which bank.',
    examples: [{ bankAccountId: SAMPLE.bankAccount, institution: 'sandbox' }],
  });
const consentSchema = z.strictObject({ agreed: z.boolean() }).meta({
  id: 'Consent',
  description: 'What the person answered at the bank.',
  examples: [{ agreed: true }],
});

@ApiTags('bank feeds')
@Controller('api/v1/businesses/:b')
export class BankFeedsController {
  constructor(private readonly feeds: BankFeeds) {}

  @Get('institutions')
  @Requires('read', 'BankFeed')
  @Describe({
    summary: 'List banks',
    description:
      'The banks that can be connected. All are sandboxes: `sandbox` connects at once, `sandbox-consent` waits for an ' +
      'answer, `sandbox-unsteady` fails after three transactions.',
    answers: { 200: 'All of them.' },
    body: institutionsAnswer,
  })
  institutions() {
    return { items: this.feeds.institutions(), next: null };
  }

  @Get('bank-feeds')
  @Requires('read', 'BankFeed')
  @Describe({
    summary: 'List bank feeds',
    description: 'Those that are connected first, then the disconnected ones: the latest 200.',
    answers: { 200: 'All of them.' },
    body: bankFeedsAnswer,
  })
  list(@InMembership() membership: MembershipFacts) {
    return this.feeds.list(membership.businessId);
  }

  @Post('bank-feeds')
  @Requires('connect', 'BankFeed')
  @Describe({
    summary: 'Connect a bank account to its bank',
    description: 'Waits for a reset or restore that is going on. An account that is fed already is `ALREADY_EXISTS`.',
    answers: { 201: 'The feed; in the state `consent` a person must say yes first.' },
    body: bankFeedAnswer,
    problems: ['ALREADY_EXISTS', 'AUDIT_UNAVAILABLE'],
  })
  connect(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Body({ schema: connectSchema }) ask: z.infer<typeof connectSchema>,
  ) {
    return this.feeds.connect(actor, membership, ask);
  }

  @Post('bank-feeds/:f/consent')
  @HttpCode(200)
  @Requires('connect', 'BankFeed')
  @Describe({
    summary: 'Answer the bank’s question',
    description: 'For a feed in the state `consent`: yes connects it, no disconnects it.',
    answers: { 200: 'The feed, in its new state.' },
    body: bankFeedAnswer,
    problems: ['INVALID_STATE', 'AUDIT_UNAVAILABLE'],
  })
  consent(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Param('f', pathId('bank feed')) feedId: string,
    @Body({ schema: consentSchema }) ask: z.infer<typeof consentSchema>,
  ) {
    return this.feeds.answerConsent(actor, membership, feedId, ask.agreed);
  }

  @Post('bank-feeds/:f/reconnection')
  @HttpCode(200)
  @Requires('connect', 'BankFeed')
  @Describe({
    summary: 'Connect a feed again',
    description: 'For a feed in the state `error`: asks the bank again, from where it stopped.',
    answers: { 200: 'The feed, in its new state.' },
    body: bankFeedAnswer,
    problems: ['INVALID_STATE', 'AUDIT_UNAVAILABLE'],
  })
  reconnect(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Param('f', pathId('bank feed')) feedId: string,
  ) {
    return this.feeds.reconnect(actor, membership, feedId);
  }

  @Delete('bank-feeds/:f')
  @Requires('disconnect', 'BankFeed')
  @Describe({
    summary: 'Disconnect a bank feed',
    description: 'For good: the account can be connected again, with a new feed. What it fetched stays.',
    answers: { 200: 'The feed, in its new state.' },
    body: bankFeedAnswer,
    problems: ['INVALID_STATE', 'AUDIT_UNAVAILABLE'],
  })
  disconnect(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Param('f', pathId('bank feed')) feedId: string,
  ) {
    return this.feeds.disconnect(actor, membership, feedId);
  }
}
