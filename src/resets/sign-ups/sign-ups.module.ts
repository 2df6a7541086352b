import { Body, Controller, Global, Module, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ActingRequest } from '../../policy/access.guard.js';
import { Public } from '../../policy/requires.decorator.js';
import { Describe } from '../../platform/api/describe.decorator.js';
import { signedUpAnswer } from './sign-ups.answers.js';
import { SignUps, signUpSchema, type SignUpRequest } from './sign-up.service.js';

@ApiTags('identity')
@Controller('api/v1/sign-ups')
export class SignUpsController {
  constructor(private readonly signUps: SignUps) {}

  @Post()
  @Public('anybody may become a customer')
  @Describe({
    summary: 'Sign up',
    description:
      'Makes a person, a business of which that person is for ever the original owner, its first books with the default ' +
      'chart of accounts, and a session. An address that somebody signs in with is `ALREADY_EXISTS`.',
    answers: { 201: 'All of it was made.' },
    body: signedUpAnswer,
    problems: ['ALREADY_EXISTS', 'TOO_MANY_REQUESTS', 'BUSY', 'AUDIT_UNAVAILABLE'],
  })
  signUp(@Req() request: ActingRequest, @Body({ schema: signUpSchema }) ask: SignUpRequest) {
    return this.signUps.signUp(request.actor.origin, ask);
  }
}

@Global()
@Module({ controllers: [SignUpsController], providers: [SignUps], exports: [SignUps] })
export class SignUpsModule {}
