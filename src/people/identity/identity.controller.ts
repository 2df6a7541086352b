import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { Acting } from '../../policy/acting.decorator.js';
import type { ActingRequest } from '../../policy/access.guard.js';
import { Public, SignedIn } from '../../policy/requires.decorator.js';
import { Describe } from '../../platform/api/describe.decorator.js';
import type { UserActor } from '../../platform/kernel/actor.js';
import { confirmedAnswer, emailChangeAnswer, signedInAnswer, userAnswer } from './identity.answers.js';
import {
  confirmationSchema,
  profileChangeSchema,
  signInSchema,
  type Confirmation,
  type ProfileChange,
  type SignInRequest,
} from './identity.schemas.js';
import { Sessions } from './sessions.service.js';
import { EmailChanges } from './email-changes.service.js';

@ApiTags('identity')
@Controller('api/v1')
export class IdentityController {
  constructor(
    private readonly sessions: Sessions,
    private readonly emailChanges: EmailChanges,
  ) {}

  @Post('sessions')
  @Public('signing in is how one stops being a stranger')
  @Describe({
    summary: 'Sign in',
    description:
      'Opens a session of fourteen days. Whether the address or the password is wrong nobody is told. After too many ' +
      'failures the answer is `TOO_MANY_REQUESTS`, whatever the password. Somebody who has turned on the codes of a phone ' +
      'sends one too; without it the answer to a right password is `SECOND_FACTOR_REQUIRED`.',
    answers: { 201: 'The session.' },
    body: signedInAnswer,
    problems: ['UNAUTHENTICATED', 'SECOND_FACTOR_REQUIRED', 'TOO_MANY_REQUESTS', 'BUSY', 'AUDIT_UNAVAILABLE'],
  })
  signIn(@Req() request: ActingRequest, @Body({ schema: signInSchema }) ask: SignInRequest) {
    return this.sessions.signIn(request.actor.origin, ask.email, ask.password, ask.code);
  }

  @Delete('sessions/current')
  @HttpCode(204)
  @SignedIn()
  @Describe({
    summary: 'Sign out',
    description: 'Ends the session of the token that was sent.',
    answers: { 204: 'The token no longer works.' },
    body: null,
    problems: ['AUDIT_UNAVAILABLE'],
  })
  signOut(@Acting() actor: UserActor) {
    return this.sessions.end(actor);
  }

  @Post('sessions/current/confirmation')
  @SignedIn()
  @Describe({
    summary: 'Confirm that it is still you',
    description:
      'A reset or restore from a session that was opened, and last confirmed, more than an hour ago is refused with ' +
      '`REAUTHENTICATION_REQUIRED`. This makes the session as good as a new one for another hour. A wrong password is ' +
      '`FORBIDDEN`, and counts as a failed sign-in.',
    answers: { 201: 'The session is confirmed.' },
    body: confirmedAnswer,
    problems: ['FORBIDDEN', 'TOO_MANY_REQUESTS', 'BUSY', 'AUDIT_UNAVAILABLE'],
  })
  confirm(@Acting() actor: UserActor, @Body({ schema: confirmationSchema }) ask: Confirmation) {
    return ask.passkey
      ? this.sessions.confirmByPasskey(actor, ask.passkey as unknown as AuthenticationResponseJSON)
      : this.sessions.confirm(actor, ask.password!);
  }

  @Get('me')
  @SignedIn()
  @Describe({
    summary: 'Read who is signed in',
    description: 'The person of the token that was sent.',
    answers: { 200: 'The person.' },
    body: userAnswer,
  })
  me(@Acting() actor: UserActor) {
    return { id: actor.id, email: actor.email, locale: actor.locale };
  }

  @Patch('me')
  @SignedIn()
  @Describe({
    summary: 'Change the address to sign in with',
    description:
      'With the password, or `FORBIDDEN`. The new address counts once it has confirmed by the link that it is mailed; the old ' +
      'one is told, and every other session ends then. The address used to sign up stays what it was, and is what a reset ' +
      'asks for.',
    answers: { 200: 'The link was mailed.' },
    body: emailChangeAnswer,
    problems: ['FORBIDDEN', 'TOO_MANY_REQUESTS', 'BUSY', 'AUDIT_UNAVAILABLE'],
  })
  changeEmail(@Acting() actor: UserActor, @Body({ schema: profileChangeSchema }) ask: ProfileChange) {
    return this.emailChanges.ask(actor, ask.password, ask.email);
  }
}
