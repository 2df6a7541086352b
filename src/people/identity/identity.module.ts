import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { HOUR_MS, MINUTE_MS } from '../../platform/kernel/clock.js';
import { Jobs } from '../../platform/outbox/jobs.service.js';
import { AccountController } from './account.controller.js';
import { AddressConfirmations } from './address-confirmations.service.js';
import { EmailChanges } from './email-changes.service.js';
import { IdentityController } from './identity.controller.js';
import { Staff, StaffSecondFactor, StaffSession, User } from './identity.entity.js';
import { PasswordChanges } from './password-changes.service.js';
import { SecondFactors } from './second-factors.service.js';
import { Sessions } from './sessions.service.js';
import { SignInLimits } from './sign-in-limits.service.js';
import { StaffSecretBox } from './staff-secret-box.js';
import { StaffSessions } from './staff-sessions.service.js';
import { StaffAccounts } from './staff.service.js';
import { Users } from './users.service.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([Staff, StaffSecondFactor, StaffSession, User])],
  controllers: [IdentityController, AccountController],
  providers: [
    AddressConfirmations,
    EmailChanges,
    PasswordChanges,
    SecondFactors,
    Sessions,
    SignInLimits,
    StaffAccounts,
    StaffSecretBox,
    StaffSessions,
    Users,
  ],
  exports: [
    AddressConfirmations,
    EmailChanges,
    PasswordChanges,
    SecondFactors,
    Sessions,
    SignInLimits,
    StaffAccounts,
    StaffSessions,
    Users,
  ],
})
export class IdentityModule implements OnModuleInit {
  constructor(
    private readonly limits: SignInLimits,
    private readonly sessions: Sessions,
    private readonly staffSessions: StaffSessions,
    private readonly confirmations: AddressConfirmations,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.register('known-addresses', 15 * MINUTE_MS, () => this.limits.forgetOld());
    this.jobs.register('mailed-links', HOUR_MS, () => this.confirmations.forgetOld());
    this.jobs.register('sessions', HOUR_MS, () => this.sessions.forgetOld());
    this.jobs.register('staff-sessions', 15 * MINUTE_MS, () => this.staffSessions.forgetOld());
  }
}
