import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Acting } from '../../policy/acting.decorator.js';
import type { ActingRequest } from '../../policy/access.guard.js';
import { Public, SignedIn } from '../../policy/requires.decorator.js';
import { Describe } from '../../platform/api/describe.decorator.js';
import type { UserActor } from '../../platform/kernel/actor.js';
import { pathId } from '../../platform/kernel/path-parameter.js';
import { AddressConfirmations } from './address-confirmations.service.js';
import { sessionsAnswer } from './identity.answers.js';
import {
  passwordChangeSchema,
  passwordResetSchema,
  type PasswordChange,
  type PasswordReset,
} from './identity.schemas.js';
import { PasswordChanges } from './password-changes.service.js';
import { OpenSessions } from './open-sessions.service.js';
import { Sessions } from './sessions.service.js';

/** What people do about their own account. */
@ApiTags('identity')
@Controller('api/v1')
export class AccountController {
  constructor(
    private readonly openSessions: OpenSessions,
    private readonly sessions: Sessions,
    private readonly passwords: PasswordChanges,
    private readonly confirmations: AddressConfirmations,
  ) {}

  @Get('sessions')
  @SignedIn()
  @Describe({
    summary: 'List sessions',
    description: 'Where the caller is signed in, on one page.',
    answers: { 200: 'All that are open.' },
    body: sessionsAnswer,
  })
  async listSessions(@Acting() actor: UserActor) {
    return { items: await this.openSessions.of(actor), next: null };
  }

  @Delete('sessions')
  @HttpCode(204)
  @SignedIn()
  @Describe({
    summary: 'End all other sessions',
    description: 'All of the caller’s but the one of the token that was sent.',
    answers: { 204: 'Their tokens no longer work.' },
    body: null,
    problems: ['AUDIT_UNAVAILABLE'],
  })
  endOthers(@Acting() actor: UserActor) {
    return this.openSessions.endOthers(actor);
  }

  @Delete('sessions/:session')
  @HttpCode(204)
  @SignedIn()
  @Describe({
    summary: 'End a session',
    description: 'One of the caller’s own; any other is `NOT_FOUND`.',
    answers: { 204: 'Its token no longer works.' },
    body: null,
    problems: ['NOT_FOUND', 'AUDIT_UNAVAILABLE'],
  })
  endSession(@Acting() actor: UserActor, @Param('session', pathId('session')) sessionId: string) {
    return this.sessions.end(actor, sessionId);
  }

  @Put('me/password')
  @HttpCode(204)
  @SignedIn()
  @Describe({
    summary: 'Change the password',
    description:
      'With the present one, or `FORBIDDEN`. Every other session ends, and the address to sign in with is told by mail.',
    answers: { 204: 'The new one counts.' },
    body: null,
    problems: ['FORBIDDEN', 'TOO_MANY_REQUESTS', 'BUSY', 'AUDIT_UNAVAILABLE'],
  })
  changePassword(@Acting() actor: UserActor, @Body({ schema: passwordChangeSchema }) ask: PasswordChange) {
    return this.passwords.change(actor, ask.password, ask.newPassword);
  }

  @Post('me/address-confirmations')
  @HttpCode(202)
  @SignedIn()
  @Describe({
    summary: 'Send the link again that confirms the address',
    description: 'The one before is worth nothing any more. Nothing is sent where the address is confirmed already.',
    answers: { 202: 'It was mailed, where there is something to confirm.' },
    body: null,
    problems: ['TOO_MANY_REQUESTS'],
  })
  confirmAddress(@Acting() actor: UserActor) {
    return this.confirmations.sendAgain(actor);
  }

  @Post('password-resets')
  @HttpCode(202)
  @Public('whoever has forgotten the password cannot sign in')
  @Describe({
    summary: 'Ask for a link to choose a new password',
    description:
      'The answer is the same whether somebody signs in with the address or not. The link is good for an hour.',
    answers: { 202: 'It was mailed, if the address has an account.' },
    body: null,
    problems: ['TOO_MANY_REQUESTS', 'AUDIT_UNAVAILABLE'],
  })
  askForPassword(@Req() request: ActingRequest, @Body({ schema: passwordResetSchema }) ask: PasswordReset) {
    return this.passwords.ask(request.actor.origin, ask.email);
  }
}
