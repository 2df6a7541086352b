import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { HOUR_MS, MINUTE_MS } from '../../platform/kernel/clock.js';
import { Jobs } from '../../platform/outbox/jobs.service.js';
import { Erasures } from '../../platform/retention/erasures.service.js';
import {
  KNOWN_ADDRESSES_JOB,
  MAILED_LINKS_JOB,
  PASSKEY_CHALLENGES_JOB,
  SESSIONS_JOB,
  STAFF_SESSIONS_JOB,
} from '../retention.js';
import { AccountController } from './account.controller.js';
import { AddressConfirmations } from './address-confirmations.service.js';
import { EmailChanges } from './email-changes.service.js';
import { IdentityController } from './identity.controller.js';
import { Staff, StaffSession, User } from './identity.entity.js';
import { OpenSessions } from './open-sessions.service.js';
import { Passkeys } from './passkeys.service.js';
import './passkey.entity.js';
import { PasswordChanges } from './password-changes.service.js';
import { SecondFactorController } from './second-factor.controller.js';
import { PersonErasure } from './person-erasure.service.js';
import { SecondFactors } from './second-factors.service.js';
import { Sessions } from './sessions.service.js';
import { SignInLimits } from './sign-in-limits.service.js';
import { StaffPasskeys } from './staff-passkeys.service.js';
import { StaffRequests } from './staff-requests.service.js';
import { StaffPreferencesStore } from './staff-preferences.service.js';
import { StaffSecretBox } from './staff-secret-box.js';
import { StaffSessions } from './staff-sessions.service.js';
import { StaffAccounts } from './staff.service.js';
import { UserSecondFactors } from './user-second-factors.service.js';
import { Users } from './users.service.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([Staff, StaffSession, User])],
  controllers: [IdentityController, AccountController, SecondFactorController],
  providers: [
    AddressConfirmations,
    EmailChanges,
    OpenSessions,
    Passkeys,
    PasswordChanges,
    PersonErasure,
    SecondFactors,
    Sessions,
    SignInLimits,
    StaffAccounts,
    StaffPasskeys,
    StaffRequests,
    StaffPreferencesStore,
    StaffSecretBox,
    StaffSessions,
    UserSecondFactors,
    Users,
  ],
  exports: [
    AddressConfirmations,
    EmailChanges,
    OpenSessions,
    Passkeys,
    PasswordChanges,
    PersonErasure,
    SecondFactors,
    Sessions,
    SignInLimits,
    StaffAccounts,
    StaffPasskeys,
    StaffRequests,
    StaffSecretBox,
    StaffPreferencesStore,
    StaffSessions,
    UserSecondFactors,
    Users,
  ],
})
export class IdentityModule implements OnModuleInit {
  constructor(
    private readonly limits: SignInLimits,
    private readonly sessions: Sessions,
    private readonly staffSessions: StaffSessions,
    private readonly staffRequests: StaffRequests,
    private readonly confirmations: AddressConfirmations,
    private readonly passkeys: Passkeys,
    private readonly emailChanges: EmailChanges,
    private readonly erasures: Erasures,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.erasures.registerRows('sessions', (tx, person) => this.sessions.erase(tx, person));
    this.erasures.registerRows('known_addresses', (tx, person) => this.limits.erase(tx, person));
    this.erasures.registerRows('email_changes', (tx, person) => this.emailChanges.erase(tx, person));
    this.jobs.register(KNOWN_ADDRESSES_JOB, 15 * MINUTE_MS, () => this.limits.forgetOld());
    this.erasures.registerRows('mailed_links', (tx, person) => this.confirmations.erase(tx, person));
    this.jobs.register(MAILED_LINKS_JOB, HOUR_MS, () => this.confirmations.forgetOld());
    this.jobs.register(PASSKEY_CHALLENGES_JOB, HOUR_MS, () => this.passkeys.forgetOld());
    this.jobs.register(SESSIONS_JOB, HOUR_MS, () => this.sessions.forgetOld());
    this.jobs.register('staff-requests', MINUTE_MS, () => this.staffRequests.expireNext());
    this.jobs.register(STAFF_SESSIONS_JOB, 15 * MINUTE_MS, () => this.staffSessions.forgetOld());
  }
}
