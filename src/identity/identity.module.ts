import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { MINUTE_MS } from '../kernel/clock.js';
import { Jobs } from '../outbox/jobs.service.js';
import { IdentityController } from './identity.controller.js';
import { Sessions } from './sessions.service.js';
import { SignInLimits } from './sign-in-limits.service.js';
import { StaffAccounts } from './staff.service.js';
import { Users } from './users.service.js';

@Global()
@Module({
  controllers: [IdentityController],
  providers: [Users, Sessions, SignInLimits, StaffAccounts],
  exports: [Users, Sessions, StaffAccounts],
})
export class IdentityModule implements OnModuleInit {
  constructor(
    private readonly limits: SignInLimits,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.register('sign-in-failures', 15 * MINUTE_MS, () => this.limits.forgetOld());
  }
}
