import { Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Acting } from '../../policy/acting.decorator.js';
import { Public, SignedIn } from '../../policy/requires.decorator.js';
import { Describe } from '../../platform/api/describe.decorator.js';
import type { UserActor } from '../../platform/kernel/actor.js';
import { pathText } from '../../platform/kernel/path-parameter.js';
import { openInvitationAnswer } from './businesses.answers.js';
import { Invitations } from './invitations.service.js';

/** What the link of an invitation opens, for whoever holds it. */
@ApiTags('businesses')
@Controller('api/v1/invitations/:invitation')
export class InvitationsController {
  constructor(private readonly invitations: Invitations) {}

  @Get()
  @Public('whoever was mailed the link sees to what it invites')
  @Describe({
    summary: 'Look at an invitation',
    description: 'By the last part of the mailed link. One that was used, withdrawn or is too old is `NOT_FOUND`.',
    answers: { 200: 'To what it invites.' },
    body: openInvitationAnswer,
    problems: ['NOT_FOUND'],
  })
  look(@Param('invitation', pathText('invitation')) token: string) {
    return this.invitations.find(token);
  }

  @Post('acceptance')
  @SignedIn()
  @Describe({
    summary: 'Accept an invitation',
    description:
      'The person of the token that was sent joins, under whatever address. A member already: `ALREADY_EXISTS`.',
    answers: { 201: 'The caller is a member now.' },
    body: openInvitationAnswer,
    problems: ['NOT_FOUND', 'ALREADY_EXISTS', 'AUDIT_UNAVAILABLE'],
  })
  accept(@Acting() actor: UserActor, @Param('invitation', pathText('invitation')) token: string) {
    return this.invitations.accept(actor, token);
  }
}
