import { Body, Controller, Global, Module, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ActingRequest } from '../access/access.guard.js';
import { Public } from '../access/requires.decorator.js';
import { SignUps, signUpSchema, type SignUpRequest } from './sign-up.service.js';

@ApiTags('identity')
@Controller('api/v1/sign-ups')
export class SignUpsController {
  constructor(private readonly signUps: SignUps) {}

  @Post()
  @Public('anybody may become a customer')
  signUp(@Req() request: ActingRequest, @Body({ schema: signUpSchema }) ask: SignUpRequest) {
    return this.signUps.signUp(request.actor.origin, ask);
  }
}

@Global()
@Module({ controllers: [SignUpsController], providers: [SignUps], exports: [SignUps] })
export class SignUpsModule {}
