import { Module } from '@nestjs/common';
import { SignOnAccounts } from './sign-on-accounts.service.js';
import { SignOn } from './sign-on.service.js';

/** Staff who sign in at a provider. */
@Module({ providers: [SignOn, SignOnAccounts], exports: [SignOn] })
export class SignOnModule {}
