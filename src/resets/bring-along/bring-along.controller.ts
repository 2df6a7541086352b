import { Body, Controller, Get, Headers, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RECORDED_COMMANDS } from '../../log/recorded-commands.js';
import { Describe } from '../../platform/api/describe.decorator.js';
import type { UserActor } from '../../platform/kernel/actor.js';
import type { MembershipFacts } from '../../policy/ability.js';
import { Acting, InMembership } from '../../policy/acting.decorator.js';
import { Requires } from '../../policy/requires.decorator.js';
import { idempotencyKey } from '../resets.controller.js';
import { kindsToBring, type BringAlongRequest } from './bring-along-plan.js';
import { bringAlongAnswer, bringAlongPreviewAnswer, broughtKindsAnswer } from './bring-along.answers.js';
import { BringAlongs } from './bring-alongs.service.js';

const { request } = RECORDED_COMMANDS['business.bring-along'];

@ApiTags('reset and restore')
@Controller('api/v1/businesses/:b')
export class BringAlongController {
  constructor(private readonly bringAlongs: BringAlongs) {}

  @Get('bring-along-kinds')
  @Requires('read', 'Business')
  @Describe({
    summary: 'List what can be brought along',
    description: 'The kinds of data that a selective restore knows, in the order in which they depend on each other.',
    answers: { 200: 'All of them.' },
    body: broughtKindsAnswer,
  })
  kinds() {
    return { items: kindsToBring() };
  }

  @Post('bring-along-preview')
  @HttpCode(200)
  @Requires('look-at', 'Snapshot')
  @Describe({
    summary: 'Look at what a selective restore would bring',
    description: 'Changes and records nothing. Takes the body of the selective restore itself.',
    answers: { 200: 'What would come, and what the open books have of it already.' },
    body: bringAlongPreviewAnswer,
    problems: ['SNAPSHOT_EXPIRED'],
  })
  preview(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Body({ schema: request }) ask: BringAlongRequest,
  ) {
    return this.bringAlongs.preview(actor, membership, ask);
  }

  @Post('bring-alongs')
  @Requires('bring-along', 'Business')
  @Describe({
    summary: 'Bring data of a snapshot into the open books',
    description:
      'Selective restore: kinds of data, with what they refer to, all or nothing, from any snapshot that is kept. The ' +
      'snapshot stays as it is. Every attempt is recorded.',
    answers: { 201: 'They are in the open books.' },
    body: bringAlongAnswer,
  })
  bring(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Body({ schema: request }) ask: BringAlongRequest,
    @Headers('idempotency-key') key?: string,
  ) {
    return this.bringAlongs.bring(actor, membership, ask, idempotencyKey(key));
  }
}
