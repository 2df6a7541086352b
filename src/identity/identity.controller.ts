import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Acting } from '../access/acting.decorator.js';
import type { ActingRequest } from '../access/access.guard.js';
import { Public, SignedIn } from '../access/requires.decorator.js';
import type { UserActor } from '../kernel/actor.js';
import { profileChangeSchema, signInSchema, type ProfileChange, type SignInRequest } from './identity.schemas.js';
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
  signIn(@Req() request: ActingRequest, @Body({ schema: signInSchema }) ask: SignInRequest) {
    return this.sessions.signIn(request.actor.origin, ask.email, ask.password);
  }

  @Delete('sessions/current')
  @HttpCode(204)
  @SignedIn()
  signOut(@Acting() actor: UserActor) {
    return this.sessions.end(actor);
  }

  @Get('me')
  @SignedIn()
  me(@Acting() actor: UserActor) {
    return { id: actor.id, email: actor.email, locale: actor.locale };
  }

  @Patch('me')
  @SignedIn()
  changeEmail(@Acting() actor: UserActor, @Body({ schema: profileChangeSchema }) ask: ProfileChange) {
    return this.emailChanges.ask(actor, ask.password, ask.email);
  }
}
